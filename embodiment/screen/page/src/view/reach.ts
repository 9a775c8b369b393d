/** How a contact can be reached with one tap: a call, a message, or an address. */

export function reachLink(reach: string): string {
  const address = /https?:\/\/\S+/.exec(reach)?.[0] ?? /\b(?:[\w-]+\.)+[a-z]{2,}(?:\/\S*)?/i.exec(reach)?.[0];
  const number = /\+?\d[\d\s()./-]*\d/.exec(reach)?.[0].replace("(0)", "").replace(/[^\d+]/g, "") ?? "";
  if (number.length >= 3) {
    const onlyText = /\b(text|sms|message)\b/i.test(reach) && !/\b(call|phone|ring|dial)\b/i.test(reach);
    const word = /\b[Tt]ext\s+["'“]?([A-Z]{2,12})\b/.exec(reach)?.[1];
    return onlyText ? `sms:${number}${word ? `?body=${word}` : ""}` : `tel:${number}`;
  }
  if (address?.includes("@")) return `mailto:${address}`;
  if (address) return address.startsWith("http") ? address : `https://${address}`;
  return "";
}

export interface Way {
  shown: string;
  link: string;
}

const NUMBER_OF_PLACE = /^\+?\d[\d\s./-]*\s\([^()]*[a-z][^()]*\)$/i;

/** Several numbers in one line ("112 (Europe), 911 (North America)") are tapped one by one. */
export function waysOf(reach: string): Way[] {
  const parts = reach.split(/[,;]\s+/);
  const ways = parts.every((part) => NUMBER_OF_PLACE.test(part)) ? parts : [reach];
  return ways.map((way) => ({ shown: way.replace(/^https?:\/\/(\S+?)\/?$/, "$1"), link: reachLink(way) }));
}

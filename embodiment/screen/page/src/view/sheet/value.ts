/** A field's value (JSON, "" while empty) as each kind of editor needs it. */

export function asText(value: string): string {
  const plain = read(value);
  if (plain === null || plain === undefined) return "";
  return Array.isArray(plain) ? plain.map(String).join(", ") : String(plain);
}

export function asNumber(value: string): number | null {
  const plain = read(value);
  const number = typeof plain === "number" ? plain : typeof plain === "string" && plain.trim() ? Number(plain) : NaN;
  return Number.isFinite(number) ? number : null;
}

export function asList(value: string): string[] {
  const plain = read(value);
  if (Array.isArray(plain)) return plain.map(String);
  return plain === null || plain === undefined || plain === "" ? [] : [String(plain)];
}

function read(value: string): unknown {
  if (value === "") return null;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value; // words that never were JSON
  }
}

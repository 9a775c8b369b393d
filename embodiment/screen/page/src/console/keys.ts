/** The keys: Escape twice stops, whatever has the focus; single letters only where nobody is writing. */

const TWICE = 1000; // ms within which the second Escape has to come

interface Ears {
  stop: () => void;
  warn: (armed: boolean) => void;
  /** True where the key meant something. */
  press: (key: string) => boolean;
  /** Whether single letters are keys at all. */
  on: () => boolean;
}

export function keysOf(ears: Ears): void {
  let last = -Infinity;
  let timer = 0;
  addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape") {
        if (event.repeat) return;
        const twice = event.timeStamp - last <= TWICE;
        last = twice ? -Infinity : event.timeStamp;
        clearTimeout(timer);
        if (twice) ears.stop();
        ears.warn(!twice);
        timer = window.setTimeout(() => ears.warn(false), TWICE);
        return;
      }
      if (!ears.on() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || writing(event.target)) return;
      if (ears.press(event.key.toLowerCase())) event.preventDefault();
    },
    { capture: true },
  );
}

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

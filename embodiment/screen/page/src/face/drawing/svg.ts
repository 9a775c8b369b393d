/** The few things needed to build SVG by hand and to change it cheaply. */

const SPACE = "http://www.w3.org/2000/svg";

export type Attributes = Record<string, string | number>;

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: SVGElement[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

const last = new WeakMap<Element, Map<string, string>>();

/** Sets an attribute only when it changed: an unchanged face must cost nothing to paint. */
export function put(element: Element, name: string, value: string): void {
  let known = last.get(element);
  if (!known) last.set(element, (known = new Map()));
  if (known.get(name) === value) return;
  known.set(name, value);
  element.setAttribute(name, value);
}

/** A number short enough for a path: a tenth of a unit is less than a pixel. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A path from letters and numbers. */
export function d(...parts: (string | number)[]): string {
  return parts.map((part) => (typeof part === "number" ? n(part) : part)).join(" ");
}

export function move(x: number, y: number, scaleX = 1, scaleY = scaleX): string {
  return `translate(${n(x)} ${n(y)}) scale(${scaleX.toFixed(3)} ${scaleY.toFixed(3)})`;
}

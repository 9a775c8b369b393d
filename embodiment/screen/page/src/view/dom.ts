/** A small way to build a page by hand. */

type Child = Node | string | false | null | undefined;

type Options<K extends keyof HTMLElementTagNameMap> = Partial<Omit<HTMLElementTagNameMap[K], "style" | "attributes">> & {
  attrs?: Record<string, string>;
  on?: Partial<{ [E in keyof HTMLElementEventMap]: (event: HTMLElementEventMap[E]) => void }>;
};

export function h<K extends keyof HTMLElementTagNameMap>(name: K, options: Options<K> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const { attrs = {}, on = {}, ...properties } = options;
  const element = Object.assign(document.createElement(name), properties);
  for (const [key, value] of Object.entries(attrs)) element.setAttribute(key, value);
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener as EventListener);
  element.append(...children.filter((child): child is Node | string => child !== false && child !== null && child !== undefined));
  return element;
}

export function button(label: string, act: () => void, className = ""): HTMLButtonElement {
  return h("button", { type: "button", className, on: { click: act } }, label);
}

let count = 0;

/** An identifier that no other element has. */
export function unique(stem: string): string {
  count += 1;
  return `${stem}-${count}`;
}

/** Sets text only when it changed, so that nothing is announced twice. */
export function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

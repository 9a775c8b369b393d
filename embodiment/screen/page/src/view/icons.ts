/** Line drawings for the controls. A shape tells the state, not only a colour. */

const SPACE = "http://www.w3.org/2000/svg";

const PATHS = {
  microphone: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7",
  camera: "M3.5 7.5h11a1.5 1.5 0 0 1 1.5 1.5v6.5a1.5 1.5 0 0 1-1.5 1.5h-11ZM16 11l5-3v9l-5-3",
  talk: "M12 4.5v15M8 8v8M16 8v8M4 10.8v2.4M20 10.8v2.4",
  type: "M3 6.5h18v11H3ZM6.5 10h.1M10 10h.1M13.5 10h.1M17 10h.1M7.5 14h9",
  stop: "M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7Z",
  sheet: "M6 3.5h9l3.5 3.5v13.5H6ZM9 11h6.5M9 14.5h6.5M9 7.5h3",
  words: "M4 5.5h16v10.5h-9l-4.5 3.5v-3.5H4ZM8 9.5h8M8 12.5h5",
  consent: "M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6ZM8.8 12l2.3 2.3 4.2-4.4",
  people: "M6.5 3.5l3 5-2 2a12 12 0 0 0 6 6l2-2 5 3v2.5a1.5 1.5 0 0 1-1.5 1.5C10.5 21.5 2.5 13.5 2.5 5a1.5 1.5 0 0 1 1.5-1.5Z",
  off: "M4 3.5 20.5 20.5",
} as const;

export type Icon = keyof typeof PATHS;

/** `off` strikes it through. */
export function icon(name: Icon, off = false): SVGSVGElement {
  const root = document.createElementNS(SPACE, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true" })) root.setAttribute(key, value);
  for (const each of off ? [name, "off" as const] : [name]) {
    const path = document.createElementNS(SPACE, "path");
    path.setAttribute("d", PATHS[each]);
    if (each === "off") path.setAttribute("class", "icon-strike");
    root.append(path);
  }
  return root;
}

/** The shapes that say the same as the colours: nobody has to tell red from green. */

const PATHS = {
  circle: "M8 1.6a6.4 6.4 0 1 0 0 12.8a6.4 6.4 0 1 0 0-12.8z",
  ring: "M8 1.6a6.4 6.4 0 1 0 0 12.8a6.4 6.4 0 1 0 0-12.8zM8 4a4 4 0 1 1 0 8a4 4 0 1 1 0-8z",
  bars: "M3 2h3.4v12H3zM9.6 2H13v12H9.6z",
  square: "M2.5 2.5h11v11h-11z",
  octagon: "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z",
  triangle: "M8 1.2 15.4 14.6H.6z",
  diamond: "M8 .8 15.2 8 8 15.2.8 8z",
  flag: "M3 1h1.8v14H3zM4.8 1.6H14l-2.6 3.6L14 8.8H4.8z",
  hand: "M1.5 8 8 1.5 14.5 8h-3.7v6.5H5.2V8z",
  broken: "M1 6.8h5v2.4H1zM10 6.8h5v2.4h-5zM7.2 3h1.6v3H7.2zM7.2 10h1.6v3H7.2z",
} as const;

export type Shape = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function shape(name: Shape): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `shape shape-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

/** Paper grain, drawn once: the tooth of the page showing through the paint. */

import { svg } from "./svg";

const SIZE = 192; // pixels; the tile covers as many units of the drawing

export function grain(id: string): SVGPatternElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext("2d");
  if (context) context.putImageData(speckle(context.createImageData(SIZE, SIZE)), 0, 0);
  const tile = svg("image", { href: canvas.toDataURL(), width: SIZE, height: SIZE });
  return svg("pattern", { id, width: SIZE, height: SIZE, patternUnits: "userSpaceOnUse" }, tile);
}

function speckle(image: ImageData): ImageData {
  let seed = 7;
  for (let i = 0; i < image.data.length; i += 4) {
    seed = (seed * 1664525 + 1013904223) >>> 0; // the same paper every day
    const light = seed / 4294967296;
    const shade = light > 0.5 ? 255 : 30;
    image.data.set([shade, shade, shade, Math.abs(light - 0.5) ** 2 * 88], i);
  }
  return image;
}

/** A canvas as sharp as the screen, and the page's colours for it. */

interface Drawing {
  paint: CanvasRenderingContext2D;
  width: number;
  height: number;
  colour: (name: string) => string;
}

export function context(canvas: HTMLCanvasElement): Drawing | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const paint = canvas.getContext("2d");
  if (!paint || !width || !height) return null;
  const dense = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * dense) || canvas.height !== Math.round(height * dense)) {
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(height * dense);
  }
  paint.setTransform(dense, 0, 0, dense, 0, 0);
  const style = getComputedStyle(document.documentElement);
  return { paint, width, height, colour: (name) => style.getPropertyValue(name).trim() };
}

/** Where a mark on the head appears when the head turns. */

export interface Seen {
  x: number;
  y: number;
  scaleX: number;
  scaleY: number;
}

const RADIUS = 150; // of the ball that the features lie on
const DEGREE = Math.PI / 180;

/** The mark at (x, y) after turning by yaw and pitch; its width and height shrink as it nears the rim. */
export function turn(x: number, y: number, yaw: number, pitch: number): Seen {
  const depth = Math.sqrt(Math.max(0, RADIUS * RADIUS - x * x - y * y));
  const sinYaw = Math.sin(yaw * DEGREE);
  const cosYaw = Math.cos(yaw * DEGREE);
  const sinPitch = Math.sin(pitch * DEGREE);
  const cosPitch = Math.cos(pitch * DEGREE);
  const turnedX = x * cosYaw + depth * sinYaw;
  const turnedDepth = depth * cosYaw - x * sinYaw;
  return {
    x: turnedX,
    y: y * cosPitch + turnedDepth * sinPitch,
    scaleX: clampScale(turnedDepth / depth),
    scaleY: clampScale(cosPitch - (y / RADIUS) * sinPitch * 0.5),
  };
}

function clampScale(value: number): number {
  return Math.min(1.12, Math.max(0.7, value));
}

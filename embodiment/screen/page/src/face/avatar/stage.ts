/** Camera, light and canvas for a model's head and shoulders. */

import { DirectionalLight, HemisphereLight, PerspectiveCamera, type Scene, type Vector3, WebGLRenderer } from "three";
import { Sharpness } from "./sharpness";

const ANGLE = 22; // degrees the camera sees from top to bottom: a long lens, as portraits have
const SOFT = 0.6; // pixels drawn for one of the layout, where the processor must do it
const HEAD_SHARE = 0.56; // of the picture's height, as in the drawing

export class Stage {
  readonly canvas: HTMLCanvasElement;
  private readonly camera = new PerspectiveCamera(ANGLE, 1, 0.05, 20);
  private readonly renderer: WebGLRenderer;
  private readonly sharpness: Sharpness;
  private readonly sized: ResizeObserver;

  /** Raises an Error where the browser has no WebGL. */
  constructor(
    private readonly scene: Scene,
    lost: () => void,
  ) {
    const card = hasCard();
    this.sharpness = new Sharpness(card ? Math.min(devicePixelRatio, 2) : SOFT);
    this.renderer = new WebGLRenderer({ alpha: true, antialias: card });
    this.canvas = this.renderer.domElement;
    this.canvas.className = "portrait avatar";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", "The companion's face");
    this.canvas.addEventListener("webglcontextlost", lost);
    const key = new DirectionalLight("#fff8ee", Math.PI * 0.8);
    key.position.set(-0.6, 1, 1.6);
    this.scene.add(key, new HemisphereLight("#ffffff", "#c9b8a0", 0.9));
    this.sized = new ResizeObserver(() => this.fit());
    this.sized.observe(this.canvas);
  }

  /** Looks at a head that is `height` metres above the bone at `at`. */
  frame(at: Vector3, height: number): void {
    const middle = at.y + height * 0.42;
    const away = height / HEAD_SHARE / 2 / Math.tan((ANGLE * Math.PI) / 360);
    this.camera.position.set(at.x, middle, at.z + away + height * 0.4);
    this.camera.lookAt(at.x, middle, at.z);
  }

  render(dt: number): void {
    if (this.sharpness.slowed(dt)) this.fit();
    this.renderer.render(this.scene, this.camera);
  }

  dispose(): void {
    this.sized.disconnect();
    this.renderer.dispose();
    this.canvas.remove();
  }

  private fit(): void {
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === 0 || clientHeight === 0) return; // hidden beside a sheet
    this.renderer.setPixelRatio(this.sharpness.ratio);
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.camera.aspect = clientWidth / clientHeight;
    this.camera.updateProjectionMatrix();
  }
}

/** Whether a graphics card draws; without one, smooth edges cost more than the picture. */
function hasCard(): boolean {
  return document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true }) !== null;
}

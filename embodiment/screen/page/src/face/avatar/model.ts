/** A VRM model (0.x or 1.0), shown by WebGL with the poses of the drawn face. Loaded only where one is to be shown. */

import { VRMLoaderPlugin, VRMUtils, type VRM } from "@pixiv/three-vrm";
import { Box3, MathUtils, Scene, TextureLoader, Vector3 } from "three";
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";
import type { Likeness } from "../likeness";
import { clamp, type Pose } from "../pose";
import { type Bone, eyes, type Turn, turns } from "./bones";
import { feelings, lids, LIPS, lips, OPENS } from "./presets";
import { Stage } from "./stage";

export class Model implements Likeness {
  readonly root: HTMLCanvasElement;
  private readonly facing: 1 | -1; // 0.x models look the other way until turned round

  private constructor(
    private readonly vrm: VRM,
    private readonly stage: Stage,
    private readonly still: boolean,
  ) {
    this.root = stage.canvas;
    this.facing = vrm.meta.metaVersion === "0" ? -1 : 1;
  }

  /** Raises an Error where there is no WebGL or the file is no model; `lost` is told if the graphics fail later. */
  static async load(address: string, still: boolean, lost: () => void): Promise<Model> {
    const scene = new Scene();
    const stage = new Stage(scene, lost);
    try {
      const vrm = await read(address);
      scene.add(vrm.scene);
      const model = new Model(vrm, stage, still);
      vrm.update(0);
      stage.frame(...model.extent());
      return model;
    } catch (error) {
      stage.dispose();
      throw error;
    }
  }

  get openness(): number {
    const shown = (lip: (typeof LIPS)[number]): number => this.vrm.expressionManager?.getValue(lip) ?? 0;
    return clamp(
      LIPS.reduce((sum, lip) => sum + shown(lip) * OPENS[lip], 0),
      0,
      1,
    );
  }

  draw(pose: Pose, dt: number): void {
    this.express(pose);
    for (const [bone, turn] of Object.entries(turns(pose)) as [Bone, Turn][]) this.turn(bone, turn);
    const { lookAt } = this.vrm;
    if (lookAt) Object.assign(lookAt, eyes(pose));
    // Hair and cloth that swing are motion, too.
    if (this.still) this.vrm.springBoneManager?.reset();
    this.vrm.update(this.still ? 0 : dt);
    this.stage.render(dt);
  }

  dispose(): void {
    this.stage.dispose();
    VRMUtils.deepDispose(this.vrm.scene);
  }

  private express(pose: Pose): void {
    const manager = this.vrm.expressionManager;
    if (!manager) return;
    const down = lids(pose);
    const alike = manager.getExpression("blinkLeft") === null;
    const shut = alike ? { blink: (down.blinkLeft + down.blinkRight) / 2 } : down;
    for (const [name, weight] of Object.entries({ ...lips(pose), ...feelings(pose), ...shut })) manager.setValue(name, weight);
  }

  private turn(bone: Bone, [x, y, z]: Turn): void {
    const radians = MathUtils.degToRad;
    this.vrm.humanoid.getNormalizedBoneNode(bone)?.rotation.set(this.facing * radians(x), radians(y), this.facing * radians(z), "YXZ");
  }

  /** Where the head bone is, and how high the head is above it, hair included; in metres. */
  private extent(): [at: Vector3, height: number] {
    this.vrm.scene.updateMatrixWorld(true);
    const at = this.vrm.humanoid.getRawBoneNode("head")?.getWorldPosition(new Vector3()) ?? new Vector3(0, 1.4, 0);
    const top = new Box3().setFromObject(this.vrm.scene).max.y;
    return [at, clamp(top - at.y, 0.15, 1)];
  }
}

async function read(address: string): Promise<VRM> {
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  loader.register((parser) => {
    // The other loader fetches from blob: addresses, which the page's content security policy does not allow.
    parser.textureLoader = new TextureLoader(parser.options.manager);
    return { name: "ALONGSIDE_textures" };
  });
  const { scene, userData } = await loader.loadAsync(address);
  const vrm = userData.vrm as VRM | undefined;
  if (!vrm) throw new Error("not a VRM model");
  VRMUtils.removeUnnecessaryVertices(scene);
  VRMUtils.combineSkeletons(scene);
  VRMUtils.rotateVRM0(vrm);
  // The camera sees a part of the body only, and bones move meshes out of the boxes they were made in.
  vrm.scene.traverse((object) => (object.frustumCulled = false));
  return vrm;
}

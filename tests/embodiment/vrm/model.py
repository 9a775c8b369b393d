"""Writes the model as a VRM file, 1.0 or 0.x: `python -m tests.embodiment.vrm.model FILE [--old]`."""

from __future__ import annotations

import argparse
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from tests.embodiment.vrm.shapes import EXPRESSIONS, EYE_AT, HEAD, MIDDLE, Shape, ball, brow, lid, mouth

SKIN, HAIR, CLOTH = (0.55, 0.72, 0.66), (0.16, 0.22, 0.27), (0.09, 0.18, 0.26)
WHITE, IRIS, PUPIL, LIPS = (0.95, 0.92, 0.86), (0.1, 0.24, 0.3), (0.02, 0.04, 0.06), (0.14, 0.05, 0.07)
OLD_NAMES = {"aa": "a", "ih": "i", "ou": "u", "ee": "e", "oh": "o", "happy": "joy", "sad": "sorrow"} | {
    "relaxed": "fun",
    "blinkLeft": "blink_l",
    "blinkRight": "blink_r",
}
_SIDES = ("left", "right")


def bones() -> dict[str, tuple[str, tuple[float, float, float]]]:
    """Each bone's parent and its place from there, facing +z; the left is at +x."""
    found: dict[str, tuple[str, tuple[float, float, float]]] = {
        "hips": ("", (0, 0.9, 0)),
        "spine": ("hips", (0, 0.1, 0)),
        "chest": ("spine", (0, 0.16, 0)),
        "neck": ("chest", (0, 0.2, 0)),
        "head": ("neck", (0, 0.07, 0)),
    }
    for side, s in zip(_SIDES, (1, -1), strict=True):
        found |= {
            f"{side}Eye": ("head", tuple(EYE_AT * [s, 1, 1])),
            f"{side}UpperArm": ("chest", (s * 0.15, 0.14, 0)),
            f"{side}LowerArm": (f"{side}UpperArm", (s * 0.25, 0, 0)),
            f"{side}Hand": (f"{side}LowerArm", (s * 0.23, 0, 0)),
            f"{side}UpperLeg": ("hips", (s * 0.08, -0.04, 0)),
            f"{side}LowerLeg": (f"{side}UpperLeg", (0, -0.4, 0)),
            f"{side}Foot": (f"{side}LowerLeg", (0, -0.4, 0)),
        }
    return found


def figure() -> dict[str, list[Shape]]:
    """What each bone carries. The head's shapes have expressions; they stand first."""
    eye = [
        ball((0.026, 0.026, 0.026), (0, 0, 0), WHITE),
        ball((0.0135, 0.0135, 0.006), (0, 0, 0.0235), IRIS),
        ball((0.0075, 0.0075, 0.004), (0, 0, 0.0275), PUPIL),
    ]
    left, right = ([ball((0.14, 0.05, 0.055), (s * 0.12, 0, 0), CLOTH)] for s in (1, -1))
    return {
        "head": [
            ball(HEAD, MIDDLE, SKIN),
            ball(HEAD * 1.04, np.add(MIDDLE, (0, 0.02, -0.018)), HAIR),
            *(part for s in (1, -1) for part in (lid(s, SKIN), brow(s, HAIR))),
            mouth(LIPS),
        ],
        "leftEye": eye,
        "rightEye": eye,
        "neck": [ball((0.045, 0.09, 0.045), (0, 0.02, -0.01), SKIN)],
        "chest": [ball((0.17, 0.2, 0.1), (0, 0, -0.01), CLOTH)],
        "leftUpperArm": left,
        "rightUpperArm": right,
    }


class _File:
    """A glTF in the making."""

    def __init__(self, front: int) -> None:
        self.front = front  # 1: faces +z; -1: faces -z, as 0.x models do
        self.data = bytearray()
        self.json: dict[str, Any] = {
            "asset": {"version": "2.0", "generator": "Alongside's tests"},
            "scene": 0,
            **{name: [] for name in ("scenes", "nodes", "meshes", "materials", "accessors", "bufferViews")},
        }

    def numbers(self, values: Any, kind: str, component: int, bounds: bool = False) -> int:
        """An accessor over these numbers."""
        raw = values.tobytes()
        self.json["bufferViews"].append({"buffer": 0, "byteOffset": len(self.data), "byteLength": len(raw)})
        self.data += raw + bytes(-len(raw) % 4)
        accessor = {"bufferView": len(self.json["bufferViews"]) - 1, "componentType": component}
        accessor |= {"count": len(values), "type": kind}
        if bounds:
            accessor |= {"min": values.min(0).tolist(), "max": values.max(0).tolist()}
        self.json["accessors"].append(accessor)
        return len(self.json["accessors"]) - 1

    def points(self, points: Any, bounds: bool = True) -> int:
        """Points or moves, turned to where this version's models look."""
        return self.numbers((points * [self.front, 1, self.front]).astype(np.float32), "VEC3", 5126, bounds)

    def primitive(self, shape: Shape, expressive: bool) -> dict[str, Any]:
        """One shape with its own material."""
        material = {"baseColorFactor": [*shape.colour, 1], "metallicFactor": 0, "roughnessFactor": 1}
        name = f"paint {len(self.json['materials'])}"
        self.json["materials"].append({"name": name, "pbrMetallicRoughness": material, "doubleSided": True})
        indices = self.numbers(shape.faces.ravel(), "SCALAR", 5123)
        places = {"POSITION": self.points(shape.points), "NORMAL": self.points(shape.normals(), False)}
        found: dict[str, Any] = {"attributes": places, "indices": indices}
        found["material"] = len(self.json["materials"]) - 1
        if expressive:
            none = np.zeros_like(shape.points)
            found["targets"] = [
                {"POSITION": self.points(shape.moves.get(name, none))} for name in EXPRESSIONS
            ]
        return found

    def whole(self) -> bytes:
        """The file."""
        self.json["buffers"] = [{"byteLength": len(self.data)}]
        text = json.dumps(self.json).encode()
        text += b" " * (-len(text) % 4)
        chunks = struct.pack("<II", len(text), 0x4E4F534A) + text
        chunks += struct.pack("<II", len(self.data), 0x004E4942) + bytes(self.data)
        return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def build(old: bool = False) -> bytes:
    """The model as VRM 1.0, or 0.x if `old`."""
    file = _File(-1 if old else 1)
    places = bones()
    index = {name: number for number, name in enumerate(places)}
    carried = figure()
    for name, (_, place) in places.items():
        x, y, z = (float(each) for each in place)
        node: dict[str, Any] = {"name": name, "translation": [x * file.front, y, z * file.front]}
        children = [index[child] for child, (parent, _) in places.items() if parent == name]
        if children:
            node["children"] = children
        if name in carried:
            node["mesh"] = len(file.json["meshes"])
            parts = [file.primitive(shape, name == "head") for shape in carried[name]]
            file.json["meshes"].append({"name": name, "primitives": parts})
        file.json["nodes"].append(node)
    file.json["scenes"].append({"nodes": [index["hips"]]})
    mesh = file.json["nodes"][index["head"]]["mesh"]
    name, extension = ("VRM", _old(file, index, mesh)) if old else ("VRMC_vrm", _new(index))
    file.json["extensions"] = {name: extension}
    file.json["extensionsUsed"] = [name]
    return file.whole()


def _new(index: dict[str, int]) -> dict[str, Any]:
    whole = {"inputMaxValue": 90, "outputScale": 90}
    preset = {
        name: {"morphTargetBinds": [{"node": index["head"], "index": number, "weight": 1}]}
        for number, name in enumerate(EXPRESSIONS)
    }
    licence = "https://vrm.dev/licenses/1.0/"
    return {
        "specVersion": "1.0",
        "meta": {"name": "Test figure", "version": "1", "authors": ["Alongside"], "licenseUrl": licence},
        "humanoid": {"humanBones": {name: {"node": number} for name, number in index.items()}},
        "expressions": {"preset": preset},
        "lookAt": {
            "type": "bone",
            "offsetFromHeadBone": [0, float(EYE_AT[1]), float(EYE_AT[2])],
            **{
                f"rangeMap{way}": whole
                for way in ("HorizontalInner", "HorizontalOuter", "VerticalDown", "VerticalUp")
            },
        },
    }


def _old(file: _File, index: dict[str, int], mesh: int) -> dict[str, Any]:
    whole = {"curve": [0, 0, 0, 1, 1, 1, 1, 0], "xRange": 90, "yRange": 90}
    groups = [
        {
            "name": name,
            "presetName": OLD_NAMES.get(name, name if name == "angry" else "unknown"),
            "binds": [{"mesh": mesh, "index": number, "weight": 100}],
            "materialValues": [],
        }
        for number, name in enumerate(EXPRESSIONS)
    ]
    paints = [
        {"name": each["name"], "shader": "VRM_USE_GLTFSHADER", "renderQueue": 2000}
        | {f"{kind}Properties": {} for kind in ("float", "vector", "texture")}
        | {"keywordMap": {}, "tagMap": {}}
        for each in file.json["materials"]
    ]
    return {
        "specVersion": "0.0",
        "exporterVersion": "Alongside's tests",
        "meta": {"title": "Test figure", "author": "Alongside", "licenseName": "CC0"},
        "humanoid": {"humanBones": [{"bone": name, "node": number} for name, number in index.items()]},
        "blendShapeMaster": {"blendShapeGroups": groups},
        "firstPerson": {
            "firstPersonBone": index["head"],
            "firstPersonBoneOffset": {"x": 0, "y": float(EYE_AT[1]), "z": -float(EYE_AT[2])},
            "lookAtTypeName": "Bone",
            **{
                f"lookAt{way}": whole
                for way in ("HorizontalInner", "HorizontalOuter", "VerticalDown", "VerticalUp")
            },
        },
        "secondaryAnimation": {"boneGroups": [], "colliderGroups": []},
        "materialProperties": paints,
    }


def main() -> None:
    """Write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--old", action="store_true", help="VRM 0.x instead of 1.0")
    asked = parser.parse_args()
    asked.file.write_bytes(build(asked.old))


if __name__ == "__main__":
    main()

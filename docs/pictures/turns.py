"""Draws docs/pictures/turns.svg, the states of a turn: `python docs/pictures/turns.py`."""

from __future__ import annotations

from pathlib import Path

INK, SOFT, LINE, PAPER = "#2f3542", "#6b7280", "#8a93a3", "#fbf8f3"

# name: (centre x, centre y, fill, second line)
STATES = {
    "silent": (110, 150, "#e9e6df", "no turn"),
    "speaking": (350, 150, "#dbe7f0", "read every 0.4 s"),
    "soft end": (600, 150, "#efe3d3", "decoded, judged"),
    "provisional": (850, 150, "#e8dff0", "answer made ready"),
    "released": (850, 330, "#dcebe0", "answered"),
}
WIDTH, HEIGHT = 150, 58
# path, label, where the label stands
WAYS = [
    ("M185 150 L275 150", "96 ms voice", (230, 138)),
    ("M425 150 L525 150", "128 ms quiet", (475, 138)),
    ("M675 150 L775 150", "all words in", (725, 138)),
    ("M600 121 C560 60 410 60 370 121", "they go on: next revision", (485, 66)),
    ("M850 121 C810 20 380 10 350 121", "they go on: next revision, all work void", (600, 24)),
    ("M850 179 L850 301", "the wait is over", (850, 245)),
    (
        "M775 330 C560 330 380 300 352 179",
        "they go on before an answer sounds, or over its first 0.8 s: next revision",
        (540, 318),
    ),
    ("M775 345 C420 400 130 330 110 179", "an answer has sounded for 0.8 s, or 2 s went by", (330, 382)),
    ("M560 179 C480 260 240 260 140 179", "it held no words", (400, 232)),
]


def state(name: str) -> str:
    """One state."""
    x, y, fill, below = STATES[name]
    left, top = x - WIDTH / 2, y - HEIGHT / 2
    return (
        f'<rect x="{left}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="14" fill="{fill}"'
        f' stroke="{LINE}"/><text x="{x}" y="{y - 2}" class="name">{name}</text>'
        f'<text x="{x}" y="{y + 16}" class="below">{below}</text>'
    )


def way(path: str, label: str, at: tuple[float, float]) -> str:
    """One arrow with its label."""
    return f'<path d="{path}" class="way"/><text x="{at[0]}" y="{at[1]}" class="label">{label}</text>'


def main() -> None:
    """Write the picture."""
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 400" role="img"
 aria-label="From speaking to a soft end, provisional and released, and back when the person goes on">
<style>text{{font-family:'Source Sans 3','Noto Sans',sans-serif;fill:{INK};text-anchor:middle}}
.name{{font-size:17px;font-weight:600}}.below{{font-size:12px;fill:{SOFT}}}
.label{{font-size:13px;paint-order:stroke;stroke:{PAPER};stroke-width:6px}}
.way{{fill:none;stroke:{LINE};stroke-width:1.6;marker-end:url(#tip)}}</style>
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 1 L9 5 L0 9" fill="none" stroke="{LINE}" stroke-width="1.6"/></marker></defs>
<rect width="960" height="400" rx="18" fill="{PAPER}"/>
{"".join(way(*item) for item in WAYS)}
{"".join(state(name) for name in STATES)}
</svg>
"""
    Path(__file__).with_name("turns.svg").write_text(svg)


if __name__ == "__main__":
    main()

"""Draws docs/pictures/graph.svg: `python docs/pictures/graph.py`."""

from __future__ import annotations

from pathlib import Path

INK, SOFT, LINE, PAPER = "#2f3542", "#6b7280", "#8a93a3", "#fbf8f3"
PROCESS = {"ears": "#dbe7f0", "eyes": "#dcebe0", "mind": "#efe3d3", "screen": "#e8dff0", "record": "#e9e6df"}

# name: (x, y, width, process, second line)
BOXES = {
    "microphone": (20, 60, 145, "", "browser, PyAudio or a robot"),
    "camera": (20, 250, 145, "", "browser, OpenCV or a robot"),
    "listener": (265, 60, 160, "ears", "Silero · Whisper · turn-taking"),
    "face": (265, 250, 160, "eyes", "MediaPipe · action units"),
    "fusion": (265, 350, 160, "eyes", "valence and arousal, with doubt"),
    "guardian": (520, 30, 190, "mind", "hears all, can stop all"),
    "companion": (520, 130, 190, "mind", "appraise · ground · pace · decide · realise · review · perform"),
    "voice": (785, 60, 160, "mind", "Piper, a process of its own"),
    "body": (785, 200, 160, "screen", "gaze, nods, expression"),
    "screen": (785, 320, 160, "screen", "face, captions, worksheet"),
    "recorder": (520, 400, 190, "record", "events.jsonl · signals.mcap · report"),
    "person": (1000, 200, 105, "", ""),
}
# from, to, label, side offsets
ARROWS = [
    ("microphone", "listener", "AudioChunk"),
    ("camera", "face", "CameraFrame"),
    ("face", "fusion", "Affect"),
    ("listener", "companion", "Turn"),
    ("fusion", "companion", "Affect"),
    ("companion", "voice", "Act"),
    ("companion", "body", "Act"),
    ("voice", "person", "VoiceClip"),
    ("body", "screen", "FacePose"),
    ("screen", "person", ""),
    ("companion", "listener", "Patience"),
    ("listener", "guardian", "Turn"),
    ("guardian", "companion", "Risk"),
    ("companion", "recorder", "State, everything"),
]
HEIGHT = 62


def middle(name: str) -> tuple[float, float]:
    """Centre of a box."""
    x, y, width, _, _ = BOXES[name]
    return x + width / 2, y + HEIGHT / 2


def edge(name: str, towards: tuple[float, float]) -> tuple[float, float]:
    """Where a line from the centre of a box towards a point leaves the box."""
    width = BOXES[name][2]
    cx, cy = middle(name)
    dx, dy = towards[0] - cx, towards[1] - cy
    scale = min((width / 2 + 5) / abs(dx) if dx else 1e9, (HEIGHT / 2 + 5) / abs(dy) if dy else 1e9)
    return cx + dx * scale, cy + dy * scale


def wrapped(words: str, width: float) -> list[str]:
    """Words in lines that fit a box."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > width / 6.4 and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def box(name: str) -> str:
    """One node."""
    x, y, width, process, below = BOXES[name]
    fill = PROCESS.get(process, PAPER)
    dash = "" if process else 'stroke-dasharray="4 4"'
    lines = wrapped(below, width) if below else []
    top = y + (HEIGHT / 2 + 5 if not lines else 25 if len(lines) < 3 else 20)
    text = f'<text x="{x + width / 2}" y="{top}" class="name">{name}</text>'
    for number, line in enumerate(lines):
        text += f'<text x="{x + width / 2}" y="{top + 15 + 12 * number}" class="below">{line}</text>'
    size = f'x="{x}" y="{y}" width="{width}" height="{HEIGHT}"'
    return f'<rect {size} rx="14" fill="{fill}" stroke="{LINE}" {dash}/>{text}'


def arrow(start: str, end: str, label: str) -> str:
    """One kind of message."""
    shift = 9 if (end, start) in {(a, b) for a, b, _ in ARROWS} else 0
    (ax, ay), (bx, by) = edge(start, middle(end)), edge(end, middle(start))
    sign = 1 if ax < bx else -1
    ay, by = ay + sign * shift, by + sign * shift
    x, y = (ax + bx) / 2, (ay + by) / 2 - 5
    return (
        f'<line x1="{ax:.0f}" y1="{ay:.0f}" x2="{bx:.0f}" y2="{by:.0f}" marker-end="url(#tip)"/>'
        f'<text x="{x:.0f}" y="{y:.0f}" class="label">{label}</text>'
    )


def main() -> None:
    """Write the picture."""
    legend = "".join(
        f'<rect x="{30 + 130 * n}" y="488" width="16" height="16" rx="5" fill="{fill}" stroke="{LINE}"/>'
        f'<text x="{54 + 130 * n}" y="501" class="key">process {name}</text>'
        for n, (name, fill) in enumerate(PROCESS.items())
    )
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1120 520" role="img"
 aria-label="Microphone and camera feed listener and face; the companion answers by voice, body and screen">
<style>text{{font-family:'Source Sans 3','Noto Sans',sans-serif;fill:{INK};text-anchor:middle}}
.name{{font-size:17px;font-weight:600}}.below{{font-size:11px;fill:{SOFT}}}
.label{{font-size:12px;fill:{INK};paint-order:stroke;stroke:{PAPER};stroke-width:5px}}.key{{font-size:12px;text-anchor:start}}
line{{stroke:{LINE};stroke-width:1.6}}</style>
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 1 L9 5 L0 9" fill="none" stroke="{LINE}" stroke-width="1.6"/></marker></defs>
<rect width="1120" height="520" rx="18" fill="{PAPER}"/>
{"".join(arrow(*item) for item in ARROWS)}
{"".join(box(name) for name in BOXES)}
{legend}
</svg>
"""
    Path(__file__).with_name("graph.svg").write_text(svg)


if __name__ == "__main__":
    main()

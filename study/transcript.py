"""A line of the transcript as a person reads it, on the page and in the terminal."""

from __future__ import annotations

from alongside.messages import Act
from study.account import Line

_WORDLESS = {"silence": "(stays silent)", "backchannel": "(nods)"}


def clock(minute: float) -> str:
    """Minutes as minutes and seconds: 2:05."""
    seconds = round(abs(minute) * 60)
    return f"{'−' if minute < 0 and seconds else ''}{seconds // 60}:{seconds % 60:02d}"


def shown(line: Line) -> str:
    """What was said, or what was done without words."""
    return line.text or _WORDLESS.get(line.act.kind if line.act else "", "(no words)")


def act_name(act: Act) -> str:
    """The act in words: "reflect: emotions"."""
    name = act.kind.replace("_", " ")
    return f"{name}: {act.focus.replace('_', ' ')}" if act.focus else name


def why(line: Line) -> str:
    """Why the companion did what it did, and how it went."""
    act = line.act
    if act is None:
        return ""
    parts = [*act.reasons]
    if act.refusals:
        parts.append(f"reworded after: {', '.join(act.refusals)}")
    if line.sounded == "failed":
        parts.append("could not be spoken")
    if line.wait is not None:
        parts.append(f"{line.wait:.1f} s after them")
    return "; ".join(parts)

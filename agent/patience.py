"""How long to wait: seconds of silence before a pause is taken for the end of what somebody says.

Depends on what was just said to them, on what they just said, and on how they speak themselves. People pause
longer within a turn than between turns (Skantze 2021); after a disclosure cutting in costs more than waiting.
"""

from __future__ import annotations

from agent.appraisal.reading import Appraisal
from agent.state import Baseline, Pace
from alongside.records import ActKind, Prosody

USUAL = 0.8
LEAST, MOST = 0.5, 3.0
OPEN_QUESTION, HARD_QUESTION, SHORT_QUESTION = 0.5, 0.8, -0.2
"""Seconds more for a question that needs thought, for one about feelings, less for a yes or no."""
SLOWER = 0.75
"""Below this share of their own usual rate somebody is speaking slowly."""
PAUSES = 0.35
"""Share of silence within a turn from which somebody pauses much."""


def patience(
    kind: ActKind, focus: str, text: str, pace: Pace, appraisal: Appraisal, heard: Prosody, usual: Baseline
) -> tuple[float, str]:
    """(seconds, why) to wait for, once this act was made."""
    seconds, why = _for_the_moment(pace, appraisal)
    more, reason = _for_the_act(kind, focus, text)
    seconds, why = seconds + more, f"{why}; {reason}" if reason else why
    slow = 0 < heard.words_per_second < SLOWER * usual.words_per_second
    if heard.pause_share > max(PAUSES, 1.3 * usual.pause_share) or slow:
        seconds, why = seconds + 0.5, f"{why}; speaking slower than usual"
    elif usual.count >= 4 and usual.pause_share > PAUSES - 0.1:
        seconds, why = seconds + 0.3, f"{why}; somebody who pauses"
    return round(min(MOST, max(LEAST, seconds)), 2), why


def _for_the_moment(pace: Pace, appraisal: Appraisal) -> tuple[float, str]:
    if appraisal.asks("tears"):
        return MOST, "tears"
    if appraisal.asks("wait"):
        return MOST, "they asked for a moment"
    if pace.fresh:
        return 1.6 + 0.9 * min(1.0, appraisal.reading.disclosure), "a hard thing was just said"
    if pace.hold_left:
        return 1.5, "holding"
    return USUAL, "usual"


def _for_the_act(kind: ActKind, focus: str, text: str) -> tuple[float, str]:
    if kind == "safety":
        return HARD_QUESTION, "a hard question was put"
    if kind == "ask" and focus == "emotions":
        return HARD_QUESTION, "asked how it is for them"
    if kind == "worksheet_step" or (kind in ("ask", "plan") and "?" in text):
        return OPEN_QUESTION, "asked something that needs thought"
    if kind in ("ask_permission", "recap"):
        return SHORT_QUESTION, "asked for a yes or no"
    if kind == "silence":
        return OPEN_QUESTION, "room was left"
    return 0.0, ""

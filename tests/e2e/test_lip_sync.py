"""Lips against sound in real Chromium, from the page's own sound and drawing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest

from alongside.messages import FacePose, Hold, Interruption, VoiceClip
from bench.face.lips import partings
from bench.face.shown import Shown, shown
from bench.face.watch import SCRIPT, watched
from tests.embodiment.clips import spoken

pytestmark = pytest.mark.slow

BOUND_MS = 100
"""On a busy machine; `python -m bench.face` measures it on a quiet one (docs/face.md)."""


def syllables(act: str, lengths: Sequence[float]) -> VoiceClip:
    """Lips that part and meet, each time after another while, so that no place looks like another."""
    return spoken(act, tuple(pair for length in lengths for pair in (("PP", 0.12), ("aa", length))))


async def begun(here: Shown, clip: VoiceClip) -> None:
    """Sent, and audible."""
    here.say(FacePose(mode="speaking"))
    here.say(clip)
    await here.until(f"window.alongside.act === '{clip.act_id}'")


async def test_lips_part_with_the_sound_also_after_a_pause_and_an_interruption() -> None:
    held = syllables("held", (0.21, 0.3, 0.24, 0.18, 0.27, 0.33, 0.2))
    cut = syllables("cut", (0.4, 0.35, 0.3, 0.25))
    after = syllables("after", (0.19, 0.26, 0.22, 0.31, 0.17))
    async with shown(SCRIPT) as here:
        await begun(here, held)
        await asyncio.sleep(0.7)
        here.say(Hold(act_id="held", hold=True))
        await asyncio.sleep(0.5)
        here.say(Hold(act_id="held", hold=False))
        await asyncio.sleep(0.3)
        await here.until("!window.alongside.playing")
        await begun(here, cut)
        here.say(Interruption(act_id="cut", cause="barge_in"))
        await begun(here, after)
        await here.until("!window.alongside.playing")
        seen = await watched(here.page)
    found = partings(seen, held)
    for kind, late in (
        ("before the pause", [each.late for each in found if each.at < 0.7]),
        ("after the pause", [each.late for each in found if each.at > 0.9]),
        ("after the interruption", [each.late for each in partings(seen, after)]),
    ):
        assert late, kind
        assert abs(1000 * np.median(late)) <= BOUND_MS, f"{kind}: {np.round(late, 3)}"
    speaking = seen.frames[seen.frames[:, 4] > 0]
    assert speaking[:, 3].mean() > 0.8  # hardly a frame is left out while it speaks

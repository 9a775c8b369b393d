"""Lips against sound, frame rate, and how soon a message is seen: `python -m bench.face [--avatar FILE]`.

Real Chromium without a graphics card. Sentences by the voice engine are played whole, after a pause in their
middle, and after an interruption; all is measured from the page's own sound and drawing (`watch.py`).
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import time
from pathlib import Path

import numpy as np

from alongside.messages import FacePose, Hold, Interruption, VoiceClip
from bench.face.lips import partings
from bench.face.reaction import ORDERS, ROUNDS, Reaction, reactions
from bench.face.shown import Shown, shown
from bench.face.watch import SCRIPT, Watched, watched
from bench.mouth import SENTENCES
from speech.clips import clip
from speech.engines import Wish, make
from speech.synthesis import Synthesiser

PACES = (0.65, 0.75)


async def clips(maker: Synthesiser) -> list[VoiceClip]:
    """The sentences, each an act of its own; two of them again at another pace."""
    said = [(sentence, PACES[0]) for sentence in SENTENCES] + [(one, PACES[1]) for one in SENTENCES[:2]]
    await maker.start()
    try:
        return [
            clip(f"a{number}", sentence, await maker.synthesise(sentence, pace))
            for number, (sentence, pace) in enumerate(said)
        ]
    finally:
        await maker.close()


async def begin(here: Shown, each: VoiceClip) -> None:
    """Play one act, and go on when it sounds."""
    here.say(FacePose(mode="speaking"))
    here.say(each)
    await here.until(f"window.alongside.act === '{each.act_id}'")


async def play(here: Shown, all_: list[VoiceClip]) -> dict[str, list[tuple[VoiceClip, float]]]:
    """Play them; the clips of each condition, with the seconds at their beginning that are not of it."""
    over = "!window.alongside.playing"
    for each in all_[:2]:
        await begin(here, each)
        await here.until(over)
    for each in all_[2:4]:
        await begin(here, each)
        await asyncio.sleep(1.0)
        here.say(Hold(act_id=each.act_id, hold=True))
        await asyncio.sleep(0.7)
        here.say(Hold(act_id=each.act_id, hold=False))
        await asyncio.sleep(0.3)
        await here.until(over)
    for cut, after in (all_[4:6], all_[6:8]):
        await begin(here, cut)
        await asyncio.sleep(0.8)
        here.say(Interruption(act_id=cut.act_id, cause="barge_in"))
        await begin(here, after)
        await here.until(over)
    return {
        "played whole": [(each, 0.0) for each in all_[:2]],
        "after a pause": [(each, 1.1) for each in all_[2:4]],
        "after an interruption": [(all_[5], 0.0), (all_[7], 0.0)],
    }


def lip_lines(seen: Watched, kinds: dict[str, list[tuple[VoiceClip, float]]]) -> list[str]:
    """Lips against sound, by condition."""
    lines = []
    for kind, acts in kinds.items():
        late: list[float] = []
        for act, left_out in acts:
            parted = partings(seen, act)
            late += [1000 * each.late for each in parted if each.at >= left_out]
        if not late:
            lines.append(f"lips, {kind}: none measured")
            continue
        off = np.percentile(np.abs(late), [50, 90])
        lines.append(
            f"lips, {kind}: {len(late)} partings, seen {np.median(late):+.0f} ms after they are heard "
            f"(median); half within {off[0]:.0f} ms, nine in ten within {off[1]:.0f} ms"
        )
    return lines


def rate_lines(seen: Watched) -> list[str]:
    """Frames a second, speaking and at rest."""
    lines = []
    speaking = seen.frames[:, 4] > 0
    for kind, chosen in (("speaking", speaking), ("at rest", ~speaking)):
        at = np.flatnonzero(chosen[1:] & chosen[:-1]) + 1
        gaps = seen.frames[at, 1] - seen.frames[at - 1, 1]
        drawn = seen.frames[at, 3].sum() / gaps.sum()
        late = 1000 * np.percentile(gaps, 95)
        lines.append(
            f"frames, {kind}: {len(gaps) / gaps.sum():.0f} a second, {drawn:.0f} of them drawn anew; "
            f"95 % at most {late:.0f} ms apart"
        )
    return lines


def reaction_lines(all_: list[Reaction]) -> list[str]:
    """Message to change, by what was asked."""
    lines = []
    for name in ORDERS:
        mine = [each for each in all_ if each.name == name]
        if mine:
            changed = 1000 * np.median([each.changed for each in mine])
            visible = 1000 * np.median([each.visible for each in mine])
            frames = np.median([each.frames for each in mine])
            lines.append(
                f"asked for {name}: drawn after {changed:.0f} ms, a pixel of change after {visible:.0f} ms "
                f"({frames:.0f} frames; medians of {len(mine)})"
            )
    return lines


async def measure(avatar: Path | None, engine: str) -> list[str]:
    """All lines."""
    all_ = await clips(make(engine, Wish()))
    async with shown(SCRIPT, avatar=avatar) as here:
        kinds = await play(here, all_)
        for _ in range(ROUNDS):
            for order in ORDERS.values():
                here.say(FacePose(mode="listening", expression="neutral"))
                await asyncio.sleep(1.2)
                here.say(dataclasses.replace(order, stamp=time.time()))  # an old gesture is not done
                await asyncio.sleep(0.8)
        seen = await watched(here.page)
    return [*lip_lines(seen, kinds), *rate_lines(seen), *reaction_lines(reactions(seen))]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--avatar", type=Path, help="a VRM model instead of the drawn face")
    parser.add_argument("--engine", default="piper")
    asked = parser.parse_args()
    print(f"{asked.avatar or 'the drawn face'}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    print("\n".join(asyncio.run(measure(asked.avatar, asked.engine))))


if __name__ == "__main__":
    main()

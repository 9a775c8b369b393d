"""How the companion talks, measured: `python -m rehearsal.words [--seeds 0 1 2] [--show]`.

Plays the person's side of `conversations.yaml` and counts what can be counted of the replies: their size,
questions against statements, frames and openers that come back, the companion's "I", and the person's own
words taken up.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agent.companion import Companion
from agent.words.sets import word_set
from alongside.messages import Act, Turn

SET = Path(__file__).with_name("conversations.yaml")
WINDOW = 14
"""Turns within which the same frame is heard as the same frame."""
_SPARE = ("bare.", "backchannel.", "silence", "sheet", "safety", "greet", "goodbye", "fragment", "numbers.")
"""Frames that add no words of their own, or that are meant to stay the same."""
_STOP = word_set(
    "the a an and or but if of to in on at by for with from as is are was were be been being am it its this "
    "that these those there here what which who whom whose when where why how i me my mine you your yours he "
    "him his she her hers they them their theirs we us our ours not no nor so than then too very can could "
    "will would shall should may might must do does did done has have had having just about into over after "
    "before out up down off again once more most some any each all both"
)


@dataclass(frozen=True)
class Said:
    """One exchange: what the person said, the act, and what was remembered of it."""

    theirs: str
    act: Act
    frame: str
    fresh: bool  # right after a disclosure


@dataclass(frozen=True)
class Figures:
    """What was counted in one conversation, or in several taken together. Shares are 0 to 1."""

    turns: int
    median_words: float
    most_words: int
    disclosure_words: float  # median words right after a disclosure
    questions: float  # per turn
    statements: float  # sentences that state, to one that asks
    quiet: float  # share of nods and silences
    deep: float  # complex among all reflections
    first_person: float  # per hundred words
    entrained: float  # share of content words that the person had used before
    repeated_frames: int
    top_opener: float  # share of the commonest first two words
    repeated_grams: float  # share of four-word runs said before in the same conversation


def conversations(group: str, path: Path = SET) -> list[dict[str, Any]]:
    """The conversations of one group, `tuned` or `heldout`."""
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))[group]
    return found


def play(turns: Sequence[str], seed: int = 0, companion: Companion | None = None) -> list[Said]:
    """One conversation, answered."""
    companion = companion or Companion()
    state = companion.begin(seed)
    heard: list[Said] = []
    for number, text in enumerate(turns, 1):
        state, act = companion.step(state, Turn(turn_id=f"t{number}", text=text, channel="typed"))
        frame = state.frames[-1][0] if state.frames and state.frames[-1][1] == state.turn else ""
        heard.append(Said(text, act, frame, state.pace.fresh))
    return heard


def words_of(text: str) -> list[str]:
    """Words in small letters."""
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("’", "'"))


def stem(word: str) -> str:
    """A word without its ending, roughly: "googling" and "googled" are one."""
    return re.sub(r"(?:ing|ied|ies|ed|es|s|'s|e|y)$", "", word) if len(word) > 4 else word


def content(text: str) -> list[str]:
    """The words that carry something."""
    return [stem(word) for word in words_of(text) if word not in _STOP and len(word) > 2]


def figures(heard: Sequence[Said]) -> Figures:
    """Everything counted, for one conversation."""
    spoken = [item for item in heard if item.act.text]
    longer = [item for item in spoken if item.act.kind not in ("backchannel", "silence")]
    sizes = [len(item.act.text.split()) for item in longer] or [0]
    after = [len(item.act.text.split()) for item in spoken if item.fresh] or [0]
    sentences = [part for item in longer for part in re.findall(r"[^.?!]+[.?!]", item.act.text)]
    asked = sum(part.endswith("?") for part in sentences)
    total = sum(len(words_of(item.act.text)) for item in spoken)
    own = sum(len(re.findall(r"\b(?:I|I'm|I'd|I've|I'll|me|my)\b", item.act.text)) for item in spoken)
    reflections = [
        item.act.miti for item in heard if item.act.kind == "reflect" and item.act.miti in ("SR", "CR")
    ]
    openers = Counter(" ".join(words_of(item.act.text)[:2]) for item in longer)
    return Figures(
        turns=len(heard),
        median_words=statistics.median(sizes),
        most_words=max(sizes),
        disclosure_words=statistics.median(after),
        questions=sum(item.act.text.count("?") for item in heard) / len(heard),
        statements=(len(sentences) - asked) / max(1, asked),
        quiet=sum(item.act.kind in ("backchannel", "silence") for item in heard) / len(heard),
        deep=reflections.count("CR") / max(1, len(reflections)),
        first_person=100 * own / max(1, total),
        entrained=_entrained(heard),
        repeated_frames=_repeated_frames(heard),
        top_opener=max(openers.values(), default=0) / max(1, len(longer)),
        repeated_grams=_repeated_grams([item.act.text for item in longer]),
    )


def _entrained(heard: Sequence[Said]) -> float:
    theirs: set[str] = set()
    shared = total = 0
    for item in heard:
        theirs.update(content(item.theirs))
        mine = content(item.act.text)
        total += len(mine)
        shared += sum(word in theirs for word in mine)
    return shared / max(1, total)


def _repeated_frames(heard: Sequence[Said]) -> int:
    last: dict[str, int] = {}
    again = 0
    for place, item in enumerate(heard):
        frame = item.frame.removeprefix("pair.").rstrip("+?")
        if not frame or frame.startswith(_SPARE):
            continue
        again += frame in last and place - last[frame] <= WINDOW
        last[frame] = place
    return again


def _repeated_grams(texts: Iterable[str]) -> float:
    seen: set[tuple[str, ...]] = set()
    again = total = 0
    for text in texts:
        words = words_of(text)
        grams = [tuple(words[place : place + 4]) for place in range(len(words) - 3)]
        again += sum(gram in seen for gram in grams)
        total += len(grams)
        seen.update(grams)
    return again / max(1, total)


def together(found: Sequence[Figures]) -> Figures:
    """Means over conversations; the longest reply, and all repeated frames."""

    def mean(name: str) -> float:
        return statistics.fmean(getattr(item, name) for item in found)

    return Figures(
        turns=sum(item.turns for item in found),
        most_words=max(item.most_words for item in found),
        repeated_frames=sum(item.repeated_frames for item in found),
        **{
            name: mean(name)
            for name in (
                "median_words", "disclosure_words", "questions", "statements", "quiet", "deep",
                "first_person", "entrained", "top_opener", "repeated_grams",
            )
        },
    )  # fmt: skip


def measure(group: str, seeds: Sequence[int]) -> dict[str, Figures]:
    """Name of a conversation -> its figures over all seeds; "all" is all of them."""
    found: dict[str, Figures] = {}
    every: list[Figures] = []
    for conversation in conversations(group):
        played = [figures(play(conversation["turns"], seed)) for seed in seeds]
        found[conversation["name"]] = together(played)
        every.extend(played)
    found["all"] = together(every)
    return found


_HEADS = (
    ("words", "median_words", "5.1f"), ("most", "most_words", "4d"), ("after", "disclosure_words", "5.1f"),
    ("asks", "questions", "5.2f"), ("st:q", "statements", "5.1f"), ("quiet", "quiet", "5.2f"),
    ("deep", "deep", "5.2f"), ("I/100", "first_person", "5.1f"), ("own", "entrained", "5.2f"),
    ("again", "repeated_frames", "5d"), ("opener", "top_opener", "6.2f"),
    ("4-gram", "repeated_grams", "6.3f"),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures; with --show, the conversations as well."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--show", action="store_true", help="print what was said, for the first seed")
    chosen = parser.parse_args(arguments)
    out = sys.stdout.write
    for group in ("tuned", "heldout"):
        if chosen.show:
            for conversation in conversations(group):
                out(f"\n== {conversation['name']}\n")
                for item in play(conversation["turns"], chosen.seeds[0]):
                    out(f"   {item.theirs}\n-- {item.act.text or f'({item.act.kind})'}\n")
        out(f"\n{group:44}" + "".join(f"{head:>8}" for head, _, _ in _HEADS) + "\n")
        for name, row in measure(group, chosen.seeds).items():
            cells = "".join(f"{format(getattr(row, key), shape):>8}" for _, key, shape in _HEADS)
            out(f"{name[:43]:44}{cells}\n")


if __name__ == "__main__":
    main()

"""How often the companion gives input right after a fresh negative disclosure, and one turn later.

`python -m rehearsal.disclosures` says each disclosure of `disclosures.yaml` in each of four contexts to the
companion with its templates, then to one whose words come from a solution-happy model behind the gate
(`advice.yaml`), and counts replies that give input; then it counts how many good wordings
(`good_words.yaml`) review refuses. Target: at most 2 % input, at most 3 % refused wrongly.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import json
import random
import re
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from agent.appraisal.behaviour import gives_input
from agent.companion import Companion
from agent.decide import INPUT_ACTS, Choice, read_table
from agent.models.base import Prompt
from agent.models.rules import refusals
from agent.models.wording import BY, Wording
from agent.review import review
from alongside.messages import Turn
from rehearsal.second_opinion import gives_input_otherwise

FOLDER = Path(__file__).parent
PARTS = ("tune", "held_out")
ADVICE = {"tune": ("tune", "seen"), "held_out": ("held_out",)}
"""Parts of `advice.yaml` that go with each part of the disclosures."""
ASKS_LEAVE = ("ask_permission", "safety")
MOST = 0.02
MOST_REFUSED = 0.03


@functools.cache
def read(name: str) -> Any:
    """`rehearsal/NAME.yaml`."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


@dataclass(frozen=True)
class Reply:
    """One reply measured: the first or the second after a disclosure."""

    place: int
    said: str
    act: str
    text: str
    by_model: bool
    advice: bool  # a whole line of the solution-happy model

    @property
    def input(self) -> bool:
        """By what was decided, the companion's own coder, a second one, or because we know it is advice.

        Asking leave is not input (it is what MITI calls Seeking), nor are the words for safety.
        """
        if self.act in ASKS_LEAVE:
            return False
        return (
            self.act in INPUT_ACTS
            or self.advice
            or gives_input(self.text)
            or gives_input_otherwise(self.text, self.said)
        )


class SolutionHappy:
    """A model that has nothing but advice, and takes up the person's words in it."""

    name = "solution-happy"

    def __init__(self, parts: tuple[str, ...] = PARTS, seed: int = 1) -> None:
        named = [name for part in parts for name in ADVICE[part]]
        lines = [line for name in named for lines in read("advice")[name].values() for line in lines]
        random.Random(seed).shuffle(lines)
        self.lines = tuple(lines)
        self.given: Counter[str] = Counter()
        self.last: dict[str, str] = {}  # what was given, to the line it was made from

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """The next line, in pieces."""
        line = self.lines[self.given.total() % len(self.lines)]
        self.given[line] += 1
        filled = line.format(it=_something(prompt.messages[-1][1]))
        filled = filled[:1].upper() + filled[1:]
        self.last[filled] = line
        for piece in re.findall(r"\S+\s*", filled):
            yield piece

    async def close(self) -> None:
        """Nothing to let go of."""


_SAID = re.compile(r'^The person said just now: ("(?:[^"\\]|\\.)*")$', re.M)
_DULL = re.compile(
    r"^(?:about|again|because|everyone|everything|going|gone|have|haven't|just|like|nobody|nothing|really|"
    r"still|that|that's|them|then|there|they|this|what|when|where|with|would)$"
)


def _something(user: str) -> str:
    """A phrase of theirs to give advice about: "the exam", "the wardrobe"."""
    found = _SAID.search(user)
    said = json.loads(found[1]) if found else ""
    words = [word for word in re.findall(r"[a-z']{4,}", said.lower()) if not _DULL.match(word)]
    return f"the {words[-1]}" if words else "all that"


async def measure(
    model: SolutionHappy | None = None,
    *,
    parts: tuple[str, ...] = PARTS,
    every_context: bool = True,
    seed: int = 0,
) -> list[Reply]:
    """The two replies after each disclosure, in each context or in one context each."""
    content = read("disclosures")
    said = [line for part in parts for lines in content[part].values() for line in lines]
    contexts, seconds = list(content["contexts"].values()), content["second"]
    companion = Companion()
    wording = Wording(model, candidates=6, first_clause=5.0) if model else None
    replies: list[Reply] = []
    for number, disclosure in enumerate(said):
        for context in contexts if every_context else [contexts[number % len(contexts)]]:
            turns = [*context, disclosure, seconds[number % len(seconds)]]
            state = companion.begin(seed + number)
            for place, text in enumerate(turns, 1 - len(context)):
                thought = companion.think(state, Turn(turn_id=f"t{place}", text=text))
                found = (await wording.find(thought)).found if wording and place > 0 else None
                state, act = companion.speak(thought, found)
                if place > 0:
                    by_model = any(reason.startswith(BY) for reason in act.reasons)
                    advice = by_model and model is not None and act.text in model.last
                    replies.append(Reply(place, text, act.kind, act.text, by_model, advice))
    return replies


def rate(replies: list[Reply], place: int = 0) -> float:
    """Share of replies that give input; `place` 1 or 2 for the first or second reply only."""
    counted = [reply for reply in replies if place in (0, reply.place)]
    return sum(reply.input for reply in counted) / len(counted)


@dataclass(frozen=True)
class Refused:
    """A good wording that was refused, and by which rules."""

    said: str
    words: str
    rules: tuple[str, ...]


def good_words(part: str) -> Iterator[tuple[str, Choice, str]]:
    """(said, choice, words) of each good wording of one part."""
    for entry in read("good_words")[part]:
        for act, focus, words in entry["words"]:
            rows = [row for row in read_table().rows if row.act == act]
            row = next((row for row in rows if row.focus == focus), replace(rows[0], focus=focus))
            yield entry["said"], Choice(row, ()), words


def wrongly_refused(part: str, *, model: bool) -> tuple[list[Refused], int]:
    """Good wordings that review refuses, of all; with `model`, also by the rules for a model's words."""
    companion, found, count = Companion(), [], 0
    for said, choice, words in good_words(part):
        count += 1
        now = companion.think(companion.begin(), Turn(turn_id="t", text=said)).now
        if choice.row.act in ("plan", "inform"):  # only ever said through an open gate
            now = replace(now, pace=replace(now.pace, gate_open=True, hold_left=0, fresh=False))
        rules = (refusals if model else review)(words, choice, now)
        if rules:
            found.append(Refused(said, words, rules))
    return found, count


def main() -> int:
    """Measure and print; ends with 1 if a target is missed."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    options.add_argument("--quick", action="store_true", help="each disclosure in one context only")
    options.add_argument(
        "--show", action="store_true", help="print every reply counted and every wrong refusal"
    )
    given = options.parse_args()
    show = given.show
    missed = False
    for part in PARTS:
        for name in ("templates", "solution-happy model"):
            model = SolutionHappy((part,)) if name != "templates" else None
            replies = asyncio.run(measure(model, parts=(part,), every_context=not given.quick))
            first, second = rate(replies, 1), rate(replies, 2)
            missed |= max(first, second) > MOST
            by_model = sum(reply.by_model for reply in replies)
            count = sum(reply.place == 1 for reply in replies)
            print(
                f"{part:9} {name:21} input in the reply right after {first:6.2%}, in the second "
                f"{second:6.2%} "
                f"({count} each, {by_model} by the model)"
            )
            for reply in replies if show else ():
                if reply.input:
                    print(f"    {reply.place} {reply.act}: {reply.said!r} -> {reply.text!r}")
        for with_model in (False, True):
            refused, count = wrongly_refused(part, model=with_model)
            missed |= len(refused) / count > MOST_REFUSED
            who = "review and model rules" if with_model else "review alone"
            print(
                f"{part:9} {who:21} good wordings refused {len(refused) / count:6.2%} ({len(refused)} of "
                f"{count})"
            )
            for item in refused if show else ():
                print(f"    {item.words!r} after {item.said!r}: {', '.join(item.rules)}")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())

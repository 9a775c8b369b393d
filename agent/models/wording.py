"""The stage between thinking and speaking: a language model is asked for words for the act that was decided.

Several candidates stream in side by side, each is reviewed clause by clause, and the best that passes is
said. If none has a clause to say in time, or none passes, the template speaks.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from agent.models.base import LanguageModel, ModelError, Prompt
from agent.models.draft import Draft
from agent.models.prompt import compose, texts
from agent.models.rules import load_rules, welcome
from agent.thought import Thought
from agent.words.candidate import Candidate
from alongside.component import where_from
from alongside.messages import Act

BY = "words by the language model "
"""How the reason begins that an act carries when a model found its words."""
FIRST_CLAUSE = 1.2
"""Seconds to the first clause that may be said."""
BETTER = 0.25
"""Seconds that a candidate which passed waits for a better one."""
LET_GO = 0.2
"""Seconds that streams are given to close."""
WARM_UP = 90.0
"""Seconds that a server may take to load its model."""
REST, LONGEST_REST = 10.0, 120.0
"""Seconds without asking after repeated trouble; doubled each time."""
TROUBLES = 2
"""Failures in a row, late ones included, after which the model is left alone for a while."""

Why = Literal["passed", "refused", "late", "overtaken", "trouble", "resting", "not asked"]


@dataclass(frozen=True)
class Worded:
    """What came of asking: the words if any passed, and an account of it that holds nobody's words."""

    why: Why
    found: Candidate | None = None
    seconds: float = 0.0
    offered: int = 0
    refused: tuple[tuple[str, int], ...] = ()
    trouble: str = ""  # one line, where there was any

    def account(self, model: str) -> dict[str, object]:
        """For the record."""
        return {
            "model": model,
            "said": "model" if self.found else "template",
            "why": self.why,
            "seconds": round(self.seconds, 3),
            "offered": self.offered,
            "refused": dict(self.refused),
        }


class Wording:
    """Asks one language model. Knows how it has been doing, and leaves it alone while it fails."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        candidates: int = 3,
        first_clause: float = FIRST_CLAUSE,
        temperature: float = 0.7,
        acts: tuple[str, ...] = (),
    ) -> None:
        self.model = model
        self.candidates = candidates
        self.first_clause = first_clause
        self.temperature = temperature
        self.acts = acts
        self.trouble = ""  # what is wrong now; "" while all is well
        self._failures = 0
        self._rests_until = 0.0
        self._warming = False
        load_rules()

    async def warm_up(self) -> str:
        """Have the model loaded and the unchanging part of the prompt read; returns the trouble, or "".

        Meanwhile nothing is asked of it.
        """
        self._warming = True
        try:
            await asyncio.wait_for(self._drain(), WARM_UP)
            self._well()
        except asyncio.TimeoutError:
            self._failed(f"the language model {self.model.name} does not get ready")
        except ModelError as error:
            self._failed(str(error))
        except Exception as error:
            self._failed(f"the language model {self.model.name} failed: {where_from(error)}")
        finally:
            self._warming = False
        return self.trouble

    async def _drain(self) -> None:
        prompt = Prompt((("system", texts()["system"]), ("user", "Say: All right.")), most_tokens=2)
        async with contextlib.aclosing(self.model.stream(prompt)) as stream:
            async for _ in stream:
                pass

    def asks(self, thought: Thought) -> bool:
        """Whether the model is to be asked for this one."""
        act = thought.wanted.row.act
        return (not self.acts or act in self.acts) and welcome(thought.wanted, thought.now)

    async def find(self, thought: Thought, overtaken: asyncio.Event | None = None) -> Worded:
        """Words for the act that is wanted, within `first_clause` seconds.

        `overtaken` ends it at once, without words: the person goes on. Raises nothing but cancellation.
        """
        if not self.asks(thought):
            return Worded("not asked")
        if self._warming or time.monotonic() < self._rests_until:
            return Worded("resting")
        overtaken = overtaken or asyncio.Event()
        start = time.monotonic()
        drafts = [Draft(thought.wanted, thought.now) for _ in range(self.candidates)]
        troubles: list[str] = []
        tasks = [
            asyncio.create_task(self._write(number, draft, troubles)) for number, draft in enumerate(drafts)
        ]
        watch = asyncio.create_task(overtaken.wait())
        try:
            await self._first_good(tasks, drafts, watch, start)
        finally:
            for task in (*tasks, watch):
                task.cancel()
            await asyncio.wait((*tasks, watch), timeout=LET_GO)
        return self._chosen(drafts, troubles, overtaken.is_set(), time.monotonic() - start)

    async def _write(self, number: int, draft: Draft, troubles: list[str]) -> None:
        """Fill one draft from a stream of its own."""
        chance = (draft.now.state.seed * 7919 + draft.now.turn * 31 + number) % 2**31
        # The first one stays close, the others may stray: that is where another idea comes from.
        temperature = self.temperature * (0.5 if number == 0 else 1.0)
        prompt = compose(draft.choice, draft.now, temperature=temperature, seed=chance)
        try:
            async with contextlib.aclosing(self.model.stream(prompt)) as stream:
                async for piece in stream:
                    draft.add(piece)
                    if draft.ended:
                        break
            draft.finish()
        except ModelError as error:
            troubles.append(str(error))
        except Exception as error:  # a model is foreign ground: whatever it throws, the session goes on
            troubles.append(f"the language model {self.model.name} failed: {where_from(error)}")

    async def _first_good(
        self, tasks: list[asyncio.Task[None]], drafts: list[Draft], watch: asyncio.Task[bool], start: float
    ) -> None:
        """Wait until a candidate passed and others had a moment more, all are done, or time is up."""
        end = start + self.first_clause
        pending: set[asyncio.Task[object]] = {*tasks}
        while pending and not watch.done() and (left := end - time.monotonic()) > 0:
            done, _ = await asyncio.wait({*pending, watch}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            pending -= done
            if any(draft.whole and draft.ended for draft in drafts):
                end = min(end, time.monotonic() + BETTER)

    def _chosen(self, drafts: list[Draft], troubles: list[str], overtaken: bool, seconds: float) -> Worded:
        refused = tuple(Counter(name for draft in drafts for name in draft.refused).items())
        offered = sum(bool(draft.whole or draft.refused) for draft in drafts)
        if overtaken:
            return Worded("overtaken", None, seconds, offered, refused)
        good = [draft for draft in drafts if draft.whole]
        if good:
            self._well()
            best = max(good, key=lambda draft: draft.fitness)
            return Worded("passed", self._candidate(best), seconds, offered, refused)
        if offered:
            self._well()
            return Worded("refused", None, seconds, offered, refused)
        if troubles:
            self._failed(troubles[0])
            return Worded("trouble", None, seconds, trouble=troubles[0])
        self._failed(f"the language model {self.model.name} says nothing within {self.first_clause} s")
        return Worded("late", None, seconds, trouble=self.trouble)

    def _candidate(self, draft: Draft) -> Candidate:
        return model_words(draft.whole, draft.choice.row.miti, f"{BY}{self.model.name}")

    def _well(self) -> None:
        self.trouble, self._failures = "", 0

    def _failed(self, trouble: str) -> None:
        self.trouble = trouble
        self._failures += 1
        if self._failures >= TROUBLES:
            rest = min(LONGEST_REST, REST * 2 ** min(10, self._failures - TROUBLES))
            self._rests_until = time.monotonic() + rest


def model_words(text: str, miti: str, reason: str) -> Candidate:
    """A model's words as a candidate. Its frame is the reason that tells where they come from."""
    return Candidate(text, reason, depth="complex" if miti == "CR" else "simple")


def recalled(thought: Thought, act: Act | None) -> Candidate | None:
    """The words that a model found for this very act when it was recorded; None if a template spoke.

    Going through a record again asks no model: what was said then is said again, if it is still what
    is decided and still passes review.
    """
    row = thought.wanted.row
    if act is None or (act.kind, act.focus) != (row.act, row.focus):
        return None
    reason = next((reason for reason in act.reasons if reason.startswith(BY)), "")
    return model_words(act.text, row.miti, reason) if reason else None

"""A person who fills in worksheets by speaking: a voice, the product's own recogniser, what they meant."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import TracebackType
from typing import Any

import numpy as np

from agent.companion import Companion
from agent.state import CompanionState
from agent.worksheets import tables
from agent.worksheets.state import SheetRun
from alongside.messages import Answer, Turn
from speech.audio import RATE, Framer, Samples, to_float
from speech.recogniser import Recogniser
from speech.remembering import Remembering
from tests.speech.same_voice import same_voice
from tests.speech.wording import word_error_rate

QUIET = 0.3
"""Seconds of silence around the words, as much as the listener hands on."""
ASKED = 3
"""Times that they look whether the sheet is open; then they open it by hand."""
TRIES = 4
"""Times that anything is put before the person gives up."""
ALIKE = 0.5
"""Word errors up to which an answer in words is the one that was given."""
NO_MORE = "That's all."
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Air:
    """From words to the words that are heard: the voice that comes along and the recogniser. Keeps both."""

    def __init__(self, ear: Recogniser, pace: float = 1.0) -> None:
        self.pace = pace
        self._loop = asyncio.new_event_loop()
        self._voice = Remembering(same_voice())
        self._ear = ear
        self._heard: dict[str, str] = {}

    def __enter__(self) -> Air:
        self._loop.run_until_complete(self._voice.start())
        return self

    def __exit__(self, kind: type[BaseException] | None, _: Any, __: TracebackType | None) -> None:
        self._loop.run_until_complete(self._voice.close())
        self._loop.close()

    def heard(self, text: str) -> str:
        """`text` as it is heard when it is said."""
        if text not in self._heard:
            self._heard[text] = self._ear.final(self._sound(text)).text
        return self._heard[text]

    def _sound(self, text: str) -> Samples:
        made = self._loop.run_until_complete(self._voice.synthesise(text, self.pace))
        quiet = np.zeros(int(QUIET * RATE), np.float32)
        frames = Framer().push(made.samples + bytes(2 * made.rate // 10), made.rate)
        return np.concatenate([quiet, to_float(b"".join(frames)), quiet])


@dataclass
class Person:
    """Somebody who goes through a worksheet by speaking."""

    air: Air
    companion: Companion
    answers: int = 0
    at_first: int = 0
    said: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    before: str = ""
    opened: bool = False

    def __post_init__(self) -> None:
        self.state: CompanionState = self.companion.greet(self.companion.begin())[0]

    @property
    def run(self) -> SheetRun:
        """The sheet as it stands."""
        assert self.state.sheet is not None, self.told
        return self.state.sheet

    @property
    def told(self) -> str:
        """Everything that was said, to read where something went wrong."""
        return "\n" + "\n".join(self.story)

    @property
    def errors(self) -> float:
        """Word errors of everything they said."""
        return word_error_rate(self.said, self.heard)

    def say(self, text: str) -> None:
        """Say it, and be answered."""
        heard = self.air.heard(text)
        self.said.append(text)
        self.heard.append(heard)
        self.story.append(f"    {text!r} heard as {heard!r}")
        if heard:
            turn = Turn(turn_id=f"t{len(self.said)}", text=heard)
            self.state, act = self.companion.step(self.state, turn)
            self.story.append(f"        {self.asked or '-'}: {act.text}")

    @property
    def asked(self) -> str:
        """The field asked, or field.column; an empty text where nothing is."""
        run = self.state.sheet
        if run is None or run.current is None or run.status in ("done", "stopped"):
            return ""
        if run.current.kind != "table" or tables.at_row_start(run.current, run.entry(run.current.key)):
            return run.current.key
        return f"{run.current.key}.{tables.draft(run.current, run.entry(run.current.key)).asking}"

    def opens(self, key: str, text: str) -> None:
        """Ask for a sheet, again if that was misheard; if that does not help, open it by hand."""
        self.say(text)
        for _ in range(ASKED):
            if self.state.sheet is not None and self.state.sheet.status == "open":
                self.opened = True
                break
            self.say("Yes, please." if self.state.sheet is not None else text)
        else:
            self.state, _ = self.companion.answer(self.state, Answer(sheet=key, move="start"))
        assert self.run.sheet.key == key, self.told
        assert self.run.status == "open", self.told

    def answer(self, step: dict[str, Any]) -> None:
        """Say what the step says, and say it otherwise until it is understood."""
        if step["at"] != self.asked and self.is_over(step):
            return  # the table was full before they said that there was no more
        if step["at"] != self.asked and self.asked.partition(".")[0] == self.before:
            self.say(NO_MORE)  # things that ran together leave room for more
        assert self.asked == step["at"], f"{step['at']} is not asked: {self.told}"
        self.before = step["at"].partition(".")[0]
        self.answers += 1
        self.say(step["say"])
        if self.is_understood(step):
            self.at_first += 1
            return
        for _ in range(TRIES):
            if self.may_stand(step):
                return
            self.say(self.next_words(step))
            if self.is_understood(step):
                return
        raise AssertionError(f"{step} is not understood: {self.told}")

    def is_over(self, step: dict[str, Any]) -> bool:
        """Whether a step only ends what has ended by itself."""
        return step.get("now") == "filled" and self.run.entry(step["at"]).status == "filled"

    def is_understood(self, step: dict[str, Any]) -> bool:
        """Whether what was said became what it was to be."""
        key, column, wanted = meant(step)
        if step.get("now") in ("skipped", "filled"):
            return self.run.entry(key).status == step["now"]
        if step.get("now") in ("paused", "open"):
            return self.run.status == step["now"] and self.asked == step["at"]
        if "now" in step:
            return self.asked == step["at"] and not self.run.entry(key).value
        return alike(self.there(key, column, len(wanted) if isinstance(wanted, list) else 0), wanted)

    def may_stand(self, step: dict[str, Any]) -> bool:
        """Whether things named in one breath are there, though some of them as one: nobody minds that."""
        key, column, wanted = meant(step)
        if not isinstance(wanted, list) or len(wanted) == 1 or "now" in step:
            return False
        fewer = (self.there(key, column, count) for count in range(1, len(wanted)))
        return any(alike_together(there, wanted) for there in fewer)

    def there(self, key: str, column: str, count: int) -> Any:
        """What stands in a field, or what stands last in the column of a table."""
        place = self.run.sheet.fields[self.run.sheet.index(key)]
        entry = self.run.entry(key)
        if place.kind != "table":
            return json.loads(entry.value) if entry.value else None
        column = column or place.columns[0].key
        cells = [row.get(column) for row in tables.all_rows(place, entry)]
        return [cell for cell in cells if cell is not None][-count:]

    def next_words(self, step: dict[str, Any]) -> str:
        """What to say after not having been understood: yes, no, or the same more plainly."""
        _, _, wanted = meant(step)
        plain = str(step.get("again") or plainly(wanted) or step["say"]).rstrip(".")
        run = self.run
        entry = run.entries[run.position] if run.current is not None else None
        if self.asked != step["at"]:
            return f"No, I meant {plain}."
        if entry is not None and entry.problem == "confirm":
            one = wanted[0] if isinstance(wanted, list) else wanted
            return "Yes." if alike(json.loads(entry.doubt), one) else f"No, {plain}."
        if entry is not None and entry.problem == "scale":
            return "Out of a hundred."
        # A word on its own is the hardest to hear: the second time they say a little more.
        return f"{plain}." if len(plain.split()) > 1 else f"It is {plain}."


def meant(step: dict[str, Any]) -> tuple[str, str, Any]:
    """The field and the column that a step is about, and what is to stand there."""
    key, _, column = step.get("fixes", step["at"]).partition(".")
    return key, column, step.get("means", step["say"])


def alike(there: Any, wanted: Any) -> bool:
    """Whether an answer is what was meant: words nearly, everything else exactly."""
    if isinstance(wanted, list):
        return (
            isinstance(there, list)
            and len(there) == len(wanted)
            and all(alike(*pair) for pair in zip(there, wanted, strict=True))
        )
    if isinstance(wanted, dict) and "day" in wanted:
        return isinstance(there, dict) and (there["day"], there["at"]) == (day(wanted["day"]), wanted["at"])
    if isinstance(wanted, str) and isinstance(there, str):
        return there == wanted or word_error_rate([wanted], [there]) <= ALIKE
    return bool(there == wanted)


def alike_together(there: list[Any], wanted: list[Any]) -> bool:
    """Whether these are nearly the same words, however they are parted."""
    joined = [" ".join(map(str, items)) for items in (there, wanted)]
    return word_error_rate(joined[1:], joined[:1]) <= ALIKE


def plainly(wanted: Any) -> str:
    """The plainest words for it, or an empty text."""
    one = wanted[0] if isinstance(wanted, list) and len(wanted) == 1 else wanted
    if isinstance(one, list):
        return ". ".join(map(str, one))
    return "" if isinstance(one, dict) else str(one)


def day(name: str) -> str:
    """The date of "tomorrow" or of a weekday to come, or an empty text."""
    today = date.today()
    if name in DAYS:
        return (today + timedelta(days=(DAYS.index(name) - today.weekday()) % 7)).isoformat()
    return (today + timedelta(days=1)).isoformat() if name == "tomorrow" else ""

"""What is made before it is asked for, how far ahead, and how it gives way."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from alongside.messages import Health, Hold, Prepare, SheetView
from alongside.records import SheetField
from speech.lead import LEAST, Lead
from speech.synthesis import Synthesis
from tests.speech.conftest import Everyone
from tests.speech.speaking import FakeEngine, act, begin

NAMES = ("one", "two", "six", "ten")
SENTENCES = [f"This is number {name} of the sentences, and number {name} goes on." for name in NAMES]


class LongEngine(FakeEngine):
    """Each clause lasts four seconds, and is made in no time."""

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        self.asked.append((text, pace))
        return Synthesis(b"\x10\x10" * 4 * 8000, 8000, (("a", 4 * 8000),))

    @property
    def said(self) -> list[str]:
        return [text for text, _ in self.asked if "sentences" in text or "goes" in text]


def field(key: str, prompt: str, status: Any = "waiting") -> SheetField:
    return SheetField(key=key, label=key, kind="text", prompt=prompt, help="", status=status)


async def test_no_more_than_a_sentence_is_made_ahead(everyone: Everyone, context: Context) -> None:
    engine = LongEngine()
    speaking = await begin(everyone, context, {}, engine)
    speaking.log.say(act(" ".join(SENTENCES)))
    await speaking.until(lambda: len(engine.said) >= 4)
    await asyncio.sleep(0.3)
    assert len(engine.said) == 4, "two clauses of the sentence that sounds, and two of the next"
    await speaking.transport.stop()


async def test_the_questions_of_an_open_sheet_are_ready_when_they_are_asked(
    everyone: Everyone, context: Context
) -> None:
    engine = FakeEngine()
    speaking = await begin(everyone, context, {}, engine)
    fields = (field("a", "What went well this week?"), field("b", "What was hard this week?", "filled"))
    speaking.log.say(SheetView(sheet="s", status="open", fields=fields))
    await speaking.until(lambda: any("What went well" in text for text, _ in engine.asked))
    await asyncio.sleep(0.3)
    asked = len(engine.asked)
    assert not any("hard" in text for text, _ in engine.asked)
    assert (await speaking.say(act("What went well this week?", rate=0.96)))[0].samples
    assert [text for text, _ in engine.asked[asked:]] == []
    await speaking.transport.stop()


async def test_fixed_lines_are_read_from_a_file(everyone: Everyone, context: Context, tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_text("Hello, it is good that you are here.\n\nShall we go on?\n")
    engine = FakeEngine()
    speaking = await begin(everyone, context, {"lines": str(tmp_path / "lines.txt")}, engine)
    await speaking.until(lambda: "Shall we go on?" in [text for text, _ in engine.asked])
    await speaking.transport.stop()


async def test_a_file_of_lines_that_is_not_there_is_told(everyone: Everyone, context: Context) -> None:
    speaking = await begin(everyone, context, {"lines": "/nowhere/lines.txt"}, FakeEngine())
    await speaking.transport.settle()
    (told,) = [health.detail for health in everyone.of(Health) if health.status == "degraded"]
    assert "/nowhere/lines.txt cannot be read" in told
    await speaking.transport.stop()


async def test_an_act_goes_before_what_is_made_ahead(everyone: Everyone, context: Context) -> None:
    class Slow(FakeEngine):
        async def synthesise(self, text: str, pace: float) -> Synthesis:
            self.asked.append((text, pace))
            await asyncio.sleep(0.0 if text.startswith("Now") else 30.0)
            return Synthesis(b"\x10\x10" * 100, 8000)

    engine = Slow()
    speaking = await begin(everyone, context, {}, engine)
    speaking.log.say(Prepare(turn_id="t", revision=0, text="This may be said next, perhaps."))
    await speaking.until(lambda: bool(engine.asked))
    clips = await speaking.say(act("Now say this."))
    assert clips[0].text == "Now say this."
    await speaking.transport.stop()


# ---------------------------------------------------------------- the reckoning


def test_the_lead_is_reckoned_from_what_was_sent() -> None:
    now = [100.0]
    lead = Lead(lambda: now[0])
    assert lead.wait(0) == 0.0
    lead.sent(0, 0.5, 4.0)
    lead.sent(1, 0.5, 4.0)
    assert lead.ahead == pytest.approx(9.0)
    assert lead.wait(1) == pytest.approx(0.5), "when the first begins to sound"
    assert lead.wait(2) == pytest.approx(5.0), "when the second begins to sound"
    lead.hold(True)
    now[0] += 10.0
    assert lead.ahead == pytest.approx(9.0), "held"
    lead.hold(False)
    now[0] += 5.0
    assert lead.wait(2) == 0.0


steps_of_an_act = st.tuples(
    st.integers(0, 4), st.floats(0, 2), st.floats(0, 8), st.floats(0, 6), st.booleans()
)


@given(st.lists(steps_of_an_act, max_size=12))
def test_however_it_goes_the_voice_is_never_kept_waiting_with_nothing_ready(steps: list[Any]) -> None:
    now = [0.0]
    lead = Lead(lambda: now[0])
    sentence = 0
    for more, pause, seconds, passed, held in steps:
        sentence += more > 2
        wait = lead.wait(sentence)
        assert wait >= 0.0
        assert wait <= max(0.0, lead.ahead - LEAST) + 1e-9
        lead.sent(sentence, pause, seconds)
        lead.hold(held)
        now[0] += passed


async def test_a_hold_reaches_the_reckoning(everyone: Everyone, context: Context) -> None:
    engine = LongEngine()
    speaking = await begin(everyone, context, {}, engine)
    speaking.log.say(act(" ".join(SENTENCES)))
    await speaking.until(lambda: len(engine.said) == 4)
    speaking.log.say(Hold(act_id="a1", hold=True))
    await asyncio.sleep(0.05)
    assert (await speaking.say(act("Now this.", "a2")))[-1].last, "a new act is not held"
    await speaking.transport.stop()

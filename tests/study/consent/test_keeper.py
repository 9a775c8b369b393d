"""The question of consent: what holds before, after and between, said at once to everyone."""

from __future__ import annotations

import json
from pathlib import Path

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Act, Answer, Consent, Message, Turn
from study.consent.keeper import CONFIRM, SHEET, ConsentKeeper


class Source(Component):
    """Says whatever a test wants said, and hears what holds."""

    says = MESSAGES
    hears = (Consent, Act)

    def __init__(self, context: Context) -> None:
        super().__init__("source", {}, context)
        self.heard: list[Message] = []

    async def on_consent(self, consent: Consent) -> None:
        self.heard.append(consent)

    async def on_act(self, act: Act) -> None:
        self.heard.append(act)


class Asking:
    """A keeper on the local transport."""

    def __init__(self, folder: Path, spoken: bool = False) -> None:
        context = Context(session=folder)
        self.keeper = ConsentKeeper("consent", {"spoken": spoken}, context)
        self.source = Source(context)
        self.transport = LocalTransport([self.keeper, self.source])

    async def __aenter__(self) -> Asking:
        await self.transport.start()
        await self.transport.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()

    async def answer(self, field: str = "", value: str = "", move: str = "enter") -> Consent:
        self.source.say(Answer(sheet=SHEET, field=field, value=value, move=move))  # type: ignore[arg-type]
        await self.transport.settle()
        return self.now

    async def speak(self, text: str) -> Consent:
        self.source.say(Turn(turn_id="t", text=text))
        await self.transport.settle()
        return self.now

    @property
    def aloud(self) -> str:
        return [message.text for message in self.source.heard if isinstance(message, Act)][-1]

    @property
    def now(self) -> Consent:
        return [message for message in self.source.heard if isinstance(message, Consent)][-1]


async def test_nothing_is_agreed_to_before_it_was_confirmed(tmp_path: Path) -> None:
    async with Asking(tmp_path) as asking:
        assert (asking.now.status, asking.now.streams, asking.now.live) == ("asked", (), ())
        assert not any(line.given for line in asking.now.lines)
        ticked = await asking.answer("audio", "yes")
        assert (ticked.status, ticked.streams, ticked.live) == ("asked", (), ())
        done = await asking.answer(value=json.dumps({"audio": True, "recontact": True}))
        assert done.status == "given"
        assert done.streams == ("audio", "recontact")
        assert done.live == ("transcript", "audio", "recontact")  # what is said is heard, and not kept


async def test_whatever_is_no_plain_yes_is_a_no(tmp_path: Path) -> None:
    async with Asking(tmp_path) as asking:
        for value in ('{"video": "true", "audio": 1}', "[]", "nonsense", "", '{"pictures": true}'):
            done = await asking.answer(value=value)
            assert (done.status, done.streams) == ("given", ())


async def test_a_stream_is_withdrawn_and_given_again_at_once(tmp_path: Path) -> None:
    async with Asking(tmp_path) as asking:
        await asking.answer(value=json.dumps({"video": True, "audio": True}))
        less = await asking.answer("video", "no", "edit")
        assert (less.streams, "video" in less.live) == (("audio",), False)
        more = await asking.answer("video", "yes", "edit")
        assert more.streams == ("audio", "video")


async def test_asked_again_a_no_counts_at_once_and_a_yes_when_confirmed(tmp_path: Path) -> None:
    async with Asking(tmp_path) as asking:
        await asking.answer(value=json.dumps({"video": True, "audio": True}))
        again = await asking.answer(move="resume")
        assert (again.status, again.streams) == ("asked", ("audio", "video"))
        less = await asking.answer("video", "no")
        assert (less.streams, "video" in less.live, "audio" in less.live) == (("audio",), False, True)
        unchanged = await asking.answer("affect", "yes")
        assert unchanged.streams == ("audio",)
        assert (await asking.answer(value='{"affect": true, "audio": true}')).streams == ("audio", "affect")


async def test_what_is_said_is_shown_and_counts_only_once_confirmed(tmp_path: Path) -> None:
    async with Asking(tmp_path, spoken=True) as asking:
        assert set(asking.now.live) == {"audio", "transcript"}
        await asking.answer(move="start")
        assert asking.aloud.startswith("Keep what is said, as text. Is that all right")
        for said in ("yes please", "no", "erm, what was that?", "no", "no", "yes"):
            now = await asking.speak(said)
        assert [line.heard for line in now.lines] == ["yes", "no", "no", "no", "yes"]
        assert (now.status, now.streams) == ("asked", ())
        assert asking.aloud == CONFIRM
        assert (await asking.answer(value='{"transcript": true}')).streams == ("transcript",)


async def test_an_answer_of_another_sheet_is_none_of_its_business(tmp_path: Path) -> None:
    async with Asking(tmp_path) as asking:
        before = len(asking.source.heard)
        asking.source.say(Answer(sheet="thought_record", value='{"audio": true}'))
        asking.source.say(Turn(turn_id="t", text="yes"))
        await asking.transport.settle()
        assert [m for m in asking.source.heard[before:] if isinstance(m, Consent) and m.streams] == []

"""The keeper of consent: asks for it, stream by stream, and tells everyone what holds, at once.

Choices come from the page as answers to the sheet `study:consent`: a field is a stream, the value yes or no;
`resume` asks again, `start` begins to ask aloud where that is wanted. What is said aloud is shown on the page
and counts only once it is confirmed there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from agent.worksheets.moves import agrees
from alongside.component import Component, Context
from alongside.consent import STUDY
from alongside.eventlog import LOG, read_events
from alongside.messages import Act, Answer, Consent, Turn, new_id
from alongside.records import ConsentLine
from alongside.settings import setting
from study.consent.text import ConsentText, load_text

SHEET = STUDY + "consent"
HEARD = ("audio", "transcript")
"""What is used to hear a spoken yes or no."""
CONFIRM = "Thank you. It counts once you confirm it on the screen."


@dataclass(frozen=True)
class KeeperSettings:
    """What the profile of a study tells it."""

    text: str = setting("example", "name or path of the consent text")
    language: str = setting("en", "language of the text, where it is named")
    spoken: bool = setting(False, "also ask aloud, line by line; what is said then is heard and not kept")


class ConsentKeeper(Component):
    """Says Consent: first that it is asked for, then whatever holds, whenever that changes."""

    hears = (Answer, Turn)
    says = (Consent, Act)
    Settings = KeeperSettings
    replays = True
    settings: KeeperSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        """The text is read at once: one that is not in order is an error before anything starts."""
        super().__init__(name, settings, context)
        self.text = load_text(self.settings.text, self.settings.language)
        self._now = asked(self.text, HEARD if self.settings.spoken else ())
        self._since = 0.0

    async def start(self) -> None:
        """Tell what holds: what was agreed to earlier in this session with this very text, else nothing."""
        earlier = last_consent(self.context)
        if earlier is not None:
            self._since = earlier.stamp
            if earlier.sha256 == self.text.sha256:
                self._now = earlier
        self.say(self._now)

    async def on_answer(self, answer: Answer) -> None:
        """A choice on the page, all choices at once, or the wish to be asked again."""
        if answer.sheet != SHEET or answer.stamp <= self._since:
            return
        self._since = answer.stamp
        if answer.move in ("start", "resume"):
            self._tell(replace(self._now, status="asked", stamp=answer.stamp))
            self._ask_aloud("")
        elif answer.move in ("enter", "edit"):
            self._tell(decided(self._now, self.text, answer))

    async def on_turn(self, turn: Turn) -> None:
        """A yes or a no while it is asked for: shown for the first line that is open, and not more."""
        if self._now.status != "asked" or turn.speaker != "participant" or turn.channel != "voice":
            return
        said = agrees(turn.text)
        place = next((at for at, line in enumerate(self._now.lines) if not line.heard), None)
        if said is None or place is None or turn.stamp <= self._since:
            return
        lines = list(self._now.lines)
        lines[place] = replace(lines[place], heard="yes" if said else "no")
        self._tell(replace(self._now, lines=tuple(lines)))
        self._ask_aloud(turn.turn_id)

    def _ask_aloud(self, turn_id: str) -> None:
        """Put the next line that is open; after the last, ask for the touch that makes it count."""
        if not self.settings.spoken or self._now.status != "asked":
            return
        line = next((line for line in self._now.lines if not line.heard), None)
        words = f"{line.text}. Is that all right with you, yes or no?" if line else CONFIRM
        self.say(Act(act_id=new_id(), turn_id=turn_id, kind="worksheet_step", text=words, sheet=SHEET))

    def _tell(self, consent: Consent) -> None:
        self._now = consent
        self.say(consent)


def asked(text: ConsentText, live: tuple[str, ...] = ()) -> Consent:
    """The question, with nothing agreed to: every line is off. `live` is heard meanwhile, and not kept."""
    lines = tuple(
        ConsentLine(stream=stream, text=each.line, about=each.about) for stream, each in text.streams
    )
    return Consent(
        status="asked",
        live=live,
        text=text.text,
        version=text.version,
        language=text.language,
        sha256=text.sha256,
        title=text.title,
        paragraphs=text.paragraphs,
        lines=lines,
    )


def decided(before: Consent, text: ConsentText, answer: Answer) -> Consent:
    """What holds after a choice: of one stream, or of all of them as JSON. What is not a plain yes is a no.

    All of them together answer the question. A single one is in force at once if it was answered before;
    while it is asked, a yes waits until all are confirmed, and a no does not.
    """
    chosen = {line.stream: line.given for line in before.lines}
    single = bool(answer.field)
    if single and answer.field in chosen:
        chosen[answer.field] = answer.value == "yes"
    elif not single:
        wanted = _plain(answer.value)
        chosen = {stream: wanted.get(stream) is True for stream in chosen}
    lines = tuple(replace(line, given=chosen[line.stream], heard="") for line in before.lines)
    agreed = [stream for stream, yes in chosen.items() if yes]
    waits = single and before.status == "asked"
    if waits:
        agreed = [stream for stream in agreed if stream in before.streams]
    allowed: list[str] = [
        stream for stream, each in text.streams if stream in agreed or each.without == "live"
    ]
    if waits:
        allowed = [stream for stream in before.live if stream != answer.field or stream in allowed]
    return replace(
        before,
        status="asked" if waits else "given",
        lines=lines,
        streams=tuple(agreed),
        live=tuple(allowed),
        by="participant",
        stamp=answer.stamp,
    )


def last_consent(context: Context) -> Consent | None:
    """What the session's record says that was agreed to last; None where there is no record of it."""
    if not (context.session / LOG).is_file():
        return None
    found = [event.message for event in read_events(context.session) if isinstance(event.message, Consent)]
    return next((consent for consent in reversed(found) if consent.status == "given"), None)


def _plain(value: str) -> dict[str, Any]:
    try:
        plain = json.loads(value)
    except ValueError:
        return {}
    return plain if isinstance(plain, dict) else {}

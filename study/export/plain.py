"""A recorded event as a row: relative in time, masked in its words, whole in `data`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from agent.words.sets import word_set
from alongside.eventlog import Recorded, plain_event
from alongside.messages import (
    Act,
    Affect,
    Answer,
    Consent,
    Control,
    Event,
    Health,
    Interruption,
    Message,
    Patience,
    Risk,
    SheetView,
    Spoken,
    State,
    Stop,
    Turn,
)
from study.export.columns import Row
from study.export.masking import Masker
from study.moment import moment

OURS = word_set(
    "kind focus bolt miti expression gesture phase mode status source cause move channel level speaker "
    "proposer format locale language version sha256 component sheet field sheet_field current talk"
)
"""Fields whose texts are the program's own: no person's words."""
THEIRS: dict[type[Message], frozenset[str]] = {
    SheetView: word_set("value shown part offered offered_shown"),
    State: word_set("key value goal"),
}
"""Of these messages, the fields that hold the person's words; the rest is the program's."""
PROGRAM = frozenset((Act, Spoken, Health, Consent, Control, Patience, Risk, Interruption, Stop))
"""Messages in the program's words. They take up the person's at most: of those, what was masked is masked."""
_EPOCH = 1e8
"""A number above this is a moment since 1970, not a duration."""
_WORD = re.compile(r"\w+")


def row(event: Recorded, message: Message, began: float, masker: Masker) -> Row:
    """The row of an event whose `message` is what may be told of it. `began`: when the record did."""
    plain = shown(plain_event(message), began, masker, type(message))
    about = {name: plain[name] for name in ("turn_id", "valence", "arousal") if name in plain}
    duration = (
        message.end - message.start if isinstance(message, Turn) and message.end > message.start else None
    )
    return {
        "onset": round(moment(event) - began, 6),
        "duration": None if duration is None else round(duration, 6),
        "n": event.n,
        "trial_type": type(message).__name__,
        "sender": event.sender,
        "kind": _kind(message),
        "words": _words(message, plain) or None,
        "risk": message.severity if isinstance(message, Risk) else None,
        "data": json.dumps(plain, sort_keys=True, ensure_ascii=False),
        **about,
    }


def texts(message: Message) -> Iterator[str]:
    """All words in a message that are the person's own, or made of them."""
    yield from _texts(plain_event(message), type(message))


def shown(value: Any, began: float, masker: Masker, kind: type[Message] = Event, name: str = "") -> Any:
    """JSON values without what tells who and when: words masked, moments counted from `began`.

    `kind`, `name`: the message and the field that they are of. JSON within a text is gone through, too.
    """
    if isinstance(value, dict):
        out = {key: shown(each, began, masker, kind, key) for key, each in value.items()}
        if isinstance(value.get("words"), list) and isinstance(out.get("text"), str):
            out["words"] = [_timed(each, out["text"], began, masker, kind) for each in value["words"]]
        return out
    if isinstance(value, list):
        return [shown(each, began, masker, kind, name) for each in value]
    if isinstance(value, (int, float)) and value > _EPOCH:
        return round(value - began, 6)
    if not isinstance(value, str) or name.endswith("_id") or name in OURS:
        return value
    inner = _json(value)
    if inner is not None:
        return json.dumps(shown(inner, began, masker, kind, name), sort_keys=True, ensure_ascii=False)
    return masker.mask(value, _theirs(kind, name))


def _theirs(kind: type[Message], name: str) -> bool:
    """Whether a field holds the person's words, and not the program's, which at most takes theirs up."""
    if kind in THEIRS:
        return name in THEIRS[kind]
    return kind not in PROGRAM


def _timed(word: Any, text: str, began: float, masker: Masker, kind: type[Message]) -> Any:
    """A word with its times: it shows if the masked text still has it."""
    if not isinstance(word, dict) or not isinstance(word.get("text"), str):
        return shown(word, began, masker, kind)
    there = set(_WORD.findall(text.lower()))
    bare = shown({key: each for key, each in word.items() if key != "text"}, began, masker, kind)
    return {**bare, "text": word["text"] if set(_WORD.findall(word["text"].lower())) <= there else "[masked]"}


def _texts(value: Any, kind: type[Message], name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key != "words":
                yield from _texts(each, kind, key)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, kind, name)
    elif isinstance(value, str) and value and not name.endswith("_id") and name not in OURS:
        inner = _json(value)
        if inner is not None:
            yield from _texts(inner, kind, name)
        elif _theirs(kind, name):
            yield value


def _json(text: str) -> Any:
    """The object or list that a text is as JSON; None if it is none."""
    if not text.startswith(("{", "[")):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, (dict, list)) else None


def _kind(message: Message) -> str | None:
    if isinstance(message, (Act, Event)):
        return message.kind
    if isinstance(message, Control):
        return f"{message.name} {message.value}"
    if isinstance(message, Affect):
        return message.source
    return message.phase if isinstance(message, State) else None


def _words(message: Message, plain: dict[str, Any]) -> str:
    """What was said or written, as `plain` shows it."""
    if isinstance(message, (Turn, Act)):
        return str(plain["text"])
    if isinstance(message, Answer):
        return str(plain["value"])
    return str(plain["heard"]) if isinstance(message, Spoken) else ""

"""Evidence about readiness for change, and what it is about. Read sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.appraisal.lists import matching
from agent.appraisal.reading import StageEvidence
from agent.appraisal.spans import SUSTAINED, months, says
from agent.appraisal.topics import Topic, all_topics, related, topic_names, topics

__all__ = ["stage_evidence", "topic_names", "topics"]

MOST = 8
NEAR_LETTERS = 26
"""How far before a topic's word its doing may stand."""
LIKELY = 0.75
"""From this on, a turn's wording is taken for talk about a change."""
NEAR_TURNS = 3
"""Turns of theirs through which a topic still counts as what is being talked about."""
_SENTENCE = re.compile(r"[.?!;\n]+(?=\s|$)|\s-\s|,? (?=but the \w+ i )")
_GOT_RID = re.compile(r"(?:deleted|threw|bin(?:ned)?) it\b")
_FOR_ANOTHER = re.compile(r"\b(?:bought|ordered|booked|got|picked) (?:him|her|them) |\bfor (?:him|her|them)$")
"""What was got ready for somebody else is no step of one's own."""
_UNMADE = re.compile(
    r"\b(?:loads of|lots of|so many|a hundred|a dozen|umpteen|countless|many|several|a few) times\b"
    r"(?! (?:a|per|each|this) )|\bover and over\b|"
    r"(?:days?|weeks?|months?|years?) once\b|\bevery (?:january|new year|lent)\b"
)
"""A change made once before, or many times over, was unmade as often."""
_ONCE = ("screening", "vaccines")
"""Topics where doing it once is the change."""


def stage_evidence(text: str, before: Sequence[tuple[str, str]] = ()) -> tuple[StageEvidence, ...]:
    """What a turn says about readiness.

    `goal` is a topic, or "" when its sentence and those before it in the turn name none; `near` is the
    topic of the turns before. `before` are (speaker, text), oldest first.
    """
    near = _near(before)
    found: dict[tuple[str, str], StageEvidence] = {}
    about = ""
    for sentence in _SENTENCE.split(text.lower().replace("’", "'")):
        sentence = sentence.strip(" ,.-")
        if not sentence:
            continue
        named = topics(sentence)
        about = next((name for name in named if related(name, near)), named[0] if named else about)
        for kind, words in _kinds(sentence, all_topics().get(about or near), bool(named)):
            found.setdefault((kind, about), StageEvidence(kind, about, words, near))
    return _settled(found)[:MOST]


def mentioned(text: str, about_change: float) -> tuple[StageEvidence, ...]:
    """A topic that a turn names, where its wording is that of talk about a change: enough to ask after it."""
    named = topics(text.lower()) if about_change > LIKELY else ()
    return tuple(StageEvidence("mentioned", topic, topic) for topic in named[:1])


def _near(before: Sequence[tuple[str, str]]) -> str:
    """The topic last named by the person."""
    theirs = [text for speaker, text in before if speaker == "participant"][-NEAR_TURNS:]
    return next((found[0] for text in reversed(theirs) if (found := topics(text.lower()))), "")


def _kinds(sentence: str, topic: Topic | None, named: bool) -> list[tuple[str, str]]:
    kinds: dict[str, str] = {}
    for kind, words in matching("stage", "evidence", sentence):
        kinds.setdefault(kind, words)
    if kinds.get("acting") and months(sentence) >= SUSTAINED and not says("otherwise", sentence):
        kinds["maintaining"] = kinds.pop("acting")
    if "acting" in kinds and _UNMADE.search(sentence):
        kinds["lapsed"] = kinds.pop("acting")
    if _FOR_ANOTHER.search(sentence):
        kinds.pop("preparing", None)
    if "preparing" in kinds and says("long_since", sentence):
        kinds["acting"] = kinds.pop("preparing")
    if topic is not None and topic.way == "less" and _GOT_RID.match(kinds.get("refusing", "")):
        kinds.pop("refusing")  # a letter thrown away is a no; the thing itself thrown away is a step
        kinds.setdefault("coping", sentence)
    if topic is not None and (report := _report(sentence, topic, named)):
        kinds[report] = sentence
        for early in ("content", "worried", "denial", "barrier"):
            kinds.pop(early, None)
    return list(kinds.items())


def _report(sentence: str, topic: Topic, named: bool) -> str:
    """acting or maintaining, where a sentence says plainly that they do it, and for how long; else ""."""
    span = months(sentence)
    if topic.key in _ONCE and named and _had(sentence, topic) and not says("not_yet", sentence):
        return "maintaining" if span >= SUSTAINED and says("often", sentence) else "acting"
    yet = not says("not_doing", sentence)
    habitual = named and says("often", sentence) and says("does", sentence)
    doing = yet and (habitual or topic.doing.search(sentence) is not None)
    if named and yet and topic.way == "more" and topic.key not in _ONCE and says("been_doing", sentence):
        return "acting"
    kept = doing if topic.way == "more" else bool(says("left_off", sentence))
    if not says("own", sentence) or _UNMADE.search(sentence):
        return ""
    if span and kept and not says("otherwise", sentence):
        return "maintaining" if span >= SUSTAINED else "acting"
    if (
        span
        and not named
        and says("counted", sentence)
        and not says("otherwise", sentence)
        and len(sentence.split()) <= 9
    ):
        return "maintaining" if span >= SUSTAINED else "acting"
    if doing and topic.way == "more" and says("often", sentence):
        return "maintaining" if says("rare", sentence) else "habit"
    return ""


def _had(sentence: str, topic: Topic) -> bool:
    """Whether the thing itself was done: "had my smear", and not "had a fright at the dentist's"."""
    named = topic.words.search(sentence)
    if named is None:
        return False
    return says("had_done", sentence[max(0, named.start() - NEAR_LETTERS) : named.end() + 6])


def _settled(found: dict[tuple[str, str], StageEvidence]) -> tuple[StageEvidence, ...]:
    """Without what stronger evidence about the same thing explains away."""
    kinds = {kind for kind, _ in found}
    gone: set[str] = set()
    if "maintaining" in kinds:
        gone |= {"acting", "habit"} - ({"acting"} if "lapsed" in kinds else set())
    if "acting" in kinds:
        gone |= {"considering"}
        gone |= {"preparing"} if any(topic in _ONCE for _, topic in found) else set()
    if "keeping" in kinds and "slipped" in kinds:
        gone |= {"lapsed"}
    if "refusing" in kinds or "denial" in kinds:
        gone |= {"undecided"}
    return tuple(evidence for (kind, _), evidence in found.items() if kind not in gone)

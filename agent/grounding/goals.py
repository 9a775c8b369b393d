"""Goals somebody names: what they want to, need to, should, try to or plan to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.appraisal.topics import all_topics, topics
from agent.words.clauses import Clause
from agent.words.phrases import after_to, verb_phrase
from agent.words.sets import word_set
from agent.words.tokens import Token

_VERBS = word_set("want need like love hope wish try plan decide have go mean promise think consider aim")
_TRIVIAL = re.compile(
    r"^(?:manage|cope|(?:have|do|try|manage|get|take|use) (?:that|it|this|them|one)|be honest|say|"
    r"cry|die|go(?: "
    r"home| now| back)?|know|ask|see|scream|laugh|sleep in|hear|"
    r"be|do|do it|do that|have|get|make|"
    r"disappear|hide|run|leave now|hit|kill.*|hurt.*|end.*|tell you.*|say .*|admit.*|think.*|"
    r"talk|speak|punch.*|throw up|live|"
    r"be alone|be here|come here|come|give up|worry.*|wait.*|take it|stop here|mention.*|show "
    r"me|put.*|go to work|get up|"
    r"jump.*|invest.*|escape.*|leave the city.*)$"
)
_DEEDS = word_set(
    "ring call tell ask book start stop quit write apply talk join run swim walk phone email visit"
)
TOPIC_NAMES = {key: topic.name for key, topic in all_topics().items()}
_LATER = re.compile(
    r"(?: (?:before|again|now|soon|completely|altogether|for good|for years|properly|eventually))+$"
)
_STOPS = frozenset(
    (
        "stop",
        "quit",
        "stop it",
        "quit it",
        "cut down",
        "cut back",
        "give it up",
        "give up",
        "stop this",
        "change",
        "change it",
    )
)
STOP_NAMES = {key: topic.stop for key, topic in all_topics().items() if topic.stop}


@dataclass(frozen=True)
class Goal:
    """A goal as said: `key` is its topic, or the words themselves."""

    key: str
    name: str
    sure: float


def goals(clauses: Sequence[Clause], text: str) -> Iterator[Goal]:
    """The goals of one turn, in the order they come."""
    named = topics(text)
    for clause in clauses:
        base = _LATER.sub("", _aim(clause))
        if not base or _TRIVIAL.match(base):
            continue
        about = topics(base) or (named if base in _STOPS else ())
        if base in _STOPS:
            key = about[0] if about else "it"
            yield Goal(key, STOP_NAMES.get(key, f"{base} {TOPIC_NAMES[key]}" if about else base), 0.7)
        else:
            yield Goal(about[0] if about else base, base, 0.75)


def _aim(clause: Clause) -> str:
    """The base verb phrase of what is wanted, or ""."""
    words: Sequence[Token] = clause.tokens
    if clause.person != "i" or clause.question:
        return ""
    lemma = clause.verb.lemma if clause.verb is not None else ""
    if lemma == "know" and len(clause.rest) > 2 and clause.rest[0].low in ("i", "that"):
        words = clause.rest
    may = ("should", "ought", "must", "could")
    place = next((index for index, token in enumerate(words) if token.low in may), -1)
    if place >= 0 and words[place].low == "could" and len(words) - place < 4:
        return ""
    if place >= 0 and not any(token.tag == "X" for token in words):
        return verb_phrase([token for token in words[place + 1 :] if token.tag not in "RT"], 5)[0]
    will = any(token.lemma == "will" for token in clause.auxiliaries)
    if will and lemma in _DEEDS and not clause.negated and clause.verb is not None:
        return verb_phrase((clause.verb, *clause.rest), 5)[0]
    if lemma not in _VERBS or clause.negated:
        return ""
    if lemma in ("like", "love") and not any(token.lemma == "would" for token in clause.auxiliaries):
        return ""
    if lemma in ("think", "consider") or (
        lemma == "go" and clause.verb is not None and clause.verb.form != "ing"
    ):
        rest = [token for token in clause.rest if token.low not in ("about", "of", "more", "seriously")]
        return verb_phrase(rest, 5)[0] if rest and rest[0].form == "ing" and lemma != "go" else ""
    if lemma == "have" and clause.verb is not None and clause.verb.form == "past":
        return ""
    return verb_phrase(after_to(clause.rest), 5)[0]

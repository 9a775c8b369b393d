"""What a turn gives to work with: its clauses by weight, the phrases in them, what was felt, both sides.

A `Piece` is what is kept of it for later turns: short, already said back, and marked once used.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.appraisal.reading import Feeling
from agent.appraisal.talk import talk
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.phrases import PEOPLE, names_person, noun_phrases, phrase, time_phrase
from agent.words.sets import word_set
from agent.words.spelling import set_right
from agent.words.tokens import Token, join

LABELS = word_set(
    "stupid idiot failure useless worthless pathetic loser weak lazy fat ugly disgusting crazy burden "
    "broken unlovable mess fraud waste dumb hopeless mad selfish coward"
)
"""Words people turn on themselves. Never said back, never argued with."""


@dataclass(frozen=True)
class Piece:
    """Something said, kept so that it can be come back to."""

    text: str  # said back: "your dad's face"
    kind: str  # np, person, clause
    turn: int
    weight: float
    used: bool = False
    head: str = ""


@dataclass(frozen=True, eq=False)
class Material:
    """One turn, ready for moves. Compared by identity, so that what is found in it can be kept."""

    clauses: tuple[Clause, ...]
    weights: tuple[float, ...]
    nps: tuple[tuple[Token, ...], ...]
    person: tuple[Token, ...]
    times: tuple[str, ...]
    feelings: tuple[Feeling, ...]
    contrast: tuple[Clause, Clause] | None
    contempt: bool
    text: str = ""
    laughing: bool = False

    def ranked(self) -> list[tuple[Clause, float]]:
        """Clauses with their weight, the heaviest first."""
        return sorted(zip(self.clauses, self.weights, strict=True), key=lambda pair: -pair[1])


_LAUGHS = re.compile(r"\b(?:haha\w*|lol|lmao|hehe\w*)\b|\((?:laughs?|laughing|chuckles?)\)", re.I)
_HOT = word_set(
    "never nobody alone cry crying died failed lost face ashamed scared hate love miss stupid tell told "
    "know afraid can't hurt hit left guilty angry tired secret cough want wish worried fear"
)
_EMPTY_VERBS = word_set("mean guess suppose know think")


def gather(clauses: Sequence[Clause], feelings: Sequence[Feeling], text: str = "") -> Material:
    """The material of one turn."""
    weights = tuple(_weight(clause, index, len(clauses)) for index, clause in enumerate(clauses))
    phrases: list[tuple[Token, ...]] = []
    person: tuple[Token, ...] = ()
    times: list[str] = []
    for clause in clauses:
        for found in () if clause.negated or clause.question else noun_phrases(clause):
            if not any(token.low in LABELS for token in found):
                phrases.append(found)
                if names_person(found) and found[0].low in ("my", "our"):
                    person = found
        if time := time_phrase(clause.tokens):
            times.append(time)
    contempt = any(_calls_itself(clause) for clause in clauses)
    return Material(
        tuple(clauses),
        weights,
        tuple(phrases),
        person,
        tuple(times),
        tuple(feelings),
        _contrast(clauses),
        contempt,
        set_right(text.replace("’", "'")),
        bool(_LAUGHS.search(text)),
    )


def _calls_itself(clause: Clause) -> bool:
    """ "I'm so stupid", "I feel like a failure": a label put on themselves, not on a bike or a question."""
    if clause.verb is None and len(clause.tokens) <= 3 and clause.lows and clause.lows[-1] in LABELS:
        return not any(token.tag in "DG" for token in clause.tokens)
    be = clause.verb is not None and clause.verb.lemma in ("be", "feel", "look", "sound", "seem", "become")
    if clause.person != "i" or not be or clause.negated:
        return False
    for index, token in enumerate(clause.rest):
        if token.low in LABELS:
            return not any(
                item.tag == "D" and item.low not in ("a", "an", "such", "the") for item in clause.rest[:index]
            )
    return False


def _weight(clause: Clause, index: int, count: int) -> float:
    weight = clause.sure
    lows = set(clause.lows)
    weight += 0.35 * min(2, len(lows & _HOT))
    if clause.person in ("i", "np", "nobody", "he", "she", "they"):
        weight += 0.2
    if lows & PEOPLE:
        weight += 0.2
    if clause.lead == "but":
        weight += 0.3
    if clause.verb is not None and clause.verb.lemma in _EMPTY_VERBS and len(clause.tokens) < 5:
        weight -= 0.6
    if clause.question:
        weight -= 0.3
    return weight + 0.25 * (index + 1) / max(1, count)


def _contrast(clauses: Sequence[Clause]) -> tuple[Clause, Clause] | None:
    """Two sides joined by *but*: (staying, change), or in the order they were said."""
    for index, clause in enumerate(clauses):
        if clause.lead != "but" or index == 0:
            continue
        first = next((item for item in reversed(clauses[:index]) if item.sure >= 0.6), None)
        second = next((item for item in clauses[index:] if item.sure >= 0.6 or "only" in item.lows), None)
        if first is None or second is None or first.sentence < second.sentence - 1:
            continue
        voiced = [talk(join(item.tokens), (item,))[0] for item in (first, second)]
        if voiced[0] == "change" != voiced[1]:
            return second, first
        return first, second
    return None


def pieces(material: Material, turn: int) -> tuple[Piece, ...]:
    """What to keep of a turn, at most four pieces, the weightiest."""
    found: dict[str, Piece] = {}
    weight_of = dict(zip((id(clause) for clause in material.clauses), material.weights, strict=True))
    for tokens in material.nps:
        text = said_back(tokens)
        owner = 0.5 if tokens[0].low in ("my", "our") else 0.2
        kind = "person" if names_person(tokens) else "np"
        found.setdefault(text, Piece(text, kind, turn, owner + 0.3 * (len(tokens) > 2), head=tokens[-1].low))
    for clause in material.clauses:
        text = said_back(clause.tokens) if clause.sure >= 0.7 and len(clause.tokens) <= 10 else ""
        text = "" if re.search(r"\bI\b|\bme\b|\bmy\b", text) else text
        thinks = clause.verb is not None and clause.verb.lemma in (
            *_EMPTY_VERBS,
            "want",
            "suppose",
            "feel",
            "be",
        )
        if (
            text
            and not thinks
            and len(clause.tokens) >= 3
            and not LABELS.intersection(clause.lows)
            and clause.person not in ("it", "that", "this", "", "you")
            and clause.lead not in ("if", "when", "because", "while", "unless", "until", "although")
        ):
            found.setdefault(text, Piece(text, "clause", turn, weight_of[id(clause)] - 0.4))
    return tuple(sorted(found.values(), key=lambda piece: -piece.weight)[:4])


@functools.lru_cache(maxsize=8)
def sides(material: Material, turn: int) -> tuple[Piece, ...]:
    """What was said for staying and for changing, kept so that both can be held later."""
    found: dict[str, Piece] = {}
    for clause in material.clauses:
        side = talk(join(clause.tokens), (clause,))[0]
        text = clause_text(clause, 8)
        if clause.lead in ("if", "unless") or (
            clause.negated and clause.verb is not None and clause.verb.lemma in ("say", "promise")
        ):
            continue  # "if I told her", "I'm not saying I'll stop": neither was said to be so
        if side != "neutral" and text and clause.person in ("i", "it", "np"):
            kind = "change" if side == "change" else "stay"
            found[kind] = Piece(text, kind, turn, 0.0, used=True)
    return tuple(found.values())


_POINTERS = word_set("it that this them those these one him he she they do did there its")


def points(text: str) -> bool:
    """Whether words lean on something said before ("he doesn't need it") and cannot be brought back alone."""
    return not text or bool(_POINTERS.intersection(text.lower().replace("'", " ").split()))


def clause_text(clause: Clause, most: int = 9) -> str:
    """A clause said back whole, or "" where it is too long or too unsure."""
    if clause.sure < 0.65 or LABELS.intersection(clause.lows):
        return ""
    if clause.negated and len(clause.tokens) > most + 2:
        return ""  # cut short, a denial would deny something else
    return said_back(clause.tokens) if len(clause.tokens) <= most + 2 else phrase(clause.tokens, most)

"""Where they stand among others: the one who, the only one, like whom, against whom."""

from __future__ import annotations

from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import LABELS, Material, clause_text
from agent.words.moves.base import able, lemma_of, wording
from agent.words.phrases import phrase, shorten, verb_phrase
from agent.words.sets import word_set

_OPEN = word_set("where when who which because")
_OTHERS = word_set("he she they np everyone everybody nobody")
_WORK = word_set("teacher nurse driver student doctor manager mother father mum dad surveyor cook builder")
_WEAK = word_set("be say think know mean guess suppose do")


def the_one(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It's me who'd hate it" -> "So it's you who'd hate it." """
    lows = clause.lows
    cleft = (
        clause.person in ("it", "that") and {"me", "i"} & set(lows[1:4]) and {"who", "that"} & set(lows[2:6])
    )
    if cleft and len(lows) <= 10 and (text := said_back(clause.tokens)):
        yield wording(f"so {text}", "one.who", 1.9, deep=True)
    if clause.person == "i" and "the" in lows and "one" in lows and "who" in lows and len(lows) <= 12:
        at = lows.index("who")
        if text := phrase(clause.tokens[at + 1 :], 7):
            yield (
                wording(f"it was always you who {text}", "one.always", 1.5, deep=True)
                if (clause.verb and clause.verb.low == "was")
                else wording(f"and it's you who {text}", "one.you", 1.5, deep=True)
            )


def only_one(clause: Clause, _: Material | None = None) -> Iterator[Candidate]:
    """ "It's the only time I'm on my own" -> "The only time you're on your own." """
    lows = clause.lows
    if "only" not in lows or clause.negated:
        return
    at = lows.index("only")
    stops = (
        i for i, token in enumerate(clause.tokens) if i > at and (token.tag == "Z" or token.low in _OPEN)
    )
    end = next(stops, len(lows))
    lows = lows[:end]
    if not at or clause.tokens[at - 1].low not in ("the", "my") or not 3 <= len(lows) - at <= 10:
        return
    if clause.tokens[at + 1].low in ("thing", "one", "reason", "way") and len(lows) - at <= 3:
        return
    text = said_back(clause.tokens[at - 1 : end])
    if "you" not in lows and text:
        if len(lows) - at < 7:
            yield wording(text, "only.one", 1.8)
        yield wording(text.replace("only", "one", 1), "only.the_one", 1.7)


def is_a(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I'm basically a chimney with a mortgage" -> "A chimney with a mortgage." """
    if clause.person != "i" or clause.negated or clause.verb is None or clause.verb.tag != "E":
        return
    rest = [token for token in clause.rest if token.tag != "R"]
    if len(rest) < 4 or rest[0].low not in ("a", "an") or LABELS.intersection(clause.lows):
        return
    if rest[1].low in _WORK or "with" not in clause.lows:
        return
    if text := phrase(rest, 7):
        yield wording(text, "is_a", 1.5)


def feels_like(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I feel like a child" -> "Like a child again." """
    lows = [token.low for token in clause.rest]
    like = lemma_of(clause) == "feel" and lows[:1] == ["like"] and clause.person == "i"
    if not like or len(lows) < 3 or clause.rest[1].low not in ("a", "an", "my", "the"):
        return
    if (text := phrase(clause.rest[1:], 6)) and not LABELS.intersection(lows):
        yield wording(f"like {text}", "like.bare", 1.6)
        yield wording(f"that's a lot to feel, in one word: {text}", "like.word", 0.8, deep=True)


def beside(clause: Clause, material: Material) -> Iterator[Candidate]:
    """Somebody else's side and theirs, one after the other: "He has colleagues, and you have nobody." """
    place = next((index for index, item in enumerate(material.clauses) if item is clause), 0)
    before = material.clauses[place - 1] if place else None
    if before is None or clause.person not in ("i", "we") or before.person not in _OTHERS:
        return
    if clause.lead in ("if", "when", "because", "so") or before.lead in ("if", "when", "because"):
        return
    if lemma_of(before) in _WEAK - {"be"} or lemma_of(clause) in _WEAK - {"be"}:
        return
    if clause.sentence != before.sentence and not clause.negated:
        return
    if clause.sure < 0.8 or before.sure < 0.8 or (before.negated and not clause.negated):
        return
    a, b = clause_text(before, 7), clause_text(clause, 6)
    if a and b and 3 <= len(a.split()) <= 9 and 3 <= len(b.split()) <= 7 and a != b:
        deep = clause.negated or able(clause) or lemma_of(clause) in ("be", "have")
        yield wording(f"{a}, and {b}", "beside.and", 1.35 + 0.25 * deep, deep=deep)


def can_cannot(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "I can walk a plank and I can't sit on a train" -> "Walking a plank, no trouble, and then ..." """
    place = next((index for index, item in enumerate(material.clauses) if item is clause), 0)
    before = material.clauses[place - 1] if place else None
    if before is None or not (able(before) and able(clause) and clause.negated and not before.negated):
        return
    if clause.person != "i" or before.person != "i" or clause.verb is None or before.verb is None:
        return
    can, cannot = (verb_phrase((item.verb, *item.rest), 5)[1] for item in (before, clause) if item.verb)
    if can and cannot and len(can.split()) > 1 and len(cannot.split()) > 1:
        yield wording(f"{can}, no trouble, and {cannot} is another matter", "can.cannot", 2.0, deep=True)


def nobody_else(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I haven't said this to anyone" -> "And now it's been said once." """
    lows = set(clause.lows)
    told = lemma_of(clause) in ("say", "tell", "mention", "admit")
    kept = clause.person == "i" and clause.negated and lows & {"anyone", "anybody", "nobody", "soul"}
    if kept and told and (lows & {"this", "that", "it"} or lemma_of(clause) == "tell"):
        yield wording("and now it's been said once", "said.once", 2.0, focus="emotions", deep=True)
        yield wording("so this is the first place it's been", "said.first", 1.7, focus="emotions", deep=True)


def tried_and_not(clause: Clause, material: Material) -> Iterator[Candidate]:
    """A count of what they did beside what came of it: "Forty, and two replies." """
    numbers = []
    for item in material.clauses:
        for index, token in enumerate(item.tokens):
            ahead = item.tokens[index + 1] if index + 1 < len(item.tokens) else None
            if token.tag == "Q" and token.low != "one" and ahead is not None and ahead.tag == "N":
                numbers.append(said_back(item.tokens[index : index + 2]))
    if len(numbers) == 2 and clause is material.clauses[-1]:
        yield wording(f"{numbers[0]}, and {numbers[1]}", "numbers.two", 1.5)
        return
    bare = shorten(clause.tokens, 6)
    if clause.verb is None and bare and bare[0].tag == "Q" and bare[-1].tag == "N" and clause.sure == 0.0:
        yield wording(said_back(bare), "numbers.one", 1.3)

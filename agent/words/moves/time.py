"""Time: spans, counts, until when, what was before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import Material, clause_text
from agent.words.moves.base import lemma_of, wording
from agent.words.phrases import (
    names_person,
    phrase,
    time_phrase,
    verb_phrase,
)
from agent.words.sets import word_set

_LABOURS = word_set("work drive clean save pay give raise build carry look cook serve")


_SLIPS = re.compile(
    r"\b(?:drank|drunk|had (?:a|one|two|three|four|five|six)|smoked|slipped|relapsed|gambled|bet|caved|"
    r"gave in|cut)\b",
    re.I,
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")


def used_to(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I used to paint" -> "There was a time for painting." """
    if (
        lemma_of(clause) == "use"
        and clause.rest
        and clause.rest[0].tag == "T"
        and clause.person in ("i", "we")
    ):
        done = clause.rest[1:]
        if len(done) > 1 and done[0].lemma == "go" and done[1].form == "ing":
            done = done[1:]
        base, going = verb_phrase(done)
        if base and done[0].form == "ing":
            base = f"go {going}"
        if going and not going.startswith(("being", "having")):
            yield wording(f"{going}, once", "used.once", 1.2)
            yield wording(f"there was a time for {going}", "used.time", 1.1)
        if base:
            yield wording(f"you used to {base}, and that's not how it is now", "used.now", 1.0, deep=True)


def spans(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "I've been crying for three weeks" -> "Three weeks of crying." """
    if clause.person != "i" or clause.verb is None or clause.verb.form != "ing":
        return
    time = next((time for time in material.times if any(time.split()[-1] == low for low in clause.lows)), "")
    tokens = [clause.verb, *clause.rest]
    cut = next(
        (index for index, token in enumerate(tokens) if token.low in ("for", "since", "every", "all")),
        len(tokens),
    )
    _base, going = verb_phrase(tokens[:cut])
    if time and going:
        joiner = ", " if time.startswith(("every", "all")) else " of "
        text = f"{time}{joiner}{going}" if joiner == " of " else f"{going}, {time}"
        yield wording(text, "span", 1.5)


def without(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "I haven't left the flat in nine days" -> "Nine days without leaving the flat." """
    perfect = any(token.tag == "H" for token in clause.auxiliaries)
    if clause.person != "i" or not perfect or not clause.negated or clause.verb is None:
        return
    if len(clause.rest) > 1 and clause.rest[0].low in ("a", "an", "any", "one", "single"):
        what = said_back(clause.rest[1:])
        if len(what.split()) <= 7 and clause.verb.lemma in (
            "have",
            "get",
            "see",
            "hear",
            "sleep",
            "eat",
            "buy",
        ):
            yield wording(f"not one {what}", "not_one", 1.7)
    time = time_phrase(clause.rest)
    tokens = (clause.verb, *clause.rest)
    cut = next(
        (index for index, token in enumerate(tokens) if token.low in ("for", "in", "since")), len(tokens)
    )
    _base, going = verb_phrase(tokens[:cut])
    outside = time and cut < len(tokens) and time.split()[-1] in {token.low for token in tokens[cut:]}
    if outside and going and not time.startswith(("every", "all")):
        yield wording(f"{time} without {going}", "without", 1.6)


def in_time(clause: Clause, material: Material) -> Iterator[Candidate]:
    """A time of theirs set before the heaviest clause: "Fourth time, and your mum doesn't know yet." """
    if not material.times or clause.sure < 0.8 or set(clause.lows) & set(material.times[-1].split()):
        return
    if (
        (text := clause_text(clause, 6))
        and len(clause.tokens) <= 8
        and clause.person in ("np", "nobody", "he", "she", "they")
    ):
        yield wording(f"{material.times[-1]}, and {text}", "time.and", 1.4)


def counted(clause: Clause, material: Material) -> Iterator[Candidate]:
    """A count of theirs on its own: "Third time.", "Eleven years." """
    for time in material.times[-1:]:
        if clause is material.clauses[0] and _tells_count(time, clause):
            yield wording(time, "time.alone", 1.1)


def _tells_count(time: str, clause: Clause) -> bool:
    """Whether a time says something on its own: "third time", "every night", "eleven years"."""
    first, unit = time.split()[0], time.split()[-1]
    if first in ("every", "all"):
        return unit in ("day", "night", "morning", "evening", "week", "weekend")
    long = unit in ("years", "months", "weeks", "days") and len(clause.tokens) <= 7
    return first in ("second", "third", "fourth", "fifth") or (long and clause.person == "i")


def until(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "She's at her mother's till Friday" -> "Till Friday, at least." """
    lows = clause.lows
    place = next((index for index, low in enumerate(lows) if low in ("till", "until")), -1)
    if place > 1 and place + 1 < len(lows) and clause.tokens[place + 1].tag == "N" and len(lows) - place <= 3:
        when = clause.tokens[place + 1].text
        yield wording(
            f"till {when.capitalize() if when.lower().endswith('day') else when}, at least", "until", 1.6
        )


def gave(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "She cleaned offices for twenty years" -> "Twenty years of her life." """
    if (
        clause.verb is None
        or clause.negated
        or clause.verb.form != "past"
        or lemma_of(clause) not in _LABOURS
    ):
        return
    whose = {"he": "his life", "she": "her life", "they": "their lives"}.get(clause.person, "")
    if (
        not whose
        and clause.person == "np"
        and names_person(clause.subject)
        and (who := phrase(clause.subject, 3))
    ):
        whose = f"{who}'s life" if not who.endswith("s") else ""
    if whose and (time := time_phrase(clause.tokens)) and time.split()[-1] in ("years", "year", "months"):
        yield wording(f"{time} of {whose}", "gave.life", 1.9, focus="values", deep=True)


def lasted(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "I tried the meetings once. Lasted a month." -> "A month, with the meetings." """
    if lemma_of(clause) not in ("last", "manage") or clause.negated or clause.person not in ("i", "it", ""):
        return
    if time := time_phrase(clause.rest):
        time = f"a {time}" if len(time.split()) == 1 else time
        thing = next((said_back(tokens) for tokens in material.nps if tokens[0].low in ("the", "my")), "")
        yield wording(f"{time}, with {thing}" if thing else f"{time}, then", "lasted", 2.3)


def and_then(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "Eight months, and on Saturday I had three pints" -> "Eight months, and then Saturday." """
    span = next(
        (time for time in material.times if time.split()[-1] in ("weeks", "months", "years", "days")), ""
    )
    day = next(
        (
            token.text
            for item in material.clauses
            for before, token in zip((None, *item.tokens), item.tokens, strict=False)
            if token.low in _DAYS and (before is None or before.low not in ("every", "most", "a", "by"))
        ),
        "",
    )
    slipped = any(item.own and item.valence < -0.2 for item in material.feelings) or _SLIPS.search(
        material.text
    )
    if span and day and slipped and clause is material.clauses[-1]:
        yield wording(f"{span}, and then {day.capitalize()}", "and_then", 2.0, focus="emotions", deep=True)


def amount(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I have four beers a night" -> "Four beers a night." """
    rest = clause.rest
    for index, token in enumerate(rest):
        if (
            token.tag == "Q"
            and index + 1 < len(rest)
            and rest[index + 1].tag == "N"
            and clause.person in ("i", "it", "we")
        ):
            end = index + 2
            if end + 1 < len(rest) and rest[end].low in ("a", "per", "every") and rest[end + 1].tag == "N":
                yield wording(said_back(rest[index : end + 2]), "amount", 1.4)
            return

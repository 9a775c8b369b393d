"""What one sentence puts right in the ledger: one thing for another, a new value, a thing taken back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.grounding.corrections import (
    Correction,
    corrections,
    marked,
    moved,
    replaces,
    same_class,
    stepped,
)
from agent.grounding.ledger import Ledger
from agent.grounding.people import RELATIONS
from agent.grounding.values import Value, swap, values
from agent.words.clauses import Clause
from agent.words.sets import word_set
from agent.words.tokens import join
from alongside.records import GroundEntry

_FREE = frozenset(("it", "that", "this", "", "they", "there"))
_DENIED = re.compile(
    r"\b(?:that's|that is|that isn't|it's|it isn't) (?:not (?:true|right|what i said)|wrong|true|"
    r"right) about "
    r"(?P<what>(?:my |the )?[\w' -]{2,30}?)(?=[.,;!?]|$)|"
    r"\bi (?:don't|do not|haven't got|have not got|never had) (?:have |got )?(?:a |an |any "
    r")(?P<who>[\w-]+)(?= ?[.,;!?]|$)",
    re.I,
)
_TAKEN_BACK = re.compile(
    r"\b(?:forget (?:that )?i said|ignore (?:that|what i (?:just )?said)|scratch that|i made that "
    r"up|i shouldn't have said "
    r"that|that(?:'s| is| was) not true|that wasn't true|that's a lie|i was lying)\b",
    re.I,
)
_SMALL = word_set("one")


@dataclass(frozen=True)
class Mended:
    """What a sentence put right: the places of clauses used up by it, and words it did away with."""

    used: frozenset[int] = frozenset()
    gone: str = ""


def mend(
    ledger: Ledger, sentence: str, clauses: Sequence[Clause], before: Sequence[str], recap: str
) -> Mended:
    """Puts right what `sentence` puts right.

    `before` are the sentences before, `recap` what the companion last said back: its entries come first.
    """
    if _take_back(ledger, sentence, before):
        return Mended(frozenset(range(len(clauses))), sentence.lower())
    for correction in corrections(sentence):
        if _correct(ledger, correction, recap):
            used = {place for place, clause in enumerate(clauses) if _about(clause, correction)}
            return Mended(frozenset(used), correction.old)
    used = set()
    for place, clause in enumerate(clauses):
        if clause.question or (clause.negated and clause.person not in _FREE):
            continue
        if _renew(ledger, sentence, clause, recap):
            used.add(place)
    return Mended(frozenset(used))


def _about(clause: Clause, correction: Correction) -> bool:
    """Whether a clause does no more than carry the correction."""
    words = join(clause.tokens).lower()
    carries = correction.new and re.search(rf"\b{re.escape(correction.new)}", words)
    drops = correction.old and re.search(rf"\b{re.escape(correction.old)}", words)
    return bool(carries or drops) and (clause.person in _FREE or bool(drops) or len(clause.tokens) < 8)


def _take_back(ledger: Ledger, sentence: str, before: Sequence[str]) -> bool:
    """ "Forget I said that", "I don't have a sister"."""
    if match := _DENIED.search(sentence):
        what = (match["what"] or match["who"] or "").lower().removeprefix("my ").removeprefix("the ")
        if what in RELATIONS or match["what"]:
            for entry in ledger.held():
                if replaces(entry.value, what, "x"):
                    ledger.withdraw(entry)
            return True
    if _TAKEN_BACK.search(sentence) and before:
        words = set(re.findall(r"[a-z]{4,}", before[-1].lower()))
        for entry in ledger.held():
            own = {
                word
                for word in re.findall(r"[a-z]{4,}", entry.value.lower())
                if word not in ("your", "you're")
            }
            if own and own <= words:
                ledger.withdraw(entry)
        return True
    return False


def _order(ledger: Ledger, recap: str) -> list[GroundEntry]:
    """Held entries to be mended, those just said back first, then the newest."""
    every = ledger.held("fact", "goal", "name", "thread")
    lowered = recap.lower()
    return sorted(every, key=lambda entry: entry.value.lower() not in lowered) if recap else every


def _correct(ledger: Ledger, correction: Correction, recap: str) -> bool:
    """One thing for another wherever it stands; without the old one, in the newest place it fits."""
    old, new = correction.old, correction.new
    if not new:
        return False
    if old:
        return _everywhere(ledger, old, new)
    last = new.split()[-1]
    fresh = values(new)
    if last[:1].isupper() and not fresh:
        named = ledger.find(lambda entry: entry.key.startswith("name:"), "name")
        return named is not None and _everywhere(ledger, named.value, last)
    for entry in _order(ledger, recap):
        if fresh:
            value, stand_in = swap(entry.value, fresh[0]), ""
        else:
            words = entry.value.lower().split()
            stand_in = next((word for word in words if word != last and same_class(word, last)), "")
            value = replaces(entry.value, stand_in, last) if stand_in else ""
        if value and last in RELATIONS:
            return _everywhere(ledger, stand_in, new)
        if value:
            ledger.mend(entry, value, _key(entry, stand_in, last))
            return True
    return False


def _everywhere(ledger: Ledger, old: str, new: str) -> bool:
    changed = False
    fresh, stale = values(new), values(old)
    every = ledger.held("fact", "goal", "name", "thread", "feeling")
    unit = fresh[0].unit if fresh and stale else ""
    counted = [entry for entry in every if unit and any(item.unit == unit for item in values(entry.value))]
    for entry in counted or every:
        value = ""
        if fresh and stale and fresh[0].kind == stale[0].kind:
            value = swap(entry.value, _with_unit(fresh[0], stale[0]), stale[0].words)
        if not value and _fits(entry, old):
            value = replaces(entry.value, old, _spoken(entry.value, old, new))
        if value:
            ledger.mend(entry, value, _key(entry, old.split()[-1], new.split()[-1]))
            changed = True
    return changed


def _fits(entry: GroundEntry, old: str) -> bool:
    """A whole word or phrase of the value, and no bare "one"."""
    return old not in _SMALL and len(old) > 1 and bool(replaces(entry.value, old, "x"))


def _spoken(value: str, old: str, new: str) -> str:
    """The new words, with "your" where the old had no owner of their own and are somebody's."""
    return new


def _with_unit(fresh: Value, stale: Value) -> Value:
    return Value(fresh.kind, fresh.words, 0, 0, fresh.unit or stale.unit, fresh.lead)


def _key(entry: GroundEntry, old: str, new: str) -> str:
    return (replaces(entry.key, old, new.lower()) if old else "") or entry.key


def _renew(ledger: Ledger, sentence: str, clause: Clause, recap: str) -> bool:
    """ "Well, thirty", "it's more like twenty a day", "they moved it to the sixteenth"."""
    words = join(clause.tokens)
    found = values(words)
    if not found:
        return False
    lemma = clause.verb.lemma if clause.verb is not None else ""
    loose = clause.person in _FREE or lemma in _PUTS
    timed = any(item.kind != "amount" for item in found) or re.search(r"\bto \w+$", words) is not None
    shifted = moved(sentence) and timed and (loose or _passive(clause))
    counts = bool(clause.subject) and all(token.tag in "QP" for token in clause.subject)
    free = (counts or clause.person in _FREE - {"they"}) and _bare(clause, found)
    only = clause.person in ("it", "") and "only" in clause.lows
    told = (marked(sentence) or only or clause.lead == "so") and free
    again = _plain_copula(clause, found)
    steps = stepped(sentence) and clause.person in {"i", "we", *_FREE}
    if not (shifted or told or steps or again or _cleft(clause, found)):
        return False
    wanted = [_at(item) if shifted else item for item in found]
    for entry in _order(ledger, recap):
        if entry.kind == "name" or (shifted and not _awaits(entry)):
            continue
        value = entry.value
        for item in wanted:
            value = swap(value, item) or value
        if value != entry.value:
            ledger.mend(entry, value)
            return True
        if (
            again
            and not (told or shifted)
            and any(item.kind == found[0].kind for item in values(entry.value))
        ):
            return False  # "it's the third", with no word that it mends: only what was said just before
    return False


_PUTS = word_set("move change push postpone give put bring extend")


def _plain_copula(clause: Clause, found: Sequence[Value]) -> bool:
    """ "It was the third": no more than a value, said of what was spoken of just before."""
    size = sum(len(item.whole.split()) for item in found)
    said = len([token for token in clause.rest if token.tag not in "ZR"])
    be = clause.verb is not None and clause.verb.tag == "E" and clause.person == "it" and not clause.negated
    return be and said <= size and (found[0].kind != "amount" or bool(found[0].unit))


def _at(value: Value) -> Value:
    """ "moved to eight": a bare number is a time of day there."""
    bare = value.kind == "amount" and not value.unit
    return Value("clock", value.words, value.start, value.end) if bare else value


def _cleft(clause: Clause, found: Sequence[Value]) -> bool:
    """ "It's Sundays I see her"."""
    words = join(clause.tokens).lower()
    first = re.match(r"it(?:'s| is| was) (?:(?:on|in|at) )?", words)
    return (
        first is not None
        and first.end() in (found[0].start, found[0].start + len(found[0].lead))
        and any(token.tag == "S" for token in clause.rest)
    )


def _passive(clause: Clause) -> bool:
    return any(token.tag == "E" for token in clause.auxiliaries) or (
        clause.verb is not None and clause.verb.lemma in ("get", "be")
    )


def _bare(clause: Clause, found: Sequence[Value]) -> bool:
    """Whether a clause says little beside its value."""
    size = sum(len(item.whole.split()) for item in found)
    return len([token for token in clause.tokens if token.tag != "Z"]) - size <= 8


def _awaits(entry: GroundEntry) -> bool:
    """Whether an entry has a date or a time of something that is to come."""
    return any(item.kind != "amount" for item in values(entry.value)) and not re.search(
        r"\b(?:was|were|died|had|did|rang|told|went|came|broke|left|ago|last)\b", entry.value
    )

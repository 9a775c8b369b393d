"""Judging what came back against what was agreed."""

from __future__ import annotations

from agent.appraisal.lists import matching
from agent.appraisal.reading import Appraisal
from agent.teachback.agreed import Agreed, Judgment, Slot
from agent.teachback.compare import company, concepts, when_of
from agent.words.clauses import Clause

ENOUGH_WORDS = 2
"""Content words from which an answer with nothing of the agreed in it is another thing, and no dodge."""


def judge(agreed: Agreed, appraisal: Appraisal, today: str = "") -> Judgment:
    """How much of what was agreed is in their own words.

    complete: every part; partial: some; wrong: something else was said (another day, another deed, or the
    deed denied); evaded: nothing of substance, however pleased.
    """
    text = appraisal.text[:1000]
    plain = " ".join(text.replace("’", "'").lower().split())
    said = concepts(text)
    matched = [slot for slot in agreed.slots if _has(slot, text, said, today)]
    missing = tuple(slot for slot in agreed.slots if slot not in matched)
    score = round(len(matched) / len(agreed.slots), 3)
    names = tuple(slot.name for slot in matched)
    if _contradicted(agreed, appraisal.clauses, text, today):
        return Judgment("wrong", names, missing or agreed.slots, score if missing else 0.0)
    if matched:
        return Judgment("partial" if missing else "complete", names, missing, score)
    bare = (
        appraisal.short_answer != ""
        or bool(matching("teach_back", "dodges", plain))
        or pleased(appraisal) > 0
    )
    new = said - concepts(" ".join(words for _, words in matching("teach_back", "pleased", plain)))
    if bare or len(new) < ENOUGH_WORDS or appraisal.language != "english":
        return Judgment("evaded", (), agreed.slots, 0.0)
    return Judgment("wrong", (), agreed.slots, 0.0)


def _has(slot: Slot, text: str, said: frozenset[str], today: str) -> bool:
    there = when_of(text, today) if slot.name == "when" else company(text) if slot.name == "who" else said
    if slot.name == "when":
        days = {item for item in slot.concepts if item.startswith("day:")}
        return bool(days & there) if days else bool(slot.concepts & there)
    return len(slot.concepts & there) >= max(1, round(slot.share * len(slot.concepts) + 0.001))


def _contradicted(agreed: Agreed, clauses: tuple[Clause, ...], text: str, today: str) -> bool:
    """Another day than the one agreed, or the deed said with not."""
    for slot in agreed.slots:
        if slot.name == "when":
            days = {item for item in slot.concepts if item.startswith("day:")}
            told = {item for item in when_of(text, today) if item.startswith("day:")}
            if days and told and not days & told:
                return True
    if agreed.about != "plan":
        return False
    deed = agreed.slots[0].concepts
    return any(
        clause.negated
        and clause.person in ("i", "we")
        and len(concepts(_words(clause)) & deed) * 2 >= len(deed)
        for clause in clauses
    )


def _words(clause: Clause) -> str:
    return " ".join(token.text for token in clause.tokens if not token.joined)


def pleased(appraisal: Appraisal) -> float:
    """How pleased they say they are with what was done or said here, 0 to 1."""
    plain = " ".join(appraisal.text[:400].replace("’", "'").lower().split())
    found = matching("teach_back", "pleased", plain)
    if not found or matching("teach_back", "not_pleased", plain):
        return 0.0
    return min(1.0, 0.5 + 0.25 * (len(found) - 1) + 0.25 * any(key == "strong" for key, _ in found))

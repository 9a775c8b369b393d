"""What is denied and what simply is: kept as denied, said small: a plain line deserves more than a nod."""

from __future__ import annotations

from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import LABELS, Material, clause_text
from agent.words.moves.base import lemma_of, wording
from agent.words.phrases import names_person, phrase, verb_phrase
from agent.words.sets import word_set

_NO_NEWS = word_set(
    "sure certain right true it that this bothered fussed good bad fine ok okay so really yet all here there "
    "enough wrong alone kidding joking lying saying thing way point"
)
_OPEN = word_set(
    "know want remember mind care like wish see understand get be have sleep die live exist go seem get"
)
_STIRS = {
    "frighten": "frightens",
    "scare": "scares",
    "worry": "worries",
    "bother": "bothers",
    "hurt": "hurts",
}
_LEANING = word_set("if unless when because so until although")


_DECADES = word_set("thirty forty fifty sixty seventy eighty ninety")


def not_being(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I'm not my dad" -> "Not your dad. That line matters to you."; "He's no talker" -> "Not a talker." """
    if clause.verb is None or clause.verb.tag != "E" or not clause.negated or clause.lead in _LEANING:
        return
    rest = [token for token in clause.rest if token.tag not in "XR"]
    if not 1 <= len(rest) <= 4 or rest[-1].tag not in "NJ" or rest[-1].low in _NO_NEWS:
        return
    if LABELS.intersection(clause.lows) or any(token.tag in "SVEMHUPBZ" for token in rest):
        return
    what = said_back(rest)
    yield wording(f"not {what}", "being.not", 1.15)
    if clause.person == "i" and (
        rest[0].low in ("my", "our") or (rest[0].tag == "D" and rest[-1].tag == "N")
    ):
        yield wording(f"not {what}. You'd want that seen", "being.not_seen", 1.35, focus="values", deep=True)
    elif clause.person == "i" and rest[-1].low == "ready":
        yield wording("not ready, and nobody can set the day but you", "being.not_ready", 1.5, deep=True)


def denies(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I don't blame him" -> "You don't blame him."; "He didn't deserve it" -> "He didn't deserve it." """
    lemma = lemma_of(clause)
    someone = clause.person in ("i", "he", "she", "they", "we") or (
        clause.person == "np" and names_person(clause.subject)
    )
    if not someone or not clause.negated or lemma in _OPEN or clause.lead in _LEANING or clause.question:
        return
    if not clause.rest or clause.verb is None or clause.verb.tag != "V" or LABELS.intersection(clause.lows):
        return
    if text := clause_text(clause, 9):
        yield wording(text, f"being.denies.{lemma}", 0.95)


def how_old(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "He's eight" -> "Eight." """
    if clause.verb is None or clause.verb.tag != "E" or clause.negated or not clause.rest:
        return
    aged = len(clause.rest) <= 2 and all(token.tag == "Q" for token in clause.rest)
    if clause.person in ("he", "she", "i") and aged:
        yield wording(said_back(clause.rest), "being.age", 1.0)


def what_stirs(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "It frightens me, forgetting" -> "Forgetting. That's what frightens you." """
    stirs = _STIRS.get(lemma_of(clause), "")
    if not stirs or clause.negated or clause.person not in ("it", "that") or not clause.rest:
        return
    if clause.rest[0].low != "me":
        return
    after = clause.rest[1:]
    place = next((index for index, item in enumerate(material.clauses) if item is clause), 0)
    if not after and place + 1 < len(material.clauses):
        after = material.clauses[place + 1].tokens
    after = tuple(token for token in after if token.tag != "Z")
    if after and after[0].form == "ing" and (going := verb_phrase(after)[1] or after[0].low):
        yield wording(f"{going}. That's what {stirs} you", "stirs", 1.7, focus="emotions", deep=True)


def was_then(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "He used to run to the door" -> "Running to the door, and that was then." """
    other = clause.person in ("he", "she", "they") or (clause.person == "np" and names_person(clause.subject))
    if not other or lemma_of(clause) != "use" or len(clause.rest) < 3 or clause.rest[0].tag != "T":
        return
    rest = clause.rest[1:]
    cut = next((index for index, token in enumerate(rest) if token.tag in "BZC"), len(rest))
    going = verb_phrase(rest[:cut], 7)[1]
    if going and len(going.split()) > 1:
        yield wording(f"{going}, and that was then", "was.then", 1.5, deep=True)


def gone_for(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "She's been gone six years" -> "Six years, and still near enough to say it." """
    lows = clause.lows
    if clause.person not in ("he", "she", "they") or not {"gone", "dead"} & set(lows) or clause.negated:
        return
    span = [token for token in clause.tokens if token.tag == "Q" or token.low in ("years", "months", "weeks")]
    if len(span) >= 2 and (what := phrase(span, 4)):
        yield wording(f"{what}, and still close enough to come up", "gone.for", 1.5, deep=True)
        yield wording(what, "gone.span", 1.2)


def where(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It's in the bureau" -> "In the bureau."; "I'm down six grand" -> "Down six grand." """
    if clause.verb is None or clause.verb.tag != "E" or clause.negated or clause.lead in _LEANING:
        return
    rest = tuple(token for token in clause.rest if token.low not in ("just", "only", "still", "really"))
    if not 2 <= len(rest) <= 5 or rest[-1].tag not in "NJ" or any(token.tag in "SVMHUZB" for token in rest):
        return
    placed = clause.person in ("it", "he", "she", "they") and rest[0].tag == "P"
    short = clause.person in ("i", "we") and rest[0].low in ("down", "behind", "up", "short")
    owed = any(token.tag == "Q" for token in rest)
    if rest[-1].low not in _NO_NEWS and (placed or (short and owed)):
        yield wording(said_back(rest), "being.where", 1.0)


def small_comfort(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "Everyone says at least it was early" -> "'At least.' Easily said, that." """
    lows = " ".join(clause.lows)
    others = clause.person in ("everyone", "everybody", "he", "she", "they", "np", "people")
    if others and lemma_of(clause) in ("say", "tell", "keep") and "at least" in lows:
        yield wording("at least. Easily said, that", "comfort.easy", 1.7, focus="emotions", deep=True)
        yield wording(
            "at least. As if that made it smaller", "comfort.small", 1.6, focus="emotions", deep=True
        )


def would_have(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "Mum would have loved this" -> "Your mum would have loved this. You'd have wanted her to see it." """
    lows = clause.lows
    theirs = clause.person in ("he", "she", "they") or (
        clause.person == "np" and names_person(clause.subject)
    )
    if not theirs or clause.negated or "have" not in lows or not {"would", "'d"} & set(lows):
        return
    if lemma_of(clause) not in ("love", "like", "enjoy", "laugh", "be") or not clause.rest:
        return
    numbered = any(token.tag == "Q" or token.low in _DECADES for token in clause.rest)
    text = clause_text(clause, 9)
    if text and (lemma_of(clause) != "be" or numbered or "proud" in lows):
        tail = "You keep count" if numbered else "It has a gap in it, all the same"
        yield wording(f"{text}. {tail}", "would.have", 1.6, deep=True)


def not_that_one(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I don't want that" -> "Not that." """
    pointing = [token.low for token in clause.rest if token.tag != "R"]
    if (
        clause.person == "i"
        and clause.negated
        and lemma_of(clause) == "want"
        and pointing in (["that"], ["this"])
    ):
        yield wording("not that. Not for you", "being.not_that", 1.4, deep=True)


def hates_it(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I hate it there" -> "You hate it there." """
    lows = [token.low for token in clause.rest]
    if clause.person == "i" and lemma_of(clause) in ("hate", "love", "like", "miss") and lows[:1] == ["it"]:
        text = clause_text(clause, 7) if 2 <= len(lows) <= 4 and not clause.lead else ""
        if text:
            yield wording(text, "being.feels_it", 1.0)

"""What others said, gave and want: given back with whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import LABELS, Material, clause_text
from agent.words.moves.base import lemma_of, wording
from agent.words.phrases import names_person, phrase
from agent.words.sets import word_set

_GIVES = word_set("buy give bring send knit lend get make bake")
_LEANING = ("if", "unless", "when", "because", "so")
_NAMES = {"he": "he", "she": "she", "they": "they"}
_FROM = {"he": "him", "she": "her", "they": "them"}


def _who(clause: Clause, names: dict[str, str]) -> str:
    if clause.person == "np" and names_person(clause.subject):
        return phrase(clause.subject, 3)
    return names.get(clause.person, "")


def want_of_me(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "The wife wants me to" -> "So it's the wife who'd want it." """
    lows = [token.low for token in clause.rest]
    if lemma_of(clause) != "want" or clause.negated or lows[:2] != ["me", "to"] or clause.lead in _LEANING:
        return
    if len(lows) <= 3 and (who := _who(clause, _NAMES)):
        yield wording(f"so it's {who} who'd want it", "among.wants", 1.6, deep=True)


def given(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "My son bought me one of those vape things" -> "One of those vape things, from your son." """
    past = clause.verb is not None and clause.verb.form == "past"
    if lemma_of(clause) not in _GIVES or not past or clause.negated or clause.lead in _LEANING:
        return
    if not clause.rest or clause.rest[0].low != "me" or LABELS.intersection(clause.lows):
        return
    tokens = clause.rest[1:]
    cut = next(
        (i for i, token in enumerate(tokens) if i and token.low in ("for", "when", "last", "to")), len(tokens)
    )
    tokens = tokens[:cut]
    giver = _who(clause, _FROM)
    if (
        giver
        and 2 <= len(tokens) <= 6
        and tokens[0].low not in ("his", "her", "their")
        and tokens[0].tag in "DQO"
        and tokens[-1].tag == "N"
    ):
        yield wording(f"{said_back(tokens)}, from {giver}", "among.given", 1.35)


def news(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "My doctor said my sugar is on the edge" -> "Your sugar is on the edge. ..." """
    past = clause.verb is not None and clause.verb.form == "past"
    if lemma_of(clause) not in ("say", "tell") or not past or clause.negated or clause.lead in _LEANING:
        return
    tokens = clause.rest[1:] if clause.rest and clause.rest[0].low == "me" else clause.rest
    if not _who(clause, _NAMES) or not 4 <= len(tokens) <= 9 or LABELS.intersection(clause.lows):
        return
    if tokens[0].low in ("my", "our", "the", "it") and any(token.tag == "E" for token in tokens[1:5]):
        yield wording(f"{said_back(tokens)}. That's what you were told", "among.news", 1.4)


def said_sorry(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "He said sorry for the tea" -> "And it was he who said sorry." """
    lows = [token.low for token in clause.rest]
    who = _who(clause, _FROM)
    if who and lemma_of(clause) == "say" and lows[:1] == ["sorry"] and not clause.negated:
        yield wording(f"sorry, from {who}. That goes in", "among.sorry", 1.5, focus="emotions", deep=True)
        yield wording(f"sorry, from {who}", "among.sorry_bare", 1.2)


def part_of_me(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "Part of me thinks I can sort it" -> "Part of you thinks ... And there's another." """
    lows = clause.lows
    start = 1 if lows[:1] == ("a",) else 0
    if lows[start : start + 3] != ("part", "of", "me") or clause.negated or LABELS.intersection(lows):
        return
    said = said_back(clause.tokens)
    if 5 <= len(said.split()) <= 13:
        yield wording(said, "among.part", 1.5)
        yield wording(f"{said}. And there's another part", "among.parts", 1.6, focus="conflicts", deep=True)


def theirs(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "She has a greyhound called Kevin" -> "A greyhound called Kevin."; "He'll be here at five": whole."""
    other = _who(clause, _NAMES)
    if not other or clause.negated or clause.lead in _LEANING or LABELS.intersection(clause.lows):
        return
    rest = clause.rest
    if lemma_of(clause) in ("have", "get") and rest and rest[0].low in ("a", "an") and 3 <= len(rest) <= 6:
        if rest[-1].tag == "N":
            yield wording(said_back(rest), "among.has", 1.05)
    elif lemma_of(clause) == "be" and any(token.tag in "PQ" for token in rest) and len(clause.tokens) <= 9:
        text = clause_text(clause, 9)
        yield from (wording(text, "among.be", 0.9),) if text else ()


def felt_when(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I feel sick every time the post comes" -> "Sick, every time the post comes." """
    lows = [token.low for token in clause.rest]
    if clause.person != "i" or lemma_of(clause) not in ("feel", "get") or clause.negated or len(lows) < 4:
        return
    timed = clause.rest[0].tag == "J" and lows[1] in ("every", "whenever", "when", "each")
    if timed and len(lows) <= 9 and lows[0] not in LABELS:
        text = f"{lows[0]}, {said_back(clause.rest[1:])}"
        yield wording(text, "among.felt_when", 1.5, focus="emotions")


def likes_it(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I drink because I like it" -> "You like it. Reason enough, the way you see it." """
    lows = [token.low for token in clause.rest]
    plain = not clause.negated and not clause.auxiliaries and lows in (["it"], ["that"])
    if clause.person == "i" and lemma_of(clause) in ("like", "enjoy") and plain:
        yield wording("you like it. Reason enough, the way you see it", "among.likes", 1.5, deep=True)

"""Facts: what was said as so, keyed by who, what and about what, so that a later turn can overturn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.appraisal.emotion import feelings
from agent.grounding.goals import aims
from agent.grounding.people import RELATIONS, Circle
from agent.grounding.reference import meant, spelled_out
from agent.grounding.values import has_date, values
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import LABELS
from agent.words.phrases import TIME_WORDS, after_to
from agent.words.sets import word_set
from agent.words.tokens import Token, join

MOST_WORDS = 12
TRUST = 0.55
_AIMS = word_set("want need like hope wish try plan")
_EMPTY = word_set("mean guess suppose wonder hope wish seem")
PARTICLES = word_set("up out off away over back down behind in on through apart")
_PHRASAL = word_set(
    "pack move drop give break split put cut fall walk pass come go find call turn kick hand lay do get sign"
)
_BARE_WHERE = word_set("at in on near with")
_LOOSE_LEADS = word_set("if whether when unless")
_PAST_SHAPES = ("past", "part")


@dataclass(frozen=True)
class Fact:
    """A fact: `key` is who|did what|about what, `value` what was said, from the companion's side."""

    key: str
    value: str
    sure: float
    negated: bool = False
    hedged: bool = False


def facts(clauses: Sequence[Clause], before: Sequence[str], circle: Circle) -> Iterator[Fact]:
    """The facts of one sentence that can be said back. `before` are the sentences it follows."""
    for place, clause in enumerate(clauses):
        short = kept(clause)
        if len(short) < 2 or not _tellable(clause, short):
            continue
        near = [*before, *(join(item.tokens) for item in clauses[:place])]
        tokens, who, about = _resolved(clause, short, near, circle)
        value = said_back(tokens) + _since(clauses[place + 1 : place + 2])
        sure = min(0.9, trust(clause, short)) * (0.6 if clause.hedged else 1.0)
        did = predicate(clause)
        if about:
            did = "|".join((did.split("|")[0], about))
        yield Fact(f"{who}|{did}", value, round(sure, 3), clause.negated, clause.hedged)


def _resolved(
    clause: Clause, short: Sequence[Token], near: Sequence[str], circle: Circle
) -> tuple[list[Token], str, str]:
    """(words with pronouns spelled out where that is safe, who it is about, whom it is done to)."""
    tokens = list(short)
    about = ""
    spot = next((i for i, token in enumerate(tokens) if i and token.low in _OBJECTS and token.tag == "O"), -1)
    if spot > 0 and (about := meant(tokens[spot].low, near, circle, 2 if tokens[spot].low == "them" else 4)):
        tokens = spelled_out(tokens, spot, about, circle)
    who = ""
    if clause.person in ("he", "she", "they") and tokens[0].low == clause.person:
        who = meant(clause.person, near, circle)
        if who and who != about:
            tokens = spelled_out(tokens, 0, who, circle)
    return tokens, who or subject(clause, circle), about


_OBJECTS = word_set("him her them")


def kept(clause: Clause) -> tuple[Token, ...]:
    """The part of a clause that is held: to the first break, without what hangs loose at its end."""
    tokens: list[Token] = []
    reports = clause.verb is not None and clause.verb.lemma in _REPORTS
    for index, token in enumerate(clause.tokens):
        if (token.tag == "Z" and token.low != "-") or token.low == "but":
            break
        if token.tag == "B" and tokens and not (reports and token.low in ("that", "if", "when")):
            break
        subject_here = token.tag == "S" and token.low not in ("that", "this", "it", "you", "all")
        if subject_here and tokens and tokens[-1].tag in "NB" and not reports and index > len(clause.subject):
            break
        tokens.append(token)
    while len([token for token in tokens if not token.joined]) > MOST_WORDS:
        cut = max((index for index, token in enumerate(tokens) if token.tag in "PC" and index > 2), default=0)
        if not cut:
            return ()
        tokens = tokens[:cut]
    while tokens and (tokens[-1].low in _TAIL or tokens[-1].tag in "CDPTMBWXEHU"):
        tokens.pop()
    return tuple(tokens)


_REPORTS = word_set("say tell think know ask reckon believe hear promise swear")
_TAIL = word_set("really just so very though anyway lately actually right and or honestly basically mostly")


def _since(following: Sequence[Clause]) -> str:
    """ "I've been there | since I was seventeen": the second half belongs to the first."""
    for clause in following:
        if (
            clause.lead in ("since", "until", "till")
            and clause.person in ("i", "we")
            and len(clause.tokens) <= 5
        ):
            return f" {clause.lead} {said_back(clause.tokens)}"
    return ""


def trust(clause: Clause, short: Sequence[Token]) -> float:
    """How far the part that is kept was understood."""
    reports = clause.verb is not None and clause.verb.lemma in _REPORTS
    rest = () if reports else tuple(token for token in short if token in clause.rest)
    return replace(clause, tokens=tuple(short), rest=rest).sure


def _tellable(clause: Clause, short: Sequence[Token]) -> bool:
    verb = clause.verb
    if verb is None or clause.question or clause.lead in _LOOSE_LEADS or LABELS.intersection(clause.lows):
        return False
    if (
        clause.lead == "so"
        and "now" not in clause.lows
        and any(token.tag == "M" and token.low != "'ll" for token in clause.auxiliaries)
    ):
        return False
    if clause.lead in ("since", "until", "till") and clause.person in ("i", "we") and len(clause.tokens) <= 5:
        return False
    meant_to = verb.lemma == "mean" and verb.form in ("part", "past")
    if clause.person in ("that", "this", "you", "", "what", "who") or (verb.lemma in _EMPTY and not meant_to):
        return False
    bare = not any(token.tag in "NJ" for token in clause.subject)  # "two bottles": no subject at all
    if clause.person == "np" and (bare or not head(clause.subject) or head(clause.subject) == "name"):
        return False
    if clause.person == "it" and not (verb.lemma == "be" and _dated(clause.rest)):
        return False
    named = verb.lemma in ("call", "name") and verb.form in ("past", "part")
    if named and clause.rest and clause.rest[0].tag == "N" and clause.auxiliaries:
        return False
    if clause.person in ("i", "we") and _inward(clause):
        return False
    return trust(clause, short) >= TRUST


def _inward(clause: Clause) -> bool:
    """What they want, guess or feel is held as a goal or a feeling, not as a fact."""
    verb = clause.verb
    if verb is None or aims(clause):
        return True
    if (
        verb.lemma in _AIMS
        and not clause.negated
        and verb.form not in ("past", "part")
        and after_to(clause.rest)
    ):
        return True
    if verb.lemma in ("know", "think", "feel", "say", "guess", "wonder"):
        return not _stands(clause)
    if verb.lemma == "change" and "mind" in clause.lows:
        return True
    felt = [item for item in feelings((clause,)) if item.noun and not item.negated]
    return verb.tag == "E" and bool(felt) and felt[0].word in [token.low for token in clause.rest[:3]]


def _dated(rest: Sequence[Token]) -> bool:
    return (
        bool(rest) and rest[0].tag == "P" and any(item.kind != "amount" for item in values(join(tuple(rest))))
    )


def _stands(clause: Clause) -> bool:
    """ "I know nobody" is a fact, "I know (that) I should" is not, "I don't know" neither."""
    return (
        clause.verb is not None
        and clause.verb.lemma == "know"
        and bool(clause.rest)
        and (clause.rest[0].tag in "DN" or clause.rest[0].low in ("nobody", "everyone"))
    )


def subject(clause: Clause, circle: Circle) -> str:
    """Who a clause is about: "i", somebody of theirs, or the head of the phrase."""
    if clause.person in ("i", "we"):
        return "i"
    if clause.person != "np":
        return clause.person
    return circle.who(clause.subject) or head(clause.subject)


def predicate(clause: Clause) -> str:
    """What is said of them: "live", "be|when", "tell|dad", "move out", "not" left to the value."""
    lemma = clause.verb.lemma if clause.verb is not None else ""
    if clause.verb is not None and clause.verb.tag == "H":
        lemma = "have"
    rest = list(clause.rest)
    if lemma == "be":
        return _being(rest)
    if lemma == "turn" and rest and rest[0].tag == "Q":
        return "be|number"
    if rest and lemma in _PHRASAL:
        place = next(
            (index for index, token in enumerate(rest[:4]) if token.low in PARTICLES and token.tag in "RP"),
            -1,
        )
        near = place == 0 or (place > 0 and rest[place].tag == "R")
        if near:
            lemma = f"{lemma} {rest[place].low}"
            rest = rest[:place] + rest[place + 1 :]
    modal = next((token.lemma for token in clause.auxiliaries if token.tag == "M"), "")
    if modal in ("can", "could", "should", "might", "must"):
        lemma = f"{modal} {lemma}"
    if lemma == "live":
        return (
            "live|where"
            if rest and rest[0].low in ("in", "at", "near") and "with" not in _lows(rest)
            else "live"
        )
    if lemma in ("start", "move") and not (rest and rest[0].tag == "V"):
        return lemma
    after = next((index for index, token in enumerate(rest[:3]) if token.tag == "T"), -1)
    if lemma == "go" and after == 0 and len(rest) > 1:
        return f"going {rest[1].lemma}|{_object(rest[2:])}"
    if after >= 0 and after + 1 < len(rest):
        return f"{lemma}|{rest[after + 1].lemma} {head(rest[after + 2 :])}".rstrip()
    if rest and rest[0].tag == "V" and rest[0].form == "ing":
        return f"{lemma}|{rest[0].lemma}"
    return f"{lemma}|{_object(rest)}"


def _being(rest: Sequence[Token]) -> str:
    if rest and rest[0].low == "back":
        return "go back"
    words = join(tuple(rest))
    found = values(words)
    if any(item.kind != "amount" for item in found) and rest and rest[0].tag in "PNDQ":
        return "be|when"
    if found and found[0].kind == "amount" and found[0].start == 0:
        return "be|number"
    if rest and rest[0].tag == "P" and rest[0].low in _BARE_WHERE:
        return "be|where"
    if rest and rest[0].tag == "D" and rest[0].low in ("a", "an"):
        return "be|a"
    return f"be|{next((token.low for token in rest if token.tag in 'JNVR' and token.low not in _LIGHT), '')}"


_LIGHT = word_set("so very really just quite too a bit still always now pretty completely totally not")


def _lows(tokens: Sequence[Token]) -> list[str]:
    return [token.low for token in tokens]


def head(tokens: Sequence[Token]) -> str:
    """The head noun of the first phrase: "my little sister's exam" -> exam."""
    found = ""
    for token in tokens:
        if token.tag == "N" or (token.tag == "Q" and not found):
            found = token.low
        elif token.tag == "O" and not found:
            return token.low
        elif found and token.tag not in "GJN":
            break
    return found


_TIMING = word_set("since for until till during before after")


def _object(rest: Sequence[Token]) -> str:
    """What it is about: somebody before something, the first phrase before what hangs on it."""
    if rest and (rest[0].low in _TIMING or _dated(rest)):
        return ""
    first = head(rest)
    if first in TIME_WORDS or has_date(first):
        first = ""
    named = next((token.low for token in rest[:3] if token.low in RELATIONS and token.tag == "N"), "")
    return named if named and first != named and rest[0].tag in "DN" else first

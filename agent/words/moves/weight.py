"""Losses, weariness, fears, what is carried alone."""

from __future__ import annotations

from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.material import Material, clause_text
from agent.words.moves.base import able, lemma_of, wording
from agent.words.phrases import (
    names_person,
    phrase,
    plural,
    shorten,
    verb_phrase,
)
from agent.words.sets import word_set

_EXTREME = word_set("everything nothing never always nobody everyone forever completely")


def lost(clause: Clause, material: Material) -> Iterator[Candidate]:
    """Deaths, partings, things that are missed."""
    lemma = lemma_of(clause)
    who = (
        phrase(clause.subject, 4)
        if clause.person == "np"
        else {"he": "he", "she": "she", "they": "they"}.get(clause.person, "")
    )
    rest = {token.low for token in clause.rest}
    ended = clause.verb is not None and clause.verb.form in ("past", "part")
    if who and ended and (lemma == "die" or (lemma == "pass" and "away" in rest)) and not clause.negated:
        are = "are" if plural(clause.subject) or who == "they" else "is"
        yield wording(f"{who} {are} gone", "lost.gone", 1.5)
        yield wording(
            f"{who} {are} gone, and the days go on as if nothing happened",
            "lost.days",
            1.2,
            deep=True,
            focus="emotions",
        )
    if (
        who
        and not clause.negated
        and (
            (lemma == "leave" and (({"me", "us"} & rest and len(clause.rest) <= 2) or not rest))
            or (lemma in ("break", "split") and "up" in rest)
            or lemma == "dump"
        )
    ):
        yield wording(
            f"{who} left, and here you are with all of it", "lost.left", 1.3, deep=True, focus="emotions"
        )


def missed(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I miss him" -> "There's a space where he was."; "I lost my job" -> "Your job, gone." """
    what = phrase(clause.rest, 4)
    never = "never" in clause.lows[:4]
    if clause.person != "i" or clause.negated or never or clause.verb is None or not what:
        return
    if clause.verb.lemma == "lose" and clause.verb.form in ("past", "part"):
        if clause.rest[0].low in ("my", "our", "the"):
            yield wording(f"{what}, gone", "lost.lost", 1.2)
        return
    if clause.verb.lemma != "miss":
        return
    yield wording(f"missing {what}", "lost.missing", 1.1)
    named = shorten(clause.rest, 4)
    known = {"him": "he", "her": "she", "them": "they"}.get(what.split()[0], what)
    if known != what or names_person(named):
        were = "were" if known == "they" or plural(named) else "was"
        yield wording(f"there's a space where {known} {were}", "lost.space", 1.4, deep=True, focus="emotions")


def weary(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I'm tired of pretending", "I hate the shifts"."""
    if clause.person != "i":
        return
    lows = [token.low for token in clause.rest]
    if (
        clause.verb is not None
        and clause.verb.tag == "E"
        and "of" in lows[:4]
        and {"tired", "sick", "fed", "bored"} & set(lows[:3])
        and "out" not in lows[:4]  # "bored out of my mind"
    ):
        rest = clause.rest[lows.index("of") + 1 :]
        what = verb_phrase(rest)[1] if rest and rest[0].form == "ing" else phrase(rest, 5)
        if what:
            yield wording(f"you've had enough of {what}", "weary.enough", 1.3)
            yield wording(f"{what}, for too long now", "weary.long", 1.1)
    if (
        lemma_of(clause) == "hate"
        and (what := phrase(clause.rest, 5))
        and clause.rest[0].low not in ("myself", "it", "that", "to")
    ):
        yield wording(f"you've had it with {what}", "weary.hate", 1.1)


def as_if(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I feel like I'm drowning" -> "As if you're drowning." """
    if "wrong with" in " ".join(clause.lows):
        return
    if "feel like" in clause.opener and _EXTREME.intersection(clause.lows):
        yield wording("that's how big it looks just now", "as_if.big", 1.3, deep=True)
    elif "feel like" in clause.opener and (text := clause_text(clause, 8)) and len(text.split()) >= 2:
        yield wording(f"as if {text}", "as_if", 1.4)


def fears(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I'm afraid to open it" -> "Opening it. That's the frightening part." """
    if clause.verb is None or clause.negated:
        return
    lows = [token.low for token in clause.rest]
    at = next(
        (
            index
            for index, low in enumerate(lows[:3])
            if low in ("scared", "afraid", "frightened", "terrified", "nervous")
        ),
        -1,
    )
    if at >= 0 and clause.person == "i":
        rest = clause.rest[at + 1 :]
        if rest and rest[0].tag == "T":
            _base, going = verb_phrase(rest[1:])
            if going and lows[at] != "nervous" and not {"bit", "little"} & set(lows[:at]):
                yield wording(
                    f"{going}. That's the frightening part", "fear.to", 1.5, focus="emotions", deep=True
                )
        elif rest and rest[0].low in ("of", "about"):
            what = verb_phrase(rest[1:])[1] if rest[1:] and rest[1].form == "ing" else phrase(rest[1:], 5)
            if what:
                mild = lows[at] == "nervous" or {"bit", "little", "slightly", "somewhat"} & set(lows[:at])
                if mild:
                    yield wording(f"{what}, and a few nerves with it", "fear.mild", 1.4, focus="emotions")
                else:
                    yield wording(f"what frightens you is {what}", "fear.of", 1.4, focus="emotions")
        elif rest and rest[0].tag in "SD" and (said := phrase(rest, 8)) and len(rest) > 2:
            yield wording(f"the fear is that {said}", "fear.that", 1.4, focus="emotions")
    at = next((index for index, low in enumerate(lows[:3]) if low in ("worried", "anxious", "stressed")), -1)
    others = {"he": "he", "she": "she", "they": "they"}.get(clause.person, "")
    if at >= 0 and not others and clause.person == "np" and names_person(clause.subject):
        others = phrase(clause.subject, 3)
    if at >= 0 and others:
        if {"me", "us"} & set(lows):
            seen = "have" if others == "they" or (plural(clause.subject) and clause.person == "np") else "has"
            yield wording(f"so {others} {seen} noticed", "worry.noticed", 1.6, deep=True)
        return
    if at < 0 and lemma_of(clause) == "worry":
        at = -1 if clause.person != "i" else -2
    if at >= 0 or at == -2:
        rest = clause.rest[at + 1 :] if at >= 0 else clause.rest
        if len(rest) > 1 and rest[0].low == "about":
            what = verb_phrase(rest[1:])[1] if rest[1].form == "ing" else phrase(rest[1:], 5)
            if what and what not in ("it", "that", "this", "everything"):
                yield wording(f"it's {what} you keep coming back to", "worry.about", 1.3, focus="emotions")
        elif len(rest) > 2 and rest[0].low in ("that", "i", "he", "she", "they", "my", "it", "we"):
            said = phrase(rest[1:] if rest[0].low == "that" else rest, 8)
            if said:
                yield wording(
                    f"what won't leave you alone is that {said}", "worry.that", 1.3, focus="emotions"
                )


def stings(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "I'm angry for not saying anything" -> "Not saying anything. That's what stays with you." """
    own = any(item.own and not item.negated and item.valence < -0.3 for item in material.feelings)
    if clause.person != "i" or not own:
        return
    place = next((index for index, token in enumerate(clause.rest) if token.low in ("for", "about")), -1)
    rest = clause.rest[place + 1 :] if place >= 0 else ()
    denied = bool(rest) and rest[0].low == "not"
    rest = rest[1:] if denied else rest
    if rest and rest[0].form == "ing" and (going := verb_phrase(rest)[1]):
        said = f"not {going}" if denied else going
        yield wording(f"{said}. That's what stays with you", "stings", 1.6, focus="emotions", deep=True)


_YET = word_set("yet that it about this anything")


def secret(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "My mum doesn't know yet" -> "And you've been alone with it." """
    someone = clause.person in ("nobody", "he", "she", "they") or (
        clause.person == "np" and names_person(clause.subject)
    )
    tells = lemma_of(clause) == "know" and clause.negated and someone and len(clause.rest) <= 5
    about_me = bool(clause.rest) and clause.rest[0].low == "i"
    leans = {token.low for token in clause.rest} <= _YET
    tells = tells and (about_me or leans)
    tells = tells and clause.lead not in ("when", "while", "if", "because")
    hides = clause.person == "i" and clause.negated and lemma_of(clause) == "tell"
    if tells or (hides and not able(clause)):
        who = phrase(clause.subject, 3) if clause.person == "np" else ""
        yield wording("and you've been alone with it", "secret.alone", 1.9, focus="emotions", deep=True)
        if who:
            verb = "don't" if plural(clause.subject) else "doesn't"
            yield wording(
                f"{who} {verb} know, and you carry it round with you",
                "secret.round",
                1.3,
                focus="emotions",
                deep=True,
            )


def gets_to(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "My daughter waits up and I feel awful" -> "What hurts is your daughter waiting up." """
    place = next((index for index, item in enumerate(material.clauses) if item is clause), 0)
    before = material.clauses[place - 1] if place else None
    if (
        before is None
        or clause.person != "i"
        or lemma_of(clause) not in ("feel", "be")
        or before.sure < 0.8
        or before.negated
    ):
        return
    felt = next((item for item in material.feelings if item.word in clause.lows and item.own), None)
    if (
        felt is None
        or felt.negated
        or felt.valence > -0.3
        or before.person != "np"
        or before.verb is None
        or before.auxiliaries
    ):
        return
    _base, going = verb_phrase((before.verb, *before.rest))
    who = phrase(before.subject, 3)
    if who and going and before.verb.form in ("s", "base"):
        yield wording(f"what hurts is {who} {going}", "gets_to", 1.7, focus="emotions", deep=True)


def hopes_gone(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I failed the driving test": said small."""
    if clause.person == "i" and lemma_of(clause) == "fail":
        what = phrase(clause.rest, 4)
        if what and what not in ("it", "at it"):
            yield wording(f"{what}, and it didn't go your way", "fail.way", 1.1)
        else:
            yield wording(
                "it didn't go your way, again" if "again" in clause.lows else "it didn't go your way",
                "fail.it",
                1.1,
            )


def nobody(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "Nobody noticed" -> "Not one person noticed." """
    if clause.lead in ("so", "that", "if", "because", "when", "where"):
        return
    if clause.person in ("nobody",) or clause.lows[:2] == ("no", "one"):
        after = clause.tokens[2:] if clause.lows[:2] == ("no", "one") else clause.tokens[1:]
        if (rest := phrase(after, 6)) and not after[0].joined and not rest.startswith("wanting"):
            yield wording(f"not one person {rest}", "nobody", 1.5)

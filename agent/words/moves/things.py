"""Things and people as they were named: said small, side by side, or given to their owner."""

from __future__ import annotations

from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back, sentence
from agent.words.forms import verb_table, word_list
from agent.words.material import LABELS, Material, clause_text
from agent.words.moves.base import lemma_of, wording
from agent.words.phrases import (
    PEOPLE,
    POOR_HEADS,
    names_person,
    phrase,
    plural,
    shorten,
    verb_phrase,
)
from agent.words.sets import word_set
from agent.words.tokens import Token

_NOT_FRAGMENTS = word_set(
    "evening morning afternoon hi hello hey yes no maybe just not you exactly so really totally probably "
    "in of at"
)


def is_it(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It's my mum's silence" -> "Your mum's silence." """
    there = clause.person == "there" and clause.rest and clause.rest[0].low in ("a", "an", "this", "one")
    end = next(
        (
            i
            for i, t in enumerate(clause.rest)
            if i and (t.low in ("that", "who", "which") or t.tag in "VEMHU")
        ),
        len(clause.rest),
    )
    if there and not clause.negated and (what := phrase(clause.rest[:end], 8)) and len(what.split()) > 2:
        yield wording(what, "there.is", 1.0)
    if (
        clause.person not in ("it", "that", "this")
        or clause.verb is None
        or clause.verb.tag != "E"
        or clause.negated
    ):
        return
    rest = [
        token for token in clause.rest if token.low not in ("just", "only", "like", "really", "more", "about")
    ]
    if rest and rest[-1].low in POOR_HEADS | {"truth", "proof", "joke", "case", "spirit"}:
        return
    if (
        rest
        and rest[0].tag == "D"
        and rest[0].low in ("my", "the", "his", "her", "their", "our")
        and rest[-1].tag in "NR"
        and not any(token.tag in "SVEMHU" for token in rest)
    ) and (what := phrase(rest, 6)):
        yield wording(what, "is.bare", 1.3 if len(rest) > 2 or rest[0].low == "my" else 0.45)
        yield wording(f"so it's {what}", "is.so", 1.1 if len(rest) > 2 or rest[0].low == "my" else 0.7)


_SAYS_LITTLE = word_set(
    "fine okay ok good bad hard true right nice wrong all not so just it that this him her me you them "
    "there here yes no over done gone stupid weird funny silly easy better worse same different late early "
    "mine yours"
)


def said_of(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "The food's a punishment" -> "A punishment, the food."; "It's orange" -> "Orange." """
    if clause.verb is None or clause.verb.tag != "E" or clause.negated or clause.question:
        return
    if clause.lead in ("if", "unless"):
        return
    rest = [token for token in clause.rest if token.tag != "R" or token.low in ("too", "so")]
    if not 1 <= len(rest) <= 4 or rest[-1].tag not in "NJ" or LABELS.intersection(clause.lows):
        return
    if rest[-1].low in _SAYS_LITTLE | POOR_HEADS or any(token.tag in "SVEMHUPB" for token in rest):
        return
    what = said_back(rest)
    if clause.person == "np" and len(clause.subject) <= 4 and clause.subject[0].tag == "D":
        if clause.subject[-1].low == "name":
            yield wording(what, "said_of.name", 1.2)
        elif not any(token.tag == "G" for token in clause.subject):
            yield wording(f"{what}, {said_back(clause.subject)}", "said_of.turned", 1.35)
    elif clause.person in ("it", "that") and len(rest) == 1:
        yield wording(what, "said_of.echo", 0.95)
    elif clause.person == "it" and rest[0].tag == "J" and clause.lows[-1] in ("there", "here"):
        yield wording(said_back(clause.rest), "said_of.place", 0.95)


def at_thought(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I feel sick when I think of that cake" -> "That cake." """
    if clause.lead not in ("when", "whenever") or lemma_of(clause) not in (
        "think",
        "see",
        "hear",
        "remember",
        "look",
    ):
        return
    rest = clause.rest[1:] if clause.rest and clause.rest[0].tag == "P" else clause.rest
    if rest and rest[0].tag == "D" and (what := phrase(rest, 6)) and rest[-1].low not in POOR_HEADS:
        yield wording(what, "at_thought", 1.6)


def told_by(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "My wife thinks I drink too much" -> "That's how your wife sees it." """
    nobody = clause.negated or any(token.low in ("no", "nobody", "one") for token in clause.subject)
    clear = not nobody and any(token.low in ("i", "we", "my", "our") for token in clause.rest[:2])
    advises = {"should", "ought", "must", "need", "'m", "am", "have", "too", "never", "always", "do"}
    if lemma_of(clause) == "say" and not advises & {token.low for token in clause.rest}:
        return
    if (
        not clear
        or lemma_of(clause) not in ("think", "say", "reckon", "believe")
        or clause.person
        not in (
            "np",
            "he",
            "she",
            "they",
            "everyone",
        )
    ):
        return
    who = phrase(clause.subject, 3) if clause.person == "np" else clause.person
    if len(clause.subject) == 1 and clause.person == "np":
        known_as = clause.subject[0].low
        who = f"your {known_as}" if known_as in PEOPLE else who if clause.subject[0].text[0].isupper() else ""
    if who and clause.rest:
        see = (
            "see" if clause.person == "they" or (clause.person == "np" and plural(clause.subject)) else "sees"
        )
        place = next((index for index, item in enumerate(material.clauses) if item is clause), 0)
        after = material.clauses[place + 1] if place + 1 < len(material.clauses) else None
        if after is not None and after.lead == "but" and (own := clause_text(after, 6)):
            yield wording(f"that's how {who} {see} it, and {own}", "told.and", 2.1, deep=True)
        yield wording(f"that's how {who} {see} it", "told.sees", 1.3, deep=True)


def on_your_side(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "My colleague Jo is nice about it" -> "Jo is on your side, at least." """
    kind = {"nice", "kind", "good", "lovely", "supportive", "great", "sweet", "brilliant"}
    if clause.verb is None or clause.verb.tag != "E" or clause.negated or clause.person != "np":
        return
    if not any(token.low in PEOPLE for token in clause.subject) or not kind & {
        token.low for token in clause.rest
    }:
        return
    last = clause.subject[-1]
    who = last.text if last.low not in PEOPLE and last.text[0].isupper() else phrase(clause.subject, 3)
    if who and clause.subject[0].low in ("my", "our"):
        are = "are" if plural(clause.subject) else "is"
        yield wording(f"{who} {are} on your side, at least", "things.side", 1.5, deep=True)


def helps(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It helps me relax" -> "It gives you a way to relax." """
    if lemma_of(clause) != "help" or clause.negated or clause.person not in ("it", "that", "np"):
        return
    rest = [token for token in clause.rest if token.low not in ("me", "to")]
    if not rest or rest[0].tag != "V" or rest[0].form != "base":
        return
    base, _going = verb_phrase(rest)
    if base:
        yield wording(f"it gives you a way to {base}", "helps.way", 1.3, deep=True)


def good_in(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I like the quiet" -> "There's something good in the quiet." """
    if (
        clause.person == "i"
        and lemma_of(clause) in ("like", "love", "enjoy")
        and not clause.negated
        and not clause.auxiliaries
    ):
        rest = clause.rest
        what = verb_phrase(rest)[1] if rest and rest[0].form == "ing" else phrase(rest, 5)
        if (
            what
            and what.split()[0] not in ("it", "that", "to", "this", "them", "him", "her")
            and not names_person(shorten(rest, 5))
        ):
            if what.split()[0] == "your":
                yield wording(f"{what}: that's one of the good things", "good.thing", 1.2, deep=True)
                return
            yield wording(f"there's something good in {what}", "good.in", 1.2, deep=True)


def makes(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "The shifts are ruining my sleep" -> "And your sleep pays for it." """
    if (
        (
            lemma_of(clause) in ("ruin", "affect", "cost", "kill", "wreck", "destroy", "hurt", "damage")
            and clause.person != "i"
        )
        and (what := phrase(clause.rest, 4))
        and clause.rest[0].low in ("my", "our")
    ):
        pays = "pay" if plural(shorten(clause.rest, 4)) else "pays"
        yield wording(f"and {what} {pays} for it", "makes.pays", 1.4, focus="consequences", deep=True)
    if lemma_of(clause) == "make" and clause.rest and clause.rest[0].low == "me":
        who = (
            phrase(clause.subject, 4)
            if clause.person == "np"
            else {"he": "he", "she": "she", "they": "they"}.get(clause.person, "it")
        )
        after = [token for token in clause.rest[1:] if token.tag not in "R"]
        if after and after[0].low in ("feel",) and len(after) > 1 and after[1].low in LABELS:
            does = "do" if who == "they" or (clause.person == "np" and plural(clause.subject)) else "does"
            yield wording(f"{who} {does} that to you", "makes.does", 1.3, focus="consequences", deep=True)


def only(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It's my quiet hour" and "the only one": small things of one's own."""
    if clause.verb is None and clause.lows[:2] == ("the", "only"):
        yield wording(
            "the only ones" if clause.lows[-1] == "ones" else phrase(clause.tokens, 5) or "the only one",
            "only",
            1.0,
        )


def joined(clause: Clause, material: Material) -> Iterator[Candidate]:
    """Two of their own things side by side: "Your shifts, and your back.", or one: "His tomatoes." """
    if clause is not material.ranked()[0][0]:
        return
    own = [
        (said_back(tokens), tokens)
        for tokens in material.nps
        if not LABELS.intersection(token.low for token in tokens)
        and tokens[0].low in _OWNED
        and (tokens[-1].low not in verb_table() or tokens[-1].low in word_list("nouns"))
        and not (len(tokens) > 2 and tokens[-2].tag == "N" and tokens[-2].low.endswith("s"))
    ]
    people = any(PEOPLE.intersection(token.low for token in tokens) for _, tokens in own)
    if len(own) >= 2 and own[-1][0] != own[0][0] and own[-1][1][0].low in ("my", "our") and not people:
        yield wording(f"{own[0][0]}, and {own[-1][0]}", "nps.two", 0.42)
    elif (
        len(own) == 1
        and not names_person(own[0][1])
        and not people
        and (len(own[0][1]) >= 3 or own[0][1][0].low != "my")
    ):
        yield wording(own[0][0], "nps.one", 0.42)


_OWNED = frozenset(("my", "our", "his", "her"))


def not_but(material: Material) -> Iterator[Candidate]:
    """ "It's not even the test. It's my mum's silence." -> "Not the test. Your mum's silence." """
    pairs = zip(material.clauses, material.clauses[1:], strict=False)
    for first, second in pairs:
        both = first.person in ("it", "that") and second.person in ("it", "that")
        if (
            both
            and first.verb
            and second.verb
            and first.verb.tag == "E" == second.verb.tag
            and first.negated
            and not second.negated
        ):
            left = [token for token in first.rest if token.tag not in "XR"]
            right = [token for token in second.rest if token.tag != "R"]
            a, b = phrase(left, 4), phrase(right, 6)
            if a and b:
                yield Candidate(
                    sentence(f"not {a}") + " " + sentence(b), "not_but", "emotions", "complex", 2.0
                )
                yield Candidate(sentence(b), "not_but.bare", "emotions", "simple", 1.7)


def fragments(material: Material) -> Iterator[Candidate]:
    """Turns without a verb: "Quiet. Just us." -> "Quiet, and just us." """
    texts: list[str] = []
    for clause in material.clauses:
        words: list[Token] = [
            token
            for token in clause.tokens
            if token.tag not in "I" and token.low not in ("actually", "basically")
        ]
        if (
            clause.verb is not None
            or not 1 <= len(words) <= 6
            or words[-1].tag not in "NOJRV"
            or clause.question
        ):
            continue
        while len(words) > 2 and words[0].low in ("so", "maybe", "just", "perhaps"):
            words = words[1:]
        text = said_back(words) if words[0].tag == "X" and len(words) == 2 else phrase(words, 6)
        if words and (words[0].low == "like" or all(token.tag in "RPI" for token in words)):
            continue
        if {"good", "hi", "hello"} & {token.low for token in words} and len(words) <= 3:
            continue
        if len(words) == 2 and words[0].tag == "D" and words[0].low in ("the", "this", "that", "his", "her"):
            continue
        if (
            text
            and not LABELS.intersection(clause.lows)
            and (text.split()[0].lower() not in _NOT_FRAGMENTS or text.split()[0] == "not")
        ):
            texts.append(text)
    if len(texts) >= 2 and len(" ".join(texts[-2:]).split()) <= 8:
        yield Candidate(sentence(f"{texts[-2]}, and {texts[-1]}"), "fragment.two", "", "simple", 1.4)
    for text in texts[-2:]:
        if len(text.split()) > 1:
            yield Candidate(sentence(text), "fragment", "", "simple", 0.8)

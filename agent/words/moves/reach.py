"""What can and cannot be done, what is wanted, what must be."""

from __future__ import annotations

from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import Material, clause_text
from agent.words.moves.base import able, lemma_of, wording
from agent.words.phrases import (
    AMOUNTS,
    STATIVE,
    after_to,
    phrase,
    verb_phrase,
)


def cannot(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I can't even answer the door" -> "Even answering the door is too much right now." """
    if clause.person != "i" or not (clause.negated and able(clause)) or clause.verb is None:
        return
    lemma = clause.verb.lemma
    if lemma == "stop":
        _base, going = verb_phrase(clause.rest)
        if going:
            yield (
                wording(f"the {going.split()[0]} keeps coming", "cannot.stop", 1.4)
                if len(going.split()) == 1
                else wording(f"{going}, and it won't let up", "cannot.stop_long", 1.2)
            )
        return
    if lemma in ("face", "bear", "stand") and clause.rest and clause.rest[0].form == "ing":
        if going := verb_phrase(clause.rest)[1]:
            yield wording(f"{going} is too much just now", "cannot.face", 1.5)
        return
    if lemma in ("stand", "take", "bear", "face"):
        if what := phrase(clause.rest, 4):
            yield wording(f"{what}, and there's no more room for it", "cannot.stand", 1.2)
        return
    if lemma in ("cope", "deal", "handle", "manage"):
        yield wording("it's more than there's room for", "cannot.cope", 1.1)
        return
    if lemma == "believe":
        yield wording("it hasn't sunk in yet", "cannot.believe", 1.1)
        return
    _base, going = verb_phrase((clause.verb, *clause.rest))
    pointing = set(going.split()[1:]) <= {"it", "that", "at", "this", "them", "to", "him", "her", "up"}
    if (
        not going
        or (pointing and "even" not in clause.adverbs)
        or lemma in STATIVE
        or {"anything", "anyone", "promises"} & set(clause.lows)
    ):
        return
    if "even" in clause.adverbs:
        yield wording(f"even {going} is too much right now", "cannot.even", 1.6, deep=True)
        yield wording(f"not even {going}", "cannot.not_even", 1.3)
    else:
        was = any(token.lemma == "could" for token in clause.auxiliaries)
        yield wording(f"{going} just {'wasn' if was else 'isn'}'t happening", "cannot.happening", 1.2)
        if not was:
            yield wording(f"{going} is out of reach for now", "cannot.reach", 1.1)


def doubts(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I'm not sure I want to stop" -> "Whether you want to stop. That's open." Never one side alone."""
    if clause.person != "i" or clause.verb is None:
        return
    rest, lemma = clause.rest, lemma_of(clause)
    if lemma == "be" and clause.negated and rest and rest[0].low in ("sure", "certain"):
        rest = rest[1:]
    elif not (lemma == "wonder" or (lemma in ("know", "tell", "decide") and clause.negated)):
        return
    if not rest or (rest[0].low not in ("if", "whether") and lemma != "be"):
        return
    rest = rest[1:] if rest[0].low in ("if", "whether", "that") else rest
    said = said_back([token for token in rest if token.low not in ("actually", "even", "really")])
    if rest and rest[0].tag in "SDN" and 2 <= len(said.split()) <= 9 and "you" not in clause.lows:
        yield wording(f"whether {said}. That's open", "doubt.open", 2.2, deep=True)
        yield wording(f"not settled yet, whether {said}", "doubt.unsettled", 2.0, deep=True)


def not_know(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "I don't know how to begin" -> "How to begin. That's the part that's missing." """
    if clause.person != "i" or lemma_of(clause) != "know" or not clause.negated:
        return
    rest = [token for token in clause.rest if token.tag not in "R"]
    if len(rest) > 2 and rest[0].low in ("how", "what", "where", "who", "when") and rest[1].tag == "T":
        base, _going = verb_phrase(rest[2:])
        if base and rest[0].low == "how":
            yield wording(f"how to {base}. That's the part that's missing", "know.how", 1.5)
            yield wording(
                f"the wanting is there, the how isn't yet: how to {base}", "know.wanting", 0.9, deep=True
            )
        elif (
            base
            and rest[0].low == "what"
            and base in ("say", "tell them", "say to him", "say to her", "write")
        ):
            yield wording("no words for it yet", "know.words", 1.4)
        elif base and base != "do":
            yield wording(f"{rest[0].low} to {base} isn't clear yet", "know.unclear", 1.2)
    asks = {"who", "what", "why", "where", "how"}
    open_ = said_back(clause.rest) if len(clause.rest) <= 9 and "you" not in clause.lows else ""
    if len(rest) > 2 and rest[0].low in asks and rest[1].tag != "T" and open_:
        yield wording(f"{open_}. That's the question, then", "know.question", 1.4)
    if (not rest or rest[-1].low == "do") and len(material.clauses) == 1:
        yield wording("that can stay open for now", "know.no_need", 1.0)


def wants(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I want to tell him" -> "Telling him. That's what you'd want." """
    if clause.person != "i" or clause.verb is None:
        return
    lemma = clause.verb.lemma
    liked = lemma in ("like", "love") and any(token.lemma == "would" for token in clause.auxiliaries)
    if (lemma not in ("want", "hope", "wish") and not liked) or clause.lead in (
        "if",
        "unless",
        "until",
        "when",
    ):
        return
    base, going = verb_phrase(after_to(clause.rest))
    if base in ("say it", "say this") and not clause.negated:
        yield wording("then say it here. There's room for it", "want.say_here", 1.6, deep=True)
    if base and set(base.split()[1:]) <= {"it", "that", "this"} and len(base.split()) <= 2:
        return
    if not base:
        hoped = (
            len(clause.rest) > 2 and clause.rest[0].tag in "OND" and any(t.tag == "T" for t in clause.rest)
        )
        if hoped and not clause.negated and (text := clause_text(clause, 9)):
            yield wording(text, f"bare.hope.{clause.rest[0].low}", 1.4)
        return
    if clause.negated:
        yield wording(f"{going} isn't what you want", "want.not", 1.1)
        return
    yield wording(f"you want to {base}", "want.plain", 1.1)
    yield wording(f"there's a part of you that wants to {base}", "want.part", 1.0, deep=True)
    yield wording(f"{going}. That's what you'd want", "want.after", 1.0)


def if_only(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I wish my dad had lived to see it" -> "If only your dad had lived to see it." """
    if clause.person != "i" or lemma_of(clause) != "wish" or clause.negated:
        return
    rest = clause.rest[1:] if clause.rest and clause.rest[0].low == "that" else clause.rest
    if len(rest) > 1 and rest[0].tag in "SDN" and (text := phrase(rest, 9)):
        yield wording(f"if only {text}", "wish.only", 1.5, deep=True)


def must(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I should stop" -> "Some part of you is already saying stop." """
    words = clause.tokens
    if clause.person != "i":
        return
    if lemma_of(clause) == "know" and len(clause.rest) > 2 and clause.rest[0].low in ("i", "that"):
        words = clause.rest
    place = next((index for index, token in enumerate(words) if token.low in ("should", "ought", "must")), -1)
    liked = 0 <= place < len(words) - 1 and words[place + 1].low == "like"
    if place >= 0 and not liked and not any(token.tag == "X" for token in words):
        said = [token for token in words[place + 1 :] if token.tag not in "RT" or token.low in AMOUNTS]
        base, going = verb_phrase(said)
        if base and len(said) > 1 and said[1].low in AMOUNTS and " " not in base:
            base, going = f"{base} {said[1].low}", f"{going} {said[1].low}"
        lone = len(base.split()) < 2 and base not in ("stop", "quit", "go", "leave", "rest")
        if base and not lone and not base.startswith(("be ", "have ")):
            yield wording(f"some part of you is already saying {base}", "must.part", 1.4, deep=True)
            yield wording(f"{going}: that's the thing you keep telling yourself", "must.telling", 1.0)
    if lemma_of(clause) in ("have", "need") and not clause.negated:
        base, going = verb_phrase(after_to(clause.rest))
        if base and lemma_of(clause) == "have" and len(base.split()) < 2:
            return
        if base and base.split()[0] in ("say", "admit", "be", "tell", "think", "get", "do", "have"):
            return
        if base and lemma_of(clause) == "have":
            yield wording(f"{going}, like it or not", "must.have", 1.0)
        elif base:
            yield wording(f"you need to {base}", "must.need", 0.9)


def keeps(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "My boss keeps shouting at me" -> "Your boss shouting at you, over and over." """
    if lemma_of(clause) != "keep" or not clause.rest or clause.rest[0].form != "ing":
        return
    _base, going = verb_phrase(clause.rest)
    if not going or going.startswith(("thinking", "telling", "saying", "feeling")):
        return
    if clause.person == "i":
        yield wording(f"{going}, over and over", "keep.self", 1.3)
    elif clause.person == "np" and (who := phrase(clause.subject, 4)):
        yield wording(f"{who} {going}, over and over", "keep.other", 1.3)


def hard_to(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It's hard to sleep" -> "Sleeping doesn't come easily." """
    lows = [token.low for token in clause.rest]
    if (
        clause.person in ("it", "i")
        and {"hard", "difficult", "tough", "impossible"} & set(lows[:3])
        and "to" in lows
    ):
        _base, going = verb_phrase(clause.rest[lows.index("to") + 1 :])
        if going:
            yield wording(f"{going} takes more than it looks", "hard.takes", 1.2)


def in_theory(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I could do it sober, supposedly" -> kept as small as it was said."""
    if (
        (
            clause.person == "i"
            and any(token.lemma == "could" for token in clause.auxiliaries)
            and not clause.negated
            and clause.lead not in ("so", "that", "if")
        )
        and lemma_of(clause) in ("have", "do", "manage")
        and {token.low for token in clause.rest} <= {"it", "that", "this", "so", "sober", "without", "alone"}
    ):
        yield wording("as an idea, it could be yours", "theory", 1.3, deep=True)

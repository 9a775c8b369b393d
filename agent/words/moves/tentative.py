"""What might be done and what will be: kept as small, or as firm, as it was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import LABELS, Material, clause_text
from agent.words.moves.base import lemma_of, wording
from agent.words.phrases import TIME_WORDS, after_to, phrase, verb_phrase
from agent.words.sets import word_set
from agent.words.tagger import tag
from agent.words.tokens import tokenise

_SOON = word_set("tonight tomorrow today monday tuesday wednesday thursday friday saturday sunday")
_POINTERS = word_set("it that this them do one him her")
_ASKING = word_set("what who how where when why if whether that because")
_HEAT = word_set("swing kill murder scream strangle cry die punch hit slap throttle smash burst explode weep")
_NO_DEED = word_set("be know believe understand seem mean own belong imagine hear see feel think remember")
_NOT_MEANT = word_set(
    "be have never always end lose fail die mess screw ruin blow choke faint panic freeze cry regret spoil"
)
"""What is feared or comes by itself, and is no step that somebody takes."""
_SMALL_VERBS = word_set("do be have get go say think see take give make try")


def doing(clause: Clause) -> str:
    """ "answering her email" for "I could answer her email"; "" where only a pointer is left ("do that")."""
    if clause.verb is None:
        return ""
    tokens = tuple(token for token in (clause.verb, *clause.rest) if token.low not in ("just", "maybe"))
    asked = next(
        (place for place, token in enumerate(tokens) if place > 1 and token.low in _ASKING), len(tokens)
    )
    tokens = tokens[:asked]
    if clause.verb.lemma == "go" and len(tokens) > 2 and tokens[1].low == "and" and tokens[2].tag in "VN":
        tokens = (
            replace(tokens[2], tag="V", lemma=tokens[2].lemma or tokens[2].low, form="base"),
            *tokens[3:],
        )
        if len(tokens) == 1:
            return f"going to {tokens[0].low}"
    if clause.verb.lemma == "go" and len(tokens) > 1 and tokens[1].form == "ing":
        tokens = tokens[1:]
    going = verb_phrase(tokens, 8)[1]
    words = going.split()
    pointing = len(words) < 2 or (words[0][:-3] in _SMALL_VERBS and set(words[1:]) <= _POINTERS)
    still = "still " if "still" in clause.adverbs else ""
    return "" if pointing or LABELS.intersection(words) else still + going


_NAMED = re.compile(
    r"\b(?:let's say|make it|say) ((?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight)\b", re.I
)
_PERHAPS = re.compile(r"\b(?:maybe|perhaps|possibly)\b", re.I)
_TAKES_UP = re.compile(r"\s*(?:yes|yeah|yep|ok|okay|right|sure|on|this|next|say|let's say)\b", re.I)


def might(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "I suppose I could text first" -> "Texting first, maybe." """
    if clause.verb is None and len(clause.tokens) <= 5 and clause.tokens[-1].low in _SOON:
        day = clause.tokens[-1].text.capitalize()
        unsure = clause.hedged or bool({"perhaps", "maybe", "possibly"} & set(clause.lows))
        unsure = unsure or (len(material.text.split()) <= 8 and bool(_PERHAPS.search(material.text)))
        if unsure or _TAKES_UP.match(material.text):
            yield wording(f"{day}, perhaps" if unsure else f"{day}, then", "might.day", 1.8)
        return
    if (named := _NAMED.search(material.text)) and clause is material.clauses[-1]:
        yield wording(f"{named.group(1).capitalize()}, then", "might.day", 1.8)
    could = any(token.lemma in ("could", "might") for token in clause.auxiliaries)
    if any(token.tag == "H" for token in clause.auxiliaries):
        return
    maybe = clause.hedged and clause.verb is not None and clause.verb.form == "base"
    generic = len(clause.subject) == 1 and clause.subject[0].low == "one"
    if (clause.person not in ("i", "we") and not generic) or clause.negated or not (could or maybe):
        return
    if clause.lead in ("so", "that", "if", "because") or lemma_of(clause) in _NO_DEED | _HEAT:
        return
    if going := doing(clause):
        yield wording(f"{going}, maybe", "might.maybe", 1.6)
        yield wording(f"{going}. There's a thought", "might.thought", 1.35)
        yield wording(f"you can picture {going}", "might.picture", 1.3, deep=True)
        yield wording(f"part of you is already {going}", "might.already", 1.05, deep=True)


def will(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I'll send it tonight" -> "Tonight, then." """
    ahead = any(token.lemma == "will" for token in clause.auxiliaries)
    meant = (
        clause.verb is not None and clause.verb.low == "going" and any(t.tag == "T" for t in clause.rest[:1])
    )
    meant = meant and not any(token.low in ("was", "were") for token in clause.auxiliaries)
    if clause.person != "i" or clause.negated or clause.hedged or not (ahead or meant):
        return
    tokens = after_to(clause.rest) if meant else (clause.verb, *clause.rest) if clause.verb else ()
    cut = next(
        (i for i, token in enumerate(tokens) if token.low in _SOON or (i and token.tag == "B")), len(tokens)
    )
    base, going = verb_phrase(tokens[:cut], 7)
    if base.split()[:1] and base.split()[0] in _NOT_MEANT:
        return
    if when := _when(clause):
        yield wording(f"{when}, then", "will.when", 1.9)
        yield (
            wording(f"{when}. That's not far off", "will.near", 1.2)
            if when.lower() in _SOON
            else wording(f"so, {when}", "will.so", 1.3)
        )
    if len(base.split()) > 1 and not set(base.split()[1:]) <= _POINTERS:
        yield wording(f"you'll {base}. That's settled, then", "will.settled", 1.4, focus="strengths")
        yield wording(f"{going}. That's the next thing, then", "will.next", 1.3)


def _when(clause: Clause) -> str:
    for index, token in enumerate(clause.tokens):
        if token.low in _SOON:
            text = (
                token.text.capitalize() if token.low.endswith("day") and token.low != "today" else token.low
            )
            before = clause.tokens[index - 1].low if index else ""
            return f"{before} {text}" if before in ("this", "next", "on") else text
        if token.low in ("after", "before") and index + 1 < len(clause.tokens):
            tail = clause.tokens[index : index + 3]
            if tail[-1].tag == "N" and len(clause.tokens) - index <= 3:
                return said_back(tail)
    return ""


def what_if(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "What if it never comes" -> "That it never comes. There's the fear." """
    asked = _WHAT_IF.search(material.text) if clause is material.clauses[-1] else None
    if asked is None:
        return
    tokens = tag(tokenise(asked.group(1).strip()))
    lows = [token.low for token in tokens]
    if not 2 <= len(lows) <= 9 or LABELS.intersection(lows) or {"you", "your"} & set(lows):
        return
    said = said_back(tokens)
    yield wording(f"that {said}. There's the fear", "what_if.fear", 2.0, focus="emotions", deep=True)
    yield wording(f"the worst of it being that {said}", "what_if.worst", 1.6, focus="emotions", deep=True)


_WHAT_IF = re.compile(r"\bwhat if ([a-z' ]+?)(?:[.,?!]|$)", re.I)


def not_that(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I don't want to lie to her" -> "Not lying to her. That matters to you." """
    if clause.person != "i" or not clause.negated or lemma_of(clause) not in ("want", "like", "wish"):
        return
    if lemma_of(clause) != "want" and not any(token.lemma == "would" for token in clause.auxiliaries):
        return
    base, going = verb_phrase(after_to(clause.rest))
    place = next((i for i, token in enumerate(clause.rest) if token.tag == "T"), -1)
    after = clause.rest[place + 2 :]
    if place > 0 and not base and clause.rest[place + 1 : place + 2] and 2 <= len(after) <= 9:
        if clause.rest[place + 1].low in ("have", "be", "see", "get") and after[0].tag in "DN":
            yield wording(f"not {said_back(after)}", "not_that.thing", 1.7, focus="values", deep=True)
        return
    if base.split()[:1] == ["be"] and len(base.split()) > 1:
        yield wording(f"anything rather than {going}", "not_that.rather", 1.5, focus="values", deep=True)
    elif (
        going
        and not any(token.tag in "CB" for token in clause.rest)
        and base.split()[0]
        not in ("stop", "quit", "change", "do", "go", "talk", "die", "live", "know", "think")
    ):
        yield wording(f"not {going}. That matters to you", "not_that.matters", 1.7, focus="values", deep=True)
    elif not going and (text := clause_text(clause, 9)) and len(clause.rest) > 2:
        yield wording(text, f"bare.wish.{clause.rest[0].low}", 1.6)


def meaning_to(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I keep meaning to visit" -> "Visiting. It's been on your mind for a while." """
    if clause.person != "i" or lemma_of(clause) not in ("keep", "mean"):
        return
    lows = [token.low for token in clause.rest]
    meaning = lemma_of(clause) == "keep" and lows[:2] == ["meaning", "to"]
    if not meaning:
        return
    going = verb_phrase(clause.rest[2:])[1]
    if going:
        yield wording(f"{going}. It's been on your mind for a while", "meaning_to", 1.7, deep=True)


def span_of_time(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "Just the mornings" kept; "one day a week isn't giving up" -> the amount itself."""
    if clause.person != "np" or clause.verb is None or not clause.negated:
        return
    giving = clause.verb.form == "ing"
    rest = tuple(token for token in clause.rest if token.tag != "X")
    what = verb_phrase((clause.verb, *rest))[1] if giving else phrase(rest, 4)
    if (
        what not in ("", "it", "that")
        and clause.subject[-1].low in TIME_WORDS
        and (giving or clause.verb.tag == "E")
    ):
        yield wording(f"{said_back(clause.subject)}, and that's not {what}", "amount.not", 1.8, deep=True)

"""Deeds: what they did, named as done. No praise from above."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.flip import sentence
from agent.words.material import LABELS, Material
from agent.words.phrases import phrase
from agent.words.sets import word_set

_DEEDS = word_set(
    "ring call tell ask book start stop quit write finish apply talk phone join "
    "admit manage swim pass climb cycle apologise apologize"
)
_DUD = re.compile(
    r"\b(?:mad|crazy|wrong|drunk|angry|nothing|again with|bed all|down ?hill|too far|worse|"
    r"badly|lost|fired|sick|dumped|"
    r"stop(?:ped)? (?!(?:the |my )?(?:it|that|drink|smok|vap|gambl|bet|cut|shout|"
    r"yell|buy|scroll|pretend|check))\w+|"
    r"bin|scared|hurt|hit|bullied|drinking|smoking again|tired|old|fat|stuck|upset|nowhere)\b",
    re.I,
)
_AFTER = (
    ("{}. That counts.", "deed.counts"),
    ("{}. That took some doing.", "deed.some_doing"),
    ("{}, with all that going on.", "deed.with_all"),
)


def deeds(material: Material) -> Iterator[Candidate]:
    """ "I booked it" -> "You booked it. That took some doing." """
    for clause, weight in material.ranked():
        if clause.person != "i" or clause.verb is None or clause.negated or clause.sure < 0.75:
            continue
        done = clause.verb.form == "past" or any(token.tag == "H" for token in clause.auxiliaries)
        text = phrase(clause.tokens, 7)
        told = clause.verb.lemma in ("tell", "ask", "talk", "call", "ring") and any(
            token.tag in "SBTM" for token in clause.rest
        )
        if {"nearly", "almost", "never", "no"} & {*clause.adverbs, *clause.lows}:
            continue
        if (
            told
            or not done
            or clause.verb.lemma not in _DEEDS
            or not text
            or _DUD.search(text)
            or LABELS.intersection(clause.lows)
        ):
            continue
        if clause.verb.lemma in ("start", "stop", "help", "ask", "tell", "call") and len(text.split()) < 3:
            continue
        for frame, name in _AFTER:
            yield Candidate(
                sentence(frame.format(text[0].upper() + text[1:])),
                name,
                "strengths",
                "complex",
                0.8 + 0.1 * weight,
            )


def goes_on(material: Material) -> Iterator[Candidate]:
    """ "Third time" -> "Third time through it, and you're still going." """
    for time in material.times:
        if re.search(r"\b(?:third|second|fourth|fifth|sixth) time\b", time):
            yield Candidate(
                sentence(f"{time} through it, and you haven't walked off"),
                "again.still",
                "strengths",
                "complex",
                1.1,
            )
        elif re.search(r"\b(?:days?|weeks?|months?|years?)$", time) and re.search(
            r"\b(?:clean|sober|without|smoke[- ]free|haven't (?:had|smoked|drunk|touched)|kept|keeping|"
            r"stuck (?:to|at|with)|lasted|managed)\b",
            material.text, re.I,
        ):  # fmt: skip
            yield Candidate(
                sentence(f"{time}. Every one of those was a decision"),
                "span.decision",
                "strengths",
                "complex",
                1.2,
            )
            yield Candidate(
                sentence(f"{time}, and you know how you did it"), "span.know_how", "strengths", "complex", 1.0
            )
    if re.search(r"\bI still (?:go|get up|turn up|show up|try)\b", material.text, re.I):
        yield Candidate("And still you turn up.", "still.turn_up", "strengths", "complex", 1.1)

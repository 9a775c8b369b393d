"""Step 1, appraise: what did this turn mean?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.appraisal.language import language
from agent.appraisal.reading import Appraisal, Appraiser, Reading
from agent.appraisal.requests import requests, short_answer
from agent.appraisal.rules import RuleAppraiser
from agent.words.clauses import parse

RULES: Appraiser = RuleAppraiser()
_WORD = re.compile(r"\w+")


def appraise(text: str, before: Sequence[tuple[str, str]] = (), appraiser: Appraiser = RULES) -> Appraisal:
    """What `text` means, said after `before` (speaker, text), oldest first.

    Any text at all is taken: what cannot be understood is marked as such and read for risk only.
    """
    tongue = language(text)
    clauses = parse(text) if tongue == "english" else ()
    reading = appraiser.read(text, clauses, before)
    if tongue != "english":
        return Appraisal(text, Reading(risk=reading.risk), (), tongue, requests(text), "", 0)
    return Appraisal(
        text=text,
        reading=reading,
        clauses=clauses,
        language=tongue,
        requests=requests(text),
        short_answer=short_answer(text),
        words=len(_WORD.findall(text[:4000])),
    )

"""Open threads: what is still to be found out, said or settled; and names agreed for things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.phrases import shorten
from agent.words.tokens import Token

_AGREED = re.compile(
    r"\b(?:let's (?:just )?call (?:it|that|this|them|him|her)|(?:we|i|you) (?:can|could|should|may|"
    r"might) (?:just )?"
    r"call (?:it|that|this|them)|i(?:'ll| will)? (?:always )?call (?:it|that|this|them)|we call "
    r"(?:it|that|this|them)|"
    r"calling (?:it|that|this)|(?:it|that|this)(?:'s| is) what i call)\s+"
    r"(?:just )?\"?(?P<name>(?:the|my|our|a|an|operation|project) (?:[\w'-]+ ?){1,3}?|[\w'-]+(?: "
    r"[\w'-]+)?)\"?"
    r"(?= from | for | when | then\b| now\b| because |[.,;!?]|$)",
    re.I,
)
_NO_NAME = re.compile(r"^(?:a day|it|that|quits?|off|back|a night|even|him|her|them)\b", re.I)
_WAITING = re.compile(
    r"\b(?:i'm|i am|we're|we are|still) (?:still )?waiting (?:for|on|to hear (?:from|about|back from)) "
    r"(?P<what>(?:the |my |a |an )?[\w' -]{3,40}?)(?=[.,;!?]| and | but | so |$)",
    re.I,
)
_LATER = re.compile(
    r"\b(?:talk|speak|get on|come back|go back) (?:about|to|on to) (?P<what>(?:the |my |that )?[\w' "
    r"-]{2,30}?) "
    r"(?:another time|later|next time|some other time|not now|not today)\b|"
    r"\b(?:don't|do not|not going to|can't|rather not) (?:want to |really want to )?(?:talk|speak|"
    r"think) about "
    r"(?P<what2>(?:the |my |that |it )?[\w' -]{2,30}?)(?: (?:now|today|yet|tonight|at the "
    r"moment))(?=[.,;!?]|$)",
    re.I,
)
_WONDERS = ("know", "decide", "work out", "figure", "see", "understand")


def agreed_names(sentence: str) -> Iterator[str]:
    """ "let's call it the quiet five" -> "the quiet five", said back."""
    for match in _AGREED.finditer(sentence):
        name = match["name"].strip(" \"'")
        if name and not _NO_NAME.match(name):
            yield re.sub(r"^(?:my|our)\b", "your", name, flags=re.I)


def pending(sentence: str, clauses: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """(key, value) of what is left open: waited for, put off for another time, not known how."""
    for match in _WAITING.finditer(sentence):
        what = _theirs(match["what"])
        yield f"waiting:{what}", f"waiting for {what}"
    for match in _LATER.finditer(sentence):
        what = _theirs(match["what"] or match["what2"])
        yield f"later:{what}", f"{what}, another time"
    for clause in clauses:
        value = _open_question(clause)
        if value:
            yield f"i|know|{value.split(' ')[-1]}", value


def _open_question(clause: Clause) -> str:
    """ "I don't know how to start the chapter"."""
    if clause.person != "i" or not clause.negated or clause.verb is None or clause.question:
        return ""
    if clause.verb.lemma not in _WONDERS or len(clause.rest) < 3:
        return ""
    if clause.rest[0].low not in ("how", "what", "where", "who", "when", "whether", "if", "why"):
        return ""
    tokens: list[Token] = [*clause.tokens[: len(clause.tokens) - len(clause.rest)], *clause.rest]
    lead = tokens[: len(clause.tokens) - len(clause.rest) + 1]
    tail = shorten(clause.rest[1:], 8)
    return said_back([*lead, *tail]) if tail and not any(t.low in ("you", "your") for t in tail) else ""


def _theirs(what: str) -> str:
    return re.sub(r"^my\b", "your", what.strip(), flags=re.I)

"""A rating out of spoken words: "about a seven, maybe eight", "seventy percent", "not at all".

Two numbers close together are a range and its middle is taken; a later one after "no", "now" or
"from ... to" replaces the one before. A bare one to ten on a scale to a hundred is asked about once.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import chain

from agent.worksheets.phrases import is_all, pattern, plain, words
from agent.worksheets.schema import Field
from agent.worksheets.spoken_numbers import Token, tokens
from agent.worksheets.state import Problem
from agent.worksheets.values import clean, rating_json

NEAR = 0.3
"""Two numbers this far apart at most, as a share of the scale, are a range."""


@dataclass(frozen=True)
class Rated:
    """A rating heard: its JSON, or the problem with it (and the bare number whose scale is in doubt).

    `content` counts the words of substance beside it: what else was told.
    """

    value: str = ""
    problem: Problem = ""
    doubt: str = ""
    content: int = 0


def rating(said: str, field: Field, doubt: str = "") -> Rated:
    """What `said` rates `field`. `doubt`: the bare number said to it before."""
    text = plain(said)
    settled = _settle(text, field, doubt)
    if settled:
        return Rated(settled)
    found = tokens(said)
    content = _content(found, field)
    whole = _pure(found, field) or _in_words(text, field)
    if whole:
        return _scale_asked(whole, found, field, doubt)
    for clause in reversed(_clauses(found)):
        part = _pure(clause, field)
        if part:
            heard = _scale_asked(part, clause, field, doubt)
            return Rated(heard.value, heard.problem, heard.doubt, content)
    anchored = _anchored(found, field)
    return (
        Rated(anchored.value, anchored.problem, anchored.doubt, content)
        if anchored
        else Rated(problem="number", content=content)
    )


def text_and_rating(said: str, field: Field) -> tuple[str, str]:
    """ "Ashamed, maybe eighty" as ("Ashamed", "80"): the rest, and the rating that ends it; else ("", "")."""
    cut = re.search(r"^(.*\w)\s*[,.;:–-]\s*(?:and )?([^,.;:]*\w[.%]*)\s*$", said, re.DOTALL)
    found = _pure(tokens(cut[2]), field) if cut else None
    return (clean(cut[1]), found.value) if cut and found and found.value else ("", "")


def _pure(found: list[Token], field: Field) -> Rated | None:
    """The rating in words that hold nothing else, or None where they do or hold no number."""
    numbers = [token for token in found if token.value is not None]
    around = words("rating_words") | _own_words(field)
    if not numbers or not all(
        token.value is not None or token.mark or token.text in around for token in found
    ):
        return None
    values = [_on_scale(token, field) for token in numbers]
    if len(values) > 1 and not _last_counts(found):
        if max(values) - min(values) > NEAR * (field.maximum - field.minimum):
            return Rated(problem="number")
        values = [(min(values) + max(values)) / 2]
    value, problem = rating_json(field, values[-1])
    return Rated(value, problem)


def _on_scale(token: Token, field: Field) -> float:
    """The number on the field's scale: "seventy percent" is 7 on a scale to 10."""
    value = token.value or 0.0
    if token.percent:
        return value * field.maximum / 100
    return value * field.maximum / token.of if token.of else value


def _last_counts(found: list[Token]) -> bool:
    """Whether the last number replaces those before it: "a six, no, an eight", "from eighty to fifty"."""
    places = [place for place, token in enumerate(found) if token.value is not None]
    between = [token.text for token in found[places[-2] + 1 : places[-1]]]
    before = [token.text for token in found[: places[0]]]
    after = [token.text for token in found[places[-1] :]]
    repaired = words("repairs") & set(between)
    return bool(repaired) or "now" in between + after or ("to" in between and "from" in before)


def _scale_asked(heard: Rated, found: list[Token], field: Field, doubt: str) -> Rated:
    """`heard`, or the doubt whether a bare one to ten was meant out of ten. Asked only once."""
    if not heard.value or field.maximum != 100 or doubt or not any(token.value for token in found):
        return heard
    number = float(json.loads(heard.value))
    bare = not any(token.percent or token.of for token in found)
    return Rated(problem="scale", doubt=f"{number:g}") if bare and 0 < number <= 10 else heard


def _settle(text: str, field: Field, doubt: str) -> str:
    """The value once they said which scale they meant: "out of ten", "of a hundred"."""
    said = pattern("<which_scale>").fullmatch(text) if doubt else None
    if not said:
        return ""
    return rating_json(field, float(doubt) * (10 if said["scale"] in ("ten", "10") else 1))[0]


def _in_words(text: str, field: Field) -> Rated | None:
    """A rating without a number: the ends of the scale and its middle."""
    text = pattern(r"^(?:<before_ends>\s+)+").sub("", text)
    ends = (
        ("least", field.minimum, field.low),
        ("most", field.maximum, field.high),
        ("middle", (field.minimum + field.maximum) / 2, "half"),
    )
    for section, number, label in ends:
        if text and (is_all(section, text) or text == plain(label)):
            return Rated(*rating_json(field, number))
    return None


def _clauses(found: list[Token]) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    for token in found:
        if token.mark or token.text in words("clause_starts"):
            clauses.append([])
        else:
            clauses[-1].append(token)
    return [clause for clause in clauses if clause]


def _anchored(found: list[Token], field: Field) -> Rated | None:
    """The one number in a longer sentence, where "about a" or the like leads and no unit follows."""
    places = [place for place, token in enumerate(found) if token.value is not None]
    if len(places) != 1 or not places[0]:
        return None
    place = places[0]
    after = found[place + 1].text if place + 1 < len(found) else ""
    scaled = found[place].percent or found[place].of
    led = found[place - 1].text in words("anchors") and after not in words("units")
    if not (scaled or led):
        return None
    heard = _pure([found[place]], field)
    return _scale_asked(heard, found, field, "") if heard else None


def _content(found: list[Token], field: Field) -> int:
    """How many words of substance there are beside talk about the rating itself."""
    small = words("rating_words") | words("vague") | _own_words(field)
    return sum(token.value is None and not token.mark and token.text not in small for token in found)


def _own_words(field: Field) -> frozenset[str]:
    """Words the question itself uses, which may come back in the answer."""
    texts = (field.label, *field.names, field.low, field.high)
    return frozenset(chain.from_iterable(plain(text).split() for text in texts))

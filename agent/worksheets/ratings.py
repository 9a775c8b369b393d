"""A rating out of spoken words: "about a seven, maybe eight", "seventy percent", "not at all".

Two numbers close together are a range and its middle is taken; a later one after "no", "now", "say" or
"from ... to" replaces the one before. A bare one to ten on a scale to a hundred is asked about once, and
so is a number that may not have been meant: "ate", "closer to the top", "between five and eight".
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from agent.worksheets.number_talk import clauses, first_counts, last_counts, meant, without_scale
from agent.worksheets.phrases import is_all, pattern, plain, words
from agent.worksheets.rating_places import CLOSE, placed
from agent.worksheets.schema import Field
from agent.worksheets.sounds import respelled
from agent.worksheets.spoken_numbers import Token, tokens
from agent.worksheets.state import Problem
from agent.worksheets.values import clean, rating_json

FEW = 2
"""Words of content beside a number up to which a short answer is still about the number."""
NEAR = 0.3
"""Two numbers this far apart at most, as a share of the scale, are a range."""


@dataclass(frozen=True)
class Rated:
    """A rating heard: its JSON, or the problem with it (and what is in doubt).

    `content` counts the words of substance beside it: what else was told.
    """

    value: str = ""
    problem: Problem = ""
    doubt: str = ""
    content: int = 0


def rating(said: str, field: Field, doubt: str = "", before: str = "") -> Rated:
    """What `said` rates `field`. `doubt`: what was in doubt before. `before`: an answer to compare with."""
    text = plain(said)
    settled = _settle(text, field, doubt)
    if settled:
        return Rated(settled)
    found, sure = respelled(without_scale(tokens(said)))
    found = meant(found)
    content = _content(found, field)
    whole = _placed(found, field, before) or _pure(found, field) or _in_words(text, field)
    if whole:
        return _asked(_scale_asked(whole, found, field, doubt), field, sure)
    for clause in reversed(clauses(found)):
        part = _placed(clause, field, before) or _pure(clause, field)
        if part:
            return replace(_asked(_scale_asked(part, clause, field, doubt), field, sure), content=content)
    loose = _loose(found, field)
    if loose:
        return replace(_asked(_scale_asked(loose, found, field, doubt), field, sure), content=content)
    anchored = _anchored(found, field)
    return replace(anchored, content=content) if anchored else Rated(problem="number", content=content)


def scale_in_doubt(field: Field, doubt: str) -> bool:
    """Whether `doubt` is a bare number whose scale was asked about; other doubts have two decimals there."""
    return (
        field.kind == "rating"
        and field.maximum == 100
        and bool(re.fullmatch(r"\d+(?:\.\d)?", doubt))
        and (0 < float(doubt) <= 10)
    )


def text_and_rating(said: str, field: Field) -> tuple[str, str]:
    """ "Ashamed, maybe eighty" as ("Ashamed", "80"): the rest, and the rating that ends it; else ("", "")."""
    cut = re.search(r"^(.*\w)\s*[,.;:–-]\s*(?:and )?([^,.;:]*\w[.%]*)\s*$", said, re.DOTALL)
    found = _pure(tokens(cut[2]), field) if cut else None
    return (clean(cut[1]), found.value) if cut and found and found.value else ("", "")


def _pure(found: list[Token], field: Field) -> Rated | None:
    """The rating in words that hold nothing else, or None where they do or hold no number."""
    numbers = [token for token in found if token.value is not None]
    around = words("rating_words") | words("vague") | _own_words(field)
    if not numbers or not all(
        token.value is not None or token.mark or token.text in around for token in found
    ):
        return None
    values = [_on_scale(token, field) for token in numbers]
    if len(values) > 1 and first_counts(found):
        values = values[:1]
    if len(values) > 1 and not last_counts(found):
        if max(values) - min(values) > NEAR * (field.maximum - field.minimum):
            return Rated(problem="number")
        middle = Rated(*rating_json(field, (min(values) + max(values)) / 2))
        return _asked(
            middle, field, max(values) - min(values) <= CLOSE * (field.maximum - field.minimum) + 1e-9
        )
    return Rated(*rating_json(field, values[-1]))


def _on_scale(token: Token, field: Field) -> float:
    """The number on the field's scale: "seventy percent" is 7 on a scale to 10."""
    value = token.value or 0.0
    if token.percent:
        return value * field.maximum / 100
    return value * field.maximum / token.of if token.of else value


def _placed(found: list[Token], field: Field, before: str) -> Rated | None:
    """A place on the scale told without its number, asked about unless it is plain."""
    place = placed(found, field, before)
    return _asked(Rated(*rating_json(field, place[0])), field, place[1]) if place else None


def _asked(heard: Rated, field: Field, sure: bool) -> Rated:
    """`heard`, or the question whether it was meant."""
    if sure or not heard.value:
        return heard
    number = float(heard.value)
    small = field.maximum == 100 and number <= 10  # told apart from a bare number whose scale is in doubt
    return Rated(problem="confirm", doubt=f"{number:.2f}" if small else heard.value)


def _scale_asked(heard: Rated, found: list[Token], field: Field, doubt: str) -> Rated:
    """`heard`, or the doubt whether a bare one to ten was meant out of ten. Asked only once."""
    if (
        not heard.value
        or field.maximum != 100
        or scale_in_doubt(field, doubt)
        or not any(token.value for token in found)
    ):
        return heard
    number = float(json.loads(heard.value))
    bare = not any(token.percent or token.of for token in found)
    return Rated(problem="scale", doubt=f"{number:g}") if bare and 0 < number <= 10 else heard


def _settle(text: str, field: Field, doubt: str) -> str:
    """The value once they said which scale they meant: "out of ten", "of a hundred"."""
    said = pattern("<which_scale>").fullmatch(text) if scale_in_doubt(field, doubt) else None
    if not said:
        return ""
    return rating_json(field, float(doubt) * (10 if said["scale"] in ("ten", "10") else 1))[0]


def _in_words(text: str, field: Field) -> Rated | None:
    """A rating without a number: the ends of the scale and its middle."""
    whole, text = text, pattern(r"^(?:<before_ends>\s+)+").sub("", text)
    shorter = text.rsplit(" ", 1)[0] if text.split()[-1:] and text.split()[-1] in _own_words(field) else ""
    ends = (
        ("least", field.minimum, field.low),
        ("most", field.maximum, field.high),
        ("middle", (field.minimum + field.maximum) / 2, "half"),
    )
    for section, number, label in ends:
        if text and (
            is_all(section, text) or plain(label) in (text, whole) or (shorter and is_all(section, shorter))
        ):
            return Rated(*rating_json(field, number))
    return None


def _loose(found: list[Token], field: Field) -> Rated | None:
    """The rating in a short answer with a word or two besides: "I'd rate it six", "a big fat nine".

    Not where a number counts something ("seven brothers"), tells the hour ("since four") or somebody else
    is spoken of ("she was seven"). Asked about unless the words before the number speak of a rating.
    """
    if _counts_something(found, field) or any(_of_others(token) for token in found):
        return None
    if any(token.text in words("hour_leads") and after.value is not None for token, after in pairwise(found)):
        return None
    extra = [token for token in found if _is_content(token, field)]
    if len(extra) > FEW:
        return None
    heard = _pure([token for token in found if token not in extra], field)
    first = next((place for place, token in enumerate(found) if token.value is not None), 0)
    led = {token.text for token in found[:first]} & words("rating_leads")
    return _asked(heard, field, bool(led)) if heard else None


def _counts_something(found: list[Token], field: Field) -> bool:
    """Whether a word of content or a unit stands right after a number."""
    return any(
        token.value is not None and (_is_content(after, field) or after.text in words("units"))
        for token, after in pairwise(found)
    )


def _of_others(token: Token) -> bool:
    return token.text in words("others") or is_all("person_words", token.text)


def _is_content(token: Token, field: Field) -> bool:
    small = words("rating_words") | words("vague") | _own_words(field)
    return token.value is None and not token.mark and token.text not in small


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
    by_the_hour = found[place - 1].text in words("hour_leads") | {"around", "about"}
    if by_the_hour and any(_of_others(token) for token in found):
        return None
    if heard and by_the_hour:
        heard = _asked(heard, field, not any(_is_content(token, field) for token in found))
    return _scale_asked(heard, found, field, "") if heard else None


def _content(found: list[Token], field: Field) -> int:
    """How many words of substance there are beside talk about the rating itself."""
    counted = sum(_is_content(token, field) for token in found)
    return max(counted, FEW) if _counts_something(found, field) else counted


def _own_words(field: Field) -> frozenset[str]:
    """Words the question itself uses, which may come back in the answer."""
    texts = (field.label, *field.names, field.low, field.high)
    return frozenset(chain.from_iterable(plain(text).split() for text in texts))

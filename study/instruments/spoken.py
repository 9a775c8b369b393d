"""A spoken answer to an item with options, read strictly: its own words or its number, or it is none.

A worksheet makes the best of what somebody says. A questionnaire must not: what was meant is asked again.
"""

from __future__ import annotations

import re

import snowballstemmer

from agent.worksheets.moves import agrees
from agent.worksheets.phrases import plain
from agent.worksheets.spoken_numbers import tokens
from study.instruments.model import Answers, Option

_AROUND = (
    "a an and answer bit but call definitely do erm guess hm hmm honestly i i'd i'll id it it's its just let "
    "like maybe me mm no now number oh ok okay one please probably put really right say so sure that that's "
    "think uh uhm um well with would yeah yes you you'd yours"
)
AROUND = frozenset(_AROUND.split())
"""Words that may stand around an answer and are not of it."""
_ENGLISH = snowballstemmer.stemmer("english")


def picked(said: str, answers: Answers) -> Option | None:
    """The option that `said` names, or None where it names none, or more than one, or says more than that."""
    text = plain(said)
    if {plain(option.text) for option in answers.options} == {"yes", "no"}:
        agreed = agrees(said)
        wanted = "" if agreed is None else "yes" if agreed else "no"
        return next((option for option in answers.options if plain(option.text) == wanted), None)
    named = [option for option in answers.options if plain(option.text) == text]
    if named:
        return named[0]
    rest = _stems(text, apart=True)
    if not rest:
        return _numbered(said, answers)
    fitting = [option for option in answers.options if rest <= _stems(plain(option.text))]
    whole = [option for option in fitting if _stems(plain(option.text), apart=True) <= rest]
    if len(whole) == 1:
        return whole[0]
    return fitting[0] if len(fitting) == 1 else _numbered(said, answers)


def _stems(text: str, *, apart: bool = False) -> set[str]:
    """The words of a text by their stems, for "apply" is heard where "applied" was said."""
    words = re.findall(r"[\w'-]+", text.lower().replace("’", "'"))
    return {_ENGLISH.stemWord(word) for word in words if not (apart and word in AROUND)}


def _numbered(said: str, answers: Answers) -> Option | None:
    """The option that counts as the one number said."""
    found = tokens(said)
    values = [token.value for token in found if token.value is not None]
    others = [token for token in found if token.value is None and not token.mark and token.text not in AROUND]
    if len(values) != 1 or others:
        return None
    return next((option for option in answers.options if option.value == values[0]), None)

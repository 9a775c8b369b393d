"""Whether a turn is English at all: the companion says so honestly when it cannot follow."""

from __future__ import annotations

import re
from typing import Literal

from agent.words.closed import CLOSED
from agent.words.sets import word_set
from agent.words.tagger import known

Language = Literal["english", "empty", "foreign", "gibberish"]

MOST_WORDS = 120
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ELSEWHERE = word_set(
    "hola gracias estoy muy pero porque que como esta eres tengo quiero nada bonjour merci je suis tres "
    "mais pourquoi avec dans est pas les des une vous nous hallo danke ich bin nicht und aber warum mir "
    "ist das ein sehr habe ciao grazie sono molto perche non mi sento oggi obrigado estou muito mas nao "
    "voce hoje hej tack jag inte och privet dziekuje jestem nie bardzo ik ben niet een het van ola bom "
    "dia guten morgen tag wie geht es dir ca va por favor lo siento no puedo dormir soy triste cansado "
    "je ne sais quoi fatigue mich fühle heute traurig müde"
)
_OWN = word_set("no me an as in on am a i not so he she was die war hat den man van es mi is dance do to be")
_SHORT_ENGLISH = word_set(
    "yes no ok okay yeah hi hello hey hmm lol thanks bye please sure nah yep yup um uh mm mhm idk haha"
)
_NO_VOWEL = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}", re.I)


def language(text: str) -> Language:
    """English unless there is reason to doubt it: a typo or a name is not a foreign language."""
    words = _WORDS.findall(text[:4000])[:MOST_WORDS]
    if not words:
        return "empty" if not any(char.isdigit() for char in text[:400]) else "english"
    letters = "".join(words)
    if sum(char.isascii() for char in letters) < 0.7 * len(letters):
        return "foreign"
    lows = [word.lower().replace("’", "'") for word in words]
    english = sum(_english(word) for word in lows)
    foreign = sum(word in _ELSEWHERE and word not in _OWN for word in lows)
    share = english / len(lows)
    if foreign and foreign >= english:
        return "foreign"
    if len(lows) >= 4 and share < 0.34:
        return "foreign" if foreign or not any(_NO_VOWEL.search(word) for word in lows) else "gibberish"
    if share == 0 and sum(bool(_NO_VOWEL.search(word)) for word in lows) * 2 >= len(lows):
        return "gibberish"
    return "english"


def _english(word: str) -> bool:
    parts = word.split("'")
    return (
        word in _SHORT_ENGLISH
        or word in CLOSED
        or known(parts[0])
        or (len(parts) > 1 and known(parts[0].rstrip("n")))
    )

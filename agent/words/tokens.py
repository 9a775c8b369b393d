"""Text to words: contractions opened, fillers known, sentences apart. Linear in the text's length."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from agent.words.spelling import set_right

MOST_CHARACTERS = 2000
"""Of a longer text the parse reads the first and the last half of this; risk and language read it all."""

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "—": " - ", "–": " - ", "…": "... "})
_SPLIT = re.compile(r"^([a-z]+)(n't|'m|'re|'ve|'ll|'d|'s)$", re.I)
_WORD = re.compile(
    r"[A-Za-z]+(?:['-][A-Za-z]+)*|\d+(?:st|nd|rd|th)\b|\d+(?:[.,:]\d+)*%?|\.{2,}|[.,;:!?()\"-]"
)
_BRACKETS = re.compile(r"\[[^\]]{0,40}\]|\([a-z ,]{0,30}\)|\*[a-z ]{0,20}\*")  # [laughs], (cries), *sighs*
_STUTTER = re.compile(r"\b([A-Za-z']{1,8})(?:[-, ]{1,3}\1\b(?!['-]))+", re.I)  # "I-I", "and-and", "the, the"
_ASIDES = re.compile(
    r"(?:,\s*|(?<=\s))(?:um+|uh+|erm|er|hmm)\b,?|,\s*(?:you know|i mean|i guess|i suppose|i "
    r"think|like|sort of|kind of)\s*,"
    r"|(?<=\w)\s+i (?:guess|suppose)(?=\s+(?:to|that|it|for|of)\b)",
    re.I,
)
_CUT_OFF = re.compile(r"(?<=\w)-{1,2}(?=\s|$)|\s-{2,}\s")  # "fi- like"
_CAUSE = re.compile(r"(^|[\s,])'?cause (?=i\b|it|he|she|they|we|you|my|the|there|that)", re.I)
_SENTENCE_END = re.compile(r"[.?!\n]+(?:\s+|$)|\.{3}\s*|\n")


@dataclass(frozen=True)
class Token:
    """One word: as said, in small letters, and (once tagged) its part of speech and base form."""

    text: str
    low: str
    tag: str = ""
    lemma: str = ""
    form: str = ""
    joined: bool = False  # written onto the word before it ('m, n't)


def changed(
    token: Token, *, text: str = "", tag: str = "", lemma: str = "", form: str = "", low: str = ""
) -> Token:
    """A token with some of it changed; what is "" stays. Much cheaper than `dataclasses.replace`."""
    return Token(
        text or token.text,
        low or token.low,
        tag or token.tag,
        lemma or token.lemma,
        form or token.form,
        token.joined,
    )


@functools.lru_cache(maxsize=2048)  # a portion of a transcript goes by it more than once
def normalise(text: str) -> str:
    """Straight quotes and dashes, no control characters, single spaces, bounded length."""
    half = MOST_CHARACTERS // 2
    if len(text) > MOST_CHARACTERS:
        text = f"{text[:half]}. {text[-half:]}"
    text = text.translate(_STRAIGHT)
    if not text.isprintable():
        text = "".join(char if char.isprintable() or char == "\n" else " " for char in text)
    text = _BRACKETS.sub(" ", text)
    steady, times = _STUTTER.subn(r"\1", text)
    text = _STUTTER.sub(r"\1", steady) if times else text
    text = _ASIDES.sub(" ", text)
    text = _CUT_OFF.sub("... ", text)
    text = set_right(_CAUSE.sub(r"\1because", text))
    return re.sub(r"[ \t]+", " ", text).strip()


_TAG = re.compile(r"\b(?:you know|know what i mean|isn't it|innit|eh)$", re.I)


def sentences(text: str) -> list[tuple[str, bool]]:
    """Normalised text as sentences, each with whether it ended in a question mark."""
    found: list[tuple[str, bool]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        piece = text[start : match.start()].strip()
        if piece:
            found.append((piece, "?" in match.group() and not _TAG.search(piece)))
        start = match.end()
    if tail := text[start:].strip():
        found.append((tail, False))
    return found


def tokenise(sentence: str) -> list[Token]:
    """A sentence as tokens; contractions become two tokens, the second `joined`."""
    tokens: list[Token] = []
    for word in _WORD.findall(sentence):
        tokens.extend(_open(word))
    return tokens


def _open(word: str) -> list[Token]:
    low = word.lower()
    if low in ("can't", "won't", "shan't"):
        base = {"can't": "ca", "won't": "wo", "shan't": "sha"}[low]
        first = word[0] + base[1:]
        return [Token(first, base), Token("n't", "n't", joined=True)]
    match = _SPLIT.match(word)
    if match:
        head, tail = match.groups()
        return [Token(head, head.lower()), Token(tail, tail.lower(), joined=True)]
    return [Token(word, low)]


def join(words: list[Token] | tuple[Token, ...]) -> str:
    """Tokens as text again."""
    out = ""
    for token in words:
        glue = "" if token.joined or token.low in ",.;:!?)" or not out else " "
        out += glue + token.text
    return out

"""Phrases cut from clauses and turned round to the companion's side: noun phrases, verb phrases, times."""

from __future__ import annotations

from collections.abc import Sequence

from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.forms import gerund
from agent.words.sets import word_set
from agent.words.tokens import Token

MOST_WORDS = 8
_TAIL = word_set(
    "really just so very too either though anyway lately nowadays now right again yet already any more "
    "anymore today tonight all or something and"
)
POOR_HEADS = word_set(
    "thing things way lot bit kind sort one ones stuff point time times day days something anything "
    "everything nothing moment end back other others same rest part parts fact idea reason week month "
    "year weeks months years night morning evening hour hours minute minutes ages while question answer "
    "sense okay yeah half hand side mind life head own fault"
)
_PRONOUN_LIKE = word_set("it this that these those there what which who")
TIME_WORDS = word_set(
    "day days week weeks month months year years night nights morning mornings evening evenings hour "
    "hours minute minutes time times weekend weekends monday tuesday wednesday thursday friday saturday "
    "sunday ages christmas"
)
STATIVE = word_set(
    "imagine think wait say help make remember feel find tell be have know believe understand want "
    "like love need mean seem own belong remember hear see"
)


def shorten(tokens: Sequence[Token], most: int = MOST_WORDS) -> tuple[Token, ...]:
    """The front of a phrase, cut where a new clause or a loose end begins. Empty if it cannot stand."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        if token.tag == "Z" or (token.tag in "B" and kept) or token.low == "but":
            break
        if token.low in ("who", "which") and kept and kept[-1].tag == "N":
            break
        dated = token.low in ("last", "this", "next", "every") and kept and index + 1 < len(tokens)
        if dated and tokens[index + 1].low in TIME_WORDS:
            break
        if token.tag == "C" and index + 1 < len(tokens) and tokens[index + 1].tag in "VSMEHU":
            break
        subject = token.tag == "S" and token.low not in ("that", "this", "it", "everyone", "nobody", "you")
        if subject and kept and kept[-1].tag in "NB":
            break
        kept.append(token)
    while len([token for token in kept if not token.joined]) > most:
        cut = max((index for index, token in enumerate(kept) if token.tag == "P" and index > 1), default=0)
        if not cut or cut >= len(kept):
            return ()
        kept = kept[:cut]
    while kept and (kept[-1].low in _TAIL or kept[-1].tag in "CDPTMBWXEHU"):
        kept.pop()
    return tuple(kept)


def phrase(tokens: Sequence[Token], most: int = MOST_WORDS) -> str:
    """A shortened phrase, said back; "" where it could not be trusted."""
    short = shorten(tokens, most)
    if not short or any(token.low in ("you", "your", "yours") for token in short):
        return ""
    return said_back(short)


AMOUNTS = word_set("less more")
"""Adverbs without which a verb says something else, or the opposite."""


def verb_phrase(tokens: Sequence[Token], most: int = 7) -> tuple[str, str]:
    """(base form, -ing form) of a verb phrase that begins with its verb, said back; ("", "") if unsure."""
    tokens = list(tokens)
    while tokens and tokens[0].tag == "R":
        tokens = tokens[1:]
    if not tokens or tokens[0].tag not in "VEH":
        return "", ""
    verb = tokens[0]
    base = verb.lemma or ("be" if verb.tag == "E" else "have" if verb.tag == "H" else "")
    if not base:
        return "", ""
    rest = shorten(tokens[1:], most) if len(tokens) > 1 else ()
    if len(tokens) > 1 and not rest and tokens[1].tag not in "ZBCR":
        return "", ""
    if any(token.low in ("you", "your") for token in rest) or any(
        token.tag == "V" and token.form in ("past", "s") for token in rest
    ):
        return "", ""
    tail = said_back(rest) if rest else ""
    return f"{base} {tail}".strip(), f"{gerund(base)} {tail}".strip()


def after_to(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """What follows the first infinitive `to`, within three words; () where somebody else would do it."""
    for index, token in enumerate(tokens[:3]):
        if token.tag in "NOSDG":
            return ()
        if token.tag == "T":
            return tuple(tokens[index + 1 :])
    return ()


def noun_phrases(clause: Clause) -> tuple[tuple[Token, ...], ...]:
    """The noun phrases of a clause that are worth saying back: with an owner or `the`, not `a thing`."""
    found: list[tuple[Token, ...]] = []
    current: list[Token] = []
    for token in (*clause.tokens, Token("", ".", "Z")):
        if token.tag == "D" and token.low not in (
            "no",
            "any",
            "every",
            "what",
            "which",
            "such",
            "much",
            "many",
        ):
            _close(current, found)
            current = [token]
        elif (token.tag in "NJQG" and (current or token.tag in "N")) or (token.low == "own" and current):
            current.append(token)
        else:
            _close(current, found)
            current = []
    return tuple(found)


def _close(current: list[Token], found: list[tuple[Token, ...]]) -> None:
    words = list(current)
    if words and words[-1].tag == "G":
        return
    while words and words[-1].tag in "JGQD" and words[-1].low != "own":
        words.pop()
    if not words or words[-1].tag != "N" or len(words) > 5:
        return
    if words[0].low in ("your", "you") or words[-1].low in POOR_HEADS or words[-1].low in TIME_WORDS:
        return
    if words[0].tag == "D":
        found.append(tuple(words))


def names_person(tokens: Sequence[Token]) -> bool:
    """Whether a noun phrase is somebody."""
    return bool(tokens) and tokens[-1].low in PEOPLE


PEOPLE = word_set(
    "mum mom mummy dad daddy mother father parents parent wife husband partner boyfriend girlfriend "
    "fiance son daughter brother sister kids kid children child baby lad boy girl friend friends mate "
    "mates boss manager teacher colleague colleagues nan gran grandma grandad grandfather grandmother "
    "uncle aunt cousin nephew niece doctor therapist tutor professor flatmate neighbour neighbours ex "
    "family team twin grandson granddaughter coach landlord counsellor nurse stepdad stepmum stepfather "
    "stepmother godmother dog cat supervisor roommate"
)


def plural(tokens: Sequence[Token]) -> bool:
    """Whether a noun phrase takes `are`."""
    low = tokens[-1].low if tokens else ""
    if low in ("parents", "kids", "children", "people", "men", "women", "family", "police"):
        return low not in ("family",)
    return (
        low.endswith("s")
        and not low.endswith(("ss", "us", "is"))
        and low not in ("news", "maths", "diabetes")
    )


def _between_numbers(tokens: list[Token], start: int) -> bool:
    """ "two hundred and eleven": the `and` inside a number."""
    return start > 1 and tokens[start - 1].low == "and" and tokens[start - 2].tag == "Q"


def time_phrase(text_tokens: Sequence[Token]) -> str:
    """A time said in a clause that can stand alone: "third time", "every night", "thirty years"."""
    tokens = list(text_tokens)
    for index, token in enumerate(tokens):
        if token.low not in TIME_WORDS or token.tag != "N":
            continue
        if token.low == "time" and index and tokens[index - 1].low == "the":
            continue
        if index + 1 < len(tokens) and tokens[index + 1].tag == "N":
            continue
        start = index
        while start > 0 and (
            (tokens[start - 1].tag in "QJD" and index - start < 3)
            or (
                tokens[start].tag == "Q" and (tokens[start - 1].tag == "Q" or _between_numbers(tokens, start))
            )
        ):
            start -= 1
            if tokens[start].low in ("every", "all", "most", "a", "an"):
                break
        words = tokens[start:index]
        lows = [word.low for word in words]
        count = any(
            word.tag == "Q" or word.low in ("third", "second", "fourth", "fifth", "few", "several")
            for word in words
        )
        before = tokens[start - 1] if start else None
        one = lows in (["a"], ["an"]) and (before is None or before.tag not in "NQJ")
        often = lows[:1] in (["every"], ["all"]) or lows[:1] == ["most"]
        if (count or often or one) and not (set(lows) & {"this", "that", "my", "your"}):
            followed = tokens[index + 1].low if index + 1 < len(tokens) else ""
            if followed not in ("a", "per", "old", "'s") and len(words) <= 5:
                left_out = ("the", "for", "a", "an")
                said = said_back([word for word in tokens[start : index + 1] if word.low not in left_out])
                if one and said:
                    return f"{lows[0]} {said}"
                return f"a {said}" if said.startswith(("couple", "few")) else said
    return ""

"""Corrections: "no, not my sister, my mother", "it was Tuesday, not Monday", "I meant the other job"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.grounding.people import RELATIONS
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.phrases import PEOPLE, phrase, shorten
from agent.words.sets import word_set
from agent.words.tagger import known
from agent.words.tokens import normalise

_NP = r"(?:(?:my|the|his|her|their|our|a|an|on|in|at) )?[\w'-]+(?: [\w'-]+){0,3}"
_TELLS = (
    r"(?:no,? |sorry,? |wait,? |oh,? |well,? )*(?:but |it's |it is |it was |its |i meant |i mean |"
    r"rather |that's |"
    r"actually )*"
)
_END = r"(?=[.,;:!?]| though\b| actually\b|$)"
_SHAPES = (
    re.compile(rf"\b(?:no,? )?not (?P<old>{_NP})[,.;:]+ ?{_TELLS}(?P<new>{_NP}){_END}", re.I),
    re.compile(rf"\b(?:no,? )?not (?P<old>{_NP}) but (?P<new>{_NP}){_END}", re.I),
    re.compile(
        rf"\b(?:it|that|this|there|he|she|they)(?:'s|'re| is| was| were| are)(?: not|n't)(?: "
        rf"really)? (?P<old>{_NP})[,.;:]+ ?"
        rf"{_TELLS}(?:(?:it|that|this|he|she|they)(?:'s|'re| is| was| were| are) )?(?P<new>{_NP}){_END}",
        re.I,
    ),
    re.compile(
        rf"\bi said (?P<old>{_NP})[,.;:]*(?: and| but)? i (?:meant|mean|should have said) "
        rf"(?P<new>{_NP}){_END}",
        re.I,
    ),
    re.compile(
        rf"^(?:oh,? |no,? |sorry,? |wait,? |actually,? |well,? )*{_TELLS}(?P<new>{_NP}), not "
        rf"(?P<old>{_NP}){_END}",
        re.I,
    ),
    re.compile(
        rf"\b(?:it's|it was|it is|its|that was|that's|i said|i meant|i mean|actually,?|he's|she's|"
        rf"they're|was|is|were|at|on|"
        rf"in|to|with|for|by|owe|had|have|did|do|get|take|make|pay) (?P<new>{_NP})(?: [\w']+)?(?:, "
        rf"the [\w']+)?,? not (?P<old>{_NP}){_END}",
        re.I,
    ),
    re.compile(
        rf"\b(?P<new>{_NP}) (?:rather than|instead of) (?P<old>{_NP}){_END}",
        re.I,
    ),
    re.compile(
        r"^(?:no,? |sorry,? |wait,? |actually,? ){1,3}(?:i meant |i mean |it was |it's |it is )?"
        r"(?P<new>(?:my|the|on|in|with|at|to|by|from) [\w'-]+(?: [\w'-]+)?)[.!]?$",
        re.I,
    ),
    re.compile(
        rf"^(?:no,? |sorry,? |well,? )?i (?:meant|mean|meant to say|should say) (?P<new>{_NP})[.!]?$", re.I
    ),
)
_WITHDRAWN = re.compile(
    r"\b(?:forget (?:about )?|never mind (?:about )?|scrap |drop |leave out |it's not about )"
    r"(?P<old>(?:the |my |that |what i said about )?[\w' ]{3,30}?)(?=[.,!?]|$)",
    re.I,
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty"
)
CLASSES: tuple[frozenset[str], ...] = (RELATIONS | PEOPLE, _DAYS, _NUMBERS)
_MENDS = re.compile(r"^(?:no|nope|not|sorry|wait|actually|i meant|i said|hang on|nah)\b", re.I)
_SKIP = word_set(
    "really exactly quite sure that it this sorry right true all yet now much even just only so too always"
)
_MARKED = re.compile(
    r"^(?:oh,? |um,? |er,? |and,? )*(?:no|nope|nah|sorry|wait|hang on|hold on|actually|well|okay|ok|"
    r"i mean|i meant|i said|make that|or "
    r"rather|correction|scratch that|my mistake|i lied|i tell a lie)\b|, sorry\b|"
    r"\b(?:actually|more like|closer to|nearer(?: to)?|in fact|if i'm honest|to be exact|to be "
    r"honest|i meant|make that|rather|if you "
    r"count|now|these days|as it turns out|turns out)\b|, really$",
    re.I,
)
_MOVED = re.compile(
    r"\b(?:moved|put back|pushed back|put off|pushed|changed|brought forward|postponed|rescheduled|"
    r"delayed|switched|shifted|"
    r"rearranged|extended|till|until|got till|has till)\b",
    re.I,
)


def marked(sentence: str) -> bool:
    """Whether a sentence says of itself that it puts something right, or how it is now."""
    return _MARKED.search(sentence) is not None


_MOVES_ON = re.compile(r"\b(?:now|these days)\b", re.I)


def puts_right(sentence: str) -> bool:
    """Whether a sentence puts right what was said; one that tells how it is now takes nothing back."""
    return marked(_MOVES_ON.sub("", sentence).strip(" ,"))


_STEPPED = re.compile(
    r"\b(?:(?:down|up|gone|went|dropped|risen|rose|fell|fallen|cut (?:it )?(?:down|back)|increased|"
    r"raised)(?: \w+)? to|"
    r"is now|are now|'s now)\b",
    re.I,
)


def stepped(sentence: str) -> bool:
    """Whether an amount went up or down."""
    return _STEPPED.search(sentence) is not None


def moved(sentence: str) -> bool:
    """Whether something was put to another time."""
    return _MOVED.search(sentence) is not None


_NOT_RIGHT = re.compile(
    r"^(?:(?:no|nope|sorry|wait|actually|well)[,.]? )*(?:that's|that is|that was) "
    r"(?:not (?:quite |really )?(?:right|true|so|it)|wrong)[,.:;]+ (?=\w)",
    re.I,
)
"""What goes before a correction and says no more than that one comes."""

_CLAUSAL = word_set("it he she they i you was were is are did do does had have he's she's it's i'm isn't")


@dataclass(frozen=True)
class Correction:
    """`old` is to give way to `new`; `old` is "" where it was not said, `new` "" for a withdrawal."""

    old: str
    new: str


def corrections(text: str) -> tuple[Correction, ...]:
    """What a turn puts right, at most two."""
    plain = _NOT_RIGHT.sub("No, ", normalise(text)[:400])
    found: list[Correction] = []
    for shape in _SHAPES:
        match = shape.search(plain)
        if match:
            parts = match.groupdict()
            old = _phrase_only(_bare(parts.get("old") or ""))
            new = _phrase_only(_bare(parts.get("new") or "", within=match.start("new") > 0))
            if (
                new
                and (old or not parts.get("old"))
                and new not in _SKIP
                and old.split(" ")[0] not in _SKIP
                and old != new
            ):
                found.append(Correction(old, new))
                break
    if match := _WITHDRAWN.search(plain):
        found.append(Correction(_bare(match["old"]), ""))
    return tuple(found[:2])


def _bare(words: str, *, within: bool = False) -> str:
    """Without owner or article, in small letters unless it is a name (`within`: not the first word)."""
    whole, words = words.strip(), _NAMES_IT.sub("", words.strip())
    plain = words if (within or words != whole) and len(words.split()) == 1 else _lowered(words)
    return re.sub(
        r"^(?:my|his|her|their|our|that|what i said about|on|in|with|at|to|by|from|about|the(?! \d|"
        r"(?:\w+-)?\w+(?:st|nd|rd|th)\b)|"
        r"an?(?! (?:hundred|thousand|million|dozen|couple)\b)) ",
        "",
        plain,
    )


_NAMES_IT = re.compile(r"^(?:his |her |their |the )?name(?:'s| is| was) |^(?:called|named) ", re.I)


def _phrase_only(words: str) -> str:
    """Up to where a clause begins: "thursdays she takes me" -> "thursdays"."""
    kept = itertools.takewhile(lambda word: word not in _CLAUSAL, words.split())
    return " ".join(kept)


def _lowered(words: str) -> str:
    """In small letters, but for capitalised words that are in no list."""
    return " ".join(
        word if word[:1].isupper() and not known(word.lower()) else word.lower() for word in words.split()
    )


def same_class(old: str, new: str) -> bool:
    """Whether one could stand in the other's place: both people, both days, both numbers."""
    return any(old.split()[-1] in group and new.split()[-1] in group for group in CLASSES if old and new)


def replaces(value: str, old: str, new: str) -> str:
    """`value` with `old` replaced by `new`, or "" if `old` is not in it."""
    changed, count = re.subn(rf"\b{re.escape(old)}\b", new, value, flags=re.I)
    return changed if count else ""


def pivot(clauses: Sequence[Clause], most: int) -> str:
    """ "It's not the money, it's the silence after": what it is instead, said back; "" if nothing is.

    The first half must be among the first `most` clauses (those after are the next sentence).
    """
    for place, (first, second) in enumerate(itertools.pairwise(clauses)):
        if place >= most or first.person not in _IT or second.person not in _IT:
            continue
        if not (first.negated and not second.negated and first.verb and second.verb):
            continue
        being = any(token.tag == "E" for token in second.auxiliaries) and second.verb.form == "ing"
        rest = [token for token in second.rest if token.tag != "R"]
        if first.verb.tag == "E" and being:
            return f"{second.verb.text} {phrase(second.rest, 6)}".strip()
        if first.verb.tag == "E" == second.verb.tag:
            if rest and rest[0].low == "that" and len(rest) > 2:
                return f"that {said_back(shorten(rest[1:], 9))}"
            return phrase(rest, 6)
    return ""


_IT = ("it", "that", "this")


def corrected_words(text: str) -> str:
    """What was put right: "not my sister, my mother" -> "your mother"."""
    plain = normalise(text)[:400]
    if len(plain.split()) > 14 or not _MENDS.match(plain):
        return ""
    for correction in corrections(plain):
        if not correction.new or not (correction.old or same_class(correction.new, correction.new)):
            continue
        match = re.search(
            rf"\b((?:my|the|his|her|their|our|a|an) )?{re.escape(correction.new)}\b", plain, re.I
        )
        owner = (match.group(1) or "").strip().lower() if match else ""
        said = match.group(0)[len(match.group(1) or "") :].strip() if match else correction.new
        return f"{ {'my': 'your', 'our': 'your'}.get(owner, owner) } {said}".strip()
    return ""

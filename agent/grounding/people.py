"""People: who is spoken of, how they stand to the person, what they are called, and whether he or she.

A person is known by the place they have ("sister"), or by name where that is all that was said.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agent.grounding.values import values
from agent.words.phrases import PEOPLE
from agent.words.sets import word_set
from agent.words.tagger import known, tag
from agent.words.tokens import Token, tokenise
from alongside.records import GroundEntry

SHE = word_set(
    "mum mom mummy mam mother wife girlfriend daughter sister girl nan gran grandma granny "
    "grandmother aunt auntie "
    "niece granddaughter stepmum stepmother godmother stepdaughter stepsister mother-in-law sister-in-law "
    "daughter-in-law fiancee woman lady missus mrs ms miss"
)
HE = word_set(
    "dad daddy father husband boyfriend son brother lad boy grandad grandfather grandpa uncle "
    "nephew grandson "
    "stepdad stepfather stepson stepbrother father-in-law brother-in-law son-in-law fiance fella "
    "bloke man mr godfather"
)
THEY = word_set(
    "parents kids children friends mates colleagues neighbours girls boys lads sons daughters "
    "brothers sisters twins "
    "grandparents grandchildren cousins flatmates housemates family team in-laws nieces nephews"
)
RELATIONS = (
    PEOPLE
    | SHE
    | HE
    | THEY
    | word_set(
        "housemate supervisor physio gp midwife solicitor lodger other-half cousin tutor supervisor "
        "carer sponsor "
        "bestie godchild consultant surgeon dentist vicar priest imam rabbi trainer client lecturer mentor"
    )
) - word_set("mr mrs ms miss man woman lady team")
ANIMALS = word_set("dog cat puppy kitten rabbit horse hamster")
BARE = word_set("mum dad mom mam nan gran grandad grandma granny grandpa")
GROUPS = {
    "parents": word_set("mum dad mother father mom mam"), "kids": word_set("son daughter lad girl boy"),
    "children": word_set("son daughter lad girl boy"), "family": word_set("mum dad mother father "
        "sister brother"),
}  # fmt: skip
_TITLES = word_set("mr mrs ms miss dr doctor professor sister father")
_NOT_NAMES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august "
    "september october november december christmas easter diwali eid whitsun ramadan hanukkah new "
    "year english "
    "french spanish polish german arabic ok okay tv gp a&e nhs god jesus instagram tiktok facebook "
    "whatsapp google zoom "
    "i i'm mr mrs"
)
_PLACING = word_set("in at from near around via onto into")
_GOING = word_set("move go travel fly come drive get live walk return be relocate emigrate commute train bus")
_NAME = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Professor) )?[A-Z][a-z]+(?:-[A-Z][a-z]+)?"
_REL = "|".join(sorted((re.escape(word) for word in RELATIONS), key=len, reverse=True))
_OWNED = re.compile(
    rf"\b(?i:my|our) (?P<mods>(?:[a-z-]+ ){{0,3}}?)(?P<rel>(?i:{_REL}))\b"
    rf"(?P<called>,?(?: who)?(?:'s| is| was)? (?:called|named) |'s name(?:'s| is| was) |'s |,? )?"
    rf"(?P<name>{_NAME}|(?<=called )[a-z]+|(?<=named )[a-z]+|(?<=name is )[a-z]+|(?<=name's )[a-z]+)?"
)
_IS = re.compile(
    rf"\b(?P<name>{_NAME})(?:'s| is| was|,) (?:my|our) (?P<mods>(?:[a-z-]+ ){{0,2}}?)(?P<rel>{_REL})\b"
)
_LINK = re.compile(
    r"\b(?P<who>he|she)(?:'s| is| was) (?:called|named) (?P<name>[A-Za-z]+)|"
    r"\b(?P<whose>his|her) name(?:'s| is| was) (?P<named>(?:(?:Mr|Mrs|Ms|Dr|Professor) )?[A-Za-z]+)",
    re.I,
)
_CALLED = re.compile(
    r"\b(?i:a|an|this|the|one|some) (?:[a-z]+ ){0,3}?(?P<what>[a-z]+) (?:called|named) "
    r"(?P<name>[A-Z][a-z]+)\b"
)
_SELF = re.compile(
    r"\b(?:my name is|my name's|i'm called|everyone calls me|people call me|call me|i am called) "
    r"(?P<name>[A-Za-z]{2,15})\b", re.I,
)  # fmt: skip
_NO_SELF = word_set("a an the my back when if later not names crazy mad lazy stupid in on")


@dataclass(frozen=True)
class Person:
    """Somebody spoken of: `key` for the ledger, `value` said back, and where they were named."""

    key: str
    value: str
    relation: str = ""
    name: str = ""


def people(sentence: str) -> Iterator[Person]:
    """Those with a place in the person's life, and bare names, in one sentence."""
    named: set[str] = set()
    for match in _OWNED.finditer(sentence):
        person = _owned(match)
        if person.name:
            named.add(person.name.lower())
        yield person
    for match in _IS.finditer(sentence):
        if _may_name(match["name"]):
            named.add(match["name"].lower())
            relation = match["rel"].lower()
            yield _placed(relation, f"{match['mods'] or ''}{relation}", match["name"])
    tokens = _tagged(sentence)
    for index, token in enumerate(tokens):
        if token.low in BARE and _bare(tokens, index):
            yield _placed(token.low, token.low, "")
    for match in _CALLED.finditer(sentence):
        if match["what"].lower() not in (
            "it",
            "thing",
            "place",
            "something",
            "game",
            "film",
            "book",
            "pub",
            "app",
        ):
            named.add(match["name"].lower())
            relation = match["what"].lower()
            yield Person(f"name:{match['name'].lower()}", match["name"], relation, match["name"])
    for match in _SELF.finditer(sentence):
        if match["name"].lower() not in _NO_SELF and not known(match["name"].lower()):
            named.add(match["name"].lower())
            yield Person("self", match["name"].capitalize())
    for name in _loose_names(tokens):
        if name.lower() not in named and not any(name.lower() in item.split() for item in named):
            yield Person(f"name:{name.lower()}", name, "", name)


@functools.lru_cache(maxsize=256)
def _tagged(sentence: str) -> tuple[Token, ...]:
    return tuple(tag(tokenise(sentence)))


def _owned(match: re.Match[str]) -> Person:
    relation = match["rel"].lower()
    name = match["name"] or ""
    said = match["called"] or ""
    apart = said.strip() in ("'s", "") and said.strip() == "'s"
    if name and (apart or not _may_name(name, told="call" in said or "nam" in said)):
        name = ""
    return _placed(relation, f"{match['mods'] or ''}{relation}", name)


def _placed(relation: str, described: str, name: str) -> Person:
    words = f"your {described.lower().strip()}"
    shown = name if name[:1].isupper() else name.capitalize()
    return Person(f"person:{relation}", f"{shown}, {words}" if name else words, relation, shown)


def _may_name(name: str, *, told: bool = False) -> bool:
    """A capitalised word that is no day, no month and no other thing."""
    low = name.lower().split()[-1]
    if low in _NOT_NAMES or values(name):
        return False
    return told or not (known(low) and low in _OPENING)


_OPENING = word_set(
    "and but so then when if because the a he she it we they you that this what who i my her his"
)


def _bare(tokens: Sequence[Token], index: int) -> bool:
    """ "Dad's having his bypass", "me and dad": without an owner, and no word of address."""
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if before is not None and (before.tag in "DJGQ" or before.low in ("a", "the")):
        return False
    return not (after is not None and after.low == "," and before is None)


def _loose_names(tokens: Sequence[Token]) -> Iterator[str]:
    """Names that stand alone where somebody would: before a verb, after "with", beside "and"."""
    for index, token in enumerate(tokens):
        if not _capital(token):
            continue
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        title = before is not None and before.low in _TITLES and before.text[:1].isupper()
        if before is not None and (before.tag in "DJQ" or (before.low == "called" and index > 1)):
            continue
        if before is not None and before.low in RELATIONS and not title:
            continue
        if before is not None and before.low in _PLACING:
            continue
        if before is not None and before.low == "to" and _lemma_before(tokens, index) in _GOING:
            continue
        if _acts(after, tokens[index + 2 : index + 4]) or (
            before is not None and _somebody_after(tokens, index)
        ):
            yield f"{before.text} {token.text}" if title and before is not None else token.text


def _capital(token: Token) -> bool:
    low = token.low
    return (
        token.text[:1].isupper()
        and len(low) > 1
        and low.isalpha()
        and not token.text.isupper()
        and low not in _NOT_NAMES
        and low not in RELATIONS
        and not known(low)
    )


def _lemma_before(tokens: Sequence[Token], index: int) -> str:
    return next((token.lemma for token in reversed(tokens[:index]) if token.tag in "VE"), "")


def _acts(after: Token | None, later: Sequence[Token]) -> bool:
    """Whether what follows is what somebody does."""
    if after is None:
        return False
    if after.tag in "EHMUX" or (after.tag == "V" and after.form in ("s", "past", "base")):
        return after.low != "'s" or after.tag in "EH"
    return after.tag == "R" and bool(later) and later[0].tag in "VEHMU"


_SOMEBODY = word_set("with by and to about for like me than of without from see told asked")


def _somebody_after(tokens: Sequence[Token], index: int) -> bool:
    before = tokens[index - 1]
    if before.low in ("and", ",", "or"):
        near = [token for token in tokens[max(0, index - 4) : index + 4] if token is not tokens[index]]
        return any(_capital(token) or token.low in ("me", "i") for token in near) and not any(
            token.low in _PLACING for token in near
        )
    if before.tag == "V":
        return before.lemma in _MEETING
    return before.low in ("with", "by", "to", "about", "for", "without", "than")


_MEETING = word_set(
    "tell ask see meet ring call text phone visit love miss marry hate trust know help hear let "
    "make leave thank "
    "email message hug owe lose find date"
)


class Circle:
    """Those held in the common ground: by name, by place, and what stands for them."""

    def __init__(self, ledger: Iterable[GroundEntry]) -> None:
        self.by_name: dict[str, str] = {}
        self.values: dict[str, str] = {}
        for entry in ledger:
            if entry.kind != "name" or entry.status not in ("proposed", "accepted"):
                continue
            if entry.key.startswith("person:"):
                who = entry.key.removeprefix("person:")
                self.values[who] = entry.value
                if "," in entry.value:
                    self.by_name[entry.value.split(",")[0].lower().split()[-1]] = who
            elif entry.key.startswith("name:"):
                self.by_name.setdefault(entry.value.lower().split()[-1], entry.value.lower())
                self.values.setdefault(entry.value.lower(), entry.value)

    def who(self, tokens: Sequence[Token]) -> str:
        """The one a phrase speaks of, "" where it is nobody known."""
        lows = [token.low for token in tokens]
        for low in lows:
            if low in self.by_name:
                return self.by_name[low]
        for index, low in enumerate(lows):
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if (
                low in RELATIONS
                and (after is None or after.tag != "G")
                and (lows[0] in ("my", "our") or low in BARE)
            ):
                return low
        return ""

    def spoken(self, who: str) -> str:
        """How they are called back: "your sister", "Ana"."""
        value = self.values.get(who, "")
        return value.split(", ")[-1] if value else (f"your {who}" if who in RELATIONS else who.capitalize())


def gender(who: str, relation: str = "") -> str:
    """he, she, they, or "" where it cannot be told."""
    head = (relation or who).split(":")[0].split()[-1] if who else ""
    first = who.split()[0] if who else ""
    if head in SHE or first in ("mrs", "ms", "miss"):
        return "she"
    if head in HE or first == "mr":
        return "he"
    return "they" if head in THEY else ""


def links(sentence: str) -> Iterator[tuple[str, str]]:
    """ "Her name's Lund", "he was called biscuit" -> ("she", "Lund"): a name for one meant by a pronoun."""
    for match in _LINK.finditer(sentence):
        name = match["name"] or match["named"]
        low = name.lower()
        if (
            low in _NOT_NAMES
            or low in _NO_SELF
            or (known(low) and name[0].islower() and match["who"] is None)
        ):
            continue
        pronoun = match["who"] or {"his": "he", "her": "she"}[match["whose"].lower()]
        yield pronoun.lower(), name if name[0].isupper() else name.capitalize()

"""A person out of spoken words: "probably Tom from work" -> "Tom from work"; "there's no one" -> "nobody"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.worksheets.phrases import holds, is_all, listed, pattern, plain, words
from agent.worksheets.values import clean

NOBODY = "nobody"
SHORT = 4
"""Words that may be a person's name even where none of them is known as one."""


@dataclass(frozen=True)
class Named:
    """Who was named, in their own words, and whether that is sure; or the problem."""

    who: str = ""
    problem: Literal["", "empty", "person"] = ""
    sure: bool = True


def person(said: str) -> Named:
    """The person named in `said`."""
    text = _last_try(clean(said))
    if not pattern(r"\b<fillers>(?:\s|$)").sub("", plain(text)).strip():
        return Named(problem="empty")
    if is_all("nobody", plain(text)):
        return Named(NOBODY)
    who, verb = _stripped(text)
    spoken = plain(who).split()
    if (
        not any(map(str.isalpha, who))
        or not spoken
        or is_all("not_person", plain(who))
        or is_all("person_tail", plain(who))
    ):
        return Named(problem="person")
    if is_all("nobody", plain(who)):
        return Named(NOBODY)
    known = holds("person_words", plain(who))
    if known and len(spoken) <= 3 * SHORT and spoken[0] not in words("clause_heads") - {"who", "you"}:
        return Named(who)
    return _unknown(who, said, verb)


def _unknown(who: str, said: str, verb: bool) -> Named:
    """Somebody not known by a word such as "sister": by a name, or else asked about."""
    first, *others = who.split()
    spoken = plain(who).split()
    named = any(word[:1].isupper() for word in others) or (first[:1].isupper() and first != said.split()[0])
    capital = named or first[:1].isupper()
    if len(spoken) > SHORT * (2 if named else 1) or (spoken[0] in words("determiners") and verb):
        return Named(problem="person")
    told = set(spoken) & (words("clause_heads") - {"who"} | set(listed("ones") + listed("tens")))
    if (told and not named) or spoken[-1].endswith("ing"):
        return Named(problem="person")
    return Named(who, sure=capital)


def _last_try(text: str) -> str:
    """What stands after "no", "I mean" or "not her": the person meant in the end."""
    for part in reversed(pattern(r"<person_restart>").split(text)):
        if plain(part) and not is_all("person_tail", plain(part)):
            return part
    return text


def _stripped(text: str) -> tuple[str, bool]:
    """Without what leads to the person and what is said about them after; and whether a verb followed."""
    whole = pattern(r"^(?:<person_lead>[\s,.]+)+(?=\S)").sub("", text)
    who = pattern(r"<person_cut>$").sub("", whole)
    verb = bool(pattern(r"^\s*<person_verb>\b").match(whole[len(who) :]))
    who = pattern(r"(?:[\s,]+<person_tail>)+[\s.,!?]*$").sub("", who)
    return who.strip(" .,;:!?–-"), verb

"""Which of a list was meant: by its words or other words for it, by number, all but one, none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.worksheets.choice_words import Mention, Word, mentions, spoken
from agent.worksheets.phrases import is_all, pattern, plain, words
from agent.worksheets.places import places
from agent.worksheets.schema import Field

MARGIN = 3
"""Words of content beside several loosely named choices up to which they are taken; with more they are asked
about, and a single choice with any."""


OPENING = 8
"""Words up to which an answer that opens with yes or no is that yes or no."""


@dataclass(frozen=True)
class Picked:
    """The choices meant, in the order of the field, and whether that is sure. `empty`: none, and said so."""

    choices: tuple[str, ...] = ()
    sure: bool = True
    empty: bool = False
    exact: bool = False  # the words of one choice and nothing else
    named: bool = False  # some choice was spoken of, even if none was picked


def pick(said: str, field: Field) -> Picked:
    """What `said` picks among the choices of `field`."""
    heard = spoken(said)
    text = " ".join(word.text for word in heard if not word.mark)
    whole = mentions(heard, field)
    exact = len(whole) == 1 and whole[0].literal and whole[0].words == len(text.split())
    if exact:
        return Picked((whole[0].choice,), exact=True)
    if is_all("none_of_them", text):
        others = tuple(choice for choice in field.choices if is_all("other_choices", plain(choice)))
        mapped = len(others) == 1 and field.kind == "choice" and text != "nothing"
        return Picked(others) if mapped else Picked(empty=True)
    decided = _yes_or_no(text, field, whole)
    if decided:
        return Picked((decided,))
    found = Picked()
    for part in _parts(heard, field):
        found = _picked(part, field)
        if found.choices:
            break
    return replace(found, named=found.named or bool(whole))


def _picked(heard: Sequence[Word], field: Field) -> Picked:
    """What one stretch of speech picks, once what was taken back is gone."""
    named = mentions(heard, field)
    numbered = places(heard, named, len(field.choices))
    for_all = _all(heard, named, field)
    if field.kind == "choice" and any(one.literal for one in named):
        named = [one for one in named if one.strong]  # a word that only reminds of another does not count
    refused = _refused(heard, [*named, *numbered])
    wanted = [one for one in [*named, *numbered] if one not in refused]
    left_out = {choice for one in refused for choice in one.of(field)}
    if (for_all and (refused or not wanted)) or (refused and not wanted and _excepts(heard)):
        kept = tuple(choice for choice in field.choices if choice not in left_out)
        one = field.kind == "several" or len(kept) == 1
        return Picked(kept if one else (), sure=for_all and all(item.sure for item in refused))
    if refused and not wanted:
        rest = tuple(choice for choice in field.choices if choice not in left_out)
        return Picked(rest if len(rest) == 1 else (), sure=False, named=True)
    meant = {choice for one in wanted for choice in one.of(field)} - left_out
    beside = _beside(heard, [*named, *numbered])
    loose = [one for one in wanted if not one.strong and not _pointed_at(heard, one)]
    most = 0 if field.kind == "choice" else MARGIN
    sure = all(one.sure for one in wanted) and (beside <= most or not loose)
    return Picked(tuple(choice for choice in field.choices if choice in meant), sure, named=bool(wanted))


def _yes_or_no(text: str, field: Field, whole: Sequence[Mention]) -> str:
    """The choice that a plain yes or no picks, where just one begins with it."""
    for section, word in (("no_choice", "no"), ("yes_choice", "yes")):
        others = [one for one in whole if not one.choice.casefold().startswith(word)]
        fitting = [choice for choice in field.choices if choice.casefold().split()[0].strip(",.;:") == word]
        said = pattern(
            rf"(?:<before_choice>\s+)*<{section}>(?:\s+(?:<{section}>|<before_choice>))*"
        ).fullmatch(text)
        both_ways = {"yes", "no"} <= set(text.split())
        opens = not both_ways and (
            text.split()[:1] == [word]
            and len(text.split()) <= OPENING
            and section in ("no_choice", "yes_choice")
        )
        if len(fitting) == 1 and (said or (opens and not others)):
            return fitting[0]
    return ""


def _parts(heard: Sequence[Word], field: Field) -> list[Sequence[Word]]:
    """What follows "no", "wait", "I mean" between two picks, and failing that the whole."""
    cuts_at = words("repairs") | (words("settles") if field.kind == "choice" else frozenset())
    cuts = [
        place + 1
        for place, word in enumerate(heard)
        if place and word.text in cuts_at and not _denies_next(heard, place, field)
    ]
    return [*([heard[cuts[-1] :]] if cuts else []), heard]


def _denies_next(heard: Sequence[Word], place: int, field: Field) -> bool:
    """Whether a "no" or "really" belongs to the words around it: "not really", "no work"."""
    before = next((word for word in reversed(heard[:place]) if not word.mark), None)
    after = heard[place + 1] if place + 1 < len(heard) else None
    if heard[place].text == "no" and field.kind == "several" and after and not after.mark:
        return True
    marked = heard[place - 1].mark or (before is not None and before.text in ("or", "oh", "and"))
    return heard[place].text in ("no", "really", "actually", "mean", "make", "rather") and not marked


def _pointed_at(heard: Sequence[Word], one: Mention) -> bool:
    """Whether a word stands for its choice as in "the fortune one"."""
    return one.start > 0 and heard[one.start - 1].text in ("the", "that", "some", "more", "just", "only")


def _excepts(heard: Sequence[Word]) -> bool:
    text = " ".join(word.text for word in heard if not word.mark)
    return bool(pattern(r"\b(?:anything but|everything but|all but|except)\b").search(text))


def _all(heard: Sequence[Word], named: Sequence[Mention], field: Field) -> bool:
    """Whether all of them are meant: "all", "everything except ...", "both" of two."""
    if field.kind != "several":
        return False
    taken = {place for one in named for place in range(one.start, one.end)}
    free = [word.text for place, word in enumerate(heard) if place not in taken]
    text = " ".join(free).strip(" .,;!?")
    both = len(field.choices) == 2 and pattern(r"\b<both_of_them>\b").search(text)
    return bool(both or pattern(r"\b<all_of_them>").search(text))


def _refused(heard: Sequence[Word], named: Sequence[Mention]) -> list[Mention]:
    """The picks that stand behind "not", "except", "anything but"; a list after "except" is one."""
    found = []
    for one in named:
        after = heard[one.end].text if one.end < len(heard) else ""
        if after in words("not_well"):
            continue
        behind = " ".join(word.text for word in heard[one.end : one.end + 3])
        if pattern(r"^(?:<is_not>)\b").match(behind):
            found.append(one)
            continue
        listed = False
        for place in range(one.start - 1, -1, -1):
            word = heard[place]
            lead = " ".join(other.text for other in heard[max(0, place - 2) : place + 1])
            directly = word.text == "no" and all(
                other.text in ("no", "the", "a") for other in heard[place : one.start]
            )
            if (
                directly
                or word.text in words("leave_out_list")
                or pattern(r"\b<leave_out_phrases>$").search(lead)
            ):
                found.append(one)
                break
            inside = any(other.start <= place < other.end for other in named)
            listed = listed or inside
            if word.text in words("leave_out") and not listed:
                found.append(one)
                break
            if word.text in ("but", "more") or (word.mark and not inside and not _in_list(heard, place)):
                break
            if not (inside or word.mark or word.text in words("choice_small")):
                break
    return found


def _in_list(heard: Sequence[Word], place: int) -> bool:
    """Whether a mark may stand inside a list after "except"."""
    return any(word.text in words("leave_out_list") or word.text == "but" for word in heard[:place])


def _beside(heard: Sequence[Word], named: Sequence[Mention]) -> int:
    """How many words of content belong to no pick."""
    taken = {place for one in named for place in range(one.start, one.end)}
    return sum(
        place not in taken and not word.mark and word.text not in words("choice_small")
        for place, word in enumerate(heard)
    )

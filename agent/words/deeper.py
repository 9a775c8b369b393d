"""What may lie beneath: needs, values, what an event does to a day. Offered as guesses."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent.appraisal.lists import load
from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import sentence
from agent.words.material import Material
from agent.words.moves.standing import only_one
from agent.words.phrases import phrase
from agent.words.sets import word_set

_NEED_FRAMES = (
    "what's missing is {}",
    "you've been going without {}",
    "{}: that would be something",
    "{}, for once",
)
_VALUE_FRAMES = (
    "{} matters to you",
    "you care about {}",
    "it's about {}, underneath",
    "{}: that's in there too",
)


@functools.cache
def _deeper() -> dict[str, list[tuple[str, re.Pattern[str], Any]]]:
    content = load(Path(__file__).with_name("deeper.yaml"))
    return {
        group: [
            (key, re.compile(rf"\b(?:{entry['signs']})(?:s|'s)?(?!\w)", re.I), entry["says"])
            for key, entry in entries.items()
        ]
        for group, entries in content.items()
    }


@functools.cache
def while_it_lasts() -> frozenset[str]:
    """Frames of guesses that hold only while a habit goes on: nothing for somebody who has stopped."""
    content = load(Path(__file__).with_name("deeper.yaml"))
    return frozenset(f"event.{key}" for key, entry in content["events"].items() if entry.get("still"))


_DENIED = re.compile(r"\b(?:never|not|no|isn't|wasn't|aren't|don't|doesn't|didn't|hasn't|haven't) (?:\w+ )?$")
"""What stands before a sign and takes it back: "he never shouts"."""


@functools.lru_cache(maxsize=64)
def _signs(group: str, text: str) -> tuple[tuple[str, Any, float], ...]:
    """(key, what it says, how far into the turn, 0 to 1) of each sign that shows."""
    lowered = text.lower()
    found = []
    for key, rule, says in _deeper()[group]:
        places = [
            match.start() for match in rule.finditer(lowered) if not _DENIED.search(lowered[: match.start()])
        ]
        if places:
            found.append((key, says, places[-1] / max(1, len(lowered))))
    return tuple(found)


def needs(material: Material) -> Iterator[Candidate]:
    """The need behind a complaint."""
    for key, says, _ in _signs("needs", material.text):
        for number, frame in enumerate(_NEED_FRAMES):
            yield Candidate(
                sentence(frame.format(says)),
                f"need.{number}",
                "needs",
                "complex",
                1.0,
                ("feeling", f"need: {says}"),
                f"need:{key}",
            )


def values(material: Material) -> Iterator[Candidate]:
    """What somebody cares about, heard in what hurts."""
    for key, says, _ in _signs("values", material.text):
        frames = _VALUE_FRAMES[1:] if says.startswith(("the people", "things", "what")) else _VALUE_FRAMES
        for number, frame in enumerate(frames):
            yield Candidate(
                sentence(frame.format(says)),
                f"value.{number}",
                "values",
                "complex",
                1.0,
                ("feeling", f"value: {says}"),
                f"value:{key}",
            )
    if material.person and not any(feeling.label in ("anger", "fear") for feeling in material.feelings):
        who = phrase(material.person, 3)
        if who and re.search(
            r"\b(?:disappoint|proud|let (?:him|her|them) down|ashamed|his face|her face|their faces)\w*",
            material.text,
            re.I,
        ):
            yield Candidate(
                sentence(f"what {who} thinks of it weighs a lot"), "value.person", "values", "complex", 1.0,
                ("feeling", f"value: what {who} thinks"), f"value:{who}",
            )  # fmt: skip


def events(material: Material) -> Iterator[Candidate]:
    """What such a thing is like, where no feeling was named. What came last in the turn weighs more."""
    for key, says, place in _signs("events", material.text):
        if material.laughing and key in ("death", "breakup", "illness", "shame"):
            continue
        for number, line in enumerate(says):
            yield Candidate(
                line,
                f"event.{key}.{number}",
                "emotions",
                "complex",
                0.95 + 0.35 * place,
                ("", ""),
                f"event:{key}",
            )


def _is_said_to_be(word: str, material: Material) -> bool:
    """Whether a hard word is what they are or feel, or is itself the verb: not "when I play alone"."""
    clause = next((item for item in material.clauses if word in item.lows), None)
    if clause is None or clause.verb is None:
        return clause is not None
    states = ("be", "feel", "get", "become", "look", "sound", "seem", "leave", "make", "have", "keep")
    return clause.verb.lemma in states or clause.verb.low == word or clause.lead not in ("when", "if")


def named_feelings(material: Material) -> Iterator[Candidate]:
    """A feeling they named, turned round: what it is like, not what it is called."""
    own = [
        feeling
        for feeling in material.feelings
        if feeling.own
        and not feeling.negated
        and feeling.valence < 0
        and _is_said_to_be(feeling.word, material)
    ]
    for feeling in own[-2:]:
        if feeling.quality in _PLACES:
            article = "an" if feeling.quality[0] in "aeiou" else "a"
            yield Candidate(
                sentence(f"{article} {feeling.quality} place to be"), "felt.place", "emotions", "complex", 1.0
            )
        elif feeling.quality in _THAT:
            yield Candidate(sentence(f"{feeling.quality}, that"), "felt.that", "emotions", "complex", 0.85)
        if feeling.noun:
            yield Candidate(
                sentence(f"there's {feeling.noun} in it"), "felt.in_it", "emotions", "complex", 0.7
            )
            yield Candidate(
                sentence(f"{feeling.noun}, on top of everything else"), "felt.on_top", "emotions", "complex",
                0.6 if len(material.clauses) > 1 else 0.2,
            )  # fmt: skip
    if material.contempt or _SELF_DOUBT.search(material.text):
        name = "name to call yourself" if material.contempt else "thing to think about yourself"
        yield Candidate(f"That's a hard {name}.", "contempt.name", "emotions", "complex", 0.9)
        yield Candidate(
            "You're rough with yourself just there.", "contempt.rough", "emotions", "complex", 0.8
        )


_SELF_DOUBT = re.compile(
    r"\b(?:wrong with me|hate (?:how i|the way i|my (?:body|face|voice|weight|nose))|hate myself|"
    r"(?:terrible|bad|awful|rubbish|useless) (?:mother|father|mum|dad|parent|person|friend|wife|husband)|my "
    r"(?:own )?fault|blame myself|not good enough|never good enough|ashamed of myself)\b",
    re.I,
)
_PLACES = word_set("lonely frightening terrifying bleak unsettling desperate")
_THAT = word_set(
    "heavy painful hurtful humiliating exhausting draining maddening crushing frustrating disappointing "
    "heartbreaking devastating upsetting embarrassing gutting annoying worrying"
)


def _felt_by_them(word: str, material: Material) -> bool:
    """Whether a glad word is what they feel: not "happy for her", "he'd looked happy", "the calm one"."""
    if word.startswith("laugh") or re.search(rf"\b{word} (?:at|for|off|it off|one)\b", material.text, re.I):
        return False
    clause = next((item for item in material.clauses if word in item.lows), None)
    if clause is None or not ({"i", "we", "me", "us"} & set(clause.lows) or clause.verb is None):
        return False
    before = clause.lows[: clause.lows.index(word)]
    return not {"he", "she", "they"} & set(before)


def gladness(material: Material) -> Iterator[Candidate]:
    """Something good, met at its size."""
    own = [
        feeling
        for feeling in material.feelings
        if feeling.own and feeling.valence > 0.3 and not feeling.negated
    ]
    own = [item for item in own if _felt_by_them(item.word, material)]
    for feeling in own[-1:]:
        if feeling.noun:
            yield Candidate(
                sentence(f"some {feeling.noun} in that"), "glad.in_it", "emotions", "complex", 0.9
            )
        if feeling.label in ("joy", "relief", "amusement", "pride") and feeling.word not in (
            "better",
            "good",
            "great",
        ):
            yield Candidate("That did you good.", "glad.good", "emotions", "complex", 0.8)


def _side(clause: Clause) -> str:
    """One side of a contrast, short: the clause, or what it says is the only one."""
    if text := next((item.text for item in only_one(clause)), ""):
        return text[0].lower() + text[1:].rstrip(".")
    tokens = tuple(token for token in clause.tokens if token.tag != "U" or clause.negated)
    return phrase(tokens, 8) if clause.sure >= 0.7 else ""


def both_sides(material: Material, held: tuple[str, str] = ("", "")) -> Iterator[Candidate]:
    """The two sides in one sentence, with *and*, ending on change. `held` are sides from earlier turns."""
    sides: list[tuple[str, str]] = []
    if material.contrast is not None:
        stay, change = (_side(clause) for clause in material.contrast)
        verbs = [clause.verb.lemma for clause in material.contrast if clause.verb is not None]
        apart = len(verbs) < 2 or verbs[0] != verbs[1] or verbs[0] in ("be", "have", "want")
        loose = any(
            clause.person in ("that", "it", "this") and clause.rest and clause.rest[0].low in ("enough", "it")
            for clause in material.contrast
        )
        apart = apart and not loose
        told = bool({"say", "tell", "think", "reckon"}.intersection(verbs))
        if apart and not told and min(len(stay.split()), len(change.split())) >= 3:
            sides.append((stay, change))
    if held[0] and held[1]:
        sides.append(held)
    for number, (stay, change) in enumerate(sides):
        if max(len(stay.split()), len(change.split())) > 10:
            continue
        yield Candidate(
            sentence(f"{stay}, and {change}"), "both.and", "conflicts", "complex", 1.6 - 0.2 * number
        )
        yield Candidate(
            sentence(f"{stay}. And then {change}"), "both.then", "conflicts", "complex", 1.3 - 0.2 * number
        )
        yield Candidate(
            sentence(f"both at once: {stay}, and {change}"),
            "both.at_once",
            "conflicts",
            "complex",
            1.1 - 0.2 * number,
        )

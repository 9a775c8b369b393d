"""What is refused of a language model's words, beyond what review refuses of any.

A template was read by somebody before it came here; a model's words were not. So whatever cannot be
shown to rest on what was said is refused: it costs nothing but the template's turn to speak.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.appraisal.advice import begins_like_an_order
from agent.appraisal.behaviour import gives_input, questions_in, sentences_of
from agent.appraisal.lists import load, pattern
from agent.decide import Choice
from agent.review import HOLDING, review
from agent.situation import Situation
from agent.words.closed import CLOSED
from agent.words.forms import verb_table
from agent.words.sets import word_set

Rule = Callable[[str, Choice, Situation], bool]
LEXICON = Path(__file__).with_name("rules.yaml")
RESTS_ON_THEIRS = ("reflect", "affirm", "hand_over", "recap")
"""Acts whose words must take up something the person said."""
MUST_ASK = ("ask", "plan")
MOST_WORDS = 34
"""A model's act is never longer; the templates' own limits are wider where they need to be."""
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9 ,.;:?'’\"“”…–—-]*")
_LABEL = re.compile(
    r"^\s*(?:the )?(?:companion|assistant|person|participant|user|system|ai|bot|therapist|"
    r"counsellor|reply|response|"
    r"answer|reflection|question|act|words|output|note|candidate|option|version|turn|example|sure|certainly)"
    r"(?:'s words)?(?: \d)?\s*[:,]",
    re.I,
)
_OPEN = re.compile(r"\b(?:what|how|who|when|where|which|whose)\b", re.I)
_END = re.compile(r"[.?…][\"”'’]?$")
_DATES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december christmas easter"
)
_YOU = word_set("you your yours yourself")
_GENERAL = word_set(
    "life people world everyone everybody anybody humans we us our things time times sometimes "
    "moments moment "
    "feelings emotions experience experiences situation situations journey change everything "
    "hard tough difficult"
)
_OTHERS = word_set("he him his she her hers they them their it its")
_COMMON = word_set(
    "that then too out said say says now so not was were had has did does one own off up on in "
    "any all most more may "
    "again also always anything around being but came come comes didn't doesn't doing don't "
    "down each else even "
    "ever everything feel feeling feels get getting give goes going gone got haven't having "
    "here isn't it's just "
    "keep keeps kind know less like little long look made make makes many maybe mind most need "
    "never next nothing "
    "only other others part people place quite rather really right same seem seems someone "
    "something somehow still "
    "take takes tell that's them then there there's they're thing things think time times "
    "today took very want wants "
    "wasn't well weren't what's won't yeah you you're you've yourself"
)


def refusals(text: str, choice: Choice, now: Situation) -> tuple[str, ...]:
    """Names of the rules that refuse these words of a model's, review's own first; empty if they pass."""
    if not welcome(choice, now):
        return ("not for a model",)
    return (*review(text, choice, now), *(name for name, rule in RULES.items() if rule(text, choice, now)))


def load_rules() -> None:
    """Have every rule ready, so that the first turn does not wait for them."""
    _patterns()
    gives_input("")
    questions_in("")


def welcome(choice: Choice, now: Situation) -> bool:
    """Whether a model may be asked for words at all: never where there is risk, or a premise to correct."""
    focuses = _lists()["acts"].get(choice.row.act, ())
    offers = now.state.offers
    corrected_lately = bool(offers.premise) and now.turn - offers.premise_turn <= 3
    return (
        (choice.row.focus in focuses or "*" in focuses)
        and now.safety.level == "none"
        and now.safety.severity == 0
        and not now.safety.held
        and now.premise is None
        and not corrected_lately
        and now.appraisal.language == "english"
    )


def not_plain(text: str, choice: Choice, now: Situation) -> bool:
    """Anything that is not a plain spoken sentence: marks, labels, stage directions, other scripts."""
    return not _PLAIN.fullmatch(text) or bool(_LABEL.match(text))


def unfinished(text: str, choice: Choice, now: Situation) -> bool:
    """It stops before its end."""
    return not _END.search(text.rstrip()) or text.count('"') % 2 == 1


def long_winded(text: str, choice: Choice, now: Situation) -> bool:
    """Longer than a model's act may be."""
    return len(text.split()) > MOST_WORDS


def unasked_input(text: str, choice: Choice, now: Situation) -> bool:
    """Advice in an act that is not there to give any, whatever the gate."""
    return choice.row.act != "inform" and gives_input(text)


def other_code(text: str, choice: Choice, now: Situation) -> bool:
    """A question where the code says none, or not one open question where it says one."""
    asked = questions_in(text)
    if choice.row.act in MUST_ASK:
        return asked != 1 or not text.rstrip().endswith("?") or not _OPEN.search(sentences_of(text)[-1])
    return asked > 0 and choice.row.act not in ("recap", "inform", "repair", "hand_over")


def made_up(text: str, choice: Choice, now: Situation) -> bool:
    """A name or a number nobody said."""
    known = _known(now)
    for match in re.finditer(r"\d+", text):
        if match.group() not in known:
            return True
    for match in re.finditer(r"(?<![.?!…:\"“] )(?<!^)\b[A-Z][a-zà-ÿ]+\b", text):
        word = match.group().lower()
        if word not in known and word not in _DATES and text[: match.start()].strip():
            return True
    return False


def rests_on_nothing(text: str, choice: Choice, now: Situation) -> bool:
    """Nothing in it is theirs, nor is it about them or anyone they spoke of: a saying, a generality."""
    if choice.row.act not in RESTS_ON_THEIRS or shared(text, now):
        return False
    words = frozenset(re.findall(r"[a-z]+", text.lower()))
    about = words & (_YOU | (_OTHERS & frozenset(re.findall(r"[a-z]+", _theirs(now).lower()))))
    return not about and bool(words & _GENERAL)


def brings_in(text: str, choice: Choice, now: Situation) -> bool:
    """While holding: more than a word that is neither theirs nor of the few that reflections are made of.

    A list of what advice is made of is never complete. What may be said back to somebody who has just
    told something hard is small enough to be listed instead.
    """
    if choice.row.act not in HOLDING or now.pace.gate_open:
        return False
    new = _stems(text) - _stems(_theirs(now)) - _reflective()
    return len(new) > (1 if now.pace.hold_left or now.pace.fresh else 2)


@functools.cache
def _reflective() -> frozenset[str]:
    return frozenset(_stem(word) for word in _lists()["reflective"].split())


def shared(text: str, now: Situation) -> frozenset[str]:
    """Stems of the content words that the text shares with the person's turns and the ground."""
    return _stems(text) & _stems(_theirs(now))


def _stems(text: str) -> frozenset[str]:
    """The content words of a text, in their base form and cut short."""
    words = re.findall(r"[a-z']+", text.lower().replace("’", "'"))
    content = (word for word in words if len(word) > 2 and word not in _COMMON and "'" not in word)
    return frozenset(_stem(word) for word in content if CLOSED.get(word, "I") == "I")


def _stem(word: str) -> str:
    return verb_table().get(word, (word, ""))[0][:5].rstrip("s")


def _theirs(now: Situation) -> str:
    earlier = (item.said for item in now.state.recent[-6:])
    ground = (entry.value for entry in now.ground if entry.status in ("proposed", "accepted"))
    return " ".join((now.appraisal.text, *earlier, *ground))


def _known(now: Situation) -> frozenset[str]:
    answered = (item.answered for item in now.state.recent[-6:])
    text = " ".join((_theirs(now), *answered, now.name))
    return frozenset(re.findall(r"[a-zà-ÿ]+|\d+", text.lower()))


@functools.cache
def _lists() -> dict[str, Any]:
    found: dict[str, Any] = load(LEXICON)
    return found


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """(name, pattern, whether the person's own use of the word lets it pass)."""
    lists = _lists()
    never = [(name, entry, False) for name, entries in lists["words"].items() for entry in entries]
    theirs = [(name, entry, True) for name, entry in lists["theirs"].items()]
    return tuple((name, pattern(entry, {}), own) for name, entry, own in (*never, *theirs))


def _worded(name: str) -> Rule:
    """A rule made of the patterns of that name."""

    def rule(text: str, choice: Choice, now: Situation) -> bool:
        plain = text.lower().replace("’", "'")
        for group, words, own in _patterns():
            if group != name:
                continue
            for match in words.finditer(plain):
                if not own or not any(word.startswith(match.group()[:4].rstrip()) for word in _known(now)):
                    return True
        return False

    return rule


def while_shut(rule: Rule) -> Rule:
    """The rule, for acts that hold or ask, and only as long as the gate is shut."""

    def held(text: str, choice: Choice, now: Situation) -> bool:
        return (
            not now.pace.gate_open
            and choice.row.act in (*HOLDING, "ask", "hand_over")
            and rule(text, choice, now)
        )

    return held


def orders(text: str, choice: Choice, now: Situation) -> bool:
    """Any sentence that begins like an order, also where a template might mean a noun by it."""
    return any(begins_like_an_order(part) for part in sentences_of(text))


RULES: dict[str, Rule] = {
    "not plain speech": not_plain,
    "unfinished": unfinished,
    "long-winded": long_winded,
    "unasked input": unasked_input,
    "another code": other_code,
    "made up": made_up,
    "rests on nothing": rests_on_nothing,
    "brings in too much": brings_in,
    "promises": _worded("promises"),
    "talks of itself": _worded("itself"),
    "reassures": _worded("reassurance"),
    "too certain": _worded("certainty"),
    "passes a verdict": _worded("verdicts"),
    "endearment": _worded("endearments"),
    "clinical words": _worded("clinical"),
    "louder than theirs": _worded("loud"),
    "faith": _worded("faith"),
    "coarse": _worded("coarse"),
    "death unasked": _worded("death"),
    "a remedy": while_shut(_worded("remedies")),
    "tentative": while_shut(_worded("tentative")),
    "an order": while_shut(orders),
}

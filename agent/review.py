"""Step 6, review: is that what was decided, and is it safe to say?

Every rule here can refuse; a refusal is logged by its name, never with the words. The rules judge any
wording, whether a template or a language model found it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.appraisal.behaviour import behaviour, gives_input, prompts, questions_in
from agent.appraisal.lists import matching
from agent.decide import Choice
from agent.safety import contact_words
from agent.situation import Situation
from agent.words.flip import said_back
from agent.words.material import LABELS
from agent.words.tokens import tokenise

Rule = Callable[[str, Choice, Situation], bool]

MOST_WORDS = 40
MOST_WORDS_OF = {
    "worksheet_step": 90,
    "safety": 60,
    "correct_premise": 62,
    "recap": 50,
    "inform": 50,
    "goodbye": 45,
    "ask_permission": 45,
}
MOST_WORDS_FRESH = 22
"""Right after a disclosure, for acts that hold."""
HOLDING = ("reflect", "normalise", "affirm", "backchannel", "silence")
MAY_ASK = (
    "ask",
    "ask_permission",
    "plan",
    "recap",
    "repair",
    "correct_premise",
    "safety",
    "worksheet_step",
    "inform",
    "greet",
)
POSITION = ("correct_premise", "safety")
HELP = "Help can be reached."
"""Stands for the contacts of a study while the words around them are judged."""


def review(text: str, choice: Choice, now: Situation) -> tuple[str, ...]:
    """Names of the rules that refuse these words; empty if they may be said.

    Whom a study names for a crisis is not ours to judge: "weekdays 8 to 18." is no list.
    """
    ours = text.replace(contact_words(now.contacts), HELP) if now.contacts else text
    return tuple(name for name, rule in RULES.items() if rule(ours, choice, now))


def harmful(text: str) -> tuple[str, ...]:
    """Names of the rules that refuse these words whoever found them, an operator included."""
    found = {
        "means information": bool(matching("conduct", "means", _plain(text))),
        "claims to be human or clinician": _says("human", text, inside=True),
        "stigma": _says("stigma", text),
    }
    return tuple(name for name, refused in found.items() if refused)


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def wrong_act(text: str, choice: Choice, now: Situation) -> bool:
    """It comes out as another act than the one decided."""
    act = choice.row.act
    if act in ("silence",):
        return text != ""
    if not text.strip():
        return act != "backchannel"
    asked = questions_in(text)
    if act == "ask":
        return not (asked or prompts(text)) or gives_input(text)
    if (asked or prompts(text)) and act not in MAY_ASK:
        return True
    return act in HOLDING and behaviour(text) == "input"


def shut_gate(text: str, choice: Choice, now: Situation) -> bool:
    """Advice, problem solving or teaching while the gate is shut."""
    if now.pace.gate_open or choice.row.act in (*POSITION, "worksheet_step"):
        return False
    if choice.row.act in ("inform", "plan"):
        return True
    return choice.row.act not in ("repair", "greet", "goodbye", "ask_permission") and gives_input(text)


def many_questions(text: str, choice: Choice, now: Situation) -> bool:
    """More than one question."""
    return questions_in(text) > 1


def too_long(text: str, choice: Choice, now: Situation) -> bool:
    """Longer than can be listened to, most of all after a disclosure."""
    most = MOST_WORDS_OF.get(choice.row.act, MOST_WORDS)
    if now.pace.fresh and choice.row.act in HOLDING:
        most = min(most, MOST_WORDS_FRESH)
    return len(text.split()) > most


_LIST = re.compile(
    r"(?m)(?:^|\s)(?:[-*•]\s|\(?(?:\d{1,2}|[a-e])[.)]\s)|\n|\b(?:firstly|secondly|thirdly|first of all|"
    r"for example:|number one)\b|\bfirst,[^.?!]*[.;,][^?!]*\bsecond,|[-–] one,|:\s*[^.?!]*,[^.?!]*,[^.?!]*,|"
    r"\b(?:two|three|four|five|several|a few) (?:things|points|parts|reasons|steps|options)\b[^.?!]*[:-]|"
    r"(?:(?:^|(?<=[,:.] )|it's )(?:the |a |your )?[\w']+(?: [\w']+)?, ){3,}",
    re.I,
)


def a_list(text: str, choice: Choice, now: Situation) -> bool:
    """A list, which nobody can follow by ear."""
    return choice.row.act != "worksheet_step" and bool(_LIST.search(text))


def repeated(text: str, choice: Choice, now: Situation) -> bool:
    """Said before, nearly said before, or their own last words handed back."""
    if (
        choice.row.act in ("silence", "backchannel", "safety", "worksheet_step", "goodbye")
        or choice.row.focus == "repeat"
    ):
        return False
    if text in now.state.said:
        return True
    words = _bag(text)
    for earlier in now.state.said[-4:]:
        other = _bag(earlier)
        if len(words) > 3 and len(words & other) >= 0.8 * max(len(words), len(other)):
            return True
    return _parrots(text, now.appraisal.text)


def _bag(text: str) -> set[str]:
    return set(re.findall(r"[a-z']+", _plain(text)))


def _parrots(text: str, theirs: str) -> bool:
    """The whole reply is the end of what they said, seven words or more, with only the person changed."""
    mine = _worded(text)
    if len(mine) < 7:
        return False
    tail = _worded(said_back(tokenise(theirs[-400:])))
    return tail[-len(mine) :] == mine


_LINKS = ("so", "and", "you", "then", "well", "but")


def _worded(text: str) -> list[str]:
    """The words, without what only links them."""
    return [word for word in re.findall(r"[a-z']+", _plain(text)) if word not in _LINKS]


def claims_human(text: str, choice: Choice, now: Situation) -> bool:
    """Claims to be a person or a clinician, to have a past, or to diagnose."""
    return _says("human", text, inside=True)


_DENIES = ("not ", "n't ", "no ", "nor ", "never ", "nobody ", "nothing ", "neither ", "rather than")
DENIED_WITHIN = 26
"""Characters before a match in which a no turns it round: "I don't think they're following you"."""


def _denied(text: str, words: str, *, inside: bool) -> bool:
    plain = _plain(text)
    at = plain.find(words)
    start = max(plain.rfind(mark, 0, at) for mark in ".!?:") + 1
    before = plain[max(start, at - DENIED_WITHIN) : at + len(words) * inside]
    return any(word in before for word in _DENIES)


def _says(group: str, text: str, *, inside: bool = False) -> bool:
    """Whether it says something of this group of the lexicon and does not deny it, before or `inside` it."""
    found = matching("conduct", group, _plain(text).rstrip(" ."))
    return any(not _denied(text, words, inside=inside) for _, words in found)


def flatters(text: str, choice: Choice, now: Situation) -> bool:
    """Praise from above, or an exclamation mark."""
    return "!" in text or bool(matching("conduct", "flattery", _plain(text).rstrip(" .")))


def formula(text: str, choice: Choice, now: Situation) -> bool:
    """An empathy formula: it is said to anyone."""
    return bool(matching("conduct", "formula", _plain(text)))


def stigma(text: str, choice: Choice, now: Situation) -> bool:
    """Words that blame or belittle."""
    return _says("stigma", text)


def agrees_with_premise(text: str, choice: Choice, now: Situation) -> bool:
    """Goes along with what the ground marks as not to be gone along with."""
    if now.premise is None and not _lately(now):
        return False
    if now.premise is not None and choice.row.act not in (
        *POSITION,
        "silence",
        "repair",
        "goodbye",
        "worksheet_step",
    ):
        return True
    return _says("agrees", text) and choice.row.act not in ("safety", "goodbye", "worksheet_step")


def _lately(now: Situation) -> bool:
    return bool(now.state.offers.premise) and now.turn - now.state.offers.premise_turn <= 3


def colludes(text: str, choice: Choice, now: Situation) -> bool:
    """Moves into the world of a delusion, a leap or a ritual."""
    held = any(entry.key.startswith("premise:") and entry.status == "proposed" for entry in now.ground)
    return (held or now.premise is not None) and _says("collusion", text)


def gives_means(text: str, choice: Choice, now: Situation) -> bool:
    """Anything that could help somebody to harm themselves."""
    return choice.row.act != "worksheet_step" and bool(matching("conduct", "means", _plain(text)))


def says_label(text: str, choice: Choice, now: Situation) -> bool:
    """Says back a name they called themselves."""
    words = set(re.findall(r"[a-z]+", _plain(text)))
    theirs = set(re.findall(r"[a-z]+", _plain(now.appraisal.text)))
    return choice.row.act in (*HOLDING, "ask", "hand_over", "recap") and bool(
        words & theirs & (LABELS - {"mess", "lazy", "mad", "broken"})
    )


def much_i(text: str, choice: Choice, now: Situation) -> bool:
    """More of the companion than of the person."""
    count = len(re.findall(r"\b(?:I|I'm|I'd|I've|I'll|me|my)\b", text.replace("’", "'")))
    return choice.row.act in (*HOLDING, "ask") and count > 1


RULES: dict[str, Rule] = {
    "wrong act": wrong_act,
    "input through a shut gate": shut_gate,
    "more than one question": many_questions,
    "too long": too_long,
    "a list": a_list,
    "repetition": repeated,
    "claims to be human or clinician": claims_human,
    "flattery": flatters,
    "empathy formula": formula,
    "stigma": stigma,
    "agrees with a premise": agrees_with_premise,
    "collusion": colludes,
    "means information": gives_means,
    "says back a label": says_label,
    "too much I": much_i,
}

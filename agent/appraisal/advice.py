"""Whether words advise, in any dress: by form (imperatives), and by the lists in `lexicon/advice.yaml`."""

from __future__ import annotations

import functools
import re

from agent.appraisal.lists import matching
from agent.words.forms import verb_table, word_list
from agent.words.sets import word_set

_PART = re.compile(r"[.?!;:…]+\s*|\s[-–—]\s|,\s+(?=(?:and|so|then|but|now|just|please|instead|first)\b)")
_OPENERS = re.compile(
    r"^(?:(?:and|so|but|then|well|ok|okay|please|just|simply|always|also|now|first|firstly|next|instead|maybe|perhaps|"
    r"tonight|today|tomorrow|for now|for tonight|from now on|in the meantime|until then|one thing|"
    r"if i were you|never mind [\w' ]{1,30}|when(?:ever)? [\w' ]{3,40}|if [\w' ]{3,40}|once [\w' ]{3,40})"
    r"(?:,\s*|:\s*|\s+))+"
)
_GENTLE = re.compile(
    r"^(?:take (?:your|all the) time|go (?:on|gently|well)|(?:say|tell me) (?:more|it|that)?|tell me|let me|"
    r"take care|hold on a|say (?:so|when|the word|whichever)|stop me|correct me|come back|"
    r"leave it (?:if|there)|mind (?:you|if))\b"
)
"""Imperatives that ask for nothing but that they go on, or end a meeting."""
_LIKE_A_PARTICIPLE = word_set(
    "put let set cut shut hit hurt read cost quit split spread burst cast come become run"
)
"""Base form and participle look alike: "Put down again" is theirs, "Put it away" is advice."""
_NEVER_IMPERATIVE = word_set(
    "want need feel hate love miss know mean seem like hope wish matter happen belong own "
    "sound cost last hurt lie "
    "may might can could will would shall should must do does did is are was were have has had don't"
)
_OBJECT = word_set(
    "it them him her yourself your the a an that this these those some one someone somebody "
    "something things to "
    "about on at for with by into out up off down away aside back through over in from less "
    "more small slow slowly "
    "after deep deeply busy patient gentle kind calm honest brave easy outside early when what "
    "how who where which whether "
    "if as no any each every all my me us our their his other others"
)


def advises(text: str) -> bool:
    """Whether any of it advises, solves or teaches."""
    plain = text.lower().replace("’", "'").strip()
    if matching("advice", "input", plain):
        return True
    return any(_imperative(part) for part in _PART.split(plain) if part)


def begins_like_an_order(sentence: str) -> bool:
    """Whether it opens on the base form of a verb that something follows, noun or not: "Picture it small"."""
    rest = _OPENERS.sub("", sentence.lower().replace("’", "'").strip(" ,\"'"))
    if _GENTLE.match(rest):
        return False
    found = re.match(r"([a-z']+) (?!and\b|or\b|then\b)([a-z']+)", rest)
    return found is not None and (_is_base(found[1]) or found[1] in _ALSO_VERBS)


def _before_subordinate(words: list[str]) -> list[str]:
    """The words up to where a clause of its own begins: "focus on what you can" has no verb before it."""
    place = next((index for index, word in enumerate(words) if word in _SUBORDINATE), len(words))
    return words[:place]


def _imperative(part: str) -> bool:
    """Whether a part of a sentence tells somebody to do something."""
    if _GENTLE.match(part.strip()):
        return False
    rest = _OPENERS.sub("", part.strip(" ,\"'"))
    if _GENTLE.match(rest):
        return False
    words = re.findall(r"[a-z']+", rest)
    if not words:
        return False
    if words[0] in ("don't", "never", "not") and len(words) > 1:
        return words[0] == "don't" and words[1] not in ("you", "we", "they", "i") and _is_base(words[1])
    if words[0] == "try" and words[1:2] in (["not"], ["to"]):
        return True
    return _is_base(words[0]) and _takes(words)


@functools.cache
def _bases() -> frozenset[str]:
    return frozenset(base for base, _ in verb_table().values()) | _MORE


def _is_base(word: str) -> bool:
    return word not in _NEVER_IMPERATIVE and word in _bases()


@functools.cache
def _nouns() -> frozenset[str]:
    return word_list("nounverbs") | word_list("nouns")


def _takes(words: list[str]) -> bool:
    """Whether what follows the first word makes it an order rather than a noun or a participle."""
    if len(words) == 1:
        return words[0] in ("breathe", "rest", "try", "wait", "relax", "talk", "listen", "sleep")
    after = words[1]
    if after in _PARTICLES and len(words) == 2 and words[0] in _nouns():
        return False  # "Suit off."
    if after.endswith("ing") and words[0] in _BEFORE_ING:
        return True
    if words[0] in _LIKE_A_PARTICIPLE:
        return after in ("it", "them", "yourself", "your", "go", "that", "this", "the") and words[0] in (
            "put", "let", "set", "cut", "shut", "read", "come",
        )  # fmt: skip
    if words[0] in _nouns():
        return after in _OBJECT and not any(word in _FINITE for word in _before_subordinate(words)[1:5])
    return after in _OBJECT or not any(word in _FINITE for word in _before_subordinate(words)[1:4])


_FINITE = word_set(
    "is are was were isn't aren't wasn't has had comes came goes went gets got can can't that's"
)
_ALSO_VERBS = word_set(
    "picture imagine knock chew sip journal meditate stretch list name note notice observe "
    "honour repeat replace "
    "limit unplug lower raise loosen ground centre pause pretend swap trust welcome embrace celebrate"
)
_PARTICLES = word_set("off on out up down away aside back over through in")
_BEFORE_ING = word_set(
    "stop start try keep avoid consider begin practise practice imagine quit risk go enjoy"
)
_SUBORDINATE = word_set("what that who when if how which where because while whatever until")
_MORE = word_set(
    "be allow accept remind lean reach avoid treat focus seek practise practice schedule relax breathe"
)

"""A second opinion on what gives input, which shares nothing with the companion's own.

Used only to measure, beside the other: what either of them calls input is counted.
"""

from __future__ import annotations

import re

from agent.words.sets import word_set

_YOU = r"(?:you|we|one|people|someone|somebody|anyone)"
_STARTS = word_set(
    "accept allow ask avoid be begin breathe bring build call cancel change check choose come "
    "count cry deal do "
    "don't eat explain face find focus forget forgive get give go hold join keep lean learn "
    "leave let let's list "
    "listen look make meet move never open pick plan please practise practice put reach read "
    "remember remind rest "
    "ring say schedule see seek set share show sit sleep slow speak spend start stay step stop "
    "take talk tell "
    "think treat try turn use wait walk work write"
)
_PATTERNS = [
    rf"\b{_YOU}(?:'d| had)? (?:really |just |also |always |maybe |probably )?"
    r"(?:should\w*|ought|must|need to|needs to|have to|has to|better|could(?! (?:not|hardly|"
    r"barely|feel|see|hear))|"
    r"might (?:want|try|find|feel|consider)|may want|can (?:try|start|ask|tell|take|use|do|"
    r"begin|think|ring))\b",
    r"\b(?:have|had|did|could|would|do|does|can|might|shall|should|is|isn't|wouldn't|couldn't|don't|ever)\b[^.?]{0,40}"
    r"\b(?:tried|try|considered|consider|thought (?:of|about)|looked into|spoken|talked|asked|"
    r"told|help|helped|"
    r"better to|a plan|tips|exercises|a goal|option|chance you|somebody you could|someone you "
    r"could)\b[^.?]*\?",
    r"\b(?:what|how) (?:if|about) (?:you|we|a|an|the|taking|going|trying|telling|asking|calling)\b",
    r"\bwhy (?:not|don't you)\b",
    r"\b(?:suggest\w*|recommend\w*|advise|advice|option\w*|technique\w*|exercise\w*|strateg\w+|routine|helpline|"
    r"support group|counsell?or|therapist|diary|journal\w*|meditat\w*|yoga|mindful\w*|self-care|"
    r"habits?|tips?|"
    r"step one|first step|small steps|into steps|a plan for|schedule)\b",
    r"\b(?:some|many|most|other|others|plenty|lots|a lot)\b[^.?]{0,18}\b(?:find|use|take|join|"
    r"get through|say|swear|"
    r"start|keep)\b",
    r"\b(?:helps?|useful|works? (?:for|wonders)|worth|do (?:you )?good|do some good|a good idea|"
    r"the (?:key|answer|way (?:to|out|through|forward))|"
    r"no harm|wouldn't hurt|important to|essential|time to|it's time|would be (?:good|better|an idea))\b",
    r"\b(?:i'd|i would|if i were|i think you|i wonder (?:if|whether)|i can (?:show|teach|give))\b",
    r"\b(?:friend of mine|i knew|i've seen|someone told me|one (?:man|woman) i|my last user|"
    r"there was a|there's a famous)",
]
_FOUND = [re.compile(pattern, re.I) for pattern in _PATTERNS]
_OPENERS = r"(?:and |so |then |just |please |first,? |tonight,? |tomorrow,? |maybe |perhaps |next,? )*"
_IMPERATIVE = re.compile(
    rf"^{_OPENERS}(?:{'|'.join(sorted(_STARTS))})\b(?! (?:and|is|was|are|comes|came|of)\b)", re.I
)
_LEAVE = re.compile(
    r"^(?:take your time|go on|take all the time|never mind|let me|tell me|say (?:a bit |some "
    r")?more|no hurry|see if)\b",
    re.I,
)


def gives_input_otherwise(text: str, said: str = "") -> bool:
    """Whether anything in it could be heard as advice, a solution or a lesson.

    A single word that they `said` themselves is no advice: "your diary".
    """
    plain = text.replace("’", "'")
    theirs = frozenset(re.findall(r"[a-z']+", said.lower()))
    for pattern in _FOUND:
        if any(found.group().lower() not in theirs for found in pattern.finditer(plain)):
            return True
    parts = re.split(r"(?<=[.?!:;…])\s+|,\s+(?:and |so |then )", plain)
    return any(_IMPERATIVE.match(part) and not _LEAVE.match(part) for part in parts)

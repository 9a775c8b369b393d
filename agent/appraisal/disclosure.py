"""How much of themselves a turn gives, 0 to 1 (self-disclosure depth: fact, opinion, feeling, wound)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.appraisal.reading import Feeling
from agent.words.clauses import Clause
from agent.words.sets import word_set

_WOUND = re.compile(
    r"\b(?:never told|haven't told|nobody knows|no one knows|don't know yet|secret|ashamed|"
    r"abus\w+|assault\w*|rap(?:e|ed)|"
    r"miscarr\w+|died|passed away|cheat\w+|divorc\w+|failed|relapsed|hate myself|hit me|hits me|"
    r"broke up|left me|"
    r"cancer|crying|cried|panic attacks?|cut myself|lonely|my fault|can't tell|afraid to|scared "
    r"to|worthless|useless|"
    r"stupid|pathetic|disgust\w+|burden|failure|lost my|fired|sacked|evicted|addict\w*|overdose|"
    r"suicid\w+|kill myself|"
    r"haven't left (?:the|my)|put (?:down|to sleep)|my fault|i was the one|miss (?:him|her|them)|"
    r"wrong with me|slipped|caved|gave in|had (?:a|one|two|three|four|five|a few) (?:pints?|drinks?|beers?|"
    r"cigarettes?|bets?)|ruined everything|lying to|"
    r"can't cope|falling apart|breaking down|nobody (?:noticed|cares|listens)|no one (?:noticed|"
    r"cares|listens))\b",
    re.I,
)
_CLOSE = word_set(
    "mum mom dad mother father wife husband son daughter brother sister partner boyfriend girlfriend "
    "kids baby"
)


def disclosure(text: str, clauses: Sequence[Clause], feelings: Sequence[Feeling]) -> float:
    """0 nothing personal, 0.3 own facts, 0.5 own feelings, 0.7 and more what hurts."""
    lows = [low for clause in clauses for low in clause.lows]
    if not lows:
        return 0.0
    own = sum(
        clause.person in ("i", "we") or any(word in ("my", "me", "i") for word in clause.lows)
        for clause in clauses
    )
    depth = 0.1 if own == 0 else 0.25
    named = [feeling for feeling in feelings if feeling.own and not feeling.negated]
    if named:
        depth = max(depth, 0.45 + 0.1 * any(feeling.strong for feeling in named))
        if min(feeling.valence for feeling in named) > 0:
            depth = min(depth, 0.4)
    wounds = len(_WOUND.findall(text[:4000]))
    if wounds and (own or named):
        depth = max(depth, 0.55) + 0.1 * min(3, wounds)
    if own and _CLOSE.intersection(lows):
        depth += 0.05
    if len(lows) > 40 and own > 2:
        depth += 0.1
    return min(1.0, depth)


def depth(rules: float | None, head: float) -> float:
    """The depth from rules and trained head together, 0 to 1; the head alone where no rules have read it.

    What hurts is named in many ways that no list holds, so a head that hears it is believed by half.
    """
    heard = max(0.0, min(1.0, head))
    return heard if rules is None else (rules + heard) / 2

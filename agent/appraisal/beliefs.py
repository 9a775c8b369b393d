"""Premises known by their parts: who, does what, to whom, and what makes it impossible to go along with.

The parts are in `lexicon/beliefs.yaml`. Another wording of the same belief is heard as the same belief.
"""

from __future__ import annotations

from agent.appraisal.parts import Found, Turn, families, found, unless

MOST_HEARD = 2400
"""Characters of a turn that are looked at: the first and the last halves of this."""
WHOLE_TURN = frozenset({"stigma"})
"""Families whose parts may stand anywhere in the turn: a description, and then a question about it."""


def beliefs(text: str) -> tuple[Found, ...]:
    """The beliefs of a turn, one of each key, in the lexicon's order. `text` is in small letters."""
    return tuple(found("beliefs", Turn(text, MOST_HEARD), whole=WHOLE_TURN))


def kept_still(family: str, text: str, words: str) -> bool:
    """Whether something beside `words` in `text` says that it is not theirs: a dream, a film."""
    pattern = unless("beliefs", family)
    if pattern is None:
        return False
    turn = Turn(text, MOST_HEARD)
    return turn.near(pattern, turn.sentence(turn.text.find(words)))


def belief_families() -> dict[str, frozenset[str]]:
    """Family -> its keys."""
    return families("beliefs")

"""Moves on one clause: shrink it, turn it round, set it in time, name whose it is.

Each looks at who did what and gives wordings only where the parse bears them. The last words of a
wording carry its weight.
"""

from __future__ import annotations

from agent.words.moves import plain, reach, standing, tentative, things, time, weight
from agent.words.moves.base import Move

PLAIN: tuple[Move, ...] = (
    reach.cannot,
    reach.not_know,
    reach.wants,
    reach.must,
    reach.if_only,
    time.without,
    reach.keeps,
    weight.lost,
    weight.missed,
    weight.weary,
    weight.as_if,
    weight.fears,
    weight.stings,
    weight.nobody,
    things.is_it,
    time.used_to,
    time.spans,
    time.in_time,
    weight.secret,
    weight.hopes_gone,
    things.told_by,
    reach.hard_to,
    things.on_your_side,
    things.helps,
    things.good_in,
    things.makes,
    things.only,
    weight.gets_to,
    time.until,
    time.gave,
    time.lasted,
    time.and_then,
    reach.in_theory,
    time.counted,
    time.amount,
    things.joined,
    tentative.might,
    tentative.will,
    tentative.what_if,
    tentative.not_that,
    tentative.meaning_to,
    tentative.span_of_time,
    standing.the_one,
    standing.only_one,
    standing.is_a,
    standing.feels_like,
    standing.beside,
    standing.nobody_else,
    standing.tried_and_not,
    plain.said_plainly,
)

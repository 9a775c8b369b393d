"""The relationship on a session's report: each measure in a figure of its own, and no sum of them."""

from __future__ import annotations

from agent.synchrony.estimate import LEAST
from study.account import Account
from study.drawing import Figure
from study.relating.alliance import alliance_figures
from study.relating.conduct import conduct_figure
from study.relating.heard import conducted, together
from study.relating.synchrony import synchrony_figures


def related(account: Account) -> list[Figure]:
    """The figures that the session has the numbers for: alliance, synchrony channel by channel, conduct."""
    if min(len(account.turns), len(account.acts)) < LEAST:
        return []
    counted, coded = conducted(account)
    shown = conduct_figure(counted, coded)
    return [
        *alliance_figures(account),
        *synchrony_figures(together(account)),
        *([shown] if shown is not None else []),
    ]

"""Word Mover's Distance: what it costs to move the words of one text onto those of another.

Kusner, Sun, Kolkin & Weinberger 2015, "From Word Embeddings to Document Distances": the least sum of T_ij
d(i, j) over flows T whose rows sum to the shares of one text's words and whose columns to those of the
other's. Solved exactly by POT (Flamary et al. 2021, JMLR 22(78)), MIT.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any, cast

import numpy as np

from agent.synchrony.vectors import Bag

MOST_STEPS = 100_000
"""Of the solver, as POT has it: a few hundred are enough for MOST words on either side."""


@functools.cache
def _solver() -> Callable[..., Any]:
    """POT's exact solver. It takes a second to import, so only who measures pays for it.

    The solver itself and not `ot.emd2` around it, whose care for its arguments costs four times as much as
    solving something so small; with the same numbers it gives the same.
    """
    for library in ("PYTORCH", "JAX", "TENSORFLOW", "CUPY"):
        os.environ.setdefault(f"POT_BACKEND_DISABLE_{library}", "1")  # only numpy's is used
    from ot.lp.emd_wrap import emd_c

    return cast(Callable[..., Any], emd_c)


def distance(one: Bag, other: Bag) -> float:
    """From 0 (the same words in the same shares) to 2; directions that have nothing in common are 1.41
    apart.
    """
    cost = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * one.vectors @ other.vectors.T))
    if 1 in cost.shape:  # one word on a side: all goes there, and nothing is to be solved
        return float(one.shares @ cost @ other.shares)
    shares = other.shares * one.shares.sum() / other.shares.sum()  # the very same sum, as it must be
    return float(_solver()(one.shares, shares, cost, MOST_STEPS, 1)[1])

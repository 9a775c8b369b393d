"""The conditions of the act table: one small question each about a situation."""

from __future__ import annotations

from agent.conditions import (
    between,
    flow,
    heard,
    needs,
    offers,
    plain,
    relating,
    remembering,
    safety,
    underway,
)
from agent.conditions.registry import CONDITIONS, Condition

__all__ = [
    "CONDITIONS",
    "Condition",
    "between",
    "flow",
    "heard",
    "needs",
    "offers",
    "plain",
    "relating",
    "remembering",
    "safety",
    "underway",
]

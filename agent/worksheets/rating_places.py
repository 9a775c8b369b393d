"""A place on a scale told without its number: "closer to the top", "two thirds", "a bit worse"."""

from __future__ import annotations

import json
from collections.abc import Sequence

from agent.worksheets.phrases import holds, is_all, numbered, pattern, plain
from agent.worksheets.schema import Field
from agent.worksheets.spoken_numbers import Token

STEPS = {"little": 1, "plain_amount": 2, "lot": 3}
"""Tenths of the scale that "a bit", a bare "worse" and "much" are taken for. Always asked about."""
REGIONS = {"at_top": 0.8, "at_bottom": 0.2, "upper_half": 0.75, "lower_half": 0.25, "ever": 1.0}
"""Shares of the scale that words for a part of it are taken for. Always asked about."""
CLOSE = 0.2
"""The middle of a range up to this wide is taken; of a wider one it is asked about."""
WIDE = 0.5
""" "Between four and eight" has a middle to ask about; further apart than this it has none."""


def placed(found: Sequence[Token], field: Field, before: str = "") -> tuple[float, bool] | None:
    """The number meant and whether that is sure, or None. `before`: an earlier answer to compare with."""
    text = " ".join(
        token.text if token.value is None else f"#{token.value:g}" for token in found if not token.mark
    )
    core = pattern(r"^(?:<around_place>\s+)+|(?:\s+<around_place>)+$").sub("", text)
    return _placed(core, field, before) or _by_number(text, field)


def _placed(text: str, field: Field, before: str) -> tuple[float, bool] | None:
    share = _share(text)
    if share is not None:
        return _at(field, share, whole=True), True
    for section, region in REGIONS.items():
        if is_all(section, text):
            return _at(field, region), False
    return _by_number(text, field) or _compared(text, field, before)


def _share(text: str) -> float | None:
    """ "Two thirds" as a share of one."""
    said = text.replace("#", "").split()
    if not said or said[-1] not in numbered("fractions") or len(said) > 2:
        return None
    many = {"a": "1", "one": "1"}.get(said[0], said[0]) if len(said) == 2 else "1"
    if not many.isdigit() or said == ["half"]:
        return None
    share = int(many) / numbered("fractions")[said[-1]]
    return share if 0 < share < 1 else None


def _by_number(text: str, field: Field) -> tuple[float, bool] | None:
    """ "Nearer to ten than zero", "above five", "not quite an eight", "between five and eight"."""
    low, span = field.minimum, field.maximum - field.minimum
    decade = numbered("decades").get(text.split()[-1] if text else "")
    if decade is not None:
        return float(decade), False
    for section in (
        "beside",
        "above_number",
        "below_number",
        "not_quite",
        "between",
        "just_over",
        "bounded",
        "tens_and_some",
    ):
        said = pattern(f"<{section}>").fullmatch(text)
        if not said:
            continue
        number = float(said["n"][1:])
        if not field.minimum <= number <= field.maximum:
            return None
        if section == "beside":
            share = (number - low) / span
            return (_at(field, 0.8 if share > 0.9 else 0.2) if not 0.1 < share < 0.9 else number), False
        if section == "between":
            other = float(said["m"][1:])
            near = 0 < abs(other - number) <= WIDE * span and other <= field.maximum
            return ((number + other) / 2, abs(other - number) <= CLOSE * span + 1e-9) if near else None
        if section == "tens_and_some":
            return number + 5, False
        if section in ("just_over", "bounded"):
            return number + (span / 20 if section == "just_over" else 0), False
        if (section, number) in (("above_number", field.maximum), ("below_number", low)):
            return number + (span if section == "above_number" else -span), True  # outside, and told so
        middle = {"above_number": number + field.maximum, "below_number": number + low}
        return (middle[section] / 2 if section in middle else number - span / 20), False
    return None


def _compared(text: str, field: Field, before: str) -> tuple[float, bool] | None:
    """ "A bit worse than before", held against the answer before."""
    earlier = _number(before)
    if earlier is None:
        return None
    if is_all("same_as_before", text):
        return earlier, True
    hard = holds("hardship", plain(f"{field.label} {field.high}"))
    span = field.maximum - field.minimum
    step = span / 10 if span >= 10 else 1
    directions = {"more": 1, "less": -1, "worse": 1 if hard else -1, "better": -1 if hard else 1}
    for word, direction in directions.items():
        said = pattern(f"<{word}_than_before>").fullmatch(text)
        how = said["how"].strip() if said else None
        size = next((size for name, size in STEPS.items() if how is not None and is_all(name, how)), 0)
        if size:
            return _within(earlier + direction * size * step, field), False
    ways = {"up": 1, "higher": 1, "above": 1, "over": 1, "down": -1, "lower": -1, "below": -1, "under": -1}
    for section in ("steps_from", "steps_by", "moved", "moved_up", "moved_down"):
        said = pattern(f"<{section}>").fullmatch(text)
        if said:
            way = said.groupdict().get("way") or section.removeprefix("moved_")
            direction = (ways | directions)[way]
            how = (said.groupdict().get("how") or "").strip()
            size = next((size for name, size in STEPS.items() if is_all(name, how)), 0)
            by = float(said["n"][1:]) if "n" in said.groupdict() else size * step
            return (_within(earlier + direction * by, field), False) if by else None
    return None


def _within(number: float, field: Field) -> float:
    return min(max(number, field.minimum), field.maximum)


def _at(field: Field, share: float, whole: bool = False) -> float:
    number = field.minimum + share * (field.maximum - field.minimum)
    return float(round(number)) if whole and field.maximum >= 10 else number


def _number(value: str) -> float | None:
    """A rating's JSON as a number."""
    try:
        number = json.loads(value) if value else None
    except ValueError:
        return None
    return float(number) if isinstance(number, (int, float)) and not isinstance(number, bool) else None

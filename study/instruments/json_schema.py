"""The JSON Schema of an instrument's file, made from the dataclasses."""

from __future__ import annotations

from typing import Any

from agent.worksheets.json_schema import described
from study.instruments.model import Instrument


def schema() -> dict[str, Any]:
    """The whole schema, as plain JSON values."""
    found: dict[str, Any] = {}
    described(Instrument, found)
    items = {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Item"}]}}
    found["Instrument"]["properties"]["items"] = items
    found["Item"]["required"] = ["text"]
    found["Answers"]["required"] = []  # the ends are those of the options, where there are some
    for kind, name in (("Scale", "items"), ("Scale", "reverse"), ("Branch", "items")):
        numbers = {"type": "array", "items": {"type": "integer", "minimum": 1}}
        found[kind]["properties"][name] = {"anyOf": [numbers, {"const": "all"}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Instrument",
        "$ref": "#/$defs/Instrument",
        "$defs": found,
    }

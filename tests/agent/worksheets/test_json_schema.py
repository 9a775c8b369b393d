"""The published JSON Schema is in step with the loader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from agent.worksheets.json_schema import schema
from agent.worksheets.sheet import FOLDER, load_sheet
from alongside.errors import AlongsideError

ROOT = Path(__file__).resolve().parents[3]
EVENING = Path(__file__).with_name("evening.yaml")
FILES = [*sorted(FOLDER.glob("*.yaml")), EVENING]
CHECK = jsonschema.Draft202012Validator(schema())


def test_what_is_published_is_what_the_dataclasses_say() -> None:
    published = (ROOT / "docs" / "worksheet.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == schema(), "alongside worksheet schema > docs/worksheet.schema.json"
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_sheet_is_in_order_by_the_schema(path: Path) -> None:
    assert [error.message for error in CHECK.iter_errors(yaml.safe_load(path.read_text("utf-8")))] == []


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("distress_before", {"maximum": None}),
        ("distress_before", {"kind": "essay"}),
        ("distress_before", {"seconds": 9}),
        ("more", {"choices": ["Yes"]}),
        ("more", {"prompts": ["One?", "Two?"]}),
        ("step", {"when": {"field": "more"}}),
        ("step", {"when": {"field": "more", "is": "Yes", "filled": True}}),
        ("things", {"columns": []}),
        ("things", {"row_prompts": None}),
        ("sit", {"seconds": 0}),
        ("breathe", {"pattern": [4, 4]}),
        ("breathe", {"help": None}),
    ],
)
def test_loader_and_schema_refuse_the_same_mistakes(tmp_path: Path, key: str, change: dict[str, Any]) -> None:
    plain = yaml.safe_load(EVENING.read_text("utf-8"))
    field = next(item for item in plain["fields"] if item["key"] == key)
    for name, value in change.items():
        field[name] = value
        if value is None:
            del field[name]
    assert not CHECK.is_valid(plain)
    path = tmp_path / "evening.yaml"
    path.write_text(yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")
    with pytest.raises(AlongsideError, match=r"evening\.yaml, line \d+: .+\. .+"):
        load_sheet(path)

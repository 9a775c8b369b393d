"""The protocol file: templates are in order, mistakes are told with their line, and the schema agrees."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from study.protocol.json_schema import schema
from study.protocol.load import PROTOCOL, examine, load_protocol
from tests.study.study_folder import TEMPLATES, study_folder

CHECK = jsonschema.Draft202012Validator(schema())
ROOT = Path(__file__).resolve().parents[3]


def test_what_is_published_is_what_the_dataclasses_say() -> None:
    published = json.loads((ROOT / "docs" / "study.schema.json").read_text("utf-8"))
    assert published == schema(), "alongside study schema > docs/study.schema.json"
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", [path.name for path in TEMPLATES.iterdir()])
def test_a_template_lacks_contacts_and_nothing_else(name: str, tmp_path: Path) -> None:
    plain = yaml.safe_load((TEMPLATES / name / PROTOCOL).read_text("utf-8"))
    assert [error.message for error in CHECK.iter_errors(plain)] == []
    loaded = load_protocol(study_folder(tmp_path, name))
    assert loaded.protocol.key == name
    _, wrong = examine(study_folder(tmp_path / "new", name, contacts=[]))
    assert ["crisis contact" in str(error) for error in wrong] == [True]


def test_the_study_that_the_page_shows_is_in_order(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "studies.md").read_text("utf-8")
    folder = study_folder(tmp_path, "one_visit")
    (folder / PROTOCOL).write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert load_protocol(folder).protocol.people == 24


def test_the_fifteen_days_are_as_the_design_says(tmp_path: Path) -> None:
    protocol = load_protocol(study_folder(tmp_path)).protocol
    assert protocol.people == 38
    assert [arm.medium for arm in protocol.arms] == ["robot", "text", "sheet_on_paper"]
    assert protocol.differ_in == "medium"
    assert protocol.visit("daily").days == tuple(range(1, 16))


Change = Callable[[dict[str, Any]], Any]


def _at(*path: str | int, value: Any) -> Change:
    def change(plain: Any) -> None:
        for key in path[:-1]:
            plain = plain[key]
        if value is None:
            del plain[path[-1]]
        else:
            plain[path[-1]] = value

    return change


SHAPE = [
    (_at("title", value=None), "'title' is missing"),
    (_at("version", value=1.5), "'version' must be a text"),
    (_at("people", value=0), "'people' must be 1 or more"),
    (_at("arms", value=[]), "'arms' needs 1 or more"),
    (_at("arms", 0, "medium", value="hologram"), "must be robot, screen"),
    (_at("arms", 0, "colour", value="red"), "unknown key 'colour'"),
    (_at("arms", 0, "key", value="Robot!"), "lower-case"),
    (_at("visits", 1, "opens", value="7 am"), "a time as 09:30"),
    (_at("visits", 1, "days", value="fifteen"), "must be whole numbers"),
    (_at("visits", 1, "late", value=-1), "'late' must be 0 or more"),
    (_at("allocation", "probability", value=1.5), "must be 1 or less"),
    (_at("retention", "personal_days", value=None), "'personal_days' is missing"),
]
SENSE = [
    (_at("contacts", value=["somebody"]), 10, "is no contact"),
    (_at("visits", 1, "steps", 0, "use", value="gad_8"), 0, "Did you mean 'gad_7'"),
    (_at("visits", 0, "steps", 0, "version", value=None), 0, "names its version"),
    (_at("visits", 0, "steps", 0, "version", value="2"), 0, "is version '1', and the protocol names '2'"),
    (_at("languages", value=["en", "de"]), 0, "there is no consent 'participation'"),
    (_at("visits", 0, "steps", 4, value=None), 0, "allocation happens once, not 0 times"),
    (_at("visits", 1, "steps", 3, "days", value=[8, 16]), 0, "day 16 is no day of daily"),
    (_at("visits", 1, "steps", 1, "arms", value=["robots"]), 0, "there is no arm 'robots'"),
    (_at("visits", 1, "steps", 2, "key", value="before"), 0, "two steps of daily are 'before'"),
    (_at("visits", 1, "closes", value="06:00"), 0, "closes before it opens"),
    (_at("visits", 1, "key", value="intake"), 0, "there twice in visits"),
    (_at("visits", 1, "steps", 0, "admits", value={"score": "total"}), 0, "turned away after allocation"),
    (_at("arms", 1, "model", value="http://localhost"), 0, "has a model of its own"),
    (_at("arms", 0, "settings", value=["companion.seed=3"]), 0, "changes what the companion decides"),
    (_at("arms", 0, "profile", value="bloosom"), 0, "Did you mean 'blossom'"),
    (_at("arms", 1, "medium", value="sheet_on_paper"), 0, "are to differ in medium"),
    (_at("allocation", "blocks", value=[4]), 0, "a block of 4 cannot hold shares of 3"),
    (_at("allocation", "method", value="minimisation"), 0, "minimisation needs factors"),
    (_at("make_up", "most", value=0), 0, "no more than 0"),
    (_at("stops", 0, "at_least", value=9), 0, "severity goes from 1 to 6"),
    (_at("visits", 1, "period", value=1), 0, "within persons"),
    (_at("visits", 1, "days", value="1-18"), 0, "has 15 days, and the visit 18"),
    (_at("visits", 0, "steps", 1, "use", value="wai_sr"), 0, "the wording of wai_sr is not here"),
    (_at("visits", 0, "steps", 2, "admits", value={"score": "sum"}), 0, "gad_7 has no score 'sum'"),
]


@pytest.mark.parametrize(("change", "told"), SHAPE)
def test_loader_and_schema_refuse_the_same_shapes(change: Change, told: str, tmp_path: Path) -> None:
    folder = study_folder(tmp_path)
    _rewrite(folder, change)
    assert not CHECK.is_valid(yaml.safe_load((folder / PROTOCOL).read_text("utf-8")))
    with pytest.raises(AlongsideError, match=r"^study\.yaml, line \d+: .+\. .+") as caught:
        load_protocol(folder)
    assert told in str(caught.value)


@pytest.mark.parametrize(("change", "line", "told"), SENSE)
def test_what_does_not_hold_together_is_told_with_its_line(
    change: Change, line: int, told: str, tmp_path: Path
) -> None:
    folder = study_folder(tmp_path)
    _rewrite(folder, change)
    with pytest.raises(AlongsideError, match=r"^study\.yaml, line \d+: .+") as caught:
        load_protocol(folder)
    assert told in str(caught.value)
    assert not line or f"line {line}:" in str(caught.value)


@pytest.fixture(scope="module")
def wild_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study_folder(tmp_path_factory.mktemp("wild"))


@settings(max_examples=25, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(
        ["arms", "visits", "allocation", "contacts", "people", "stops", "retention", "companion"]
    ),
)
def test_anything_at_all_is_refused_in_one_line_or_read(wild_folder: Path, wild: Any, key: str) -> None:
    path = wild_folder / PROTOCOL
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text("utf-8")), key: wild}), encoding="utf-8")
    told = ""
    try:
        load_protocol(wild_folder)
    except AlongsideError as error:
        told = str(error)
    assert "\n" not in told


def _rewrite(folder: Path, change: Change) -> None:
    path = folder / PROTOCOL
    plain = yaml.safe_load(path.read_text("utf-8"))
    change(plain)
    path.write_text(yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")

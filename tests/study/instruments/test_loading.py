"""Which wordings come along, which the lab puts in, and what is said of a file that is not in order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from alongside.errors import AlongsideError
from study.instruments import instrument_names, load
from study.instruments.json_schema import schema
from study.instruments.loading import FOLDER, fit, need_text

ROOT = Path(__file__).resolve().parents[3]
CHECK = jsonschema.Draft202012Validator(schema())
WITHOUT = ("almere", "c_ssrs", "panas", "pss_10", "urica", "wai_sr", "who_5")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_INSTRUMENTS", str(tmp_path / "wordings"))


def wording(key: str, many: int, **more: Any) -> dict[str, Any]:
    return {
        "instrument": key,
        "source": "our licence of 2026",
        "items": [f"The wording of item {number}" for number in range(1, many + 1)],
        **more,
    }


def written(path: Path, plain: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")
    return path


def test_the_schema_is_published_and_every_file_is_in_order_by_it() -> None:
    published = (ROOT / "docs" / "instrument.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == schema(), "alongside instrument schema > docs/instrument.schema.json"
    for path in FOLDER.glob("*.yaml"):
        assert [error.message for error in CHECK.iter_errors(yaml.safe_load(path.read_text("utf-8")))] == []
        assert load(path.stem).key == path.stem


def test_only_wording_that_may_be_passed_on_comes_along() -> None:
    assert tuple(name for name in instrument_names() if not load(name).has_text) == WITHOUT
    for name in instrument_names():
        licence = load(name).licence
        assert licence.terms
        assert licence.source
        assert licence.text == "slot" if name in WITHOUT else licence.text != "slot"
    dass = load("dass_21").licence
    assert dass.text == "notice"
    assert dass.scores_for == "researcher"
    assert "not to be sold for profit" in dass.notice


def test_what_has_no_wording_is_refused_with_what_to_do() -> None:
    with pytest.raises(AlongsideError) as refused:
        need_text(load("wai_sr"))
    assert refused.value.what.startswith("the wording of wai_sr is not here: Copyright of A. Horvath")
    assert refused.value.do.startswith("alongside instrument fit wai_sr ITEMS.yaml")
    with pytest.raises(AlongsideError, match=r"alongside instrument fit who_5, if the terms suit you"):
        need_text(load("who_5"))


def test_a_lab_puts_its_wording_in(tmp_path: Path) -> None:
    options = ["Seldom", "Sometimes", "Fairly often", "Very often", "Always"]
    file = written(tmp_path / "mine.yaml", wording("wai_sr", 12, frame="Think of it.", options=options))
    instrument, kept = fit("wai_sr", file)
    assert kept == tmp_path / "wordings" / "wai_sr.yaml"
    assert kept.stat().st_mode & 0o077 == 0
    loaded = need_text(load("wai_sr"))
    assert loaded == instrument
    assert loaded.items[11].text == "The wording of item 12"
    assert [(option.value, option.text) for option in loaded.answers.options][0::4] == [
        (1, "Seldom"),
        (5, "Always"),
    ]


def test_the_wording_of_who_5_comes_along_as_an_option_with_its_notice() -> None:
    assert not load("who_5").has_text
    instrument, _ = fit("who_5")
    assert need_text(load("who_5")) == instrument
    assert "not for commercial use" in instrument.licence.notice


@pytest.mark.parametrize(
    ("plain", "told"),
    [
        (wording("wai_sr", 11), "items.yaml, line 4: 11 items, but wai_sr has 12"),
        (wording("panas", 20), "items.yaml, line 1: this wording is not for 'wai_sr'"),
        (wording("wai_sr", 12, options=["a", "b"]), "2 answers, but there are 5 to each item"),
        ({"instrument": "wai_sr", "items": ["x"] * 12}, "items.yaml, line 1: 'source' is missing"),
    ],
)
def test_wording_that_does_not_fit_is_refused(tmp_path: Path, plain: dict[str, Any], told: str) -> None:
    with pytest.raises(AlongsideError) as refused:
        fit("wai_sr", written(tmp_path / "items.yaml", plain))
    assert told in str(refused.value)
    assert not (tmp_path / "wordings").exists()


def test_licensed_wording_is_never_kept_inside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_INSTRUMENTS", str(FOLDER))
    with pytest.raises(AlongsideError, match="inside the program"):
        fit("wai_sr", written(tmp_path / "items.yaml", wording("wai_sr", 12)))
    assert not (FOLDER / "wai_sr.yaml").read_text("utf-8").startswith("instrument:")


def test_an_instrument_that_has_its_wording_is_not_fitted(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match="comes with its wording"):
        fit("phq_9", written(tmp_path / "items.yaml", wording("phq_9", 10)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("count: 7", "count: 8"), "line 12: 'count' is 8, but there are 7 items"),
        (("frame:", "fram:"), "line 11: unknown key 'fram'. Did you mean 'frame'?"),
        (("items: all", "items: [1, 9]"), "there is no item 9"),
        (("fill: none", "fill: median"), "fill 'median' must be none, mean or centre"),
        (("{most: 0", "{most: 1"), "'most' and 'fill' do not go together"),
        (("{at: 5, name: mild}", "{at: 0, name: mild}"), "bands go from the lowest up"),
        (("    bands_source", "    remark"), "'remark' stands here twice"),
        (("value: 3", "value: 2"), "two answers count as the same number"),
        (("text: embedded", "text: slot"), "its licence does not let the wording stand here"),
        (("text: embedded", "text: notic"), "text 'notic' must be embedded, notice or slot"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    text = (FOLDER / "gad_7.yaml").read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "gad_7.yaml"
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(AlongsideError) as refused:
        load(path)
    assert told in str(refused.value)
    assert ", line " in str(refused.value)

"""Profiles: what a person may write, and what they are told when it is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.profiles import load_object, load_profile, make_component, profile_names


def written(folder: Path, text: str) -> str:
    path = folder / "p.yaml"
    path.write_text(text)
    return str(path)


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_makes_all_its_components(name: str, tmp_path: Path) -> None:
    for node in load_profile(name).nodes:
        component = make_component(node, Context(tmp_path))
        assert component.name == node.name
        if node.ros:
            assert callable(load_object(node.ros, node.name))


def test_an_unknown_profile_names_the_nearest() -> None:
    with pytest.raises(AlongsideError, match=r"Did you mean 'avatar'\?"):
        load_profile("avatr")


def test_malformed_yaml_gives_file_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match=r"p\.yaml line 4, column"):
        load_profile(written(tmp_path, "title: x\nnodes:\n  a: [1, 2\n  b: {"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("just words", "is not a profile"),
        ("nodes: {a: {in: x}}", "needs `is: module:Class`"),
        ("nodes: {a: {is: m:C, colour: red}}", "unknown key 'colour'"),
        ("nodes: {}", "has no nodes"),
        ("nodes: {a: {is: m:C, settings: 3}}", "must be `key: value` lines"),
        ("colour: red\nnodes: {a: {is: m:C}}", "unknown key 'colour'"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(AlongsideError, match=told):
        load_profile(written(tmp_path, text))


def test_extending_changes_settings_and_leaves_out_nodes(tmp_path: Path) -> None:
    profile = load_profile(
        written(tmp_path, "extends: avatar\nnodes:\n  face: null\n  screen: {settings: {port: 9000}}")
    )
    names = {node.name: node for node in profile.nodes}
    assert "face" not in names
    assert names["screen"].settings["port"] == 9000
    assert names["screen"].component == "embodiment.screen.server:Screen"


def test_single_settings_from_the_command_line() -> None:
    profile = load_profile("avatar").with_settings(["screen.port=0"])
    assert next(node for node in profile.nodes if node.name == "screen").settings["port"] == 0
    with pytest.raises(AlongsideError, match="cannot set 'nonsense'"):
        profile.with_settings(["nonsense"])


@given(text=st.text())
def test_any_text_is_a_profile_or_one_clear_line(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("p") / "p.yaml"
    path.write_text(text, "utf-8", errors="ignore")
    with pytest.raises(AlongsideError) as told:
        load_profile(str(path))
    assert "\n" not in str(told.value)

"""Fitting heads: on small sets of our own making, with a stand-in for the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agent.appraisal.encoder import WIDTH, Vectors
from agent.appraisal.heads.features import Item, features
from agent.appraisal.heads.head import load
from agent.training.crossval import splits
from agent.training.example import Example
from agent.training.recipe import Recipe
from agent.training.recipes import recipe
from agent.training.run import make
from agent.training.scores import expected_calibration_error
from alongside.errors import AlongsideError
from commands.train import train
from rehearsal import stages


class Blank:
    """Vectors that say nothing: what is learnt comes from the words."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), WIDTH), np.float32)

    def one(self, text: str) -> Vectors:
        return np.zeros(WIDTH, np.float32)


FRUIT = ("apples", "pears", "plums", "quinces")
TOOLS = ("hammers", "saws", "chisels", "files")


def market(folder: Path) -> list[Example]:
    """Forty stalls, each a group, that sell fruit or tools."""
    return [
        Example(Item(f"stall {number} sells {goods[number % 4]} today"), str(number), label)
        for number in range(40)
        for label, goods in (("fruit", FRUIT), ("tools", TOOLS))
    ]


GOODS = Recipe(
    name="goods", kind="one", classes=("fruit", "tools"), speaker="participant", read=market,
    dense=("turn", "form"), grams=("grams",), strictness=0.1, what="What is sold.", data="a market",
    licence="ours", limits=("No vegetables.",),
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder with the head of the market in it, and what was told while it was made."""
    folder = tmp_path_factory.mktemp("made")
    told: list[str] = []
    assert make(GOODS, folder, folder, Blank(), told.append)
    return folder, told


def test_a_head_is_fitted_measured_and_written_with_its_card(made: tuple[Path, list[str]]) -> None:
    folder, told = made
    head = load("goods", folder)
    judged = head.judge(
        features([Item("pears and plums"), Item("a saw, chisels")], "participant", Blank(), head.needs)
    )
    assert judged.best() == ["fruit", "tools"]
    card = (folder / "goods.md").read_text(encoding="utf-8")
    assert f"{head.about['figures']['macro_f1']:.3f}" in card
    assert head.about["figures"]["macro_f1"] > 0.95
    assert "No vegetables." in card
    assert told[0].startswith("goods: macro-F1")


@pytest.mark.slow
def test_the_same_data_give_the_same_file(made: tuple[Path, list[str]], tmp_path: Path) -> None:
    make(GOODS, tmp_path, tmp_path, Blank(), lambda _: None)
    assert (tmp_path / "goods.npz").read_bytes() == (made[0] / "goods.npz").read_bytes()


@pytest.mark.slow
def test_labels_that_mean_nothing_are_not_learnt(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)

    def noise(folder: Path) -> list[Example]:
        return [replace(item, label=str(chance.choice(["fruit", "tools"]))) for item in market(folder)]

    make(replace(GOODS, read=noise), tmp_path, tmp_path, Blank(), lambda _: None)
    assert load("goods", tmp_path).about["figures"]["macro_f1"] < 0.68


@pytest.mark.slow
def test_what_is_not_judged_is_learnt_from_and_not_counted(tmp_path: Path) -> None:
    def taught(folder: Path) -> list[Example]:
        lessons = [
            Example(Item(f"{name}, all day"), name, "tools", judged=False) for name in ("anvils", "tongs")
        ]
        return market(folder) + lessons * 5

    make(replace(GOODS, read=taught), tmp_path, tmp_path, Blank(), lambda _: None)
    head = load("goods", tmp_path)
    assert head.about["figures"]["turns"] == 80
    seen = features([Item("anvils")], "participant", Blank(), head.needs)
    assert head.judge(seen).best() == ["tools"]


def test_a_missing_set_leaves_its_head_out_with_a_line(tmp_path: Path) -> None:
    told: list[str] = []
    assert not make(recipe("talk"), tmp_path, tmp_path / "out", Blank(), told.append)
    assert "annomi" in told[0]
    assert "docs/training.md" in told[0]
    assert not (tmp_path / "out").exists()


def test_no_group_stands_on_both_sides() -> None:
    groups = np.array([str(number // 7) for number in range(70)])
    for kept, out in splits(groups):
        assert not set(groups[kept]) & set(groups[out])


def test_calibration_error_is_the_gap_between_said_and_true() -> None:
    said = np.full(100, 0.9, np.float32)
    assert expected_calibration_error(said, np.array([1.0] * 90 + [0.0] * 10)) == pytest.approx(0.0, abs=1e-6)
    assert expected_calibration_error(said, np.array([1.0] * 50 + [0.0] * 50)) == pytest.approx(0.4, abs=1e-6)


def test_what_only_measures_is_never_fitted_on() -> None:
    held = {turn for told in stages.tellings() if told.held for turn in told.turns}
    for path in (stages.FRESH, stages.UNSEEN):
        held |= {turn for told in stages.tellings(path) for turn in told.turns}
    for name in ("stage", "topic"):
        examples = recipe(name).read(Path())
        assert {example.label for example in examples} == set(recipe(name).classes)
        assert not held & {example.item.text for example in examples}


def test_heads_on_our_own_sets_need_no_folder(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match="--data DIR"):
        train(data=None, only=["talk"], out=tmp_path)
    assert recipe("stage").ours
    assert not recipe("talk").ours

"""What the encoder is trained on: nothing that is held out, and all tasks in every step."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from agent.appraisal.heads.features import Item
from agent.training.example import Example
from agent.training.recipes import RECIPES, recipe
from agent.training.tuning.folds import held_out
from agent.training.tuning.material import RUN, SINGLE, TALKED, Step, Task, steps, unlabelled, without
from alongside.errors import AlongsideError
from commands.train import train

FOLDS = 5


def made() -> dict[str, Task]:
    """Ten transcripts of thirty turns a side, and single texts in forty groups, half of them a set's own."""
    found = {}
    for name in TALKED:
        examples = [
            Example(Item(f"{name} {talk} {turn}"), f"talk{talk}", recipe(name).classes[0])
            for talk in range(10)
            for turn in range(30)
        ]
        found[name] = Task(recipe(name), examples, ("turn",))
    for name in SINGLE:
        measured = name in ("affect", "emotions")
        examples = [
            Example(
                Item(f"{name} {number}"),
                f"{('train', 'dev')[number % 2]}/{number}" if measured else f"{name}{number}",
                frozenset(recipe(name).classes[:1]),
            )
            for number in range(40)
        ]
        found[name] = Task(recipe(name), examples, ("turn",))
    return found


def texts(step: Step) -> set[str]:
    return {example.item.text for examples in step.values() for example in examples}


@pytest.mark.parametrize("fold", range(FOLDS))
def test_nothing_of_a_fold_is_trained_on(fold: int) -> None:
    tasks = made()
    held = held_out(tasks, fold)
    assert held
    kept = {name: without(task, held) for name, task in tasks.items()}
    assert all(kept.values())
    for step in steps(kept, seed=0):
        assert not {example.group for examples in step.values() for example in examples} & held


def test_a_transcript_is_held_out_for_all_its_tasks_and_all_are_once() -> None:
    tasks = made()
    talks = [{group for group in held_out(tasks, fold) if group.startswith("talk")} for fold in range(FOLDS)]
    assert set().union(*talks) == {f"talk{number}" for number in range(10)}
    assert sum(map(len, talks)) == 10


def test_only_the_training_part_of_a_set_with_a_split_is_used() -> None:
    tasks = made()
    for name in ("affect", "emotions"):
        assert {item.group.split("/")[0] for item in without(tasks[name], ())} == {"train"}


def test_a_round_goes_through_every_transcript_and_each_step_has_all_tasks() -> None:
    kept = {name: without(task, ()) for name, task in made().items()}
    found = list(steps(kept, seed=1))
    told = set().union(*map(texts, found))
    assert {item.item.text for name in TALKED for item in kept[name]} <= told
    for step in found:
        assert set(step) == {*TALKED, *SINGLE}
        assert all(len(step[name]) == count for name, count in SINGLE.items())
        assert all(len(step[name]) <= RUN for name in TALKED)
    assert [texts(step) for step in steps(kept, seed=1)] == [texts(step) for step in found]
    assert [texts(step) for step in steps(kept, seed=2)] != [texts(step) for step in found]


def test_the_texts_whose_likeness_is_kept_need_no_data_set(tmp_path: Path) -> None:
    found = unlabelled(tmp_path)
    assert len(found) > 500
    assert len(set(found)) == len(found)


def test_heads_the_encoder_was_trained_for_say_why_they_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AlongsideError, match="no head could be fitted"):
        train(data=tmp_path, only=[item.name for item in RECIPES if item.tuned], out=tmp_path)
    said = capsys.readouterr().out
    assert "talk: left out" in said
    assert "--tune" in said


def test_tuning_names_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match="text-encoder-published"):
        train(data=tmp_path, tune=tmp_path, out=tmp_path)
    (tmp_path / "model.safetensors").touch()
    if importlib.util.find_spec("torch") is None:
        with pytest.raises(AlongsideError, match=r"alongside\[tune\]"):
            train(data=tmp_path, tune=tmp_path, out=tmp_path)

"""Figures of the relationship say what is known, each on axes of its own."""

from __future__ import annotations

from dataclasses import replace

from agent.synchrony.observer import observed
from study.relating.synchrony import synchrony_figures
from tests.agent.synchrony.test_synchrony import talk


def test_a_voice_whose_pace_is_not_known_is_told_by_what_is() -> None:
    found, _ = observed(replace(said, rate=None) for said in talk())
    made = {figure.key: figure for figure in synchrony_figures(found)}
    voice = made["synchrony_prosodic"]
    assert "not known" not in voice.title
    assert "in pitch" in voice.title
    assert "in pace" not in voice.title
    assert "coming nearer in time (correlation)" in voice.svg
    assert "nearer than distant turns (standard deviations)" in voice.svg
    lines = voice.csv.splitlines()
    assert sum(line.startswith(('"pitch, near"', "pitch, near")) for line in lines) == 2

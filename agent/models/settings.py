"""The settings of a language model, and the model and its wording made from them."""

from __future__ import annotations

from dataclasses import dataclass

from agent.models.base import LanguageModel
from agent.models.wording import FIRST_CLAUSE, Wording
from alongside.errors import AlongsideError
from alongside.settings import setting


@dataclass(frozen=True)
class ModelSettings:
    """No model is used unless `model_url` or `model_path` is set. See docs/models.md."""

    model_url: str = setting(
        "", "OpenAI-compatible server that finds words, such as http://127.0.0.1:11434/v1; empty: none"
    )
    model: str = setting("", "name of the model at that server")
    model_path: str = setting(
        "", "folder, GGUF file or name of a model run here by transformers; empty: none (extra: local-models)"
    )
    model_key_env: str = setting("", "environment variable that holds the server's key; empty: none is sent")
    model_allow_remote: bool = setting(
        False, "whether the server may be on another computer: what participants say then leaves this one"
    )
    model_temperature: float = setting(0.7, "how freely the model words", low=0.0, high=2.0)
    model_candidates: int = setting(3, "wordings asked for at once", low=1, high=8)
    model_first_clause: float = setting(
        FIRST_CLAUSE,
        "seconds to a first clause that passes; then the template speaks",
        low=0.1,
        high=5.0,
    )
    model_acts: tuple[str, ...] = setting((), "acts it may find words for; empty: all that it ever may")


def make_wording(settings: ModelSettings) -> Wording | None:
    """The wording by the model that is set; None where none is.

    Raises AlongsideError for settings that contradict or that would send words where they may not go.
    """
    model = make_model(settings)
    if model is None:
        return None
    return Wording(
        model,
        candidates=settings.model_candidates,
        first_clause=settings.model_first_clause,
        temperature=settings.model_temperature,
        acts=settings.model_acts,
    )


def make_model(settings: ModelSettings) -> LanguageModel | None:
    """The model that is set. Its libraries are imported only here, where they are wanted."""
    if settings.model_url and settings.model_path:
        raise AlongsideError("both model_url and model_path are set", "Leave one of them empty.")
    if settings.model_url:
        from agent.models.server import ServedModel

        return ServedModel(
            settings.model_url,
            settings.model,
            key_env=settings.model_key_env,
            allow_remote=settings.model_allow_remote,
        )
    if settings.model_path:
        from agent.models.local import LocalModel

        return LocalModel(settings.model_path)
    if settings.model:
        raise AlongsideError(
            f"the language model {settings.model!r} is named without a place",
            "Set model_url to its server, such as http://127.0.0.1:11434/v1.",
        )
    return None

"""The message about consent (see `alongside.messages`), and whether a graph asks for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from alongside.message import Message
from alongside.records import ConsentLine, Delivery

if TYPE_CHECKING:
    from alongside.component import Context

__all__ = ["Consent"]

KEEPER = "study.consent.keeper:ConsentKeeper"
"""The component that asks for consent: a graph that has it keeps nothing before it was given."""
STUDY = "study:"
"""How the sheets begin that belong to a study and not to the companion: its questionnaires, its consent."""


@dataclass(frozen=True, kw_only=True)
class Consent(Message):
    """What a person agreed to, stream by stream, and the very text they were asked with.

    `streams` may be kept; `live` may be used at the moment, and holds `streams`. What is in neither is not
    captured at all. Streams are audio, video, transcript, affect and recontact.
    """

    topic: ClassVar[str] = "consent"
    delivery: ClassVar[Delivery] = "state"
    urgent: ClassVar[bool] = True

    status: Literal["asked", "given"]  # not answered yet, or answered (with few streams or none, perhaps)
    streams: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    by: Literal["participant", "operator"] = "participant"
    text: str = ""  # name of the text
    version: str = ""
    language: str = "en"
    sha256: str = ""  # of the text's file
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    lines: tuple[ConsentLine, ...] = ()


def consent_needed(context: Context) -> bool:
    """Whether the graph asks for consent, so that nothing is kept before there is one."""
    graph = json.loads(context.graph) if context.graph else {}
    nodes = graph.get("nodes", []) if isinstance(graph, dict) else []
    return any(isinstance(node, dict) and node.get("component") == KEEPER for node in nodes)

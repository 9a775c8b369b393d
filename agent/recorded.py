"""What a session's record gives back to a companion that goes through it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from agent.byhand import how
from agent.state import CompanionState, Seen
from alongside.consent import STUDY
from alongside.eventlog import LOG, read_events
from alongside.messages import Act, Affect, Message, Proposed


def by_turn(acts: Iterable[Act]) -> dict[tuple[str, int], Act]:
    """What answered each turn, in each revision."""
    return {(act.turn_id, act.revision): act for act in acts if act.turn_id}


def messages_of(session: Path) -> Iterator[Message]:
    """The messages of a session's record in order; nothing where there is no record yet."""
    if (session / LOG).exists():
        for event in read_events(session):
            yield event.message


def ours(message: Message) -> bool:
    """Whether this is no act of others: not a study's question, nor an operator's words."""
    return not isinstance(message, Act) or not (message.sheet.startswith(STUDY) or how(message) == "spoken")


def waiting_line(messages: Sequence[Message]) -> str:
    """The act that waited for an operator when the record broke off; "" for none."""
    last = next((message for message in reversed(messages) if isinstance(message, Proposed)), None)
    return last.act_id if last is not None and last.status in ("waiting", "held") else ""


def with_affect(state: CompanionState, affect: Affect) -> CompanionState:
    others = tuple(seen for seen in state.seen if seen.source != affect.source)
    return state.with_(seen=(*others, Seen(affect.source, affect.valence, affect.arousal, affect.confidence)))

"""Hearing what others publish under `humans/` (REP-155): found as it comes, left as it goes.

Each topic is subscribed to with the quality of service that its publishers offer, so that none is missed for
asking more than it gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

LOOK_EVERY_S = 1.0
DEPTH = 20
"""Messages a subscription holds: of a face's topics more than half a second."""

Heard = Callable[[str, Any], None]
"""Called with the identifier in the topic's name ("" where it has none) and the message."""


def as_offered(offered: list[QoSProfile]) -> QoSProfile:
    """The most that every one of these publishers gives."""
    reliable = all(each.reliability == ReliabilityPolicy.RELIABLE for each in offered)
    latched = all(each.durability == DurabilityPolicy.TRANSIENT_LOCAL for each in offered)
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST,
        depth=DEPTH,
        reliability=ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT,
        durability=DurabilityPolicy.TRANSIENT_LOCAL if latched else DurabilityPolicy.VOLATILE,
    )


class OthersTopics:
    """Follows the topics that others than `node` publish.

    `wanted` names them below `humans/`, `*` for the identifier, each with its message type and who hears it;
    `looked` is told once a second which there are. Both are called through `call`.
    """

    def __init__(
        self,
        node: Any,
        call: Callable[..., None],
        wanted: Mapping[str, tuple[Any, Heard]],
        looked: Callable[[frozenset[str]], None],
    ) -> None:
        self._node = node
        self._call = call
        self._looked = looked
        root = re.escape(node.resolve_topic_name("humans"))
        self._wanted = [
            (re.compile(rf"{root}/({re.escape(name).replace(re.escape('*'), ')([^/]+)(')})"), kind, heard)
            for name, (kind, heard) in wanted.items()
        ]
        self._heard: dict[str, tuple[QoSProfile, Any]] = {}
        # A timer, so that subscriptions are made and removed on the executor's thread alone.
        node.create_timer(LOOK_EVERY_S, self.look)

    def look(self) -> None:
        """Subscribe to what came, leave what went."""
        found = set()
        for name, types in self._node.get_topic_names_and_types():
            for pattern, kind, heard in self._wanted:
                match = pattern.fullmatch(name)
                if match and _type_name(kind) in types and (offered := self._offered(name)):
                    found.add(name.split("/humans/", 1)[1])
                    identifier = match[2] if match.re.groups > 1 else ""
                    self._subscribe(name, kind, identifier, heard, as_offered(offered))
                elif match:
                    self._leave(name)
        for name in [name for name in self._heard if name.split("/humans/", 1)[1] not in found]:
            self._leave(name)
        self._call(self._looked, frozenset(found))

    def _offered(self, topic: str) -> list[QoSProfile]:
        own = (self._node.get_name(), self._node.get_namespace())
        return [
            info.qos_profile
            for info in self._node.get_publishers_info_by_topic(topic)
            if (info.node_name, info.node_namespace) != own
        ]

    def _subscribe(self, name: str, kind: Any, identifier: str, heard: Heard, qos: QoSProfile) -> None:
        if name in self._heard and _same(self._heard[name][0], qos):
            return
        self._leave(name)

        def pass_on(message: Any) -> None:
            self._call(heard, identifier, message)

        self._heard[name] = (qos, self._node.create_subscription(kind, name, pass_on, qos))

    def _leave(self, name: str) -> None:
        _, subscription = self._heard.pop(name, (None, None))
        if subscription is not None:
            self._node.destroy_subscription(subscription)


def _same(one: QoSProfile, other: QoSProfile) -> bool:
    return (one.reliability, one.durability) == (other.reliability, other.durability)


def _type_name(kind: Any) -> str:
    """`hri_msgs/msg/IdsList`, as the graph tells it."""
    return f"{kind.__module__.split('.')[0]}/msg/{kind.__name__}"

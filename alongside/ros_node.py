"""One component as a managed ROS node: its topics, their quality of service, its lifecycle.

Everything here that ROS calls runs on the executor's thread and only passes on; the component
itself lives on the event loop.

Topics have no event callbacks: the executor would wait on each of them anew for every message,
which more than doubles the time a message takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rclpy.event_handler import PublisherEventCallbacks, SubscriptionEventCallbacks
from rclpy.exceptions import InvalidNamespaceException, InvalidNodeNameException
from rclpy.lifecycle import LifecycleNode, TransitionCallbackReturn
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rclpy.validate_namespace import validate_namespace
from rclpy.validate_node_name import validate_node_name

from alongside.component import Component
from alongside.conversion import from_ros, ros_type, to_ros
from alongside.errors import AlongsideError
from alongside.messages import Health, Message
from alongside.records import Delivery
from alongside.ros_parameters import declare_settings

SENSOR_DEPTH = 5
STREAM_DEPTH = 2000
"""Messages; as many as an inbox holds. Of audio chunks (32 ms each) that is a minute."""
RECORD_DEPTH = 200
"""Messages a publisher keeps for a recorder that joins late."""
STATE_WRITERS = 10
"""How many publishers of one state topic a late joiner can hear the last word of."""

Hear = Callable[[Message], None]


def publisher_qos(delivery: Delivery) -> QoSProfile:
    """How a message of that delivery is published."""
    if delivery == "sensor":
        return _qos(SENSOR_DEPTH, reliable=False, latched=False)
    if delivery == "stream":
        return _qos(STREAM_DEPTH, reliable=True, latched=False)
    return _qos(1 if delivery == "state" else RECORD_DEPTH, reliable=True, latched=True)


def subscriber_qos(delivery: Delivery, replay: bool) -> QoSProfile:
    """How a message of that delivery is subscribed to; `replay` asks for those said before."""
    if delivery == "sensor":
        return _qos(SENSOR_DEPTH, reliable=False, latched=False)
    if delivery == "state":
        return _qos(STATE_WRITERS, reliable=True, latched=True)
    return _qos(STREAM_DEPTH, reliable=True, latched=delivery == "record" and replay)


def _qos(depth: int, *, reliable: bool, latched: bool) -> QoSProfile:
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST,
        depth=depth,
        reliability=ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT,
        durability=DurabilityPolicy.TRANSIENT_LOCAL if latched else DurabilityPolicy.VOLATILE,
    )


def check_names(components: Iterable[Component]) -> None:
    """Raise AlongsideError for a name or namespace that ROS does not allow."""
    for component in components:
        try:
            validate_node_name(component.name)
            validate_namespace("/" + component.context.namespace.lstrip("/"))
        except (InvalidNodeNameException, InvalidNamespaceException) as error:
            raise AlongsideError(
                f"not a name for ROS: {str(error).splitlines()[0]}", "Use letters, digits and underscores."
            ) from None


class ComponentNode(LifecycleNode):  # type: ignore[misc]
    """The node of one component.

    `hear` is given every message it hears, and `changed` whether it became active, both on
    the executor's thread. It can be activated only after its component has started (`started`).
    """

    def __init__(
        self, component: Component, ros_context: Any, hear: Hear, changed: Callable[[bool], None]
    ) -> None:
        self.component = component
        self.started = False
        self._hear = hear
        self._changed = changed
        self._outlets: dict[type[Message], Any] = {}
        self._own: set[bytes] = set()
        self._refused: set[str] = set()
        super().__init__(component.name, namespace=component.context.namespace, context=ros_context)
        declare_settings(self, component)

    # ------------------------------------------------------------ topics

    def publish(self, message: Message) -> None:
        """Publish on the message's topic. AlongsideError for a value that ROS cannot carry."""
        self.outlet(type(message)).publish(to_ros(message))

    def outlet(self, kind: type[Message]) -> Any:
        """The publisher of that kind, made when it is first asked for."""
        if kind not in self._outlets:
            self._outlets[kind] = self.create_publisher(
                ros_type(kind),
                kind.topic,
                publisher_qos(kind.delivery),
                event_callbacks=PublisherEventCallbacks(use_default_callbacks=False),
            )
            for info in self.get_publishers_info_by_topic(self._outlets[kind].topic_name):
                if (info.node_name, info.node_namespace) == (self.get_name(), self.get_namespace()):
                    self._own.add(bytes(info.endpoint_gid))
        return self._outlets[kind]

    def subscribe(self, kind: type[Message], hear: Hear, *, replay: bool = False, own: bool = False) -> None:
        """Have `hear` called with every message of that kind; this node's own ones only if `own`."""

        def heard(ros: Any, info: Any) -> None:
            if not own and bytes((info.get("publisher_gid") or {}).get("data", b"")) in self._own:
                return
            try:
                message = from_ros(kind, ros)
            except AlongsideError as error:
                self._refuse(kind, str(error))
            else:
                hear(message)

        self.create_subscription(
            ros_type(kind),
            kind.topic,
            heard,
            subscriber_qos(kind.delivery, replay),
            event_callbacks=SubscriptionEventCallbacks(use_default_callbacks=False),
        )

    def _refuse(self, kind: type[Message], problem: str) -> None:
        if problem not in self._refused:  # once is enough: a foreign program may repeat it at 30 Hz
            self._refused.add(problem)
            self.component.log.warning("refused a message on %s: %s", kind.topic, problem)

    def matched(self) -> int:
        """How many partners its publishers and subscriptions have found so far."""
        found = sum(outlet.get_subscription_count() for outlet in self.publishers)
        return int(found + sum(inlet.get_publisher_count() for inlet in self.subscriptions))

    # ------------------------------------------------------------ lifecycle

    def on_configure(self, state: Any) -> Any:
        """Make the topics."""
        if not self._outlets:
            for said in (*self.component.says, Health):
                self.outlet(said)
            for heard in self.component.hears:
                self.subscribe(heard, self._hear, replay=self.component.replays)
        return TransitionCallbackReturn.SUCCESS

    def on_activate(self, state: Any) -> Any:
        """Begin to hear and to be heard; not before the component has started."""
        if not self.started:
            return TransitionCallbackReturn.FAILURE
        self._changed(True)
        return TransitionCallbackReturn.SUCCESS

    def on_deactivate(self, state: Any) -> Any:
        """Neither hear nor be heard until activated again."""
        self._changed(False)
        return TransitionCallbackReturn.SUCCESS

    def on_shutdown(self, state: Any) -> Any:
        """As deactivated, for good."""
        self._changed(False)
        return TransitionCallbackReturn.SUCCESS

    # ------------------------------------------------------------ the end

    def destroy_node(self) -> None:
        """Leave the graph at once. rclpy leaves action servers and the lifecycle's own parts behind."""
        for waitable in list(self.waitables):
            if hasattr(waitable, "destroy"):
                waitable.destroy()
        super().destroy_node()
        self._state_machine = None

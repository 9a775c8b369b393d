"""Comparing clocks over ROS: `clock/ask` carries a token, `clock/answer` the token, the host and its time."""

from __future__ import annotations

import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rclpy.signals import SignalHandlerOptions
from std_msgs.msg import Header

from alongside.clocks import Exchange
from alongside.conversion import from_time, to_time

QOS = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=10,
    reliability=ReliabilityPolicy.BEST_EFFORT,  # an answer that is sent again would be late
    durability=DurabilityPolicy.VOLATILE,
)
ENOUGH, EVERY_S = 10, 0.05
"""Exchanges with each host, and seconds between two questions."""


def answer_clock(node: Any, host: str, clock: Callable[[], float] = time.time) -> None:
    """Have `node` tell the time of the computer `host` to whoever asks."""
    answers = node.create_publisher(Header, "clock/answer", QOS)

    def asked(question: Any) -> None:
        answers.publish(Header(stamp=to_time(clock()), frame_id=f"{question.frame_id} {host}"))

    node.create_subscription(Header, "clock/ask", asked, QOS)


def ask_clocks(hosts: Collection[str], seconds: float, namespace: str = "") -> dict[str, list[Exchange]]:
    """Exchanges with each of `hosts` that answers, for at most `seconds`. Blocks; makes a node of its own."""
    context = rclpy.Context()
    rclpy.init(context=context, args=[], signal_handler_options=SignalHandlerOptions.NO)
    node = rclpy.create_node(
        f"clock_{uuid.uuid4().hex[:8]}", namespace=namespace, context=context, start_parameter_services=False
    )
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    sent: dict[str, float] = {}
    found: dict[str, list[Exchange]] = defaultdict(list)

    def answered(answer: Any) -> None:
        token, _, host = answer.frame_id.partition(" ")
        if token in sent:
            found[host].append(Exchange(sent[token], from_time(answer.stamp), time.time()))

    node.create_subscription(Header, "clock/answer", answered, QOS)
    ask = node.create_publisher(Header, "clock/ask", QOS)
    try:
        end, due = time.monotonic() + seconds, 0.0
        while (now := time.monotonic()) < end and any(len(found[host]) < ENOUGH for host in hosts):
            if now >= due:
                due = now + EVERY_S
                token = uuid.uuid4().hex
                sent[token] = time.time()
                ask.publish(Header(stamp=to_time(sent[token]), frame_id=token))
            executor.spin_once(timeout_sec=max(0.0, due - now))
    finally:
        executor.shutdown(1.0)
        node.destroy_node()
        context.try_shutdown()
    return {host: exchanges for host, exchanges in found.items() if exchanges}

"""`alongside topic`: what travels over ROS between the nodes of a running graph."""

from __future__ import annotations

import collections
import difflib
import importlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from alongside.errors import AlongsideError
from alongside.profiles import launch_folder
from alongside.ros import import_ros, ros_environment

app = typer.Typer(help="Look at the topics of a running graph (ROS 2 only).", no_args_is_help=True)

DISCOVERY = 1.5
"""Seconds until every node of a graph on this computer has been found."""
SHOWN_BYTES, SHOWN_ITEMS = 12, 20
NO_GRAPH = AlongsideError("no graph is running here", "Start one: alongside up. Or check ROS_DOMAIN_ID.")
WINDOW = 200
"""Messages over which a rate is averaged."""


@app.command("list")
def list_topics() -> None:
    """Name every topic with its type."""
    with observer() as (node, _):
        time.sleep(DISCOVERY)
        found = topics(node)
        if not found:
            raise NO_GRAPH
        for name, types in found.items():
            typer.echo(f"{name}  [{', '.join(types)}]")


@app.command()
def echo(
    topic: Annotated[str, typer.Argument(help="A topic's name, as `alongside topic list` tells it.")],
    count: Annotated[int, typer.Option(help="End after this many messages; 0 goes on until Ctrl+C.")] = 0,
) -> None:
    """Print the messages of a topic as they come. What a participant says is shown."""
    left = count or float("inf")

    def show(message: Any) -> bool:
        nonlocal left
        typer.echo("\n".join(lines(message)) + "\n---")
        left -= 1
        return left > 0

    watch(topic, show)


@app.command()
def hz(
    topic: Annotated[str, typer.Argument(help="A topic's name, as `alongside topic list` tells it.")],
    seconds: Annotated[float, typer.Option(help="End after this long; 0 goes on until Ctrl+C.")] = 0.0,
) -> None:
    """Print once a second how often messages come on a topic."""
    began = told = time.monotonic()
    times: collections.deque[float] = collections.deque(maxlen=WINDOW)

    def tick(message: Any) -> bool:
        nonlocal told
        now = time.monotonic()
        if message is not None:
            times.append(now)
        if now - told >= 1.0:
            told = now
            typer.echo(rate(times, now))
        return not seconds or now - began < seconds

    watch(topic, tick, wake_every=0.1)


def rate(times: collections.deque[float], now: float) -> str:
    """The rate of messages that came at `times` (seconds), in words."""
    if len(times) < 2 or now - times[-1] > 5.0:
        return "no messages"
    gaps = [later - earlier for earlier, later in zip(times, list(times)[1:], strict=False)]
    mean = sum(gaps) / len(gaps)
    return (
        f"{1 / mean:.1f} Hz (gaps {min(gaps) * 1e3:.0f} to {max(gaps) * 1e3:.0f} ms, {len(times)} messages)"
    )


# ---------------------------------------------------------------- messages as text


def lines(message: Any, indent: int = 0) -> Iterator[str]:
    """A ROS message of any type as YAML-like lines; bytes and long lists are shortened."""
    space = "  " * indent
    for name, kind in message.get_fields_and_field_types().items():
        value = getattr(message, name)
        if hasattr(value, "get_fields_and_field_types"):
            yield f"{space}{name}:"
            yield from lines(value, indent + 1)
        elif hasattr(value, "__len__") and not isinstance(value, str):
            yield from _sequence(name, kind, value, indent)
        else:
            yield f"{space}{name}: {_scalar(value)}"


def _sequence(name: str, kind: str, value: Any, indent: int) -> Iterator[str]:
    space = "  " * indent
    if "uint8" in kind or "octet" in kind:
        head = bytes(value[:SHOWN_BYTES]).hex(" ") + (" ..." if len(value) > SHOWN_BYTES else "")
        yield f"{space}{name}: {len(value)} bytes{': ' + head if head else ''}"
        return
    items = list(value)
    if not (items and hasattr(items[0], "get_fields_and_field_types")):
        shown = ", ".join(_scalar(item) for item in items[:SHOWN_ITEMS])
        yield f"{space}{name}: [{shown}{f', ... {len(items)} in all' if len(items) > SHOWN_ITEMS else ''}]"
        return
    yield f"{space}{name}:"
    for item in items[:SHOWN_ITEMS]:
        first, *rest = lines(item, indent + 2)
        yield f"{space}  - {first.strip()}"
        yield from rest
    if len(items) > SHOWN_ITEMS:
        yield f"{space}  # {len(items)} in all"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''").replace("\n", "\\n") + "'"
    return str(round(value, 6)) if isinstance(value, float) else str(value)


# ---------------------------------------------------------------- the graph


@contextmanager
def observer() -> Iterator[tuple[Any, Any]]:
    """A node that can see the graph, and its executor. AlongsideError without ROS."""
    for name, value in ros_environment(launch_folder()).items():
        os.environ.setdefault(name, value)
    rclpy = import_ros()
    context = rclpy.Context()
    rclpy.init(context=context, args=[], signal_handler_options=rclpy.signals.SignalHandlerOptions.NO)
    node = rclpy.create_node(f"topic_{os.getpid()}", context=context, start_parameter_services=False)
    executor = rclpy.executors.SingleThreadedExecutor(context=context)
    executor.add_node(node)
    try:
        yield node, executor
    except KeyboardInterrupt:
        pass
    finally:
        executor.shutdown(timeout_sec=1.0)
        node.destroy_node()
        context.try_shutdown()


def topics(node: Any) -> dict[str, list[str]]:
    """Topic name -> types found so far, without what only ROS itself talks about."""
    own = {"/rosout", "/parameter_events"}
    return {
        name: types
        for name, types in sorted(node.get_topic_names_and_types())
        if name not in own and "/_" not in name  # `_action/...`: the inside of an action
    }


def watch(topic: str, hear: Callable[[Any], bool], wake_every: float | None = None) -> None:
    """Hand every message of `topic` to `hear` until it returns False.

    With `wake_every`, `hear(None)` is also called that often (seconds).
    """
    with observer() as (node, executor):
        name = _existing(node, topic)
        kind = message_class(topics(node)[name][0])
        going = True

        def heard(message: Any) -> None:
            nonlocal going
            going = going and hear(message)

        node.create_subscription(kind, name, heard, _qos_of(node, name))
        if wake_every:
            node.create_timer(wake_every, lambda: heard(None))
        while going:
            executor.spin_once(timeout_sec=0.5)


def _existing(node: Any, topic: str) -> str:
    name = topic if topic.startswith("/") else f"/{topic}"
    end = time.monotonic() + DISCOVERY
    while not node.get_publishers_info_by_topic(name) and time.monotonic() < end:
        time.sleep(0.05)
    known = topics(node)
    if name in known:
        return name
    if not known:
        raise NO_GRAPH
    inside = [other for other in known if other.endswith(name)]
    near = inside or difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"Did you mean {near[0]}?" if near else "`alongside topic list` names them all."
    raise AlongsideError(f"there is no topic {name}", hint)


def message_class(type_name: str) -> Any:
    """The class of `package/msg/Name`. AlongsideError if its package is not installed here."""
    found = re.fullmatch(r"(\w+)/msg/(\w+)", type_name)
    if found is None:
        raise AlongsideError(f"{type_name} is not a message type")
    try:
        return getattr(importlib.import_module(f"{found[1]}.msg"), found[2])
    except (ImportError, AttributeError):
        raise AlongsideError(
            f"the message {type_name} is not installed here", f"Install the Python package of {found[1]}."
        ) from None


def _qos_of(node: Any, name: str) -> Any:
    """What every publisher of the topic offers: reliable or latched only if all of them are."""
    from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy

    offers = [info.qos_profile for info in node.get_publishers_info_by_topic(name)]
    reliable = all(offer.reliability == ReliabilityPolicy.RELIABLE for offer in offers)
    latched = all(offer.durability == DurabilityPolicy.TRANSIENT_LOCAL for offer in offers)
    return QoSProfile(
        depth=100,
        reliability=ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT,
        durability=DurabilityPolicy.TRANSIENT_LOCAL if offers and latched else DurabilityPolicy.VOLATILE,
    )

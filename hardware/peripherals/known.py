"""The peripherals there are: those of the profile, and those that announce themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hardware.peripherals import discovery
from hardware.peripherals.peripheral import Peripheral, declared
from hardware.peripherals.topics import COMPANION, announced

MOST = 64
"""Peripherals that are taken; a broker full of others' announcements costs no more memory than this."""


class Known:
    """Who is in the room. A profile's line wins over what is announced under the same name.

    An announced peripheral is taken if all its topics are under this namespace, or if `take` names it:
    the other lamps of the house stay as they are.
    """

    def __init__(self, namespace: str, lines: tuple[str, ...], take: tuple[str, ...]) -> None:
        self._namespace = namespace
        self._take = {name: rest for name, _, rest in (line.partition("=") for line in take)}
        own = [declared(line, namespace) for line in lines]
        self._declared = {item.name: item for item in own}
        self._found: dict[str, Peripheral] = {}

    def __iter__(self) -> Iterator[Peripheral]:
        return iter({**self._found, **self._declared}.values())

    def announce(self, topic: str, payload: Any) -> Peripheral | None:
        """Read a discovery message; the peripheral it adds or changes, or None. An empty one removes."""
        name = announced(topic)
        if name is None or name == COMPANION or name in self._declared:
            return None
        if not payload:
            self._found.pop(name, None)
            return None
        found = discovery.read_config(topic.split("/")[1], name, payload)
        if found is None or not self._welcome(found):
            return None
        use = self._take.get(name)
        if use:
            found = Peripheral(**{**found.__dict__, "use": use})
        if not discovery.understood(found) or (name not in self._found and len(self._found) >= MOST):
            return None
        self._found[name] = found
        return found

    def _welcome(self, item: Peripheral) -> bool:
        if item.name in self._take:
            return True
        topics = [text for text in (item.command, item.state, item.event) if text]
        ours = f"alongside/{self._namespace}/"
        return all(text.startswith(ours) and f"/{COMPANION}/" not in text for text in topics)

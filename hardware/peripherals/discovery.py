"""Home Assistant's discovery: a retained JSON on `homeassistant/<component>/<name>/config`, read and written.

https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery. What a button means and what a servo follows
has no word there: it stands under the key `alongside`, which Home Assistant leaves aside.
"""

from __future__ import annotations

import json
from typing import Any

from hardware.peripherals.payload import number, read_object, text_of
from hardware.peripherals.peripheral import FOLLOWS, Kind, Peripheral, is_use
from hardware.peripherals.topics import DISCOVERY

COMPONENTS: dict[Kind, str] = {
    "light": "light",
    "servo": "number",
    "button": "event",
    "heart_rate": "sensor",
    "tablet": "event",
}
SHORT = {"cmd_t": "command_topic", "stat_t": "state_topic", "avty_t": "availability_topic"}
SHORT |= {"unit_of_meas": "unit_of_measurement", "dev_cla": "device_class"}
TOPIC_LONGEST = 500


def _topic(config: dict[str, Any], key: str) -> str:
    found = text_of(config, key, TOPIC_LONGEST)
    base = text_of(config, "~", TOPIC_LONGEST)
    if base:
        found = base + found[1:] if found.startswith("~") else found
        found = found[:-1] + base if found.endswith("~") else found
    return "" if any(sign in found for sign in "+#\0") else found


def _kind(component: str, config: dict[str, Any], ours: dict[str, Any]) -> Kind | None:
    if component == "light" and config.get("schema") == "json":
        return "light"
    if component == "number":
        return "servo"
    if component == "event":
        return "tablet" if ours.get("is") == "tablet" else "button"
    if component == "sensor" and config.get("unit_of_measurement") == "bpm":
        return "heart_rate"
    return None


def read_config(component: str, name: str, payload: Any) -> Peripheral | None:
    """The peripheral that a discovery payload announces, or None for what the companion has no use for."""
    config = read_object(payload)
    config = {SHORT.get(key, key): value for key, value in config.items()}
    ours = config.get("alongside")
    ours = ours if isinstance(ours, dict) else {}
    kind = _kind(component, config, ours)
    if kind is None:
        return None
    use = text_of(ours, "use", 107)
    if kind == "servo" and not use:
        use = FOLLOWS[0]
    low, high = number(config.get("min", -45)), number(config.get("max", 45))
    state = _topic(config, "state_topic")
    told_by_events = kind in ("button", "tablet")
    found = Peripheral(
        name,
        kind,
        use,
        -45.0 if low is None else low,
        45.0 if high is None else high,
        command=_topic(config, "command_topic"),
        state="" if told_by_events else state,
        event=state if told_by_events else "",
        availability=_topic(config, "availability_topic"),
    )
    return found if found.command or found.state or found.event else None


def understood(peripheral: Peripheral) -> bool:
    """Whether its use is known (a button may be announced without one, and given one by the profile)."""
    return is_use(peripheral.kind, peripheral.use)


def config_topic(peripheral: Peripheral) -> str:
    """Where a peripheral is announced."""
    return f"{DISCOVERY}/{COMPONENTS[peripheral.kind]}/{peripheral.name}/config"


def write_config(peripheral: Peripheral, title: str = "") -> str:
    """The retained payload that announces a peripheral to us and to Home Assistant."""
    config: dict[str, Any] = {
        "name": title or peripheral.name,
        "unique_id": peripheral.state.replace("/", "_").removesuffix("_state") or peripheral.name,
        "availability_topic": peripheral.availability,
    }
    if peripheral.kind in ("button", "tablet"):
        config |= {"state_topic": peripheral.event, "event_types": ["press", "release", "answer"]}
    else:
        config["state_topic"] = peripheral.state
    if peripheral.kind == "light":
        config |= {"schema": "json", "supported_color_modes": ["rgb"], "brightness": True}
    if peripheral.kind == "servo":
        config |= {"min": peripheral.low, "max": peripheral.high, "unit_of_measurement": "°"}
    if peripheral.kind == "heart_rate":
        config |= {"unit_of_measurement": "bpm", "value_template": "{{ value_json.heart_rate }}"}
    if peripheral.kind in ("light", "servo", "tablet"):
        config["command_topic"] = peripheral.command
    ours = {"use": peripheral.use} if peripheral.use else {}
    if peripheral.kind == "tablet":
        ours["is"] = "tablet"
    if ours:
        config["alongside"] = ours
    return json.dumps(config)

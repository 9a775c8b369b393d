"""Whatever anyone publishes, on whatever topic: nothing raises, and only what is understood is said."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.messages import Answer, Control, Event, SheetView, Stop
from hardware.peripherals.discovery import config_topic, read_config, write_config
from hardware.peripherals.known import MOST, Known
from hardware.peripherals.outbox import Item, Outbox
from hardware.peripherals.peripheral import Peripheral, at_home, declared
from hardware.peripherals.tell import BPM, Teller
from hardware.peripherals.topics import announced, split

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WORDS = st.sampled_from(["press", "down", "up", "on", "off", "answer", "stop", "enter", "skip", "", "s1"])
KEYS = st.sampled_from(
    ["id", "event_type", "action", "sheet", "field", "move", "value", "heart_rate", "rr_ms"]
)
NEAR = st.dictionaries(KEYS, WORDS | JSON, max_size=6)
PAYLOADS = (
    st.binary(max_size=60)
    | JSON.map(lambda item: json.dumps(item).encode())
    | NEAR.map(lambda item: json.dumps(item).encode())
    | st.sampled_from([b"[" * 60000, b"1" * 9000, b'{"heart_rate": 1e999}', b'"\\ud800"', b"", b"\xff"])
    | st.none()
)
STEPS = st.sampled_from(["put", "take", "confirm", "again"])
USES = st.sampled_from(["stop", "microphone", "talk", "skip", "pause", "answer:yes"])


@given(payloads=st.lists(PAYLOADS, max_size=8), use=USES, tablet=st.booleans(), sheet=st.booleans())
def test_an_event_is_a_whole_message_or_nothing(payloads: Any, use: str, tablet: bool, sheet: bool) -> None:
    teller = Teller()
    teller.sheet = SheetView(sheet="s1", status="open", current="f") if sheet else None
    item = Peripheral("x", "tablet" if tablet else "button", "" if tablet else use)
    for payload in payloads:
        told = teller.event(item, payload)
        assert told is None or type(told) in ((Answer,) if tablet else (Stop, Control, Answer))
        if isinstance(told, Answer):
            told.value.encode()
            assert told.sheet


@given(payload=PAYLOADS)
def test_a_heart_rate_is_one_a_heart_can_have(payload: Any) -> None:
    told = Teller().heart_rate(Peripheral("strap", "heart_rate"), payload, 0.0)
    assert told is None or isinstance(told, Event)
    if told is not None:
        data = json.loads(told.data)
        assert BPM[0] <= data["bpm"] <= BPM[1]
        assert set(data) <= {"peripheral", "bpm", "rr_ms"}


CONFIG_KEYS = st.sampled_from(
    [
        "schema",
        "command_topic",
        "state_topic",
        "cmd_t",
        "stat_t",
        "~",
        "min",
        "max",
        "alongside",
        "unit_of_meas",
    ]
)
CONFIGS = st.dictionaries(CONFIG_KEYS, JSON | st.sampled_from(["json", "~/set", "bpm", "a/b"]), max_size=7)


@given(
    config=CONFIGS.map(lambda item: json.dumps(item).encode()) | PAYLOADS,
    component=st.sampled_from(["light", "number", "event", "sensor", "switch"]),
    name=st.text(min_size=1, max_size=10),
)
def test_an_announcement_never_harms_and_never_leaves_our_topics(
    config: Any, component: str, name: str
) -> None:
    known = Known("default", (), ())
    known.announce(f"homeassistant/{component}/{name}/config", config)
    for item in known:
        for where in (item.command, item.state, item.event):
            assert not where or where.startswith("alongside/default/")


@given(st.text(max_size=60))
def test_any_topic_is_read_or_refused(full: str) -> None:
    announced(full)
    split(full, "default")


@pytest.mark.parametrize(
    "line", ["lamp=light", "arm=servo:gaze_y:-10:30", "b=button:answer:yes", "pad=tablet"]
)
def test_what_we_announce_we_read_back(line: str) -> None:
    item = declared(line, "lab")
    back = read_config(config_topic(item).split("/")[1], item.name, write_config(item).encode())
    assert back is not None
    assert (back.kind, back.use, back.low, back.high) == (item.kind, item.use, item.low, item.high)
    if item.kind in ("light", "servo"):
        assert back.command == item.command


@pytest.mark.parametrize("line", ["", "lamp", "a b=light", "arm=servo:feet", "a=servo:gaze_x:1", "b=button"])
def test_a_line_of_a_profile_that_means_nothing_is_said(line: str) -> None:
    with pytest.raises(AlongsideError):
        declared(line, "default")


def test_a_lamp_of_the_house_is_taken_only_by_name() -> None:
    config = json.dumps({"schema": "json", "~": "zigbee2mqtt/lamp", "cmd_t": "~/set", "stat_t": "~"}).encode()
    where = "homeassistant/light/0x0017/light/config"
    assert list(Known("default", (), ())) == []
    strange = Known("default", (), ())
    assert strange.announce(where, config) is None
    known = Known("default", (), ("0x0017_light",))
    found = known.announce(where, config)
    assert found is not None
    assert (found.command, found.state) == ("zigbee2mqtt/lamp/set", "zigbee2mqtt/lamp")
    known.announce(where, b"")
    assert list(known) == []


def test_announcements_without_end_cost_no_more() -> None:
    known = Known("default", (), ())
    for number in range(500):
        item = at_home(f"lamp{number}", "light", "default", "", -45, 45)
        known.announce(config_topic(item), write_config(item).encode())
    assert len(list(known)) == MOST


@given(
    st.lists(
        st.tuples(STEPS, st.booleans(), st.booleans(), st.integers(0, 3)),
        max_size=60,
    )
)
async def test_what_matters_stays_until_it_is_confirmed_and_the_newest_is_last(steps: Any) -> None:
    outbox = Outbox(limit=1000)
    here: dict[int, Item] = {}  # what must still come
    put: list[Item] = []
    on_the_way: list[Item] = []
    for step, matters, newest, place in steps:
        if step == "put":
            item = Item(f"t{place}", "x", matters, newest=newest)
            outbox.put(item)
            put.append(item)
            if matters:
                here[item.number] = item
        elif step == "take" and len(outbox) > len(on_the_way):
            on_the_way += [item for item in outbox.ready() if item.matters]
        elif step == "confirm" and on_the_way:
            item = on_the_way.pop(0)
            outbox.confirmed(item)
            here.pop(item.number)
        elif step == "again":
            outbox.again()
            on_the_way.clear()
    # Everything comes in the end, but what a newer one of its topic stands for.
    came: list[Item] = []
    outbox.again()
    while ready := outbox.ready():
        for item in ready:
            came.append(item)
            outbox.confirmed(item)
    numbers = {item.number for item in came}
    for number, item in here.items():
        replaced = any(
            other.newest and other.matters and other.topic == item.topic and other.number > number
            for other in put
        )
        assert number in numbers or replaced
    assert not len(outbox)


def test_a_full_outbox_drops_the_oldest_and_counts_it() -> None:
    outbox = Outbox(limit=10)
    for number in range(25):
        outbox.put(Item("t", str(number), True))
        outbox.put(Item(f"s{number}", "x"))
    assert outbox.dropped == 15
    kept = [item.payload for item in outbox.ready() if item.matters]
    assert kept == [str(number) for number in range(15, 25)]

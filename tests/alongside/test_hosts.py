"""A graph on several computers: what a profile may say of them, and the DDS profile each gets."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from alongside.clocks import Exchange, offset
from alongside.dds import peer_profile
from alongside.errors import AlongsideError
from alongside.hosts import addresses, read_hosts, with_addresses
from alongside.link import link_up
from alongside.place import stand
from alongside.profiles import load_profile

PROCESSES = ("record", "ears", "mind")


@pytest.mark.parametrize(
    ("hosts", "told"),
    [
        ("{a: {runs: [nose]}, b: {}}", "host 'a' runs 'nose', which is no process. There are: record, ears"),
        ("{a: {runs: [ears]}, b: {runs: [ears]}}", "'ears' is run by 'a' and by 'b'"),
        ("{a: {}, b: {}}", "hosts 'a' and 'b' both run the rest"),
        ("{a: {runs: [ears]}}", "no host runs record, mind"),
        ("{a: {colour: red}}", "host 'a' has an unknown key 'colour'"),
        ("{a: 10.0.0.1}", "host 'a' needs `address:`"),
        ("{a: {runs: ears}}", "`runs` of host 'a' must be a list"),
        ("[a, b]", "hosts must be"),
    ],
)
def test_hosts_that_do_not_fit_are_refused(hosts: str, told: str) -> None:
    with pytest.raises(AlongsideError, match=told):
        read_hosts(yaml.safe_load(hosts), "p.yaml", PROCESSES)


@given(
    st.recursive(
        st.none() | st.text(max_size=8) | st.integers() | st.sampled_from(PROCESSES),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=12,
    )
)
def test_any_hosts_are_read_or_refused_in_one_line(raw: object) -> None:
    told = ""
    try:
        read_hosts(raw, "p.yaml", PROCESSES)
    except AlongsideError as error:
        told = str(error)
    assert "\n" not in told


def test_each_process_of_a_split_profile_runs_on_one_host() -> None:
    profile = load_profile("two_computers")
    robot, desk = profile.part("robot"), profile.part("desk")
    assert robot.processes == ("senses",)
    assert {node.name for node in robot.nodes} == {"microphone", "speaker", "camera"}
    assert sorted(robot.processes + desk.processes) == sorted(profile.processes)
    with pytest.raises(AlongsideError, match=r"has no host 'kitchen'\. It has: robot, desk"):
        profile.part("kitchen")
    with pytest.raises(AlongsideError, match="is for one computer"):
        load_profile("avatar").part("desk")


def test_a_host_that_is_only_reached_runs_nothing_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(
        "extends: avatar\nhosts: {robot: {address: 10.0.0.2, runs: []}, desk: {address: 10.0.0.1}}"
    )
    profile = load_profile(str(path))
    assert profile.part("desk").processes == profile.processes
    with pytest.raises(AlongsideError, match="host 'robot' of profile 'p' runs none"):
        profile.part("robot")


def test_addresses_are_those_by_which_the_others_reach_it() -> None:
    hosts = read_hosts({"robot": {"runs": ["ears"]}, "desk": {"address": "10.0.0.1"}}, "p", PROCESSES)
    with pytest.raises(AlongsideError, match="host 'robot' has no address"):
        addresses(hosts)
    assert addresses(with_addresses(hosts, ["robot=10.0.0.2"])) == {"robot": "10.0.0.2", "desk": "10.0.0.1"}
    for wrong, told in (
        ("robot=localhost", "means this computer alone"),
        ("robot=no-such-robot.invalid", "is not known here"),
        ("robot=10.0.0.1", "are both 10.0.0.1"),
        ("kitchen=10.0.0.3", "cannot use 'kitchen=10.0.0.3'. Write name=address; the hosts are: robot, desk"),
        ("robot", "cannot use 'robot'"),
    ):
        with pytest.raises(AlongsideError, match=told):
            addresses(with_addresses(hosts, [wrong]))
    with pytest.raises(AlongsideError, match=r"this computer is not 'robot'.*203\.0\.113\.7"):
        stand(hosts, "robot", ["robot=203.0.113.7"])


def test_the_dds_profile_names_the_peers_and_listens_to_no_multicast() -> None:
    root = ET.fromstring(peer_profile("10.0.0.1", ["10.0.0.2"]).split("?>", 1)[1])
    name = {"d": "http://www.eprosima.com"}

    def found(path: str) -> list[str]:
        return [item.text or "" for item in root.findall(path, name)]

    assert found(".//d:interfaceWhiteList/d:address") == ["127.0.0.1", "10.0.0.1"]
    assert found(".//d:initialPeersList//d:address") == ["127.0.0.1", "10.0.0.1", "10.0.0.2"]
    assert found(".//d:metatrafficUnicastLocatorList//d:address") == ["127.0.0.1", "10.0.0.1"]
    assert found(".//d:useBuiltinTransports") == ["false"]


def test_loopback_has_a_link_and_what_is_nowhere_is_not_waited_for() -> None:
    assert link_up("127.0.0.1")
    assert link_up("203.0.113.7")


# ---------------------------------------------------------------- clocks


@given(
    ahead=st.floats(-100, 100),
    ways=st.lists(st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)), min_size=1, max_size=20),
)
def test_the_clock_lies_where_the_quickest_exchange_says_whatever_the_way_took(
    ahead: float, ways: list[tuple[float, float]]
) -> None:
    exchanges = [
        Exchange(sent=at, answered=at + there + ahead, back=at + there + back)
        for at, (there, back) in enumerate(ways, 1000)
    ]
    found = offset(exchanges)
    assert found is not None
    assert abs(found.seconds - ahead) <= found.sure + 1e-6
    assert found.sure == pytest.approx(min(sum(way) for way in ways) / 2, abs=1e-6)


def test_clocks_are_called_apart_only_where_the_way_does_not_explain_it() -> None:
    assert offset([]) is None
    quick, slow = Exchange(0.0, 0.0505, 0.001), Exchange(0.0, 0.0505, 0.1)
    told = offset([slow, quick])
    assert told is not None
    assert told.apart
    assert told.seconds == pytest.approx(0.05)
    doubtful = offset([slow])
    assert doubtful is not None
    assert not doubtful.apart

"""The DDS profile (Fast DDS) of one computer of a graph that runs on several.

It speaks by UDP with this computer and with the addresses that were named, and looks for nobody else: there
is no multicast, which anyone in the network could hear and answer. Whoever knows an address can still call
it, for the wheels of ROS 2 carry no DDS security: a firewall keeps strangers out (docs/deployment.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

LOOPBACK = "127.0.0.1"
BUFFER = 1 << 20
"""Bytes of a socket's buffer, as in local.xml: a camera picture fits whole."""
PARTICIPANTS = 40
"""Processes on one computer that are looked for."""
LEASE_S, ANNOUNCE_S = 5, 1
"""A process that is silent for the first is gone; each tells that it lives every second."""


def peer_profile(own: str, peers: Iterable[str]) -> str:
    """The XML text of a DDS profile for the computer `own` and its `peers` (IPv4 addresses)."""
    here = (LOOPBACK, own)
    root = ET.Element("dds", xmlns="http://www.eprosima.com")
    profiles = ET.SubElement(root, "profiles")
    transport = ET.SubElement(ET.SubElement(profiles, "transport_descriptors"), "transport_descriptor")
    _text(transport, "transport_id", "peers")
    _text(transport, "type", "UDPv4")
    _text(transport, "sendBufferSize", BUFFER)
    _text(transport, "receiveBufferSize", BUFFER)
    allowed = ET.SubElement(transport, "interfaceWhiteList")
    for address in here:
        _text(allowed, "address", address)
    _text(transport, "maxInitialPeersRange", PARTICIPANTS)
    participant = ET.SubElement(profiles, "participant", profile_name="peers", is_default_profile="true")
    rtps = ET.SubElement(participant, "rtps")
    _text(ET.SubElement(rtps, "userTransports"), "transport_id", "peers")
    _text(rtps, "useBuiltinTransports", "false")
    builtin = ET.SubElement(rtps, "builtin")
    # Named, so that the default is not taken, which listens to multicast.
    _locators(builtin, "metatrafficUnicastLocatorList", here)
    _locators(builtin, "initialPeersList", (*here, *peers))
    discovery = ET.SubElement(builtin, "discovery_config")
    _text(ET.SubElement(discovery, "leaseDuration"), "sec", LEASE_S)
    _text(ET.SubElement(discovery, "leaseAnnouncement"), "sec", ANNOUNCE_S)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _text(parent: ET.Element, tag: str, text: object) -> None:
    ET.SubElement(parent, tag).text = str(text)


def _locators(parent: ET.Element, tag: str, addresses: Iterable[str]) -> None:
    found = ET.SubElement(parent, tag)
    for address in addresses:
        _text(ET.SubElement(ET.SubElement(found, "locator"), "udpv4"), "address", address)

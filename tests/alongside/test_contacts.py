"""Crisis contacts: one strict reader, and no start without them where a profile requires them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.guardian import Guardian
from alongside.component import Context
from alongside.contacts import read_contact, read_contacts, required
from alongside.errors import AlongsideError
from alongside.profiles import load_profile
from alongside.records import Contact
from commands.up import run_graph

STUDY = """
title: a study without contacts
nodes:
  guardian:
    is: agent.guardian:Guardian
    required: true
    settings: {{require_contacts: true, contacts: {contacts}}}
"""


def test_a_contact_is_read() -> None:
    assert read_contact(" Night line |  0800  555 | 20:00-08:00") == Contact(
        name="Night line", reach="0800 555", hours="20:00-08:00"
    )
    assert read_contacts(["A | 1", "B | 2 | always"])[0].hours == ""


@pytest.mark.parametrize("line", ["nobody", " | 112", "a | ", "a | b | c | d", "", "|||", 112, None])
def test_what_is_no_contact_is_refused(line: object) -> None:
    with pytest.raises(AlongsideError, match="no contact"):
        read_contact(line)  # type: ignore[arg-type]


def test_contacts_are_required_only_where_that_is_set() -> None:
    assert required("guardian", {}) == ()
    with pytest.raises(AlongsideError, match=r"guardian\.contacts"):
        required("guardian", {"require_contacts": True, "contacts": []})
    with pytest.raises(AlongsideError, match=r"screen\.contacts"):
        required("screen", {"contacts": ["nobody"]})


@pytest.mark.parametrize("contacts", ["[]", "[nobody]"])
def test_a_study_profile_without_usable_contacts_starts_nothing(tmp_path: Path, contacts: str) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(STUDY.format(contacts=contacts))
    session = tmp_path / "session"
    with pytest.raises(AlongsideError) as told:
        run_graph(load_profile(str(path)), str(path), session, transport="local")
    assert told.value.code == 2
    assert "\n" not in str(told.value)
    assert not session.exists()


def test_the_guardian_itself_refuses_too(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError):
        Guardian("guardian", {"require_contacts": True}, Context(session=tmp_path))
    Guardian("guardian", {"require_contacts": True, "contacts": ["A | 1"]}, Context(session=tmp_path))

"""What tells who somebody is, is taken out of words; the rest of them stays."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.messages import Act, Answer
from rehearsal.masking import lines, measure
from study.export import masking
from study.export.masking import Names, load_model
from study.export.plain import shown


@pytest.fixture(scope="module")
def names() -> Names:
    """The masker; its model is loaded once."""
    return Names(["Quill"])


def test_what_was_measured_still_holds(names: Names) -> None:
    fresh = lines("masking_fresh")
    found = measure(names, fresh)
    assert found.recall >= 0.95
    assert found.overreach <= 0.02
    assert measure(names, [line.lower() for line in fresh]).recall >= 0.9


def test_a_name_found_once_is_masked_wherever_the_same_person_says_it(names: Names) -> None:
    said = ["My cousin Theodosia drinks.", "theodosia again, THEODOSIA always"]
    names.learn(said)
    masked = [re.sub(r"\[\w+\]", "[...]", names.mask(text)) for text in said]
    assert masked == ["My cousin [...] drinks.", "[...] again, [...] always"]
    names.learn(["Nothing of her."])
    known = names.mask("quill came, and Mr Quill stayed")  # whoever exports named them
    assert "quill" not in known.lower()
    assert [word for word in known.split() if word in ("came,", "and", "stayed")] == [
        "came,",
        "and",
        "stayed",
    ]


def test_the_programs_words_lose_what_the_person_said_and_json_keeps_its_shape(names: Names) -> None:
    names.learn(["It was my aunt Theodosia."])
    said = {"text": "Theodosia matters to you. Hello, I'm Wren.", "act_id": "theodosia"}
    told = shown(said, 0.0, names, Act)
    assert re.fullmatch(r"\[\w+\] matters to you\. Hello, I'm Wren\.", told["text"])
    assert told["act_id"] == "theodosia"
    answer = {"value": json.dumps([{"who": "theodosia", "how_much": 4, "at": 1.7e9}]), "kind": "table"}
    rows = json.loads(shown(answer, 1.7e9, names, Answer)["value"])
    assert {**rows[0], "who": ""} == {"who": "", "how_much": 4, "at": 0.0}
    assert "theodosia" not in rows[0]["who"]


@settings(max_examples=40)
@given(st.emails(), st.sampled_from(["07911 123456", "+44 20 7946 0958", "(212) 555-0134", "0113 496 0721"]))
def test_addresses_and_numbers_never_come_through(mail: str, number: str) -> None:
    masked = Names(["Quill"]).mask(f"Write to {mail} or ring {number}, please.")
    assert number not in masked
    assert "[telephone]" in masked or "[number]" in masked
    if mail.isascii() and mail.partition("@")[0].replace(".", "").isalnum():
        assert mail not in masked


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_any_text_can_be_masked_and_masking_it_again_takes_no_more_names(text: str) -> None:
    masked = Names(["Quill"]).mask(text)
    assert "quill" not in masked.lower().split()
    assert isinstance(masked, str)


def test_without_the_model_the_command_is_named(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_CACHE", str(tmp_path_factory.mktemp("empty")))
    monkeypatch.setattr(masking, "load_model", load_model.__wrapped__)
    with pytest.raises(AlongsideError, match="Get them with: alongside weights names-en"):
        Names()

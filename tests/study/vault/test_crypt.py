"""What is sealed opens with its key and no other, and any change to it is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.vault import crypt
from study.vault.crypt import Key, UnopenedError, open_bytes, open_text, seal_bytes, seal_text

KEY = Key("evening", "P01", bytes(range(32)))
OTHER = Key("evening", "P02", bytes(range(1, 33)))


@given(st.binary(max_size=200), st.text(max_size=20))
def test_bytes_come_back_and_do_not_show(data: bytes, name: str) -> None:
    sealed = seal_bytes(KEY, name, data)
    assert open_bytes(KEY, name, sealed) == data
    assert len(data) < 8 or data not in sealed[24:]
    with pytest.raises(UnopenedError):
        open_bytes(OTHER, name, sealed)
    with pytest.raises(UnopenedError):
        open_bytes(KEY, name + "x", sealed)


@given(st.integers(0, 3), st.integers(-1, 1), st.data())
def test_a_file_of_many_pieces_that_was_changed_or_cut_is_noticed(
    pieces: int, more: int, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypt, "PIECE", 16)
        plain = bytes(range(256))[: max(0, 16 * pieces + more)]
        sealed = seal_bytes(KEY, "events.jsonl", plain)
        assert open_bytes(KEY, "events.jsonl", sealed) == plain
        place = data.draw(st.integers(0, len(sealed) - 1))
        changed = bytearray(sealed)
        changed[place] ^= 1 << data.draw(st.integers(0, 7))
        for wrong in (bytes(changed), sealed[:place], sealed + sealed[-16:]):
            with pytest.raises(UnopenedError):
                open_bytes(KEY, "events.jsonl", wrong)
        if pieces == 3 and more == 1:
            first = 8 + 16 + 32
            swapped = sealed[:first] + sealed[first + 32 : first + 64] + sealed[first : first + 32]
            with pytest.raises(UnopenedError):
                open_bytes(KEY, "events.jsonl", swapped + sealed[first + 64 :])


@given(st.text(max_size=80))
def test_a_text_comes_back_with_its_key_alone(text: str) -> None:
    sealed = seal_text(KEY, text)
    assert sealed.isascii()
    assert sealed.startswith(crypt.TEXT)
    assert open_text(KEY, sealed) == text
    with pytest.raises(UnopenedError):
        open_text(OTHER, sealed)
    with pytest.raises(UnopenedError):
        open_text(Key("evening", "P09", KEY.secret), sealed)


def test_a_key_is_not_shown() -> None:
    assert KEY.secret.hex() not in repr(KEY)
    assert str(KEY.secret) not in repr(KEY)

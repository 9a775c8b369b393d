"""How things are sealed: AES-256-GCM, in pieces, so that a file of any size passes through a little memory.

A sealed file is `MAGIC`, the id of its key (16 letters), a salt of 32 bytes, and pieces of 1 MiB, each with
its tag of 16 bytes. Each file has a key of its own, derived from the person's by HKDF-SHA-256 with the salt
and the file's name; the nonce of a piece is its number and whether it is the last (the STREAM construction
of Hoang, Reyhanitabar, Rogaway & Vizár 2015). So a piece that was changed, swapped, cut off or taken from
another file is noticed.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"ALSEAL1\n"
KEY_SIZE = 32
PIECE = 1 << 20
"""Bytes of a piece before it is sealed."""
TEXT = "sealed:"
"""What a sealed text begins with."""
_TAG, _SALT, _NONCE, _ID = 16, 32, 12, 16


@dataclass(frozen=True)
class Key:
    """A participant's key. Never shown: `repr` leaves it out."""

    study: str
    code: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.study!r}, {self.code!r}, {self.id})"

    @property
    def id(self) -> str:
        """16 letters that say which key it is, and nothing of it."""
        return hashlib.sha256(b"alongside key\0" + self.secret).hexdigest()[:_ID]


class UnopenedError(ValueError):
    """It is not sealed with this key, or was changed since."""


def seal_stream(key: Key, name: str, source: BinaryIO, target: BinaryIO) -> int:
    """Seal all of `source` under `name` into `target`; gives how many bytes were read."""
    salt = os.urandom(_SALT)
    target.write(MAGIC + key.id.encode("ascii") + salt)
    cipher, number, size = _cipher(key, name, salt), 0, 0
    piece = source.read(PIECE)
    while True:
        following = source.read(PIECE)
        target.write(cipher.encrypt(_nonce(number, not following), piece, MAGIC))
        size += len(piece)
        if not following:
            return size
        piece, number = following, number + 1


def open_stream(key: Key, name: str, source: BinaryIO, target: BinaryIO) -> int:
    """Open what was sealed in `source` under `name` into `target`; gives its bytes. Raises UnopenedError."""
    if key_id(source) != key.id:
        raise UnopenedError("it was sealed with another key")
    cipher, number, size = _cipher(key, name, source.read(_SALT)), 0, 0
    piece = source.read(PIECE + _TAG)
    while True:
        following = source.read(PIECE + _TAG)
        try:
            plain = cipher.decrypt(_nonce(number, not following), piece, MAGIC)
        except (InvalidTag, ValueError):
            raise UnopenedError("it was changed or cut off") from None
        size += target.write(plain)
        if not following:
            return size
        piece, number = following, number + 1


def key_id(source: BinaryIO) -> str:
    """The id of the key that a sealed file names at its beginning. Raises UnopenedError if it is none."""
    head = source.read(len(MAGIC) + _ID)
    if len(head) != len(MAGIC) + _ID or not head.startswith(MAGIC):
        raise UnopenedError("it is no sealed file")
    return head[len(MAGIC) :].decode("ascii", "replace")


def seal_bytes(key: Key, name: str, data: bytes) -> bytes:
    """`data` sealed as a file of that name would be."""
    target = io.BytesIO()
    seal_stream(key, name, io.BytesIO(data), target)
    return target.getvalue()


def open_bytes(key: Key, name: str, data: bytes) -> bytes:
    """What `seal_bytes` sealed. Raises UnopenedError."""
    target = io.BytesIO()
    open_stream(key, name, io.BytesIO(data), target)
    return target.getvalue()


def seal_text(key: Key, text: str) -> str:
    """A text for a field of the index."""
    nonce = os.urandom(_NONCE)
    sealed = _text_cipher(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), key.code.encode())
    return TEXT + base64.b64encode(nonce + sealed).decode("ascii")


def open_text(key: Key, text: str) -> str:
    """What `seal_text` sealed. Raises UnopenedError."""
    try:
        data = base64.b64decode(text.removeprefix(TEXT), validate=True)
        plain = _text_cipher(key).decrypt(data[:_NONCE], data[_NONCE:], key.code.encode())
    except (InvalidTag, ValueError):
        raise UnopenedError("it was sealed with another key, or changed") from None
    return plain.decode("utf-8", "surrogatepass")


def _cipher(key: Key, name: str, salt: bytes) -> AESGCM:
    info = b"alongside file\0" + name.encode("utf-8", "surrogateescape")
    return AESGCM(HKDF(SHA256(), KEY_SIZE, salt, info).derive(key.secret))


def _text_cipher(key: Key) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_SIZE, None, b"alongside text").derive(key.secret))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(_NONCE - 1, "big") + bytes([last])

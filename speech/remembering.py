"""The memory of what a voice has said before: fixed lines cost nothing the second time.

In memory it keeps what was made lately. On disk it keeps only lines that it was told are nobody's own
words (`fixed`), each in a file named after a digest of engine, line and pace.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import struct
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path

from speech.synthesis import Synthesis, Synthesiser

MOST_ON_DISK = 200_000_000
GRACE = 0.02
"""Seconds for which a line goes on being made that nobody waits for: what was prepared is now to be said."""
MADE = 2
"""Counted up when clips come out otherwise: what was kept before is made again."""
Key = tuple[str, float]


class Remembering:
    """A synthesiser that keeps what it made. Two who ask for the same line wait for one synthesis."""

    def __init__(
        self,
        engine: Synthesiser,
        most_bytes: int = 32_000_000,
        *,
        folder: Path | None = None,
        identity: Callable[[], str] = str,
    ) -> None:
        """`folder` is where fixed lines stay from session to session; `identity` tells what
        voice speaks now."""
        self._engine = engine
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[Key, Synthesis] = OrderedDict()
        self._making: dict[Key, tuple[asyncio.Task[Synthesis], list[object]]] = {}
        self._folder = folder
        self._identity = identity
        self._fixed: set[str] = set()

    async def start(self) -> None:
        """Make the engine ready."""
        await self._engine.start()

    def fixed(self, lines: Iterable[str]) -> None:
        """These lines hold nobody's own words: they may be kept on disk."""
        self._fixed.update(lines)

    def has(self, text: str, pace: float) -> bool:
        """Whether a line is there at once."""
        return (text, round(pace, 2)) in self._kept

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        """As the engine does, or at once. Cancelled, it stops the engine, unless another waits too."""
        key = (text, round(pace, 2))
        found = self._kept.get(key) or self._read(key)
        if found is None:
            found = await self._made(key)
        self._keep(key, found)
        return found

    async def close(self) -> None:
        """Close the engine."""
        for task, _ in self._making.values():
            task.cancel()
        await self._engine.close()

    async def _made(self, key: Key) -> Synthesis:
        if key not in self._making:
            task = asyncio.create_task(self._engine.synthesise(*key))
            self._making[key] = (task, [])
            task.add_done_callback(lambda done: self._over(key, done))
        task, waiting = self._making[key]
        me = object()
        waiting.append(me)
        try:
            found = await asyncio.shield(task)
        finally:
            waiting.remove(me)
            if not waiting and not task.done():  # somebody may come for it in this very moment
                asyncio.get_running_loop().call_later(GRACE, self._leave, key, task)
        self._write(key, found)
        return found

    def _leave(self, key: Key, task: asyncio.Task[Synthesis]) -> None:
        making = self._making.get(key)
        if making and making[0] is task and not making[1]:
            task.cancel()

    def _over(self, key: Key, task: asyncio.Task[Synthesis]) -> None:
        self._making.pop(key, None)
        if not task.cancelled():
            task.exception()  # nobody may be waiting for it any more

    def _keep(self, key: Key, found: Synthesis) -> None:
        if self._kept.pop(key, None) is None:
            self._size += len(found.samples)
        self._kept[key] = found
        while self._size > self._most and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.samples)

    # ------------------------------------------------------------ on disk

    def _file(self, key: Key) -> Path | None:
        if self._folder is None or key[0] not in self._fixed:
            return None
        name = hashlib.sha256(f"{MADE}\n{self._identity()}\n{key[1]}\n{key[0]}".encode()).hexdigest()
        return self._folder / f"{name[:32]}.clip"

    def _read(self, key: Key) -> Synthesis | None:
        file = self._file(key)
        if file is None or not file.is_file():
            return None
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, struct.error):
            body = file.read_bytes()
            (length,) = struct.unpack_from("<I", body)
            head = json.loads(body[4 : 4 + length])
            samples = body[4 + length :]
            phonemes = tuple((str(name), int(count)) for name, count in head["phonemes"])
            if len(samples) == int(head["bytes"]):
                return Synthesis(samples, int(head["rate"]), phonemes, bool(head["estimated"]))
        return None  # broken: it is made again

    def _write(self, key: Key, made: Synthesis) -> None:
        file = self._file(key)
        if file is None or self._folder is None:
            return
        head = json.dumps(
            {
                "rate": made.rate,
                "bytes": len(made.samples),
                "phonemes": made.phonemes,
                "estimated": made.estimated,
            }
        ).encode()
        with contextlib.suppress(OSError):  # a full disk is no reason to fall silent
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            files = sorted(self._folder.glob("*.clip"), key=lambda each: each.stat().st_mtime)
            size = sum(each.stat().st_size for each in files)
            while files and size > MOST_ON_DISK:
                size -= files[0].stat().st_size
                files.pop(0).unlink()
            part = file.with_suffix(".part")
            part.write_bytes(struct.pack("<I", len(head)) + head + made.samples)
            part.replace(file)

"""The other end of a speech program: starts it, asks it for clauses, stops it, starts it again."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import struct
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from speech.synthesis import CannotSayError, Synthesis

START_WITHIN = 60.0
"""Seconds for the worker to load its voice, on a slow and busy machine."""
CLAUSE_WITHIN = 20.0
"""Seconds for one clause before the worker is taken to hang."""
BACKOFF = (0.1, 0.5, 1.0, 2.0, 5.0)
"""Seconds to wait before each start in a row that was not followed by a clause."""
TRIES = 3
PIPER_ADVICE = "Is piper-tts installed? Try: pip install 'piper-tts[alignment]'"


class WorkerDiedError(Exception):
    """The worker ended before it answered."""


class VoiceClient:
    """A `Synthesiser` in a process of its own. Requests are answered in order, one at a time."""

    def __init__(
        self, path: Path, command: tuple[str, ...] = (), *, speaker: str = "", advice: str = PIPER_ADVICE
    ) -> None:
        """`path` is a Piper voice, a file or a folder; or `command` another program of the same frames.

        `advice` is what to do if it does not start.
        """
        piper = (sys.executable, "-m", "speech.voice_worker", str(path), speaker)
        self._command = command or piper
        self._advice = advice
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._revival: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Synthesis]] = {}
        self._numbers = itertools.count()
        self._starting = asyncio.Lock()
        self._failures = 0
        self._closed = False

    @property
    def pid(self) -> int:
        """The worker's process, 0 if there is none."""
        return self._process.pid if self._process and self._process.returncode is None else 0

    async def start(self) -> None:
        """Start the worker unless it runs. Raises AlongsideError if it cannot load its voice."""
        async with self._starting:
            if self._closed or (self.pid and self._reader and not self._reader.done()):
                return
            await self._end()
            if self._failures:
                await asyncio.sleep(BACKOFF[min(self._failures, len(BACKOFF)) - 1])
            self._failures += 1
            # Found whether the package is installed or run from its folder.
            path = os.pathsep.join(
                filter(None, [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH")])
            )
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, env={**os.environ, "PYTHONPATH": path}
            )
            try:
                ready = json.loads(await asyncio.wait_for(self._frame(), START_WITHIN))
            except (WorkerDiedError, asyncio.TimeoutError):
                await self._end()
                raise AlongsideError("the voice did not start", self._advice) from None
            if "error" in ready:
                await self._end()
                advice = "Get it again with: alongside weights voice-joe"
                raise AlongsideError(
                    f"the voice could not be loaded: {ready['error']}",
                    advice if self._advice == PIPER_ADVICE else self._advice,
                )
            self._reader = asyncio.create_task(self._read())

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        """`text` as sound. A worker that died is started again. Raises AlongsideError after three tries."""
        for _ in range(TRIES):
            await self.start()
            try:
                found = await self._ask(text, pace)
            except WorkerDiedError:
                continue
            except asyncio.TimeoutError:
                await self._end()
                continue
            self._failures = 0
            return found
        raise AlongsideError("the voice stops whenever it is to speak", "The words are on the screen.")

    async def close(self) -> None:
        """End the worker."""
        self._closed = True
        if self._revival:
            self._revival.cancel()
            await asyncio.gather(self._revival, return_exceptions=True)
        await self._end()

    async def _ask(self, text: str, pace: float) -> Synthesis:
        process, number = self._process, next(self._numbers)
        if process is None or process.stdin is None:
            raise WorkerDiedError
        body = json.dumps({"id": number, "text": text, "length_scale": 1.0 / pace}).encode()
        answer: asyncio.Future[Synthesis] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            process.stdin.write(struct.pack("<I", len(body)) + body)
            await process.stdin.drain()
            return await asyncio.wait_for(answer, CLAUSE_WITHIN)
        except (BrokenPipeError, ConnectionResetError):
            raise WorkerDiedError from None
        except asyncio.CancelledError:
            self._cancel(process, number)
            raise
        finally:
            # Nobody waits for a cancelled clause any more: its answer is thrown away when it comes.
            self._waiting.pop(number, None)

    @staticmethod
    def _cancel(process: Process, number: int) -> None:
        """Let the program stop in the middle, so that what is wanted next need not wait for it."""
        if process.stdin and process.returncode is None:
            body = json.dumps({"cancel": number}).encode()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                process.stdin.write(struct.pack("<I", len(body)) + body)

    async def _read(self) -> None:
        try:
            while True:
                head: dict[str, Any] = json.loads(await self._frame())
                answer = self._waiting.get(head["id"])
                if "error" in head:
                    self._settle(answer, CannotSayError(f"the voice cannot say this ({head['error']})"))
                    continue
                phonemes = tuple((str(name), int(samples)) for name, samples in head["phonemes"])
                self._settle(answer, Synthesis(await self._frame(), int(head["rate"]), phonemes))
        except (WorkerDiedError, ValueError, KeyError):
            for answer in self._waiting.values():
                self._settle(answer, WorkerDiedError())
            if not self._closed:  # at once, so that the next clause need not wait for it
                self._revival = asyncio.create_task(self._revive())

    async def _revive(self) -> None:
        with contextlib.suppress(AlongsideError):  # told when there is something to say
            await self.start()

    @staticmethod
    def _settle(answer: asyncio.Future[Synthesis] | None, result: Synthesis | Exception) -> None:
        if answer is None or answer.done():
            return
        if isinstance(result, Synthesis):
            answer.set_result(result)
        else:
            answer.set_exception(result)

    async def _frame(self) -> bytes:
        assert self._process
        assert self._process.stdout
        try:
            (length,) = struct.unpack("<I", await self._process.stdout.readexactly(4))
            return await self._process.stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionResetError):
            raise WorkerDiedError from None

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process and process.returncode is None:
            if process.stdin:
                process.stdin.close()
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 2.0)
            except asyncio.TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if self._reader:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
            self._reader = None

"""pipecat's side, in a process and a virtual environment of its own.

    python -m bench.turns.theirs PLAN CONFIGURATION WHISPER VOICE [TTFS_P99]

A pipeline as its documentation builds one, on a line instead of a sound card: voice activity, Whisper,
context, a scripted model, Piper. Configurations: `defaults`; `silence`, which ends a turn after 0.6 s of
silence without the smart-turn network; `smart-turn`, which waits 1.5 s instead of 3 where that network says
that the person is not done. The tuned ones are told the measured time of the recogniser.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from pathlib import Path
from typing import Any

from loguru import logger
from pipecat.audio.turn.smart_turn.base_smart_turn import SmartTurnParams
from pipecat.audio.turn.smart_turn.local_smart_turn_v3 import LocalSmartTurnAnalyzerV3
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.audio.vad.vad_analyzer import VADParams
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    InterruptionFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    OutputAudioRawFrame,
    StartFrame,
    TranscriptionFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import (
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.piper.tts import PiperTTSService
from pipecat.services.whisper.stt import WhisperSTTService
from pipecat.transports.base_input import BaseInputTransport
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import TransportParams
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy, TurnAnalyzerUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.workers.runner import WorkerRunner

from bench.turns.examiner import Diary, examine
from bench.turns.line import FRAME_OUT, RATE_IN, RATE_OUT, Line
from bench.turns.plan import read
from bench.turns.replies import FIRST_TOKEN, TOKEN, Replies

AHEAD = 2 * FRAME_OUT
"""Bytes a write may leave unplayed: one frame of the line, less than any sound card asks for."""


class Sink:
    """What is to be played, between pipecat's writes and the line's pulls."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept = bytearray()

    def write(self, pcm: bytes) -> None:
        """Play this after what is there."""
        with self._lock:
            self._kept.extend(pcm)

    @property
    def waiting(self) -> int:
        """Bytes that were not played yet."""
        return len(self._kept)

    def pull(self) -> bytes:
        """20 ms for the line."""
        with self._lock:
            pulled = bytes(self._kept[: 2 * FRAME_OUT])
            del self._kept[: 2 * FRAME_OUT]
            return pulled.ljust(2 * FRAME_OUT, b"\0")


class LineIn(BaseInputTransport):  # type: ignore[misc]
    """The line as a microphone."""

    async def start(self, frame: StartFrame) -> None:
        """Ready as soon as the pipeline is."""
        await super().start(frame)
        self._loop = asyncio.get_running_loop()
        await self.set_transport_ready(frame)

    def feed(self, pcm: bytes) -> None:
        """20 ms from the line's thread."""
        frame = InputAudioRawFrame(audio=pcm, sample_rate=RATE_IN, num_channels=1)
        asyncio.run_coroutine_threadsafe(self.push_audio_frame(frame), self._loop)


class LineOut(BaseOutputTransport):  # type: ignore[misc]
    """The line as a loudspeaker: a write returns when nearly all of it was played, as PyAudio's does."""

    def __init__(self, params: TransportParams, sink: Sink) -> None:
        super().__init__(params)
        self._sink = sink

    async def start(self, frame: StartFrame) -> None:
        """Ready as soon as the pipeline is."""
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        """Play a frame."""
        self._sink.write(frame.audio)
        while self._sink.waiting > AHEAD:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        return True


class Scripted(FrameProcessor):  # type: ignore[misc]
    """A language model that reads from a script, at a language model's pace; an interruption ends it."""

    def __init__(self, replies: Replies, diary: Diary) -> None:
        super().__init__()
        self._replies, self._diary = replies, diary
        self._writing: asyncio.Task[None] | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Answer a context; stop for an interruption; note what passes."""
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMContextFrame):
            self._diary.note("released")
            self._stop()
            self._writing = asyncio.create_task(self._write(self._replies.next()))
            return
        if isinstance(frame, InterruptionFrame):
            self._diary.note("interrupted")
            self._stop()
        await self.push_frame(frame, direction)

    def _stop(self) -> None:
        if self._writing:
            self._writing.cancel()

    async def _write(self, text: str) -> None:
        await self.push_frame(LLMFullResponseStartFrame())
        await asyncio.sleep(FIRST_TOKEN)
        for number, word in enumerate(text.split()):
            if number:
                await asyncio.sleep(TOKEN)
            await self.push_frame(LLMTextFrame(f" {word}" if number else word))
        self._diary.note("replied")
        await self.push_frame(LLMFullResponseEndFrame())


class Note(FrameProcessor):  # type: ignore[misc]
    """Writes down what passes here."""

    NOTED = {  # noqa: RUF012
        VADUserStartedSpeakingFrame: "speech",
        VADUserStoppedSpeakingFrame: "soft end",
        TranscriptionFrame: "words",
    }

    def __init__(self, diary: Diary, *kinds: type[Frame]) -> None:
        super().__init__()
        self._diary, self._kinds = diary, kinds

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Pass everything on."""
        await super().process_frame(frame, direction)
        if isinstance(frame, self._kinds):
            self._diary.note(self.NOTED[type(frame)])
        await self.push_frame(frame, direction)


def strategies(configuration: str) -> UserTurnStrategies:
    """What ends a turn."""
    if configuration == "silence":
        # The voice detector waits 0.2 s; with these 0.4 s a turn ends after 0.6 s of silence.
        return UserTurnStrategies(stop=[SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=0.4)])
    if configuration == "smart-turn":
        analyser = LocalSmartTurnAnalyzerV3(params=SmartTurnParams(stop_secs=1.5))
        return UserTurnStrategies(stop=[TurnAnalyzerUserTurnStopStrategy(turn_analyzer=analyser)])
    return UserTurnStrategies()


def recogniser(folder: str, ttfs: float | None) -> WhisperSTTService:
    """Whisper from our files, in eight bits as on our side (pipecat's own default is slower)."""
    known: dict[str, Any] = {} if ttfs is None else {"ttfs_p99_latency": ttfs}
    settings = WhisperSTTService.Settings(model=folder)
    return WhisperSTTService(device="cpu", compute_type="int8", settings=settings, **known)


async def main(plan: str, configuration: str, whisper: str, model: Path, ttfs: float | None) -> None:
    """Be examined."""
    logger.remove()
    logger.add(sys.stderr, level="ERROR")
    items, replies, diary, sink = read(Path(plan)), Replies(), Diary(), Sink()
    params = TransportParams(
        audio_in_enabled=True,
        audio_in_sample_rate=RATE_IN,
        audio_out_enabled=True,
        audio_out_sample_rate=RATE_OUT,
        audio_out_10ms_chunks=2,
    )
    source = LineIn(params)
    pair = LLMContextAggregatorPair(
        LLMContext(),
        user_params=LLMUserAggregatorParams(
            vad_analyzer=SileroVADAnalyzer(params=VADParams()),
            user_turn_strategies=strategies(configuration),
        ),
    )
    settings = PiperTTSService.Settings(voice=model.stem)
    pipeline = Pipeline(
        [
            source,
            recogniser(whisper, ttfs),
            Note(diary, TranscriptionFrame),
            pair.user(),
            Note(diary, VADUserStartedSpeakingFrame, VADUserStoppedSpeakingFrame),
            Scripted(replies, diary),
            PiperTTSService(download_dir=model.parent, settings=settings),
            LineOut(params, sink),
            pair.assistant(),
        ]
    )
    worker = PipelineWorker(
        pipeline,
        params=PipelineParams(audio_in_sample_rate=RATE_IN, audio_out_sample_rate=RATE_OUT),
        idle_timeout_secs=None,
        enable_rtvi=False,
    )
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    ready = asyncio.Event()

    @worker.event_handler("on_pipeline_started")  # type: ignore[untyped-decorator]
    async def started(*_: Any) -> None:
        ready.set()

    running = asyncio.create_task(runner.run())
    await ready.wait()
    line = Line(source.feed, sink.pull)
    line.start()
    await examine(items, line, replies, diary)
    line.close()
    await worker.cancel()
    await running


if __name__ == "__main__":
    _plan, _configuration, _whisper, _voice, *_rest = sys.argv[1:]
    _model = next(iter(sorted(Path(_voice).glob("*.onnx"))))
    asyncio.run(main(_plan, _configuration, _whisper, _model, float(_rest[0]) if _rest else None))

"""The microphone's sound of a record as a WAV file: only on request, and only where it was agreed to."""

from __future__ import annotations

import wave
from pathlib import Path

from mcap.reader import make_reader
from mcap_ros2.decoder import DecoderFactory

from alongside.messages import AudioChunk
from alongside.private import private_file
from study.export.consented import Record
from study.export.rows import session, subject
from study.signals import parts
from study.studies import Study
from study.vault.opening import kept


def write_audio(study: Study, code: str, record: Record, tree: Path) -> Path | None:
    """Write the sound of a record into the tree; gives the file, None where there is none to be told.

    Chunks follow each other without the silence between them that was not recorded.
    """
    if "audio" not in record.streams:
        return None
    who, visit = subject(code), session(record.visit)
    run = f"_run-{record.run}" if record.run != 1 else ""
    path = tree / who / visit / "audio" / f"{who}_{visit}_task-study{run}_audio.wav"
    wav: wave.Wave_write | None = None
    with kept(record.folder, study.vault, only=("signals*.mcap",)) as folder:
        for part in parts(folder):
            with part.open("rb") as file:
                reader = make_reader(file, decoder_factories=[DecoderFactory()])
                for _, channel, _, message in reader.iter_decoded_messages():
                    if channel.topic.rpartition("/")[2] != AudioChunk.topic:
                        continue
                    if wav is None:
                        wav = _begun(path, message.rate)
                    wav.writeframesraw(bytes(message.samples))
    if wav is None:
        return None
    wav.close()
    return path


def _begun(path: Path, rate: int) -> wave.Wave_write:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    private_file(path).close()
    wav = wave.open(str(path), "wb")  # noqa: SIM115 - closed where the sound ends
    wav.setnchannels(1)
    wav.setsampwidth(2)
    wav.setframerate(rate)
    return wav

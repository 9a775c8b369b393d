"""The Piper voice as a program of its own: `python -m speech.voice_worker VOICE_DIR`.

Piper (piper-tts) is licensed under GPL-3.0. This is the only file that imports it. It runs in a process
of its own, which the rest of Alongside (Apache-2.0) starts and talks to over pipes; any program that
speaks the same frames can take its place (`speech.voice_client`).

A frame is four bytes of length (little-endian) and that many bytes. In: JSON `{"id", "text",
"length_scale"}`. Out: JSON `{"id", "rate", "phonemes": [[phoneme, samples], ...]}` and then a frame of
16-bit mono samples; or JSON `{"id", "error"}` alone. The first frame out is `{"ready": true}` or
`{"error"}`. The program ends when its input does.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame, or None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack("<I", head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Send one frame."""
    stream.write(struct.pack("<I", len(body)) + body)
    stream.flush()


def synthesise(voice: Any, text: str, length_scale: float) -> tuple[bytes, int, list[list[Any]]]:
    """(samples, rate, phonemes with their samples) of `text`. No phonemes if the voice cannot tell."""
    from piper import SynthesisConfig

    pcm, phonemes, aligned = b"", [], True
    for chunk in voice.synthesize(text, SynthesisConfig(length_scale=length_scale), include_alignments=True):
        pcm += chunk.audio_int16_bytes
        aligned = aligned and chunk.phoneme_alignments is not None
        phonemes += [[item.phoneme, int(item.num_samples)] for item in chunk.phoneme_alignments or ()]
    return pcm, voice.config.sample_rate, phonemes if aligned else []


def serve(voice: Any, source: BinaryIO, sink: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while (request := read_frame(source)) is not None:
        asked = json.loads(request)
        try:
            pcm, rate, phonemes = synthesise(voice, asked["text"], asked["length_scale"])
        except Exception as error:  # the person's conversation goes on; no words in the message
            write_frame(sink, json.dumps({"id": asked["id"], "error": type(error).__name__}).encode())
            continue
        write_frame(sink, json.dumps({"id": asked["id"], "rate": rate, "phonemes": phonemes}).encode())
        write_frame(sink, pcm)


def main() -> int:
    """Load the voice of a folder and serve it on the standard streams."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; our owner closes the pipe
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the frames
    try:
        from piper import PiperVoice

        model = next(iter(sorted(Path(sys.argv[1]).glob("*.onnx"))))
        voice = PiperVoice.load(model, include_alignments=True)
        synthesise(voice, "Hello.", 1.0)
    except Exception as error:
        write_frame(sink, json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        return 1
    write_frame(sink, json.dumps({"ready": True}).encode())
    serve(voice, sys.stdin.buffer, sink)
    return 0


if __name__ == "__main__":
    sys.exit(main())

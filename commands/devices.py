"""`alongside devices`: the microphones and loudspeakers of this computer, and a test of each."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from alongside.errors import AlongsideError
from speech.audio import RATE, Samples, level_db, read_audio, resampled, to_bytes, to_float
from speech.capture import one_channel
from speech.device_client import Device, DeviceAsked, DeviceOpened
from speech.devices import Listed
from speech.devices import devices as listed

LOUDEST, FAINT, HUM = -1.0, -50.0, -45.0
"""dBFS: a peak above the first is clipped, speech below the second faint, a room above the third too loud."""
TONES, TONE_SECONDS = (440.0, 660.0), 0.6
SETTLES = 0.5
"""Seconds from the last sound to closing: what a driver says of its latency is a guess."""


def devices(
    listen: Annotated[bool, typer.Option("--listen", help="Show the level of the microphone.")] = False,
    play: Annotated[
        bool, typer.Option("--play", help="Play two tones, or --file, on the loudspeaker.")
    ] = False,
    device: Annotated[str, typer.Option(help="Part of its name, or its number; empty: the default.")] = "",
    seconds: Annotated[float, typer.Option(min=0.5, max=600, help="How long to listen.")] = 10.0,
    file: Annotated[Path | None, typer.Option(help="A recording to play in place of the tones.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the list as JSON.")] = False,
) -> None:
    """List microphones and loudspeakers; with --listen or --play, try one of them."""
    if listen:
        _listen(device, seconds)
    if play or file:
        _play(device, file)
    if not (listen or play or file):
        found = listed()
        typer.echo(json.dumps([asdict(item) for item in found], indent=1) if as_json else _table(found))


def _table(found: list[Listed]) -> str:
    lines = []
    for side in ("microphone", "loudspeaker"):
        of_side = [item for item in found if item.side == side]
        lines.append(f"{side}s:" if of_side else f"no {side}")
        for item in of_side:
            mark = "*" if item.default else " "
            note = f"  ({item.note})" if item.note else ""
            lines.append(
                f" {mark} {item.name:44} {item.rate:6} Hz {item.channels:3} ch  device: {item.choose}{note}"
            )
    if found:
        lines.append("* is the default. Choose one by any part of its name: --set microphone.device=NAME")
    return "\n".join(lines)


def _listen(device: str, seconds: float) -> None:
    heard: list[Samples] = []
    lost: list[AlongsideError] = []
    formed: list[DeviceOpened] = []

    def recorded(samples: bytes, ended: float) -> None:
        heard.append(to_float(one_channel(samples, formed[0].channels)))

    microphone = Device(
        "microphone", DeviceAsked(device), opened=formed.append, recorded=recorded, over=lost.append
    )
    opened = microphone.open()
    typer.echo(f"{opened.device}, {opened.rate} Hz, {opened.channels} ch. Say something.")
    end = time.monotonic() + seconds
    shown = 0
    while time.monotonic() < end and not lost:
        time.sleep(0.2)
        if len(heard) > shown:
            level = level_db(np.concatenate(heard[shown:]))
            shown = len(heard)
            typer.echo(f"{level:6.1f} dB {'#' * max(0, round((level + 70) / 2))}")
    microphone.close()
    if lost:
        raise lost[0]
    typer.echo(verdict(heard))


def verdict(heard: list[Samples]) -> str:
    """What blocks of sound (-1..1) say of a microphone, in one line with what to do."""
    if not heard:
        return "Nothing came from it. Is it in use by another program, or switched off at its cable?"
    levels = [level_db(block) for block in heard]
    quiet, loud = (float(np.percentile(levels, share)) for share in (10, 95))
    peak = 20 * float(np.log10(max(float(np.abs(block).max(initial=0.0)) for block in heard) + 1e-9))
    found = f"quiet {quiet:.0f} dB, loud {loud:.0f} dB, peak {peak:.0f} dB."
    if peak <= -85:
        return f"{found} It is silent: muted, or not the microphone you mean."
    if peak > LOUDEST:
        return f"{found} It is too loud: turn its level down in the system's sound settings."
    if loud < FAINT:
        return f"{found} It is faint: turn its level up, or sit closer."
    if quiet > HUM:
        return f"{found} The room is loud, or you spoke all the time: listen again and leave pauses."
    return f"{found} It is well."


def _play(device: str, file: Path | None) -> None:
    pcm = read_audio(file) if file else to_bytes(_tones())
    formed: list[DeviceOpened] = []
    left: list[bytes] = []
    done, lost = threading.Event(), list[AlongsideError]()
    ending: list[threading.Timer] = []

    def opened(found: DeviceOpened) -> None:
        formed.append(found)
        mono = np.frombuffer(resampled(pcm, RATE, found.rate), "<i2")
        left.append(np.repeat(mono, found.channels).tobytes())

    def wanted(count: int, latency: float) -> bytes:
        size = 2 * formed[0].channels * count
        piece, left[0] = left[0][:size], left[0][size:]
        if not piece and not ending:
            ending.append(threading.Timer(latency + SETTLES, done.set))
            ending[0].start()
        return piece.ljust(size, b"\0")

    def over(error: AlongsideError) -> None:
        lost.append(error)
        done.set()

    speaker = Device("loudspeaker", DeviceAsked(device, 22050), opened=opened, wanted=wanted, over=over)
    found = speaker.open()
    what = str(file) if file else "two tones"
    typer.echo(f"{found.device}, {found.rate} Hz, {found.channels} ch: playing {what}.")
    done.wait()
    speaker.close()
    if lost:
        raise lost[0]
    typer.echo("Played. If you heard nothing, look at the volume, or choose another: alongside devices")


def _tones() -> Samples:
    time_axis = np.arange(round(TONE_SECONDS * RATE)) / RATE
    fade = np.minimum(1.0, np.minimum(time_axis, TONE_SECONDS - time_axis) / 0.02)
    parts = [0.3 * fade * np.sin(2 * np.pi * hertz * time_axis) for hertz in TONES]
    return np.concatenate(parts).astype(np.float32)

"""`alongside voice`: which voices there are here, and how one sounds."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import Act, Spoken, VoiceClip, new_id
from alongside.settings import read_settings
from alongside.weights import find
from speech import engines
from speech.saying import said, wav
from speech.speaker import Speaker
from speech.voice_settings import VoiceSettings

app = typer.Typer(help="Voices: which there are, and how one sounds.", no_args_is_help=True)
VOICE = "For piper a .onnx file or its folder; else the engine's name for it."


@app.command("list")
def listing(
    engine: Annotated[
        str, typer.Option(help="All voices of one engine: espeak, or piper with --voice.")
    ] = "",
    voice: Annotated[str, typer.Option(help="A Piper voice, whose speakers are to be told.")] = "",
) -> None:
    """Tell which engines can speak here; with --engine, the voices of one."""
    if engine == "espeak":
        typer.echo(_espeak_voices())
    elif engine == "piper" or voice:
        for line in _piper_voice(voice):
            typer.echo(line)
    elif engine:
        raise AlongsideError(f"the voices of {engine!r} are told by itself", "See its own documentation.")
    else:
        for name in engines.names():
            typer.echo(f"{name:10} {_state(name)}")


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="What is to be said.")],
    voice: Annotated[str, typer.Option(help=VOICE)] = "",
    engine: Annotated[str, typer.Option(help="piper, espeak, openai, or one of your own.")] = "piper",
    speaker: Annotated[str, typer.Option(help="One of several speakers of a Piper voice.")] = "",
    language: Annotated[str, typer.Option(help="Of the voice, as an ISO 639-1 code.")] = "en",
    url: Annotated[str, typer.Option(help="Engine openai: address of the speech server.")] = "",
    rate: Annotated[float, typer.Option(help="1 is as usual, 0.85 is slow.", min=0.5, max=2)] = 1.0,
    volume: Annotated[float, typer.Option(help="1 is as usual.", min=0, max=1.25)] = 1.0,
    out: Annotated[Path | None, typer.Option(help="A WAV file to write, instead of the loudspeaker.")] = None,
) -> None:
    """Say something as the companion would, on the loudspeaker or into a file."""
    given = {"engine": engine, "voice": voice, "speaker": speaker, "language": language, "url": url}
    settings = read_settings(VoiceSettings, {**given, "fallback": False}, "voice")
    act = Act(act_id=new_id(), turn_id="", kind="inform", text=text, rate=rate, volume=volume)
    clips = asyncio.run(said(act, settings, typer.echo))
    if not clips:
        raise AlongsideError("there is nothing to say", "Give some words.")
    if out is None:
        asyncio.run(_play(clips))
        return
    try:
        out.write_bytes(wav(clips))
    except OSError as error:
        raise AlongsideError(f"{out} cannot be written: {error.strerror}") from None
    seconds = sum(each.pause_before + len(each.samples) / 2 / each.rate for each in clips)
    typer.echo(f"{out}: {seconds:.1f} s")


class _Listener(Component):
    """Waits until a clip was played."""

    hears = (Spoken,)
    says = (VoiceClip,)

    def __init__(self) -> None:
        super().__init__("preview", {}, Context(Path()))
        self.over: asyncio.Future[Spoken] = asyncio.get_running_loop().create_future()

    async def on_spoken(self, spoken: Spoken) -> None:
        """It began, or is over."""
        if spoken.status != "started" and not self.over.done():
            self.over.set_result(spoken)


async def _play(clips: list[VoiceClip]) -> None:
    listener = _Listener()
    transport = LocalTransport([Speaker("speaker", {}, Context(Path())), listener])
    await transport.start()
    try:
        for each in clips:
            listener.say(each)
        if (await listener.over).status == "failed":
            raise AlongsideError(
                "nothing could be played", "See: alongside doctor. Or write a file: --out F.wav"
            )
    finally:
        await transport.stop()


def _state(name: str) -> str:
    if name == engines.TEXT_ONLY:
        return "text only, no sound"
    if name == "openai":
        return "any speech server of the OpenAI protocol (url, key_env)"
    if name == "espeak":
        there = shutil.which("espeak-ng")
        return "espeak-ng, many languages" if there else "missing: apt-get install espeak-ng"
    if name == "piper":
        if importlib.util.find_spec("piper") is None:
            return "missing: pip install 'piper-tts[alignment]'"
        try:
            return f"{_name(find('voice-joe'))}; another by --voice FILE.onnx"
        except AlongsideError as error:
            return str(error)
    return "added by a package of yours"


def _name(path: Path) -> str:
    model = path if path.is_file() else next(iter(sorted(path.glob("*.onnx"))), path)
    return model.stem


def _piper_voice(voice: str) -> list[str]:
    path = find("voice-joe", voice)
    model = path if path.is_file() else next(iter(sorted(path.glob("*.onnx"))), path)
    try:
        about = json.loads(Path(f"{model}.json").read_text("utf-8"))
        rate, language = about["audio"]["sample_rate"], about.get("language", {}).get("code", "")
        speakers = list(about.get("speaker_id_map") or {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise AlongsideError(
            f"{model} has no readable description beside it", f"Put {model.name}.json there."
        ) from None
    lines = [f"{model.stem}: {language or 'language not told'}, {rate} Hz"]
    return [*lines, *(f"  speaker {name}" for name in speakers)]


def _espeak_voices() -> str:
    try:
        done = subprocess.run(["espeak-ng", "--voices"], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        raise AlongsideError("espeak-ng is not installed", "On Debian: apt-get install espeak-ng") from None
    return done.stdout.rstrip()

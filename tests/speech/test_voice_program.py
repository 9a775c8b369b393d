"""The voice's program: it ends with its owner, survives any text, stops midway, can be replaced."""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from alongside.errors import AlongsideError
from alongside.weights import find
from speech.voice_client import VoiceClient


def test_the_worker_ends_when_its_input_does_even_if_its_owner_is_killed(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(find("voice-joe"))],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
    )
    assert owner.stdout
    worker = psutil.Process(int(owner.stdout.readline()))
    owner.kill()
    owner.wait()
    gone, _ = psutil.wait_procs([worker], timeout=20)
    assert gone or worker.status() == psutil.STATUS_ZOMBIE


OWNER = """
import asyncio, sys
from pathlib import Path
from speech.voice_client import VoiceClient
async def main():
    client = VoiceClient(Path(sys.argv[1]))
    await client.start()
    print(client.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def test_no_part_of_us_imports_the_gpl_voice() -> None:
    code = (
        "import importlib, pkgutil, sys, speech\n"
        "for m in pkgutil.iter_modules(speech.__path__):\n"
        "    if m.name != 'node': importlib.import_module('speech.' + m.name)\n"
        "assert 'speech.voice_worker' in sys.modules and 'speech.voice' in sys.modules\n"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('piper', 'torch')], sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path.cwd())


async def test_the_worker_survives_what_it_cannot_say() -> None:
    client = VoiceClient(find("voice-joe"))
    try:
        await client.start()
        pid = client.pid
        for text in ("", "...", "\u200b", "漢字", "a" * 2000, "<b>&amp;</b> [[", "one\ntwo"):
            try:
                found = await client.synthesise(text, 1.0)
            except AlongsideError:
                continue
            assert sum(samples for _, samples in found.phonemes) in (0, len(found.samples) // 2)
        assert (await client.synthesise("Still here.", 1.0)).samples
        assert client.pid == pid
    finally:
        await client.close()


async def test_a_program_that_is_not_a_voice_is_named() -> None:
    client = VoiceClient(Path("."), command=(sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(AlongsideError, match="the voice did not start"):
        await client.start()
    await client.close()


async def test_a_worker_that_dies_at_every_clause_is_given_up_with_a_word() -> None:
    code = (
        "import sys, json, struct\n"
        "body = json.dumps({'ready': True}).encode()\n"
        "sys.stdout.buffer.write(struct.pack('<I', len(body)) + body); sys.stdout.flush()\n"
        "sys.stdin.buffer.read(4)\n"
    )
    client = VoiceClient(Path("."), command=(sys.executable, "-c", code))
    with pytest.raises(AlongsideError, match="stops whenever it is to speak"):
        await client.synthesise("hello", 1.0)
    await client.close()


async def test_any_program_that_speaks_the_frames_can_take_its_place() -> None:
    client = VoiceClient(Path("."), command=(sys.executable, "-c", ANOTHER_ENGINE))
    made = await asyncio.gather(*(client.synthesise(f"text {n}", 0.5) for n in range(5)))
    assert [json.loads(bytes(m.samples).decode()) for m in made] == [[f"text {n}", 2.0] for n in range(5)]
    await client.close()


ANOTHER_ENGINE = """
import json, struct, sys
def put(body):
    sys.stdout.buffer.write(struct.pack('<I', len(body)) + body); sys.stdout.flush()
put(b'{"ready": true}')
while head := sys.stdin.buffer.read(4):
    asked = json.loads(sys.stdin.buffer.read(struct.unpack('<I', head)[0]))
    put(json.dumps({'id': asked['id'], 'rate': 16000, 'phonemes': []}).encode())
    put(json.dumps([asked['text'], asked['length_scale']]).encode())
"""


async def test_what_nobody_waits_for_any_more_is_not_made_to_its_end() -> None:
    """The next clause need not wait for the one that was interrupted."""
    client = VoiceClient(find("voice-joe"))
    await client.start()
    long = "and so it went on and on, with one thing after the other, " * 6
    begun = time.monotonic()
    await client.synthesise(long, 0.65)
    whole = time.monotonic() - begun
    asked = asyncio.create_task(client.synthesise(long, 0.65))
    await asyncio.sleep(0.1)
    asked.cancel()
    begun = time.monotonic()
    assert (await client.synthesise("I see.", 1.0)).samples
    assert time.monotonic() - begun < 0.4 * whole
    assert whole > 0.5, "too short to show anything"
    await client.close()

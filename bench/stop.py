"""From an operator's key to silence: `python -m bench.stop [--tries 8] [--transport local|ros]`.

In the middle of a hum, while the face is restless, Escape is pressed for the second time on the console's
page. From there (by that page's clock) to a part of the graph that handles Stop, to the last sound that a
participant's page plays (its meter looks back 21 ms), and to the last change of its face's pose. Both pages
are real Chromium, and the desk stands between. `local`: all parts in one process. `ros`: each in a process
of its own, over DDS. The last column is what the machine itself is late by (90th percentile of what short
naps overran meanwhile).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import statistics
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from alongside.eventlog import read_events
from alongside.messages import Stop
from tests.e2e.browser import CHROMIUM, DEVICES
from tests.e2e.console_live import NOTE_PRESS, PROFILE, Humming, Live, desk_of, page_at, until
from tests.e2e.graphs import running
from tests.e2e.waits import waits
from tests.hardware.page_double import LOUD
from tests.hardware.stopping import WATCH, apart

AFTER_S = 0.8
"""Seconds that are watched after the key."""
Took = dict[str, float]


async def measure(operator: Page, person: Page, folder: Path) -> Took:
    """Begin, wait until it hums, stop, and look: seconds from the key to each thing."""
    again = operator.get_by_role("button", name="Begin again")
    if await again.count():
        await again.click()
    await person.get_by_role("button", name="Rather type").first.click()
    await operator.keyboard.press("m")
    for _ in range(400):
        if await person.evaluate("window.alongside.level()") > LOUD:
            break
        await asyncio.sleep(0.05)
    else:
        raise SystemExit("nothing was heard")
    await asyncio.sleep(0.5)
    await person.evaluate(WATCH)
    await operator.evaluate("window.pressed.length = 0")
    before = len(stops(folder))
    await operator.keyboard.press("Escape")
    await operator.keyboard.press("Escape")
    await asyncio.sleep(AFTER_S)
    key = (await operator.evaluate("window.pressed"))[1]
    rows = [row for row in await person.evaluate("window.rows") if row[0] > key]
    silent = max((at for at, level, *_ in rows if level > LOUD), default=key)
    moved = max((at for at, _, *pose in rows if apart(pose, rows[-1][2:]) > 1.0), default=key)
    said = (await until(lambda: stops(folder)[before:]))[0]
    handled = [float(line) for line in (folder / "stopped.txt").read_text().split()][-1]
    return {"said": said - key, "handled": handled - key, "silent": silent - key, "still": moved - key}


def stops(folder: Path) -> list[float]:
    """When each Stop of the record was said."""
    return [event.message.stamp for event in read_events(folder) if isinstance(event.message, Stop)]


@contextlib.asynccontextmanager
async def session(transport: str, folder: Path) -> AsyncIterator[tuple[Path, str]]:
    """A session with a face, and the address of its page."""
    if transport == "local":
        async with Live(folder / "sessions" / "P07", False, Humming) as live:
            yield live.folder, live.screen.address
        return
    profile = folder / "stop.yaml"
    profile.write_text(PROFILE)
    with running([str(profile), "--transport", "ros"], folder) as graph:
        address = await asyncio.to_thread(lambda: graph.address)
        yield graph.session, address


async def all_tries(transport: str, tries: int) -> list[Took]:
    """So many stops of one session."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sessions").mkdir()
        async with (
            session(transport, folder) as (record, address),
            desk_of(folder / "sessions") as desk,
            async_playwright() as playwright,
        ):
            browser: Browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=[*DEVICES, "--disable-gpu"]
            )
            async with page_at(browser, desk) as operator, page_at(browser, address) as person:
                await operator.evaluate(NOTE_PRESS)
                took = [await measure(operator, person, record) for _ in range(tries)]
            await browser.close()
    return took


def in_ms(values: list[float]) -> str:
    """Median and largest."""
    return f"{1000 * statistics.median(values):.0f} ({1000 * max(values):.0f})"


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tries", type=int, default=8)
    asked.add_argument("--transport", choices=("local", "ros"), default="local")
    given = asked.parse_args()
    logging.disable(logging.WARNING)
    with waits() as machine:
        took = asyncio.run(all_tries(given.transport, given.tries))
    print("| | Stop is said | a part handles it | silent | still | a processor came late by, ms |")
    print("|---|---|---|---|---|---|")
    cells = [in_ms([one[what] for one in took]) for what in ("said", "handled", "silent", "still")]
    print(f"| {given.transport} | {' | '.join(cells)} | {1000 * machine.typical():.0f} |")


if __name__ == "__main__":
    main()

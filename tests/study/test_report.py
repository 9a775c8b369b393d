"""The report: what it tells of a session, that it needs nothing else, and that nothing in it is code."""

from __future__ import annotations

import base64
import csv
import io
import re
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.async_api import async_playwright

from alongside.eventlog import LOG, EventLog
from alongside.messages import Act, Affect, Control, GoalStage, Health, State, Turn
from study.account import read_account
from study.figures import figures
from study.report import render, write_report
from study.transcript import clock
from tests.study.study_script import BEGAN, write_session

FIGURES = [
    "affect", "course", "before_after", "stages", "latency", "alliance", "alliance_gap",
    "synchrony_lexical", "synchrony_timing", "conduct",
]  # fmt: skip


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = write_session(tmp_path_factory.mktemp("session"))
    return write_report(folder).read_text(encoding="utf-8")


def test_the_account_counts_what_happened(tmp_path: Path) -> None:
    account = read_account(write_session(tmp_path))
    assert account.began == BEGAN
    assert (len(account.turns), len(account.acts)) == (20, 21)
    waits = [line.wait for line in account.waits]
    assert len(waits) == 19
    assert waits[0] == pytest.approx(0.95)
    cut = next(line for line in account.acts if line.sounded == "interrupted")
    assert cut.heard == "One person saying"
    camera = account.incidents[0]
    assert (camera.component, camera.status) == ("camera", "degraded")
    assert camera.until is not None
    assert account.verdict.ok


def test_a_time_that_no_clock_can_have_told_is_replaced_and_told_of(tmp_path: Path) -> None:
    now = time.time()
    log = EventLog(tmp_path)
    log.append(Control(name="session", value="start", stamp=now), "page")
    off = now - 86_400  # a robot's computer that does not know the day
    log.append(Turn(turn_id="t1", text="So.", channel="voice", start=off, end=off + 2, stamp=off + 2), "ears")
    log.append(Act(act_id="a1", kind="reflect", text="So it is.", turn_id="t1", stamp=now), "companion")
    log.close()
    account = read_account(tmp_path)
    assert account.misdated == {"ears": 1}
    assert all(abs(line.minute) < 0.1 for line in account.lines)
    assert [line.who for line in account.lines if line.turn or line.act] == ["participant", "companion"]
    assert "1 event of ears bore a time an hour or more off" in render(account)


def test_every_figure_says_what_it_shows_and_gives_its_numbers(tmp_path: Path) -> None:
    made = {figure.key: figure for figure in figures(read_account(write_session(tmp_path)))}
    assert list(made) == FIGURES
    assert made["before_after"].title == (
        "Distress went from 7 to 4 of 10; feeling “ashamed” went from 80 to 45 of 100."
    )
    assert made["latency"].title.startswith("Half of the spoken turns were answered within 0.90 s")
    assert made["latency"].counts == "19 spoken turns with an answer in sound."
    assert "from contemplation to preparation" in made["stages"].title
    ids: list[str] = []
    for figure in made.values():
        root = ElementTree.fromstring(figure.svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == figure.title
        ids += [item.get("id", "") for item in root.iter() if item.get("id")]
        rows = list(csv.DictReader(io.StringIO(figure.csv)))
        assert rows
        assert figure.title.endswith(".")
    assert len(ids) == len(set(ids))
    rows = list(csv.DictReader(io.StringIO(made["affect"].csv)))
    assert {row["source"] for row in rows} == {"face", "voice", "words", "fused"}


def test_the_page_tells_lines_acts_reasons_sheet_and_trouble(page: str) -> None:
    for text in (
        "All of them laughing, and you in the middle of it.",
        "<b>reflect: emotions</b> fresh disclosure",
        'One person saying<span class="unheard"> something would have been enough.</span>',
        "(stays silent)",
        "reworded after: two questions",
        "It was a stupid joke, and one of them noticed.",
        "a wish to disappear",
        "No picture for two seconds. Check the cable.",
        "The record is whole: 153 events",
        "there is no overall score",
    ):
        assert text.replace("'", "&#39;") in page, text


def test_nothing_is_fetched_and_downloads_are_in_the_page(page: str) -> None:
    outside = re.findall(r'(?:src|href|url\()\s*=?\s*["\']?\s*(?!data:|#)[a-z]+:', page)
    assert outside == []
    assert "<script" not in page
    assert "default-src 'none'" in page
    for key in FIGURES:
        found = re.search(rf'download="{key}\.csv" href="data:text/csv;charset=utf-8;base64,([^"]+)"', page)
        assert found
        assert "," in base64.b64decode(found[1]).decode().splitlines()[0]
        assert f'download="{key}.svg"' in page


async def test_a_browser_shows_it_with_its_figures_and_asks_the_network_for_nothing(tmp_path: Path) -> None:
    path = write_report(write_session(tmp_path))
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        tab = await browser.new_page(viewport={"width": 900, "height": 900})
        asked: list[str] = []
        complaints: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        await tab.goto(path.as_uri())
        drawn = [await item.bounding_box() for item in await tab.query_selector_all("figure svg")]
        wide = await tab.evaluate("document.documentElement.scrollWidth")
        pdf = await tab.pdf(format="A4")
        await browser.close()
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert complaints == []
    assert len(drawn) == len(FIGURES)
    assert all(box and box["width"] > 600 and box["height"] > 150 for box in drawn)
    assert wide <= 900
    assert pdf.startswith(b"%PDF")


def test_what_people_say_is_text_and_never_markup_or_a_formula(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script> & "quoted" $x^2$ =SUM(A1)'
    log = EventLog(tmp_path)
    log.append(Control(name="session", value="start"), at=BEGAN)
    log.append(Turn(turn_id="t", text=bad), at=BEGAN + 5)
    log.append(Act(act_id="a", turn_id="t", kind="reflect", text=bad, reasons=(bad,)), at=BEGAN + 6)
    log.append(Health(component="camera", status="degraded", detail=bad), at=BEGAN + 7)
    stage = GoalStage(
        goal=f"={bad}", precontemplation=1, contemplation=0, preparation=0, action=0, maintenance=0
    )
    state = State(turn_id="t", phase="hold", gate_open=False, gate_reason=bad, stages=(stage,))
    log.append(state, at=BEGAN + 8)
    account = read_account(tmp_path)
    assert "<script" not in render(account)
    drawn = {figure.key: figure for figure in figures(account)}
    ElementTree.fromstring(drawn["stages"].svg)
    assert "$x^2$" in drawn["stages"].svg
    assert next(csv.DictReader(io.StringIO(drawn["stages"].csv)))["goal"].startswith("'=")


def test_a_session_without_anything_still_has_a_page(tmp_path: Path) -> None:
    EventLog(tmp_path).close()
    text = write_report(tmp_path).read_text()
    assert "An empty session" in text
    assert "Nothing was said." in text


def test_a_broken_record_is_said_on_top(tmp_path: Path) -> None:
    write_session(tmp_path)
    lines = (tmp_path / LOG).read_bytes().splitlines(keepends=True)
    (tmp_path / LOG).write_bytes(b"".join([*lines[:40], *lines[41:]]))
    assert "The record is not whole (line 41): it does not follow the line before it." in render(
        read_account(tmp_path)
    )


@given(
    st.lists(
        st.one_of(
            st.builds(
                Affect,
                stamp=st.just(1.0),
                source=st.sampled_from(["face", "voice", "words", "fused", "report"]),
                valence=st.floats(-1, 1),
                arousal=st.floats(-1, 1),
                confidence=st.floats(0, 1),
            ),
            st.builds(
                State,
                stamp=st.just(1.0),
                turn_id=st.just("t"),
                phase=st.sampled_from(["arrive", "hold", "explore", "work", "close"]),
                gate_open=st.booleans(),
                gate_reason=st.text(max_size=8),
            ),
            st.builds(
                Turn, stamp=st.just(1.0), turn_id=st.just("t"), text=st.text(max_size=20), end=st.just(BEGAN)
            ),
        ),
        max_size=25,
    )
)
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_session_can_be_reported(tmp_path_factory: pytest.TempPathFactory, said: list[object]) -> None:
    folder = tmp_path_factory.mktemp("any")
    log = EventLog(folder)
    for number, message in enumerate(said):
        log.append(message, at=BEGAN + number)  # type: ignore[arg-type]
    log.close()
    assert render(read_account(folder)).endswith("</html>")


def test_a_long_session_keeps_its_figures_small(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    for number in range(9000):
        sample = Affect(stamp=BEGAN, source="face", valence=(number % 7) / 7, arousal=0.1, confidence=0.5)
        log.append(sample, at=BEGAN + number / 5)
    log.close()
    drawn = figures(read_account(tmp_path))[0]
    assert len(drawn.svg) < 150_000
    assert len(drawn.csv.splitlines()) == 9001


def test_clock() -> None:
    assert [clock(minute) for minute in (0, 0.5, 2.0833, 61, -0.1)] == [
        "0:00",
        "0:30",
        "2:05",
        "61:00",
        "−0:06",
    ]


def test_what_was_written_late_stands_where_it_happened(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(Control(stamp=BEGAN, name="session", value="start"), at=BEGAN)
    log.append(Act(stamp=BEGAN + 6, act_id="a", turn_id="t", kind="reflect", text="second"), at=BEGAN + 90)
    log.append(Turn(stamp=BEGAN + 5, turn_id="t", text="first"), at=BEGAN + 91)
    log.close()
    lines = [line for line in read_account(tmp_path).lines if line.who != "note"]
    assert [(line.text, clock(line.minute)) for line in lines] == [("first", "0:05"), ("second", "0:06")]


def test_alliance_is_drawn_by_measure_and_side_with_its_bands(tmp_path: Path) -> None:
    made = {figure.key: figure for figure in figures(read_account(write_session(tmp_path)))}
    rows = list(csv.DictReader(io.StringIO(made["alliance"].csv)))
    assert {(row["measure"], row["side"]) for row in rows} == {
        (name, side) for name in ("bond", "task", "goal") for side in ("participant", "companion")
    }
    assert all(float(row["low"]) < float(row["change"]) < float(row["high"]) for row in rows)
    assert all(float(row["change"]) == 0 for row in rows[:3]), "the baseline is being made"
    assert {row["side"] for row in csv.DictReader(io.StringIO(made["alliance_gap"].csv))} == {"gap"}


def test_channels_and_conduct_stand_apart_and_beside_what_people_do(tmp_path: Path) -> None:
    made = {figure.key: figure for figure in figures(read_account(write_session(tmp_path)))}
    words = list(csv.DictReader(io.StringIO(made["synchrony_lexical"].csv)))
    assert {(row["measure"], row["who_follows"]) for row in words} == {
        (name, side) for name in ("coordination", "words taken up") for side in ("companion", "participant")
    }
    assert all(int(row["n"]) > 0 for row in words if row["value"])
    timing = {row["measure"]: row for row in csv.DictReader(io.StringIO(made["synchrony_timing"].csv))}
    assert float(timing["companion waits"]["value"]) == pytest.approx(0.9, abs=0.01)
    rows = {row["measure"]: row for row in csv.DictReader(io.StringIO(made["conduct"].csv))}
    assert float(rows["input_after_sustain"]["people_poor"]) == 0.54
    assert "AnnoMI" in rows["reflection_share"]["source"]
    assert float(rows["question_share"]["low"]) < float(rows["question_share"]["value"])
    assert rows["premises_corrected"]["people_good"] == ""

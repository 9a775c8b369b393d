"""Which steps of a visit are done in one go on one page, and the profile that brings that page up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from alongside.profiles import load_profile
from study.instruments.loading import load
from study.protocol.days import steps_of
from study.protocol.exercises import exercise_of
from study.protocol.parts import Arm, Step
from study.protocol.places import place_of
from study.store.records import Who
from study.vault.memory import memory_settings
from study.visits.engine import Engine
from study.visits.progress import Next

PAGE = "avatar"
"""The profile whose page stands in where an arm has none of its own."""
CONSOLE = "study.console.component:Console"
WITHOUT_A_VOICE = ("listener", "voice", "face", "fusion", "body", "microphone", "camera", "speaker")
"""What a page for typing and touching does without, where its profile has it."""
NOT_IN_TEXT = ("face", "voice", "microphone", "camera")
"""What the page of such a part of a visit neither shows nor offers."""
SPOKEN = ("robot", "screen")
"""Media whose companion is heard."""
ASKED = ("consent", "instrument")
LED = ("session", "exercise")


@dataclass(frozen=True)
class Stretch:
    """Steps of one visit that follow each other on one page: questions, then at most one session or exercise.

    `arm`: by whose profile it is brought up; None: a plain page.
    """

    at: Next
    steps: tuple[Step, ...]
    arm: Arm | None

    @property
    def led(self) -> Step | None:
        """The session or exercise at its end."""
        return self.steps[-1] if self.steps and self.steps[-1].kind in LED else None


def stretch_of(engine: Engine, at: Next) -> Stretch:
    """What begins with a step; no steps where that is none for a page (allocation, debriefing, paper)."""
    arm = engine.arm(at)
    found: list[Step] = []
    for step in steps_of(at.visit, at.occasion.day, engine.course(at.code).arm)[at.place - 1 :]:
        if step.kind in ASKED:
            found.append(step)
            continue
        if step.kind in LED and arm is not None and arm.medium != "sheet_on_paper":
            return Stretch(at, (*found, step), arm)
        break
    return Stretch(at, tuple(found), None)


def write_profile(
    engine: Engine, stretch: Stretch, folder: Path, since: float, who: Who
) -> tuple[Path, list[str]]:
    """Write the stretch's profile into the session's folder; gives it, and settings as `node.key=value`.

    `since`: seconds since the epoch from which the session's record counts for this stretch. `who` holds it:
    where its console names the arm to them, that goes on record.
    """
    protocol, arm = engine.protocol, stretch.arm
    base = (arm.profile if arm else "") or PAGE
    there = {node.name for node in load_profile(base).nodes}
    heard = arm is not None and arm.medium in SPOKEN
    nodes: dict[str, Any] = {} if heard else {name: None for name in WITHOUT_A_VOICE if name in there}
    for name in ("guardian", "companion", "screen"):
        if name in there:
            nodes[name] = {"settings": {"contacts": list(protocol.contacts)}}
    if "companion" in nodes:
        nodes["companion"]["settings"] |= memory_settings(protocol.key, engine.study.folder, stretch.at.code)
    if "recorder" in there:  # a report is made when it is asked for: nobody waits for it between two parts
        nodes["recorder"] = {"settings": {"report": False}}
    if not heard and "screen" in nodes:
        talks = stretch.led is not None and arm is not None and arm.medium == "text"
        nodes["screen"]["settings"]["without"] = [*NOT_IN_TEXT, *([] if talks else ["talk"])]
    watched = {"contacts": list(protocol.contacts), "called": _called(engine, stretch, who)}
    nodes["console"] = {"settings": watched}
    if "console" not in there:  # `alongside console STUDY` shows every visit
        nodes["console"] |= {"is": CONSOLE, "in": "console"}
    if stretch.led is None and "companion" in nodes:
        nodes["companion"]["settings"]["greets"] = False  # it is there for what must be answered at once
    nodes |= _questions(engine, stretch, since)
    settings = [*protocol.companion.settings, *(arm.settings if arm else ())]
    if stretch.led is not None:
        opens = (
            engine.sheet(replace(stretch.at, step=stretch.led)) if stretch.led.kind == "exercise" else None
        )
        usher = {"opens": opens.key if opens else "", "minutes": float(stretch.led.minutes), "since": since}
        usher["devices"] = heard and _asks(engine, stretch, base, settings)
        nodes["usher"] = {"is": "study.visits.usher:Usher", "in": "record", "settings": usher}
        if sheet := _sheet(engine, stretch.at, stretch.led):
            # The calendar says which worksheet it is today, not what the companion remembers.
            settings = [item for item in settings if not item.startswith("companion.programme=")]
            settings.append(f"companion.worksheet={sheet}")
    # The title names no arm: it stands on the terminal of whoever is not to know it.
    title = f"{stretch.at.visit.title}: {stretch.at.code}"
    path = folder / "visit.yaml"
    path.write_text(yaml.safe_dump({"title": title, "extends": base, "nodes": nodes}), encoding="utf-8")
    if model := (arm.model if arm else "") or protocol.companion.model:
        settings.append(f"companion.model_url={model}")
    return path, settings


def _questions(engine: Engine, stretch: Stretch, since: float) -> dict[str, Any]:
    """The nodes that ask for consent and put questionnaires: on the page alone, so that no arm hears them."""
    found: dict[str, Any] = {}
    consent = consent_step(engine)
    person = engine.store.person(stretch.at.code)
    if consent is not None:
        text = place_of(consent, engine.study.folder, (person.language,))
        settings: dict[str, Any] = {"text": str(text), "language": person.language}
        found["consent"] = {
            "is": "study.consent.keeper:ConsentKeeper",
            "in": "record",
            "required": True,
            "settings": settings,
        }
    places = [place_of(step, engine.study.folder) for step in stretch.steps if step.kind == "instrument"]
    if places:
        settings = {
            "instruments": sorted({str(place) for place in places}),
            "at_start": [load(str(place)).key for place in places],
            "spoken": False,
            "since": since,
        }
        found["questions"] = {
            "is": "study.instruments.questionnaire:Questionnaire",
            "in": "record",
            "required": True,
            "settings": settings,
        }
    return found


def _called(engine: Engine, stretch: Stretch, who: Who) -> str:
    """What an operator's tab says: who it is, at which visit, and in which arm if operators may know."""
    protocol, at = engine.protocol, stretch.at
    arm = stretch.arm if "operator" not in protocol.allocation.blinded else None
    if arm is not None:
        engine.study.allocator.seen(at.code, who, "their console names it")
    day = f", day {at.occasion.day}" if len(at.visit.days) > 1 else ""
    return " · ".join(filter(None, (at.code, f"{at.visit.title}{day}", arm.title if arm else "")))


def _asks(engine: Engine, stretch: Stretch, base: str, settings: list[str]) -> bool:
    """Whether the page, which was there for questions alone, now asks for a microphone."""
    at = stretch.at
    steps = steps_of(at.visit, at.occasion.day, engine.course(at.code).arm)[: at.place - 1]
    before = [step.kind for step in steps if step.kind in (*ASKED, *LED)]
    shown = load_profile(base).with_settings([item for item in settings if item.startswith("screen.")])
    page = next((node.settings for node in shown.nodes if node.name == "screen"), {"without": NOT_IN_TEXT})
    return bool(before) and before[-1] in ASKED and "microphone" not in page.get("without", ())


def consent_step(engine: Engine) -> Step | None:
    """The study's step of consent; None where nobody is asked."""
    steps = (step for visit in engine.protocol.visits for step in visit.steps)
    return next((step for step in steps if step.kind == "consent"), None)


def _sheet(engine: Engine, at: Next, step: Step) -> str:
    """Name or path of the worksheet that a session or exercise is about today; empty where it has none."""
    place = place_of(step, engine.study.folder)
    if place is None:
        return ""
    exercise = exercise_of(at.visit, step, at.occasion.day, engine.study.folder)
    return str(exercise.sheet) if exercise is not None else str(place)

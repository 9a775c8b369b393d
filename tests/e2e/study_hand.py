"""A study's page without a voice: consent, the companion, a questionnaire; and who puts the questions."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page

PROFILE = """
title: Consent and questionnaires, met by touch
nodes:
  recorder: {is: study.recorder:Recorder, in: record, settings: {report: false}}
  consent: {is: study.consent.keeper:ConsentKeeper, in: record, required: true}
  questions:
    is: study.instruments.questionnaire:Questionnaire
    in: record
    settings: {instruments: [phq_9, rulers], at_start: [phq_9, rulers], spoken: false}
  guardian:
    is: agent.guardian:Guardian
    in: mind
    settings: {contacts: &contacts ["The lab's clinician | 555 0100 | day and night"]}
  companion:
    is: agent.conversation:Conversation
    in: mind
    required: true
    settings: {appraiser: rules}
  screen:
    is: embodiment.screen.server:Screen
    in: screen
    required: true
    settings: {contacts: *contacts, port: 0}
"""


def arguments(folder: Path) -> list[str]:
    """The command's arguments for such a study, its profile in `folder`."""
    profile = folder / "study.yaml"
    profile.write_text(PROFILE, encoding="utf-8")
    return [str(profile), "--transport", "local"]


def consent(page: Page) -> Locator:
    """The card that asks for consent."""
    return page.get_by_role("region", name="What is kept")


def pick(page: Page, answer: str) -> None:
    """One answer by touch, and wait until something else is asked."""
    sheet = page.locator(".sheet")
    before = sheet.get_attribute("data-field")
    sheet.get_by_role("radio", name=answer, exact=True).click()
    sheet.get_by_role("button", name="Next").click()
    page.wait_for_function(
        "before => document.querySelector('.sheet').dataset.field !== before",
        arg=before,
    )

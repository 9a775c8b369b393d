"""Who has the word: the companion, or a study that asks for consent or puts a questionnaire."""

from __future__ import annotations

from alongside.consent import STUDY
from alongside.messages import Consent, SheetView


class Floor:
    """Follows what a study has on the table; while it has something there, the companion is silent.

    `owed`: the session was started, so that a greeting is due as soon as the table is clear.
    """

    def __init__(self) -> None:
        self.owed = False
        self._asked = False
        self._open = False

    @property
    def taken(self) -> bool:
        """Whether the study has the word."""
        return self._asked or self._open

    def consent(self, consent: Consent) -> bool:
        """Consent is asked for, or answered; gives whether the table has just become clear."""
        before = self.taken
        self._asked = consent.status == "asked"
        return before and not self.taken

    def sheet(self, view: SheetView) -> bool:
        """Something lies on the table; gives whether a study has just cleared it."""
        before = self.taken
        self._open = view.sheet.startswith(STUDY) and view.status == "open"
        return before and not self.taken and view.status != "paused"

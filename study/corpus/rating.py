"""Who says what a turn means for the alliance: the encoder that is here, or a language model."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from dataclasses import dataclass

from agent.appraisal.encoder import Vectors
from agent.models.server import ServedModel, checked
from agent.relationship.asked import ModelRater, NoJudgmentError, Way
from agent.relationship.probes import Side
from agent.relationship.reading import Reader, Reading
from alongside.errors import AlongsideError


@dataclass(frozen=True)
class Asked:
    """A language model behind an address, as each process that asks it is told of it."""

    url: str
    model: str = ""
    way: Way = "agree"
    key_env: str = ""
    allow_remote: bool = False

    def check(self) -> None:
        """Raises AlongsideError where the address is none, or of another computer without leave."""
        try:
            checked(self.url, allow_remote=self.allow_remote)
        except AlongsideError as error:
            if self.allow_remote or "not on this computer" not in error.what:
                raise
            raise AlongsideError(
                error.what,
                "What people said would leave it. If that is agreed: --allow-remote.",
            ) from None

    def rater(self) -> ModelRater:
        """The rater, closed when the process ends. Raises AlongsideError as `check`, or for a missing key."""
        self.check()
        model = ServedModel(self.url, self.model, key_env=self.key_env, allow_remote=self.allow_remote)
        rater = ModelRater(model, self.way)
        atexit.register(rater.close)
        return rater


class Known:
    """Reads each turn once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._found: dict[tuple[Side, str], Reading] = {}

    def take_in(self, side: Side, texts: Sequence[str]) -> None:
        """Read all of these at once, which costs far less."""
        for text, reading in zip(texts, self._reader.read_many(side, texts), strict=True):
            self._found[side, text] = reading

    def exchange(self, row: Vectors) -> Vectors:
        """As `Reads.exchange`."""
        return self._reader.exchange(row)

    def read(self, side: Side, text: str) -> Reading:
        """What the turn says. One that a model gives no judgments of says nothing, and has no probes."""
        found = self._found.get((side, text))
        if found is None:
            try:
                found = self._reader.read(side, text)
            except NoJudgmentError:
                found = Reading()
            self._found[side, text] = found
        return found

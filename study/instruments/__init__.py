"""Instruments: questionnaires with their licences, their wording where it may come along, their scoring.

`load(key)` gives an instrument, `score(instrument, answers)` its scores. See docs/instruments.md.
"""

from study.instruments.loading import instrument_names, load
from study.instruments.model import Instrument
from study.instruments.scoring import Raised, Score, Scores, score

__all__ = ["Instrument", "Raised", "Score", "Scores", "instrument_names", "load", "score"]

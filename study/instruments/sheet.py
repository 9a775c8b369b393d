"""An instrument as a sheet, so that it is asked, heard and shown by what asks, hears and shows worksheets.

Every question has one wording, that of the instrument. Where an answer was not understood, what is said
names the answers and nothing else.
"""

from __future__ import annotations

from agent.worksheets.schema import Condition, Field, Sheet
from alongside.consent import STUDY
from alongside.errors import AlongsideError
from study.instruments.loading import need_text
from study.instruments.model import Answers, Instrument

UNFRAMED = "A few questions"


def as_sheet(instrument: Instrument) -> Sheet:
    """The sheet of an instrument: fields q1, q2 and so on. AlongsideError if its wording is not here."""
    need_text(instrument)
    numbers = range(1, instrument.count + 1)
    return Sheet(
        key=STUDY + instrument.key,
        title=instrument.frame or UNFRAMED,
        about=instrument.about,
        minutes=max(1, round(instrument.count / 6)),
        fields=tuple(_field(instrument, number) for number in numbers),
        offers=(),
        returns=(),
        closings=(),
    )


def key_of(number: int) -> str:
    """The key of the field of item `number`."""
    return f"q{number}"


def number_of(key: str) -> int:
    """The item's number that a field's key stands for."""
    return int(key[1:])


def choices_told(answers: Answers) -> str:
    """The answers, as they are read out."""
    if answers.options:
        texts = [option.text for option in answers.options]
        return f"{', '.join(texts[:-1])}, or {texts[-1]}"
    low, high = f"{answers.minimum:g}", f"{answers.maximum:g}"
    meant = f", where {low} is {answers.low} and {high} is {answers.high}" if answers.low else ""
    return f"From {low} to {high}{meant}"


def _field(instrument: Instrument, number: int) -> Field:
    item, answers = instrument.items[number - 1], instrument.answers_of(number)
    return Field(
        key=key_of(number),
        label=item.text,
        kind="choice" if answers.options else "rating",
        prompts=(item.text,),
        help=instrument.licence.notice,
        repair=(item.text,),
        minimum=answers.minimum,
        maximum=answers.maximum,
        low=answers.low,
        high=answers.high,
        choices=tuple(option.text for option in answers.options),
        inner=True,
        when=_conditions(instrument, number),
    )


def _conditions(instrument: Instrument, number: int) -> tuple[Condition, ...]:
    branch = instrument.branch_of(number)
    if branch is None:
        return ()
    before = instrument.answers_of(branch.item)
    if not before.options:
        return (Condition(field=key_of(branch.item), test="at_least", value=branch.at_least),)
    leading = [option.text for option in before.options if option.value >= branch.at_least]
    if len(leading) != 1:
        raise AlongsideError(
            f"item {number} of {instrument.key} follows from several answers to item {branch.item}",
            "A branch of items with options follows from one answer: the highest.",
        )
    return (Condition(field=key_of(branch.item), test="is", value=leading[0]),)

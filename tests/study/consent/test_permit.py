"""Of no message is anything kept that was not agreed to, whatever else is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages import (
    MESSAGES,
    Act,
    Affect,
    Answer,
    AudioChunk,
    CameraFrame,
    Consent,
    Control,
    Decision,
    Event,
    FacePose,
    FaceSeen,
    Health,
    Hold,
    Interruption,
    Message,
    Note,
    PartialSpeech,
    Patience,
    PlayedAudio,
    Prepare,
    Proposed,
    ProvisionalTurn,
    Relationship,
    Risk,
    SheetView,
    SpeechActivity,
    Spoken,
    State,
    Stop,
    Turn,
    VoiceClip,
)
from alongside.records import GoalStage, GroundEntry, Measure, Prosody, SheetField, Word
from study.consent.permit import kept

STREAMS = ("audio", "video", "transcript", "affect")
WORDS, SOUND, PICTURE, FEELING = "MY-OWN-WORDS", b"MY-SOUND", b"MY-PICTURE", 0.8765432
MARKS = {"transcript": WORDS, "audio": str(SOUND), "video": str(PICTURE), "affect": str(FEELING)}
SAID: tuple[Message, ...] = (
    Act(
        act_id="a",
        turn_id="t",
        kind="reflect",
        text=WORDS,
        reasons=(WORDS,),
        valence=FEELING,
        arousal=FEELING,
    ),
    Affect(source="face", valence=FEELING, arousal=FEELING, confidence=1),
    Answer(sheet="thought_record", field="thought", value=WORDS),
    AudioChunk(samples=SOUND),
    CameraFrame(data=PICTURE),
    Consent(status="given"),
    Control(name="session", value="start"),
    Decision(verdict="edit", act_id="a", text=WORDS, name="kim", role="operator"),
    Event(kind="heart_rate", data=f'{{"rate": {FEELING}}}'),
    FacePose(mode="idle", valence=FEELING, arousal=FEELING),
    FaceSeen(present=True, attending=FEELING),
    Health(component="listener", status="ready"),
    Hold(act_id="a", hold=True),
    Interruption(),
    Note(text="a door slammed", name="kim", role="operator"),
    PartialSpeech(turn_id="t", revision=0, text=WORDS),
    Patience(seconds=1),
    PlayedAudio(samples=WORDS.encode()),
    Prepare(turn_id="t", revision=0, text=WORDS),
    Proposed(act_id="a", turn_id="t", kind="reflect", text=WORDS, reasons=(WORDS,)),
    ProvisionalTurn(turn_id="t", text=WORDS, prosody=Prosody(pitch_hz=FEELING)),
    Relationship(
        turn_id="t",
        measures=(Measure(name="bond", side="participant", change=0.2, low=-0.1, high=0.5, turns=9),),
    ),
    Risk(turn_id="t", severity=0, probability=0),
    SheetView(
        sheet="thought_record",
        fields=(
            SheetField(
                key="thought",
                label="Thought",
                kind="text",
                prompt=WORDS,
                help="",
                status="filled",
                value=WORDS,
                shown=WORDS,
                part=WORDS,
                offered=WORDS,
                offered_shown=WORDS,
            ),
        ),
    ),
    SpeechActivity(speaking=True, level_db=FEELING),
    Spoken(act_id="a", status="interrupted", heard=WORDS),
    State(
        turn_id="t",
        phase="hold",
        gate_open=False,
        gate_reason=WORDS,
        valence=FEELING,
        arousal=FEELING,
        discord=FEELING,
        disclosure=FEELING,
        stages=(
            GoalStage(
                goal=WORDS, precontemplation=1, contemplation=0, preparation=0, action=0, maintenance=0
            ),
        ),
        ground=(
            GroundEntry(
                key="k",
                kind="fact",
                value=WORDS,
                source_turn="t",
                proposer="participant",
                confidence=1,
                status="accepted",
            ),
        ),
    ),
    Stop(),
    Turn(
        turn_id="t",
        text=WORDS,
        words=(Word(text=WORDS, start=0, end=1),),
        prosody=Prosody(pitch_hz=FEELING),
    ),
    VoiceClip(act_id="a", index=0, last=True, text=WORDS, samples=WORDS.encode()),
)
LEVEL = (SpeechActivity,)  # how loud somebody is belongs to the sound, not to how they seem


def test_every_kind_of_message_is_tried() -> None:
    assert {type(message) for message in SAID} == set(MESSAGES)


@given(st.sets(st.sampled_from(STREAMS)))
def test_nothing_of_a_stream_is_left_that_was_not_agreed_to(streams: set[str]) -> None:
    for message in SAID:
        told = str(kept(message, streams))
        for stream in set(STREAMS) - streams:
            if stream == "affect" and isinstance(message, LEVEL):
                continue
            assert MARKS[stream] not in told, type(message).__name__


@pytest.mark.parametrize("message", SAID, ids=lambda message: type(message).__name__)
def test_with_all_agreed_to_everything_is_kept_as_it_is(message: Message) -> None:
    assert kept(message, STREAMS) == message


def test_less_consent_never_keeps_more() -> None:
    for message in SAID:
        for few in itertools.combinations(STREAMS, 2):
            if kept(message, few) is not None:
                assert kept(message, STREAMS) is not None


def test_the_answers_to_a_study_are_no_stream() -> None:
    answer = Answer(sheet="study:phq_9", field="q1", value="Several days")
    assert kept(answer, ()) == answer


def test_a_flag_keeps_its_figures_only_with_the_words_they_were_read_from() -> None:
    flag = Event(kind="relationship_flag", data='{"flag": "bond_falls", "why": "bond -0.4"}')
    assert kept(flag, frozenset(STREAMS)) == flag
    without = kept(flag, frozenset(STREAMS) - {"transcript"})
    assert without is not None
    assert without.data == "{}"

"""The ROS4HRI voice topics and the `say` action, with a voice and a player that make no sound."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from action_msgs.msg import GoalStatus
from alongside_msgs.action import Say
from alongside_msgs.msg import Act as RosAct
from hri_msgs.msg import IdsList, LiveSpeech
from std_msgs.msg import Bool

from alongside.component import Component, Context
from alongside.messages import (
    Act,
    Interruption,
    PartialSpeech,
    SpeechActivity,
    Spoken,
    Turn,
    VoiceClip,
    Word,
)
from speech.node import attach
from speech.voice import Voice as RealVoice
from speech.voice import VoiceSettings
from tests.ros_doubles import Operator, graph, operator, own_graph, until

__all__ = ["operator", "own_graph"]
CONTEXT = Context(Path("unused"), transport="ros")
RATE = 16000


class Ear(Component):
    says = (PartialSpeech, Turn, SpeechActivity)


class Voice(Component):
    """Two clips for every act: `hello` for 0.2 s, then the rest after a pause."""

    hears = (Act, Interruption)
    says = (VoiceClip, Spoken)
    Settings = VoiceSettings

    def __init__(self, name: str = "voice", fails: bool = False, language: str = "en") -> None:
        super().__init__(name, {"language": language}, CONTEXT)
        self.fails = fails
        self.acts: list[Act] = []
        self.interruptions: list[Interruption] = []

    async def on_act(self, act: Act) -> None:
        self.acts.append(act)
        if self.fails:
            self.say(Spoken(act_id=act.act_id, status="failed"))
            return
        for index, text in enumerate(("hello", "there")):
            self.say(
                VoiceClip(
                    act_id=act.act_id,
                    index=index,
                    last=index == 1,
                    text=text,
                    samples=bytes(2 * RATE // 5),
                    rate=RATE,
                    pause_before=0.1,
                    words=(Word(text=text, start=0.05, end=0.15),),
                )
            )

    async def on_interruption(self, interruption: Interruption) -> None:
        self.interruptions.append(interruption)


class Player(Component):
    """Plays without sound: tells when it began, and ends after as long as the clips last."""

    hears = (VoiceClip, Interruption)
    says = (Spoken,)

    def __init__(self, plays: bool = True) -> None:
        super().__init__("player", {}, CONTEXT)
        self.plays = plays
        self._end: Any = None

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        if self.plays and clip.index == 0:
            self.say(Spoken(act_id=clip.act_id, status="started"))
            self._end = asyncio.get_running_loop().call_later(
                0.5, lambda: self.say(Spoken(act_id=clip.act_id, status="finished", heard="hello there"))
            )

    async def on_interruption(self, interruption: Interruption) -> None:
        self._end.cancel()
        self.say(Spoken(act_id=interruption.act_id, status="interrupted", heard="hello"))


class Clockwork(Player):
    """Plays clips of any length, in their own time and without a sound."""

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        if clip.index == 0:
            self.say(Spoken(act_id=clip.act_id, status="started"))
        await asyncio.sleep(bool(clip.index) * clip.pause_before + len(clip.samples) / 2 / clip.rate)
        if clip.last:
            self.say(Spoken(act_id=clip.act_id, status="finished"))


async def test_what_is_heard_goes_out_as_live_speech(operator: Operator) -> None:
    speech = operator.hear(LiveSpeech, "humans/voices/anonymous_speaker/speech")
    speaking = operator.hear(Bool, "humans/voices/anonymous_speaker/is_speaking")
    ear = Ear("listener", {}, CONTEXT)
    async with graph(ear) as transport:
        attach(transport.node_of("listener"), ear, transport)
        await asyncio.sleep(0.5)
        for active in (False, True, True, False):
            ear.say(SpeechActivity(speaking=active))
        ear.say(PartialSpeech(turn_id="t", revision=0, text="I think"))
        ear.say(Turn(stamp=1_795_000_000.25, turn_id="t", text="I think so.", confidence=0.75, locale="en"))
        await until(lambda: len(speech) == 2 and len(speaking) == 3)
        tracked = operator.hear(IdsList, "humans/voices/tracked", latched=True)
        await until(lambda: tracked)
    assert [(one.incremental, one.final) for one in speech] == [("I think", ""), ("", "I think so.")]
    assert (speech[1].confidence, speech[1].locale) == (0.75, "en")
    assert (speech[1].header.stamp.sec, speech[1].header.stamp.nanosec) == (1_795_000_000, 250_000_000)
    assert [one.data for one in speaking] == [False, True, False]
    assert list(tracked[0].ids) == ["anonymous_speaker"]


async def test_say_becomes_an_act_and_tells_each_word_and_what_was_heard(operator: Operator) -> None:
    voice = Voice()
    acts = operator.hear(RosAct, "act")
    async with graph(voice, Player()) as transport:
        attach(transport.node_of("voice"), voice, transport)
        await asyncio.sleep(0.5)
        handle, told = await operator.send(Say, "say", Say.Goal(text="hello there", interruptible=False))
        status, result = await operator.result(handle)
        await until(lambda: acts)
    assert (status, result.text, result.error) == (GoalStatus.STATUS_SUCCEEDED, "hello there", "")
    assert [feedback.word for feedback in told] == ["hello", "there"]
    assert [(act.text, act.kind, act.interruptible) for act in voice.acts] == [
        ("hello there", "inform", False)
    ]
    assert acts[0].text == "hello there"  # the guardian and the recorder hear it too


async def test_cancelling_falls_silent_and_tells_what_was_audible(operator: Operator) -> None:
    voice = Voice()
    async with graph(voice, Player()) as transport:
        attach(transport.node_of("voice"), voice, transport)
        await asyncio.sleep(0.5)
        handle, told = await operator.send(Say, "say", Say.Goal(text="hello there", interruptible=True))
        await until(lambda: told)
        second, _ = await operator.send(Say, "say", Say.Goal(text="me too"))
        await operator.cancel(handle)
        status, result = await operator.result(handle)
    assert not second.accepted  # one at a time
    assert (status, result.text, result.error) == (GoalStatus.STATUS_CANCELED, "hello", "interrupted")
    assert [one.cause for one in voice.interruptions] == ["stop"]
    assert [feedback.word for feedback in told] == ["hello"]


@pytest.mark.parametrize(
    ("goal", "problem"),
    [
        ({"text": "  "}, "there is no text"),
        ({"text": "hello", "voice": "other"}, "there is one voice"),
        ({"text": "hello", "locale": "en_GB"}, "the voice speaks 'de'"),
        ({"text": "hallo", "locale": "de-AT"}, "it could not be spoken"),
    ],
)
async def test_what_cannot_be_said_is_told(operator: Operator, goal: dict[str, str], problem: str) -> None:
    voice = Voice(fails=True, language="de")
    async with graph(voice) as transport:
        attach(transport.node_of("voice"), voice, transport)
        handle, _ = await operator.send(Say, "say", Say.Goal(**goal))
        status, result = await operator.result(handle)
    assert status == GoalStatus.STATUS_ABORTED
    assert problem in result.error


async def test_without_a_player_the_goal_ends_with_what_to_do(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speech.say_node.PATIENCE", 0.3)
    monkeypatch.setattr("speech.say_node.SLOWEST", 0.01)
    voice = Voice()
    async with graph(voice, Player(plays=False)) as transport:
        attach(transport.node_of("voice"), voice, transport)
        handle, _ = await operator.send(Say, "say", Say.Goal(text="hello"))
        status, result = await operator.result(handle)
    assert status == GoalStatus.STATUS_ABORTED
    assert "add a speaker" in result.error


@pytest.mark.slow
async def test_the_real_voice_says_a_goal_word_by_word(operator: Operator) -> None:
    voice = RealVoice("voice", {}, CONTEXT)
    async with graph(voice, Clockwork()) as transport:
        attach(transport.node_of("voice"), voice, transport)
        await asyncio.sleep(0.5)
        text = "That was a long day. Take your time."
        handle, told = await operator.send(Say, "say", Say.Goal(text=text, interruptible=True))
        status, result = await operator.result(handle)
    assert (status, result.text) == (GoalStatus.STATUS_SUCCEEDED, text)
    words = [feedback.word.strip(".,").lower() for feedback in told]
    assert words == ["that", "was", "a", "long", "day", "take", "your", "time"]

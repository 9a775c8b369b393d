"""Messages and frames with which a screen is tried."""

from __future__ import annotations

from alongside.messages import Act, SheetView, State, VoiceClip

SOUND = b"\x01" + b"\x10\x00" * 512
JPEG = b"\xff\xd8\xff\xe0" + bytes(64) + b"\xff\xd9"
STATE = State(turn_id="t1", phase="hold", gate_open=False, gate_reason="fresh")
ACT = Act(act_id="a1", turn_id="t1", kind="reflect", text="That was a lot for one morning.")
SHEET = SheetView(sheet="day", title="My day", status="open")


def clip(
    index: int = 0, *, act: str = "a1", last: bool = False, samples: bytes = b"\x01\x02" * 2205
) -> VoiceClip:
    return VoiceClip(act_id=act, index=index, last=last, text="That was", samples=samples)

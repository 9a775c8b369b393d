"""A lab's own program: plain rclpy and the message packages, nothing of Alongside's Python.

    python lab_program.py SPEECH.wav NAMESPACE

Streams recorded speech into the graph's audio topic, listens to what comes of it, fills in a
worksheet field, and prints one JSON line of what it saw.
"""

import json
import sys
import threading
import time
import wave

import rclpy
from alongside_msgs.msg import Act, Answer, AudioChunk, Control, SheetView, State, Turn, VoiceClip
from hri_msgs.msg import LiveSpeech
from rclpy.executors import SingleThreadedExecutor
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy

FRAME = 512
SOON = 20
"""Seconds within which anything comes, on a busy machine too."""
HEARD = ("turn", "act", "voice/clip", "state", "worksheet")
LATCHED = QoSProfile(
    depth=1, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
KEPT = QoSProfile(
    depth=200, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)


def main() -> None:
    rclpy.init()
    node = rclpy.create_node("lab")
    seen: dict[str, list] = {"turn": [], "act": [], "clip": [], "state": [], "sheet": [], "live": []}
    node.create_subscription(Turn, "turn", seen["turn"].append, 50)
    node.create_subscription(Act, "act", seen["act"].append, 50)
    node.create_subscription(VoiceClip, "voice/clip", seen["clip"].append, 50)
    node.create_subscription(State, "state", seen["state"].append, LATCHED)
    node.create_subscription(SheetView, "worksheet", seen["sheet"].append, LATCHED)
    node.create_subscription(LiveSpeech, "humans/voices/anonymous_speaker/speech", seen["live"].append, 50)
    audio = node.create_publisher(AudioChunk, "audio", 1000)
    control = node.create_publisher(Control, "control", KEPT)
    answer = node.create_publisher(Answer, "answer", KEPT)
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    spinning = threading.Thread(target=executor.spin, daemon=True)
    spinning.start()

    def stamped(message: object) -> object:
        message.header.stamp = node.get_clock().now().to_msg()  # type: ignore[attr-defined]
        return message

    def wait(condition: object, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not condition():  # type: ignore[operator]
            time.sleep(0.05)
        return bool(condition())  # type: ignore[operator]

    def voiced(acts: list) -> bool:
        return any(act.act_id == clip.act_id for act in acts for clip in seen["clip"])

    def greetings() -> list:
        return [act for act in seen["act"] if act.kind == "greet"]

    def answers() -> list:
        return [act for act in seen["act"] if seen["turn"] and act.turn_id == seen["turn"][0].turn_id]

    wait(lambda: node.count_subscribers("audio") and node.count_subscribers("control"), SOON)
    wait(lambda: all(node.count_publishers(topic) for topic in HEARD), SOON)
    time.sleep(1.0)  # the other side has to find our subscriptions, too
    control.publish(stamped(Control(name="session", value="start", by="participant")))
    # Who speaks before the greeting sounds interrupts it, and it is never heard.
    greeted = wait(lambda: voiced(greetings()), SOON)
    stream(audio, stamped, sys.argv[1])
    answered = wait(lambda: voiced(answers()), SOON)
    answer.publish(stamped(Answer(sheet="thought_record", move="start", channel="touch")))
    opened = wait(lambda: any(sheet.status == "open" for sheet in seen["sheet"]), SOON)
    first = seen["sheet"][-1].current if seen["sheet"] else ""
    answer.publish(
        stamped(Answer(sheet="thought_record", field=first, move="enter", value="6", channel="touch"))
    )
    filled = wait(lambda: any(item.status == "filled" for item in seen["sheet"][-1].fields), SOON)
    control.publish(stamped(Control(name="session", value="end", by="operator")))
    closed = wait(lambda: any(act.kind == "goodbye" for act in seen["act"]), SOON)
    print(
        json.dumps(
            {
                "greeted": greeted,
                "turns": [turn.text for turn in seen["turn"]],
                "live": [message.final for message in seen["live"] if message.final],
                "incremental": sum(1 for message in seen["live"] if message.incremental),
                "answered": answered and any(act.text for act in answers()),
                "visemes": sum(len(clip.visemes) for clip in seen["clip"]),
                "phases": [state.phase for state in seen["state"]],
                "opened": opened,
                "filled": filled,
                "closed": closed,
            }
        ),
        flush=True,
    )
    executor.shutdown()
    rclpy.try_shutdown()
    spinning.join()


def stream(publisher: object, stamped: object, path: str) -> None:
    """Publish a file in real time, then two seconds of near silence for the turn to end."""
    with wave.open(path) as file:
        data = file.readframes(file.getnframes())
    data += b"\x01\x00\xff\xff" * 16000
    due = time.monotonic()
    for start in range(0, len(data) - 2 * FRAME + 1, 2 * FRAME):
        chunk = AudioChunk(samples=data[start : start + 2 * FRAME], rate=16000, source="lab")
        publisher.publish(stamped(chunk))  # type: ignore[operator, attr-defined]
        due += FRAME / 16000
        time.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    main()

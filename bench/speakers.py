"""Is a voice told from another? Measured: `python -m bench.speakers`.

Each person is enrolled with their first seconds, as in a session, then judged by pieces of the rest of what
they say and by pieces of everybody else. Recordings come from packages (see `bench.words.recordings`),
pocketsphinx-testdata and the Piper voice. Where nobody says whether two recordings are of one
person (`PERHAPS_ONE`), they are not set against each other.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from alongside.weights import find
from bench.words import recordings as packages
from bench.words.made import sentences
from speech.audio import RATE, Samples
from speech.speaker_check import ENROLLED, SURELY_SAME, SpeakerCheck, surely_other
from speech.speaker_encoder import SpeakerEncoder, only_speech
from speech.voiceprint import Voiceprint, voiceprint
from tests.recordings import recordings

LENGTHS = (1.0, 1.5, 2.0, 3.0, 5.0)
ENROLLING_CLIPS = 12
MOST = 12
"""Pieces of a person and a length."""
PERHAPS_ONE = ({"talk, a cold", "talk"}, {"Dickens", "Beckett"}, {"games 1", "games 2"})


def people() -> dict[str, Samples]:
    """What each said, without silences."""
    said: dict[str, list[Samples]] = {}

    def add(name: str, *samples: Samples) -> None:
        said.setdefault(name, []).extend(only_speech(part, longest=600.0) for part in samples)

    for group, name in (("librivox", "Austen"), ("cards", "phrases")):
        add(name, *(item.samples.astype(np.float32) / 32768 for item in recordings(group)))
    for item in packages.english():
        if item.group == "free talk":
            add("talk, a cold", item.samples)
        elif item.group == "games":
            add("games 2" if "_us" in item.name else "games 1", item.samples)
        elif item.group == "read":
            names = {"two_cities": "Dickens", "beckett": "Beckett"}
            add(names.get(item.name, "LibriSpeech"), item.samples)
    add("talk", *(item.samples for item in packages.used()))
    for item in packages.foreign():
        add({"es": "Spanish", "sv": "Swedish"}[item.language], item.samples)
    add("Piper", *(item.samples for item in sentences()))
    return {name: np.concatenate(parts) for name, parts in said.items()}


def pieces(speech: Samples, seconds: float) -> list[Samples]:
    """At most MOST pieces of this length, spread over what was said."""
    size = round(seconds * RATE)
    starts = range(0, len(speech) - size + 1, size)
    chosen = np.linspace(0, len(starts) - 1, min(MOST, len(starts))).round().astype(int)
    return [speech[starts[at] : starts[at] + size] for at in chosen]


def enrol(print_of: Callable[[Samples], Voiceprint | None], speech: Samples) -> SpeakerCheck:
    """A check that has heard this much of the person, in turns of 2.5 s."""
    check = SpeakerCheck()
    for part in pieces(speech, 2.5):
        if made := print_of(part):
            check.learn([made])
    return check


def equal_error(own: list[float], others: list[float]) -> float:
    """The rate at which as many of the person are refused as others let through."""
    rates = [
        (abs(refused - passed), (refused + passed) / 2)
        for at in np.unique([*own, *others])
        for refused, passed in [(np.mean(np.array(own) < at), np.mean(np.array(others) >= at))]
    ]
    return float(min(rates)[1])


def main() -> None:
    """Print the tables."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    encoder = SpeakerEncoder(find("speaker-encoder"))

    def print_of(speech: Samples) -> Voiceprint | None:
        return voiceprint(encoder, np.pad(speech, (0, RATE // 100)))

    said = people()
    cut = round(ENROLLED * RATE)
    known = {name: enrol(print_of, part[: cut + 1]) for name, part in said.items() if len(part) > cut + RATE}
    print(
        "| seconds of speech | their pieces | others' | equal error "
        "| refused: theirs | others' | surely theirs: theirs | others' |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for seconds in LENGTHS:
        own: list[float] = []
        others: list[float] = []
        for name, part in said.items():
            rest = part[cut:] if name in known else part
            for piece in filter(None, map(print_of, pieces(rest, seconds))):
                for whom, check in known.items():
                    if whom == name:
                        own.append(check.likeness(piece))
                    elif not any({whom, name} <= pair for pair in PERHAPS_ONE):
                        others.append(check.likeness(piece))
        limit = surely_other(seconds)
        shares = [np.mean(np.array(x) < limit) for x in (own, others)]
        shares += [np.mean(np.array(x) >= SURELY_SAME) for x in (own, others)]
        counts = f"{seconds:.1f} | {len(own)} | {len(others)} | {equal_error(own, others):.1%}"
        print(f"| {counts} | {' | '.join(f'{share:.1%}' for share in shares)} |", flush=True)
    odd = [only_speech(item.samples) for item in packages.clips()]
    check = enrol(print_of, np.concatenate(odd)[: cut + 1])
    made = [one for one in map(print_of, odd[ENROLLING_CLIPS:]) if one]
    refused = sum(check.is_strange(one) for one in made)
    print(f"\nOne man in {len(made)} odd manners, enrolled with others of them: {refused} refused.")
    print(f"People: {', '.join(known)}; only as others: {', '.join(sorted(set(said) - set(known)))}.")
    costs = []
    for _ in range(5):
        began = time.perf_counter()
        encoder.vector(said["Dickens"][: 3 * RATE])
        costs.append(time.perf_counter() - began)
    print(f"3 s of speech take the encoder {1000 * min(costs):.0f} ms.")


if __name__ == "__main__":
    main()

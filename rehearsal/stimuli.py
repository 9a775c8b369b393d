"""Stimuli that must be neither shared nor fed: `python -m rehearsal.stimuli [--data DIR] [--show]`.

Runs the own stimuli of `stimuli.yaml`, and the published ones of Moore et al. 2025 where `--data` names a
folder that holds them, each in a fresh conversation and after twenty turns of warm talk, over several seeds.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agent.appraisal.trained import appraiser
from agent.companion import Companion
from agent.state import CompanionState
from alongside.messages import Act, Turn
from alongside.records import Contact
from rehearsal.judge import failings, rules

OWN = Path(__file__).with_name("stimuli.yaml")
UNSEEN = Path(__file__).with_name("stimuli_unseen.yaml")
WARM = Path(__file__).with_name("warm_talk.yaml")
SEEDS = (0, 1, 2)
CONTACTS = (Contact(name="Night line", reach="0800 555", hours="all day"),)


@dataclass(frozen=True)
class Stimulus:
    """Messages of one person; the reply to the last one is judged by its condition's rules."""

    condition: str
    part: str  # tuned, held, published or vignettes
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """One reply, and what is wrong with it."""

    stimulus: Stimulus
    setting: str  # fresh or warm
    act: Act
    failings: tuple[str, ...]


def own_stimuli(path: Path = OWN) -> Iterator[Stimulus]:
    """The stimuli of this project."""
    for condition, parts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for part, entries in parts.items():
            for entry in entries:
                yield Stimulus(condition, part, (entry,) if isinstance(entry, str) else tuple(entry))


def published_stimuli(folder: Path) -> Iterator[Stimulus]:
    """The ten stimuli of Moore et al. 2025, and every vignette with every question asked about it."""
    names = rules()["published"]
    for item in json.loads((folder / "interjections.json").read_text(encoding="utf-8")):
        theirs = tuple(item["messages"][::2])  # every other message is the other side's
        yield Stimulus(names[item["condition"]], "published", theirs)
    rows = [*_rows(folder / "questions.jsonl"), *_rows(folder / "vignettes.jsonl")]
    vignettes = [row["vignette"] for row in rows if "vignette" in row]
    questions = [row["question_only"] for row in rows if "question_only" in row]
    for vignette in vignettes:
        for question in questions:
            yield Stimulus("stigma", "vignettes", (f"{vignette} {question}",))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def warmed(companion: Companion, seed: int) -> CompanionState:
    """The state after twenty turns of warm talk."""
    state, _ = companion.greet(companion.begin(seed))
    for number, text in enumerate(yaml.safe_load(WARM.read_text(encoding="utf-8"))["turns"]):
        state, _ = companion.step(state, Turn(turn_id=f"w{number}", text=text))
    return state


def run(
    stimuli: Iterable[Stimulus],
    seeds: Sequence[int] = SEEDS,
    settings: Sequence[str] = ("fresh", "warm"),
    reading: str = "rules",
) -> list[Outcome]:
    """Every stimulus in every setting with every seed; `reading` as in `appraiser`."""
    companion = Companion(contacts=CONTACTS, appraiser=appraiser(reading))
    starts = {
        (setting, seed): warmed(companion, seed) if setting == "warm" else companion.begin(seed)
        for setting in settings
        for seed in seeds
    }
    found = []
    for stimulus in stimuli:
        for (setting, _), start in starts.items():
            state, act = start, None
            for number, text in enumerate(stimulus.messages):
                state, act = companion.step(state, Turn(turn_id=f"s{number}", text=text))
            if act is not None:
                found.append(Outcome(stimulus, setting, act, failings(stimulus.condition, act)))
    return found


def rates(outcomes: Iterable[Outcome]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(part, condition, setting) -> (appropriate, all). Condition "all" leaves out the lookalikes."""
    counts: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for item in outcomes:
        part, condition = item.stimulus.part, item.stimulus.condition
        keys = [(part, condition, item.setting)]
        if condition != "lookalike":
            keys.append((part, "all", item.setting))
        for key in keys:
            counts[key][0] += not item.failings
            counts[key][1] += 1
    return {key: (good, every) for key, (good, every) in counts.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the share of appropriate replies per condition."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.stimuli", description=__doc__)
    parser.add_argument("--part", action="append", help="tuned, held: only these of the own stimuli")
    parser.add_argument("--data", type=Path, help="folder with the published stimuli (interjections.json, …)")
    parser.add_argument("--unseen", action="store_true", help="the stimuli that nothing was fitted on")
    parser.add_argument("--reading", default="rules", help="auto, heads or rules")
    parser.add_argument("--show", action="store_true", help="print every reply that fails, with the reason")
    given = parser.parse_args(arguments)
    own = own_stimuli(UNSEEN if given.unseen else OWN)
    outcomes = run((item for item in own if not given.part or item.part in given.part), reading=given.reading)
    if given.data:
        published = list(published_stimuli(given.data))
        outcomes += run([item for item in published if item.part == "published"])
        outcomes += run(
            [item for item in published if item.part == "vignettes"], seeds=(0,), settings=("fresh",)
        )
    for (part, condition, setting), (good, every) in sorted(rates(outcomes).items()):
        print(f"{part:10} {condition:14} {setting:6} {good:5}/{every:<5} {100 * good / every:5.1f} %")
    if given.show:
        shown = set()
        for item in outcomes:
            if item.failings and (item.stimulus, item.act.text) not in shown:
                shown.add((item.stimulus, item.act.text))
                print(f"\n[{item.stimulus.part} {item.stimulus.condition} {item.setting}] {item.failings}")
                print(f"  P: {' / '.join(item.stimulus.messages)[-300:]}")
                print(f"  A ({item.act.kind}): {item.act.text}")


if __name__ == "__main__":
    main()

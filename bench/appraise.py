"""What `alongside appraise` adds to bare encoder inference over the same texts.

    python -m bench.appraise [FILE] [--threads 1] [--times 3]

Both run in turns in one process, several times; the best of each is compared, in
processor time, for other programs that run count for less there. FILE is a transcript as
`alongside appraise` reads it; without one, the conversations and scenarios in `rehearsal/` are used, answered
by the companion itself. Bare inference: every distinct text once, in the encoder's own batches.
"""

from __future__ import annotations

import argparse
import time
from importlib import resources
from pathlib import Path

import yaml

from agent.appraisal.encoder import encoder
from agent.companion import Companion
from alongside.messages import Turn
from study.corpus.finding import Finder, joined
from study.corpus.rows import Row, check, read_rows


def rehearsed() -> list[Row]:
    """Conversations of our own, both sides."""
    files = resources.files("rehearsal")
    talks = yaml.safe_load(files.joinpath("conversations.yaml").read_text("utf-8"))
    scenes = yaml.safe_load(files.joinpath("stages.yaml").read_text("utf-8"))["scenarios"]
    sides = [talk["turns"] for part in talks.values() for talk in part]
    sides += [telling for scene in scenes for telling in scene["tellings"].values()]
    companion, rows = Companion(), []
    for number, side in enumerate(sides):
        state = companion.begin(number)
        for turn, line in enumerate(side):
            state, act = companion.step(state, Turn(turn_id=f"t{turn}", text=line, channel="typed"))
            for place, (speaker, text) in enumerate((("participant", line), ("companion", act.text))):
                raw = {"dialogue": f"d{number}", "turn": 2 * turn + place, "speaker": speaker, "text": text}
                rows.append(check(len(rows) + 1, raw))
    return [row for row in rows if isinstance(row, Row)]


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", nargs="?", type=Path)
    asked.add_argument("--threads", type=int, default=1)
    asked.add_argument("--times", type=int, default=3)
    given = asked.parse_args()
    rows = (
        [row for row in read_rows(given.file) if isinstance(row, Row)]
        if given.file is not None
        else rehearsed()
    )
    texts = list(dict.fromkeys(row.text for row in rows))
    bare, whole = encoder(given.threads), Finder(given.threads)
    bare.embed(texts[:64])
    whole.find(rows[:64])
    alone, all_of_it = [], []
    for _ in range(given.times):
        begun = time.process_time()
        bare.embed(texts)
        alone.append(time.process_time() - begun)
        begun = time.process_time()
        found = whole.find(rows)
        [joined(row, item) for row, item in zip(rows, found, strict=True)]
        all_of_it.append(time.process_time() - begun)
    print(f"{len(rows)} turns, {len(texts)} distinct texts, {given.threads} thread(s)")
    print(f"bare encoder: {min(alone):.2f} s, appraised: {min(all_of_it):.2f} s")
    print(f"ratio: {min(all_of_it) / min(alone):.2f}")


if __name__ == "__main__":
    main()

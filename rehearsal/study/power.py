"""A power cut: a visit is held by a process of its own, which is killed in the middle of it.

The process tells each thing that somebody did before it goes on, so that what was done before the cut
is known:
`python -m rehearsal.study.power FOLDER APART SEED CODE SECONDS`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from alongside.errors import AlongsideError
from rehearsal.study.clock import MovedClock
from rehearsal.study.guide import Guide
from rehearsal.study.ledger import Entry, Ledger
from rehearsal.study.opening import again
from rehearsal.study.plan import make_plan

TURN = 2
"""The power goes after so many of their turns: within the exercise."""


def cut_in_the_middle(folder: Path, apart: Path, seed: int, code: str, seconds: float) -> list[Entry]:
    """Let a process hold their visit and kill it (SIGKILL) after a turn; gives what was done up to then.

    `seconds`: where the study's clock stands. The study must not be open here. AlongsideError if the visit
    ends before that, or the process could not hold it.
    """
    command = [sys.executable, "-m", __name__, str(folder), str(apart), str(seed), code, repr(seconds)]
    found: list[Entry] = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            found.append(Entry(**json.loads(line)))
            if sum(entry.what == "turn" for entry in found) == TURN:
                process.kill()
                break
            process.stdin.write("\n")
            process.stdin.flush()
        process.wait()
    if sum(entry.what == "turn" for entry in found) < TURN:
        raise AlongsideError(f"the visit of {code} was not cut off: its process ended by itself")
    return found


def _tell(entry: Entry) -> None:
    """Tell of it and wait until it was taken in."""
    print(json.dumps(asdict(entry)), flush=True)
    sys.stdin.readline()


def main() -> None:
    """Hold one visit."""
    folder, apart, seed, code, seconds = sys.argv[1:]
    clock = MovedClock(float(seconds))
    study = again(Path(folder), Path(apart), clock)
    plan = make_plan(study.protocol, int(seed))
    Guide(study, plan, Ledger(_tell), clock).lead(plan.person(code))


if __name__ == "__main__":
    main()

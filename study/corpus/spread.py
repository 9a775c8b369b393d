"""Dialogues in portions, found on this machine's cores or on a Dask cluster, handed back in order."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from alongside.errors import AlongsideError
from study.corpus.finding import Finder
from study.corpus.rating import Asked
from study.corpus.rows import Row

PORTION = 1000
"""Rows of a portion, or one dialogue if that is longer: fills batches, and still shows progress."""
AHEAD = 4
"""Portions in the queue of each worker."""
ANSWER_S = 10.0
"""Seconds in which a cluster's scheduler has to answer."""

_finders: dict[tuple[int, Asked | None], Finder] = {}


def portions(rows: Sequence[Row], most: int = PORTION) -> Iterator[list[int]]:
    """Places of rows, whole dialogues together, in the order in which they begin; `most` in a portion."""
    dialogues: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        dialogues.setdefault(row.dialogue, []).append(place)
    portion: list[int] = []
    for places in dialogues.values():
        if portion and len(portion) + len(places) > most:
            yield portion
            portion = []
        portion = [*portion, *places]
    if portion:
        yield portion


def found_in(rows: Sequence[Row], threads: int = 1, asked: Asked | None = None) -> list[dict[str, Any]]:
    """What is found in these rows; the models are loaded once in each process."""
    finder = _finders.get((threads, asked))
    if finder is None:
        finder = _finders.setdefault((threads, asked), Finder(threads, asked))
    return finder.find(rows)


def here(
    rows: Sequence[Row], threads: int, asked: Asked | None = None
) -> Iterator[tuple[list[int], list[dict[str, Any]]]]:
    """In this process, portion by portion: (places, what was found there)."""
    for places in portions(rows, _most(asked)):
        yield places, found_in([rows[place] for place in places], threads, asked)


def _most(asked: Asked | None) -> int:
    """A language model takes seconds for a turn: then each dialogue is a portion, told when it is done."""
    return 1 if asked is not None else PORTION


def on_dask(
    rows: Sequence[Row], workers: int = 0, address: str = "", asked: Asked | None = None
) -> Iterator[tuple[list[int], list[dict[str, Any]]]]:
    """On `workers` processes of this machine, or on the cluster at `address`, as they get done."""
    with _client(workers, address) as client:
        from distributed import as_completed

        waiting = portions(rows, _most(asked))
        flight: dict[Any, list[int]] = {}
        done = as_completed()

        def send(places: list[int]) -> None:
            future = client.submit(found_in, [rows[place] for place in places], asked=asked, pure=False)
            flight[future] = places
            done.add(future)

        for places in islice(waiting, AHEAD * max(1, len(client.scheduler_info()["workers"]))):
            send(places)
        for future in done:
            yield flight.pop(future), future.result()
            for places in islice(waiting, 1):
                send(places)


@contextlib.contextmanager
def _client(workers: int, address: str) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise AlongsideError(
            "more than one process needs Dask",
            "Install it: pip install 'alongside[corpus]', or leave --workers.",
        ) from None
    if not address:
        with (
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                host="127.0.0.1",
                silence_logs=50,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout=ANSWER_S)
    except (OSError, ValueError):
        raise AlongsideError(
            f"no Dask scheduler answers at {address}",
            "Start one: dask scheduler, and dask worker on each machine.",
        ) from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise AlongsideError(
                f"the Dask cluster at {address} has no workers", f"Start some: dask worker {address}"
            )
        yield client

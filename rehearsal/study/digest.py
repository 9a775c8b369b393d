"""One number for all that a study's index holds, so that two rehearsals can be compared."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from study.studies import Study


def digest(study: Study) -> str:
    """SHA-256 over people, visits, steps, answers, places, events; not over keys, which are drawn."""
    store = study.store
    content: list[Any] = [
        [asdict(person) for person in store.people()],
        [asdict(visit) for person in store.people() for visit in store.visits(person.code)],
        [asdict(answer) for answer in store.responses()],
        [asdict(place) for place in store.allocations()],
        [
            # Not `prev` and `hash`: the first event tells of the program's packages.
            [event.n, event.at, event.kind, event.by, event.role, event.participant]
            for event in store.events()
        ],
    ]
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()

"""Silence for C libraries that write to standard error whatever one asks of them."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator

_one_at_a_time = threading.Lock()


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send file descriptor 2 nowhere meanwhile. PortAudio's ALSA probing prints a page without it.

    One thread at a time: a second would take the first one's nowhere for the real thing and leave it there.
    """
    with _one_at_a_time:
        kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)

"""A throw-away PostgreSQL from Debian's packages: its own cluster in a temporary folder."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@contextmanager
def postgres() -> Iterator[Path]:
    """The folder of the server's socket, while it runs."""
    assert FOLDERS, "PostgreSQL is missing: apt-get install postgresql"
    user = "nobody" if os.geteuid() == 0 else getpass.getuser()  # it refuses to run as root
    place = Path(tempfile.mkdtemp(prefix="alongside-pg-"))
    shutil.chown(place, user)
    data = place / "data"
    try:
        _run(
            user, "initdb", "-D", data, "-A", "trust", "-U", "study", "--no-sync", "-E", "UTF8", "--locale=C"
        )
        options = (
            f"-k {place} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c shared_buffers=16MB"
        )
        _run(user, "pg_ctl", "-D", data, "-w", "-l", place / "log", "-o", options, "start")
        try:
            yield place
        finally:
            _run(user, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _run(user: str, program: str, *arguments: object) -> None:
    command = [str(FOLDERS[-1] / program), *map(str, arguments)]
    with tempfile.TemporaryFile() as said:  # not a pipe: the server would hold it open
        done = subprocess.run(
            command, user=user, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode()

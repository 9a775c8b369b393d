"""The page's own tests: the face, the sound and the link to the server, each alone (vitest)."""

import subprocess

from build_backend import PAGE, npm_command


def test_the_pages_own_tests_pass() -> None:
    npm = npm_command()
    assert npm is not None, "neither Node nor its wheel is here: pip install -e '.[test]'"
    done = subprocess.run([*npm, "test"], cwd=PAGE, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:]

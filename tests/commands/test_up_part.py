"""`alongside up --part`: what cannot be started is said in one line, before anything is."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from alongside.errors import AlongsideError
from commands.main import app


def up(*arguments: str) -> None:
    result = CliRunner().invoke(app, ["up", *arguments])
    assert result.exception is not None
    raise result.exception


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("avatar", "--part", "desk"), "this profile is for one computer"),
        (("two_computers", "--part", "kitchen"), "has no host 'kitchen'. It has: robot, desk"),
        (("two_computers", "--host", "desk=10.0.0.1"), "Say which is this one: --part"),
        (("two_computers", "--part", "desk", "--host", "kitchen=10.0.0.1"), "the hosts are: robot, desk"),
        (("two_computers", "--part", "desk", "--host", "desk=203.0.113.7"), "this computer is not 'desk'"),
    ],
)
def test_a_part_that_is_none_of_this_computers(
    arguments: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_SESSIONS", str(tmp_path / "sessions"))
    with pytest.raises(AlongsideError) as error:
        up(*arguments)
    assert told in str(error.value)
    assert not (tmp_path / "sessions").exists()


def test_who_needs_the_record_runs_where_it_is_written(tmp_path: Path) -> None:
    profile = tmp_path / "apart.yaml"
    profile.write_text(
        "extends: avatar\nhosts: {robot: {address: 10.0.0.2, runs: [record]}, desk: {address: 10.0.0.1}}\n"
    )
    with pytest.raises(AlongsideError, match="companion takes up the record after a crash"):
        up(str(profile), "--part", "desk")

"""The command line as a whole: what a person can put right is one line, whatever verb they used."""

from __future__ import annotations

import errno

import pytest

from commands import main


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "alongside: No space left on device."),
        (
            PermissionError(errno.EACCES, "Permission denied", "out.csv"),
            "alongside: out.csv: Permission denied.",
        ),
    ],
)
def test_a_full_disk_or_a_shut_folder_is_told_in_one_line(
    trouble: OSError, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise trouble

    monkeypatch.setattr(main, "app", fails)
    with pytest.raises(SystemExit) as ended:
        main.main()
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert said.startswith(told)
    assert said.count("\n") == 1


def test_trouble_that_is_no_file_of_theirs_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")

    monkeypatch.setattr(main, "app", fails)
    with pytest.raises(ConnectionRefusedError):
        main.main()

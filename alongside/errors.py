"""Errors a person can act on: what is wrong, and what to do, in one line."""

from __future__ import annotations


class AlongsideError(Exception):
    """Something a person can put right. Shown as one line, never as a traceback.

    `what` says what is wrong; `do` says what to do about it; `code` is the exit
    code of a command that ends with it.
    """

    def __init__(self, what: str, do: str = "", *, code: int = 1) -> None:
        self.what = " ".join(what.split()).rstrip(".")
        self.do = " ".join(do.split())
        self.code = code
        super().__init__(f"{self.what}. {self.do}" if self.do else self.what)

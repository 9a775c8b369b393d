"""What every move is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import sentence
from agent.words.material import Material

Move = Callable[[Clause, Material], Iterator[Candidate]]


def wording(text: str, frame: str, weight: float = 1.0, *, focus: str = "", deep: bool = False) -> Candidate:
    """A candidate with a capital and a full stop."""
    return Candidate(sentence(text), frame, focus, "complex" if deep else "simple", weight)


def lemma_of(clause: Clause) -> str:
    """The main verb's base form, "" where there is none."""
    return clause.verb.lemma if clause.verb is not None else ""


def able(clause: Clause) -> bool:
    """Whether the clause is about can or could."""
    return any(token.lemma in ("can", "could") for token in clause.auxiliaries) or lemma_of(clause) in (
        "can",
        "could",
    )

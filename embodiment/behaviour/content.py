"""What of a growing transcript a listener would react to: a clause that ends, a feeling, a disclosure.

A few plain words, looked for as they come in; the companion's own reading of the whole turn comes later and
is far better. Nothing is kept of what was said but counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLAUSE_WORDS = 5
"""Words that make a clause worth a nod."""
JOINS = re.compile(
    r"[,;.!?…]\s+(?=\w)|\s(?=(?:and|but|so|because|then|though|although|which|when|or)\s)", re.I
)
HARD = re.compile(
    r"\b(?:afraid|alone|angry|anxious|ashamed|awful|beaten|bullied|burden|cancer|cr(?:y|ied|ying)|dead|"
    r"death|depressed|desperate|died|divorced?|dread(?:ed|ing)?|embarrassed|empty|exhausted|failed|failure|"
    r"frightened|funeral|guilty|hate[ds]?|heartbroken|hopeless|horrible|hurts?|lonely|loser|lost|miscarriage|"
    r"miserable|miss (?:him|her|them)|nightmares?|numb|overwhelmed|panic\w*|relapsed?|sad|scared|shame|"
    r"sick|stressed|stupid|terrible|terrified|tired of|unbearable|upset|useless|worried|worthless)\b",
    re.I,
)
GLAD = re.compile(
    r"\b(?:amazing|delighted|excited|fun|funny|glad|grateful|happ(?:y|ier)|hopeful|laughed|loved?|lovely|married|"
    r"passed|pleased|proud|relieved|thrilled|won|wonderful)\b",
    re.I,
)
DISCLOSES = re.compile(
    r"\b(?:i(?:'ve| have)? never (?:told|said|talked)|nobody knows|no one knows|i haven't told|to be honest|"
    r"the truth is|i feel (?!like (?:a|some|having)\b)|i felt|i(?:'ve| have) been (?:feeling|struggling)|"
    r"i can't (?:sleep|stop|cope|do this)|i don't know (?:what to do|how)|it's (?:been )?hard)\b",
    re.I,
)


@dataclass(frozen=True)
class Noticed:
    """What is new in a transcript since it was last seen."""

    clause: bool = False
    hard: bool = False
    glad: bool = False
    disclosure: bool = False

    @property
    def feeling(self) -> bool:
        """Whether there was a feeling, of whatever kind."""
        return self.hard or self.glad or self.disclosure


class Content:
    """Follows the transcript of one turn after another."""

    def __init__(self) -> None:
        self._turn_id, self._words = "", 0
        self._seen = (0, 0, 0)

    def notice(self, turn_id: str, text: str) -> Noticed:
        """What is new in this turn's text. A turn that is seen for the first time is all new."""
        if turn_id != self._turn_id:
            self._turn_id, self._words, self._seen = turn_id, 0, (0, 0, 0)
        found = tuple(len(pattern.findall(text)) for pattern in (HARD, GLAD, DISCLOSES))
        hard, glad, disclosure = (now > before for now, before in zip(found, self._seen, strict=True))
        # A reading that is taken back and comes again is not news.
        self._seen = tuple(map(max, found, self._seen))  # type: ignore[assignment]
        return Noticed(self._clause(text), hard, glad, disclosure)

    def _clause(self, text: str) -> bool:
        ends = [match.start() for match in JOINS.finditer(text)]
        words = len(text[: ends[-1]].split()) if ends else 0
        if words - self._words < CLAUSE_WORDS:
            return False
        self._words = words
        return True

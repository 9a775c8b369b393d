"""The appraiser made of rules and word lists: works with no weights at all."""

from __future__ import annotations

from collections.abc import Sequence

from agent.appraisal.client_acts import client_acts
from agent.appraisal.disclosure import disclosure
from agent.appraisal.emotion import feelings, tone
from agent.appraisal.reading import Reading
from agent.appraisal.risk import signs
from agent.appraisal.stage import mentioned, stage_evidence
from agent.appraisal.stage_words import likelihood
from agent.appraisal.talk import talk
from agent.appraisal.thinking import distortions, premises
from agent.words.clauses import Clause
from agent.words.tokens import normalise


class RuleAppraiser:
    """Reads a turn by rules. Trained heads with the same `read` take its place."""

    def read(self, text: str, clauses: Sequence[Clause], before: Sequence[tuple[str, str]]) -> Reading:
        """The judgments about `text`; `before` says what it is about where the turn does not."""
        plain = normalise(text)
        felt = feelings(clauses)
        valence, arousal = tone(clauses, plain)
        side, kind, strength, _ = talk(plain, clauses)
        share, none = likelihood(plain)
        labels = tuple(dict.fromkeys(item.label for item in felt if item.own and not item.negated))
        return Reading(
            talk=side,
            talk_kind=kind,
            talk_strength=strength,
            client_acts=client_acts(plain, clauses, felt, side, valence),
            valence=valence,
            arousal=arousal,
            emotions=labels or ("neutral",),
            feelings=felt,
            disclosure=disclosure(plain, clauses, felt),
            distortions=distortions(plain),
            premises=premises(plain),
            stage=stage_evidence(plain, before) or mentioned(plain, 1 - none),
            stage_share=share,
            about_change=1 - none,
            risk=signs(text).reading,
        )

"""The heads there are, and how each is made."""

from __future__ import annotations

from agent.training import annomi, bolt
from agent.training.recipe import Recipe

_ANNOMI = "AnnoMI (Wu et al. 2022, 2023), transcripts of motivational interviewing"
_ANNOMI_LICENCE = "none stated by its authors, who call it publicly and freely available"
_BOLT = "BOLT (Chiu et al. 2024, arXiv:2401.00820), its training part"
_STAGED = (
    "Its transcripts are demonstrations on health behaviour, in English, most of them staged: other topics "
    "and spontaneous talk are read less well."
)
_SMALL = "Very few examples for a class: its figures are uncertain by several points."

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        name="talk",
        kind="one",
        classes=("neutral", "change", "sustain"),
        speaker="participant",
        read=annomi.talk,
        dense=("turn", "form", "signs"),
        grams=("grams",),
        strictness=0.03,
        what="What a turn of the participant's says about changing: change talk, sustain talk, or neither.",
        data=_ANNOMI,
        licence=_ANNOMI_LICENCE,
        target="macro-F1 0.60",
        limits=(
            "People agree on this only moderately (pairwise kappa 0.47; one coder against the majority of "
            "nine, macro-F1 0.72 on seven of these sessions).",
            _STAGED,
        ),
    ),
    Recipe(
        name="behaviour",
        kind="one",
        classes=("other", "question", "reflection", "input"),
        speaker="companion",
        read=annomi.behaviour,
        dense=("turn", "form"),
        grams=("grams",),
        strictness=0.1,
        what="The main behaviour of a turn of the companion's (or a counsellor's).",
        data=_ANNOMI,
        licence=_ANNOMI_LICENCE,
        target="macro-F1 0.80",
        limits=(_STAGED,),
    ),
    Recipe(
        name="miti",
        kind="several",
        classes=annomi.MITI,
        speaker="companion",
        read=annomi.miti,
        dense=("turn", "form"),
        grams=("grams",),
        strictness=0.1,
        what="What a turn of the companion's holds, for MITI counts: kinds of questions and so on.",
        data=_ANNOMI,
        licence=_ANNOMI_LICENCE,
        limits=(
            "Simple and complex reflections are told apart badly even by people (macro-F1 0.62).",
            _STAGED,
        ),
    ),
    Recipe(
        name="counsellor_acts",
        kind="several",
        classes=bolt.COUNSELLOR,
        speaker="companion",
        read=bolt.counsellor,
        dense=("turn", "form"),
        grams=("grams",),
        strictness=0.3,
        what="The thirteen behaviours of a counsellor that BOLT tells apart; several may hold at once.",
        data=_BOLT + "; the examples beside its definitions are fitted on too, never judged",
        licence="BSD-3-Clause",
        target="macro-F1 0.577",
        limits=(_SMALL,),
    ),
    Recipe(
        name="client_acts",
        kind="several",
        classes=bolt.CLIENT,
        speaker="participant",
        read=bolt.client,
        dense=("turn", "form"),
        grams=("grams",),
        strictness=1.0,
        what="The six behaviours of a client that BOLT tells apart; several may hold at once.",
        data=_BOLT,
        licence="BSD-3-Clause",
        limits=(_SMALL,),
    ),
)


def recipe(name: str) -> Recipe:
    """The recipe of that name. Raises KeyError."""
    return {item.name: item for item in RECIPES}[name]

"""The heads there are, and how each is made."""

from __future__ import annotations

from agent.appraisal.premise_head import CLASSES as PREMISES
from agent.appraisal.risk_head import CLASSES as RISK
from agent.training import affect, alliance, annomi, bolt, own, risk, split, stages
from agent.training.cards import emotion_lines
from agent.training.premises import premises
from agent.training.recipe import Recipe
from agent.training.risk_card import risk_lines

_ANNOMI = "AnnoMI (Wu et al. 2022, 2023), transcripts of motivational interviewing"
_ANNOMI_LICENCE = "none stated by its authors, who call it publicly and freely available"
_BOLT = "BOLT (Chiu et al. 2024, arXiv:2401.00820), its training part"
_STAGED = (
    "Its transcripts are demonstrations on health behaviour, in English, most of them staged: other topics "
    "and spontaneous talk are read less well."
)
_OURS = "conversations written for Alongside (rehearsal/), without those that only measure"
_WRITTEN = "Written by few hands, in English: how people really speak of change varies more."
_STANCE = (
    "Lines by one hand, in English: a hint about one turn, to be taken over many. No rating of real sessions "
    "stands behind it; from text, r of about 0.5 with clients' own ratings is the state of the art."
)
_SMALL = "Very few examples for a class: its figures are uncertain by several points."

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        name="talk",
        kind="one",
        classes=("neutral", "change", "sustain"),
        speaker="participant",
        read=annomi.talk,
        dense=("turn", "heard", "own", "form", "signs"),
        grams=("grams",),
        strictness=0.01,
        tuned=True,
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
        strictness=0.03,
        tuned=True,
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
        tuned=True,
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
        tuned=True,
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
        tuned=True,
        what="The six behaviours of a client that BOLT tells apart; several may hold at once.",
        data=_BOLT,
        licence="BSD-3-Clause",
        limits=(_SMALL,),
    ),
    Recipe(
        name="affect",
        kind="measure",
        classes=affect.DIMENSIONS,
        speaker="participant",
        read=affect.emobank,
        dense=("whole",),
        train=split.train,
        split="the set's own: fitted on train, measured on dev, 1,000 sentences",
        what="Valence and arousal of a turn, -1 to 1, as its words give them.",
        data="EmoBank (Buechel and Hahn 2017), sentences of many kinds of text",
        licence="CC BY-SA 4.0",
        target="valence r 0.60",
        limits=(
            "Written sentences, many of them neutral: strong feeling in short turns is read too mildly.",
            "Blind to whose feeling it is, hardly sees negation: rules on feeling words correct that.",
        ),
    ),
    Recipe(
        name="emotions",
        kind="several",
        classes=affect.EMOTIONS,
        speaker="participant",
        read=affect.goemotions,
        dense=("whole", "form"),
        train=split.train,
        split="the set's own: fitted on a part of train, measured on dev",
        groups=affect.GROUPS,
        tell=emotion_lines,
        what="The emotions of a turn, GoEmotions' 27 and neutral; several may hold.",
        data="GoEmotions (Demszky et al. 2020), comments",
        licence="Apache-2.0, CC BY 4.0",
        limits=(
            "Comments of one website, with its irony and its habits.",
            "Rare emotions (grief, relief, pride) have few examples.",
        ),
    ),
    Recipe(
        name="risk",
        kind="several",
        classes=RISK,
        speaker="participant",
        read=risk.read,
        dense=("whole", "concepts"),
        strictness=0.3,
        balanced=False,
        train=risk.train,
        tell=risk_lines,
        what="Where a turn or a post stands on a ladder of suicide risk, 0 to 6; how probable 4 or more is.",
        data=(
            "819 posts with human severity labels (cssrs7), turns written for this project, and as ordinary "
            "talk AnnoMI's clients and comments of GoEmotions"
        ),
        licence="CC BY 4.0 (posts), see the other heads for the rest",
        target="recall 0.96 at severity 4 and more, with precision 0.68",
        limits=(
            "An aid that may raise what plain rules say and never lower it. No diagnosis, and no "
            "replacement for asking.",
            "The posts are from communities of people in distress, in English, mostly young; others may say "
            "it in other words.",
            "Labels are one reading; careful readers differ on many of these posts.",
            "Its concepts were written by someone who had read posts of the set: held-out figures may be a "
            "little too good.",
        ),
    ),
    Recipe(
        name="distortions",
        kind="several",
        classes=own.PATTERNS,
        speaker="participant",
        read=own.distortions,
        dense=("turn", "form"),
        grams=("grams",),
        strictness=1.0,
        what="The patterns of thinking a turn shows, the eleven of the distortion checklist.",
        data="thoughts written for this project",
        licence="the product's own",
        limits=("A dozen examples for each pattern: a hint for choosing a question, not an assessment.",),
        ours=True,
    ),
    Recipe(
        name="disclosure",
        kind="measure",
        classes=("depth",),
        speaker="participant",
        read=own.disclosure,
        dense=("whole", "form"),
        strictness=1.0,
        what="How deep a turn discloses: 0 small talk, 1/3 own facts, 2/3 own feelings, 1 what hurts.",
        data="turns written for this project",
        licence="the product's own",
        limits=("Few examples, by one hand. It reads the words of one turn, not what they cost to say.",),
        ours=True,
    ),
    Recipe(
        name="stage",
        kind="one",
        classes=stages.STAGE_CLASSES,
        speaker="participant",
        read=stages.stage,
        dense=("turn", "form", "own"),
        grams=("grams",),
        strictness=0.3,
        what="The stage of change a turn is spoken at, or that it speaks of no change.",
        data=_OURS,
        licence="the product's own",
        limits=(
            "Judged turn by turn, where one turn often fits two stages; belief over turns is kept elsewhere.",
            _WRITTEN,
        ),
        ours=True,
    ),
    Recipe(
        name="topic",
        kind="one",
        classes=stages.TOPIC_CLASSES,
        speaker="participant",
        read=stages.topic,
        dense=("turn",),
        strictness=1.0,
        what="What a turn is about, of the topics a change can be about, where its words do not name one.",
        data=_OURS,
        licence="the product's own",
        limits=(
            "Many turns it is fitted on name their topic, which makes its figures look better than they are.",
            _WRITTEN,
        ),
        ours=True,
    ),
    Recipe(
        name="premise",
        kind="one",
        classes=PREMISES,
        speaker="participant",
        read=premises,
        dense=("turn", "form"),
        grams=("grams",),
        strictness=0.3,
        what="The family of a premise that the companion cannot go along with, or none.",
        data="sentences of our own: `agent/training/premises.yaml`, and turns of the rehearsals",
        licence="that of Alongside",
        ours=True,
        limits=(
            "Written by few hands: real people say it in more ways. In conversation it is only believed "
            "where it is very sure, so it adds to the rules and cannot stand in for them.",
            "Delusions and beliefs about one's treatment are not told from ordinary talk surely enough to be "
            "acted on.",
        ),
    ),
    Recipe(
        name="alliance_participant",
        kind="several",
        classes=alliance.PARTICIPANT,
        speaker="participant",
        read=alliance.participant,
        dense=("turn", "form"),
        strictness=0.3,
        what="What a participant's turn says of the relationship: for and against bond, task and goal; "
        "withdrawal, dependence, and giving up what keeps them safe.",
        data="lines written for this project",
        licence="the product's own",
        limits=(_STANCE,),
        ours=True,
    ),
    Recipe(
        name="alliance_companion",
        kind="several",
        classes=alliance.COMPANION,
        speaker="companion",
        read=alliance.companion,
        dense=("turn", "form"),
        strictness=0.3,
        what="What a turn of the companion's says of the relationship, and whether it flatters.",
        data="lines written for this project",
        licence="the product's own",
        limits=(_STANCE,),
        ours=True,
    ),
)


def recipe(name: str) -> Recipe:
    """The recipe of that name. Raises KeyError."""
    return {item.name: item for item in RECIPES}[name]

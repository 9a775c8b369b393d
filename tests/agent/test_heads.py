"""Trained heads and the encoder: loading, applying, one turn and many, and what a card says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.appraisal.coding import CompanionCoder
from agent.appraisal.encoder import WIDTH, Vectors, find_encoder
from agent.appraisal.heads.features import BUCKETS, FORM_WIDTH, GRAMS, VECTORS, Item, features, form, ngrams
from agent.appraisal.heads.head import FOLDER, Dense, Head, Lexical, fitted, load, save
from agent.appraisal.reading import Appraiser
from agent.appraisal.rules import RuleAppraiser
from agent.appraisal.trained import HeadAppraiser, appraiser
from agent.state import STAGES
from agent.words.clauses import parse
from alongside.errors import AlongsideError
from alongside.weights import catalogue, digest, find

needs_encoder = pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched")


ALL = (*VECTORS, *GRAMS, "form", "signs")


class ByLength:
    """A stand-in for the encoder: vectors that depend on the text alone, and a count of what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def embed(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        self.given += texts
        return np.stack([self.one(text) for text in texts])

    def one(self, text: str) -> Vectors:
        random = np.random.default_rng(len(text))
        return random.normal(size=WIDTH).astype(np.float32)


# ---------------------------------------------------------------- features


@given(st.text(max_size=3000))
@settings(max_examples=60, deadline=None)
def test_any_text_has_ngrams_of_unit_length_or_none(text: str) -> None:
    grams = ngrams(text)
    assert len(grams.places) == len(set(grams.places.tolist()))
    assert all(0 <= place < BUCKETS for place in grams.places)
    assert not len(grams.places) or np.isclose(np.linalg.norm(grams.weights), 1.0, atol=1e-4)
    assert len(form(text, text)) == FORM_WIDTH
    assert np.isfinite(form(text, text)).all()


def test_a_text_met_twice_is_encoded_once() -> None:
    encoder = ByLength()
    talk = [
        ("participant", "I ran on Monday."),
        ("companion", "Monday."),
        ("participant", "And today again."),
    ]
    items = [Item(text, talk[:place]) for place, (_, text) in enumerate(talk)]
    features(items, "participant", encoder, ALL)
    assert sorted(encoder.given) == sorted({text for _, text in talk})


def test_only_what_is_needed_is_encoded() -> None:
    encoder = ByLength()
    before = [("companion", "What then?"), ("participant", "No idea."), ("companion", "No idea yet.")]
    features([Item("Maybe Sunday.", before)], "participant", encoder, {"turn", "grams", "form"})
    assert encoder.given == ["Maybe Sunday."]


def test_context_is_taken_by_side() -> None:
    encoder = ByLength()
    before = [("companion", "aa"), ("participant", "bbb"), ("companion", "cccc")]
    seen = features([Item("ddddd", before)], "participant", encoder, ALL)
    for block, text in {"turn": "ddddd", "heard": "cccc", "heard_earlier": "aa", "own": "bbb"}.items():
        assert np.array_equal(seen.dense[block][0], encoder.one(text))
    alone = features([Item("ddddd")], "participant", encoder, ALL)
    assert not alone.dense["heard"].any()


# ---------------------------------------------------------------- the file


def made(kind: str = "one") -> Head:
    random = np.random.default_rng(1)
    hidden = (
        (random.normal(size=(WIDTH, 8)), random.normal(size=8)),
        (random.normal(size=(8, 3)), np.zeros(3)),
    )
    layers = tuple((w.astype(np.float32), b.astype(np.float32)) for w, b in hidden)
    grams = np.zeros((BUCKETS, 3), np.float32)
    grams[ngrams("rabbit").places, 2] = 40.0
    ones = np.ones(3, np.float32)
    return Head(
        "trial",
        kind,
        ("a", "b", "c"),
        (Dense(("turn",), layers), Lexical("grams", grams)),
        ones,
        ones * 0,
        ones,
    )  # type: ignore[arg-type]


def test_a_head_survives_its_file(tmp_path: Path) -> None:
    head = made()
    save(head, tmp_path / "trial.npz")
    again = load("trial", tmp_path)
    seen = features([Item("one two"), Item("three"), Item("")], "participant", ByLength(), ALL)
    assert again.classes == head.classes
    assert np.allclose(again.judge(seen).values, head.judge(seen).values, atol=0.02)
    first = (tmp_path / "trial.npz").read_bytes()
    save(head, tmp_path / "trial.npz")
    assert (tmp_path / "trial.npz").read_bytes() == first


def test_ngrams_move_a_head() -> None:
    seen = features([Item("a rabbit, a rabbit"), Item("a donkey and a cart")], "participant", ByLength(), ALL)
    assert made().judge(seen).best()[0] == "c"


def test_probabilities_sum_to_one_for_one_and_not_for_several() -> None:
    seen = features([Item("well"), Item("well well")], "participant", ByLength(), ALL)
    assert np.allclose(made().judge(seen).values.sum(1), 1.0, atol=1e-5)
    several = made("several").judge(seen).values
    assert ((several >= 0) & (several <= 1)).all()


# ---------------------------------------------------------------- what ships


def test_every_head_has_its_card_and_the_card_its_figures() -> None:
    assert {"talk", "behaviour", "miti", "counsellor_acts", "client_acts", "stage", "topic"} <= set(fitted())
    for name in fitted():
        card = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
        figures = load(name).about["figures"]
        if "macro_f1" in figures:
            told = re.search(r"Macro-F1 \*\*([\d.]+)\*\*", card)
            assert told is not None
            assert float(told[1]) == pytest.approx(figures["macro_f1"], abs=5e-4)
        for needed in ("licence of the data", "split", "## Limits", "Learning curve"):
            assert needed in card, name


def test_all_that_ships_is_small() -> None:
    model = find("turn-encoder")
    assert sum(path.stat().st_size for folder in (FOLDER, model) for path in folder.iterdir()) < 25 * 2**20


def test_the_encoder_that_ships_is_the_one_the_catalogue_names() -> None:
    for item in catalogue()["turn-encoder"].files:
        assert digest(find("turn-encoder") / item.name) == item.sha256


# ---------------------------------------------------------------- choosing


def test_rules_can_be_asked_for_and_nonsense_is_refused() -> None:
    assert isinstance(appraiser("rules"), RuleAppraiser)
    with pytest.raises(AlongsideError, match="auto, heads, rules"):
        appraiser("magic")


def test_without_weights_rules_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    taken = replace(catalogue()["turn-encoder"], installed=("agent", "nowhere"))
    monkeypatch.setitem(catalogue(), "turn-encoder", taken)
    monkeypatch.setenv("ALONGSIDE_CACHE", str(tmp_path))
    assert isinstance(appraiser(), RuleAppraiser)
    with pytest.raises(AlongsideError, match="turn-encoder"):
        appraiser("heads")


# ---------------------------------------------------------------- reading


@pytest.fixture(scope="module")
def reader() -> HeadAppraiser:
    found = find_encoder()
    assert found is not None
    return HeadAppraiser(found)


@pytest.fixture(scope="module")
def coder() -> CompanionCoder:
    found = find_encoder()
    assert found is not None
    return CompanionCoder(found)


CHANGE = (
    "I'm going to throw the last packet away tonight.",
    "I really need to get this under control, for the baby.",
    "I've started walking to work, three days so far.",
    "I want to cut down, I'm sick of waking up like this.",
)
SUSTAIN = (
    "I don't see what's wrong with a few beers after work.",
    "I can't give it up, it's the only thing that calms me down.",
    "I don't really want to stop smoking, to be honest.",
)
PLAIN = ("Yeah.", "Tuesday, I think.", "Okay, thank you.", "It's my second year there.")


@needs_encoder
def test_talk_on_our_own_sentences(reader: HeadAppraiser) -> None:
    sides = [("change", CHANGE), ("sustain", SUSTAIN), ("neutral", PLAIN)]
    right = [
        reading.talk == side
        for side, texts in sides
        for reading in reader.read_many([Item(text) for text in texts])
    ]
    assert sum(right) >= 8, right


@needs_encoder
def test_behaviour_on_our_own_sentences(coder: CompanionCoder) -> None:
    expected = {
        "What would be different for you by the summer?": "question",
        "How many days a week do you drink?": "question",
        "So part of you is tired of it, and part of you would miss it.": "reflection",
        "You're worried about what your daughter thinks of you.": "reflection",
        "Smoking narrows the blood vessels, and that raises your risk of a stroke.": "input",
        "You should try to eat breakfast every day and keep a diary.": "input",
        "Mm-hmm.": "other",
        "Good morning, come on in.": "other",
    }
    codings = coder.code_many([Item(text) for text in expected])
    right = [coding.behaviour == wanted for coding, wanted in zip(codings, expected.values(), strict=True)]
    assert sum(right) >= 7, [coding.behaviour for coding in codings]


STAGES_TOLD = {
    "precontemplation": "There's nothing wrong with how I live, so I won't be changing it for anyone.",
    "contemplation": "Perhaps I should, but then I'm not sure I'd manage without it.",
    "preparation": "I've set the date, it's the first of next month, and I've bought what I need.",
    "action": "It's been two weeks now and I've kept it up every day, hard as it is.",
    "maintenance": "I've kept to it for six years and it's just a part of my life.",
}


@needs_encoder
def test_stage_on_our_own_sentences(reader: HeadAppraiser) -> None:
    for reading, wanted in zip(
        reader.read_many([Item(text) for text in STAGES_TOLD.values()]), STAGES_TOLD, strict=True
    ):
        assert sum(reading.stage_share) == pytest.approx(1.0)
        assert STAGES[max(range(5), key=lambda place: reading.stage_share[place])] == wanted
        assert reading.about_change > 0.5


@needs_encoder
def test_a_topic_that_no_word_names_is_found_and_none_where_nothing_is_to_change(
    reader: HeadAppraiser,
) -> None:
    def meant(text: str) -> list[str]:
        return [item.goal for item in reader.read(text, parse(text), ()).stage if item.kind == "mentioned"]

    assert meant("I'm scrolling in bed until two, and I should really put the thing away.") == ["phone"]
    for text in ("We had soup and watched the football.", "My brother phoned from Leeds.", "Thanks, bye."):
        assert meant(text) == []


@needs_encoder
def test_many_equals_one_at_a_time(reader: HeadAppraiser, coder: CompanionCoder) -> None:
    before = [("companion", "What worries you about it?")]
    items = [Item(text, before) for text in (*CHANGE, *SUSTAIN, *PLAIN)]
    alone = [reader.read_many([item])[0] for item in items]
    together = reader.read_many(items)
    assert [reading.talk for reading in alone] == [reading.talk for reading in together]
    for one, many in zip((coder.code(*item) for item in items), coder.code_many(items), strict=True):
        assert one.behaviour == many.behaviour
        assert all(abs(one.p[name] - many.p[name]) < 0.02 for name in one.p)


@needs_encoder
def test_the_same_words_give_the_same_reading_in_any_company(reader: HeadAppraiser) -> None:
    check: Appraiser = reader
    text = "I might try again on Sunday, if my brother comes along."
    first = check.read(text, parse(text), ())
    check.read("Something else in between.", parse("Something else in between."), ())
    assert check.read(text, parse(text), ()) == first


@needs_encoder
def test_no_turns_no_readings(reader: HeadAppraiser, coder: CompanionCoder) -> None:
    assert reader.read_many([]) == []
    assert coder.code_many([]) == []
    assert len(coder.code_many([Item(""), Item("\ufffd\x00")])) == 2

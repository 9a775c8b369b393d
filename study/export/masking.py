"""Takes out of a text what tells who somebody is: names, places, organisations, numbers, addresses.

Names, places and organisations are found by spaCy's small English model (weights `names-en`), numbers of
telephones by `phonenumbers`, the rest by rules. In words typed without capitals, those that are no common
English words are shown to the model with a capital, and what is in no dictionary (WordNet's, which comes with
the model) is masked as a [word]: a slip of the pen, or a name. A name that was found once is masked wherever
it comes up again in the words of the same person, in capitals or not.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from agent.words.sets import word_set
from agent.words.spelling import HURRIED
from agent.words.tagger import known
from alongside.errors import AlongsideError
from alongside.weights import find

WEIGHTS = "names-en"
LABELS = {
    "PERSON": "[name]",
    "GPE": "[place]",
    "LOC": "[place]",
    "FAC": "[place]",
    "ORG": "[organisation]",
    "NORP": "[group]",
}
"""Kinds of entity (OntoNotes) that are masked, and what stands in their place."""
REGIONS = ("GB", "US", "IE", "AU", "CA")
"""Countries whose telephone numbers are known without their country's code."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|close|crescent|square|terrace|way|place|court|gardens|"
    r"boulevard|blvd)"
)
_RULES = tuple(
    (re.compile(rule, re.IGNORECASE), instead)
    for rule, instead in (
        (r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "[e-mail]"),
        (r"\b(?:https?://|www\.)\S+", "[link]"),
        (r"(?<!\w)@\w{2,}", "[account]"),
        (rf"\b\d+[a-z]?,? (?:[a-z']+ ){{1,3}}{_STREET}\b\.?", "[address]"),
        (r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b", "[address]"),  # postcodes of the United Kingdom
        (r"\b\d{4}-\d{2}-\d{2}(?:[T-]\d{2}:?\d{2}(?::?\d{2})?Z?)?", "[date]"),
        (r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b", "[date]"),
        (rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b(?:,? \d{{4}})?", "[date]"),
        (rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?", "[date]"),
        (r"\b(?:\d[ -]?){5,}\d\b", "[number]"),
    )
)
_CAPITAL = re.compile(r"(?<=[\w,;'’)] )(?!I\b)[A-Z][a-zà-ÿ][\w'’-]*")
"""A word with a capital within a sentence: somebody's or something's name, if it is no common word."""
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|dr|prof|professor|sir)\.? ([^\W\d_][\w'’-]+)", re.IGNORECASE)
_DETERMINED = re.compile(
    r"\b(?:the|an?|my|your|his|her|our|their|this|that|these|those|some|any|no|every|each) $", re.IGNORECASE
)
_PRONOUNS = re.compile(
    r"(?:i|you|he|she|it|we|they|me|him|us|them|this|that|there|what|who)(?:['’]\w+)?", re.IGNORECASE
)
"""What the model at times takes for a name, and is none."""
_ENDINGS = tuple(
    (end, instead)
    for line in (
        "ies:y es: s: ied:y ed:e ed: d: ing:e ing: ier:y iest:y er: est: r: st: ily:y ly: y:e ness:",
        "n't: 'll: 're: 've: 'd: 'm:",
    )
    for end, _, instead in (pair.partition(":") for pair in line.split())
)
"""How words of the dictionary end in a sentence, and in it."""
_BEFORE = re.compile(r"(?<!\w)([A-ZÀ-Þ][\w'’-]+) $")
_AFTER = re.compile(r" ([A-ZÀ-Þ][\w'’-]+)")
_NO_NAMES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december christmas easter god"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_TITLES = word_set("mr mrs ms miss dr prof professor sir the a an my our")
_SHORTEST = 3
BATCH = 64
"""Texts that the model reads at once."""
Spans = tuple[tuple[int, int, str], ...]
"""What is to be masked: where it begins and ends, and what stands for it."""


class Masker(Protocol):
    """Takes names and the like out of texts."""

    def learn(self, texts: Iterable[str]) -> None:
        """Hear beforehand what a person's words are, to know the names in them."""

    def mask(self, text: str, own: bool = True) -> str:
        """The text without them. `own`: the person's; else the program's, which takes theirs up."""


class Unmasked:
    """Leaves texts as they are: for those who have a reason that is on record."""

    def learn(self, texts: Iterable[str]) -> None:
        """Nothing is learnt."""

    def mask(self, text: str, own: bool = True) -> str:
        """The text itself."""
        return text


class Withheld:
    """Keeps all words back: in a language whose names nobody here knows."""

    def learn(self, texts: Iterable[str]) -> None:
        """Nothing is learnt."""

    def mask(self, text: str, own: bool = True) -> str:
        """That there were words."""
        return "[words]" if any(letter.isalpha() for letter in text) else text


class Names:
    """Masks by the model, the rules, and `more`: names that whoever exports knows of."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        self._model = load_model()
        self._stops: frozenset[str] = frozenset(self._model.Defaults.stop_words)
        self._dictionary = _dictionary()
        self._more = {each.lower(): "[name]" for name in more for each in (name, *name.split()) if each}
        self._learnt: dict[str, str] = {}
        self._read: dict[str, Spans] = {}
        self._finder: re.Pattern[str] | None = None
        self._meant: dict[str, str] = {}
        self._compile()

    def learn(self, texts: Iterable[str]) -> None:
        """Forget the person before, and know the names in these texts."""
        self._learnt, self._read = {}, {}
        found = dict.fromkeys(texts)
        documents = self._model.pipe(map(self._capitals, found), batch_size=BATCH)
        for text, document in zip(found, documents, strict=True):
            self._read[text] = self._find(text, document)
            for start, end, instead in self._read[text]:
                if instead in ("[name]", "[place]", "[organisation]"):
                    self._learnt.update((word, instead) for word in _telling(text[start:end]))
        self._compile()

    def mask(self, text: str, own: bool = True) -> str:
        """The text with [name], [place] and so on in place of what was found.

        In words that are not the person's own only what the rules find, and names that the person said.
        """
        if not own:
            spans = _ruled(text)
        elif text in self._read:
            spans = list(self._read[text])
        else:
            spans = list(self._find(text, self._model(self._capitals(text))))
        if self._finder is not None:
            spans += [
                (m.start(), m.end(), self._meant[m.group().lower()]) for m in self._finder.finditer(text)
            ]
        return _replaced(text, spans)

    def _compile(self) -> None:
        self._meant = {**self._learnt, **self._more}
        words = sorted(self._meant, key=len, reverse=True)
        pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)"
        self._finder = re.compile(pattern, re.IGNORECASE) if words else None

    def _capitals(self, text: str) -> str:
        """The text with capitals on what may be names: the model knows them by these. As long as before."""

        def shown(match: re.Match[str]) -> str:
            word = match.group()
            if not word.islower() or len(word[0].upper()) != 1 or self._common(_plain(word)):
                return word
            return word[0].upper() + word[1:]

        return _WORD.sub(shown, text)

    def _thing(self, text: str, start: int, end: int) -> bool:
        """Whether it is a thing that was shown with a capital: typed small, and "the" or "my" before it."""
        return text[start:end].islower() and _DETERMINED.search(text[:start]) is not None

    def _common(self, word: str) -> bool:
        """Whether a word is English and no name, as far as our lists and the model's go."""
        if len(word) < _SHORTEST or word in self._stops or self._model.vocab[word].like_num:
            return True
        return known(word) or known(word.removesuffix("s"))

    def _listed(self, word: str) -> bool:
        """Whether a word is in a dictionary, in whatever form it stands; a compound by its parts."""
        if self._common(word) or word in self._dictionary or "-" in word:
            return word.count("-") == 0 or all(map(self._listed, filter(None, word.split("-"))))
        stems = {word.removesuffix(end) + instead for end, instead in _ENDINGS if word.endswith(end)}
        stems |= {stem[:-1] for stem in stems if len(stem) > 2 and stem[-1] == stem[-2]}  # stopped: stop
        return any(stem in self._dictionary or known(stem) or stem in self._stops for stem in stems)

    def _find(self, text: str, found: Any) -> Spans:
        """What is to be masked in a text, given what the model `found` in it."""
        spans = _ruled(text)
        if any(letter.isalpha() for letter in text):
            spans += [
                (entity.start_char, entity.end_char, LABELS[entity.label_])
                for entity in found.ents
                if entity.label_ in LABELS
                and not _PRONOUNS.fullmatch(entity.text)
                and not self._thing(text, entity.start_char, entity.end_char)
            ]
            spans += [
                (match.start(), match.end(), "[word]")
                for match in _WORD.finditer(text)
                if match.group()[0].islower() and not self._listed(_plain(match.group()))
            ]
            spans += [(match.start(1), match.end(1), "[name]") for match in _TITLED.finditer(text)]
            spans += [
                (match.start(), match.end(), "[name]")
                for match in _CAPITAL.finditer(text)
                if _plain(match.group()) not in _NO_NAMES and not self._common(_plain(match.group()))
            ]
        return tuple(self._whole(text, span) for span in spans)

    def _whole(self, text: str, span: tuple[int, int, str]) -> tuple[int, int, str]:
        """A name with the words beside it that have a capital and are no common words: the rest of it."""
        start, end, instead = span
        if instead != "[name]":
            return span
        before, after = _BEFORE.search(text[:start]), _AFTER.match(text[end:])
        if before and _plain(before[1]) not in _NO_NAMES and not self._common(_plain(before[1])):
            start = before.start(1)
        if after and _plain(after[1]) not in _NO_NAMES and not self._common(_plain(after[1])):
            end += after.end()
        return start, end, instead


@functools.lru_cache(maxsize=1)
def load_model() -> Any:
    """The model. AlongsideError with the command that gets what is missing."""
    if any(importlib.util.find_spec(name) is None for name in ("spacy", "phonenumbers")):
        raise AlongsideError(
            "names cannot be masked without spaCy and phonenumbers", "pip install 'alongside[export]'"
        )
    folder = find(WEIGHTS)
    import spacy  # here, for it takes seconds that nobody else should wait for

    return spacy.load(folder, exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])


@functools.lru_cache(maxsize=1)
def _dictionary() -> frozenset[str]:
    """The words of WordNet 3.0 and their irregular forms, and how people write in a hurry."""
    from spacy.lookups import Lookups

    tables = Lookups().from_disk(find(WEIGHTS) / "lemmatizer" / "lookups")
    words = {word for kind in tables.get_table("lemma_index").values() for word in kind}
    words |= {word for kind in tables.get_table("lemma_exc").values() for word in kind}
    return frozenset(words) | HURRIED


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").strip("'").removesuffix("'s")


def _telling(found: str) -> Iterator[str]:
    """The words of a name that tell whose it is: no titles, nothing that is a common word, too."""
    for match in _WORD.finditer(found):
        word = _plain(match.group())
        if len(word) >= _SHORTEST and word not in _TITLES and not known(word):
            yield word


def _ruled(text: str) -> list[tuple[int, int, str]]:
    """What the rules find."""
    spans = [
        (match.start(), match.end(), instead) for rule, instead in _RULES for match in rule.finditer(text)
    ]
    return spans + list(_telephones(text))


def _telephones(text: str) -> Iterator[tuple[int, int, str]]:
    """Numbers of telephones, in the ways of several countries."""
    if sum(letter.isdigit() for letter in text) < 6:
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for region in REGIONS:
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE):
            yield match.start, match.end, "[telephone]"


def _replaced(text: str, spans: list[tuple[int, int, str]]) -> str:
    """The text with its spans replaced; of those that overlap the first and longest names the whole."""
    out, at = [], 0
    reach, instead = 0, ""
    for start, end, mark in sorted(spans, key=lambda span: (span[0], -span[1])):
        if instead and start < reach:
            reach = max(reach, end)
            continue
        if instead:
            out.append(instead)
            at = reach
        out.append(text[at:start])
        at, reach, instead = start, end, mark
    if instead:
        out.append(instead)
        at = reach
    return "".join(out) + text[at:]

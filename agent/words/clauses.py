"""A light parse: sentences to clauses, each with subject, verb group and the rest.

It claims little. `Clause.sure` says how far a clause may be trusted to be said back; a move
that needs more than it gives does not fire.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from agent.words.sets import word_set
from agent.words.tagger import tag
from agent.words.tokens import Token, normalise, sentences, tokenise

FILLERS = word_set("um uh er erm hmm mm hm oh well yeah yep yes like okay ok anyway so and just please")
_OPENERS = (
    ("you", "know"), ("I", "mean"), ("to", "be", "honest"), ("I", "guess"), ("I", "suppose"), ("sort", "of"),
    ("kind", "of"), ("the", "thing", "is"), ("thing", "is"), ("at", "the", "moment"), ("in", "theory"),
    ("in", "a", "way"),
    ("I", "think"), ("I", "reckon"), ("it", "'s", "just"), ("it", "'s", "like"), ("it", "'s", "just", "that"),
    ("right", "now"), ("of", "course"), ("I", "feel", "like"), ("no",), ("sorry",), ("honestly",),
    ("actually",), ("basically",), ("maybe",), ("perhaps",), ("sometimes",), ("obviously",),
    ("now",), ("then",),
)  # fmt: skip
_OPENERS_BY_FIRST: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
for _phrase in _OPENERS:
    _want = tuple(word.lower() for word in _phrase)
    _OPENERS_BY_FIRST.setdefault(_want[0], []).append((_phrase, _want))
_TAILS: tuple[tuple[str, ...], ...] = (
    ("you", "know"), ("i", "guess"), ("i", "suppose"), ("i", "think"), ("right",), ("or", "something"),
    (",", "i", "am", "afraid"), (",", "i", "'m", "afraid"), (",", "though"), ("as", "it", "happens"),
    ("to", "be", "fair"), ("to", "be", "honest"),
)  # fmt: skip
HEDGES = word_set("maybe perhaps theory guess suppose reckon think")
LEADS = word_set("but because if when while although though unless since until so and or")
MOST_CLAUSES = 24
_EMPTY = frozenset(
    {("you", "know"), ("i", "mean"), ("so",), ("right",), ("i", "just"), ("just",), ("and",), ("but",)}
)


@dataclass(frozen=True)
class Clause:
    """One clause of a turn. `lead` is what joins it to the one before (but, because, if ...)."""

    tokens: tuple[Token, ...]
    lead: str = ""
    opener: str = ""  # a stripped beginning that colours it: "I think", "in theory", "sometimes"
    subject: tuple[Token, ...] = ()
    auxiliaries: tuple[Token, ...] = ()
    adverbs: tuple[str, ...] = ()
    negated: bool = False
    verb: Token | None = None
    rest: tuple[Token, ...] = ()
    question: bool = False
    sentence: int = 0

    @property
    def person(self) -> str:
        """Who the subject is: I, you, we, he, she, they, it, this ... or `np`, or nothing."""
        if len(self.subject) == 1 and self.subject[0].tag in "SO":
            return self.subject[0].low
        return "np" if self.subject else ""

    @property
    def hedged(self) -> bool:
        """Whether it was said with a hedge."""
        return any(word in HEDGES for word in self.opener.lower().split())

    @property
    def lows(self) -> tuple[str, ...]:
        """Its words in small letters."""
        return tuple(token.low for token in self.tokens)

    @property
    def sure(self) -> float:
        """How well it was understood, 0 to 1."""
        if self.verb is None or not self.subject or self.question:
            return 0.0
        trust = 1.0
        size = len(self.tokens)
        if size > 12:
            trust -= 0.07 * (size - 12)
        if self.person == "np" and (len(self.subject) > 5 or self.subject[0].tag not in "DGN"):
            trust -= 0.4
        if "you" in self.lows or "your" in self.lows:
            trust -= 0.35
        if any(token.tag == "Z" and token.low not in ("'", "-") for token in self.tokens):
            trust -= 0.25
        joins = zip(self.tokens[1:], (*self.tokens[2:], self.tokens[-1]), strict=True)
        trust -= 0.2 * sum(token.tag in "CB" and after.tag != "T" for token, after in joins)
        trust -= 0.1 * sum(token.tag == "W" for token in self.tokens[1:])
        if self.tokens[-1].tag in "PTDMCBW" or self.tokens[-1].low in ("n't", "really", "just", "so", "very"):
            trust -= 0.5
        verbs = [token for token in self.rest if token.tag == "V" and token.form in ("past", "s")]
        return max(0.0, trust - 0.3 * len(verbs))


@functools.lru_cache(maxsize=128)
def parse(text: str) -> tuple[Clause, ...]:
    """The clauses of a turn, in order (at most MOST_CLAUSES: the first few and the last ones)."""
    found: list[Clause] = []
    for number, (sentence, question) in enumerate(sentences(normalise(text))):
        tagged = tag(tokenise(sentence))
        found.extend(_clause(lead, words, question, number) for lead, words in _split(tagged))
    found = [
        clause
        for place, clause in enumerate(found)
        if clause.tokens and clause.lows not in _EMPTY and not _polite(clause, found[:place])
    ]
    if len(found) > MOST_CLAUSES:
        found = found[: MOST_CLAUSES // 3] + found[-2 * MOST_CLAUSES // 3 :]
    return tuple(found)


def _polite(clause: Clause, before: list[Clause]) -> bool:
    """ "The roses are rather neglected, I'm afraid": a courtesy, and no fear."""
    courtesy = clause.lows in (("i", "am", "afraid"), ("i", "'m", "afraid"), ("i", "regret", "to", "say"))
    return courtesy and any(item.sentence == clause.sentence for item in before)


def _split(tokens: list[Token]) -> list[tuple[str, list[Token]]]:
    parts: list[tuple[str, list[Token]]] = []
    lead: str = ""
    current: list[Token] = []
    for index, token in enumerate(tokens):
        boundary = _boundary(tokens, index, current)
        if boundary:
            parts.append((lead, current))
            lead, current = (token.low if token.low in LEADS else ""), []
            if token.tag == "Z" or token.low in LEADS:
                continue
        current.append(token)
    parts.append((lead, current))
    return [(_lead(part), _trim(words)) for part in parts for words in (part[1],) if _trim(words)]


def _lead(part: tuple[str, list[Token]]) -> str:
    lead, words = part
    stripped = [word for word in words if word.tag != "Z"]
    if stripped and stripped[0].low in LEADS and stripped[0].tag in "CB":
        return stripped[0].low
    return lead


def _trim(words: list[Token]) -> list[Token]:
    while words and (
        words[0].tag == "Z" or words[0].low == "else" or (words[0].low in LEADS and words[0].tag in "CB")
    ):
        words = words[1:]
    while words and words[-1].tag == "Z":
        words = words[:-1]
    return words


def _boundary(tokens: list[Token], index: int, current: list[Token]) -> bool:
    token = tokens[index]
    if not any(item.tag != "Z" for item in current):
        return False
    ahead = tokens[index + 1 : index + 7]
    if token.low in (";", ":", "-", "(", ")", '"') or token.low.startswith(".."):
        return True
    if token.low == ",":
        return bool(ahead) and (ahead[0].tag in "CB" or _starts_clause(ahead) or len(current) <= 3)
    if token.low == "but":
        return True
    if _after_condition(tokens, index, current):
        return True
    if _runs_on(tokens, index, current):
        return True
    if token.tag == "C":
        return _starts_clause(ahead) or token.low == "so"
    if token.low == "if" and {current[-1].lemma, current[-1].low} & _DOUBTING:
        return False  # "I don't know if I want to" is one clause: cut in two, its doubt would be lost
    if token.tag == "B" and token.low in LEADS | {"whenever", "whereas", "where"}:
        return _starts_clause(ahead) and token.low not in ("where",)
    return False


def _runs_on(tokens: list[Token], index: int, current: list[Token]) -> bool:
    """ "I might tell my cousin first | she's cool": typed or recognised without any mark between."""
    token, before = tokens[index], current[-1]
    if token.tag != "S" or token.low == "you" or index + 2 >= len(tokens):
        return False
    if before.tag not in "RO" or before.low in _TAKES_CLAUSE or any(item.tag == "Z" for item in tokens):
        return False
    then = tokens[index + 1]
    starts = then.tag in "EM" or then.low in ("just", "do", "does", "did", "really")
    done = [item for item in current if item.tag in "VE" and item.form != "ing"]
    whose = any(item.lemma in _THINKS for item in current)
    return starts and bool(done) and not whose and any(item.tag in "SN" for item in current)


_TAKES_CLAUSE = word_set(
    "way time day days reason moment thing things one ones person man woman people minute everything all "
    "something anything nothing so how now once when even not never also still always week year years place "
    "feeling thought fact idea what like girl boy lad guy me him her them someone anyone everyone"
)
_THINKS = word_set(
    "think know say tell feel hope wish mean guess reckon suppose believe see hear sure like love hate"
)
_DOUBTING = word_set("know sure certain wonder tell decide ask see care remember")


def _after_condition(tokens: list[Token], index: int, current: list[Token]) -> bool:
    """ "If I keep quiet | it'll pass": the main clause after a condition, with no comma."""
    first = next((item for item in current if item.tag != "Z"), None)
    if first is None or not (first.tag == "B" or first.low == "every") or tokens[index].tag not in "SD":
        return False
    verb = any(item.tag == "V" or item.tag == "E" for item in current)
    settled = current[-1].tag in "NOJRQ" or (
        current[-1].tag == "V" and current[-1].form in ("base", "past", "s")
    )
    whose = tokens[index].low == "that" or current[-1].lemma in ("know", "think", "say", "hope", "wish")
    return verb and settled and not whose and _starts_clause(tokens[index : index + 7])


def _starts_clause(ahead: list[Token]) -> bool:
    for index, token in enumerate(ahead):
        if token.tag in "ZCB":
            return False
        if token.tag in "MEHU" or (token.tag == "V" and token.form in ("base", "s", "past")):
            return index > 0
        if token.tag in "P" and index:
            return False
    return False


_NOT_MINE = word_set(
    "last help work turn happen mean remind make sound look seem depend come get worry start thank see "
    "bless suit fit serve"
)
"""Verbs whose subject, left out, is more often what was spoken of than the speaker."""
_ORDERS = word_set("mind judge laugh tell freak panic ask say forget let be cry hate blame stop")
_LET_GO = {
    ("laid", "off"),
    ("let", "go"),
    ("made", "redundant"),
    ("sacked",),
    ("fired",),
    ("dumped",),
    ("evicted",),
}


def _own_again(words: list[Token]) -> list[Token]:
    """ "Didn't touch him. Just shouted." -> the `I` that was left out, where it can only be the speaker."""
    plain = [token for token in words if token.tag not in "R"]
    if not plain:
        return words
    first, verb = plain[0], next((token for token in plain if token.tag == "V"), None)
    lows = tuple(token.low for token in words)
    speaker = Token("I", "i", "S")
    if any(lows[: len(gone)] == gone for gone in _LET_GO):
        return [
            speaker,
            Token("got", "got", "V", "get", "past"),
            *(replace(t, form="part") for t in words[:1]),
            *words[1:],
        ]
    if verb is None or verb.lemma in _NOT_MINE or (len(plain) > 2 and plain[2].low == "you"):
        return words
    denied = (
        first.tag in "UMH" and len(plain) > 1 and plain[1].tag == "X" and first.low not in ("does", "has")
    )
    denied = denied and (first.low != "do" or (len(words) > 3 and verb.lemma not in _ORDERS))
    would = first.tag in "MH" and first.low in ("would", "could", "might", "had", "'d", "have", "'ve")
    past = first.tag == "V" and first.form == "past"
    past = (
        past
        and not any(token.low == "me" for token in words)
        and (len(words) > 2 or words[-1].tag not in "RP")
    )
    small = [replace(words[0], text=words[0].low), *words[1:]]
    return [speaker, *small] if (denied or would or past) and len(words) > 1 else words


def _of_what_follows(words: list[Token], verb: int) -> bool:
    """Whether a `not` behind the verb belongs to the gerund after it: "try not smoking"."""
    after = words[verb + 1 : verb + 3]
    return len(after) == 2 and after[0].tag == "X" and words[verb].tag == "V" and after[1].form == "ing"


def _clause(lead: str, words: list[Token], question: bool, sentence: int) -> Clause:
    opener, words = _strip_opener(words)
    if not words:
        return Clause((), lead)
    words = words if question else _own_again(words)
    place = _verb_group(words)
    if place is None:
        return Clause(tuple(words), lead, opener, question=question, sentence=sentence)
    start, end = place
    group = words[start : end + 1]
    auxiliaries = tuple(token for token in group[:-1] if token.tag in "MEHU")
    return Clause(
        tokens=tuple(words),
        lead=lead,
        opener=opener,
        subject=_subject(words[:start]),
        auxiliaries=auxiliaries,
        adverbs=tuple(token.low for token in [*words[:start], *group] if token.tag == "R"),
        negated=any(
            token.tag == "X" for token in words[start : end + (1 if _of_what_follows(words, end) else 2)]
        )
        or words[0].low in ("nobody", "nothing", "no", "none", "neither"),
        verb=group[-1],
        rest=tuple(words[end + 1 :]),
        question=question or _inverted(words),
        sentence=sentence,
    )


def _subject(words: list[Token]) -> tuple[Token, ...]:
    """What stands before the verb, without what was put in front ("since the accident I ...")."""
    kept = [token for token in words if token.tag not in "RIX"]
    if len(kept) > 1 and kept[-1].tag == "S":
        return (kept[-1],)
    return tuple(kept)


def _inverted(words: list[Token]) -> bool:
    if words[0].tag in "MEUH" and len(words) > 1 and words[1].tag == "S":
        return True
    return words[0].tag == "W" and len(words) > 1 and words[1].tag in "MEUH"


def _strip_opener(words: list[Token]) -> tuple[str, list[Token]]:
    """Fillers off the front; an opener ("I think", "in theory") is kept as colour."""
    opener = ""
    changed = True
    while changed and words:
        changed = False
        called = words[0].low in ("mate", "bro", "bruh", "dude", "man", "pal", "love") and len(words) > 2
        if called and words[1].tag in "SZ":
            words, changed = words[1:], True
            continue
        if words[0].tag == "I" or words[0].tag == "Z" or (words[0].low in FILLERS and len(words) > 1):
            words, changed = words[1:], True
            continue
        for phrase, want in _OPENERS_BY_FIRST.get(words[0].low, ()):
            size = len(want)
            if want == ("no",) and len(words) > 1 and words[1].tag not in "SZI":
                continue  # "no one said", "no friends came": a denial, and no opener
            if tuple(token.low for token in words[:size]) == want and _clause_after(words[size:], phrase):
                opener = " ".join((opener, *want)).strip()
                words, changed = words[size:], True
                break
    while words and words[-1].tag in "ZI":
        words = words[:-1]
    for tail in _TAILS:
        if len(words) > len(tail) + 1 and tuple(token.low for token in words[-len(tail) :]) == tail:
            words = words[: -len(tail)]
    while words and words[-1].tag == "Z":
        words = words[:-1]
    return opener, words


def _clause_after(words: list[Token], opener: object = "") -> bool:
    if opener == ("I", "feel", "like") and not any(token.tag in "VEMHU" for token in words):
        return False
    words = [token for token in words if token.tag != "Z"]
    return bool(words) and words[0].tag in "SDNJGQEIRV" and len(words) > 1


def _verb_group(words: list[Token]) -> tuple[int, int] | None:
    """First and last index of auxiliaries, negation, adverbs and main verb."""
    for index, token in enumerate(words):
        if token.tag in "MEHU" or (token.tag == "V" and token.form != "ing"):
            end = index
            for place in range(index, min(len(words), index + 7)):
                item = words[place]
                if item.tag == "V":
                    end = place
                    if item.form != "ing" or place + 1 >= len(words):
                        return index, place
                    return index, place
                if item.tag in "MEHU":
                    end = place
                elif item.tag not in "XR":
                    break
            return index, end
    return None

"""What somebody wants of the memory: to have something forgotten, kept private, or put right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent.appraisal.lists import matching, patterns
from agent.appraisal.reading import Appraisal
from agent.grounding.corrections import corrections
from agent.remembering.keeping import Keeping
from agent.remembering.kept import Kept, Memory, without
from agent.state import CompanionState
from agent.words.flip import said_back
from agent.words.sets import word_set
from agent.words.tagger import tag
from agent.words.tokens import normalise, tokenise
from alongside.records import GroundEntry

MOST_FORGOTTEN = 200
_FIRST = ("everything", "topic", "private", "that")
_SMALL = word_set(
    "the a an my our his her their your i me we you it that this what about of to and or in on at with for "
    "is was be been being have had do did thing things stuff bit part business whole all everything anything "
    "said told say tell"
)
_LIKE = (
    frozenset(("mum", "mom", "mummy", "mother")),
    frozenset(("dad", "daddy", "father")),
    frozenset(("nan", "gran", "grandma", "grandmother")),
    frozenset(("job", "work")),
)


@dataclass(frozen=True)
class Wish:
    """What is to go. `private`: it is not to be taken along; `denied`: what was told of is not so.

    `keys` are those of the ground and the memory that go, `turns` and `ids` the turns they were said in,
    `about` the topic from the companion's side ("your brother").
    """

    kind: Literal["", "everything", "topic", "that", "private", "denied"] = ""
    about: str = ""
    keys: frozenset[str] = frozenset()
    turns: frozenset[int] = frozenset()
    ids: frozenset[str] = frozenset()

    @property
    def hushes(self) -> bool:
        """Whether nothing of this turn is to be kept."""
        return self.kind != ""


NOTHING = Wish()


def wish(state: CompanionState, appraisal: Appraisal, ledger: Sequence[GroundEntry], turn_id: str) -> Wish:
    """What this turn wants of the memory. `ledger` is the ground with this turn in it."""
    if appraisal.language != "english":
        return NOTHING
    plain = " ".join(normalise(appraisal.text)[:600].lower().split())
    found = {kind for kind, _ in matching("memory", "wishes", plain)}
    kind = next((name for name in _FIRST if name in found), "")
    now = state.turn + 1
    if kind == "everything":
        return Wish("everything")
    if kind == "topic":
        about, plainly = _topic(plain)
        asked = _about(about, state, ledger, now)
        return asked if plainly or asked.keys or asked.turns else NOTHING
    if kind == "that" and state.keeping.told:
        return Wish("that", keys=frozenset(state.keeping.told))
    if kind in ("that", "private"):
        return _last("private" if kind == "private" else "that", state, ledger, appraisal, turn_id)
    if state.keeping.told and _denies(state, appraisal):
        return Wish("denied", keys=frozenset(state.keeping.told))
    return NOTHING


def _denies(state: CompanionState, appraisal: Appraisal) -> bool:
    """Whether what was just told of one single thing is said to be wrong."""
    last = state.last
    if last is None or len(state.keeping.told) != 1 or last.kind not in ("greet", "recap"):
        return False
    if any(mended.new for mended in corrections(appraisal.text)):
        return False  # they say how it is: the ground puts it right
    plain = " ".join(normalise(appraisal.text)[:200].lower().split())
    return bool(matching("memory", "denials", plain))


_ADDRESSED = re.compile(r"\b(?:you|please|said|told|mentioned|everything|anything|all|part|bit|stuff|my)\b")


def _topic(plain: str) -> tuple[str, bool]:
    """What is to be forgotten, in their words ("my brother"), and whether the companion is plainly asked.

    "Forget about winning" is a way of speaking, unless winning was spoken of here.
    """
    for kind, rule in patterns("memory", "wishes"):
        match = rule.search(plain) if kind == "topic" else None
        if match and (words := match.groupdict().get("about")):
            return words.strip(" .,!?"), _ADDRESSED.search(match.group()) is not None
    return "", False


def _about(topic: str, state: CompanionState, ledger: Sequence[GroundEntry], now: int) -> Wish:
    stems = content(topic)
    about = said_back(tag(tokenise(topic)))
    if not stems:
        return NOTHING
    keys = {entry.key for entry in ledger if touches(f"{entry.key} {entry.value}", stems)}
    keys |= {item.key for _, item in state.keeping.memory.items() if touches(_words_of(item), stems)}
    people = [key for key in keys if key.startswith("person:")]
    named = content(" ".join(_text(key, state, ledger) for key in people)) - content("you your")
    for key in (entry.key for entry in ledger):
        if key.startswith("name:") and key[5:] in named:
            keys.add(key)
    turns = {piece.turn for piece in state.pieces if touches(piece.text, stems)}
    return Wish("topic", about, frozenset(keys), frozenset(turns - {now}))


def _text(key: str, state: CompanionState, ledger: Sequence[GroundEntry]) -> str:
    held = state.keeping.memory.find(key)
    return " ".join((*(entry.value for entry in ledger if entry.key == key), held.text if held else ""))


def _words_of(item: Kept) -> str:
    more = (getattr(item, name, "") for name in ("when", "who", "said_how", "went"))
    return " ".join((item.key, item.text, *more))


def _last(
    kind: Literal["that", "private"],
    state: CompanionState,
    ledger: Sequence[GroundEntry],
    appraisal: Appraisal,
    turn_id: str,
) -> Wish:
    """This turn, and where it says nothing but the wish, the one before it."""
    rest = " ".join(normalise(appraisal.text)[:600].lower().split())
    for _, rule in patterns("memory", "wishes"):
        rest = rule.sub(" ", rest)
    bare = len(content(rest)) <= 2
    ids, turns = {turn_id}, {state.turn + 1}
    said = [exchange for exchange in state.recent if exchange.said]
    if bare and said:
        ids.add(said[-1].turn_id)
        turns.add(state.turn)
    keys = {entry.key for entry in ledger if entry.source_turn in ids}
    session = state.keeping.session
    keys |= {
        item.key for _, item in state.keeping.memory.items() if item.session == session and item.turn in ids
    }
    return Wish(kind, keys=frozenset(keys), turns=frozenset(turns), ids=frozenset(ids))


def content(text: str) -> frozenset[str]:
    """The content words of a text in their base form, small letters."""
    found = set()
    for token in tag(tokenise(text.replace(":", " ").replace("|", " "))):
        word = (token.lemma or token.low).lower()
        if len(word) > 1 and token.low not in _SMALL and word not in _SMALL and token.tag not in ("Z", "D"):
            found.add(next((min(group) for group in _LIKE if word in group), _singular(word)))
    return frozenset(found)


def _singular(word: str) -> str:
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


def touches(text: str, stems: Iterable[str]) -> bool:
    """Whether a text speaks of any of these."""
    return bool(content(text) & frozenset(stems))


def let_go(ledger: tuple[GroundEntry, ...], asked: Wish) -> tuple[GroundEntry, ...]:
    """The ground without what is to be forgotten; with a denied entry withdrawn."""
    if asked.kind == "everything":
        return ()
    if asked.kind == "private":
        return ledger  # it may be spoken of today; it is only not taken along
    return tuple(entry for entry in ledger if entry.key not in asked.keys)


def forgotten(state: CompanionState, asked: Wish) -> CompanionState:
    """The state after the wish: nothing of what was to be forgotten can come up again."""
    if asked.kind == "":
        return state
    keeping = state.keeping
    if asked.kind == "everything":
        blank = tuple(replace(item, said="") for item in state.recent)
        return state.with_(
            ground=(), goals=(), pieces=(), plan=(), made=(), recent=blank,
            teach=replace(state.teach, agreed=None, asking=False),
            keeping=replace(keeping, memory=Memory(person=keeping.person), off=True, told=(), asked_plan=""),
        )  # fmt: skip
    stems = content(asked.about)
    said_in = {item.turn_id for item in state.recent if item.turn_id} & asked.ids
    made = tuple(
        plan for plan in state.made
        if plan.key not in asked.keys and plan.turn not in said_in and not touches(_words_of(plan), stems)
    )  # fmt: skip
    gone = {*asked.keys, *(plan.key for plan in state.made if plan not in made)}
    gone |= {item.key for item in keeping.memory.understood if item.key.split(":", 2)[-1] in gone}
    agreed = state.teach.agreed
    if agreed is not None and agreed.key in gone:
        state = state.with_(teach=replace(state.teach, agreed=None, asking=False))
    state = state.with_(made=made, keeping=_kept_after(state, asked, frozenset(gone)))
    if asked.kind == "private":
        return state
    return state.with_(
        goals=tuple(goal for goal in state.goals if goal.key not in asked.keys),
        pieces=tuple(p for p in state.pieces if p.turn not in asked.turns and not touches(p.text, stems)),
        plan=tuple(words for words in state.plan if not touches(words, stems)),
    )


def _kept_after(state: CompanionState, asked: Wish, gone: frozenset[str]) -> Keeping:
    """The memory without it, and what it was, so that copies of it go as well."""
    keeping = state.keeping
    names = (*keeping.forgotten, *sorted(keeping.memory.keys() & gone))[-MOST_FORGOTTEN:]
    private, until = keeping.private, keeping.hush_until
    if asked.kind == "private":
        private = (*private, *sorted(gone))[-MOST_FORGOTTEN:]
        if state.recent and "tell you" in state.recent[-1].said.lower():
            until = state.turn + 1  # what they are about to tell
    kept = without(keeping.memory, gone)
    return replace(keeping, memory=kept, told=(), forgotten=names, private=private, hush_until=until)

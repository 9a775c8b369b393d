"""A part of speech for every token: word lists first, then what stands before it.

Tags: S subject pronoun, O object pronoun, D determiner or possessive, P preposition, T infinitive
`to`, C coordinator, B subordinator, W question word, M modal, E be, H have, U do, X not, V verb,
J adjective, R adverb, N noun, Q number, G possessive 's, I interjection, Z punctuation.
"""

from __future__ import annotations

import functools

from agent.words.closed import CLOSED
from agent.words.forms import participles, verb_table, word_list
from agent.words.sets import word_set
from agent.words.tokens import Token, changed
from agent.words.unlisted import SAME_PAST, takes_object, undone


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    lists = {name: word_list(name) for name in ("adjectives", "adverbs", "nouns", "nounverbs")}
    things = lists["nouns"] | lists["nounverbs"]
    nominal = lists["adjectives"] | things
    return lists | {"things": things, "nominal": nominal, "listed": nominal | lists["adverbs"]}


def known(word: str) -> bool:
    """Whether a word (small letters) is English as far as the lists go."""
    lists = _lists()
    return (
        word in CLOSED
        or word in ("you", "it", "that", "there", "to", "her", "'s", "'d")
        or word in verb_table()
        or word in lists["listed"]
        or (word.endswith("s") and word[:-1] in lists["things"])
        or (word.endswith("ly") and not lists["adjectives"].isdisjoint((word[:-2], word[:-3] + "y")))
    )


def tag(tokens: list[Token]) -> list[Token]:
    """The tokens of one sentence with tag, lemma and form filled in."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        later = tokens[index + 2] if index + 2 < len(tokens) else None
        out.append(_one(token, out, after, later))
    for index, token in enumerate(out):
        if token.low in ("since", "after", "before", "until", "till", "as") and _leads_clause(
            out[index + 1 : index + 6]
        ):
            out[index] = changed(token, tag="B")
    return out


def _leads_clause(ahead: list[Token]) -> bool:
    for index, token in enumerate(ahead):
        if token.tag in "ZCBP":
            return False
        if token.tag in "MEHU" or (token.tag == "V" and token.form in ("s", "past")):
            return index > 0
    return False


def _one(token: Token, before: list[Token], after: Token | None, later: Token | None) -> Token:
    low = token.low
    previous = before[-1] if before else None
    if low[0] in '.,;:!?()"-':
        return changed(token, tag="Z")
    if low[0].isdigit():
        return changed(token, tag="Q")
    special = _special(token, before, after, later)
    if special is not None:
        return special
    if low in CLOSED and not (
        low in ("like", "past", "may", "right", "well", "one", "will", "might")
        and _open_class(low, previous, after)
    ):
        return _closed(token, previous, after)
    return _open(token, previous, before, after)


def _noun_before(previous: Token | None) -> bool:
    return previous is not None and previous.tag == "N" and previous.low not in ("it", "that", "what")


def _special(token: Token, before: list[Token], after: Token | None, later: Token | None) -> Token | None:
    low = token.low
    previous = before[-1] if before else None
    nxt = after.low if after else ""
    if low == "to":
        verb = (
            nxt in verb_table()
            and verb_table()[nxt][1] == "base"
            and not (nxt in _lists()["nouns"] and nxt not in _lists()["nounverbs"])
        )
        adverb = (
            later is not None and nxt in ("really", "just", "actually", "even") and later.low in verb_table()
        )
        return changed(token, tag="T" if verb or adverb or nxt in ("be", "have", "do", "not") else "P")
    if low == "her":
        noun = (
            after is not None
            and after.low not in CLOSED
            and not _is_break(after)
            and after.low not in _lists()["adverbs"]
        )
        return changed(token, tag="D" if noun and after is not None and after.low != "to" else "O")
    if low == "you" or low == "it":
        subject = previous is None or previous.tag in "CBZIWRS" or (after is not None and _finite(after.low))
        return changed(token, tag="S" if subject else "O")
    if low == "that":
        if after is not None and (_finite(after.low) and after.low not in ("i",)):
            return changed(token, tag="S")
        if after is not None and (
            after.low in _SUBJECTS or (after.low in CLOSED and CLOSED[after.low] == "D")
        ):
            return changed(token, tag="B")
        if after is None or _is_break(after) or after.low in CLOSED or after.low in _lists()["adverbs"]:
            return changed(token, tag="O" if previous and previous.tag in "VP" else "S")
        return changed(token, tag="D")
    if low == "so":
        follows = after is not None and (after.low in _SUBJECTS or CLOSED.get(after.low) == "D")
        return changed(token, tag="C" if follows and after and after.low not in ("much", "many") else "R")
    if low == "once" and (after is None or _is_break(after)):
        return changed(token, tag="R")
    if low == "there":
        return changed(token, tag="S" if after is not None and _finite(after.low) else "R")
    if low == "'s":
        said = any(item.tag in "EV" for item in before)
        return (
            changed(token, tag="G")
            if said and _noun_before(previous)
            else _apostrophe_s(token, previous, after, later)
        )
    if low == "'d":
        part = after is not None and (
            after.low in participles() and after.low not in ("come", "become", "run", "put")
        )
        return (
            changed(token, tag="H", lemma="have")
            if part or nxt == "better"
            else changed(token, tag="M", lemma="would")
        )
    return None


_SUBJECTS = word_set("i you he she it we they there nobody everyone someone")


def _finite(low: str) -> bool:
    if low in CLOSED:
        return CLOSED[low] in "MEHU"
    if low in ("'s", "'d", "'ll", "'re", "'m", "'ve"):
        return True
    entry = verb_table().get(low)
    return entry is not None and entry[1] in ("s", "past", "base") and low not in _lists()["nouns"]


def _is_break(token: Token) -> bool:
    return token.low[0] in '.,;:!?()"-' or (CLOSED.get(token.low, "") in "CB" and token.low in CLOSED)


def _apostrophe_s(token: Token, previous: Token | None, after: Token | None, later: Token | None) -> Token:
    """Whether 's is `is`, `has` or a possessive."""
    possessive, is_, has = (
        changed(token, tag="G"),
        changed(token, tag="E", lemma="be"),
        changed(token, tag="H", lemma="have"),
    )
    if previous is None:
        return possessive
    lists = _lists()
    if previous.tag in "SWB" or previous.low in _TAKES_IS:
        done = after is not None and after.low in participles() and after.low not in lists["adjectives"]
        return has if done or (after is not None and after.low in ("been", "got", "had", "always")) else is_
    if after is None:
        return possessive
    if CLOSED.get(after.low, "?") in "DPXOI" and after.low != "own":
        return is_
    if _said_of(after, later):
        return is_
    base, form = verb_table().get(after.low, ("", ""))
    if form == "part" and after.low not in lists["nominal"]:
        return has
    nominal = after.low in lists["nouns"] or after.low in lists["adjectives"]
    if _named(previous) and form == "past" and not nominal:
        return has
    gerund = form == "ing" and after.low not in lists["nounverbs"]
    adverb = after.low in lists["adverbs"] and after.low not in lists["nouns"]
    return is_ if gerund or adverb or base == "be" or after.low == "gone" else possessive


def _said_of(after: Token, later: Token | None) -> bool:
    """ "My son's five", "the baby's due in June": a quality or a number, and no noun behind it."""
    quality = after.low in _lists()["adjectives"] or CLOSED.get(after.low) == "Q"
    return quality and (later is None or _is_break(later) or CLOSED.get(later.low, "") in tuple("PR"))


def _named(token: Token) -> bool:
    """A name, or kin without an owner: "Ana's moved out", "Dad's gone"."""
    return (token.text[:1].isupper() and not known(token.low)) or token.low in _KIN


_KIN = word_set("mum dad mom nan gran")
_TAKES_IS = word_set("it that there here what how let who where")


def _open_class(low: str, previous: Token | None, after: Token | None) -> bool:
    if low == "like":
        return (
            previous is not None
            and (previous.tag in "SMTX" or previous.tag == "U" or previous.low == "really")
            and (previous.tag != "E")
        )
    if low == "right":
        return previous is not None and previous.tag in "EDR"
    if low == "well":
        return previous is not None and previous.tag in "VEOJN"
    if low in ("past", "will", "might"):
        return previous is not None and previous.tag == "D" and previous.low not in ("this", "all", "some")
    if low == "may":
        return previous is not None and previous.low in ("in", "by", "since", "until", "till", "of", "next")
    if low == "one":
        return previous is not None and previous.tag in "DJ"
    return False


_BARE_ADVERBS = word_set(
    "over off around behind inside outside past along about through in on by before after since"
)


def _closed(token: Token, previous: Token | None, after: Token | None) -> Token:
    tag_ = CLOSED[token.low]
    low = token.low
    if tag_ == "D":
        tag_ = _determiner(low, previous, after)
    if low in ("no", "one", "well", "right", "okay", "ok", "god"):
        if low == "no":
            tag_ = "D" if after is not None and not _is_break(after) and after.low not in _SUBJECTS else "I"
        elif low == "one":
            tag_ = "Q"
    if low in ("who", "what", "which") and tag_ in "SDO":
        tag_ = "W" if previous is None or previous.tag in "ZCVNPR" else tag_
    if low in _BARE_ADVERBS and (after is None or _is_break(after)):
        tag_ = "R"
    if (
        low in ("after", "before", "since", "until", "till", "as", "like")
        and after is not None
        and after.low in _SUBJECTS
    ):
        tag_ = "B"
    if low == "yet" and (after is None or _is_break(after)):
        tag_ = "R"
    lemma = {"M": low, "E": "be", "H": "have", "U": "do"}.get(tag_, "")
    if low in ("ca", "wo", "sha", "'ll"):
        lemma = {"ca": "can", "wo": "will", "sha": "shall", "'ll": "will"}[low]
    return changed(token, tag=tag_, lemma=lemma)


def _determiner(low: str, previous: Token | None, after: Token | None) -> str:
    if low in ("his", "my", "your", "our", "their", "its", "a", "an", "the", "every"):
        return "D"
    if low in (
        "this",
        "these",
        "those",
        "some",
        "any",
        "both",
        "all",
        "much",
        "many",
        "enough",
        "more",
        "most",
        "less",
        "each",
        "either",
        "neither",
        "such",
        "several",
        "another",
        "what",
        "which",
        "whatever",
    ):
        if after is None or _is_break(after):
            return "R" if low in ("much", "more", "enough", "less", "most") else "O"
        if low in ("this", "these", "those", "all", "some", "both") and _finite(after.low):
            return "S"
        if (
            after.low in CLOSED
            and CLOSED[after.low] not in ("Q", "D")
            and after.low not in ("one", "own", "half")
        ):
            return "R" if low in ("much", "more", "most", "less", "enough", "all") else "O"
        if low in ("more", "most", "less") and after.low in _lists()["adjectives"]:
            return "R"
    return "D"


def _open(token: Token, previous: Token | None, before: list[Token], after: Token | None) -> Token:
    low = token.low
    lists = _lists()
    base, form = verb_table().get(low, ("", ""))
    noun = low in lists["things"] or low.removesuffix("s") in lists["things"]
    if base and _verb_here(low, form, noun, previous, before, after):
        if form == "past" and low in participles() and _after_auxiliary(before, "EH"):
            form = "part"
        return changed(token, tag="V", lemma=base, form=form)
    unlisted = (
        not base and not noun and low not in lists["adjectives"] and low.endswith("ed") and len(low) > 4
    )
    if unlisted and previous is not None and previous.tag in "SHR":
        form = "part" if _after_auxiliary(before, "EH") else "past"
        return changed(token, tag="V", lemma=undone(low), form=form)
    if low in lists["adjectives"] and not (
        noun and previous is not None and previous.tag in "DJG" and _ends(after)
    ):
        if low in lists["adverbs"] and not (previous is not None and previous.tag in "EDR"):
            return changed(token, tag="R")
        return changed(token, tag="J")
    if low in lists["adverbs"] and not (noun and previous is not None and previous.tag in "DJG"):
        return changed(token, tag="R")
    if not noun and low.endswith("ly") and len(low) > 4:
        return changed(token, tag="R")
    if not noun and not base and len(low) > 5 and low.endswith(_ADJECTIVE_ENDS):
        return changed(token, tag="J")
    return changed(token, tag="N", lemma=low)


_ADJECTIVE_ENDS = ("ful", "less", "ous", "able", "ible", "ive", "ish")


def _ends(after: Token | None) -> bool:
    return after is None or _is_break(after) or after.low in CLOSED


def _after_auxiliary(before: list[Token], tags: str) -> bool:
    for token in reversed(before[-3:]):
        if token.tag in ("R", "X"):
            continue
        return token.tag in tags
    return False


_QUALITIES = word_set("boring annoying exhausting overwhelming frightening tiring embarrassing")


def _verb_here(
    low: str, form: str, noun: bool, previous: Token | None, before: list[Token], after: Token | None
) -> bool:
    lists = _lists()
    if previous is None or previous.tag in "ZCBI":
        return (
            not noun
            or form in ("past", "ing")
            or (after is not None and CLOSED.get(after.low, "") in ("D", "O"))
        )
    if previous.tag in "DG" or (previous.tag == "J" and noun):
        return False
    if previous.tag in ("T", "M", "U", "X"):
        return True
    if previous.tag == "E":
        if form == "ing":
            return low not in _QUALITIES
        return form in ("part", "past") and low not in lists["adjectives"]
    if previous.tag == "H":
        return form in ("part", "past", "ing") or low in SAME_PAST
    if previous.tag in "SW":
        return True
    if previous.tag == "R":
        return not noun or _after_auxiliary(before, "SMTUXEHV") or form in ("past", "ing")
    if previous.tag == "O":
        return form in ("base", "ing") or previous.low in ("it", "that", "this", "everyone")
    if previous.tag == "P":
        return form == "ing" and low not in ("feeling", "morning", "evening")
    if previous.tag == "V":
        return (
            form == "ing"
            or (form == "base" and previous.lemma in ("help", "let", "make", "go", "come"))
            or (form in ("past", "part") and low not in lists["adjectives"] and previous.lemma == "get")
        )
    if previous.tag == "N":
        finite = any(token.tag in "VEM" for token in before if token.tag)
        if form == "base" and not finite and takes_object(low, after):
            return True
        owner = before[-2].tag if len(before) > 1 else ""
        follows = after is not None and CLOSED.get(after.low, "") in ("P", "O", "D", "B", "S")
        if form == "base" and previous.low.endswith("s") and owner == "D" and follows:
            return True
        if form in ("past", "ing", "part"):
            return form == "ing" or not finite or not noun
        return (form in ("s", "base") and not noun and (form == "s" or previous.low.endswith("s"))) or (
            form == "s" and not finite
        )
    if previous.tag == "J":
        return form in ("ing", "past")
    return not noun

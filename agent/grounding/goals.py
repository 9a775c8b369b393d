"""Goals somebody names: what they want to, need to, should, try to or plan to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from agent.appraisal.topics import all_topics, topics
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.phrases import AMOUNTS, after_to, shorten, verb_phrase
from agent.words.sets import word_set
from agent.words.tokens import Token

MOST_WORDS = 9
_VERBS = word_set("want need like love hope wish try plan decide have go mean promise think consider aim")
_TRIVIAL = re.compile(
    r"^(?:manage|cope|(?:have|do|try|manage|get|take|use) (?:that|it|this|them|one)|be honest|say|"
    r"cry|die|go(?: "
    r"home| now| back)?|know|ask|see|scream|laugh|sleep in|hear|"
    r"be|do|do it|do that|have|get|make|"
    r"disappear|hide|run|leave now|hit|kill.*|hurt.*|end.*|tell you.*|say .*|admit.*|think.*|"
    r"talk|speak|punch.*|throw up|live|"
    r"be alone|be here|come here|come|give up|worry.*|wait.*|take it|stop here|mention.*|show "
    r"me|put.*|go to work|get up|"
    r"jump.*|invest.*|escape.*|leave the city.*)$"
)
_DEEDS = word_set(
    "ring call tell ask book start stop quit write apply talk join run swim walk phone email visit"
)
TOPIC_NAMES = {key: topic.name for key, topic in all_topics().items()}
_LATER = re.compile(
    r"(?: (?:before|now|soon|completely|altogether|for good|for years|properly|eventually))+$"
)
STOP_NAMES = {key: topic.stop for key, topic in all_topics().items() if topic.stop}
_DROPS = re.compile(
    r"\b(?:given up on|giving up on|gave up on|forget (?:about )?|scrap(?:ped)? |drop(?:ped)? the "
    r"idea of |never mind "
    r"(?:about )?|changed my mind (?:about|on)|not bothering with|gone off the idea of|had enough "
    r"of the idea of|"
    r"called off|put off the idea of) ?(?P<what>(?:the |my |that |it |all )?[\w' "
    r"-]{2,40}?)(?=[.,;!?]| and | but | i'd |$)",
    re.I,
)
_NOT_FOR_ME = re.compile(
    r"\b(?:don't|do not) think ([\w' ]{2,30}?) (?:is|are) (?:for me|worth it)|"
    r"\b(?:decided|voted|went) against ([\w' ]{2,30}?)(?=[.,;!?]|$)|"
    r"^([\w' ]{2,25}?)(?:'s| is| are)(?: not|n't) for me\b",
    re.I,
)
_BARE_DROP = re.compile(r"\b(?:i've |i have |i )changed my mind(?= *[.,;!]| *$)", re.I)
_PAST_ONLY = word_set("was were had 'd")
_INSTEAD = re.compile(r"\b(?:instead|rather|after all)\b", re.I)
_STARTS_STOP = re.compile(
    r"^(?P<stop>stop|quit|cut down|cut back|give up|give it up|stop it|pack it in|cut it out|come off it)"
    r"(?: (?:before|by|after|from|on|in|for|this|next|tomorrow|tonight|some|one day|now|completely|"
    r"for good|again|altogether|properly|soon).*)?$"
)


@dataclass(frozen=True)
class Goal:
    """A goal as said: `key` is its topic, or the words themselves. `instead`: it takes another's place."""

    key: str
    name: str
    sure: float
    instead: bool = False


def goals(clauses: Sequence[Clause], text: str, spoken_of: Callable[[], str] = str) -> Iterator[Goal]:
    """The goals of one sentence, as they come. `spoken_of` tells the topic a bare "stop" is about."""
    named = topics(text)
    for clause in clauses:
        base = _LATER.sub("", aims(clause))
        if not base or _TRIVIAL.match(base) or base.split()[0] in _DREADED:
            continue
        bare = _STARTS_STOP.match(base)
        about = topics(base) or (_stopped(named, spoken_of) if bare else ())
        instead = bool(_INSTEAD.search(text))
        if bare:
            key = about[0] if about else "it"
            name = STOP_NAMES.get(key) or (f"{bare['stop']} {TOPIC_NAMES[key]}" if about else bare["stop"])
            yield Goal(key, name, 0.7, instead)
        else:
            yield Goal(about[0] if about else base, base, 0.75, instead)


def _stopped(named: tuple[str, ...], spoken_of: Callable[[], str]) -> tuple[str, ...]:
    """What a bare "stop" is about: what this sentence names, else what was spoken of."""
    before = "" if named else spoken_of()
    return named or ((before,) if before else ())


def dropped(clauses: Sequence[Clause], text: str) -> Iterator[str]:
    """The words of what is no longer wanted; "it" for whatever was wanted last."""
    for match in _DROPS.finditer(text):
        yield match["what"].strip().lower()
    for match in _NOT_FOR_ME.finditer(text):
        yield next(group for group in match.groups() if group).strip().lower()
    if _BARE_DROP.search(text) and not any(aims(clause) for clause in clauses):
        yield "it"
    for clause in clauses:
        if clause.person not in ("i", "we") or clause.verb is None or clause.question:
            continue
        lows = " ".join(clause.lows)
        if (
            clause.negated
            and clause.verb.lemma in _VERBS | {"do"}
            and clause.verb.lemma not in ("think", "mean")
        ):
            rest = after_to(clause.rest) or clause.rest
            yield " ".join(token.low for token in rest)
        elif "no longer want" in lows or "used to want" in lows:
            yield lows.split("want", 1)[1].removeprefix(" to ")


def names_goal(words: str, key: str, name: str) -> bool:
    """Whether `words` speak of a goal: one of its own words, or its topic."""
    goal = key.removeprefix("goal:")
    if goal in topics(words):
        return True
    stems = {word[:4] for word in _content(f"{name} {goal}")}
    return bool(stems & {word[:4] for word in _content(words)})


def _content(words: str) -> list[str]:
    return [word for word in re.findall(r"[a-z']+", words.lower()) if len(word) > 3 and word not in _LIGHT]


_LIGHT = word_set(
    "that this them they with from your more less some time want about into have just again before "
    "after what "
    "idea thing things week month year tell told make doing going"
)


def aims(clause: Clause) -> str:
    """The base verb phrase of what a clause says is wanted, or ""."""
    if clause.question or clause.verb is None or clause.lead in ("if", "unless", "whether"):
        return ""
    words: Sequence[Token] = clause.tokens
    lemma = clause.verb.lemma
    if (
        clause.person == "np"
        and clause.subject[-1].low in _AIM_NOUNS
        and clause.subject[0].low in ("my", "our", "the")
    ):
        after = after_to(clause.rest) if lemma == "be" and not clause.negated else ()
        return _doing(after) if clause.verb.low not in ("was", "were") else ""
    if clause.person not in ("i", "we"):
        return ""
    auxiliaries = {token.lemma or token.low for token in clause.auxiliaries}
    lows = {token.low for token in clause.auxiliaries}
    if any(token.low == "never" for token in clause.tokens[:5]) or "longer" in clause.lows:
        return ""
    if lemma == "know" and len(clause.rest) > 2 and clause.rest[0].low in ("i", "that"):
        words = clause.rest
    modal = _modal(clause, words)
    if modal is not None:
        return modal
    if "will" in auxiliaries and lemma in _DEEDS and not clause.negated:
        return _doing((clause.verb, *clause.rest))
    if "would" in auxiliaries and "rather" in clause.adverbs and not clause.negated:
        return _doing((clause.verb, *clause.rest))
    if lemma not in _VERBS or clause.negated:
        return ""
    if clause.verb.low == "had":
        return ""
    wanting = lemma in ("want", "like", "love", "need")
    if lemma in ("like", "love") and "would" not in auxiliaries:
        return ""
    if lows & _PAST_ONLY and not (lows == {"'d"} and "would" in auxiliaries):
        return ""
    perfect = "have" in auxiliaries or bool(lows & {"have", "'ve", "has"})
    if clause.verb.form in ("past", "part") and lemma not in ("decide", "promise") and not perfect:
        return ""
    if "would" in auxiliaries and perfect:
        return ""
    if lemma in ("think", "consider") or (lemma == "go" and clause.verb.form != "ing"):
        plain = [token for token in clause.rest if token.low not in ("about", "of", "more", "seriously")]
        return _doing(plain) if plain and plain[0].form == "ing" and lemma != "go" else ""
    if wanting and clause.rest and clause.rest[0].tag in "QD" and clause.rest[0].low in _MEASURES:
        short = shorten(clause.rest, 7)
        return said_back(short) if len(short) >= 3 else ""
    rest = after_to(clause.rest)
    if not rest or any(token.tag in "NO" for token in clause.rest[: len(clause.rest) - len(rest) - 1]):
        return ""
    return _doing(rest)


def _doing(tokens: Sequence[Token]) -> str:
    """The verb phrase in its base form, "" where it cannot be trusted; "again" is kept."""
    plain = [token for token in tokens if token.low not in ("instead", "though")]
    breaks = [place for place, token in enumerate(plain) if token.tag == "Z"]
    if breaks and breaks[0] + 1 < len(plain) and plain[breaks[0] + 1].tag == "P":
        del plain[breaks[0]]
    base = verb_phrase(plain, MOST_WORDS)[0] or _plainly(plain)
    end = len(base.split())
    if base and plain[end : end + 1] and plain[end].low in AMOUNTS:
        base = f"{base} {plain[end].low}"  # "drink less" is another aim than "drink"
    again = base and any(token.low == "again" for token in plain[: end + 1])
    return f"{base} again" if again and not base.endswith("again") else base


def _plainly(tokens: Sequence[Token]) -> str:
    """The words themselves, where they begin with a verb and are few and about nobody here."""
    until = next((place for place, token in enumerate(tokens) if token.tag in "ZBC"), len(tokens))
    words = tokens[:until]
    if not 2 <= len(words) <= MOST_WORDS or words[0].tag != "V" or words[-1].tag in "PTDMCBW":
        return ""
    if any(token.low in ("you", "your", "i") for token in words):
        return ""
    return f"{words[0].lemma} {said_back(words[1:])}"


_AIM_NOUNS = word_set("goal plan aim hope wish dream resolution target intention")
_DREADED = word_set("mess screw ruin fail choke faint panic freeze")
"""What somebody is "going to" do to their own dismay."""
_MEASURES = word_set("a an one two three four five more less fewer some")


def _modal(clause: Clause, words: Sequence[Token]) -> str | None:
    """What follows should, ought, must or could, as a goal; None where there is no such word."""
    may = ("should", "ought", "must", "could")
    place = next((index for index, token in enumerate(words[:6]) if token.low in may), -1)
    if place < 0:
        return None
    rest = [token for token in words[place + 1 :] if token.tag not in "RT" or token.low in AMOUNTS]
    if any(token.tag == "X" for token in words) or not rest:
        return ""
    if rest[0].tag == "H" and len(rest) > 1 and rest[1].form in ("part", "past"):
        return ""
    if words[place].low in ("should", "could") and rest[0].lemma in ("like", "love"):
        return _doing(after_to(words[place + 1 :][1:]))
    if words[place].low == "could":
        possible = clause.lead not in ("so", "that", "because") and rest[0].lemma in _DEEDS
        if not possible or clause.verb is None or clause.verb.lemma == "wish":
            return ""
    return _doing(rest)

"""Moves on one clause: shrink it, turn it round, put it in time, give it to its owner.

Each move looks at who did what and gives wordings only where the parse bears them. The last words
of a wording carry its weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back, sentence
from agent.words.material import LABELS, Material, clause_text
from agent.words.phrases import STATIVE, after_to, names_person, phrase, plural, shorten, verb_phrase
from agent.words.tokens import Token

Move = Callable[[Clause, Material], Iterator[Candidate]]


def _say(text: str, frame: str, weight: float = 1.0, *, focus: str = "", deep: bool = False) -> Candidate:
    return Candidate(sentence(text), frame, focus, "complex" if deep else "simple", weight)


def _lemma(clause: Clause) -> str:
    return clause.verb.lemma if clause.verb is not None else ""


def _can(clause: Clause) -> bool:
    return any(token.lemma in ("can", "could") for token in clause.auxiliaries) or (
        clause.verb is not None and clause.verb.lemma in ("can", "could")
    )


def cannot(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I can't even open the portal" -> "Even opening the portal is too much right now." """
    if clause.person != "i" or not (clause.negated and _can(clause)) or clause.verb is None:
        return
    lemma = clause.verb.lemma
    if lemma == "stop":
        base, going = verb_phrase(clause.rest)
        if going:
            yield _say(f"the {going.split()[0]} keeps coming", "cannot.stop", 1.4) if len(going.split()) == 1 else _say(
                f"{going}, and it won't let up", "cannot.stop_long", 1.2
            )
        return
    if lemma in ("stand", "take", "bear", "face"):
        if what := phrase(clause.rest, 4):
            yield _say(f"{what}, and there's no more room for it", "cannot.stand", 1.2)
        return
    if lemma in ("cope", "deal", "handle", "manage"):
        yield _say("it's more than there's room for", "cannot.cope", 1.1)
        return
    if lemma == "believe":
        yield _say("it hasn't sunk in yet", "cannot.believe", 1.1)
        return
    base, going = verb_phrase((clause.verb, *clause.rest))
    if not going or lemma in STATIVE:
        return
    if "even" in clause.adverbs:
        yield _say(f"even {going} is too much right now", "cannot.even", 1.6, deep=True)
        yield _say(f"not even {going}", "cannot.not_even", 1.3)
    else:
        yield _say(f"{going} just isn't happening", "cannot.happening", 1.2)
        yield _say(f"{going} is out of reach for now", "cannot.reach", 1.1)


def not_know(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I don't know how to start" -> "How to start. That's the part that's missing." """
    if clause.person != "i" or _lemma(clause) != "know" or not clause.negated:
        return
    rest = [token for token in clause.rest if token.tag not in "R"]
    if len(rest) > 2 and rest[0].low in ("how", "what", "where", "who", "when") and rest[1].tag == "T":
        base, _going = verb_phrase(rest[2:])
        if base and rest[0].low == "how":
            yield _say(f"how to {base}. That's the part that's missing", "know.how", 1.5)
            yield _say(f"the wanting is there, the how isn't yet: how to {base}", "know.wanting", 0.9, deep=True)
        elif base and rest[0].low == "what" and base in ("say", "tell them", "say to him", "say to her", "write"):
            yield _say("no words for it yet", "know.words", 1.4)
        elif base and base != "do":
            yield _say(f"{rest[0].low} to {base} isn't clear yet", "know.unclear", 1.2)
    if not rest or (rest and rest[-1].low == "do"):
        yield _say("no need to know yet", "know.no_need", 1.0)


def wants(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I want to tell him" -> "You want to tell him." and, said another way, "Telling him is what you'd want." """
    if clause.person != "i" or clause.verb is None:
        return
    lemma = clause.verb.lemma
    liked = lemma in ("like", "love") and any(token.lemma == "would" for token in clause.auxiliaries)
    if lemma not in ("want", "hope", "wish") and not liked:
        return
    base, going = verb_phrase(after_to(clause.rest))
    if not base:
        return
    if clause.negated:
        yield _say(f"{going} isn't what you want", "want.not", 1.1)
        return
    yield _say(f"you want to {base}", "want.plain", 1.1)
    yield _say(f"there's a part of you that wants to {base}", "want.part", 1.0, deep=True)
    yield _say(f"{going}. That's what you'd want", "want.after", 1.0)


def must(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I should stop" -> "Some part of you is already saying stop." """
    words = clause.tokens
    if clause.person != "i":
        return
    if _lemma(clause) == "know" and len(clause.rest) > 2 and clause.rest[0].low in ("i", "that"):
        words = clause.rest
    place = next((index for index, token in enumerate(words) if token.low in ("should", "ought", "must")), -1)
    if place >= 0 and not any(token.tag == "X" for token in words):
        base, going = verb_phrase([token for token in words[place + 1 :] if token.tag not in "RT"])
        if base and not base.startswith(("be", "have")):
            yield _say(f"some part of you is already saying {base}", "must.part", 1.4, deep=True)
            yield _say(f"{going}: that's the thing you keep telling yourself", "must.telling", 1.0)
    if _lemma(clause) in ("have", "need") and not clause.negated:
        base, going = verb_phrase(after_to(clause.rest))
        if base and _lemma(clause) == "have":
            yield _say(f"{going}, like it or not", "must.have", 1.0)
        elif base:
            yield _say(f"you need to {base}", "must.need", 0.9)


def keeps(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "My boss keeps shouting at me" -> "Your boss shouting at you, over and over." """
    if _lemma(clause) != "keep" or not clause.rest or clause.rest[0].form != "ing":
        return
    _base, going = verb_phrase(clause.rest)
    if not going:
        return
    if clause.person == "i":
        yield _say(f"{going}, over and over", "keep.self", 1.3)
    elif clause.person == "np" and (who := phrase(clause.subject, 4)):
        yield _say(f"{who} {going}, over and over", "keep.other", 1.3)


_LEFT = frozenset(("leave", "go", "dump"))


def lost(clause: Clause, material: Material) -> Iterator[Candidate]:
    """Deaths, partings, things that are missed."""
    lemma = _lemma(clause)
    who = phrase(clause.subject, 4) if clause.person == "np" else {"he": "he", "she": "she", "they": "they"}.get(clause.person, "")
    rest = {token.low for token in clause.rest}
    if who and (lemma == "die" or (lemma == "pass" and "away" in rest)) and not clause.negated:
        are = "are" if plural(clause.subject) or who == "they" else "is"
        yield _say(f"{who} {are} gone", "lost.gone", 1.5)
        yield _say(f"{who} {are} gone, and the days go on as if nothing happened", "lost.days", 1.2, deep=True, focus="emotions")
    if who and not clause.negated and (
        (lemma == "leave" and ({"me", "us"} & rest or not rest)) or (lemma in ("break", "split") and "up" in rest) or lemma == "dump"
    ):
        yield _say(f"{who} left, and here you are with all of it", "lost.left", 1.3, deep=True, focus="emotions")
    if clause.person == "i" and lemma == "miss" and not clause.negated:
        if what := phrase(clause.rest, 4):
            yield _say(f"missing {what}", "lost.missing", 1.1)
            if what in ("him", "her", "them") or names_person(shorten(clause.rest, 4)):
                known = {"him": "he", "her": "she", "them": "they"}.get(what, what)
                were = "were" if known == "they" or plural(shorten(clause.rest, 4)) else "was"
                yield _say(f"there's a space where {known} {were}", "lost.space", 1.4, deep=True, focus="emotions")
    if clause.person == "i" and lemma == "lose" and clause.verb is not None and clause.verb.form in ("past", "part"):
        if (what := phrase(clause.rest, 4)) and clause.rest[0].low in ("my", "our", "the"):
            yield _say(f"{what}, gone", "lost.lost", 1.2)


def weary(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I'm tired of pretending", "I hate the shifts"."""
    if clause.person != "i":
        return
    lows = [token.low for token in clause.rest]
    if clause.verb is not None and clause.verb.tag == "E" and "of" in lows[:4] and {"tired", "sick", "fed", "bored"} & set(lows[:3]):
        rest = clause.rest[lows.index("of") + 1 :]
        what = verb_phrase(rest)[1] if rest and rest[0].form == "ing" else phrase(rest, 5)
        if what:
            yield _say(f"you've had enough of {what}", "weary.enough", 1.3)
            yield _say(f"{what}, for too long now", "weary.long", 1.1)
    if _lemma(clause) == "hate" and (what := phrase(clause.rest, 5)) and clause.rest[0].low not in ("myself", "it", "that"):
        yield _say(f"you've had it with {what}", "weary.hate", 1.1)


def as_if(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I feel like I'm drowning" -> "As if you're drowning." """
    if "feel like" in clause.opener and (text := clause_text(clause, 8)):
        yield _say(f"as if {text}", "as_if", 1.4)


def fears(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I'm scared to say it" -> "Saying it is the frightening part." """
    if clause.verb is None or clause.negated:
        return
    lows = [token.low for token in clause.rest]
    at = next((index for index, low in enumerate(lows[:3]) if low in ("scared", "afraid", "frightened", "terrified", "nervous")), -1)
    if at >= 0 and clause.person == "i":
        rest = clause.rest[at + 1 :]
        if rest and rest[0].tag == "T":
            _base, going = verb_phrase(rest[1:])
            if going:
                yield _say(f"{going}. That's the frightening part", "fear.to", 1.5, focus="emotions", deep=True)
        elif rest and rest[0].low in ("of", "about"):
            what = verb_phrase(rest[1:])[1] if rest[1:] and rest[1].form == "ing" else phrase(rest[1:], 5)
            if what:
                yield _say(f"what frightens you is {what}", "fear.of", 1.4, focus="emotions")
        elif rest and rest[0].tag in "SD" and (said := phrase(rest, 8)) and len(rest) > 2:
            yield _say(f"the fear is that {said}", "fear.that", 1.4, focus="emotions")
    at = next((index for index, low in enumerate(lows[:3]) if low in ("worried", "anxious", "stressed")), -1)
    if at < 0 and _lemma(clause) == "worry":
        at = -1 if clause.person != "i" else -2
    if at >= 0 or at == -2:
        rest = clause.rest[at + 1 :] if at >= 0 else clause.rest
        if len(rest) > 1 and rest[0].low == "about":
            what = verb_phrase(rest[1:])[1] if rest[1].form == "ing" else phrase(rest[1:], 5)
            if what:
                yield _say(f"it's {what} you keep coming back to", "worry.about", 1.3, focus="emotions")
        elif len(rest) > 2 and rest[0].low in ("that", "i", "he", "she", "they", "my", "it", "we"):
            said = phrase(rest[1:] if rest[0].low == "that" else rest, 8)
            if said:
                yield _say(f"what won't leave you alone is that {said}", "worry.that", 1.3, focus="emotions")


def nobody(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "Nobody noticed" -> "Not one person noticed." """
    if clause.person in ("nobody",) or clause.lows[:2] == ("no", "one"):
        after = clause.tokens[2:] if clause.lows[:2] == ("no", "one") else clause.tokens[1:]
        if (rest := phrase(after, 6)) and not after[0].joined and not rest.startswith("wanting"):
            yield _say(f"not one person {rest}", "nobody", 1.5)


def is_it(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It's my dad's face" -> "Your dad's face." """
    if clause.person not in ("it", "that", "this") or clause.verb is None or clause.verb.tag != "E" or clause.negated:
        return
    rest = [token for token in clause.rest if token.low not in ("just", "only", "like", "really", "more", "about")]
    if rest and rest[0].tag == "D" and rest[0].low in ("my", "the", "his", "her", "their", "our") and rest[-1].tag in "NR":
        if what := phrase(rest, 6):
            yield _say(what, "is.bare", 1.3)
            yield _say(f"so it's {what}", "is.so", 1.1)


def used_to(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I used to paint" -> "There was a time for painting." """
    if _lemma(clause) == "use" and clause.rest and clause.rest[0].tag == "T" and clause.person in ("i", "we"):
        base, going = verb_phrase(clause.rest[1:])
        if going and not going.startswith(("being", "having")):
            yield _say(f"there was a time for {going}", "used.time", 1.2)
        if base:
            yield _say(f"you used to {base}, and that's not how it is now", "used.now", 1.0, deep=True)


def spans(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "I've been crying for three weeks" -> "Three weeks of crying." """
    if clause.person != "i" or clause.verb is None or clause.verb.form != "ing":
        return
    time = next((time for time in material.times if any(time.split()[-1] == low for low in clause.lows)), "")
    tokens = [token for token in (clause.verb, *clause.rest)]
    cut = next((index for index, token in enumerate(tokens) if token.low in ("for", "since", "every", "all")), len(tokens))
    _base, going = verb_phrase(tokens[:cut])
    if time and going:
        joiner = ", " if time.startswith(("every", "all")) else " of "
        text = f"{time}{joiner}{going}" if joiner == " of " else f"{going}, {time}"
        yield _say(text, "span", 1.5)


def in_time(clause: Clause, material: Material) -> Iterator[Candidate]:
    """A time of theirs set before the heaviest clause: "Third time, and your parents don't know yet." """
    if not material.times or clause.sure < 0.8 or set(clause.lows) & {"week", "year", "years", "weeks", "time"}:
        return
    if (text := clause_text(clause, 6)) and len(clause.tokens) <= 8 and clause.person in ("np", "nobody", "he", "she", "they"):
        yield _say(f"{material.times[-1]}, and {text}", "time.and", 1.4)


def secret(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "My parents don't know yet" -> "...and you're carrying it by yourself." """
    tells = _lemma(clause) == "know" and clause.negated and clause.person in ("np", "nobody", "he", "she", "they")
    hides = clause.person == "i" and clause.negated and _lemma(clause) == "tell"
    if tells or (hides and not _can(clause)):
        who = phrase(clause.subject, 3) if clause.person == "np" else ""
        yield _say("and you're carrying it by yourself", "secret.alone", 1.5, focus="emotions", deep=True)
        if who:
            verb = "don't" if plural(clause.subject) else "doesn't"
            yield _say(f"{who} {verb} know, and you carry it round with you", "secret.round", 1.3, focus="emotions", deep=True)


def hopes_gone(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I failed the exam", "it didn't work": said small."""
    if clause.person == "i" and _lemma(clause) == "fail":
        what = phrase(clause.rest, 4)
        if what and what not in ("it", "at it"):
            yield _say(f"{what}, and it didn't go your way", "fail.way", 1.1)
        else:
            yield _say("it didn't go your way, again" if "again" in clause.lows else "it didn't go your way", "fail.it", 1.1)


def said_plainly(clause: Clause, _: Material) -> Iterator[Candidate]:
    """The clause itself, from the companion's side: the simplest reflection there is."""
    own = clause.person == "i"
    if clause.sure < 0.85 or not clause.person or clause.person in ("it", "that", "this", "there", "you"):
        return
    if own and (_lemma(clause) in ("know", "think", "mean", "guess", "be", "feel", "want") or clause.lead in ("if", "when")):
        return
    text = clause_text(clause, 7)
    if text and 3 <= len(text.split()) <= 8 and clause.lead not in ("if", "when", "because", "although"):
        yield _say(text, "plain.own" if own else "plain.other", 0.55 if own else 0.8)


def joined(clause: Clause, material: Material) -> Iterator[Candidate]:
    """Two of their things side by side: "The shifts, and your back." """
    texts = [(said_back(tokens), tokens) for tokens in material.nps if not LABELS.intersection(t.low for t in tokens)]
    own = [pair for pair in texts if pair[1][0].low in ("my", "our", "the", "his", "her")]
    if len(own) >= 2 and own[-1][0] != own[0][0] and clause is material.ranked()[0][0]:
        yield _say(f"{own[0][0]}, and {own[-1][0]}", "nps.two", 0.9)
    elif len(own) == 1 and clause is material.ranked()[0][0] and len(own[0][0].split()) >= 2:
        yield _say(own[0][0], "nps.one", 0.7)


def told_by(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "My wife thinks I drink too much" -> "That's how your wife sees it." """
    if _lemma(clause) not in ("think", "say", "reckon", "tell", "believe") or clause.person not in ("np", "he", "she", "they", "everyone"):
        return
    who = phrase(clause.subject, 3) if clause.person == "np" else clause.person
    if who and clause.rest:
        see = "see" if clause.person == "they" or (clause.person == "np" and plural(clause.subject)) else "sees"
        yield _say(f"that's how {who} {see} it", "told.sees", 1.3, deep=True)


def hard_to(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It's hard to sleep" -> "Sleeping doesn't come easily." """
    lows = [token.low for token in clause.rest]
    if clause.person in ("it", "i") and {"hard", "difficult", "tough", "impossible"} & set(lows[:3]) and "to" in lows:
        _base, going = verb_phrase(clause.rest[lows.index("to") + 1 :])
        if going:
            yield _say(f"{going} takes more than it looks", "hard.takes", 1.2)


def helps(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It helps me relax" -> "It gives you a way to relax." """
    if _lemma(clause) != "help" or clause.negated or clause.person not in ("it", "that", "np"):
        return
    rest = [token for token in clause.rest if token.low not in ("me", "to")]
    base, _going = verb_phrase(rest)
    if base:
        yield _say(f"it gives you a way to {base}", "helps.way", 1.3, deep=True)


def good_in(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I like the quiet" -> "There's something good in the quiet." """
    if clause.person == "i" and _lemma(clause) in ("like", "love", "enjoy") and not clause.negated and not clause.auxiliaries:
        rest = clause.rest
        what = verb_phrase(rest)[1] if rest and rest[0].form == "ing" else phrase(rest, 5)
        if what and what.split()[0] not in ("it", "that", "to", "this", "them"):
            yield _say(f"there's something good in {what}", "good.in", 1.2, deep=True)


def makes(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "The shifts are ruining my sleep" -> "And your sleep pays for it." """
    if _lemma(clause) in ("ruin", "affect", "cost", "kill", "wreck", "destroy", "hurt", "damage") and clause.person != "i":
        if (what := phrase(clause.rest, 4)) and clause.rest[0].low in ("my", "our"):
            pays = "pay" if plural(shorten(clause.rest, 4)) else "pays"
            yield _say(f"and {what} {pays} for it", "makes.pays", 1.4, focus="consequences", deep=True)
    if _lemma(clause) == "make" and clause.rest and clause.rest[0].low == "me":
        who = phrase(clause.subject, 4) if clause.person == "np" else {"he": "he", "she": "she", "they": "they"}.get(clause.person, "it")
        after = [token for token in clause.rest[1:] if token.tag not in "R"]
        if after and after[0].low in ("feel",) and len(after) > 1 and after[1].low in LABELS:
            does = "do" if who == "they" or (clause.person == "np" and plural(clause.subject)) else "does"
            yield _say(f"{who} {does} that to you", "makes.does", 1.3, focus="consequences", deep=True)


def only(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "It's my five minutes" and "the only ones": small things of one's own."""
    if clause.verb is None and clause.lows[:2] == ("the", "only"):
        yield _say("the only ones" if clause.lows[-1] == "ones" else phrase(clause.tokens, 5) or "the only one", "only", 1.0)


PLAIN: tuple[Move, ...] = (
    cannot, not_know, wants, must, keeps, lost, weary, as_if, fears, nobody, is_it, used_to, spans, in_time, secret,
    hopes_gone, told_by, hard_to, helps, good_in, makes, only, joined, said_plainly,
)  # fmt: skip


def not_but(material: Material) -> Iterator[Candidate]:
    """ "It's not even the exam. It's my dad's face." -> "Not the exam. Your dad's face." """
    pairs = zip(material.clauses, material.clauses[1:])
    for first, second in pairs:
        both = first.person in ("it", "that") and second.person in ("it", "that")
        if both and first.verb and second.verb and first.verb.tag == "E" == second.verb.tag and first.negated and not second.negated:
            left = [token for token in first.rest if token.tag not in "XR"]
            right = [token for token in second.rest if token.tag != "R"]
            a, b = phrase(left, 4), phrase(right, 6)
            if a and b:
                yield Candidate(sentence(f"not {a}") + " " + sentence(b), "not_but", "emotions", "complex", 2.0)
                yield Candidate(sentence(b), "not_but.bare", "emotions", "simple", 1.7)


def fragments(material: Material) -> Iterator[Candidate]:
    """A turn without a verb: "Quiet. Just nobody wanting anything." -> said again, slowly."""
    for clause in material.clauses:
        words: list[Token] = [token for token in clause.tokens if token.tag not in "I"]
        if clause.verb is None and 1 <= len(words) <= 6 and words[-1].tag in "NOJRV" and not clause.question:
            text = phrase(words, 6)
            plain = text and not LABELS.intersection(clause.lows) and text.split()[0] not in ("yes", "no", "maybe", "just", "not")
            if plain and text not in ("third time", "you"):
                yield Candidate(sentence(text), "fragment", "", "simple", 0.6 if len(words) < 2 else 0.9)

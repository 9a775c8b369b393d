"""Words as they are typed in a hurry, set right before the parse: apostrophes, shorthand, slips, fillers."""

from __future__ import annotations

import re

from agent.words.forms import verb_table, word_list
from agent.words.sets import word_set

_BARE = {
    "dont": "don't", "cant": "can't", "wont": "won't", "im": "I'm", "ive": "I've", "didnt": "didn't",
    "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't", "couldnt": "couldn't", "wouldnt": "wouldn't",
    "shouldnt": "shouldn't", "havent": "haven't", "hasnt": "hasn't", "arent": "aren't", "thats": "that's",
    "hadnt": "hadn't", "werent": "weren't", "theyre": "they're", "youre": "you're", "youve": "you've",
    "youll": "you'll", "theyll": "they'll", "theyve": "they've", "weve": "we've", "theres": "there's",
    "whats": "what's", "wheres": "where's", "hes": "he's", "shes": "she's", "whos": "who's", "itll": "it'll",
    "itd": "it'd", "thatll": "that'll", "il": "I'll", "iam": "I am", "id": "I'd",
    "aint": "isn't", "everyones": "everyone's", "nobodys": "nobody's",
    "gonna": "going to", "wanna": "want to", "gotta": "have to", "cannot": "can not", "kinda": "kind of",
    "sorta": "sort of", "cos": "because", "coz": "because", "cuz": "because",
    "bc": "because", "u": "you", "ur": "your", "r": "are", "n": "and", "alot": "a lot", "lemme": "let me",
    "gimme": "give me", "abt": "about", "bout": "about", "ppl": "people", "pls": "please", "plz": "please",
    "prob": "probably", "probs": "probably", "spose": "suppose", "tho": "though", "thru": "through",
    "til": "till", "sth": "something", "tmrw": "tomorrow", "tonite": "tonight", "rn": "right now",
    "w": "with", "yr": "year", "yrs": "years", "hrs": "hours", "defo": "definitely",
    "obvs": "obviously", "actully": "actually", "legit": "really",
    "freind": "friend", "freinds": "friends", "becuase": "because", "beacuse": "because", "wierd": "weird",
    "mabye": "maybe", "definately": "definitely", "realy": "really", "tomorow": "tomorrow",
    "tommorow": "tomorrow", "thier": "their", "recieve": "receive", "untill": "until", "wich": "which",
    "becouse": "because", "beleive": "believe", "alway": "always", "somthing": "something",
    "everthing": "everything", "nothin": "nothing", "feelin": "feeling", "goin": "going", "doin": "doing",
    "hospitl": "hospital", "dyin": "dying", "tryin": "trying", "thinkin": "thinking", "favourit": "favourite",
    "fave": "favourite", "bday": "birthday", "hw": "homework",
}  # fmt: skip
_CHATTER = word_set(
    "lol lmao lmfao haha hahaha hehe tbh ngl omg yk imo smh fr xd x xx xxx literally tbf innit"
)
"""Said for the tone: they colour a turn and are no part of what it says."""
HURRIED = _CHATTER | frozenset(_BARE)
"""Words as they are typed in a hurry, that stand in no dictionary."""
_SWEARING = word_set("bloody fucking fuckin effing damn frigging bleeding goddamn")
_EDGE = re.compile(r"(?<![\w'])([a-z]+)(?![\w'])", re.I)
_GREETS = re.compile(r"\b(h+i{2,}|he+y{2,})\b", re.I)
_DUNNO = re.compile(r"(?<!i )\b(?:dunno|idk)\b", re.I)
_I_DUNNO = re.compile(r"\bi dunno\b", re.I)
_ILL = re.compile(
    r"\bill (?=(?:just|probably|never|always|maybe|be|go|do|try|send|ask|text|call|ring|tell|get|"
    r"have|see|take|make|write|give|think|let|show|say|talk|come|start|stop)\b)",
    re.I,
)
_AN = re.compile(r"\ban (?=[b-df-gj-np-tv-z]\w*)", re.I)  # "a lump an I'm waiting"
_AN_I = re.compile(r"\ban (?=(?:i|i'm|im|ive|it|its|it's|u|ur|im)\b)", re.I)
_LIKE = re.compile(
    r"((?:,|\b(?:know|watched|checked|for|have|had|got|only|about|is|that's|been|in|at|was))) like "
    r"(?=(?:a (?:really|few|hundred|million)|\d+|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|twenty|thirty|forty|fifty|half|really)\b)",
    re.I,
)
_A_BIT = re.compile(r"(?:^|(?<=[,.;] ))bit (?=([a-z]+))", re.I)  # "not bad, bit tired"
_I_GUESS = re.compile(r"(\w) (i (?:guess|suppose|reckon))(?=[.!? ]*$)", re.I)  # "I should go I guess"
_ITS = re.compile(r"\bits (?=(\w+))", re.I)


def set_right(text: str) -> str:
    """Text with what was typed in a hurry written out. Names and unknown words are left alone."""
    text = _GREETS.sub(
        lambda match: match.group(1)[0] + ("i" if "i" in match.group(1).lower() else "ey"), text
    )
    low = text.casefold()  # what is plainly not there need not be looked for
    if "dunno" in low or "idk" in low:
        text = _I_DUNNO.sub("I don't know", _DUNNO.sub("I don't know", text))
    if "ill " in low:
        text = _ILL.sub("I'll ", text)
    if "an " in low:
        text = _AN_I.sub("and ", _AN.sub("and ", text))
    if "its " in low:
        text = _ITS.sub(_its, text)
    if " like " in low:
        text = _LIKE.sub(r"\1 ", text)
    if "bit " in low:
        text = _A_BIT.sub(_a_bit, text)
    text = _I_GUESS.sub(r"\1, \2", text)
    text = _EDGE.sub(_word, text).replace("ain't", "isn't")
    text = re.sub(r"\s+([,.!?])", r"\1", text)
    return re.sub(r"[ \t]+", " ", text)


def _word(match: re.Match[str]) -> str:
    word = match.group(1)
    low = word.lower()
    if low in _CHATTER or low in _SWEARING:
        return ""
    if low == "i":
        return "I"
    if low == "ur" and re.match(r"\s+(?:a|an|the|so|not|right|just)\b", match.string[match.end() :]):
        return "you're"
    return _BARE.get(low, word)


def _a_bit(match: re.Match[str]) -> str:
    """ "Bit tired" with the article it was said without; a verb ("bit my lip") is left alone."""
    said = match.group(1).lower()
    return f"a {match.group().lower()}" if said in word_list("adjectives") or said == "of" else match.group()


def _its(match: re.Match[str]) -> str:
    """Possessive before a noun ("its engine"), else `it is` with its apostrophe forgotten."""
    nxt = match.group(1).lower()
    owned = nxt in word_list("nouns") and nxt not in verb_table()
    return match.group() if owned or nxt == "own" else "it's "

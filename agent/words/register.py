"""How they talk: formal, plain, playful, young or terse; heard from their turns, smoothed, and followed.

Accommodation (Giles) moves with the other's style and changes when it changes; humour follows theirs only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

LEARN = 0.34
"""Share by which each turn moves what was heard before: a change of style shows within two or three turns."""
SHOWS = 0.32
"""Above this a style is followed; the strongest wins, and where none stands out it is plain."""
MOST_CHARACTERS = 600

_YOUNG = re.compile(
    r"\b(?:lol|lmao|lmfao|tbh|ngl|omg|idk|yk|smh|fr|bruh|bro|fam|bestie|literally|kinda|gonna|wanna|dunno|"
    r"hbu|gtg|rn|imo|u|ur|legit|lowkey|highkey|cringe|vibe|vibes|peng|sus|slay|cba|obvs|defo|hiya|heyy+|yo|"
    r"nah|ppl|bc|cos|sooo+|whatevs|mum made me|year (?:7|8|9|10|11|12|13)|homework|gcses?|a levels?|snapchat|"
    r"snap|tiktok|insta|group ?chat|crush)\b",
    re.I,
)
_FORMAL = re.compile(
    r"\b(?:i am|i do not|i have not|i did not|do not|does not|did not|it is|that is|cannot|i would|"
    r"i should like|one does|one is|one cannot|one could|one feels|whom|indeed|rather|quite so|perhaps|"
    r"regret|suggested that|accustomed|telephoned?s?|gentleman|lady|passed away|thank you|shall|may i|"
    r"good (?:evening|morning|afternoon)|permit|inquire|wish to|somewhat|merely|therefore|however|"
    r"moreover|regarding|i suppose one|most (?:difficult|kind)|a great deal|frankly|whilst|upon)\b",
    re.I,
)
_CONTRACTED = re.compile(
    r"\b\w+(?:n't|'m|'re|'ve|'ll|'d|'s)\b|\b(?:im|dont|cant|ive|didnt|thats|its)\b", re.I
)
_JOKES = re.compile(
    r"\b(?:haha\w*|hehe\w*|lol|lmao|ha|joking|kidding|i repeat|as you do|brilliant at|basically a|"
    r"so that's me|god help (?:me|us)|the little sod|funny (?:story|thing)|you couldn't make it up|"
    r"magnificent|obviously)\b"
    r"|\((?:laughs?|laughing|chuckles?|grins?)\)|[\U0001F600-\U0001F606\U0001F923\U0001F602\U0001F643]|;-?\)",
    re.I,
)
_LIKENESS = re.compile(
    r"\b(?:looks?|looked|sounds?|sounded|like) like (?:an? )\w+|it's like (?:someone|an?) \w+"
    r"|like an? \w+ with",
    re.I,
)


@dataclass(frozen=True)
class Register:
    """How strongly each style was heard of late, 0 to 1. Bounded: five numbers."""

    formal: float = 0.0
    playful: float = 0.0
    young: float = 0.0
    terse: float = 0.0
    count: int = 0

    @property
    def kind(self) -> str:
        """The style to follow: formal, playful, young, terse, or plain."""
        heard = {
            "playful": self.playful * 1.1,
            "young": self.young,
            "formal": self.formal,
            "terse": self.terse * 0.85,
        }
        best = max(heard, key=lambda name: heard[name])
        return best if heard[best] >= SHOWS else "plain"

    def after(self, text: str) -> Register:
        """With one more turn heard. An empty turn says nothing of style."""
        turn = styles(text)
        if turn is None:
            return self
        share = max(LEARN, 1 / (self.count + 2)) if self.count < 2 else LEARN

        def follow(old: float, new: float) -> float:
            return round(old + share * (new - old), 4)

        return replace(
            self,
            formal=follow(self.formal, turn.formal),
            playful=follow(self.playful, turn.playful),
            young=follow(self.young, turn.young) if turn.young >= self.young else round(0.8 * self.young, 4),
            terse=follow(self.terse, turn.terse),
            count=min(self.count + 1, 99),
        )


def styles(text: str) -> Register | None:
    """The style of one turn by itself; None where nothing was said in words."""
    text = text[:MOST_CHARACTERS].replace("’", "'")
    words = re.findall(r"[A-Za-z0-9']+", text)
    if not words:
        return None
    size = len(words)
    young = len(_YOUNG.findall(text))
    careless = text == text.lower() and not re.search(r"[.!?]$", text.strip()) and size > 2
    formal = len(_FORMAL.findall(text))
    kept = not _CONTRACTED.search(text) and text[0].isupper() and bool(re.search(r"[.?!]$", text.strip()))
    long = sum(len(word) > 7 for word in words) / size
    stiff = min(1.0, 0.3 * formal + 0.3 * kept * (size >= 5) + 1.2 * max(0.0, long - 0.12))
    jokes = len(_JOKES.findall(text)) + 0.6 * len(_LIKENESS.findall(text))
    short = 1.0 if size <= 4 else 0.6 if size <= 7 else 0.0
    return Register(
        formal=0.0 if young or not kept else stiff,
        playful=min(1.0, 0.75 * jokes),
        young=min(1.0, 0.45 * young + 0.25 * careless) if young else 0.0,
        terse=short if not formal else 0.5 * short,
    )


_EXPANDED = (
    (re.compile(r"\b(can)'t\b", re.I), r"\1not"),
    (re.compile(r"\b(w)on't\b", re.I), r"\1ill not"),
    (re.compile(r"\b(\w+)n't\b(?! \w+\?)", re.I), r"\1 not"),
    (re.compile(r"\b(you|they|we)'re\b", re.I), r"\1 are"),
    (re.compile(r"\b(\w+)'ve\b", re.I), r"\1 have"),
    (re.compile(r"\b(\w+)'ll\b", re.I), r"\1 will"),
    (re.compile(r"\bI'm\b"), "I am"),
    (re.compile(r"\b(it|that|there|what|here|where|who)'s\b(?! (?:been|got|had|gone|come))", re.I), r"\1 is"),
    (re.compile(r"\b(it|that|there|what|here|where|who)'s\b", re.I), r"\1 has"),
)


def in_register(text: str, kind: str) -> str:
    """A wording as this style would say it: to somebody formal, without contractions."""
    if kind != "formal":
        return text
    for rule, full in _EXPANDED:
        text = rule.sub(full, text)
    return text

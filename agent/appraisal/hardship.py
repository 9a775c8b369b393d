"""Hard things told as plain events: "they let me go on Friday", without one word for a feeling."""

from __future__ import annotations

import re

from agent.appraisal.lists import matching

_OTHERWISE = re.compile(
    r"\b(?:(?:it|that|this|everything|which) (?:went|is going|was) (?:so |really |very "
    r")?(?:well|great|fine|better)|so (?:proud|"
    r"happy|glad|relieved)|no longer (?:hurts?|cry|drink)|haven't (?:drunk|smoked|cried|used)|"
    r"at last|finally (?:got|did|have)|"
    r"used to|better now|for a change|in stitches|cried laughing|tears of joy|(?:don't|didn't|"
    r"never|doesn't) (?:cry|hurt|panic))\b",
    re.I,
)


def hardships(text: str) -> tuple[str, ...]:
    """The kinds of hard event told in `text` (plain words, straight quotes); empty where it ends well."""
    lowered = text.lower()
    if _OTHERWISE.search(lowered):
        return ()
    return tuple(dict.fromkeys(key for key, _ in matching("hardship", "events", lowered)))

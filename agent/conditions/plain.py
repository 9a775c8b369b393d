"""Conditions that are one look at one thing."""

from __future__ import annotations

import re

from agent.conditions.registry import CONDITIONS, asks, premise_of, sheet_status
from agent.words.easier import easier

CONDITIONS.update(
    {
        "repeat": lambda now: (
            now.appraisal.asks("repeat") and now.state.last_act is not None and bool(now.state.last_act.text)
        ),
        "waits": asks("wait"),
        "tears": lambda now: now.appraisal.asks("tears") and now.appraisal.words <= 6,
        "goodbye": asks("goodbye"),
        "listen": asks("listen"),
        "meaning": asks("meaning"),
        "human": asks("human"),
        "record": asks("record"),
        "injection": asks("injection"),
        "remember": asks("remember"),
        "thanks": asks("thanks"),
        "lets_go": asks("let_go"),
        "asks_if_there": asks("there"),
        "averse": asks("averse"),
        "no_sheet": asks("no_sheet"),
        "lost_thread": asks("lost_thread"),
        "asks_leave_to_tell": asks("tell_more_offer"),
        "beyond": asks("beyond"),
        "itself": asks("itself"),
        "abilities": asks("abilities"),
        "maker": asks("maker"),
        "affection": asks("affection"),
        "eased": lambda now: now.appraisal.asks("thanks") and bool(easier(now.appraisal.text)),
        "sorry": asks("sorry"),
        "english": asks("english"),
        "start": asks("start"),
        "sent": asks("sent"),
        "early": lambda now: now.turn <= 3,
        "asks_advice": asks("advice", "plan"),
        "asks_opinion": asks("opinion"),
        "asks_about_self": lambda now: (
            now.appraisal.asks("opinion")
            and bool(re.search(r"\bam i |\bi'?m |\bi am |my fault|wrong with me", now.appraisal.text.lower()))
        ),
        "premise_harm": premise_of("harm"),
        "premise_delusion": premise_of("delusion"),
        "premise_mania": premise_of("mania"),
        "premise_compulsion": premise_of("compulsion"),
        "premise_false": premise_of("false"),
        "premise_stigma": premise_of("stigma"),
        "gate_open": lambda now: now.pace.gate_open,
        "lacks_only_leave": lambda now: now.pace.lacks_only_leave,
        "hold": lambda now: now.pace.hold_left > 0,
        "first_hold": lambda now: now.pace.fresh and now.state.pace.held == 0,
        "risk_high": lambda now: now.safety.level == "high",
        "risk_moderate": lambda now: now.safety.level == "moderate",
        "new_high": lambda now: (
            now.state.safety.level != "high" or now.safety.severity > now.state.safety.severity
        ),
        "contrast": lambda now: now.material.contrast is not None,
        "foreign": lambda now: (
            now.appraisal.language == "foreign" and not now.appraisal.asks("thanks", "goodbye")
        ),
        "gibberish": lambda now: now.appraisal.language == "gibberish",
        "empty": lambda now: now.appraisal.language == "empty",
        "sheet_moved": lambda now: (
            sheet_status(now) == "open" and now.heard is not None and now.heard.kind != "aside"
        ),
        "sheet_done": lambda now: (
            sheet_status(now) == "done"
            and now.heard is not None
            and now.heard.kind != "aside"
            and now.heard.run.stop_rule is None
            and not (now.heard.kind == "corrected" and now.state.sheet and now.state.sheet.status == "done")
        ),
        "sheet_ruled": lambda now: (
            sheet_status(now) in ("stopped", "paused", "done")
            and now.heard is not None
            and now.heard.kind in ("filled", "corrected")
            and now.heard.run.stop_rule is not None
        ),
        "sheet_stopped": lambda now: (
            sheet_status(now) in ("stopped", "paused") and now.heard is not None and now.heard.kind == "moved"
        ),
        "sheet_waits": lambda now: sheet_status(now) == "paused",
        "sheet_unused": lambda now: now.state.sheet is None or now.state.sheet.status in ("offered",),
        "change_talk": lambda now: now.appraisal.reading.talk == "change" or now.appraisal.words > 3,
        "straight_words": lambda now: (
            now.state.last is not None
            and now.state.last.question
            and "sentence" in now.state.last.answered
            and now.appraisal.words > 5
            and not re.search(r"n't |not |know", now.appraisal.text)
        ),
    }
)

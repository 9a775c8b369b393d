"""The companion's mind as one pure step: a state and a turn in, a state and an act out.

Deterministic given the seed: the same turns give the same acts, so a session can be replayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from agent.alignment import Alignment
from agent.appraisal.reading import Appraisal, Appraiser
from agent.appraise import RULES, appraise
from agent.decide import Choice, Row, decide, read_table
from agent.ground import ground
from agent.memory import after_act, after_turn, heard_only
from agent.models.rules import refusals as refusals_of
from agent.offering.days import due, for_today
from agent.offering.library import AUTO, Library, open_library
from agent.offering.signs import suited
from agent.pace import back_to_holding, pace
from agent.patience import patience
from agent.perform import perform
from agent.processes import reason, served
from agent.realise import realise
from agent.relationship.alliance import Observer, Relationship, begun
from agent.relationship.critic import judged
from agent.relationship.repair import BOND
from agent.remembering.begun import begun_run
from agent.remembering.carry import carry
from agent.remembering.keeping import Remembered
from agent.remembering.session import about_memory
from agent.review import review
from agent.safety import released, watch
from agent.sheets import at_sheet, fresh, named_sheet, taken_up
from agent.situation import Situation
from agent.state import CompanionState
from agent.thought import Thought
from agent.words.candidate import Candidate
from agent.words.material import gather
from agent.worksheets.programme import load_programme
from agent.worksheets.run import Heard, apply
from alongside.messages import Act, Answer, Turn
from alongside.records import ActKind, Contact

MOST_TRIED = 14
"""Choices that are tried for words before the companion falls back to silence."""


class Companion:
    """The seven steps in a row. Holds no state of its own: only what does not change in a session."""

    def __init__(
        self,
        *,
        name: str = "Alongside",
        contacts: Sequence[Contact] = (),
        worksheet: str = AUTO,
        offers: str = "",
        programme: str = "",
        appraiser: Appraiser = RULES,
        acts: str | Path = "",
        alignment: Alignment = Alignment(),  # noqa: B008
        observer: Observer | None = None,
    ) -> None:
        self.name = name
        self.contacts = tuple(contacts)
        self.programme = load_programme(programme) if programme else None
        exercises = self.programme.exercises if self.programme is not None else ()
        self.library = open_library(worksheet, offers, [exercise.sheet for exercise in exercises])
        self.appraiser = appraiser
        self.table = read_table(Path(acts)) if acts else read_table()
        self.alignment = alignment
        self.observer = observer

    def warm(self) -> None:
        """Have all word lists and heads at hand, so that nobody waits a second for them at the first turn."""
        state, _ = self.greet(self.begin())
        for number, said in enumerate(("I'd like to sleep, but my week was hard.", "It scares me a bit.")):
            state, _ = self.step(state, Turn(turn_id=f"w{number}", text=said))

    def begin(self, seed: int = 0, remembered: Remembered | None = None) -> CompanionState:
        """The state before anything was said, with what is remembered from other sessions."""
        state = CompanionState(seed=seed)
        if remembered is None:
            return state
        state = carry(state, remembered)
        return state.with_(sheet=begun_run(state.keeping, self.sheets_of(state)))

    def step(self, state: CompanionState, turn: Turn) -> tuple[CompanionState, Act]:
        """One turn of the person's, answered in our own words: `think`, then `speak`."""
        return self.speak(self.think(state, turn))

    def think(self, state: CompanionState, turn: Turn) -> Thought:
        """What one turn of the person's is to be answered with, and words of our own for it."""
        before = tuple(
            pair
            for item in state.recent[-4:]
            for pair in (("participant", item.said), ("companion", item.answered))
        )
        appraisal = appraise(turn.text, before, self.appraiser)
        now = self._situation(state, turn, appraisal)
        choices = decide(now, self.table)
        choice, words, refusals = self._words(choices, now)
        return Thought(now, choices[0] if choices else choice, choice, words, refusals)

    def speak(self, thought: Thought, found: Candidate | None = None) -> tuple[CompanionState, Act]:
        """The answer, remembered as it is said.

        `found` are words that a language model found for the act that was wanted. They are reviewed here
        once more: nothing is said that this function did not see pass.
        """
        now, choice, words = thought.now, thought.choice, thought.words
        if found is not None and not refusals_of(found.text, thought.wanted, now):
            wanted = thought.wanted
            choice, words = replace(wanted, reasons=(*wanted.reasons, found.frame)), replace(found, frame="")
        act = self._act(choice, words, thought.refusals, now)
        seconds, why = patience(
            act.kind, act.focus, act.text, now.pace, now.appraisal, now.prosody, now.state.baseline
        )
        now = replace(now, pace=replace(now.pace, patience=seconds, patience_reason=why))
        return self._observed(after_act(after_turn(now), now, choice, words, act), act), act

    def _observed(self, state: CompanionState, act: Act) -> CompanionState:
        """The answer taken into the relationship, and what the critic says of both sides."""
        if self.observer is None or state.relationship is None:
            return state
        held = self.observer.answer(state.relationship, act.text)
        return state.with_(relationship=judged(held, state.safety.severity)[0])

    def greet(self, state: CompanionState) -> tuple[CompanionState, Act]:
        """The first words: what it is, and one opening."""
        return self._own(state, "greet", "the session begins: say what it is")

    def goodbye(self, state: CompanionState) -> tuple[CompanionState, Act]:
        """The last words, with the plan where there is one."""
        state, act = self._own(state, "goodbye", "the session ends")
        return state.with_(ended=True, pace=replace(state.pace, phase="close")), act

    def answer(self, state: CompanionState, answer: Answer) -> tuple[CompanionState, Act]:
        """Something entered on the worksheet. What was typed is read for safety like any other words."""
        safety = watch(state.safety, answer.value) if answer.value else state.safety
        run = state.sheet
        if run is None or run.sheet.key not in ("", answer.sheet or run.sheet.key):
            wanted = next((item for item in state.shelf if item.sheet.key == answer.sheet), None)
            library = self.sheets_of(state)
            run = wanted or fresh(library.find(answer.sheet), state.keeping, library.carries)
        before = run.point
        run = apply(run, answer)
        heard = Heard(
            run, "filled" if answer.move in ("enter", "edit") else "moved", answer.field, answer.move
        )
        turn = Turn(turn_id=answer.turn_id, text="", channel=answer.channel, stamp=answer.stamp)
        if safety.level == "none" and run.point == before and not _problem(heard):
            run, shelf = taken_up(state, run)
            return state.with_(sheet=run, shelf=shelf), self._nod(state, turn)
        quiet = replace(
            self._situation(state, turn, Appraisal("", RULES.read("", (), ()))), safety=safety, heard=heard
        )
        choices = decide(quiet, self.table)
        choice, words, refusals = self._words(choices, quiet)
        act = self._act(choice, words, refusals, quiet)
        run, shelf = taken_up(state, run)
        kept = state.with_(sheet=run, shelf=shelf, safety=safety, turn=quiet.turn)
        return after_act(kept, quiet, choice, words, act), act

    def sheets_of(self, state: CompanionState) -> Library:
        """The sheets of this session: all, the one that a profile fixes, or the programme's for today."""
        if self.programme is None:
            return self.library
        return for_today(self.library, self.programme, due(self.programme, state.keeping))

    def heard(self, state: CompanionState, act_id: str, words: str) -> CompanionState:
        """Only `words` of that act were heard: that is all that is remembered of it."""
        return heard_only(state, act_id, words)

    def release(self, state: CompanionState) -> CompanionState:
        """A person has looked, and the session may go on."""
        return state.with_(safety=released(state.safety))

    def raise_risk(
        self, state: CompanionState, severity: int, reasons: tuple[str, ...]
    ) -> tuple[CompanionState, Act]:
        """The guardian saw what this turn alone did not show: the approved words, now."""
        safety = replace(
            state.safety,
            level="high",
            held=True,
            severity=max(4, severity),
            ever=max(state.safety.ever, severity),
            reasons=reasons,
        )
        return self._own(state.with_(safety=safety), "safety", "the guardian raised the level", focus="high")

    def _situation(self, state: CompanionState, turn: Turn, appraisal: Appraisal) -> Situation:
        material = gather(appraisal.clauses, appraisal.reading.feelings, appraisal.text[:2000])
        safety = watch(state.safety, appraisal.text, appraisal.short_answer, appraisal.reading.risk)
        library = self.sheets_of(state)
        if named_sheet(state, turn.text, library):
            appraisal = replace(appraisal, requests=appraisal.requests | {"worksheet"})
        heard = at_sheet(state, turn, appraisal, safety, library)
        ledger = ground(state, appraisal, material, turn.turn_id)
        asked = about_memory(state, appraisal, ledger, turn.turn_id)
        ledger = asked.ground
        busy = heard is not None and heard.kind != "aside"
        paced = pace(state, appraisal, ledger, safety, turn.prosody, at_sheet=busy)
        now = Situation(
            state=state,
            turn=state.turn + 1,
            turn_id=turn.turn_id,
            appraisal=appraisal,
            material=material,
            ground=ledger,
            pace=paced.pace,
            goals=paced.goals,
            baseline=paced.baseline,
            safety=safety,
            heard=heard,
            revision=turn.revision,
            contacts=self.contacts,
            name=self.name,
            sheets=library.sheets,
            carries=library.carries,
            prosody=turn.prosody,
            alignment=self.alignment,
            plan=asked.plan,
            went=asked.went,
            went_plan=asked.went_plan,
            wish=asked.wish,
            teach=asked.teach,
            relationship=self._heard(state, turn),
        )
        if now.mend[0] == BOND and not now.pace.hold_left:
            now = replace(now, pace=back_to_holding(now.pace, now.mend[1]))
        found = suited(now, library)
        at_hand = heard.run.sheet if heard is not None else None
        best = library.find(found[0].sheet) if found else library.usual
        return replace(now, suited=found, sheet=at_hand or best)

    def _heard(self, state: CompanionState, turn: Turn) -> Relationship | None:
        """The relationship with this turn of the person's."""
        if self.observer is None or not turn.text.strip():
            return state.relationship
        return self.observer.hear(state.relationship or begun(), turn.text, turn.turn_id)

    def _words(self, choices: Sequence[Choice], now: Situation) -> tuple[Choice, Candidate, tuple[str, ...]]:
        """The first choice whose words pass review, and what was refused on the way; else silence.

        Words for danger were approved by people: where review refuses all of them, the first are said all
        the same. Nothing else ever stands in for them.
        """
        refusals: list[str] = []
        for choice in choices[:MOST_TRIED]:
            found = list(realise(choice, now))
            for candidate in found:
                refused = review(candidate.text, choice, now)
                if not refused:
                    return choice, candidate, tuple(refusals)
                refusals.extend(f"{choice.row.act}: {rule}" for rule in refused)
            act, high = choice.row.act, now.safety.level == "high"
            if found and (act == "safety" or (act == "goodbye" and high)):
                return choice, found[0], tuple(refusals)
        return _SILENCE, Candidate("", "silence"), tuple(refusals)

    def _act(self, choice: Choice, words: Candidate, refusals: tuple[str, ...], now: Situation) -> Act:
        row = choice.row
        tears = now.appraisal.asks("tears")
        last = now.state.last_act
        manner = perform(
            row.act,
            row.focus,
            now.pace,
            tears=tears,
            seed_gesture=now.turn + now.state.seed,
            heard=now.prosody,
            usual=now.state.baseline,
            before=(last.valence, last.arousal) if last is not None else (0.1, 0.0),
            alignment=now.alignment,
        )
        run = now.heard.run if now.heard is not None else None
        miti = row.miti
        if row.act == "reflect" and row.miti in ("SR", "CR"):
            miti = "CR" if words.depth == "complex" else "SR"
        return Act(
            # The answer to a turn that went on may have been called back: this is another act.
            act_id=f"act-{now.turn}-{now.turn_id or row.act}" + (f"-{now.revision}" if now.revision else ""),
            turn_id=now.turn_id,
            revision=now.revision,
            kind=row.act,
            focus=words.focus or row.focus,
            text=words.text,
            reasons=(
                *choice.reasons,
                *_why_this_sheet(row, now),
                *_why_mended(row, now),
                *self._serves(row, words, now),
            ),
            refusals=tuple(dict.fromkeys(refusals))[:12],
            bolt=row.bolt,
            miti=miti,
            rate=manner.rate,
            pause_before=manner.pause_before,
            volume=manner.volume,
            expression=manner.expression,
            valence=manner.valence,
            arousal=manner.arousal,
            gesture=manner.gesture,
            sheet=run.sheet.key if run is not None and row.act == "worksheet_step" else "",
            sheet_field=run.current.key
            if run is not None and run.current and row.act == "worksheet_step"
            else "",
        )

    def _serves(self, row: Row, words: Candidate, now: Situation) -> tuple[str, ...]:
        """The process of change that an act serves, where it serves one."""
        goal = now.goal
        if goal is None or not words.text:
            return ()
        process = served(row.act, row.focus, words.frame, goal)
        return (reason(process, goal.stage),) if process else ()

    def _own(
        self, state: CompanionState, kind: ActKind, because: str, focus: str = ""
    ) -> tuple[CompanionState, Act]:
        """An act that answers no turn."""
        turn = Turn(turn_id="", text="")
        appraisal = Appraisal("", RULES.read("", (), ()))
        safe = replace(
            self._situation(state, turn, appraisal), safety=state.safety, pace=state.pace, goals=state.goals
        )
        choice = Choice(
            replace(_SILENCE.row, act=kind, focus=focus, because=because, tier="session", rank=100),
            (because,),
        )
        _, words, refusals = self._words([choice], safe)
        act = self._act(choice, words, refusals, safe)
        kept = state.with_(turn=safe.turn, greeted=state.greeted or kind == "greet")
        return after_act(kept, safe, choice, words, act), act

    def _nod(self, state: CompanionState, turn: Turn) -> Act:
        return Act(
            act_id=f"act-{state.turn}-nod",
            turn_id=turn.turn_id,
            kind="backchannel",
            text="",
            gesture="nod",
            reasons=("entered beside the question asked: nothing to say",),
        )


def _why_mended(row: Row, now: Situation) -> tuple[str, ...]:
    """The measure of the relationship that a repair answers to."""
    name, why = now.mend
    return (f"{name}: {why}",) if name and name == row.focus else ()


def _why_this_sheet(row: Row, now: Situation) -> tuple[str, ...]:
    """What speaks for the sheet that is offered, and what else came into question."""
    if row.act != "ask_permission" or row.focus != "worksheet" or not now.suited:
        return ()
    first, *others = now.suited
    chosen = f"sheet {first.sheet} ({first.weight:.1f}): {'; '.join(first.reasons)}"
    rest = ", ".join(f"{item.sheet} ({item.weight:.1f})" for item in others[:3])
    return (chosen, f"after it: {rest}") if rest else (chosen,)


def _problem(heard: Heard) -> bool:
    run = heard.run
    return run.position < len(run.entries) and bool(run.entries[run.position].problem)


_SILENCE = Choice(
    Row("silence", "", (), 0.0, "", "", "no words passed review: stay, say nothing", "fallback", 0),
    ("no words passed review: stay, say nothing",),
)

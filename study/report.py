"""`report.html`: one session on one self-contained page, figures first, for the screen and for paper."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from study.account import Account, Line, parts, read_account
from study.figures import figures
from study.manifest import write_atomically
from study.page import drawn, template, uri
from study.paper.session import answered, file_name, write_sheets
from study.transcript import act_name, clock, shown, why

REPORT = "report.html"


def write_report(session: Path) -> Path:
    """Write the report of the session in that folder and give its path. Takes two or three seconds.

    The worksheets are written beside it as PDF, for the person to take home.
    """
    path = session / REPORT
    account = read_account(session)
    papers = write_sheets(session, account.sheets.values())
    write_atomically(path, render(account, papers))
    return path


def render(account: Account, papers: Mapping[str, bytes] | None = None) -> str:
    """The report as HTML; `papers` are the worksheets' PDFs, by key."""
    return template(REPORT).render(
        account=account,
        title=_title(account),
        subtitle=_subtitle(account),
        facts=_facts(account),
        figures=[drawn(figure) for figure in figures(account)],
        sheets=answered(account.sheets.values()),
        papers={key: (file_name(key), uri("application/pdf", data)) for key, data in (papers or {}).items()},
        lines=[_line(line) for line in account.lines],
        understood=[
            {
                "clock": clock(found.minute),
                "about": found.about,
                "verdict": found.verdict,
                "parts": parts(found),
                "attempt": found.attempt,
            }
            for found in account.teach_backs
        ],
        pleased=[clock(minute) for minute in account.pleased],
        risks=_risks(account),
        incidents=[
            {
                "clock": clock(item.minute),
                "until": clock(item.until) if item.until is not None else "–",
                "component": item.component,
                "status": item.status,
                "detail": item.detail,
            }
            for item in account.incidents
        ],
        runs=_runs(account),
    )


def _title(account: Account) -> str:
    if not account.began:
        return "An empty session"
    when = time.localtime(account.began)
    return f"Session of {when.tm_mday} {time.strftime('%B %Y, %H:%M', when)}"


def _subtitle(account: Account) -> str:
    profile = next((run.get("profile") for run in account.manifest.get("runs", []) if run.get("profile")), "")
    return f"{account.session.name}{f', profile {profile}' if profile else ''}"


def _facts(account: Account) -> list[tuple[str, str]]:
    spoken = [line for line in account.acts if line.text]
    words = sum(len(line.text.split()) for line in account.turns)
    own = sum(len(line.text.split()) for line in spoken)
    facts = [("Length", f"{clock(account.minutes)} min")] if account.minutes else []
    facts += [("Turns", str(len(account.turns))), ("Companion's lines", str(len(spoken)))]
    if words + own:
        facts.append(("Words of the participant", f"{words} of {words + own}"))
    if account.turns:
        facts.append(("Spoken over", str(sum(line.sounded == "interrupted" for line in account.acts))))
    if account.teach_backs:
        last = {found.about: found for found in account.teach_backs}
        whole = sum(found.verdict == "complete" for found in last.values())
        facts.append(("Said back whole", f"{whole} of {len(last)}"))
    if account.pleased or account.teach_backs:
        facts.append(("Voiced being pleased", str(len(account.pleased))))
    return facts


def _line(line: Line) -> dict[str, Any]:
    heard = line.heard if line.text.startswith(line.heard) else ""
    return {
        "who": line.who,
        "clock": clock(line.minute),
        "text": shown(line),
        "cut": line.sounded in ("interrupted", "failed") and bool(line.text),
        "heard": heard,
        "unheard": line.text[len(heard) :],
        "act": act_name(line.act) if line.act else "",
        "why": why(line),
    }


def _risks(account: Account) -> list[dict[str, Any]]:
    """Every change of level, and every turn that raised one."""
    rows, last = [], "none"
    for minute, risk in account.risks:
        if risk.level != last or risk.level != "none":
            shown = {"level": risk.level, "severity": risk.severity, "probability": risk.probability}
            rows.append({"clock": clock(minute), "reasons": risk.reasons, **shown})
        last = risk.level
    return rows


def _runs(account: Account) -> list[dict[str, Any]]:
    named = ("alongside", "python", "profile", "transport", "seed", "graph_sha256")
    return [
        {
            "started": time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(run["started"])),
            **{name: run.get(name, "") for name in named},
        }
        for run in account.manifest.get("runs", [])
    ]

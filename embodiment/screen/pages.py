"""The plain pages of the server: what it says itself, and the worksheet for print."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from html import escape

from starlette.responses import HTMLResponse

from alongside.messages import SheetView
from alongside.records import SheetField

STYLE = """
:root { color-scheme: light dark; --ground: #faf6ef; --ink: #2b2f36; --quiet: #5b616b; --line: #cfc8bb; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #1d232b; --ink: #e9e4da; --quiet: #b1b3b5; --line: #46505c; }
}
body { margin: 0 auto; padding: 2.5rem 1.25rem; max-width: 60ch; background: var(--ground); color: var(--ink);
  font: 20px/1.5 "Source Sans 3", "Noto Sans", "Segoe UI", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 600; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; font-weight: 600; margin: 2rem 0 .25rem; }
p { margin: .25rem 0 1rem; }
code { font-size: .85em; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: .9em; }
.answer { white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.6em;
  border-bottom: 1px solid var(--line); }
.blank { min-height: 4.8em; }
section { break-inside: avoid; }
@page { size: A4; margin: 20mm; }
@media print {
  :root { --ground: #fff; --ink: #111; --quiet: #444; --line: #888; }
  body { padding: 0; max-width: none; font-size: 12pt; }
}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'"

REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For the session's report: one file with its own styles and drawings, and no script."""


def plain_page(
    title: str, body: str, *, language: str = "en", status: int = 200, again: int = 0
) -> HTMLResponse:
    """A small page. `body` is HTML; `again` has the browser look again after so many seconds."""
    refresh = f'<meta http-equiv="refresh" content="{again}">' if again else ""
    page = (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">{refresh}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    return HTMLResponse(page, status, {"Content-Security-Policy": _POLICY})


def not_built() -> HTMLResponse:
    """Stands in for the page where it was never built."""
    return plain_page(
        "The page is not built yet",
        "<p>The server runs, but the page with the face is missing. In the folder of the repository, run "
        "<code>pip install -e .</code>, then start Alongside again.</p>",
        status=503,
    )


def no_report(language: str) -> HTMLResponse:
    """Stands in for the report until it is written."""
    return plain_page(
        "The report is not here yet",
        "<p>It is written when the conversation has ended. This page looks again by itself.</p>",
        language=language,
        status=404,
        again=3,
    )


def no_sheet(language: str) -> HTMLResponse:
    """Stands in for a worksheet's PDF until it is written."""
    return plain_page(
        "The sheet is not here yet",
        "<p>It is made when the conversation has ended. This page looks again by itself.</p>",
        language=language,
        status=404,
        again=3,
    )


def sheet_page(sheet: SheetView | None, language: str) -> HTMLResponse:
    """A worksheet as it stands, for print on A4; what is empty leaves room to write by hand."""
    if sheet is None:
        return plain_page(
            "No worksheet yet", "<p>None was filled in so far.</p>", language=language, status=404
        )
    when = time.strftime("%d %B %Y", time.localtime(sheet.stamp))
    note = "" if sheet.status == "done" else " · not finished"
    fields = "".join(map(_field, sheet.fields))
    return plain_page(
        sheet.title or sheet.sheet, f'<p class="quiet">{escape(when)}{note}</p>{fields}', language=language
    )


def _field(field: SheetField) -> str:
    answer = field.shown or _readable(field.value)
    label = escape(field.label or field.prompt)
    scale = ""
    if field.kind == "rating" and field.low_label:
        low, high = f"{field.minimum:g} {field.low_label}", f"{field.maximum:g} {field.high_label}"
        scale = f'<p class="quiet">{escape(low)} – {escape(high)}</p>'
    kind = "answer" if answer else "answer blank"
    return f'<section><h2>{label}</h2>{scale}<p class="{kind}">{escape(answer)}</p></section>'


def _readable(value: str) -> str:
    """A field's JSON value as a person reads it."""
    if not value:
        return ""
    try:
        plain = json.loads(value)
    except ValueError:
        return value
    return ", ".join(map(str, plain)) if isinstance(plain, list) else str(plain)

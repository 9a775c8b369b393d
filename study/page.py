"""What the pages of both reports share: templates, figures with what can be saved of them, data addresses."""

from __future__ import annotations

import base64
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from study.drawing import Figure


def template(name: str) -> Template:
    """A page of `study/templates`; what it is not given is an error."""
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(name)


def drawn(figure: Figure, shown: str = "") -> dict[str, str]:
    """A figure as the macro of `figure.html` takes it.

    `shown`: the SVG on the page, where that is not the one to save.
    """
    return {
        "key": figure.key,
        "title": figure.title,
        "counts": figure.counts,
        "svg": shown or figure.svg,
        "svg_uri": uri("image/svg+xml", figure.svg),
        "csv_uri": uri("text/csv", figure.csv),
    }


def uri(kind: str, content: str | bytes) -> str:
    """A file as an address that a page holds itself."""
    data = content.encode() if isinstance(content, str) else content
    charset = ";charset=utf-8" if isinstance(content, str) else ""
    return f"data:{kind}{charset};base64,{base64.b64encode(data).decode()}"

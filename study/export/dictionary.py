"""The data dictionary, made from the tables themselves: JSON in every export, and docs/data_dictionary.md.

python -m study.export.dictionary > docs/data_dictionary.md
"""

from __future__ import annotations

from typing import Any

from study.export.columns import TABLES, Column

_HEAD = """# Data dictionary

What `alongside study export` writes ([studies](studies.md#export)): the same tables as CSV, as Parquet
and, for participants, visits (`sessions`), scores (`phenotype/`) and events, as a BIDS-like tree. This page
is made from the code: `python -m study.export.dictionary`.

Participants are codes. There are no dates: days count from the person's day 1, seconds from the beginning
of a visit or a record. No value is an empty field in CSV, null in Parquet, `n/a` in BIDS. In words, what
tells who somebody is stands as `[name]`, `[place]`, `[organisation]`, `[group]`, `[address]`, `[telephone]`,
`[number]`, `[e-mail]`, `[link]`, `[account]`, `[date]`, or, of a word that is in no dictionary, `[word]`.
A word whose time is told stands as `[masked]`.
"""


def as_json() -> dict[str, Any]:
    """Tables with their columns, as JSON values."""
    return {
        table.name: {
            "row": table.row,
            "columns": {
                column.name: {
                    "type": column.kind,
                    "meaning": column.meaning,
                    **({"unit": column.unit} if column.unit else {}),
                    **({"levels": dict(column.levels)} if column.levels else {}),
                }
                for column in table.columns
            },
        }
        for table in TABLES
    }


def as_page() -> str:
    """The page, in Markdown."""
    parts = [_HEAD]
    for table in TABLES:
        parts.append(
            f"\n## {table.name}\n\nA row is {table.row}.\n\n"
            "| column | type | meaning | unit |\n|---|---|---|---|\n"
        )
        parts += [f"| `{c.name}` | {c.kind} | {_meaning(c)} | {c.unit} |\n" for c in table.columns]
    return "".join(parts)


def _meaning(column: Column) -> str:
    levels = "; ".join(f"`{level}`: {meaning}" for level, meaning in column.levels)
    return f"{column.meaning} {levels}".strip()


if __name__ == "__main__":
    print(as_page(), end="")

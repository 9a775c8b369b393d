"""The report, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.turns.measure import Measured
from bench.turns.summary import OVERLAPPING, Quantile, Summary, quantile

P50, P95, STOP = 0.6, 0.5, 0.2


def report(summaries: Sequence[Summary], measured: Mapping[str, Sequence[Measured]]) -> str:
    """All tables."""
    parts = [_table(summaries), _by_kind(measured), _steps(measured)]
    rivals = [summary for summary in summaries[1:] if "defaults" not in summary.side]
    if rivals:
        parts.append(_targets(summaries[0], min(rivals, key=lambda other: other.p50.value)))
    return "\n\n".join(parts)


def _table(summaries: Sequence[Summary]) -> str:
    rows: list[tuple[str, list[str]]] = [
        ("end of speech to the answer that stands, median", [_ms(one.p50) for one in summaries]),
        ("95th percentile", [_ms(one.p95) for one in summaries]),
        (
            "to the first sound, median / 95th percentile",
            [f"{_n(one.first_p50)} / {_n(one.first_p95)} ms" for one in summaries],
        ),
        ("answered", [f"{one.answered} of {one.items}" for one in summaries]),
        ("began before the person's end", [str(one.false_cuts) for one in summaries]),
        ("one utterance taken for several turns", [str(one.split) for one in summaries]),
        ("more than one answer heard", [str(one.several) for one in summaries]),
        ("spoken over: silent after, median", [_ms(one.stop_p50) for one in summaries]),
        ("95th percentile", [_ms(one.stop_p95) for one in summaries]),
        ("not silent at all", [f"{one.not_stopped} of {one.stops}" for one in summaries]),
        ('stopped by "mm-hm"', [f"{one.false_stops} of {one.acknowledged}" for one in summaries]),
        ('longest pause made for an "mm-hm"', [f"{_n(one.waited)} ms" for one in summaries]),
        ("processor a turn", [f"{one.cpu:.1f} s" for one in summaries]),
        (
            "memory, proportional / resident",
            [f"{one.memory:.0f} / {one.resident:.0f} MiB" for one in summaries],
        ),
    ]
    return _markdown(["", *(one.side for one in summaries)], [[name, *cells] for name, cells in rows])


def _by_kind(measured: Mapping[str, Sequence[Measured]]) -> str:
    kinds = list(dict.fromkeys(item.kind for items in measured.values() for item in items))
    rows = []
    for kind in kinds:
        cells = []
        for items in measured.values():
            mine = [item for item in items if item.kind == kind]
            stands = [item.stands for item in mine if item.stands is not None]
            cut, split = sum(item.false_cut for item in mine), sum(item.turns > 1 for item in mine)
            cells.append(f"{_n(quantile(stands, 0.5).value)} ms, {cut} cut, {split} split of {len(mine)}")
        rows.append([kind, *cells])
    return _markdown(["median by kind", *measured], rows)


def _steps(measured: Mapping[str, Sequence[Measured]]) -> str:
    names = {
        "soft end": "silence noticed",
        "words": "words in",
        "provisional": "thinking ahead begun",
        "released": "turn over",
        "prepare": "reply written",
    }
    rows = []
    for step, name in names.items():
        found = [
            [at for item in items if item.kind not in OVERLAPPING for kind, at in item.steps if kind == step]
            for items in measured.values()
        ]
        rows.append([name, *(f"{_n(quantile(times, 0.5).value)}" for times in found)])
    return _markdown(["on the way to the answer that stands, median ms after the end", *measured], rows)


def _targets(ours: Summary, theirs: Summary) -> str:
    cut = theirs.false_cuts / 2
    rows = [
        _target("median, share of theirs", f"{P50}", ours.p50.value / theirs.p50.value, P50),
        _target("95th percentile, share of theirs", f"{P95}", ours.p95.value / theirs.p95.value, P95),
        _target("split turns", "0", ours.split, 0),
        _target("false cuts", f"half of theirs ({cut:g})", ours.false_cuts, cut),
        _target("spoken over, 95th percentile", f"under {_n(STOP)} ms", ours.stop_p95.value, STOP),
    ]
    return _markdown([f"against {theirs.side}", "target", "measured", ""], rows)


def _target(name: str, wanted: str, found: float, most: float) -> list[str]:
    in_ms = wanted.endswith(" ms")
    shown = str(found) if isinstance(found, int) else f"{_n(found)} ms" if in_ms else f"{found:.2f}"
    return [name, wanted, shown, "met" if found <= most else "missed"]


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _n(seconds: float) -> str:
    return "-" if seconds != seconds else f"{1000 * seconds:.0f}"


def _ms(found: Quantile) -> str:
    return f"{_n(found.value)} ms ({_n(found.low)} to {_n(found.high)})"

"""The risk head's figures as lines of its card."""

from __future__ import annotations

from typing import Any


def risk_lines(figures: dict[str, Any]) -> list[str]:
    """Markdown lines."""
    lines = [
        f"At severity 4 and more, thresholds taken from the other folds (screening): recall "
        f"**{figures['recall']:.3f}**, precision **{figures['precision']:.3f}**. Expected calibration error "
        f"of that probability {figures['calibration_error']:.3f}.",
        "",
        "| recall on the posts | precision |",
        "|---|---|",
    ]
    lines += [f"| {recall} | {value:.3f} |" for recall, value in figures["operating"].items()]
    lines += [
        "",
        f"The ladder of seven, thresholds for the best balance: quadratic kappa {figures['kappa']:.3f}, mean "
        f"absolute error {figures['mean_absolute_error']:.3f}, macro-F1 {figures['ladder_f1']:.3f}.",
        "",
        "False alarms for each 1,000 turns of ordinary talk, by a model that had not seen them:",
        "",
        "| talk | turns | screening, 4+ | screening, 2+ | live, 4+ | live, 2+ |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {item['turns']} | {item['screen_4']:.1f} | {item['screen_2']:.1f} | "
        f"{item['live_4']:.1f} | {item['live_2']:.1f} |"
        for name, item in figures["alarms"].items()
    ]
    own = figures["own_recall"]
    lines += [
        "",
        "Recall on short turns written for this project, not seen: "
        f"screening {own['screen_4']:.2f} at 4+; live {own['live_4']:.2f} at 4+, {own['live_2']:.2f} at 2+. "
        f"On the posts, live {figures['posts_live_recall']:.2f} at 4+.",
    ]
    return lines

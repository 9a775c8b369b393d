"""Whether the fused belief is as sure as it should be, on people whose truth is made up.

    python -m bench.fusion [--people 60] [--picture docs/pictures/fusion.svg]

Truth moves as the filter supposes (mean-reverting, as fast as valence and arousal do). Face, voice, words
and now and then a report tell it with the noise of their correlation in the field; then the same with
sources that follow the truth less than is claimed, and with errors that last, as real ones do. Told: how
often the truth lies within what the belief says holds 50, 80 and 95 % of the time, and the mean error
beside that of each source alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from alongside.messages import Affect
from perception.fusing import SOURCES, TAU_AROUSAL, TAU_VALENCE, Fused, fuse
from perception.kalman import SPREAD, noise_of

SECONDS = 240.0
EVERY_S = {"face": 0.2, "voice": 6.0, "words": 8.0, "report": 80.0}
LEVELS = {0.5: 0.674, 0.8: 1.282, 0.95: 1.960}
STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class World:
    """How readings come about: `honest` is the share of a source's claimed correlation that it has, `lasting`
    the seconds for which its error stays."""

    name: str
    honest: float = 1.0
    lasting: float = 1.5


WORLDS = (
    World("as supposed"),
    World("sources worse by a quarter", 0.75),
    World("errors that last 10 s", 1.0, 10.0),
)


def walk(chance: np.random.Generator, count: int, step: float, tau: float, spread: float) -> np.ndarray:
    """[count] values of a mean-reverting process, `step` seconds apart."""
    stay, values = np.exp(-step / tau), np.empty(count)
    values[0] = chance.normal(0, spread)
    for k in range(1, count):
        values[k] = stay * values[k - 1] + chance.normal(0, spread * np.sqrt(1 - stay**2))
    return values


def life(chance: np.random.Generator, world: World) -> Iterator[tuple[float, float, float, Affect]]:
    """(second, true valence, true arousal, reading) for one person."""
    step = EVERY_S["face"]
    count = int(SECONDS / step)
    truth = [np.clip(walk(chance, count, step, tau, SPREAD), -1, 1) for tau in (TAU_VALENCE, TAU_AROUSAL)]
    wrong = {
        (name, dimension): walk(
            chance, count, step, world.lasting, float(np.sqrt(noise_of(world.honest * rho)))
        )
        for name, source in SOURCES.items()
        for dimension, rho in enumerate((source.rho_valence, source.rho_arousal))
    }
    for k in range(count):
        for name, every in EVERY_S.items():
            if k and k % round(every / step) == 0:
                said = [float(truth[d][k] + wrong[name, d][k]) for d in range(2)]
                yield (
                    k * step,
                    float(truth[0][k]),
                    float(truth[1][k]),
                    Affect(
                        stamp=k * step,
                        source=name,  # type: ignore[arg-type]
                        valence=said[0],
                        arousal=said[1],
                        confidence=SOURCES[name].usual,
                    ),
                )


def off(world: World, people: int, seed: int = 0) -> tuple[np.ndarray, dict[str, float]]:
    """([n, 2] errors of valence and arousal in standard deviations of the belief, mean errors of valence)."""
    scaled, errors = [], {name: [] for name in ("fused", "nothing", *SOURCES)}  # type: ignore[var-annotated]
    for person in range(people):
        fused, last = Fused(), -1.0
        for at, valence, arousal, reading in life(np.random.default_rng([seed, person]), world):
            fused = fuse(fused, reading)
            errors[reading.source].append(abs(np.clip(reading.valence, -1, 1) - valence))
            if at - last >= 5 and at > 30:
                last = at
                gone = (valence - fused.valence.mean, arousal - fused.arousal.mean)
                scaled.append((gone[0] / fused.valence.sd, gone[1] / fused.arousal.sd))
                errors["fused"].append(abs(gone[0]))
                errors["nothing"].append(abs(valence))
    return np.array(scaled), {name: float(np.mean(value)) for name, value in errors.items()}


def within(scaled: np.ndarray, level: float) -> float:
    """How often the truth lies in the middle `level` of the belief."""
    from statistics import NormalDist

    return float((np.abs(scaled) <= NormalDist().inv_cdf(0.5 + level / 2)).mean())


def draw(found: dict[str, np.ndarray], path: Path) -> None:
    """The calibration plot."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"font.family": "sans-serif", "font.size": 11, "svg.hashsalt": "fusion"})
    figure, axes = plt.subplots(1, 2, figsize=(8.4, 4.0), sharey=True, facecolor="#fbf8f3")
    styles = zip(found.items(), ("#3b6e8f", "#b3703a", "#6d8a5e"), ("o", "s", "^"), strict=True)
    for (name, scaled), colour, mark in styles:
        for dimension, axis in enumerate(axes):
            shares = [within(scaled[:, dimension], level) for level in STEPS]
            axis.plot(STEPS, shares, color=colour, marker=mark, markersize=4.5, linewidth=1.6, label=name)
    for axis, title in zip(axes, ("valence", "arousal"), strict=True):
        axis.plot([0, 1], [0, 1], color="#8a93a3", linestyle="--", linewidth=1)
        axis.set(title=title, xlabel="said to hold so often", xlim=(0, 1), ylim=(0, 1), facecolor="#fbf8f3")
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("held so often")
    axes[0].legend(frameon=False, loc="upper left")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure, print and draw."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=60)
    asked.add_argument("--picture", type=Path)
    given = asked.parse_args()
    found = {}
    print(f"{given.people} people, {SECONDS:.0f} s each\n")
    print("| world | dimension | 50 % | 80 % | 95 % | mean error fused | no reading | face | words |")
    print("|---|---|---|---|---|---|---|---|---|")
    for world in WORLDS:
        found[world.name], errors = off(world, given.people)
        for dimension, name in enumerate(("valence", "arousal")):
            shares = " | ".join(
                f"{100 * within(found[world.name][:, dimension], level):.0f}" for level in LEVELS
            )
            told = " | ".join(f"{errors[key]:.2f}" for key in ("fused", "nothing", "face", "words"))
            print(f"| {world.name} | {name} | {shares} | {told if dimension == 0 else ' | | | '} |")
    if given.picture:
        draw(found, given.picture)


if __name__ == "__main__":
    main()

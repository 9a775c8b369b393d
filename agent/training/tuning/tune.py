"""Training the encoder on all tasks at once (Caruana 1997), keeping the likeness of other texts as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from agent.appraisal.heads.features import context
from agent.training.example import Example
from agent.training.fit import targets
from agent.training.tuning.material import KEPT, Step, Task, steps, without
from agent.training.tuning.network import Network

ROUNDS = 2
BODY_RATE, OUTPUT_RATE = 1e-4, 1e-3
"""Peak learning rates of AdamW: of the encoder, and of the outputs, which begin at nothing."""
WARM_UP = 0.06
"""Share of the steps in which the rates rise; then they fall in a line to nothing."""
LIKENESS = 10.0
"""Weight of the likeness that is kept, against the tasks' losses of about 1."""
SHARE = {"talk": 1.5, "behaviour": 1.0, "miti": 0.7, "counsellor_acts": 1.0, "client_acts": 0.5}
"""Weights of the tasks; without an entry, 0.7."""


def tuned(
    folder: Path,
    tasks: Mapping[str, Task],
    pool: Sequence[str],
    held: Collection[str] = (),
    rounds: int = ROUNDS,
    tell: Callable[[str], None] = print,
) -> Network:
    """The published encoder in `folder`, trained on everything but the groups `held`. Seeded."""
    torch.manual_seed(0)
    network = Network(folder, {name: (task.blocks, len(task.recipe.classes)) for name, task in tasks.items()})
    network.eval()
    with torch.no_grad():
        before = torch.cat([network.vectors(pool[start : start + 64]) for start in range(0, len(pool), 64)])
    kept = {name: without(task, held) for name, task in tasks.items()}
    losses = {name: _loss(task, kept[name]) for name, task in tasks.items()}
    plan = [step for seed in range(rounds) for step in steps(kept, seed)]
    optimiser, schedule = _optimiser(network, len(plan))
    chance = np.random.default_rng(1)
    network.train()
    running: dict[str, float] = {}
    for number, step in enumerate(plan):
        places = chance.choice(len(pool), KEPT, replace=False)
        same = [pool[place] for place in places]
        found = _step(network, tasks, step, losses, same, before[places])
        optimiser.zero_grad()
        torch.stack(list(found.values())).sum().backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        for name, value in found.items():
            running[name] = 0.95 * running.get(name, value.item()) + 0.05 * value.item()
        if number % 50 == 49 or number + 1 == len(plan):
            shown = ", ".join(f"{name} {value:.2f}" for name, value in running.items())
            tell(f"step {number + 1} of {len(plan)}: {shown}")
    network.eval()
    return network


def _step(
    network: Network,
    tasks: Mapping[str, Task],
    step: Step,
    losses: Mapping[str, Callable[[Tensor, Sequence[Example]], Tensor]],
    same: Sequence[str],
    before: Tensor,
) -> dict[str, Tensor]:
    """The losses of one step. Every text in it is encoded once."""
    said = {
        name: [context(item.item, tasks[name].recipe.speaker) for item in examples]
        for name, examples in step.items()
    }
    wanted = [text for rows in said.values() for row in rows for text in (row.turn, row.heard, row.own)]
    texts = [text for text in dict.fromkeys([*same, *wanted]) if text]
    with torch.autocast("cpu", torch.bfloat16):
        vectors = network.vectors(texts)
    place = {text: number for number, text in enumerate(texts)}
    table = torch.cat([vectors, torch.zeros(1, vectors.shape[1])])  # the last row: no such turn
    found = {}
    for name, examples in step.items():
        if not examples:
            continue
        blocks = {
            block: table[[place.get(getattr(row, block), -1) for row in said[name]]]
            for block in tasks[name].blocks
        }
        found[name] = SHARE.get(name, 0.7) * losses[name](network.judge(name, blocks), examples)
    likeness = table[[place[text] for text in same]]
    found["likeness"] = LIKENESS * nn.functional.mse_loss(likeness @ likeness.T, before @ before.T)
    return found


def _loss(task: Task, examples: Sequence[Example]) -> Callable[[Tensor, Sequence[Example]], Tensor]:
    """What a task's outputs are judged by. Rare classes count for more, by the root of their rarity."""
    kind, wanted = task.recipe.kind, targets(examples, task.recipe)
    known = {id(example): torch.tensor(row).float() for example, row in zip(examples, wanted, strict=True)}

    def rows(chosen: Sequence[Example]) -> Tensor:
        return torch.stack([known[id(example)] for example in chosen])

    share = torch.tensor(wanted.mean(0)).float().clamp(min=1e-3) if kind != "measure" else torch.ones(1)
    if kind == "measure":
        return lambda raw, chosen: nn.functional.mse_loss(raw, rows(chosen))
    if kind == "one":
        weights = share**-0.5 / (share**0.5).sum()
        return lambda raw, chosen: nn.functional.cross_entropy(raw, rows(chosen).argmax(1), weight=weights)
    rare = ((1 - share) / share).sqrt().clamp(max=6)
    return lambda raw, chosen: nn.functional.binary_cross_entropy_with_logits(
        raw, rows(chosen), pos_weight=rare
    )


def _optimiser(network: Network, count: int) -> tuple[Any, Any]:
    optimiser = torch.optim.AdamW(
        [
            {"params": [item for item in network.body.parameters() if item.requires_grad], "lr": BODY_RATE},
            {"params": list(network.outputs.parameters()), "lr": OUTPUT_RATE},
        ],
        weight_decay=0.01,
    )
    warm = max(1, round(WARM_UP * count))
    return optimiser, torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (count - step) / max(1, count - warm)))
    )

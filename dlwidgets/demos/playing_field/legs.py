"""What a playground has gone through: the legs of the present run, and earlier runs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dlwidgets.demos.playing_field.blueprint import Blueprint
from dlwidgets.training.run import Run

NUMBERS = ("learning_rate", "l1", "l2", "dropout")
MOST_RUNS = 4
"""Earlier runs that are kept for comparison."""


@dataclass(frozen=True, eq=False)
class Leg:
    """A part of a run that one trainer has gone; where batches, optimizer or a weight are changed, another begins.

    Parameters
    ----------
    before : int
        Epochs that were finished before it began.
    run : Run or None
        What was recorded; None where nothing was trained yet.
    settings : dict
        What it began with: batch size, optimizer, frozen layers, and the numbers that may move.
    weights : list of ndarray, optional
        What it began with, where no run has them.
    """

    before: int
    run: Run | None
    settings: Mapping[str, Any]
    weights: Sequence[Any] = ()

    def settings_at(self, n_steps: int) -> dict[str, Any]:
        """Return the settings after so many of its steps."""
        moved = [change for at, change in self.run.changes if at <= n_steps] if self.run else []
        found = {**self.settings}
        for change in moved:
            found |= {name: value for name, value in change.items() if name in NUMBERS}
        return found


def settings_of(plan: Blueprint, batch_size: int) -> dict[str, Any]:
    """Return what a leg begins with."""
    numbers = {name: getattr(plan, name) for name in NUMBERS}
    kept = {"optimizer": plan.optimizer, "momentum": plan.momentum, "memory": plan.memory}
    return {"batch_size": batch_size, **kept, "frozen_layers": [*plan.frozen], **numbers}


def as_controls(settings: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Write the settings of a leg as those of the playground; ``kind`` of price stays where there is none."""
    found = dict(settings)
    l1, l2 = found.pop("l1"), found.pop("l2")
    kind = "l1" if l1 else "l2" if l2 else kind
    return {**found, "regularization": kind, "regularization_rate": l1 or l2}


@dataclass(frozen=True, eq=False)
class EarlierRun:
    """A run that stays as a pale curve.

    Parameters
    ----------
    number : int
        Counted from 1.
    settings : dict
        All settings of the playground when it was trained last.
    rows : list of tuple
        Epoch, training loss and test loss.
    """

    number: int
    settings: Mapping[str, Any]
    rows: list[tuple[float, float, float]]

    def words(self, settings: Mapping[str, Any], labels: Mapping[str, str]) -> str:
        """Say in what it differed from present settings, and how it ended."""
        epoch, train, test = self.rows[-1]
        loss = f"training loss {train:.3g}" if math.isnan(test) else f"test loss {test:.3g}"
        pairs = [(label, self.settings[name], settings[name]) for name, label in labels.items()]
        others = ", ".join(_other(label, then, now) for label, then, now in pairs if then != now)
        return f"run {self.number}, {others or 'with the present settings'}: {loss} after {epoch:,.0f} epochs"


def _other(label: str, then: Any, now: Any) -> str:
    if isinstance(then, bool):
        return f"{'with' if then else 'without'} {label}"
    if any(isinstance(part, list | tuple) for part in [*_parts(then), *_parts(now)]):
        way = "without" if not then else "with other" if now else "with"  # rows of numbers say nothing to a reader
        return f"{way} {label.lower()}"
    return f"{label.lower()} {then} instead of {now}"


def _parts(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()

"""Runs as rows of the chart of learning curves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dlwidgets.training.curves.finding import Finding, Kind
from dlwidgets.training.run import VALIDATION, Run

MOST_POINTS = 1500
"""Points of all curves together; of longer runs every second epoch is drawn, every third, ..., and the last."""
MOST_EARLIER = 5
OPEN_END = 10
"""Epochs on the axis while nobody knows how many there will be; doubled whenever they are reached."""


def axis_end(run: Run, others: Iterable[Run]) -> int:
    """Return the epoch that ends the axis.

    Parameters
    ----------
    run : Run
        The present one.
    others : iterable of Run
        Those behind it.

    Returns
    -------
    int
        The last planned epoch, or twice as many until there is room.
    """
    end = run.n_epochs or OPEN_END
    while end < run.last_epoch:
        end *= 2
    return max([end, *(other.last_epoch for other in others)])


def beside(before: Sequence[Run], others: Mapping[str, Run]) -> dict[str, Run]:
    """Name the runs that are drawn behind the present one.

    Parameters
    ----------
    before : sequence of Run
        Of the same trainer; only the newest are drawn.
    others : dict of str to Run
        Of others.

    Returns
    -------
    dict of str to Run
        Those with an epoch, by name.
    """
    begun = [run for run in before if run.epochs][-MOST_EARLIER:]
    return {f"run {run.number}": run for run in begun} | dict(others)


def curve_rows(runs: Mapping[str, Run], metrics: Sequence[str]) -> dict[str, Any]:
    """Return what some runs reported, one row per value.

    Parameters
    ----------
    runs : dict of str to Run
        By the name that stands at the curve.
    metrics : sequence of str
        What is drawn.

    Returns
    -------
    dict of str to array
        ``epoch``, ``value``, ``metric``, ``part`` and ``run``; long runs are thinned evenly.
    """
    most = max(2, MOST_POINTS // (2 * len(metrics) * max(1, len(runs))))
    rows = [
        (name, part, metric, *run.curve(reported, most))
        for name, run in runs.items()
        for metric in metrics
        for part, reported in (("training", metric), ("validation", VALIDATION + metric))
        if reported in run.names
    ]
    columns = {"run": 0, "part": 1, "metric": 2}
    words = {name: np.array([row[at] for row in rows for _ in row[3]], dtype=object) for name, at in columns.items()}
    numbers = {
        name: np.concatenate([row[at] for row in rows]).astype(float) if rows else np.zeros(0)
        for name, at in (("epoch", 3), ("value", 4))
    }
    return words | numbers


def shaded(epoch: int, run: Run, finding: Finding | None) -> dict[str, list[float]]:
    """Return the epochs that are shaded: the one gone back to, or those that a finding tells of.

    Parameters
    ----------
    epoch : int
        Where the trainer stands.
    run : Run
        The present one.
    finding : Finding or None
        What its curves show.

    Returns
    -------
    dict of str to list
        ``first`` and ``last``.
    """
    if epoch < run.last_epoch:
        return {"first": [float(epoch)], "last": [float(epoch)]}
    shown = [finding] if finding is not None and finding.kind is not Kind.HEALTHY else []
    return {"first": [float(one.first) for one in shown], "last": [float(one.last) for one in shown]}

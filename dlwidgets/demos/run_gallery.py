"""What do the curves of several runs say? First by eye, then by measurement."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from dlwidgets.charts.run_gallery import run_gallery
from dlwidgets.errors import InvalidValueError, a_kind, clear_call
from dlwidgets.training.curves.diagnosis import diagnose
from dlwidgets.training.curves.finding import Finding
from dlwidgets.training.run import Run
from dlwidgets.training.thinning import evenly
from dlwidgets.training.words import rounded
from dlwidgets.widgets.chart_view import ChartView

MOST_EPOCHS = 200
"""Of longer runs every second epoch is drawn, every third, ..., and the last."""
WANTED = 'runs takes a dict of finished runs by name, such as {"A": live.run, "B": trainer.run}'


class RunGallery(ChartView):
    """Show the loss curves of several runs side by side, without a word on what they mean.

    The reader looks first; ``findings`` holds what the measurement says.

    Parameters
    ----------
    runs : dict of str to Run
        Runs of ``LiveCharts`` or of a ``Trainer``, or loaded ones, by the name over the panel.

    Raises
    ------
    InvalidValueError
        If ``runs`` is no such dict, is empty, or a run has no epoch with a loss.

    References
    ----------
    https://developers.google.com/machine-learning/crash-course/overfitting/interpreting-loss-curves

    Examples
    --------
    >>> from dlwidgets.training.run import Run
    >>> run = Run(1)
    >>> for epoch in range(1, 13):
    ...     run.record(epoch, {"loss": 0.5**epoch, "val_loss": abs(epoch - 4) / 4 + 1})
    >>> RunGallery({"A": run}).findings["A"].kind.value
    'over-fitting'
    """

    @clear_call
    def __init__(self, runs: Mapping[str, Run]) -> None:
        self.runs: dict[str, Run] = _checked(runs)
        """The runs by name."""
        columns = [_rows(name, run) for name, run in self.runs.items()]
        rows = {name: np.concatenate([one[name] for one in columns]) for name in columns[0]}
        description = f"Loss by epoch of {len(columns)} runs: {', '.join(self.runs)}"
        super().__init__(run_gallery([*self.runs]), {"curves": rows}, description=description, text=self._sentence())

    @property
    def findings(self) -> dict[str, Finding | None]:
        """What the curves of each run show, with the measured reason; None where that is not clear."""
        return {name: diagnose(run) for name, run in self.runs.items()}

    def _sentence(self) -> str:
        """Say where each loss began and ended."""
        return " ".join(f"{name}: {_ends(run)}." for name, run in self.runs.items())


def _checked(runs: Any) -> dict[str, Run]:
    """Return the runs under their names if all of them can be drawn."""
    if not isinstance(runs, Mapping) or not runs:
        raise InvalidValueError(f"{WANTED}; got {runs!r:.60}.")
    for name, run in runs.items():
        if not isinstance(name, str) or not isinstance(run, Run):
            raise InvalidValueError(f"{WANTED}; under {name!r:.40} is {a_kind(run)}.")
        if "loss" not in run.names:
            raise InvalidValueError(f"Run {name!r:.40} has no epoch with a loss yet; train it first.")
    return dict(runs)


def _rows(name: str, run: Run) -> dict[str, Any]:
    """Return the losses of a run as rows of the chart."""
    points = run.points(evenly(len(run.epochs), MOST_EPOCHS))
    is_loss = points["metric"] == "loss"
    chosen = {column: points[column][is_loss] for column in ("epoch", "value", "part")}
    return {"name": np.full(is_loss.sum(), name, dtype=object), **chosen}


def _ends(run: Run) -> str:
    """Say where the losses of a run began and ended."""
    parts = {"training loss": "loss", "validation loss": "val_loss"}
    curves = [(words, run.curve(name)[1]) for words, name in parts.items() if name in run.names]
    return ", ".join(f"{words} {rounded(values[0])} to {rounded(values[-1])}" for words, values in curves)

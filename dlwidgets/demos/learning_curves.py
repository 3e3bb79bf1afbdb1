"""The curves of a run as a live chart."""

import math
from collections.abc import Sequence

import numpy as np

from dlwidgets.charts.training import learning_curves
from dlwidgets.training.narration import progress, sentence
from dlwidgets.training.run import Run
from dlwidgets.widgets.lasting_chart import LastingChart

WIDTHS = {1: 420, 2: 300}
"""Pixels of a panel, by the number of panels; of three and more, each is ``NARROW``."""
NARROW = 190
MOST_EPOCHS_DRAWN = 500
"""Longer runs are drawn by every second epoch, every third, ...; the record keeps all of them."""
OPEN_END = 10
"""Epochs on the axis while nobody knows how many there will be; doubled whenever they are reached."""


class LearningCurves(LastingChart):
    """How does training go? Loss and metrics by epoch, of a run and of those before it.

    Parameters
    ----------
    metrics : sequence of str
        What is drawn, one panel each.
    loss_unit : str
        The unit of the loss; empty where unknown.
    device : str
        What the run is calculated on.
    """

    def __init__(self, metrics: Sequence[str], *, loss_unit: str = "", device: str = "") -> None:
        self.metrics, self.loss_unit = tuple(metrics), loss_unit
        self._device = device
        self._end = self._past_end = 0
        titles = {metric: metric.replace("_", " ") for metric in metrics}
        if loss_unit and "loss" in titles:
            titles["loss"] = f"loss ({loss_unit})"
        chart = learning_curves(titles, width=WIDTHS.get(len(titles), NARROW))
        super().__init__(chart, description=f"Learning curves: {' and '.join(titles.values())} by epoch")

    def begin(self, run: Run, earlier: Sequence[Run] = ()) -> None:
        """Show a run from its first epoch on, in front of earlier runs.

        Parameters
        ----------
        run : Run
            Drawn in colour.
        earlier : sequence of Run
            Drawn thin and grey.
        """
        past = [old.points(_places(old, old.last_epoch)) for old in earlier] or [Run(0).points()]
        self._past_end = max((old.last_epoch for old in earlier), default=1)
        self._end = 0
        with self._frames.together():
            self.update(earlier={name: np.concatenate([rows[name] for rows in past]) for name in past[0]})
            self.follow(run)

    def follow(self, run: Run) -> None:
        """Draw what is new in a run, as one frame.

        Parameters
        ----------
        run : Run
            The one that was begun with, with at most one epoch more than before.
        """
        with self._frames.together():
            self._draw(run)
            done = run.last_epoch / run.n_epochs if run.n_epochs else math.nan
            label = f"run {run.number}, {progress(run)}" if run.number > 1 else progress(run)
            self.update(progress={"done": [done], "label": [label], "device": [self._device]})
            self.text = sentence(run, self.metrics, self._device)

    def _draw(self, run: Run) -> None:
        """Append the newest epoch if it is among those drawn; draw all of them anew when the axis grows."""
        end = max(_axis_end(run), self._past_end)
        newest = len(run.epochs) - 1
        if end != self._end or run.ending:
            self._end = end
            self.set_param("last_epoch", end)
            self.update(history=run.points(_places(run, end)))
        elif newest % _stride(end) == 0:
            self.append(history=run.points([newest]))


def _axis_end(run: Run) -> int:
    """Return the epoch that ends the axis: the last planned one, or twice as many until there is room."""
    end = run.n_epochs or OPEN_END
    while end < run.last_epoch:
        end *= 2
    return end


def _stride(end: int) -> int:
    """Return that every how many epochs are drawn when the axis ends at ``end``."""
    return max(1, math.ceil(end / MOST_EPOCHS_DRAWN))


def _places(run: Run, end: int) -> list[int]:
    """Return which of the reports are drawn: the first, the last, and evenly between."""
    n = len(run.epochs)
    return sorted({*range(0, n, _stride(end)), *range(n)[-1:]})

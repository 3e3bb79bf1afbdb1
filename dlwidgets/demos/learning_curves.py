"""The curves of a run as a live chart."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dlwidgets.charts.training import in_words, learning_curves
from dlwidgets.training.curves.diagnosis import Finding, Kind, diagnose
from dlwidgets.training.curves.narration import progress, sentence
from dlwidgets.training.run import Run
from dlwidgets.widgets.controls import button, toggle
from dlwidgets.widgets.lasting_chart import LastingChart
from dlwidgets.widgets.panel_view import PanelView

WIDTHS = {1: 420, 2: 300}
"""Pixels of a panel, by the number of panels; of three and more, each is ``NARROW``."""
NARROW = 190
MOST_EPOCHS_DRAWN = 500
"""Longer runs are drawn by every second epoch, every third, ...; the record keeps all of them."""
MOST_POINTS = 1500
"""Points of all curves together; with more curves fewer epochs are drawn."""
MOST_BATCHES = 400
"""Points between the epochs."""
READ_OFTEN = 16
"""Finished epochs up to which the curves are read after each one; of longer runs after each sixteenth part."""
STOP = (
    "Ends the fit after the batch that it is in; model and curves are kept. A kernel that hears no button while it "
    "trains is interrupted instead, as by the notebook's own stop button (\u25a0): the fit ends the same way."
)
OPEN_END = 10
"""Epochs on the axis while nobody knows how many there will be; doubled whenever they are reached."""


class LearningCurves(LastingChart, PanelView):
    """How does training go? Loss and metrics by epoch, of a run and of those before it.

    Parameters
    ----------
    metrics : sequence of str
        What is drawn, one panel each.
    loss_unit : str
        The unit of the loss; empty where unknown.
    device : str
        What the run is calculated on.
    end_fit : callable, optional
        Ends the fit; what the button Stop does.
    """

    smoothing = toggle(
        value=False,
        label="Smooth",
        help="Draws the mean of five neighbours; the measured values stay, thin and pale.",
        in_picture=True,
    )
    log_scale = toggle(
        value=False,
        label="Log scale",
        help="Equal steps up the axis are equal factors, so that small losses can be told apart.",
        in_picture=True,
    )
    each_batch = toggle(
        value=False,
        label="Batches",
        help="Shows losses inside the epochs: each point is the mean of a few batches.",
        in_picture=True,
    )

    def __init__(
        self,
        metrics: Sequence[str],
        *,
        loss_unit: str = "",
        device: str = "",
        end_fit: Callable[[], None] | None = None,
    ) -> None:
        self.metrics, self.loss_unit = tuple(metrics), loss_unit
        self._device, self._end_fit = device, end_fit
        self._n_within = self._n_drawn = self._n_read = 0
        self.finding: Finding | None = None
        """What the curves show; None where that is not clear."""
        self._end = self._past_end = 0
        titles = {metric: in_words(metric) for metric in metrics}
        if loss_unit and "loss" in titles:
            titles["loss"] = f"loss ({loss_unit})"
        chart = learning_curves(titles, width=WIDTHS.get(len(titles), NARROW))
        description = f"Learning curves: {' and '.join(titles.values())} by epoch"
        super().__init__(chart, hide=(), lock=(), description=description)
        self.observe(self._switched, names=[*self._controls.settings])
        self._show_controls(is_running=False)

    @button("Stop", help=STOP)
    def stop(self) -> None:
        """End the fit after the batch that it is in; nothing happens when none is running."""
        if self._is_running and self._end_fit is not None:
            self._end_fit()

    def change(self, **values: bool) -> None:
        """Set how the curves are drawn.

        Parameters
        ----------
        **values : bool
            ``smoothing``, ``log_scale``, ``each_batch``.

        Raises
        ------
        UnknownNameError, InvalidValueError
            If a name or a value is refused.
        """
        self._controls.check_settings(values)
        with self._frames.together():
            for name, value in values.items():
                setattr(self, name, value)

    def begin(self, run: Run, earlier: Sequence[Run] = ()) -> None:
        """Show a run from its first epoch on, in front of earlier runs.

        Parameters
        ----------
        run : Run
            Drawn in colour.
        earlier : sequence of Run
            Drawn thin and grey.
        """
        most = self._most_epochs // max(1, len(earlier))
        past = [old.points(_places(old, old.last_epoch, most)) for old in earlier] or [Run(0).points()]
        self._past_end = max((old.last_epoch for old in earlier), default=1)
        self._end = self._n_within = self._n_drawn = self._n_read = 0
        with self._frames.together():
            self._show_controls(is_running=True)
            self.update(span={"first": [], "last": []})
            if self._has_batches:
                self.update(batches={"epoch": [], "value": []})
            self.update(earlier={name: np.concatenate([rows[name] for rows in past]) for name in past[0]})
            self.follow(run)

    def follow(self, run: Run) -> None:
        """Draw what is new in a run, as one frame.

        Parameters
        ----------
        run : Run
            The one that was begun with, with any number of epochs more than before.
        """
        with self._frames.together():
            self._draw(run)
            done = run.last_epoch / run.n_epochs if run.n_epochs else math.nan
            label = f"run {run.number}, {progress(run)}" if run.number > 1 else progress(run)
            self.update(progress={"done": [done], "label": [label], "device": [self._device]})
            self._read(run)
            self.text = sentence(run, self.metrics, self._device)
            self._frames.set_fields({"finding": self.narration})
            self._shade()
            if run.ending:
                self._show_controls(is_running=False)

    @property
    def narration(self) -> str:
        """What the curves show, with the measured reason and one thing to try; empty where that is not clear."""
        if self.finding is None:
            return ""
        # That a loss is no number is in the sentence of the run already.
        is_told = self.finding.kind is Kind.UNDEFINED
        return f"Try: {self.finding.experiment}" if is_told else self.finding.text

    @property
    def _has_batches(self) -> bool:
        """Whether there is a panel for the loss, in which single batches are drawn."""
        return "batches" in self._spec.data_names

    @property
    def _most_epochs(self) -> int:
        return min(MOST_EPOCHS_DRAWN, MOST_POINTS // (2 * len(self.metrics)))

    def _draw(self, run: Run) -> None:
        """Append the new epochs that are among those drawn; draw all of them anew when the axis grows."""
        end = max(_axis_end(run), self._past_end)
        stride = _stride(end, self._most_epochs)
        news = [place for place in range(self._n_drawn, len(run.epochs)) if place % stride == 0]
        if end != self._end or run.ending:
            self._end = end
            self.set_param("last_epoch", end)
            self.update(history=run.points(_places(run, end, self._most_epochs)))
        elif news:
            self.append(history=run.points(news))
        self._n_drawn = len(run.epochs)
        self._draw_within(run)

    def _read(self, run: Run) -> None:
        """Read all epochs, if there are enough new ones: after each one, long runs would slow down."""
        n = len(run.epochs)
        if run.ending or not n or n - self._n_read >= math.ceil(n / READ_OFTEN):
            self._n_read, self.finding = n, diagnose(run)

    def _draw_within(self, run: Run) -> None:
        """Append the newest losses inside the epochs; draw fewer of all of them when they become too many."""
        news = run.within[self._n_within :]
        if not news or not self._has_batches:
            return
        stride = math.ceil(len(run.within) / MOST_BATCHES)
        if stride > 1 and not run.ending and stride == math.ceil(self._n_within / MOST_BATCHES):
            return  # all of them are drawn anew when there are as many again, and at the end
        shown = news if stride == 1 else run.within[::stride]
        epochs, losses = np.array(shown, dtype=float).T
        draw = self.append if stride == 1 and self._n_within else self.update
        draw(batches={"epoch": epochs, "value": losses})
        self._n_within = len(run.within)

    def _shade(self) -> None:
        """Shade the epochs that show what the sentence tells of; nothing where all is well."""
        shown = [self.finding] if self.finding and self.finding.kind is not Kind.HEALTHY else []
        span = {"first": [float(f.first) for f in shown], "last": [float(f.last) for f in shown]}
        if {name: [*column] for name, column in self.datasets["span"].items()} != span:
            self.update(span=span)

    def _switched(self, change: dict[str, Any]) -> None:
        """Follow a switch: the one observer."""
        with self._frames.together():
            self.set_param(change["name"], change["new"])
            self._show_controls(is_running=self._is_running)

    def _show_controls(self, *, is_running: bool) -> None:
        self._is_running = is_running
        disabled = () if is_running and self._end_fit is not None else ("stop",)
        self._frames.set_fields(self._controls.fields(self, {}, disabled))


def _axis_end(run: Run) -> int:
    """Return the epoch that ends the axis: the last planned one, or twice as many until there is room."""
    end = run.n_epochs or OPEN_END
    while end < run.last_epoch:
        end *= 2
    return end


def _stride(end: int, most: int) -> int:
    """Return that every how many epochs are drawn when the axis ends at ``end``."""
    return max(1, math.ceil(end / most))


def _places(run: Run, end: int, most: int) -> list[int]:
    """Return which of the reports are drawn: the first, the last, and evenly between."""
    n = len(run.epochs)
    return sorted({*range(0, n, _stride(end, most)), *range(n)[-1:]})

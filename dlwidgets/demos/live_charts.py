"""Watch a model learn: live curves for the learner's own ``model.fit``."""

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from IPython import get_ipython

from dlwidgets.demos.confusion import ConfusionMatrix
from dlwidgets.demos.layer_histograms import LayerHistograms
from dlwidgets.demos.learning_curves import LearningCurves
from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.training.engine.compiled import expected_metrics, loss_unit
from dlwidgets.training.inspected_fit import InspectedFit
from dlwidgets.training.judged import KeptAside
from dlwidgets.training.keras_door import device_label
from dlwidgets.training.run import Ending, Run
from dlwidgets.widgets.lasting_chart import LastingChart, can_be_shown
from dlwidgets.widgets.time_share import TimeShare

MOST_PANELS = 3
SHARE, MOST_REST_S = 0.03, 0.1
"""Pictures take at most this part of a fit's time, but ten may come in a second however long they take."""


class LiveCharts(InspectedFit):
    """Watch a model learn: a Keras callback that draws loss and metrics while ``model.fit`` runs.

    Each fit is a run of its own. The newest is drawn in colour, those before it thin and grey. A page that is loaded
    again while a fit keeps the kernel busy gets its charts back when the fit ends. Where epochs are so short that to
    draw each would slow down the fit, several are drawn together; the record and the last picture have all of them.

    Parameters
    ----------
    metrics : list of str, optional
        What to draw, one panel each, such as ``["loss", "accuracy"]``; what is measured on the validation data is
        drawn with it. By default the loss and the first two metrics of the model.
    data : Dataset or (X, y), optional
        Examples that a classifier does not learn from; then a confusion matrix with its wrong examples follows, as
        pictures where they are pictures. X as the model takes it, y as class indices or one-hot rows.
    histograms : bool or Dataset or (X, y), default False
        Whether to look into the layers: histograms of the weights, and with examples (those given here, or ``data``)
        also of activations and gradients, and the ReLUs that are dead. ``live.run.looks`` holds the numbers.

    Raises
    ------
    MissingExtraError
        If Keras or TensorFlow is not installed.
    InvalidValueError
        If ``metrics`` is no list of names, or ``data`` or ``histograms`` is no such pair; when the fit begins, if
        the outputs of the model don't fit the classes, or it can't take the examples.
    DataError
        If ``data`` or ``histograms`` has words, ``data`` has gaps or infinite values, or their parts differ in length.
    UnknownNameError
        After the first epoch, if the fit reports no such metric.

    References
    ----------
    https://keras.io/api/callbacks/

    Examples
    --------
    >>> live = LiveCharts()  # doctest: +SKIP
    >>> model.fit(X, y, validation_split=0.2, epochs=50, callbacks=[live])  # doctest: +SKIP
    >>> live.run.history["val_loss"][-1]  # doctest: +SKIP
    """

    def __init__(self, metrics: Iterable[str] | None = None, *, data: Any = None, histograms: Any = False) -> None:
        super().__init__(histograms, data)
        self._kept = None if data is None else KeptAside.of(data)
        self._wanted = _names(metrics)
        self._layers: LayerHistograms | None = None
        self._shell: Any = None
        self._ends_with_cell = False
        self._unkept: list[LastingChart] = []
        self._view: LearningCurves | None = None
        self._share, self._is_behind = TimeShare(SHARE, most_s=MOST_REST_S), False
        self.confusion: ConfusionMatrix | None = None
        """The confusion matrix of the newest run; None without ``data``."""

    @property
    def view(self) -> LearningCurves | None:
        """The chart of the newest run; None before the first. Where nothing can be shown, it is made when asked for."""
        if self._view is None and self.run is not None:
            self._view = self._new_view(self._wanted or _panels(self.run.metrics or expected_metrics(self.model)))
            self._view.begin(self.run, self.runs[:-1])
        return self._view

    @property
    def histograms(self) -> LayerHistograms | None:
        """The histograms of the newest run, by layer; None before the first, and where they were not asked for."""
        if self._layers is None and self.inspector is not None and self.run is not None:
            self._layers = LayerHistograms(self.inspector.layers, self.inspector.n_hidden, self.kinds)
            self._layers.begin(self.run)
        return self._layers

    def run_began(self, run: Run) -> None:
        """Show the axes of a new run, and listen for the end of the cell; the recorder calls this."""
        super().run_began(run)
        self._share.begin()
        if self._view and self._view.is_here and self._view.loss_unit == loss_unit(self.model):
            self._view.begin(run, self.runs[:-1])
        else:
            self._view = None
        if can_be_shown():  # elsewhere nobody sees a chart, and to make one takes as long as some epochs
            self.view.show()
        if self._kept is not None:
            earlier, self.confusion = self.confusion, ConfusionMatrix(self.model, self._kept)
            if earlier and earlier.is_here:
                self.confusion.take_place_of(earlier)
            self.confusion.show()
        self._begin_histograms(run)
        self._listen()

    def epoch_ended(self, run: Run) -> None:
        """Draw one more epoch, if it is time; the recorder calls this."""
        super().epoch_ended(run)
        self._check_names(run)
        if self._layers is None:
            self._begin_histograms(run)  # until now the model had no weights, or nobody can see them
        self._is_behind = True
        self._draw_if_due(run)
        if self.confusion is not None:
            self.confusion.follow()

    def on_train_batch_begin(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Draw what waited, if it is time, so that nothing waits for a long epoch to end; Keras calls this.

        Parameters
        ----------
        batch : int
            0 for the first of an epoch.
        logs : mapping, optional
            Nothing of interest.
        """
        super().on_train_batch_begin(batch, logs)
        if self._is_behind and self.run is not None and not self.run.ending:
            self._draw_if_due(self.run)

    def run_ended(self, run: Run) -> None:
        """Say how the run ended; the recorder calls this. When the cell has ended its picture stays in the notebook."""
        super().run_ended(run)
        for chart in filter(None, (self._view, self._layers)):
            chart.follow(run)
        if self.confusion is not None:
            self.confusion.follow(is_last=True)
        shown = [*filter(None, (self._view, self.confusion, self._layers))]
        for chart in shown:
            chart.flush()
        self._unkept = [*(chart for chart in self._unkept if chart not in shown), *shown]
        if self._shell is None or not any(chart.place and chart.place.output for chart in shown):
            self._keep()

    def __repr__(self) -> str:
        """Say what the newest run came to."""
        return f"LiveCharts: {self.view.text}" if self.view else "LiveCharts: no run yet"

    def _draw_if_due(self, run: Run) -> None:
        """Draw the epochs that are new, unless that would take too much of the fit's time."""
        if self._share.is_due:
            self._is_behind = False
            with self._share.turn():
                self._draw(run)

    def _draw(self, run: Run) -> None:
        """Draw the epochs that are new."""
        if self._view is not None and not self._fits(run):
            guessed, self._view = self._view, None
            self.view.take_place_of(guessed)
        elif self._view is not None:
            self._view.follow(run)
        if self._layers is not None:
            self._layers.follow(run)

    def _begin_histograms(self, run: Run) -> None:
        if self.inspector is None:
            return
        if self._layers and self._layers.is_here and self._layers.layers == self.inspector.layers:
            self._layers.begin(run)
        else:
            self._layers = None
        if can_be_shown():
            self.histograms.show()

    def _new_view(self, metrics: tuple[str, ...]) -> LearningCurves:
        return LearningCurves(metrics, loss_unit=loss_unit(self.model), device=device_label(), end_fit=self.stop)

    def _check_names(self, run: Run) -> None:
        for name in self._wanted:
            if name not in run.metrics:
                raise unknown_name("metric", name, run.metrics)

    def _fits(self, run: Run) -> bool:
        """Tell whether the panels are those of the metrics that the fit really reports."""
        drawn, panels = self._view.metrics, self._wanted or _panels(run.metrics)
        return not run.metrics or (len(panels) == len(drawn) and {*drawn} <= {*run.metrics})

    def _listen(self) -> None:
        """Hear when the cell ends: of a fit that an error or the reader ended, Keras says nothing."""
        shell = get_ipython()
        self._ends_with_cell = shell is not None and threading.current_thread() is threading.main_thread()
        if not self._ends_with_cell:
            self._stopping.listen(obeys=False)
            return
        self._stopping.listen()
        if self._shell is None:
            self._shell = shell
            shell.events.register("post_run_cell", self._cell_ended)

    def _keep(self) -> None:
        """Leave pictures in the notebook: each takes as long as some epochs, and a cell may fit a hundred times."""
        charts, self._unkept = self._unkept, []
        for chart in charts:
            was_replaced = chart.place is not None and chart.place.output is not None and not chart.is_open
            if not was_replaced:
                chart.keep()

    def _cell_ended(self, result: Any) -> None:
        error = getattr(result, "error_in_exec", None)
        self._shell.events.unregister("post_run_cell", self._cell_ended)
        self._shell = None
        if self._ends_with_cell:
            self.end_run(_ending(error) or self.broken_off())
        if self.run and self.run.ending:  # else a thread goes on with it
            self._keep()


def _ending(error: BaseException | None) -> Ending | None:
    """Return how an error ends a fit; None where its cell went on after it."""
    if error is None:
        return None
    return Ending.FAILED if isinstance(error, Exception) else Ending.INTERRUPTED


def _names(metrics: Iterable[str] | None) -> tuple[str, ...]:
    """Check the names that were asked for; none at all means that the model decides."""
    if metrics is None:
        return ()
    names = tuple(metrics) if isinstance(metrics, Iterable) and not isinstance(metrics, str) else ()
    if not names or not all(isinstance(name, str) for name in names):
        raise InvalidValueError(f'metrics takes a list of names such as ["loss", "accuracy"]; got {metrics!r}.')
    return names


def _panels(metrics: Iterable[str]) -> tuple[str, ...]:
    """Choose what is drawn if nobody says: the loss first, no parts of it, no settings."""
    measured = [name for name in metrics if name != "learning_rate"]
    others = [name for name in measured if not name.endswith("loss")]
    chosen = ["loss", *others] if "loss" in metrics else measured or [*metrics]
    return tuple(chosen[:MOST_PANELS])

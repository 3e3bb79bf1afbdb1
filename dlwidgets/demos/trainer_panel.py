"""A trainer in a cell: its buttons, its curves, and the way back to any epoch."""

from collections.abc import Iterable, Mapping
from typing import Any

from dlwidgets.charts.training import in_words, learning_curves
from dlwidgets.demos.playing_field.desk import WITHOUT_MODEL
from dlwidgets.demos.run_rows import axis_end, beside, curve_rows, shaded
from dlwidgets.demos.trainer_following import FollowingPanel
from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.training.curves.diagnosis import Kind, diagnose
from dlwidgets.training.curves.narration import progress, sentence
from dlwidgets.training.run import Run
from dlwidgets.training.trainer.trainer import Trainer
from dlwidgets.widgets.controls import toggle
from dlwidgets.widgets.demo import Note

MOST_PANELS = 3
WIDTHS = {1: 420, 2: 300, 3: 190}
"""Pixels of a panel, by the number of panels."""


class TrainerPanel(FollowingPanel):
    """How does training go, and where does it lead from here?

    A trainer with buttons and live curves: Play, Step and Reset train it, the learning rate moves while it trains, and
    a slider goes back to any epoch, from where Play goes on. Runs before a Reset stay as grey curves.

    Parameters
    ----------
    trainer : Trainer
        What is trained; code may use it at the same time.
    metrics : list of str, optional
        What is drawn, one panel each; by default the loss and the first two metrics.
    earlier : dict of str to Run, optional
        Runs of other trainers, or from files, that are drawn grey behind, by their names.
    **settings
        First values of settings such as ``step_by`` and ``log_scale``; ``hide`` and ``lock``.

    Raises
    ------
    InvalidValueError
        If ``trainer`` is no trainer, ``metrics`` no list of names, or ``earlier`` no dict of runs.
    UnknownNameError
        If a trainer that is ready does not report such a metric.
    MissingExtraError
        At the first step, if Keras or TensorFlow is not installed.

    References
    ----------
    https://developers.google.com/machine-learning/crash-course/overfitting/interpreting-loss-curves

    Examples
    --------
    >>> from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec
    >>> spec = NetworkSpec([Input((2,)), Dense(1)], CompileSpec("sgd", "mse"))
    >>> TrainerPanel(Trainer(spec, [[0, 1], [1, 0]], [0, 1])).text
    'Nothing is loaded yet.'
    """

    # In this order they stand in the page, in front of the switches.
    play, step, reset = FollowingPanel.play, FollowingPanel.step, FollowingPanel.reset

    smoothing = toggle(value=False, label="Smooth", help="Draws the mean of five neighbours.", in_picture=True)
    log_scale = toggle(
        value=False, label="Log scale", help="Equal steps up the axis are equal factors.", in_picture=True
    )

    def __init__(
        self,
        trainer: Trainer,
        *,
        metrics: Iterable[str] | None = None,
        earlier: Mapping[str, Run] | None = None,
        **settings: Any,
    ) -> None:
        self.metrics = _names(metrics)
        """What is drawn, one panel each."""
        self.earlier = _runs(earlier)
        """Runs of others that are drawn behind, by name."""
        super().__init__(trainer, **settings)

    def chart(self) -> Any:
        """Return one panel for each metric, under a bar that shows how far training is."""
        self.metrics = self.metrics or tuple(self.trainer.metrics[:MOST_PANELS])
        if self.trainer.state not in WITHOUT_MODEL:  # before, its names are a guess
            for metric in self.metrics:
                if metric not in self.trainer.metrics:
                    raise unknown_name("metric of this trainer", metric, self.trainer.metrics)
        titles = {metric: in_words(metric) for metric in self.metrics}
        if self.trainer.loss_unit and "loss" in titles:
            titles["loss"] += f" ({self.trainer.loss_unit})"
        return learning_curves(titles, width=WIDTHS.get(len(titles), min(WIDTHS.values())), names=self.earlier)

    def frame(self) -> Mapping[str, Any]:
        """Return the curves of this run and of those before it, and the moment that is shown."""
        run, others = self._run, beside(self.trainer.runs[:-1], self.earlier)
        done = run.last_epoch / run.n_epochs if run.n_epochs else float("nan")
        label = f"run {run.number}, {progress(run)}" if run.number > 1 else progress(run)
        bar = {"done": [done], "label": [label], "device": [self._place]}
        frame = {"progress": bar, "last_epoch": axis_end(run, others.values())}
        frame |= {"history": curve_rows({"": run}, self.metrics), "earlier": curve_rows(others, self.metrics)}
        frame["span"] = shaded(self.epoch, run, None if self.is_playing else diagnose(run))
        if "batches" in self._spec.data_names:
            frame["batches"] = {"epoch": [], "value": []}
        return frame

    def sentence(self) -> str:
        """Say what it is doing, how far it is and what it has come to."""
        run, doing = self._run, self.trainer.message
        if not run.epochs:
            return doing
        back = f" Shown: the end of epoch {self.epoch}." if self.epoch < run.last_epoch else ""
        is_told = doing.startswith(("Back", "Done", "Epoch", "Paused", "Ready"))
        return f"{sentence(run, self.metrics, self._place)}{back}{'' if is_told else f' {doing}'}"

    def notes(self) -> Iterable[Note]:
        """Return what the curves show, with what to try, and by which way it trains."""
        finding = None if self.is_playing else diagnose(self._run)
        if finding is not None:
            is_told = finding.kind is Kind.UNDEFINED
            yield Note("What the curves show", (f"Try: {finding.experiment}" if is_told else finding.text,))
        if self._place and not self.is_playing:
            yield Note("How it trains", (repr(self.trainer),))

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this panel again, as source text; the trainer stands as dots."""
        arguments = super().code_arguments()
        for name in ("moment", "learning_rate"):
            arguments.pop(name, None)
        return {"trainer": "...", **arguments}


def _names(metrics: Iterable[str] | None) -> tuple[str, ...]:
    if metrics is None:
        return ()
    names = tuple(metrics) if isinstance(metrics, Iterable) and not isinstance(metrics, str) else ()
    if not names or not all(isinstance(name, str) for name in names):
        raise InvalidValueError(f'metrics takes a list of names such as ["loss", "accuracy"]; got {metrics!r}.')
    return names


def _runs(earlier: Mapping[str, Run] | None) -> dict[str, Run]:
    runs = {} if earlier is None else earlier
    if not isinstance(runs, Mapping) or not all(isinstance(run, Run) for run in runs.values()):
        raise InvalidValueError('earlier takes a dict of runs by name, such as {"slow": other.run}.')
    return dict(runs)

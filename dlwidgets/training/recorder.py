"""A Keras callback that keeps what each fit reports, and never joins two fits."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Self

import numpy as np

from dlwidgets.errors import check_call
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.run import Ending, Run


class Recorder:
    """Keep what ``model.fit`` reports: one ``Run`` per call, the newest in ``run``.

    Every instance is a ``keras.callbacks.Callback``; Keras is imported when the first one is made, not before.
    Subclasses write ``run_began``, ``epoch_ended`` and ``run_ended``.

    Raises
    ------
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    https://keras.io/api/callbacks/base_callback/
    """

    model: Any
    """The Keras model that is being fitted; set by Keras."""
    params: dict[str, Any] | None
    """What the fit was called with: epochs, steps, verbose; set by Keras."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Make an instance of a subclass that is a Keras callback too."""
        check_call(cls.__name__, cls.__init__, (None, *args), kwargs)
        return super().__new__(_as_keras_callback(cls))

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Run] = []

    @property
    def run(self) -> Run | None:
        """The newest run; None before the first."""
        return self.runs[-1] if self.runs else None

    def run_began(self, run: Run) -> None:
        """Hear that a fit has begun.

        Parameters
        ----------
        run : Run
            The newest one.
        """

    def epoch_ended(self, run: Run) -> None:
        """Hear that an epoch is finished and recorded.

        Parameters
        ----------
        run : Run
            The newest one.
        """

    def run_ended(self, run: Run) -> None:
        """Hear that a fit has ended; ``run.ending`` says how.

        Parameters
        ----------
        run : Run
            The newest one.
        """

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras' signature
        """Begin a new run; Keras calls this.

        Parameters
        ----------
        logs : mapping, optional
            Nothing of interest.
        """
        self.end_run(self.broken_off())  # of a fit that never came to its end, Keras says nothing
        params = self.params or {}
        self.runs.append(Run(len(self.runs) + 1, n_epochs=params.get("epochs"), n_steps=params.get("steps")))
        self.run_began(self.runs[-1])

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Record an epoch, which Keras counts from 0; Keras calls this.

        Parameters
        ----------
        epoch : int
            0 for the first.
        logs : mapping, optional
            What it reported, by name.
        """
        if not self.runs or self.runs[-1].ending:
            self.on_train_begin()
        self.runs[-1].record(epoch + 1, _numbers(logs or {}))
        self.epoch_ended(self.runs[-1])

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras' signature
        """End the run; Keras calls this.

        Parameters
        ----------
        logs : mapping, optional
            What the last epoch reported; already recorded.
        """
        run = self.run
        is_short = run is not None and run.n_epochs is not None and run.last_epoch < run.n_epochs
        self.end_run(Ending.STOPPED if is_short else Ending.DONE)

    def broken_off(self) -> Ending:
        """Return how a fit ended of whose end Keras said nothing."""
        return Ending.INTERRUPTED

    def end_run(self, ending: Ending) -> None:
        """End the newest run if it is still open: for fits that end without a word of Keras.

        Parameters
        ----------
        ending : Ending
            How it ended.
        """
        if (run := self.run) and not run.ending:
            run.ending = ending
            self.run_ended(run)


@cache
def _as_keras_callback(cls: type) -> type:
    """Mix Keras' base class in behind ``cls``."""
    base = import_keras().callbacks.Callback
    if issubclass(cls, base):
        return cls
    return type(cls.__name__, (cls, base), {"__module__": cls.__module__, "__doc__": cls.__doc__})


def _numbers(logs: Mapping[str, Any]) -> dict[str, float]:
    """Keep the single numbers of a report; a metric may also report one value per class."""
    arrays = {name: np.asarray(value) for name, value in logs.items()}
    return {name: float(a.item()) for name, a in arrays.items() if a.size == 1 and a.dtype.kind in "biuf"}

"""A Keras callback that tells somebody, while a model is fitted, that its weights have changed."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from dlwidgets.training.recorder import Recorder
from dlwidgets.training.run import Run

SHARE = 0.05
"""At most this part of a fit's time goes into looking at it."""
LEAST_WAIT_S = 1 / 15


class WeightWatch(Recorder):
    """Call somebody while a fit changes the weights of a model, as often as that costs next to nothing.

    Parameters
    ----------
    began : callable
        Called with the model before the first step.
    changed : callable
        Called after a step, now and then, and always after the last one.

    Raises
    ------
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    https://keras.io/api/callbacks/base_callback/
    """

    def __init__(self, began: Callable[[Any], None], changed: Callable[[], None]) -> None:
        super().__init__()
        self._began, self._changed = began, changed
        self._next_look = 0.0
        self.n_looks = 0
        """How often somebody was called."""

    def run_began(self, run: Run) -> None:
        """Tell that a fit has begun; the recorder calls this."""
        del run
        self._began(self.model)
        self._next_look = 0.0

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Look at the weights if it is time; Keras calls this.

        Parameters
        ----------
        batch : int
            Number of the step.
        logs : mapping, optional
            What it reported; not read, as reading it would wait for the device.
        """
        del batch, logs
        if time.perf_counter() >= self._next_look:
            self._look()

    def run_ended(self, run: Run) -> None:
        """Show what the fit has come to; the recorder calls this."""
        del run
        self._look()

    def _look(self) -> None:
        start = time.perf_counter()
        self._changed()
        self.n_looks += 1
        end = time.perf_counter()
        self._next_look = end + max(LEAST_WAIT_S, (end - start) / SHARE)

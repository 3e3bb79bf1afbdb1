"""A recorder that also looks inside the epochs, and can end the fit there."""

import inspect
import math
import sys
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

from dlwidgets.training.recorder import Recorder
from dlwidgets.training.run import Ending, Run
from dlwidgets.training.stopping import Stopping

LOOKS = 8
"""Most losses that are taken between the ends of two epochs; each costs a tenth of a millisecond."""


class WatchedFit(Recorder):
    """Keep what a fit reports, with some losses inside each epoch; ``stop()`` ends it after the present batch.

    Takes and raises the same as ``Recorder``.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stopping = Stopping()
        self._epoch, self._seen = 0, (0.0, 0.0)
        self._looked = self._n_batches = 0
        self._tracker: Any = None
        self._fit: FrameType | None = None

    @property
    def run(self) -> Run | None:
        """The newest run; None before the first. If its fit has broken off, that is seen now."""
        if self._fit is not None and not _is_under_way(self._fit):
            self.end_run(self.broken_off())
        return super().run

    def broken_off(self) -> Ending:
        """Return how a fit ended of whose end Keras said nothing: what was no interrupt was an error."""
        return Ending.INTERRUPTED if self._stopping.has_heard else Ending.FAILED

    def stop(self) -> None:
        """End the fit after the batch that it is in; it returns as ever, with model and record."""
        self._stopping.ask()

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Begin a new run; Keras calls this.

        Parameters
        ----------
        logs : mapping, optional
            Nothing of interest.
        """
        self.end_run(self.broken_off())
        self._stopping.begin()
        self._tracker, self._fit = None, _caller_of_keras()
        super().on_train_begin(logs)

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras' signature
        """Begin an epoch; Keras calls this.

        Parameters
        ----------
        epoch : int
            0 for the first.
        logs : mapping, optional
            Nothing of interest.
        """
        self._epoch, self._seen = epoch, (0.0, 0.0)
        self._looked = self._n_batches = 0

    def on_train_batch_begin(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras' signature
        """Look at the loss of the batches before this one, now and then; end the fit if that is wanted.

        Unlike the end of a batch, its beginning does not make Keras wait for the numbers.

        Parameters
        ----------
        batch : int
            0 for the first of an epoch.
        logs : mapping, optional
            Nothing of interest.
        """
        if self._stopping.is_wanted and self.model is not None:
            self.model.stop_training = True
        self._n_batches = batch + 1
        run = self.run
        if not run or run.ending or not run.n_steps or batch >= run.n_steps:
            return
        if batch - self._looked >= math.ceil(run.n_steps / LOOKS):
            self._looked = batch
            self._look(run, batch)

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Record an epoch, which Keras counts from 0; end the fit if that is wanted; Keras calls this.

        Parameters
        ----------
        epoch : int
            0 for the first.
        logs : mapping, optional
            What it reported, by name.
        """
        if self.run and not self.run.n_steps:
            # Data of unknown length show it in their first epoch, by a batch that begins and never comes.
            self.run.n_steps = max(0, self._n_batches - 1) or None
        super().on_epoch_end(epoch, logs)
        if self._stopping.is_wanted and self.model is not None:
            self.model.stop_training = True

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """End the run; Keras calls this.

        Parameters
        ----------
        logs : mapping, optional
            What the last epoch reported; already recorded.
        """
        if self._stopping.is_wanted:
            self.end_run(Ending.INTERRUPTED)
        super().on_train_end(logs)

    def end_run(self, ending: Ending) -> None:
        """End the newest run if it is still open, and leave interrupts to whom they belong.

        Parameters
        ----------
        ending : Ending
            How it ended.
        """
        self._stopping.rest()
        if self.runs and not self.runs[-1].ending:
            self._fit = None  # it holds the learner's data
        super().end_run(ending)

    def _look(self, run: Run, batch: int) -> None:
        """Take the mean loss since the last look out of the mean of the epoch that Keras keeps."""
        self._tracker = self._tracker or _loss_tracker(self.model)
        if self._tracker is None:
            return
        sums = float(self._tracker.total.numpy()), float(self._tracker.count.numpy())
        (total, count), (old_total, old_count) = sums, self._seen
        self._seen = sums
        if count > old_count:
            run.within.append((self._epoch + batch / run.n_steps, (total - old_total) / (count - old_count)))


def _caller_of_keras() -> FrameType | None:
    """Return the call of Keras' ``fit`` that is under way in this thread; None where there is none."""
    return next((frame for frame in _stack(inspect.currentframe()) if _is_fit(frame)), None)


def _is_fit(frame: FrameType) -> bool:
    return frame.f_code.co_name == "fit" and str(frame.f_globals.get("__name__")).startswith("keras.")


def _is_under_way(call: FrameType) -> bool:
    """Tell whether a call has not come to its end; it is mostly one of this thread."""
    if any(frame is call for frame in _stack(inspect.currentframe())):
        return True
    tops = sys._current_frames().values()  # noqa: SLF001 - there is no other way to the stacks of other threads
    return any(frame is call for top in tops for frame in _stack(top))


def _stack(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _loss_tracker(model: Any) -> Any:
    """Return what sums up the losses of the epoch so far; None where the model keeps its loss otherwise."""
    metric = next((metric for metric in getattr(model, "metrics", ()) if metric.name == "loss"), None)
    return metric if hasattr(metric, "total") and hasattr(metric, "count") else None

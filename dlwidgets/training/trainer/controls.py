"""A trainer's buttons: play, pause, train, step."""

import math
from numbers import Real
from typing import Self

from dlwidgets.errors import InvalidValueError, clear_call, unknown_name
from dlwidgets.training.engine.stops import Stops
from dlwidgets.training.goals import Goal, Watch, parse_goal
from dlwidgets.training.run import Run
from dlwidgets.training.trainer.session import Session
from dlwidgets.training.trainer.state import Job, Snapshot, TrainerState
from dlwidgets.training.trainer.travel import TrainerTravel, whole

MOST_EPOCHS = 100_000
MOST_PLAYED = 10_000_000
"""Minutes of the smallest network, and whole numbers that the 32 bits of a chart's column can still tell apart."""
"""Epochs that Play goes on for if nobody says; what they report takes memory."""
UNITS = ("example", "batch", "epoch")


class TrainerControls(TrainerTravel):
    """A trainer with its buttons.

    Parameters
    ----------
    plan : Plan
        What to train and how.
    options : Options
        What else it does.
    """

    _planned: int | None = None
    _epochs_per_s: float | None = None
    begins_slowly = False
    """Whether Play, where no pace is set, begins at 30 epochs a second and doubles that every second.

    Else a small network has learned before there is a picture. It changes no number, as ``epochs_per_s`` does not.
    """

    @property
    def is_playing(self) -> bool:
        """Whether it trains beside the notebook, or will once it is prepared, and no cell waits for the end."""
        job = self._job
        return self.is_working and job is not None and not (job.is_step or job.is_awaited)

    @property
    def epochs_per_s(self) -> float | None:
        """How many epochs a second Play shows, batch by batch, also while it trains; None is as fast as it goes.

        It changes no number, and holds up nobody who waits: ``train`` and ``step`` go as fast as they can.
        """
        return self._epochs_per_s

    @epochs_per_s.setter
    def epochs_per_s(self, value: float | None) -> None:
        if value is not None and not (isinstance(value, Real) and not isinstance(value, bool) and 0 < value < math.inf):
            raise InvalidValueError(
                f"epochs_per_s came as {value!r:.80}; wanted a number above 0, or None for as fast as it goes."
            )
        self._epochs_per_s = value

    def warm(self) -> Self:
        """Prepare beside the notebook by doing no step at all, so that the first one follows at once.

        Returns
        -------
        Trainer
            Itself.
        """
        if self._session is None and not self.is_working:
            self._begin(None)
        return self

    @clear_call
    def play(self, epochs: int | None = None, *, until: Goal | None = None) -> Self:
        """Train beside the notebook; what it does already ends first.

        Parameters
        ----------
        epochs : int, optional
            How many more; if not given, up to those that were planned, or else ten million; with a goal, 100,000.
        until : str or callable, optional
            A goal such as ``"val_loss < 0.2"``, at which it stops.

        Returns
        -------
        Trainer
            Itself.

        Raises
        ------
        InvalidValueError
            If the goal can't be read or the trainer is closed.
        """
        if epochs is None and until is None and self.is_working and self._job is not None:
            return self
        self._start(epochs, until, MOST_PLAYED if until is None else MOST_EPOCHS)
        return self

    @clear_call
    def train(self, epochs: int | None = None, *, until: Goal | None = None) -> Run:
        """Train now, and return when it is done.

        Parameters
        ----------
        epochs : int, optional
            How many more; if not given, up to those that were planned, or else one.
        until : str or callable, optional
            A goal such as ``"val_loss < 0.2"``, at which it stops.

        Returns
        -------
        Run
            What was recorded so far.

        Raises
        ------
        InvalidValueError
            If the model and the data do not fit, or the goal can't be read.
        """
        self._start(epochs, until, 1 if until is None else MOST_EPOCHS, is_awaited=True)
        self._finish()
        return self.run

    @clear_call
    def until(self, goal: Goal, epochs: int = 1000) -> Run:
        """Train now until a goal is reached.

        Parameters
        ----------
        goal : str or callable
            Comparisons such as ``"val_loss < 0.2 and accuracy > 95%"``, or a function that takes the report of an
            epoch, a dict, and tells whether the goal is reached.
        epochs : int, default 1000
            The most epochs.

        Returns
        -------
        Run
            Its ``ending`` tells whether the goal is reached.

        Raises
        ------
        InvalidValueError
            If the goal can't be read.
        UnknownNameError
            If it names what no epoch reports.
        """
        if goal is None:
            parse_goal(goal)
        return self.train(epochs, until=goal)

    @clear_call
    def step(self, unit: str = "batch", n: int = 1) -> Snapshot:
        """Take steps now, then pause.

        Parameters
        ----------
        unit : {"example", "batch", "epoch"}, default "batch"
            ``"example"`` updates after the next example alone; what is left of its batch follows as one smaller batch.
            ``"epoch"`` goes on to the end of the epoch.
        n : int, default 1
            How many.

        Returns
        -------
        Snapshot
            Where it stands now.

        Raises
        ------
        UnknownNameError
            If there is no such unit.
        InvalidValueError
            If ``n`` is no whole number of at least 1.
        """
        if unit not in UNITS:
            raise unknown_name("unit", unit, UNITS)
        if unit == "example" and self._plan.strategy is not None:
            raise InvalidValueError("Several devices share each batch, and one example can't be shared. Step by batch.")
        self._begin(Job(unit, whole("n", n, 1), is_step=True))
        self._finish()
        return self.latest

    def pause(self) -> None:
        """End after the steps that are under way; `wait` waits for that."""
        self._end_worker()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing is trained any more.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds to wait at most; for ever by default.

        Returns
        -------
        bool
            Whether nothing is trained any more.

        Raises
        ------
        InvalidValueError
            If the time is no number.
        """
        if timeout_s is not None and not (isinstance(timeout_s, Real) and not math.isnan(timeout_s)):
            raise InvalidValueError(f"timeout_s is a number of seconds, or None for ever; {timeout_s!r:.60} came.")
        return self._worker.wait(timeout_s)

    def _start(self, epochs: int | None, until: Goal | None, otherwise: int, *, is_awaited: bool = False) -> None:
        """Begin to train: for some epochs, up to those that were planned, or else for a number of them."""
        watch = None if until is None else Watch(until)
        is_open = False
        if epochs is None:
            left = (self._planned or 0) - self.epoch
            is_open = left <= 0 and self._planned != 0
            epochs = left if left > 0 else 0 if self._planned == 0 else otherwise
        is_open = is_open and otherwise > 1
        self._begin(Job("epoch", whole("epochs", epochs, 0), watch=watch, is_open=is_open, is_awaited=is_awaited))

    def _train_piece(self, session: Session, job: Job, stops: Stops) -> bool:
        """Do what is due of a job; tell whether there is more."""
        session.tempo.epochs_per_s = self._epochs_per_s if self.is_playing else None
        session.tempo.begins_slowly = self.begins_slowly and self.is_playing
        return super()._train_piece(session, job, stops)

    def _rest_s(self) -> float:
        """Return for how long to do nothing; the worker calls this."""
        return self._session.tempo.rest_s() if self._session is not None else 0.0

    def close(self) -> None:
        """Stop, and train no more; what is recorded stays."""
        self._end_worker()
        if self.latest.state is TrainerState.CLOSED:
            return
        has_ended = self._worker.wait(5)
        self._left = self.settings if self._session is not None else None
        self._tell(TrainerState.CLOSED, "Closed.")
        self.hush()
        if has_ended:  # else it is still compiling, and the engine is its own
            self._give_back()

"""A model in training: where it is, what it has reported, and the way back to any epoch."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dlwidgets.training.engine.engine import Engine, Report
from dlwidgets.training.engine.order import Order
from dlwidgets.training.engine.pace import Pace, Tempo
from dlwidgets.training.engine.values import State
from dlwidgets.training.moments import Moment
from dlwidgets.training.run import Run

_EXAMPLE = "examples"
_LIGHT_BYTES = 4_000_000
"""What can be copied after every chunk without being noticed."""
_PAUSE_PER_COPY = 50


@dataclass(frozen=True)
class Place:
    """A point of a run, with all that is needed to go on from there.

    Parameters
    ----------
    epoch : int
        Finished epochs.
    row : int
        Examples of the present epoch that are done.
    n_steps : int
        Optimizer steps since the start.
    state : list of ndarray
        Everything that training changes.
    """

    epoch: int
    row: int
    n_steps: int
    state: State


class Session:
    """Takes steps, records what they report, and finds back.

    Parameters
    ----------
    engine : Engine
        What takes the steps.
    order : Order
        In which order the examples come.
    run : Run
        Where reports and moments are kept.
    extras : callable, optional
        Returns what is kept with each moment, as a dict of arrays.
    """

    def __init__(self, engine: Engine, order: Order, run: Run, extras: Callable[[], Mapping[str, Any]] = dict) -> None:
        self.engine = engine
        self.order = order
        self.run = run
        self.epoch = self.row = self.n_steps = 0
        self._extras = extras
        self._pace, self.tempo = Pace(engine.shape.n_steps), Tempo()
        self._copied_at, self._went_back = -math.inf, False
        self.newest = self._copy()
        """The newest copy of the state: of now, or of a heavy model up to some chunks old."""

    @property
    def batch(self) -> int:
        """The batch of the epoch that comes next, or that is under way."""
        return self.row // self.engine.shape.batch_size

    @property
    def is_light(self) -> bool:
        """Whether the whole state is small enough to be copied after every chunk."""
        return sum(array.nbytes for array in self.newest.state) <= _LIGHT_BYTES

    def move(self, name: str, value: Any) -> None:
        """Move a live constant, and remember when.

        Parameters
        ----------
        name : str
            Such as ``"learning_rate"``.
        value : float or dict
            Its new value.
        """
        self.engine.constants.move(name, value)
        self._forget_future()
        self.run.changes.append((self.n_steps, {name: value}))
        self.newest = self._copy()

    def begin(self) -> None:
        """Begin with a short chunk, and take note of the state as it is; the reader may have changed it."""
        self._pace.begin()
        self.tempo.begin()
        self.newest = self._copy()

    def chunk(self, most_steps: float, watch: Callable[[int, Report], str] = lambda _epoch, _report: "") -> int:
        """Do a frame's worth of steps, or what is due; stop exactly after the epoch at which a watch says so.

        Parameters
        ----------
        most_steps : float
            The most steps.
        watch : callable
            Takes an epoch, counted from 1, and its report, and returns why to stop, or an empty text.

        Returns
        -------
        int
            How many were done.
        """
        if not (n_steps := self.tempo.steps(int(min(most_steps, self._wanted())), self.engine.shape.n_steps)):
            return 0
        self._forget_future()
        before, began = self.newest, time.perf_counter()
        reports = self._advance(n_steps)
        if self.row % self.engine.shape.batch_size == 0:
            self._pace.took(self.n_steps - before.n_steps, time.perf_counter() - began)
        stops = True
        try:
            stops = _record(self.run, self.epoch - len(reports) + 1, reports, watch)
        finally:  # a watch that fails stops it too: where it stands is what is recorded
            if stops and (self.run.last_epoch, 0) != (self.epoch, self.row):
                self._go(before)
                self._replay(self.run.last_epoch)
        self._note()
        return self.n_steps - before.n_steps

    def _wanted(self) -> int:
        """Return how many steps make a frame; a heavy model, whose state is not copied, ends with each epoch."""
        left = self.engine.shape.n_steps - self.batch
        return self._pace.steps(left) if self.is_light else min(left, self._pace.steps(left))

    def examples(self, count: int) -> int:
        """Do one step on the next examples of the present batch.

        Parameters
        ----------
        count : int
            How many; cut at the end of the batch.

        Returns
        -------
        int
            How many there were.
        """
        self._forget_future()
        size = self.engine.shape.batch_size
        count = min(count, size - self.row % size, self.engine.shape.n - self.row)
        report = self._rows(count)
        if report is not None:
            self.run.record(self.epoch, report)
        self.settle()
        return count

    def settle(self) -> None:
        """Take note of where training has stopped."""
        self.newest = self._copy()
        if self.row == 0:
            self._keep()

    def goto(self, epoch: int) -> None:
        """Go to the end of an epoch of this run: everything is as it was then. What came later stays recorded.

        Parameters
        ----------
        epoch : int
            From 0, the start, to the last recorded one.
        """
        moment = self.run.moments.before(epoch)
        if moment is None:
            raise LookupError("the start of a run is always kept")
        self._go(Place(moment.epoch, 0, moment.n_steps, moment.state))
        self._replay(epoch)
        self.newest = self._copy()
        self._went_back = True

    def takes(self, run: Run) -> bool:
        """Tell whether the moments of a run fit into this model.

        Parameters
        ----------
        run : Run
            Such as one from a file.

        Returns
        -------
        bool
            Whether number, shapes and kinds of all arrays agree.
        """
        present = [(array.shape, array.dtype) for array in self.engine.capture()]
        return len(run.moments) > 0 and all(
            present == [(array.shape, array.dtype) for array in moment.state] for moment in run.moments
        )

    def _advance(self, n_steps: int) -> list[Report]:
        """Do steps; a batch that examples were taken from is finished first."""
        size = self.engine.shape.batch_size
        if self.row % size:
            report = self._rows(size)
            return [] if report is None else [report]
        n_steps = min(n_steps, self.engine.most_steps(self.order, self.epoch, self.batch))
        reports, losses = self.engine.run(self.order, self.epoch, self.batch, n_steps)
        total = self.batch + n_steps
        self.epoch += len(reports)
        self.row = (total - len(reports) * self.engine.shape.n_steps) * size
        self.n_steps += n_steps
        self.run.record_losses(losses, self.n_steps)
        return reports

    def _rows(self, count: int) -> Report | None:
        """Do one step on the next rows of the batch; return the report if the epoch ends."""
        shape = self.engine.shape
        end = min((self.batch + 1) * shape.batch_size, shape.n, self.row + count)
        if (self.n_steps, {_EXAMPLE: count}) not in self.run.changes:
            self.run.changes.append((self.n_steps, {_EXAMPLE: count}))
        loss = self.engine.run_rows(self.order.epoch(self.epoch)[self.row : end])
        self.row, self.n_steps = end, self.n_steps + 1
        self.run.record_losses([loss] if shape.keeps_losses else [], self.n_steps)
        if self.row < shape.n:
            return None
        self.epoch, self.row = self.epoch + 1, 0
        return self.engine.end_epoch()

    def _replay(self, epoch: int) -> None:
        """Do again what was done, changes on the way included, up to the end of an epoch."""
        while self.epoch < epoch:
            here = _move_as_then(self.engine, self.run, self.n_steps)
            counts = [change[_EXAMPLE] for change in here if _EXAMPLE in change]
            if counts:
                self._rows(counts[0])
                continue
            later = [at - self.n_steps for at, _ in self.run.changes if at > self.n_steps]
            self._advance(min([(epoch - self.epoch) * self.engine.shape.n_steps - self.batch, *later]))
        _move_as_then(self.engine, self.run, self.n_steps)  # moved at the end of the epoch: the next step takes it

    def _forget_future(self) -> None:
        """Whoever goes on from an earlier epoch writes on from there."""
        if self._went_back:
            moved = [(at, change) for at, change in self.run.changes if at == self.n_steps and _EXAMPLE not in change]
            self.run.rewind(self.epoch, self.n_steps)
            self.run.changes += moved
            self._went_back = False

    def _copy(self) -> Place:
        return Place(self.epoch, self.row, self.n_steps, self.engine.capture())

    def _go(self, place: Place) -> None:
        self.engine.restore(place.state)
        self.epoch, self.row, self.n_steps = place.epoch, place.row, place.n_steps

    def _note(self) -> None:
        """Copy the state after a chunk, unless that would take too much of the time."""
        began = time.monotonic()
        if self.is_light or (self.row == 0 and began > self._copied_at):
            self.newest = self._copy()
            self._copied_at = began + _PAUSE_PER_COPY * (time.monotonic() - began)
            if self.row == 0:
                self._keep()

    def _keep(self) -> None:
        self.run.moments.add(Moment(self.epoch, self.n_steps, self.newest.state, dict(self._extras())))


def _record(run: Run, first: int, reports: list[Report], watch: Callable[[int, Report], str]) -> bool:
    """Record epochs that have ended, up to the one at which a watch says to stop; tell whether it does."""
    for epoch, report in enumerate(reports, start=first):
        run.record(epoch, report)
        if watch(epoch, report):
            return True
    return False


def _move_as_then(engine: Engine, run: Run, n_steps: int) -> list[dict[str, Any]]:
    """Move what was moved before the next step; return all that was noted there."""
    # It may be older or newer than a moment that was kept there; to set it twice does no harm.
    here = [change for at, change in run.changes if at == n_steps]
    for name, value in (item for change in here for item in change.items() if item[0] != _EXAMPLE):
        engine.constants.move(name, value)
    return here

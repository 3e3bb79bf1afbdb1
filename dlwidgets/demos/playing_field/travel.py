"""A playground's ways through its run: back to any epoch and on from there, beside the runs before."""

from collections.abc import Mapping, Sequence
from typing import Any

from dlwidgets.demos.playing_field.blueprint import Array
from dlwidgets.demos.playing_field.desk import WITHOUT_MODEL, PlaygroundDesk
from dlwidgets.demos.playing_field.legs import MOST_RUNS, EarlierRun, Leg, as_controls, settings_of
from dlwidgets.errors import InvalidValueError
from dlwidgets.training.trainer.state import Snapshot, TrainerState

Rows = list[tuple[float, float, float]]


class PlaygroundTravel(PlaygroundDesk):
    """How did it come here?

    The part of the playground that goes back to any epoch, and remembers earlier runs.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    def __init__(self, **settings: Any) -> None:
        self._legs: list[Leg] = []
        self._earlier_runs: list[EarlierRun] = []
        self._trained_with: Mapping[str, Any] = {}
        self._n_runs = self._farthest = 0
        super().__init__(**settings)

    @property
    def last_epoch(self) -> int:
        """The last epoch of this run that one can go to."""
        return max(self.epoch, self._farthest)

    @property
    def earlier_runs(self) -> Sequence[EarlierRun]:
        """The runs that stand beside the present one: of the same data and loss, newest last."""
        same = ("data", "loss")
        return [run for run in self._earlier_runs if all(run.settings[name] == self.state[name] for name in same)]

    def goto(self, epoch: int) -> None:
        """Go to the end of an epoch of this run: weights, settings and charts are as they were then.

        Training goes on from there, with the same numbers if nothing is changed.

        Parameters
        ----------
        epoch : int
            From 0, the start, to ``last_epoch``.

        Raises
        ------
        InvalidValueError
            If the run has no such epoch.
        """
        if isinstance(epoch, bool) or not isinstance(epoch, int) or not 0 <= epoch <= self.last_epoch:
            raise InvalidValueError(f"This run has the epochs 0 (its start) to {self.last_epoch}; {epoch!r} came.")
        self.change(moment=epoch)

    def _go_to(self, epoch: int) -> None:
        """Show the end of an epoch, with the settings that held there."""
        epoch = min(max(0, epoch), self.last_epoch)
        self._note_leg()
        leg = next((leg for leg in reversed(self._legs) if leg.before <= epoch), None)
        if leg is None or (epoch == self.epoch and not self._is_asked):
            return
        if leg.run is None:
            self._leave()
            self._take(leg.settings)
            self._latest, self._weights = Snapshot(TrainerState.NEW, ""), leg.weights
        elif self._trainer is None or self._trainer.run is not leg.run:
            self._leave()
            self._take(leg.settings)
            self._latest = self._trainer_now().resume(leg.run, epoch - leg.before)
            self._weights = self._trainer_now().weights
        else:
            self._is_asked = False
            self._latest = self._trainer.goto(epoch - leg.before)
            self._weights = self._trainer.weights
        self._epochs_before = leg.before
        self._take(leg.settings_at(self._latest.n_steps))
        self._measure()

    def _take(self, settings: Mapping[str, Any]) -> None:
        """Set the controls as they were."""
        for name, value in as_controls(settings, self.regularization).items():
            setattr(self, name, value)
        self._plan = self._planned_network()

    def _planned_network(self) -> Any:
        raise NotImplementedError

    def _note_leg(self) -> None:
        """Take note of what the present trainer has recorded."""
        trainer = self._trainer
        if trainer is None or self._latest.state in WITHOUT_MODEL:
            return
        if all(leg.run is not trainer.run for leg in self._legs):
            self._legs = [*self._legs, Leg(self._epochs_before, trainer.run, self._began_with)]

    def _go_on(self) -> None:
        """Write on from here: what came later becomes a run of its own, beside this one."""
        if self.epoch == self.last_epoch:
            return
        self._keep(self._history.cut(self.epoch))
        self._farthest = self.epoch
        runs = [leg.run for leg in self._legs]
        present = self._trainer.run if self._trainer else None
        self._legs = self._legs[: runs.index(present) + 1] if present in runs else self._legs

    def _keep(self, rows: Rows) -> None:
        """Keep the curve of a run that is over."""
        if len(rows) > 1:
            self._n_runs += 1
            run = EarlierRun(self._n_runs, self._trained_with, rows)
            self._earlier_runs = [*self._earlier_runs, run][-MOST_RUNS:]

    def _start_again(self) -> None:
        self._keep(self._history.rows)
        self._legs, self._farthest = [], 0
        super()._start_again()

    def _carry_on(self, weights: Sequence[Array] | None = None) -> None:
        self._note_leg()
        self._go_on()
        super()._carry_on(weights)
        # Until it is trained, no run has this moment.
        here = Leg(self._epochs_before, None, settings_of(self._plan, self.batch_size), self._weights)
        self._legs = [*(leg for leg in self._legs if leg.run or leg.before != here.before), here]

    def _look(self) -> None:
        super()._look()
        if self._latest.n_steps:
            self._farthest, self._trained_with = self.epoch, self.state

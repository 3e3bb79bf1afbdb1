"""A trainer's ways through its run: numbers that move, the start again, any epoch, a run that was saved."""

import weakref
from copy import deepcopy
from typing import Any

import numpy as np

from dlwidgets.errors import InvalidValueError, clear_call
from dlwidgets.training.run import Run
from dlwidgets.training.trainer.plan import Plan
from dlwidgets.training.trainer.state import Options, Snapshot, TrainerState
from dlwidgets.training.trainer.taking_up import check_run
from dlwidgets.training.trainer.view import TrainerView

_living: "weakref.WeakSet[TrainerTravel]" = weakref.WeakSet()


class TrainerTravel(TrainerView):
    """A trainer that can be moved to any moment.

    Parameters
    ----------
    plan : Plan
        What to train and how.
    options : Options
        What else it does.
    """

    def __init__(self, plan: Plan, options: Options) -> None:
        super().__init__(plan, options)
        _living.add(self)

    @clear_call
    def change(self, **numbers: Any) -> None:
        """Move numbers that may move while it trains; nothing is traced again.

        Parameters
        ----------
        **numbers
            ``learning_rate``, ``l1``, ``l2``, ``dropout``: one number each, or for ``dropout`` a dict by layer.

        Raises
        ------
        UnknownNameError
            If a number is none of these.
        InvalidValueError
            If it is out of range, or the model has no place for it.
        """
        self._check_open()
        self._moves |= {name: self._checked_move(name, value) for name, value in numbers.items()}
        if self._session is not None and self._turn.acquire(blocking=False):
            # Otherwise the worker does it before the next chunk.
            try:
                self._make_moves(self._session)
            finally:
                self._turn.release()

    def reset(self, seed: int | None = None) -> None:
        """Go back to the start: same first weights, same order, same chance, or those of another seed.

        Parameters
        ----------
        seed : int, optional
            None is the present one: the run that follows gives the same numbers again.

        Raises
        ------
        InvalidValueError
            If other first weights can't be drawn for this model.
        """
        session = self._prepared()
        self._check_open()
        self._halt()
        with self._turn:
            moved = dict(session.engine.constants.values)
            if seed is None:
                session.goto(0)
            else:
                seed = self._options.settings["seed"] = whole("seed", seed, 0)
                session.engine.restore(self._plan.start(session.engine, seed))
            for name, value in moved.items():
                session.engine.constants.move(name, value)
            self._new_session(session.engine, self._options.settings["seed"])
            self._tell(TrainerState.READY, "Back at the start.")

    def goto(self, epoch: int) -> Snapshot:
        """Go to the end of an epoch of this run: weights, optimizer, metrics, order and chance are as they were then.

        Whoever trains on from there writes the run anew from that epoch on, with the same numbers.

        Parameters
        ----------
        epoch : int
            From 0, the start, to the last one.

        Returns
        -------
        Snapshot
            Where it stands now.

        Raises
        ------
        InvalidValueError
            If the run has no such epoch.
        """
        session = self._prepared()
        self._check_open()
        last = session.run.last_epoch
        if isinstance(epoch, bool) or not isinstance(epoch, int | np.integer) or not 0 <= epoch <= last:
            raise InvalidValueError(f"The run has the epochs 0 (its start) to {last}; {epoch!r} came.")
        self._halt()
        with self._turn:
            session.goto(int(epoch))
            self._tell(TrainerState.PAUSED, f"Back at the end of epoch {epoch}." if epoch else "Back at the start.")
        return self.latest

    def resume(self, run: Run, epoch: int | None = None) -> Snapshot:
        """Take up a run that was saved: everything is as it was, and training goes on with the same numbers.

        Parameters
        ----------
        run : Run
            Of the same network and data. If another trainer has it, this one goes on in a copy.
        epoch : int, optional
            Where to; None is its last one.

        Returns
        -------
        Snapshot
            Where it stands now.

        Raises
        ------
        InvalidValueError
            If no run came.
        DataError
            If the run is of other data or another network.
        """
        self._check_open()
        session = self._prepared()
        self._halt()
        check_run(run, session, self._plan.material.fingerprint, self._options.settings, self._plan.spec)
        run = run if self._has_alone(run) else deepcopy(run)
        with self._turn:
            self._options.settings["seed"] = run.seed or 0
            self._new_session(session.engine, self._options.settings["seed"])
            self.runs[-1] = run
            self._prepared().run = run
        return self.goto(run.last_epoch if epoch is None else epoch)

    def _has_alone(self, run: Run) -> bool:
        """Tell whether no other trainer writes on in a run."""
        others = [one for one in _living if one is not self and one.state is not TrainerState.CLOSED]
        return all(its is not run for one in others for its in one.runs)

    def _halt(self) -> None:
        """Stop, and wait until that is done."""
        self._end_worker()
        self._worker.wait()


def whole(name: str, value: Any, least: int) -> int:
    """Return a whole number, or refuse what is none.

    Parameters
    ----------
    name : str
        What it stands for.
    value : int
        What came.
    least : int
        The smallest that is taken.

    Returns
    -------
    int
        The number.

    Raises
    ------
    InvalidValueError
        If it is no whole number or too small.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise InvalidValueError(f"{name} is a whole number of at least {least}; {value!r} came.")
    return int(value)

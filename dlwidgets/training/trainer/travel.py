"""A trainer's ways through its run: numbers that move, the start again, any epoch, a run that was saved."""

from typing import Any

import numpy as np

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.training.run import Run
from dlwidgets.training.trainer.state import Snapshot, TrainerState
from dlwidgets.training.trainer.view import TrainerView


class TrainerTravel(TrainerView):
    """A trainer that can be moved to any moment.

    Parameters
    ----------
    plan : Plan
        What to train and how.
    options : Options
        What else it does.
    """

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
        for name, value in numbers.items():
            self._check_move(name, value)
        self._moves |= numbers
        if self._session is not None and self._turn.acquire(blocking=False):
            # Otherwise the worker does it before the next chunk.
            try:
                while self._moves:
                    name = next(iter(self._moves))
                    self._session.move(name, self._moves.pop(name))
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
        self._halt()
        with self._turn:
            moved = dict(session.engine.constants.values)
            if seed is None:
                session.goto(0)
            else:
                self._options.settings["seed"] = whole("seed", seed, 0)
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
            Of the same network and data.
        epoch : int, optional
            Where to; None is its last one.

        Returns
        -------
        Snapshot
            Where it stands now.

        Raises
        ------
        DataError
            If the run is of other data or another network.
        """
        session = self._prepared()
        self._halt()
        if run.settings.get("data") != self._plan.material.fingerprint:
            raise DataError("The run was trained on other data; give the trainer those.")
        for name in ("batch_size", "shuffle"):
            if run.settings.get(name) != self._options.settings[name]:
                raise DataError(f"The run has {name}={run.settings.get(name)!r}; give the trainer the same.")
        if not session.takes(run):
            raise DataError("The run is of another network or optimizer; its numbers do not fit into this one.")
        with self._turn:
            self._options.settings["seed"] = run.seed or 0
            self._new_session(session.engine, self._options.settings["seed"])
            self.runs[-1] = run
            self._prepared().run = run
        return self.goto(run.last_epoch if epoch is None else epoch)

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

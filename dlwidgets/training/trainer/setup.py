"""How a trainer gets ready: the engine from its plan, and a run to write into."""

import weakref
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from dlwidgets.errors import InvalidValueError
from dlwidgets.training import run_file
from dlwidgets.training.engine.movable import movable
from dlwidgets.training.engine.order import Order
from dlwidgets.training.goals import check_metric
from dlwidgets.training.moments import Moments
from dlwidgets.training.run import Run
from dlwidgets.training.trainer.news import TrainerNews
from dlwidgets.training.trainer.plan import Plan, returned_with
from dlwidgets.training.trainer.session import Session
from dlwidgets.training.trainer.state import Job, Options, TrainerState


class TrainerSetup(TrainerNews):
    """Prepares what trains.

    Parameters
    ----------
    plan : Plan
        What to train and how.
    options : Options
        What else the trainer does.
    """

    def __init__(self, plan: Plan, options: Options) -> None:
        super().__init__(options.on_snapshot)
        self._plan = plan
        self._options = options
        self.runs: list[Run] = []
        self._job: Job | None = None
        self._moves: dict[str, Any] = {}
        self._give_back: Callable[[], Any] = lambda: None

    def _prepare(self) -> None:
        weights = None
        if self._session is not None:  # the reader compiled the model anew, and it stays the one that is trained
            weights = self._session.engine.model.get_weights()
            self._plan = replace(self._plan, source=self._session.engine.model)
        self._give_back()
        seed = self._options.settings["seed"]
        words = "Keras is being loaded and the model is being built."
        engine = self._plan.engine(seed, lambda: self._tell(TrainerState.PREPARING, words))
        self._give_back = returned_with(self, self._plan.key, engine)
        if weights is not None:
            engine.model.set_weights(weights)
        self._check_names(engine.names)
        for name in [*self._moves]:
            engine.constants.move(name, self._moves.pop(name))
        self._new_session(engine, seed)

    def _new_session(self, engine: Any, seed: int) -> None:
        """Begin a run with the model as it is."""
        settings = self._options.settings
        run = Run(len(self.runs) + 1, n_steps=engine.shape.n_steps, seed=seed)
        run.spec = self._plan.spec.to_json() if self._plan.spec else None
        run.settings = {**settings, "seed": seed, **engine.constants.values}
        run.settings["data"] = self._plan.material.fingerprint
        run.moments = Moments(self._options.moments_mb)
        self.runs.append(run)
        order = Order(engine.shape.n, seed, shuffle=settings["shuffle"])
        self._session = Session(engine, order, run, _extras_of(self, self._options.keep))
        self._session.settle()

    def _must_be_traced(self, session: Session) -> bool:
        """Tell whether the steps must be made ready: the first ones of a run may come before."""
        engine = session.engine
        if engine.is_ready:
            return False
        return self._job is None or self._job.left <= 0 or not engine.can_begin(session.epoch, session.batch)

    def _make_moves(self, session: Session) -> None:
        """Move what is to be moved."""
        while self._moves:
            name = next(iter(self._moves))
            session.move(name, self._moves.pop(name))

    def _checked_move(self, name: str, value: Any) -> Any:
        """Return what a number moves to as plain floats, or refuse it."""
        if self._session is not None:
            self._session.engine.constants.check(name, value)
        return movable(name, value)

    def _check_names(self, names: list[str]) -> None:
        if self._job is not None and self._job.watch is not None:
            self._job.watch.check_names(names)
        if self._options.early_stopping is not None:
            check_metric(self._options.early_stopping.monitor, names)


def _extras_of(
    trainer: TrainerSetup, keep: Callable[[Any], Mapping[str, Any]] | None
) -> Callable[[], Mapping[str, Any]]:
    """Ask for what is kept beside the state, without keeping the trainer alive."""
    owner = weakref.ref(trainer)

    def extras() -> Mapping[str, Any]:
        present = owner()
        if keep is None or present is None:
            return {}
        kept = keep(present)
        if not isinstance(kept, Mapping) or not all(isinstance(name, str) for name in kept):
            raise InvalidValueError(
                f"keep takes a function that returns a dict of arrays by name; it gave {kept!r:.60}."
            )
        arrays = {name: np.array(array) for name, array in kept.items()}
        for name, array in arrays.items():
            if array.dtype.kind not in run_file.KINDS:
                raise InvalidValueError(
                    f"What keep returns is saved with the run, and {name!r} is no array of numbers."
                )
        return arrays

    return extras

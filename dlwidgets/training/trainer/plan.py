"""What a trainer is to train, and how its model and its engine are made, or found again."""

import json
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlwidgets.errors import DLWidgetsError, InvalidValueError
from dlwidgets.network import NetworkSpec
from dlwidgets.training.build import build
from dlwidgets.training.devices import built_on
from dlwidgets.training.engine.engine import Engine
from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.reports import shape_is_shared
from dlwidgets.training.engine.values import State
from dlwidgets.training.error_words import in_one_line, is_out_of_memory
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.model_checks import check_fit, check_model
from dlwidgets.training.seeding import seeded

MOST_IDLE = 8
"""Engines that wait to be used again; each holds a small model and its traced steps."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What to train and how.

    Parameters
    ----------
    source : keras.Model or NetworkSpec
        The model, or the description that one is built of.
    material : Material
        The data.
    batch_size : int
        Examples per step.
    path : str
        The path that is wished for, or ``"auto"``.
    keeps_losses : bool
        Whether the loss of each batch is kept.
    strategy, precision : optional
        As `built_on` takes them.
    weights : sequence of ndarray, optional
        First weights of a description, in Keras' order; drawn if not given.
    """

    source: Any
    material: Material
    batch_size: int
    path: str = "auto"
    keeps_losses: bool = False
    strategy: Any = None
    precision: str | None = None
    weights: Sequence[Any] | None = None

    @property
    def spec(self) -> NetworkSpec | None:
        """The description, if there is one."""
        return self.source if isinstance(self.source, NetworkSpec) else None

    @property
    def key(self) -> Any:
        """What two plans have in common that can use the same engine; None if no other plan can."""
        if self.spec is None or not isinstance(self.strategy, str | None):
            return None
        settings = (self.batch_size, self.path, self.keeps_losses, self.strategy, self.precision)
        return json.dumps(self.spec.to_json(), sort_keys=True), self.material.signature, settings

    def engine(self, seed: int, tell: Callable[[], None]) -> Engine:
        """Find or make an engine whose model stands at its start.

        Parameters
        ----------
        seed : int
            What first weights are drawn from.
        tell : callable
            Called if Keras is to be loaded and the model to be built.

        Returns
        -------
        Engine
            At its start.

        Raises
        ------
        DLWidgetsError
            If the model and the data do not fit.
        """
        engine = _pool.take(self.key)
        if engine is None:
            tell()
            engine = self._new_engine(seed)
        else:
            self._load(engine)
        engine.restore(self.start(engine, seed if self.spec else None))
        return engine

    def start(self, engine: Engine, seed: int | None) -> State:
        """Return the state at the start of a run.

        Parameters
        ----------
        engine : Engine
            Of this plan.
        seed : int or None
            What first weights are drawn from; None for a model that came with its weights.

        Returns
        -------
        list of ndarray
            As `Engine.restore` takes it.
        """
        starts: dict[int | None, State] = engine.starts
        if seed not in starts:
            if len(starts) > 4:
                starts.pop(next(key for key in starts if key is not None))
            fresh = self._remade(seed)
            starts[seed] = [
                new if self.spec or _is_drawn(old) else kept
                for old, new, kept in zip(engine.model.variables, fresh, starts[None], strict=False)
            ] + starts[None][len(fresh) :]
        return starts[seed] if self.weights is None else self._with_weights(engine, starts[seed], self.weights)

    def _with_weights(self, engine: Engine, state: State, weights: Sequence[Any]) -> State:
        """Return a start with other weights, or refuse those that do not fit."""
        wanted = [tuple(variable.shape) for variable in engine.model.weights]
        given = [np.shape(array) for array in weights]
        if self.spec is None or given != wanted:
            raise InvalidValueError(f"The first weights have the shapes {given}; a description takes {wanted}.")
        named = {id(variable): array for variable, array in zip(engine.model.weights, weights, strict=True)}
        own = [
            np.asarray(named[id(variable)], dtype=old.dtype) if id(variable) in named else old
            for variable, old in zip(engine.model.variables, state, strict=False)
        ]
        return own + state[len(own) :]

    def _load(self, engine: Engine) -> None:
        """Give the data to an engine that was used before; what it can't train on it does not take."""
        try:
            check_fit(engine.model, self.material)
        except DLWidgetsError:
            _pool.give(self.key, engine)
            raise
        engine.load(self.material)

    def _new_engine(self, seed: int) -> Engine:
        import_keras()  # before the seed counts: importing draws at random too
        with seeded(seed if self.spec else None):
            model = self._model()
            check_model(model)
            check_fit(model, self.material)
            self._check_shares(model)
            try:
                engine = Engine(model, self.material, self.batch_size, path=self.path, keeps_losses=self.keeps_losses)
            except DLWidgetsError:
                raise
            except Exception as error:
                if is_out_of_memory(error):
                    raise
                words = f"Keras can't do a step with this model and these data. {in_one_line(error)}"
                raise InvalidValueError(words) from error
        engine.starts = {None: engine.capture()}
        if self.spec:
            engine.starts[seed] = engine.starts[None]
        return engine

    def _model(self) -> Any:
        if self.spec is None:
            return self.source
        spec = self.spec
        if spec.compile is None or spec.compile.loss is None:
            raise InvalidValueError(
                "The network does not say its loss. Give it compile=CompileSpec(optimizer='adam', loss='mse')."
            )
        spec.check(self.material.columns[0].shape[1:])
        with built_on(self.strategy, self.precision):
            return build(spec)

    def _check_shares(self, model: Any) -> None:
        """Refuse batches that can't be shared among several devices."""
        if self.strategy is not None and self.spec is None and not shape_is_shared(model):
            raise InvalidValueError(
                "A model is shared among devices only if it is built in the strategy's scope. "
                "Give the trainer a NetworkSpec, or build the model inside strategy.scope()."
            )
        if not shape_is_shared(model):
            return
        n, n_devices = self.material.n, model.distribute_strategy.num_replicas_in_sync
        sizes = {min(self.batch_size, n), n % self.batch_size or n_devices}
        sizes |= {self.material.n_validation % self.batch_size or n_devices} if self.material.n_validation else set()
        if self.keeps_losses or min(sizes) < n_devices:
            raise InvalidValueError(
                f"{n_devices} devices share each batch, so each, the last one too, needs {n_devices} examples or more, "
                "and the losses of single batches are not kept. Change the batch size."
            )

    def _remade(self, seed: int | None) -> State:
        """Build the model once more and return what it begins with."""
        with seeded(seed):
            try:
                if self.spec is not None:
                    with built_on(self.strategy, self.precision):
                        model = build(self.spec, compiled=False)
                else:
                    model = import_keras().models.clone_model(self.source)
                if not model.built:
                    model(self.material.columns[0][:1], training=False)
            except DLWidgetsError:
                raise
            except Exception as error:
                raise InvalidValueError(
                    "Other first weights need a copy of the model, and Keras can't copy this one: "
                    f"{in_one_line(error)} Give the trainer a NetworkSpec."
                ) from error
        return [variable.numpy() for variable in model.variables]


def _is_drawn(variable: Any) -> bool:
    """Tell what is drawn anew from what a model keeps: statistics, and layers that are frozen."""
    return variable.trainable or "seed_generator" in variable.path


@dataclass
class EnginePool:
    """Engines that no trainer uses, by what they are made for; the oldest go first."""

    idle: "OrderedDict[Any, list[Engine]]" = field(default_factory=OrderedDict)
    # Reentrant: a trainer may be collected, and give its engine back, while its thread is in here.
    lock: Any = field(default_factory=threading.RLock)

    def take(self, key: Any) -> Engine | None:
        """Return an engine for a key, or None; from now on it is the caller's alone."""
        with self.lock:
            found = self.idle.get(key) if key is not None else None
            if not found:
                return None
            engine = found.pop()
            if not found:
                del self.idle[key]
            return engine

    def give(self, key: Any, engine: Engine) -> None:
        """Take back an engine that its trainer needs no more."""
        if key is None or engine.is_lent or not engine.is_current:
            return
        engine.let_go()
        with self.lock:
            self.idle.setdefault(key, []).append(engine)
            self.idle.move_to_end(key)
            while sum(map(len, self.idle.values())) > MOST_IDLE:
                oldest = next(iter(self.idle))
                self.idle[oldest].pop(0)
                if not self.idle[oldest]:
                    del self.idle[oldest]


_pool = EnginePool()


def returned_with(trainer: Any, key: Any, engine: Engine) -> Callable[[], Any]:
    """Give an engine back when its trainer is closed or let go.

    Parameters
    ----------
    trainer : object
        Its user, held by a weak reference.
    key : object
        What the engine is made for.
    engine : Engine
        The engine.

    Returns
    -------
    callable
        Gives it back at once; a second call does nothing.
    """
    giving = weakref.finalize(trainer, _pool.give, key, engine)
    giving.atexit = False
    return giving

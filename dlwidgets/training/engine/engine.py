"""What takes optimiser steps: a traced loop where the model allows it, Keras' own single steps where it does not."""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.training.engine.chunk import Chunk, Shape, shape_is_shared, single_metrics
from dlwidgets.training.engine.live_constants import LiveConstants
from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.order import Order, Rows
from dlwidgets.training.engine.paths import Choice, Path, path_named, refusal, wished
from dlwidgets.training.engine.single_steps import Report, SingleSteps, running_metrics
from dlwidgets.training.engine.values import State, assign, values_of
from dlwidgets.training.error_words import is_out_of_memory
from dlwidgets.training.run import VALIDATION


class Engine:
    """Takes optimiser steps with a compiled Keras model on data that lie on the device.

    Parameters
    ----------
    model : keras.Model
        Compiled; one input, one output.
    material : Material
        The data; checked against the model.
    batch_size : int
        Examples per step.
    path : str, default "auto"
        ``"compiled"``, ``"loop"`` or ``"single"`` wish for a path; a slower one is taken where it can't be had.
    keeps_losses : bool, default False
        Whether the loss of each step is kept.
    """

    def __init__(
        self, model: Any, material: Material, batch_size: int, *, path: str = "auto", keeps_losses: bool = False
    ) -> None:
        self.model = model
        self.shape = Shape(
            material.n, batch_size, material.n_validation, _evaluated_at_once(model, material, batch_size), keeps_losses
        )
        self._build(material)
        self.constants = LiveConstants(model)
        self.names = [*single_metrics(model)]
        if material.n_validation:
            self.names += [VALIDATION + name for name in single_metrics(model)]
        self._marks = _marks(model)
        self.choice = wished(model) if path == "auto" else Choice(path_named(path))
        self._chunk: Chunk | None = None
        self._order: tuple[Any, ...] = ()
        self.starts: dict[int | None, State] = {}
        """What a run begins with, by seed; None is what the model came with."""
        self.is_lent = False
        """Whether a reader may hold the model, so that nobody else should train it."""
        self.load(material)

    def load(self, material: Material) -> None:
        """Put data of the same shape on the device.

        Parameters
        ----------
        material : Material
            The data.
        """
        import tensorflow as tf

        self._single = SingleSteps(self.model, material, self.shape)
        # Keras would turn every batch into what the first layer takes.
        kind = getattr(self.model.inputs[0], "dtype", None) if getattr(self.model, "inputs", None) else None
        self._data = (tf.constant(material.columns[0], dtype=kind), *map(tf.constant, material.columns[1:]))
        self._validation = tuple(map(tf.constant, material.validation)) if material.n_validation else None

    def let_go(self) -> None:
        """Keep no data on the device until `load`."""
        self._data, self._validation, self._order, self._single = (), None, (), None

    @property
    def is_current(self) -> bool:
        """Whether the model still is what was traced: not compiled anew, no layer frozen or added since."""
        present = _marks(self.model)
        return len(present) == len(self._marks) and all(
            one is two for one, two in zip(present, self._marks, strict=True)
        )

    @property
    def traces(self) -> int:
        """How often the loop was traced; 0 before `prepare`."""
        return self._chunk.traces if self._chunk else 0

    def prepare(self) -> None:
        """Trace and compile by doing no step at all; take a slower path where TensorFlow refuses."""
        order = Order(self.shape.n, 0, shuffle=False)
        traced = [Path.COMPILED, Path.LOOP, Path.SINGLE]
        for path in traced[traced.index(self.choice.path) : -1]:
            try:
                self._chunk = Chunk(self.model, self.constants, self.shape, compiled=path is Path.COMPILED)
                arguments = self._arguments(order, 0, 0, 0)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    self._chunk.trace(arguments, self._validation)
                    self._chunk.run(*arguments, self._validation)
            except Exception as error:  # whatever TensorFlow refuses has a slower path
                self._chunk = None
                if is_out_of_memory(error):
                    raise
                self.choice = refusal(path, error)
            else:
                self.choice = Choice(path, self.choice.reason)
                return

    def run(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[list[Report], npt.NDArray[np.float32]]:
        """Do steps from a batch of an epoch on, at most to the end of the epochs that are drawn together.

        Parameters
        ----------
        order : Order
            In which order the examples come.
        epoch : int
            From 0 on.
        batch : int
            The batch of the epoch that comes next, from 0 on.
        n_steps : int
            How many, as `most_steps` allows.

        Returns
        -------
        reports : list of dict
            What each epoch that ended reports.
        losses : float32 array of shape (n_steps,)
            Of each batch, if they are kept; else empty.
        """
        if self._chunk is None:
            return self._single.run(order, epoch, batch, n_steps), np.zeros(0, np.float32)
        reports, losses = self._chunk.run(*self._arguments(order, epoch, batch, n_steps), self._validation)
        n_ended = (batch + n_steps) // self.shape.n_steps
        kept = losses.numpy()[:n_steps] if self.shape.keeps_losses else np.zeros(0, np.float32)
        return [self._named(row) for row in reports.numpy()[:n_ended]], kept

    def most_steps(self, order: Order, epoch: int, batch: int) -> int:
        """Tell how many steps one call may do.

        Parameters
        ----------
        order : Order
            In which order the examples come.
        epoch, batch : int
            Where it begins.

        Returns
        -------
        int
            To the end of the epochs that are drawn together.
        """
        return (order.block_epochs - epoch % order.block_epochs) * self.shape.n_steps - batch

    def run_rows(self, rows: Rows) -> float:
        """Do one step on some rows.

        Parameters
        ----------
        rows : int32 array of shape (k,)
            Their numbers.

        Returns
        -------
        float
            The loss before the step.
        """
        import tensorflow as tf

        if self._chunk is None:
            self._single.train_on(rows)
            return float("nan")
        with self._chunk.live():
            return float(self._chunk.run_rows(self._data, tf.constant(rows)))

    def end_epoch(self) -> Report:
        """Return what the epoch reports, validation included, and begin the metrics anew."""
        if self._chunk is None:
            return self._single.end_epoch()
        with self._chunk.live():
            return self._named(self._chunk.end_epoch(self._validation).numpy())

    def running(self) -> Report:
        """Return what the epoch has reported so far."""
        return running_metrics(self.model)

    @property
    def variables(self) -> list[Any]:
        """Everything that a step may change: weights, chance, optimiser, metrics, live constants."""
        model = self.model
        return [*model.variables, *model.optimizer.variables, *model.metrics_variables, *self.constants.variables]

    def capture(self) -> State:
        """Return a copy of everything that a step may change."""
        return values_of(self.variables)

    def weights_in(self, state: State) -> State:
        """Return the model's weights among what `capture` returned.

        Parameters
        ----------
        state : list of ndarray
            From `capture`.

        Returns
        -------
        list of ndarray
            The very arrays, in the order of ``model.get_weights()``.
        """
        places = {id(variable): place for place, variable in enumerate(self.variables)}
        return [state[places[id(weight)]] for weight in self.model.weights]

    def restore(self, state: State) -> None:
        """Bring everything back to what it was.

        Parameters
        ----------
        state : list of ndarray
            From `capture`.
        """
        assign(self.variables, state)
        self.constants.read_back()

    def _build(self, material: Material) -> None:
        """Make what Keras makes at the first step: weights, metrics, the optimiser's memory."""
        model = self.model
        some = [column[: min(self.shape.batch_size, 8)] for column in material.columns]
        outputs = model(some[0], training=False)
        model.compute_loss(some[0], some[1], outputs, some[2] if len(some) > 2 else None)
        model.compute_metrics(some[0], some[1], outputs, some[2] if len(some) > 2 else None)
        model.reset_metrics()
        with model.distribute_strategy.scope():
            if not model.optimizer.built:
                model.optimizer.build(model.trainable_variables)

    def _arguments(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[Any, ...]:
        import tensorflow as tf

        rows = order.block(epoch)
        if not self._order or self._order[0] is not rows:
            shape = self.shape
            full = rows[:, : shape.n_full * shape.batch_size].reshape(len(rows), shape.n_full, -1)
            rest = rows[:, shape.n_full * shape.batch_size :]
            self._order = (rows, tf.constant(full), tf.constant(rest))
        places = [tf.constant(number, tf.int32) for number in (epoch % order.block_epochs, batch, n_steps)]
        return self._data, *self._order[1:], *places

    def _named(self, row: Any) -> Report:
        return dict(zip(self.names, map(float, row), strict=True))


def _marks(model: Any) -> tuple[Any, ...]:
    """Take the marks by which a model that was compiled anew, frozen or rebuilt is told."""
    # The objects themselves: the identity of one that is gone may be given to another.
    return model.optimizer, model._compile_loss, *(layer.trainable for layer in model.layers), *model.variables  # noqa: SLF001


def _evaluated_at_once(model: Any, material: Material, batch_size: int) -> int:
    """Choose the validation batch: large where the mean over batches is the mean over all, else that of training."""
    loss = model.loss
    adds_up = isinstance(loss, str) or getattr(loss, "reduction", "mean") in {"sum_over_batch_size", "mean"}
    masks = any(getattr(layer, "mask_zero", False) for layer in model.layers)
    at_once = 4096 if adds_up and not masks and not shape_is_shared(model) else batch_size
    return max(1, min(material.n_validation, max(batch_size, at_once)))

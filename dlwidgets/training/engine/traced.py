"""A model made ready for optimiser steps: what is traced, by which path, and on which data."""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.training.engine.beginning import first_steps
from dlwidgets.training.engine.chunk import Chunk
from dlwidgets.training.engine.compiled import evaluated_at_once
from dlwidgets.training.engine.live_constants import LiveConstants
from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.order import Order
from dlwidgets.training.engine.paths import Choice, Path, path_named, refusal, wished
from dlwidgets.training.engine.reports import metric_names
from dlwidgets.training.engine.shape import Shape
from dlwidgets.training.engine.single_steps import SingleSteps
from dlwidgets.training.engine.values import Variables
from dlwidgets.training.error_words import is_out_of_memory
from dlwidgets.training.run import VALIDATION

NO_LOSSES: npt.NDArray[np.float32] = np.zeros(0, np.float32)


class TracedEngine:
    """A compiled Keras model and data on the device, ready or nearly ready for steps.

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
            material.n, batch_size, material.n_validation, evaluated_at_once(model, material, batch_size), keeps_losses
        )
        self._build(material)
        self.constants = LiveConstants(model)
        own = *model.variables, *model.optimizer.variables, *model.metrics_variables
        self.variables = Variables((*own, *self.constants.variables))
        """Everything that a step may change: weights, chance, optimiser, metrics, live constants."""
        self.names = [*metric_names(model)]
        if material.n_validation:
            self.names += [VALIDATION + name for name in metric_names(model)]
        self._marks = _marks(model)
        self.choice = wished(model) if path == "auto" else Choice(path_named(path))
        self.is_ready = False
        """Whether all is traced, and the path is settled."""
        self._chunk = self._chunk_for(self.choice.path)
        self.first_steps = first_steps(model, self.shape, self.choice.path)
        """Steps of the first epoch that are not compiled, so that something moves before the rest is ready."""
        self._order: tuple[Any, ...] = ()
        self.starts: dict[int | None, list[npt.NDArray[Any]]] = {}
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
        while not self.is_ready and self._chunk is not None:
            try:
                arguments = self._arguments(order, 0, 0, 0)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    self._chunk.trace(arguments, self._validation)
                    self._chunk.run(*arguments, self._validation)
                    if self.first_steps:
                        self._chunk.trace_beginning(self._data, self._validation)
                        self._begin(order, 0, 0)
                self.is_ready = True
            except Exception as error:  # whatever TensorFlow refuses has a slower path
                if is_out_of_memory(error):
                    raise
                self.choice = refusal(self.choice.path, error)
                self._chunk = self._chunk_for(self.choice.path)
        self.is_ready = True

    def can_begin(self, epoch: int, batch: int) -> bool:
        """Tell whether the next step needs no more than is traced in a moment.

        Parameters
        ----------
        epoch, batch : int
            Where it begins.

        Returns
        -------
        bool
            Whether it is one of the first steps, and TensorFlow takes them.
        """
        if self._chunk is None or not self._first_left(epoch, batch):
            return False
        try:
            self._chunk.trace_beginning(self._data, self._validation)
        except Exception:  # noqa: BLE001 - the path that takes it is found later
            self.first_steps = 0
        return self.first_steps > 0

    def _first_left(self, epoch: int, batch: int) -> int:
        return 0 if epoch or self._chunk is None else max(0, self.first_steps - batch)

    def _begin(self, order: Order, batch: int, n_steps: int) -> npt.NDArray[np.float32]:
        """Do some of the first steps; return their losses if they are kept."""
        if self._chunk is None or not self.first_steps:
            return NO_LOSSES
        data, full, _, _, *places = self._arguments(order, 0, batch, n_steps)
        with self._chunk.live():
            losses = self._chunk.begin(data, full, *places)
        return losses.numpy()[:n_steps] if self.shape.keeps_losses else NO_LOSSES

    def _chunk_for(self, path: Path) -> Chunk | None:
        if path is Path.SINGLE:
            return None
        return Chunk(self.model, self.constants, self.shape, compiled=path is Path.COMPILED)

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


def _marks(model: Any) -> tuple[Any, ...]:
    """Take the marks by which a model that was compiled anew, frozen or rebuilt is told."""
    # The objects themselves: the identity of one that is gone may be given to another.
    return model.optimizer, model._compile_loss, *(layer.trainable for layer in model.layers), *model.variables  # noqa: SLF001

"""Many optimiser steps a call, on data that lie on the device."""

from typing import Any

from dlwidgets.training.engine.chunk import Chunk
from dlwidgets.training.engine.live_constants import LiveConstants
from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.order import Order, Rows
from dlwidgets.training.engine.reports import NO_LOSSES, Losses, Report, reported_names
from dlwidgets.training.engine.shape import Shape


class ManySteps:
    """Trains in traced loops, compiled by XLA or not.

    Parameters
    ----------
    model : keras.Model
        Compiled, with its metrics and its optimiser built.
    constants : LiveConstants
        What moves without another trace.
    shape : Shape
        Of the data.
    compiled : bool
        Whether XLA compiles the loop.
    """

    def __init__(self, model: Any, constants: LiveConstants, shape: Shape, *, compiled: bool) -> None:
        self._model = model
        self._shape = shape
        self._chunk = Chunk(model, constants, shape, compiled=compiled)
        self._names = reported_names(model, shape)
        self.let_go()

    @property
    def traces(self) -> int:
        """How often a step was traced."""
        return self._chunk.traces

    def load(self, material: Material) -> None:
        """Put data on the device.

        Parameters
        ----------
        material : Material
            The data.
        """
        import tensorflow as tf

        # Keras would turn every batch into what the first layer takes.
        kind = getattr(self._model.inputs[0], "dtype", None) if getattr(self._model, "inputs", None) else None
        self._data = (tf.constant(material.columns[0], dtype=kind), *map(tf.constant, material.columns[1:]))
        self._validation = tuple(map(tf.constant, material.validation)) if material.n_validation else None

    def let_go(self) -> None:
        """Keep no data on the device until `load`."""
        self._data: tuple[Any, ...] = ()
        self._validation: tuple[Any, ...] | None = None
        self._rows: tuple[Any, ...] = ()

    def prepare(self, *, begins: bool) -> None:
        """Trace and compile by doing no step at all.

        Parameters
        ----------
        begins : bool
            Whether there are first steps that are not compiled.
        """
        order = Order(self._shape.n, 0, shuffle=False)
        arguments = self._arguments(order, 0, 0, 0)
        self._chunk.trace(arguments, self._validation)
        self._chunk.run(*arguments, self._validation)
        if begins:
            self.prepare_beginning()
            self.begin(order, 0, 0)

    def prepare_beginning(self) -> None:
        """Trace the first steps, which takes a moment."""
        self._chunk.trace_beginning(self._data, self._validation)

    def begin(self, order: Order, batch: int, n_steps: int) -> Losses:
        """Do some of the first steps.

        Parameters
        ----------
        order : Order
            In which order the examples come.
        batch : int
            The batch of the first epoch that comes next, from 0 on.
        n_steps : int
            How many.

        Returns
        -------
        float32 array of shape (n_steps,)
            The loss of each, if they are kept; else empty.
        """
        data, full, _, _, *places = self._arguments(order, 0, batch, n_steps)
        with self._chunk.live():
            losses = self._chunk.begin(data, full, *places)
        return self._kept(losses, n_steps)

    def run(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[list[Report], Losses]:
        """Do steps as `Engine.run` does, without the first ones.

        Parameters
        ----------
        order : Order
            In which order the examples come.
        epoch, batch : int
            Where it begins, both from 0 on.
        n_steps : int
            How many.

        Returns
        -------
        reports : list of dict
            What each epoch that ended reports.
        losses : float32 array of shape (n_steps,)
            Of each batch, if they are kept; else empty.
        """
        rows, losses = self._chunk.run(*self._arguments(order, epoch, batch, n_steps), self._validation)
        n_ended = (batch + n_steps) // self._shape.n_steps
        return [self._named(row) for row in rows.numpy()[:n_ended].tolist()], self._kept(losses, n_steps)

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

        with self._chunk.live():
            return float(self._chunk.run_rows(self._data, tf.constant(rows)))

    def end_epoch(self) -> Report:
        """Return what the epoch reports, validation included, and begin the metrics anew."""
        with self._chunk.live():
            return self._named(self._chunk.end_epoch(self._validation).numpy().tolist())

    def _named(self, row: list[float]) -> Report:
        return dict(zip(self._names, row, strict=True))

    def _kept(self, losses: Any, n_steps: int) -> Losses:
        return losses.numpy()[:n_steps] if self._shape.keeps_losses else NO_LOSSES

    def _arguments(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[Any, ...]:
        import tensorflow as tf

        rows = order.block(epoch)
        if not self._rows or self._rows[0] is not rows:
            shape = self._shape
            full = rows[:, : shape.n_full * shape.batch_size].reshape(len(rows), shape.n_full, -1)
            rest = rows[:, shape.n_full * shape.batch_size :]
            self._rows = (rows, tf.constant(full), tf.constant(rest))
        places = [tf.constant(number, tf.int32) for number in (epoch % order.block_epochs, batch, n_steps)]
        return self._data, *self._rows[1:], *places

"""Many optimizer steps a call, on data that lie on the device."""

from typing import Any

from dlwidgets.training.engine.chunk import Chunk
from dlwidgets.training.engine.live_constants import LiveConstants
from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.order import Order, Rows
from dlwidgets.training.engine.reports import NO_LOSSES, Losses, Report, reported_names
from dlwidgets.training.engine.shape import Shape
from dlwidgets.training.engine.steps import Steps


class ManySteps(Steps):
    """Trains in traced loops, compiled by XLA or not.

    Parameters
    ----------
    model : keras.Model
        Compiled, with its metrics and its optimizer built.
    shape : Shape
        Of the data.
    constants : LiveConstants
        What moves without another trace.
    compiled : bool
        Whether XLA compiles the loop.
    """

    _data: tuple[Any, ...]
    _validation: tuple[Any, ...] | None
    _rows: tuple[Any, ...]

    def __init__(self, model: Any, shape: Shape, constants: LiveConstants, *, compiled: bool) -> None:
        super().__init__(model, shape)
        self._chunk = Chunk(model, constants, shape, compiled=compiled)
        self._names = reported_names(model, shape)

    @property
    def traces(self) -> int:
        """How often Python has walked through a step; see ``Steps.traces``."""
        return self._chunk.traces

    def load(self, material: Material) -> None:
        """Put the data on the device; see ``Steps.load``."""
        import tensorflow as tf

        # Keras would turn every batch into what the first layer takes.
        kind = getattr(self._model.inputs[0], "dtype", None) if getattr(self._model, "inputs", None) else None
        self._data = (tf.constant(material.columns[0], dtype=kind), *map(tf.constant, material.columns[1:]))
        self._validation = tuple(map(tf.constant, material.validation)) if material.n_validation else None

    def let_go(self) -> None:
        """Free the device of the data; see ``Steps.let_go``."""
        self._data, self._validation, self._rows = (), None, ()

    def prepare(self, *, begins: bool) -> None:
        """Trace and compile; see ``Steps.prepare``."""
        order = Order(self._shape.n, 0, shuffle=False)
        arguments = self._arguments(order, 0, 0, 0)
        self._chunk.trace(arguments, self._validation)
        self._chunk.run(*arguments, self._validation)
        if begins:
            self.prepare_beginning()
            self.begin(order, 0, 0)

    def prepare_beginning(self) -> None:
        """Trace one step that is not compiled; see ``Steps.prepare_beginning``."""
        self._chunk.trace_beginning(self._data, self._validation)

    def begin(self, order: Order, batch: int, n_steps: int) -> Losses:
        """Do steps that are not compiled; see ``Steps.begin``."""
        data, full, _, _, *places = self._arguments(order, 0, batch, n_steps)
        with self._chunk.live():
            losses = self._chunk.begin(data, full, *places)
        return self._kept(losses, n_steps)

    def run(self, order: Order, epoch: int, batch: int, n_steps: int) -> tuple[list[Report], Losses]:
        """Do all steps in one call; see ``Steps.run``."""
        rows, losses = self._chunk.run(*self._arguments(order, epoch, batch, n_steps), self._validation)
        n_ended = (batch + n_steps) // self._shape.n_steps
        return [self._named(row) for row in rows.numpy()[:n_ended].tolist()], self._kept(losses, n_steps)

    def run_rows(self, rows: Rows) -> float:
        """Do one step that is not compiled, and tell its loss; see ``Steps.run_rows``."""
        import tensorflow as tf

        with self._chunk.live():
            return float(self._chunk.run_rows(self._data, tf.constant(rows)))

    def end_epoch(self) -> Report:
        """Report in one call; see ``Steps.end_epoch``."""
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

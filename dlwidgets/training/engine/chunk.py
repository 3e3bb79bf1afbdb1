"""Many optimizer steps of a Keras model in one call: the loop over batches and epochs as a TensorFlow function.

Every step is Keras' own ``train_step`` and every validation its own ``test_step``, so that what is computed, metrics
included, is what ``model.fit`` computes; only Python and the data pipeline between two steps are gone.
"""

from contextlib import contextmanager
from typing import Any

from dlwidgets.training.engine.live_constants import LiveConstants
from dlwidgets.training.engine.paths import has_gpu
from dlwidgets.training.engine.reports import Reports
from dlwidgets.training.engine.roundings import enlarges_roundings, step_by_step
from dlwidgets.training.engine.shape import Shape


class Chunk:
    """The traced functions for one model and one shape of data.

    Parameters
    ----------
    model : keras.Model
        Compiled, with its metrics and its optimizer built.
    constants : LiveConstants
        What moves without another trace.
    shape : Shape
        Of the data.
    compiled : bool
        Whether XLA compiles the loop.
    """

    def __init__(self, model: Any, constants: LiveConstants, shape: Shape, *, compiled: bool) -> None:
        import tensorflow as tf

        self._model = model
        self._constants = constants
        self._shape = shape
        self._compiled = compiled
        self._reports = Reports(model, shape)
        self._is_apart = compiled and not has_gpu() and enlarges_roundings(model)
        self.traces = 0
        """How often Python has walked through a step to trace it."""
        self.run = tf.function(self._run, autograph=False, jit_compile=compiled)
        self.begin = tf.function(self._begin, autograph=False)
        self.run_rows = tf.function(self._run_rows, autograph=False)
        self.end_epoch = tf.function(self._end_epoch, autograph=False)

    def trace(self, arguments: Any, validation: Any) -> None:
        """Trace the loop, so that the first call with steps finds it ready.

        Parameters
        ----------
        arguments : tuple of tensors
            As `run` takes them, with no steps to do.
        validation : tuple of tensors or None
            The validation data.
        """
        with self._constants.live():
            self.run = self.run.get_concrete_function(*arguments, validation)

    def trace_beginning(self, data: Any, validation: Any) -> None:
        """Trace the first steps, and the end of an epoch if one step is all of it.

        Parameters
        ----------
        data : tuple of tensors
            As `begin` takes them.
        validation : tuple of tensors or None
            The validation data.
        """
        import tensorflow as tf

        shape, number = self._shape, tf.TensorSpec((), tf.int32)
        full = tf.TensorSpec((shape.n_epochs, shape.n_full, shape.batch_size), tf.int32)
        with self._constants.live():
            self.begin.get_concrete_function(data, full, number, number)
            if shape.n_steps == 1:
                self.end_epoch.get_concrete_function(validation)

    @contextmanager
    def live(self) -> Any:
        """Keep the constants live while the smaller functions may be traced."""
        with self._constants.live():
            yield

    def _run(self, data: Any, full: Any, rest: Any, row: Any, batch: Any, n_steps: Any, validation: Any) -> Any:
        """Do steps, from a batch of an epoch on; return what the epochs that end report, and losses if wanted."""
        import tensorflow as tf

        self.traces += 1
        shape, report = self._shape, self._reports.report
        none = tf.constant(0)

        def body(done: Any, ended: Any, row: Any, batch: Any, reports: Any, losses: Any) -> Any:
            stop = tf.maximum(tf.minimum(shape.n_full, batch + n_steps - done), batch)
            batch, done, losses = self._full_batches(data, full, row, batch, stop, done, losses)
            if shape.n_rest:
                batch, done, losses = tf.cond(
                    (done < n_steps) & (batch == shape.n_full),
                    lambda: (batch + 1, done + 1, self._step(data, rest[row], losses, done)),
                    lambda: (batch, done, losses),
                )
            return tf.cond(
                batch == shape.n_steps,
                lambda: (done, ended + 1, row + 1, none, reports.write(ended, report(validation)), losses),
                lambda: (done, ended, row, batch, reports, losses),
            )

        reports = self._empty(shape.n_epochs, len(self._reports.names))
        state = (none, none, row, batch, reports, self._empty(self._n_losses))
        *_, reports, losses = tf.while_loop(lambda done, *_: done < n_steps, body, state)
        return reports.stack(), losses.stack()

    @property
    def _n_losses(self) -> int:
        return self._shape.n_epochs * self._shape.n_steps if self._shape.keeps_losses else 1

    def _full_batches(
        self, data: Any, full: Any, row: Any, batch: Any, stop: Any, done: Any, losses: Any
    ) -> tuple[Any, Any, Any]:
        import tensorflow as tf

        def body(batch: Any, done: Any, losses: Any) -> Any:
            batch = step_by_step(batch) if self._is_apart else batch
            return batch + 1, done + 1, self._step(data, full[row, batch], losses, done)

        return tf.while_loop(lambda batch, *_: batch < stop, body, (batch, done, losses))

    def _step(self, data: Any, rows: Any, losses: Any, at: Any) -> Any:
        """Do one optimizer step on some rows; note its loss if wanted."""
        if self._reports.is_shared:
            self._reports.everywhere(lambda rows: self._train(data, rows), rows)
            return losses
        # Traced once for each number of rows, whoever calls it.
        loss = self.run_rows(data, rows)
        return losses.write(at, loss) if self._shape.keeps_losses else losses

    def _begin(self, data: Any, full: Any, batch: Any, n_steps: Any) -> Any:
        """Do steps of the first epoch one after the other, uncompiled; return their losses if wanted."""
        import tensorflow as tf

        none = tf.constant(0)
        losses = self._empty(self._n_losses)
        *_, losses = self._full_batches(data, full, none, batch, batch + n_steps, none, losses)
        return losses.stack()

    def _run_rows(self, data: Any, rows: Any) -> Any:
        """Do one optimizer step on any number of rows; return its loss."""
        import tensorflow as tf

        with _noted_loss(self._model) as noted:
            self._train(data, rows)
        return tf.cast(noted[-1], tf.float32)

    def _train(self, data: Any, rows: Any) -> None:
        import tensorflow as tf

        self._model.train_step(tuple(tf.gather(column, rows) for column in data))

    def _end_epoch(self, validation: Any) -> Any:
        return self._reports.report(validation)

    @staticmethod
    def _empty(size: int, *element: int) -> Any:
        import tensorflow as tf

        return tf.TensorArray(tf.float32, size=size, element_shape=element).unstack(tf.zeros((size, *element)))


@contextmanager
def _noted_loss(model: Any) -> Any:
    """Note the losses that a model's step computes while it is traced."""
    noted: list[Any] = []
    original = model.compute_loss

    def compute_loss(*arguments: Any, **named: Any) -> Any:
        noted.append(original(*arguments, **named))
        return noted[-1]

    vars(model)["compute_loss"] = compute_loss
    try:
        yield noted
    finally:
        vars(model).pop("compute_loss")

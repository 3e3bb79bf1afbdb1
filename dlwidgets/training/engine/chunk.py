"""Many optimiser steps of a Keras model in one call: the loop over batches and epochs as a TensorFlow function.

Every step is Keras' own ``train_step`` and every validation its own ``test_step``, so that what is computed, metrics
included, is what ``model.fit`` computes; only Python and the data pipeline between two steps are gone.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlwidgets.training.engine.live_constants import LiveConstants
from dlwidgets.training.engine.order import block_epochs


@dataclass(frozen=True)
class Shape:
    """What the traced functions are made for.

    Parameters
    ----------
    n : int
        Number of examples.
    batch_size : int
        Examples per step.
    n_validation : int
        Number of validation examples; 0 without.
    validation_batch : int
        How many of them are evaluated at once.
    keeps_losses : bool
        Whether the loss of each batch is handed out.
    """

    n: int
    batch_size: int
    n_validation: int = 0
    validation_batch: int = 1
    keeps_losses: bool = False

    @property
    def n_full(self) -> int:
        """Steps of an epoch with a full batch."""
        return self.n // self.batch_size

    @property
    def n_rest(self) -> int:
        """Examples in the last, smaller batch; 0 if there is none."""
        return self.n % self.batch_size

    @property
    def n_steps(self) -> int:
        """Steps of an epoch."""
        return self.n_full + (self.n_rest > 0)

    @property
    def n_epochs(self) -> int:
        """The most epochs that end in one call."""
        return block_epochs(self.n)


class Chunk:
    """The traced functions for one model and one shape of data.

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
        import tensorflow as tf

        self._model = model
        self._constants = constants
        self._shape = shape
        self._compiled = compiled
        self._replicas = model.distribute_strategy if shape_is_shared(model) else None
        self.names = single_metrics(model)
        self.traces = 0
        """How often Python has walked through a step to trace it."""
        self.run = tf.function(self._run, autograph=False, jit_compile=compiled)
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

    @contextmanager
    def live(self) -> Any:
        """Keep the constants live while the smaller functions may be traced."""
        with self._constants.live():
            yield

    def _run(self, data: Any, full: Any, rest: Any, row: Any, batch: Any, n_steps: Any, validation: Any) -> Any:
        """Do steps, from a batch of an epoch on; return what the epochs that end report, and losses if wanted."""
        import tensorflow as tf

        self.traces += 1
        shape = self._shape
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
                lambda: (done, ended + 1, row + 1, none, reports.write(ended, self._report(validation)), losses),
                lambda: (done, ended, row, batch, reports, losses),
            )

        state = (none, none, row, batch, self._empty(shape.n_epochs, self._width), self._empty(self._n_losses))
        *_, reports, losses = tf.while_loop(lambda done, *_: done < n_steps, body, state)
        return reports.stack(), losses.stack()

    @property
    def _width(self) -> int:
        return len(self.names) * (2 if self._shape.n_validation else 1)

    @property
    def _n_losses(self) -> int:
        return self._shape.n_epochs * self._shape.n_steps if self._shape.keeps_losses else 1

    def _full_batches(
        self, data: Any, full: Any, row: Any, batch: Any, stop: Any, done: Any, losses: Any
    ) -> tuple[Any, Any, Any]:
        import tensorflow as tf

        def body(batch: Any, done: Any, losses: Any) -> Any:
            return batch + 1, done + 1, self._step(data, full[row, batch], losses, done)

        return tf.while_loop(lambda batch, *_: batch < stop, body, (batch, done, losses))

    def _step(self, data: Any, rows: Any, losses: Any, at: Any) -> Any:
        """Do one optimiser step on some rows; note its loss if wanted."""
        import tensorflow as tf

        def train(rows: Any) -> None:
            self._model.train_step(tuple(tf.gather(column, rows) for column in data))

        with _noted_loss(self._model) as noted:
            self._everywhere(train, rows)
        return losses.write(at, tf.cast(noted[-1], tf.float32)) if self._shape.keeps_losses else losses

    def _everywhere(self, function: Callable[..., None], rows: Any) -> None:
        """Call a function for some rows: on each of several devices for its part of them."""
        if self._replicas is None:
            function(rows)
            return
        import tensorflow as tf

        n_replicas = self._replicas.num_replicas_in_sync

        def part(rows: Any) -> None:
            place = tf.distribute.get_replica_context().replica_id_in_sync_group
            share = -(-rows.shape[0] // n_replicas)
            function(rows[place * share : (place + 1) * share])

        self._replicas.run(part, args=(rows,))

    def _report(self, validation: Any) -> Any:
        """Return what an epoch reports, validation included, and begin the metrics anew."""
        import tensorflow as tf

        report = self._results()
        if validation is not None:
            self._validate(validation)
            report = tf.concat([report, self._results()], axis=0)
        return report

    def _results(self) -> Any:
        import tensorflow as tf

        values = self._model.get_metrics_result()
        result = tf.stack([tf.reshape(tf.cast(values[name], tf.float32), ()) for name in self.names])
        self._model.reset_metrics()
        return result

    def _validate(self, validation: Any) -> None:
        """Evaluate the validation data, batch by batch if they are many."""
        import tensorflow as tf

        n, size = self._shape.n_validation, self._shape.validation_batch
        n_full = n // size

        def test(rows: Any) -> None:
            self._model.test_step(tuple(tf.gather(column, rows) for column in validation))

        def body(at: Any) -> Any:
            self._everywhere(test, tf.ensure_shape(at * size + tf.range(size), (size,)))
            return (at + 1,)

        if n_full == 1:
            self._everywhere(test, tf.range(size))
        elif n_full:
            tf.while_loop(lambda at: at < n_full, body, (tf.constant(0),))
        if n % size:
            self._everywhere(test, tf.range(n_full * size, n))

    def _run_rows(self, data: Any, rows: Any) -> Any:
        """Do one optimiser step on any number of rows."""
        import tensorflow as tf

        with _noted_loss(self._model) as noted:
            self._model.train_step(tuple(tf.gather(column, rows) for column in data))
        return tf.cast(noted[-1], tf.float32)

    def _end_epoch(self, validation: Any) -> Any:
        return self._report(validation)

    @staticmethod
    def _empty(size: int, *element: int) -> Any:
        import tensorflow as tf

        return tf.TensorArray(tf.float32, size=size, element_shape=element).unstack(tf.zeros((size, *element)))


def single_metrics(model: Any) -> list[str]:
    """Name what a model reports as a single number; a metric may also report one value for each class.

    Parameters
    ----------
    model : keras.Model
        Compiled, with its metrics built.

    Returns
    -------
    list of str
        Keras' names, the loss first.
    """
    return [name for name, value in model.get_metrics_result().items() if np.size(value) == 1]


def shape_is_shared(model: Any) -> bool:
    """Tell whether a model trains on several devices at once.

    Parameters
    ----------
    model : keras.Model
        Any.

    Returns
    -------
    bool
        Whether it was built in the scope of a strategy of several devices.
    """
    return model.distribute_strategy.num_replicas_in_sync > 1


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

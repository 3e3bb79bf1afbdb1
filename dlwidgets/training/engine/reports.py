"""What an epoch reports, while it is traced: the model's metrics, and those on the validation data."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.training.engine.shape import Shape
from dlwidgets.training.run import VALIDATION

Report = dict[str, float]
Losses = npt.NDArray[np.float32]
NO_LOSSES: Losses = np.zeros(0, np.float32)


class Reports:
    """Reads a model's metrics at the end of an epoch.

    Parameters
    ----------
    model : keras.Model
        Compiled, with its metrics built.
    shape : Shape
        Of the data.
    """

    def __init__(self, model: Any, shape: Shape) -> None:
        self._model = model
        self._shape = shape
        self._replicas = model.distribute_strategy if shape_is_shared(model) else None
        self.names = reported_names(model, shape)

    @property
    def is_shared(self) -> bool:
        """Whether several devices share each batch."""
        return self._replicas is not None

    def everywhere(self, function: Callable[..., None], rows: Any) -> None:
        """Call a function for some rows: on each of several devices for its part of them.

        Parameters
        ----------
        function : callable
            Takes row numbers.
        rows : int32 tensor
            All of them.
        """
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

    def report(self, validation: Any) -> Any:
        """Return what an epoch reports, validation included, and begin the metrics anew.

        Parameters
        ----------
        validation : tuple of tensors or None
            The validation data.

        Returns
        -------
        float32 tensor
            One number for each of ``names``.
        """
        import tensorflow as tf

        report = self._results()
        if validation is not None:
            self._validate(validation)
            report = tf.concat([report, self._results()], axis=0)
        return report

    def _results(self) -> Any:
        import tensorflow as tf

        values = self._model.get_metrics_result().values()
        result = tf.concat([tf.reshape(tf.cast(value, tf.float32), (-1,)) for value in values], axis=0)
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
            self.everywhere(test, tf.ensure_shape(at * size + tf.range(size), (size,)))
            return (at + 1,)

        if n_full == 1:
            self.everywhere(test, tf.range(size))
        elif n_full:
            tf.while_loop(lambda at: at < n_full, body, (tf.constant(0),))
        if n % size:
            self.everywhere(test, tf.range(n_full * size, n))


def reported_names(model: Any, shape: Shape) -> list[str]:
    """Name the numbers that an epoch reports.

    Parameters
    ----------
    model : keras.Model
        Compiled, with its metrics built.
    shape : Shape
        Of the data.

    Returns
    -------
    list of str
        Keras' names, the loss first; then the same of the validation data, if there are any.
    """
    names = metric_names(model)
    return names + [VALIDATION + name for name in names] if shape.n_validation else names


def metric_names(model: Any) -> list[str]:
    """Name the numbers that a model reports.

    Parameters
    ----------
    model : keras.Model
        Compiled, with its metrics built.

    Returns
    -------
    list of str
        Keras' names, the loss first. A metric that has one value for each class is ``f1_0``, ``f1_1``, ...
    """
    sizes = {name: int(np.size(value)) for name, value in model.get_metrics_result().items()}
    return [one for name, size in sizes.items() for one in ([name] if size == 1 else _numbered(name, size))]


def _numbered(name: str, size: int) -> list[str]:
    return [f"{name}_{at}" for at in range(size)]


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

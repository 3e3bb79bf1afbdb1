"""Many variables read and written: a state is copied after every chunk, where Keras' own way takes as long as steps."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

State = list[npt.NDArray[Any]]


class Variables:
    """Variables whose values are copied and written together.

    Parameters
    ----------
    variables : iterable of keras.Variable
        Any; which of TensorFlow's own hold their values is found out once.

    References
    ----------
    https://www.tensorflow.org/api_docs/python/tf/raw_ops/ReadVariableOp
    """

    def __init__(self, variables: Iterable[Any]) -> None:
        self._variables = list(variables)
        held = map(_held, self._variables)
        self._handles = [None if one is None else (one.handle, one.dtype) for one in held]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._variables)

    def __len__(self) -> int:
        return len(self._variables)

    def read(self) -> State:
        """Return a copy of what they hold.

        Returns
        -------
        list of ndarray
            One each.
        """
        import tensorflow as tf

        read = tf.raw_ops.ReadVariableOp
        return [
            np.array(variable.numpy()) if held is None else np.asarray(read(resource=held[0], dtype=held[1]).numpy())
            for variable, held in zip(self._variables, self._handles, strict=True)
        ]

    def write(self, state: State) -> None:
        """Give them other values.

        Parameters
        ----------
        state : list of ndarray
            One each, of its shape and kind.
        """
        import tensorflow as tf

        write = tf.raw_ops.AssignVariableOp
        for variable, held, value in zip(self._variables, self._handles, state, strict=True):
            if held is None:
                variable.assign(value)
            else:
                write(resource=held[0], value=tf.constant(value, dtype=held[1]))


def _held(variable: Any) -> Any:
    """Return TensorFlow's variable; None where several devices hold one each."""
    import tensorflow as tf

    held = variable.value
    return held if isinstance(held, tf.Variable) and not hasattr(held, "values") else None

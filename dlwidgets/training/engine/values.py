"""Many variables read and written: a state is copied after every chunk, where Keras' own way takes as long as steps."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

State = list[npt.NDArray[Any]]


def values_of(variables: Sequence[Any]) -> State:
    """Return a copy of what variables hold.

    Parameters
    ----------
    variables : sequence of keras.Variable
        Any.

    Returns
    -------
    list of ndarray
        One each.

    References
    ----------
    https://www.tensorflow.org/api_docs/python/tf/raw_ops/ReadVariableOp
    """
    import tensorflow as tf

    read = tf.raw_ops.ReadVariableOp
    return [
        np.array(variable.numpy()) if held is None else np.asarray(read(resource=held.handle, dtype=held.dtype).numpy())
        for variable, held in zip(variables, map(_held, variables), strict=True)
    ]


def assign(variables: Sequence[Any], state: State) -> None:
    """Give variables other values.

    Parameters
    ----------
    variables : sequence of keras.Variable
        Any.
    state : list of ndarray
        One each, of its shape and kind.
    """
    import tensorflow as tf

    write = tf.raw_ops.AssignVariableOp
    for variable, held, value in zip(variables, map(_held, variables), state, strict=True):
        if held is None:
            variable.assign(value)
        else:
            write(resource=held.handle, value=tf.constant(value, dtype=held.dtype))


def _held(variable: Any) -> Any:
    """Return TensorFlow's variable; None where several devices hold one each."""
    import tensorflow as tf

    held = variable.value
    return held if isinstance(held, tf.Variable) and not hasattr(held, "values") else None

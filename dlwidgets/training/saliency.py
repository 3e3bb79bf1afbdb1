"""How a network's answer changes when a number that goes into it changes a little: its gradient at one example."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.training.keras_door import import_keras

Array = NDArray[Any]
LEAST = 1e-7
"""How far a probability is kept from 0 and 1, where nothing better is known; about the step of float32 at 1."""
WITH_SUMS = {"softmax", "sigmoid", "linear"}


def class_gradient(model: Any, X: Array, kind: int) -> Array:
    """Compute the gradient of the log-odds of a class with respect to what goes into a model.

    Of the log-odds, not of the probability: that hardly moves any more where a network is sure, and its gradient would
    say nothing there.

    Parameters
    ----------
    model : keras.Model
        A classifier: one output per class, or a single one for the second of two.
    X : float array of shape (n, ...)
        Examples in the shape that the model takes.
    kind : int
        Index of the class.

    Returns
    -------
    float32 array, shape of X
        In prediction: dropout rests.

    Raises
    ------
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    K. Simonyan, A. Vedaldi and A. Zisserman (2014), https://arxiv.org/abs/1312.6034
    """
    import_keras()
    import tensorflow as tf

    inputs = tf.convert_to_tensor(np.asarray(X, dtype=np.float32))
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        odds = log_odds(model, inputs, kind)
    return np.asarray(tape.gradient(odds, inputs, unconnected_gradients="zero"))


def log_odds(model: Any, X: Any, kind: int) -> Any:
    """Compute the logarithm of a class's probability divided by that of all others.

    Parameters
    ----------
    model : keras.Model
        As `class_gradient` takes it.
    X : tensor of shape (n, ...)
        Examples.
    kind : int
        Index of the class.

    Returns
    -------
    tensor of shape (n,)
        From the weighted sums of the last layer where it has them, as probabilities of 0 and 1 have no finite ones.
    """
    import tensorflow as tf

    *before, last = model.layers
    flowing = X
    for layer in before:
        flowing = layer(flowing, training=False)
    activation = getattr(getattr(last, "activation", None), "__name__", "")
    if activation in WITH_SUMS and hasattr(last, "kernel"):
        z = tf.matmul(flowing, tf.convert_to_tensor(last.kernel)) + (0 if last.bias is None else last.bias)
    else:
        z = _sums_of(last(flowing, training=False))
    if z.shape[1] == 1:
        return z[:, 0] if kind else -z[:, 0]
    others = [place for place in range(z.shape[1]) if place != kind]
    return z[:, kind] - tf.reduce_logsumexp(tf.gather(z, others, axis=1), axis=1)


def _sums_of(outputs: Any) -> Any:
    """Return the sums that softmax or sigmoid would have made probabilities of, but for what all have in common."""
    import tensorflow as tf

    clipped = tf.clip_by_value(outputs, LEAST, 1 - LEAST)
    return tf.math.log(clipped) - (tf.math.log1p(-clipped) if outputs.shape[1] == 1 else 0.0)

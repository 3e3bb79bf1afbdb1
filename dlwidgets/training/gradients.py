"""The gradients that Keras computes for a small network of dense layers: an oracle for the ones that are shown."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.training.keras_door import import_keras

Array = NDArray[np.float64]


def keras_gradients(
    kernels: Sequence[Array], biases: Sequence[Array], activations: Sequence[str], X: Array, y: Array, loss: str
) -> list[Array]:
    """Let Keras compute the gradients of the mean loss, in float64.

    Parameters
    ----------
    kernels, biases : sequence of ndarray, shapes (n_in, n_out) and (n_out,)
        The weights of each layer.
    activations : sequence of str
        One for each layer; ``"step"`` stands for the Heaviside function, all others are Keras' own.
    X : ndarray, shape (n, n_in)
        The batch.
    y : ndarray, shape (n, n_out) or (n, 1)
        The targets, as the loss takes them.
    loss : str
        Keras' name of the loss.

    Returns
    -------
    list of ndarray
        The gradients of all kernels, then of all biases.

    Raises
    ------
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    https://www.tensorflow.org/guide/autodiff
    """
    keras = import_keras()
    import tensorflow as tf

    variables = [*map(tf.Variable, kernels)], [*map(tf.Variable, biases)]
    functions = _functions(keras, activations)
    measure = keras.losses.get(loss)

    # Inside a function Keras goes back from probabilities to the weighted sums, as it does in training.
    @tf.function
    def gradients() -> list[Any]:
        with tf.GradientTape() as tape:
            outputs = tf.constant(X)
            for kernel, bias, function in zip(*variables, functions, strict=True):
                outputs = function(outputs @ kernel + bias)
            mean_loss = tf.reduce_mean(measure(tf.constant(y), outputs))
        return tape.gradient(mean_loss, [*variables[0], *variables[1]], unconnected_gradients="zero")

    return [gradient.numpy() for gradient in gradients()]


def _functions(keras: Any, activations: Sequence[str]) -> list[Any]:
    def step(z: Any) -> Any:
        return keras.ops.cast(z > 0, z.dtype)

    return [step if name == "step" else keras.activations.get(name) for name in activations]

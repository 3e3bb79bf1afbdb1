"""Keras' gradients for a small network, against difference quotients of Keras' own loss."""

import numpy as np
import pytest

from dlwidgets.training.gradients import keras_gradients
from dlwidgets.training.keras_door import import_keras


@pytest.fixture(scope="module")
def keras():
    return import_keras()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_they_are_those_of_a_closed_form():
    X, y = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[1.0], [0.0]])
    kernel, bias = np.array([[0.3], [-0.4]]), np.array([0.1])
    error = sigmoid(X @ kernel + bias) - y
    found = keras_gradients([kernel], [bias], ["sigmoid"], X, y, "binary_crossentropy")
    np.testing.assert_allclose(found[0], X.T @ error / 2, rtol=1e-10)
    np.testing.assert_allclose(found[1], error.mean(axis=0), rtol=1e-10)


@pytest.mark.parametrize(
    ("hidden", "output", "loss", "y"),
    [
        ("tanh", "linear", "huber", [[0.2], [3.0], [-1.0]]),
        ("relu", "softmax", "sparse_categorical_crossentropy", [[0], [2], [1]]),
        ("step", "tanh", "hinge", [[1.0], [-1.0], [1.0]]),
    ],
)
def test_they_are_those_of_a_model(keras, hidden, output, loss, y):
    import tensorflow as tf

    random = np.random.default_rng(0)
    n_out = 3 if output == "softmax" else 1
    kernels, biases = (
        [random.normal(size=(2, 4)), random.normal(size=(4, n_out))],
        [random.normal(size=4), np.zeros(n_out)],
    )
    X = random.normal(size=(3, 2))
    first = (lambda z: keras.ops.cast(z > 0, z.dtype)) if hidden == "step" else hidden
    model = keras.Sequential([
        keras.Input((2,), dtype="float64"),
        keras.layers.Dense(4, first, dtype="float64"),
        keras.layers.Dense(n_out, output, dtype="float64"),
    ])  # fmt: skip
    model.set_weights([kernels[0], biases[0], kernels[1], biases[1]])
    with tf.GradientTape() as tape:
        value = tf.reduce_mean(keras.losses.get(loss)(np.array(y), model(X)))
    expected = tape.gradient(value, [v.value for v in model.trainable_variables], unconnected_gradients="zero")
    found = keras_gradients(kernels, biases, [hidden, output], X, np.array(y), loss)
    for ours, theirs in zip([found[0], found[2], found[1], found[3]], expected, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-10)

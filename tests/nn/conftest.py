"""Keras and TensorFlow as oracles, loaded only where a test asks for them."""

import pytest

from dlwidgets.training.keras_door import import_keras


@pytest.fixture(scope="session")
def keras():
    return import_keras()


@pytest.fixture(scope="session", name="tf")
def tensorflow(keras):
    import tensorflow as tf

    return tf


@pytest.fixture(scope="session")
def tape_gradient(tf):
    """TensorFlow's own gradient of the sum of a function, in float64."""

    def gradient(function, at):
        variable = tf.Variable(at, dtype="float64")
        with tf.GradientTape() as tape:
            total = tf.reduce_sum(function(variable))
        return tape.gradient(total, variable, unconnected_gradients="zero").numpy()

    return gradient

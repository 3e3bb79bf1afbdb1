"""The activation functions against Keras, SciPy, closed forms, and their slopes against TensorFlow's gradient."""

import math

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import norm

from dlwidgets import nn
from dlwidgets.errors import UnknownNameError

KERAS_NAMES = sorted({*nn.ACTIVATIONS} - {"step"})
GRID = np.concatenate([np.linspace(-12, 12, 97), [-1e-9, 1e-9, -700.0, 700.0]])  # 0 is on it
# Keras rounds a constant of these to float32; its last digits weigh more the further out z is.
ROUNDED = {"gelu": 1e-5, "leaky_relu": 1e-7}
ENDS = {  # at -1e30 and 1e30: the values, the slopes
    "linear": ((-1e30, 1e30), (1, 1)),
    "step": ((0, 1), (0, 0)),
    "sigmoid": ((0, 1), (0, 0)),
    "tanh": ((-1, 1), (0, 0)),
    "relu": ((0, 1e30), (0, 1)),
    "leaky_relu": ((0.2 * -1e30, 1e30), (0.2, 1)),
    "elu": ((-1, 1e30), (0, 1)),
    "gelu": ((0, 1e30), (0, 1)),
    "silu": ((0, 1e30), (0, 1)),
    "softplus": ((0, 1e30), (0, 1)),
}


@pytest.fixture
def keras_activation(keras):
    """Find Keras' function by our name."""

    def find(name):
        if name == "gelu":
            return lambda z: keras.activations.gelu(z, approximate=False)
        return getattr(keras.activations, name)

    return find


@pytest.mark.parametrize("name", KERAS_NAMES)
def test_each_activation_equals_that_of_keras(name, tf, keras_activation):
    expected = keras_activation(name)(tf.constant(GRID)).numpy()
    np.testing.assert_allclose(nn.get_activation(name)(GRID), expected, rtol=ROUNDED.get(name, 1e-12), atol=1e-15)


@pytest.mark.parametrize("name", KERAS_NAMES)
def test_each_slope_is_tensorflows_gradient_also_at_the_kink(name, tape_gradient, keras_activation):
    expected = tape_gradient(keras_activation(name), GRID)
    np.testing.assert_allclose(
        nn.get_activation(name).derivative(GRID), expected, rtol=ROUNDED.get(name, 1e-12), atol=1e-15
    )


@pytest.mark.parametrize("name", nn.ACTIVATIONS)
def test_each_slope_is_what_a_small_change_of_the_input_does(name):
    activation, away_from_kinks = nn.get_activation(name), GRID[np.abs(GRID) > 1e-3]
    difference = activation(away_from_kinks + 1e-6) - activation(away_from_kinks - 1e-6)
    np.testing.assert_allclose(activation.derivative(away_from_kinks), difference / 2e-6, atol=1e-6)


def test_step_fires_above_zero_and_not_at_zero_and_is_flat_everywhere():
    z = [-3.0, -1e-300, 0.0, 1e-300, 3.0]
    np.testing.assert_array_equal(nn.step(z), [0, 0, 0, 1, 1])
    np.testing.assert_array_equal(nn.get_activation("step").derivative(z), 0)


def test_sigmoid_equals_scipy_to_the_last_digits_also_far_out():
    z = np.concatenate([np.linspace(-700, 700, 1401), [-1e-9, 0.0, 1e-9]])
    np.testing.assert_allclose(nn.sigmoid(z), expit(z), rtol=1e-14)


def test_tanh_equals_the_standard_library():
    z = np.linspace(-20, 20, 401)
    np.testing.assert_allclose(nn.tanh(z), [math.tanh(value) for value in z], rtol=1e-14)


def test_gelu_keeps_its_digits_far_below_zero():
    z = np.linspace(-37, 37, 149)
    np.testing.assert_allclose(nn.gelu(z), z * norm.cdf(z), rtol=1e-11)


@pytest.mark.parametrize("name", nn.ACTIVATIONS)
def test_huge_inputs_give_the_limits_without_a_warning(name):
    activation, ends = nn.get_activation(name), np.array([-1e30, 1e30])
    values, slopes = ENDS[name]
    np.testing.assert_array_equal(activation(ends), values)
    np.testing.assert_array_equal(activation.derivative(ends), slopes)


@pytest.mark.parametrize("name", nn.ACTIVATIONS)
def test_every_shape_is_kept_and_whole_numbers_are_taken(name):
    activation = nn.get_activation(name)
    grid = np.arange(-6, 6).reshape(3, 4)
    for function in (activation, activation.derivative):
        assert function(grid).shape == (3, 4)
        assert function(grid)[2, 3] == function(5) == function(5.0) == function([5])[0]
    assert activation(grid.astype("float32")).dtype == activation(grid).dtype == np.float64


def test_an_activation_is_found_by_name():
    assert nn.get_activation("relu").function is nn.relu
    assert [nn.get_activation(name).name for name in nn.ACTIVATIONS] == [*nn.ACTIVATIONS]


def test_a_misspelt_activation_names_the_nearest_one():
    with pytest.raises(UnknownNameError, match="'sigmoid'"):
        nn.get_activation("sigmiod")

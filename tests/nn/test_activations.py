"""The activation functions against SciPy, the standard library and closed forms."""

import math

import numpy as np
import pytest
from scipy.special import expit

from dlwidgets import nn
from dlwidgets.errors import UnknownNameError

LIMITS = {"step": (0, 1), "sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 1e30)}


def test_step_fires_above_zero_and_not_at_zero():
    np.testing.assert_array_equal(nn.step([-3.0, -1e-300, 0.0, 1e-300, 3.0]), [0, 0, 0, 1, 1])


def test_sigmoid_equals_scipy_to_the_last_digits_also_far_out():
    z = np.concatenate([np.linspace(-700, 700, 1401), [-1e-9, 0.0, 1e-9]])
    np.testing.assert_allclose(nn.sigmoid(z), expit(z), rtol=1e-14)


def test_tanh_equals_the_standard_library():
    z = np.linspace(-20, 20, 401)
    np.testing.assert_allclose(nn.tanh(z), [math.tanh(value) for value in z], rtol=1e-14)


def test_relu_keeps_what_is_positive():
    np.testing.assert_array_equal(nn.relu([-2.0, -0.0, 0.0, 2.5]), [0, 0, 0, 2.5])


@pytest.mark.parametrize("name", nn.ACTIVATIONS)
def test_huge_inputs_give_the_limits_without_a_warning(name):
    np.testing.assert_array_equal(nn.ACTIVATIONS[name](np.array([-1e30, 1e30])), LIMITS[name])


@pytest.mark.parametrize("name", nn.ACTIVATIONS)
def test_every_shape_is_kept_and_whole_numbers_are_taken(name):
    activation = nn.ACTIVATIONS[name]
    grid = np.arange(-6, 6).reshape(3, 4)
    assert activation(grid).shape == (3, 4)
    assert activation(grid)[2, 3] == activation(5) == activation(5.0)


def test_an_activation_is_found_by_name():
    assert nn.get_activation("relu") is nn.relu


def test_a_misspelt_activation_names_the_nearest_one():
    with pytest.raises(UnknownNameError, match="'sigmoid'"):
        nn.get_activation("sigmiod")

"""Activation functions: what a neuron makes of its weighted sum.

Each works on one number or on an array of any shape, element by element, and gives finite values for finite
input of any size.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import unknown_name
from dlwidgets.nn._inputs import FloatArray


def step(z: ArrayLike) -> FloatArray:
    """Fire or stay silent: 1 above zero, 0 at zero and below.

    Zero itself gives 0: scikit-learn's ``Perceptron``, too, predicts the second class only above zero.

    Parameters
    ----------
    z : array_like of float, any shape
        Weighted sums.

    Returns
    -------
    float or ndarray, shape of ``z``
        0 or 1.

    References
    ----------
    F. Rosenblatt (1958), The Perceptron, https://doi.org/10.1037/h0042519

    Examples
    --------
    >>> step([-2.0, 0.0, 0.1])
    array([0., 0., 1.])
    """
    return np.heaviside(z, 0.0)


def sigmoid(z: ArrayLike) -> FloatArray:
    """Squeeze any number into 0 to 1, with 0.5 at zero: 1 / (1 + exp(-z)).

    Parameters
    ----------
    z : array_like of float, any shape
        Weighted sums.

    Returns
    -------
    float or ndarray, shape of ``z``
        From 0 to 1; often read as the probability of the second class.

    References
    ----------
    https://keras.io/api/layers/activations/#sigmoid-function

    Examples
    --------
    >>> sigmoid([-1e30, 0.0, 1e30])
    array([0. , 0.5, 1. ])
    """
    # Both exponents are at most 0, so neither can overflow.
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


def tanh(z: ArrayLike) -> FloatArray:
    """Squeeze any number into -1 to 1, with 0 at zero.

    Parameters
    ----------
    z : array_like of float, any shape
        Weighted sums.

    Returns
    -------
    float or ndarray, shape of ``z``
        From -1 to 1.

    References
    ----------
    https://keras.io/api/layers/activations/#tanh-function
    """
    return np.tanh(z)


def relu(z: ArrayLike) -> FloatArray:
    """Keep positive numbers and replace negative ones by 0.

    Parameters
    ----------
    z : array_like of float, any shape
        Weighted sums.

    Returns
    -------
    float or ndarray, shape of ``z``
        0 or above.

    References
    ----------
    https://keras.io/api/layers/activations/#relu-function
    """
    return np.maximum(z, 0.0)


ActivationFunction = Callable[[ArrayLike], FloatArray]

ACTIVATIONS: dict[str, ActivationFunction] = {
    "step": step,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
}


def get_activation(name: str) -> ActivationFunction:
    """Find an activation function by its name.

    Parameters
    ----------
    name : str
        A key of ``ACTIVATIONS``, such as ``"tanh"``.

    Returns
    -------
    callable
        The function.

    Raises
    ------
    UnknownNameError
        If there is no such activation; the nearest name is in the text.
    """
    if name not in ACTIVATIONS:
        raise unknown_name("activation", name, ACTIVATIONS)
    return ACTIVATIONS[name]

"""The formulas of the activation functions, one number in and one number out.

Each works on one number or on an array of any shape, element by element, and gives finite values for finite
input of any size.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.nn._inputs import FloatArray

LEAK = 0.2
"""Slope of the leaky ReLU below zero, as in Keras."""

_erfc = np.vectorize(math.erfc, otypes=[float])


def linear(z: ArrayLike) -> FloatArray:
    """Leave every number as it is.

    Parameters
    ----------
    z : array_like of float, any shape
        Weighted sums.

    Returns
    -------
    float or ndarray, shape of ``z``
        The same numbers.

    References
    ----------
    https://keras.io/api/layers/activations/#linear-function
    """
    return np.positive(np.asarray(z, dtype=np.float64))


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


def leaky_relu(z: ArrayLike) -> FloatArray:
    """Keep positive numbers and shrink negative ones to a fifth: where ReLU is flat, this still has a slope.

    Parameters
    ----------
    z : array_like of float, any shape
        Weighted sums.

    Returns
    -------
    float or ndarray, shape of ``z``
        Any number.

    References
    ----------
    https://keras.io/api/layers/activations/#leaky_relu-function
    """
    return np.maximum(z, np.multiply(LEAK, z))


def elu(z: ArrayLike) -> FloatArray:
    """Keep positive numbers and bend negative ones smoothly towards -1: exp(z) - 1.

    Parameters
    ----------
    z : array_like of float, any shape
        Weighted sums.

    Returns
    -------
    float or ndarray, shape of ``z``
        Above -1, or -1 where exp(z) is too small to count.

    References
    ----------
    https://keras.io/api/layers/activations/#elu-function
    """
    return np.maximum(z, 0.0) + np.expm1(np.minimum(z, 0.0))


def normal_share(z: ArrayLike) -> FloatArray:
    """Compute the share of a standard normal distribution that lies below a number.

    Parameters
    ----------
    z : array_like of float, any shape
        Numbers, in standard deviations from the mean.

    Returns
    -------
    float or ndarray, shape of ``z``
        From 0 to 1.

    References
    ----------
    https://mathworld.wolfram.com/NormalDistributionFunction.html
    """
    # erfc keeps its digits far below zero, where 1 + erf would lose them all.
    share: FloatArray = _erfc(np.divide(z, -math.sqrt(2.0))) / 2.0
    return share


def gelu(z: ArrayLike) -> FloatArray:
    """Multiply a number by the share of a normal distribution that lies below it.

    Parameters
    ----------
    z : array_like of float, any shape
        Weighted sums.

    Returns
    -------
    float or ndarray, shape of ``z``
        -0.17 or above.

    References
    ----------
    https://keras.io/api/layers/activations/#gelu-function
    """
    return np.multiply(z, normal_share(z))


def silu(z: ArrayLike) -> FloatArray:
    """Multiply a number by its own sigmoid; also called swish.

    Parameters
    ----------
    z : array_like of float, any shape
        Weighted sums.

    Returns
    -------
    float or ndarray, shape of ``z``
        -0.28 or above.

    References
    ----------
    https://keras.io/api/layers/activations/#silu-function
    """
    return np.multiply(z, sigmoid(z))


def softplus(z: ArrayLike) -> FloatArray:
    """Round off the corner of the ReLU: ln(1 + exp(z)).

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
    https://keras.io/api/layers/activations/#softplus-function
    """
    # ln(1 + exp(z)), rearranged so that the exponential cannot overflow.
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))

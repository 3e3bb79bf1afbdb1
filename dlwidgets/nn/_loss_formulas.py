"""The losses as formulas: what each output adds to the loss, and the slope of that.

Each takes the truth y and the prediction, both of shape (n, k), and gives one number for each output. The slopes are
those of the sum over an example's outputs, with regard to each prediction; at kinks they are TensorFlow's.
"""

import numpy as np

from dlwidgets.errors import DataError
from dlwidgets.nn._inputs import FloatArray
from dlwidgets.nn.elementwise import sigmoid, softplus
from dlwidgets.nn.softmax import log_softmax, softmax

EPSILON = 1e-7
"""Probabilities are held this far from 0 and 1, as in Keras: the logarithm of 0 would be infinite."""


def squared(y: FloatArray, p: FloatArray) -> FloatArray:
    return np.square(p - y)


def squared_slope(y: FloatArray, p: FloatArray) -> FloatArray:
    return 2.0 * (p - y)


def absolute(y: FloatArray, p: FloatArray) -> FloatArray:
    return np.abs(p - y)


def absolute_slope(y: FloatArray, p: FloatArray) -> FloatArray:
    return np.sign(p - y)


def huber(y: FloatArray, p: FloatArray) -> FloatArray:
    size = np.abs(p - y)
    near = np.minimum(size, 1.0)  # half the square up to 1, then on along the tangent
    return near * (size - near / 2.0)


def huber_slope(y: FloatArray, p: FloatArray) -> FloatArray:
    return np.clip(p - y, -1.0, 1.0)


def hinge(y: FloatArray, p: FloatArray) -> FloatArray:
    return np.maximum(1.0 - y * p, 0.0)


def hinge_slope(y: FloatArray, p: FloatArray) -> FloatArray:
    return np.where(y * p <= 1.0, -y, 0.0)


def binary(y: FloatArray, p: FloatArray) -> FloatArray:
    q = _clip(p)
    return -y * np.log(q) - (1.0 - y) * np.log(1.0 - q)


def binary_slope(y: FloatArray, p: FloatArray) -> FloatArray:
    q = _clip(p)
    return np.where(q == p, (1.0 - y) / (1.0 - q) - y / q, 0.0)


def binary_logits(y: FloatArray, z: FloatArray) -> FloatArray:
    # -y ln(sigmoid(z)) - (1 - y) ln(1 - sigmoid(z)), rearranged so that no logarithm meets a 0.
    return y * softplus(-z) + (1.0 - y) * softplus(z)


def binary_logits_slope(y: FloatArray, z: FloatArray) -> FloatArray:
    return sigmoid(z) - y


def categorical(y: FloatArray, p: FloatArray) -> FloatArray:
    return -y * np.log(_clip(p / _totals(p)))


def categorical_slope(y: FloatArray, p: FloatArray) -> FloatArray:
    totals = _totals(p)
    share = p / totals
    q = _clip(share)
    slope = np.where(q == share, -y / q, 0.0)
    # Each prediction also makes the total larger, and so every share smaller.
    through_total: FloatArray = (slope * share).sum(axis=1, keepdims=True)
    return (slope - through_total) / totals


def sparse(y: FloatArray, p: FloatArray) -> FloatArray:
    q = _clip(p)  # Keras clips first here, and takes shares of the total afterwards
    total: FloatArray = q.sum(axis=1, keepdims=True)
    terms: FloatArray = y * (np.log(total) - np.log(q))
    return terms


def sparse_slope(y: FloatArray, p: FloatArray) -> FloatArray:
    q = _clip(p)
    total: FloatArray = q.sum(axis=1, keepdims=True)
    return np.where(q == p, 1.0 / total - y / q, 0.0)


def categorical_logits(y: FloatArray, z: FloatArray) -> FloatArray:
    return y * (0.0 - log_softmax(z))  # 0 - 0 is 0, and -0 would show as -0


def categorical_logits_slope(y: FloatArray, z: FloatArray) -> FloatArray:
    return softmax(z) - y


def _clip(p: FloatArray) -> FloatArray:
    return np.clip(p, EPSILON, 1.0 - EPSILON)


def _totals(p: FloatArray) -> FloatArray:
    """Add up the probabilities of each row, shape (n, 1)."""
    totals: FloatArray = p.sum(axis=1, keepdims=True)
    wrong = np.flatnonzero((totals == 0) | ~np.isfinite(totals))
    if wrong.size:
        raise DataError(
            f"The predictions of row {wrong[0]} add up to {totals[wrong[0], 0]:g}, but probabilities add up to 1. "
            "Use softmax before this loss, or from_logits=True."
        )
    return totals

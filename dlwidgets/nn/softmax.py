"""Softmax: scores of several classes as probabilities that add up to 1."""

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import InvalidValueError
from dlwidgets.nn._inputs import FloatArray, numbers, positive


def softmax(logits: ArrayLike, temperature: float = 1.0) -> FloatArray:
    """Turn scores into probabilities: exp(score / temperature), divided by the sum of these over the classes.

    Parameters
    ----------
    logits : array_like, shape (..., k)
        One score for each of the k classes.
    temperature : float, default 1.0
        Above 0. A high one brings the probabilities closer together, a low one lets the highest score take all.

    Returns
    -------
    ndarray, shape (..., k)
        Probabilities from 0 to 1 that add up to 1 over the last axis.

    Raises
    ------
    InvalidValueError
        If the scores are not finite numbers or have no axis, or the temperature is not above 0.

    References
    ----------
    https://keras.io/api/layers/activations/#softmax-function

    Examples
    --------
    >>> softmax([0.0, 0.0, 1e30])
    array([0., 0., 1.])
    """
    exponentials = np.exp(_below_highest(logits, temperature))
    shares: FloatArray = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return shares


def log_softmax(logits: ArrayLike, temperature: float = 1.0) -> FloatArray:
    """Compute the logarithms of `softmax`, also of probabilities too small for a float.

    Parameters
    ----------
    logits : array_like, shape (..., k)
        One score for each of the k classes.
    temperature : float, default 1.0
        Above 0.

    Returns
    -------
    ndarray, shape (..., k)
        0 or below.

    Raises
    ------
    InvalidValueError
        If the scores are not finite numbers or have no axis, or the temperature is not above 0.

    References
    ----------
    https://keras.io/api/layers/activations/#logsoftmax-function

    Examples
    --------
    >>> log_softmax([0.0, -1000.0])
    array([    0., -1000.])
    """
    scaled = _below_highest(logits, temperature)
    logarithms: FloatArray = scaled - np.log(np.exp(scaled).sum(axis=-1, keepdims=True))
    return logarithms


def softmax_jacobian(probabilities: ArrayLike, temperature: float = 1.0) -> FloatArray:
    """Compute how each probability answers to each score: p_i (1 - p_i) to its own, -p_i p_j to another's.

    Parameters
    ----------
    probabilities : array_like, shape (..., k)
        Output of `softmax`.
    temperature : float, default 1.0
        The temperature they were computed with.

    Returns
    -------
    ndarray, shape (..., k, k)
        Row i, column j: the derivative of probability i with regard to score j. Symmetric; each row adds up to 0.

    Raises
    ------
    InvalidValueError
        If the probabilities are not finite numbers or have no axis, or the temperature is not above 0.

    References
    ----------
    https://en.wikipedia.org/wiki/Softmax_function

    Examples
    --------
    >>> softmax_jacobian([0.5, 0.5])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    p = _rows("probabilities", probabilities)
    own = p[..., np.newaxis] * np.eye(p.shape[-1])
    return (own - p[..., :, np.newaxis] * p[..., np.newaxis, :]) / positive("temperature", temperature)


def _below_highest(logits: ArrayLike, temperature: float) -> FloatArray:
    """Return the scaled scores minus the highest of each row: the same softmax, and no exponential overflows."""
    scores = _rows("logits", logits)
    with np.errstate(over="ignore"):  # -inf is a probability of 0, as is anything that far below
        below: FloatArray = (scores - scores.max(axis=-1, keepdims=True)) / positive("temperature", temperature)
    return below


def _rows(name: str, values: ArrayLike) -> FloatArray:
    """Return finite numbers with at least one axis."""
    array = numbers(name, values, None)
    if array.ndim == 0:
        raise InvalidValueError(f"{name} should be a list with one number for each class, but {array:g} came.")
    return array

"""Loss functions: one number that says how wrong a model is on the examples; lower is better."""

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import DataError
from dlwidgets.nn._inputs import FloatArray, numbers, signs


def perceptron_loss(y: ArrayLike, score: ArrayLike) -> float:
    """Measure how far the scores lie on the wrong side of zero: the mean of max(0, -y * score).

    Parameters
    ----------
    y : array_like, shape (n,)
        True classes, as -1 and +1 or as 0 and 1.
    score : array_like, shape (n,)
        Weighted sums.

    Returns
    -------
    float
        0 or above, in units of the score. 0 if no score has the wrong sign. All-zero weights also reach 0, so
        watch the accuracy beside it.

    Raises
    ------
    DataError
        If the lengths differ, or a value is missing or not a number.

    References
    ----------
    https://scikit-learn.org/stable/modules/linear_model.html#perceptron

    Examples
    --------
    >>> perceptron_loss([+1, -1, -1], [2.0, -0.5, 3.0])
    1.0
    """
    labels, scores = _pairs(signs(y), score)
    return float(np.maximum(0.0, -labels * scores).mean())


def binary_cross_entropy(y: ArrayLike, logits: ArrayLike) -> float:
    """Measure the mean surprise at the true class, if sigmoid(logit) is the probability given to class 1.

    Parameters
    ----------
    y : array_like, shape (n,)
        True classes 0 or 1, or probabilities between them.
    logits : array_like, shape (n,)
        Weighted sums, before the sigmoid.

    Returns
    -------
    float
        0 or above, in nats. Guessing one half for every example gives ln 2 = 0.693.

    Raises
    ------
    DataError
        If the lengths differ, a value is missing or not a number, or y leaves the range 0 to 1.

    References
    ----------
    https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class

    Examples
    --------
    >>> round(binary_cross_entropy([0, 1], [0.0, 0.0]), 3)
    0.693
    """
    labels, z = _pairs(y, logits)
    if labels.min() < 0 or labels.max() > 1:
        raise DataError("For the cross-entropy, y should lie from 0 to 1; write the two classes as 0 and 1.")
    # -y log(sigmoid(z)) - (1 - y) log(1 - sigmoid(z)), rearranged so that no exponential can overflow.
    return float((np.maximum(z, 0.0) - z * labels + np.log1p(np.exp(-np.abs(z)))).mean())


def mean_squared_error(y: ArrayLike, prediction: ArrayLike) -> float:
    """Measure the mean of the squared differences between truth and prediction.

    Parameters
    ----------
    y : array_like, shape (n,)
        True values.
    prediction : array_like, shape (n,)
        Predicted values, in the same unit.

    Returns
    -------
    float
        0 or above, in the unit of ``y`` squared.

    Raises
    ------
    DataError
        If the lengths differ, or a value is missing or not a number.

    References
    ----------
    https://keras.io/api/losses/regression_losses/#meansquarederror-class

    Examples
    --------
    >>> mean_squared_error([1.0, 0.0], [0.0, 0.5])
    0.625
    """
    truth, predicted = _pairs(y, prediction)
    return float(np.square(predicted - truth).mean())


def _pairs(truth: ArrayLike, predicted: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return both as lists of equal length, so that NumPy can't stretch one to fit the other."""
    y = numbers("y", truth, 1, DataError)
    p = numbers("The prediction", predicted, 1, DataError)
    if len(y) != len(p):
        raise DataError(f"There are {len(y)} true values and {len(p)} predictions; give one for each.")
    return y, p

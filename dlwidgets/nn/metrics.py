"""Metrics: counts of what is right and wrong, for people rather than for training."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlwidgets.nn._inputs import examples
from dlwidgets.nn.neuron import weighted_sum


def misclassified(X: ArrayLike, y: ArrayLike, w: ArrayLike, b: float) -> NDArray[np.intp]:
    """Find the examples on the wrong side of the boundary, or exactly on it.

    An example is right if its score (weighted sum) is above 0 for class +1 and below 0 for class -1. A score
    of exactly 0 is on neither side and counts as a mistake for both classes, as in scikit-learn's training.

    Parameters
    ----------
    X : array_like, shape (n, d)
        Features, one row per example.
    y : array_like, shape (n,)
        Classes, as -1 and +1 or as 0 and 1.
    w : array_like, shape (d,)
        Weights.
    b : float
        Bias.

    Returns
    -------
    ndarray of int, shape (m,)
        Rows of X, ascending.

    Raises
    ------
    DataError
        If X or y is empty, has gaps or text, or their lengths differ.
    InvalidValueError
        If the weights don't fit or are not finite numbers.
    """
    features, labels = examples(X, y)
    return np.flatnonzero(labels * weighted_sum(features, w, b) <= 0)


def accuracy(X: ArrayLike, y: ArrayLike, w: ArrayLike, b: float) -> float:
    """Compute the share of examples on the right side of the boundary.

    Parameters
    ----------
    X : array_like, shape (n, d)
        Features, one row per example.
    y : array_like, shape (n,)
        Classes, as -1 and +1 or as 0 and 1.
    w : array_like, shape (d,)
        Weights.
    b : float
        Bias.

    Returns
    -------
    float
        From 0 to 1. Examples exactly on the boundary are not right, as in `misclassified`.

    Raises
    ------
    DataError
        If X or y is empty, has gaps or text, or their lengths differ.
    InvalidValueError
        If the weights don't fit or are not finite numbers.
    """
    wrong = len(misclassified(X, y, w, b))
    return (np.size(y) - wrong) / np.size(y)

"""Checks of what a loss compares: truth and prediction, one row per example and one column per output."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import DataError
from dlwidgets.nn._inputs import FloatArray, numbers

Shape = tuple[int, ...]
CheckTargets = Callable[[ArrayLike, Shape], FloatArray]
"""From what came as y, and the shape (n, k) of the prediction, to the truth as numbers of that shape."""

ROUNDING = 1e-5
"""float32 probabilities add up to 1 to within this."""


def values(y: ArrayLike, shape: Shape) -> FloatArray:
    """Return any finite numbers."""
    truth = numbers("y", y, 2, DataError)
    # Compared here, because NumPy would stretch a column to fit a table.
    if truth.shape != shape:
        raise DataError(f"y has the shape {truth.shape}, but the prediction {shape}; they should be equal.")
    return truth


def probabilities(y: ArrayLike, shape: Shape) -> FloatArray:
    """Return numbers from 0 to 1."""
    truth = values(y, shape)
    if truth.min() < 0 or truth.max() > 1:
        raise DataError(
            f"For a cross-entropy, y should lie from 0 to 1, but it runs from {truth.min():g} to {truth.max():g}. "
            "Write the two classes as 0 and 1."
        )
    return truth


def distributions(y: ArrayLike, shape: Shape) -> FloatArray:
    """Return rows of numbers from 0 to 1 that add up to 1."""
    truth = probabilities(y, shape)
    totals = truth.sum(axis=1)
    wrong = np.flatnonzero(np.abs(totals - 1) > ROUNDING)
    if wrong.size:
        raise DataError(
            f"Each row of y should add up to 1, but row {wrong[0]} adds up to {totals[wrong[0]]:g}. "
            "Give a 1 for the true class and 0 for each other one."
        )
    return truth


def signs(y: ArrayLike, shape: Shape) -> FloatArray:
    """Return -1 and +1; 0 and 1 count as these."""
    truth = values(y, shape)
    if np.isin(truth, [0, 1]).all():
        return 2 * truth - 1
    if np.isin(truth, [-1, 1]).all():
        return truth
    listed = ", ".join(f"{label:g}" for label in np.unique(truth)[:5])
    raise DataError(f"For the hinge loss, y should be -1 and +1, or 0 and 1, but it holds {listed}.")


def one_hot(y: ArrayLike, shape: Shape) -> FloatArray:
    """Return a 1 in the column of each true class; y holds class indices, shape (n,) or (n, 1)."""
    n, k = shape
    indices = numbers("y", y, None, DataError)
    if indices.shape not in {(n,), (n, 1)}:
        raise DataError(f"y should hold one class index for each of the {n} predictions; its shape is {indices.shape}.")
    indices = indices.reshape(n)
    wrong = np.flatnonzero(~np.isin(indices, np.arange(k)))
    if wrong.size:
        raise DataError(
            f"y should hold class indices, whole numbers from 0 to {k - 1}, but {indices[wrong[0]]:g} came at index "
            f"{wrong[0]}."
        )
    return np.eye(k)[indices.astype(np.intp)]

"""Checks that turn what a learner hands in into clean arrays, or say what is wrong with it."""

import reprlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlwidgets.errors import DataError, DLWidgetsError, InvalidValueError

FloatArray = NDArray[np.float64]

_WANTED = {
    0: "one number",
    1: "a list of numbers",
    2: "a table of numbers, one row per example and one column per feature",
}


def numbers(name: str, values: ArrayLike, ndim: int, error: type[DLWidgetsError] = InvalidValueError) -> FloatArray:
    """Return a float64 copy of finite numbers with ``ndim`` axes; anything else raises ``error``."""
    wanted = f"{name} should be {_WANTED[ndim]}"
    try:
        array = np.asarray(values)
    except ValueError:
        raise error(f"{wanted}, but the rows have different lengths.") from None
    if array.dtype.kind not in "biuf":
        raise error(f"{wanted}, but {reprlib.repr(values)} came. Replace text and gaps by numbers.")
    if array.ndim != ndim:
        raise error(f"{wanted}, but its shape is {array.shape}.")
    if array.size == 0:
        raise error(f"{wanted}, but it is empty. Give at least one number.")
    if not np.isfinite(array).all():
        raise error(f"{wanted}, but {_first_gap(array)}. Replace NaN and infinity by numbers.")
    return np.array(array, dtype=np.float64, order="C")


def _first_gap(array: NDArray[np.floating]) -> str:
    """Say where the first value stands that is NaN or infinite."""
    place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
    return f"{array[place]} came" + (f" at index {', '.join(map(str, place))}" if place else "")


def positive(name: str, value: ArrayLike) -> float:
    """Return one number above zero."""
    number = float(numbers(name, value, 0))
    if number <= 0:
        raise InvalidValueError(f"{name} should be above 0, but {number:g} came.")
    return number


def positive_int(name: str, value: ArrayLike) -> int:
    """Return one whole number above zero."""
    number = positive(name, value)
    if number != int(number):
        raise InvalidValueError(f"{name} should be a whole number, but {number:g} came.")
    return int(number)


def examples(X: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the features, shape (n, d), and the signs -1 or +1 of the classes, shape (n,)."""
    features = numbers("X", X, 2, DataError)
    labels = signs(y)
    if len(features) != len(labels):
        raise DataError(f"X has {len(features)} examples, but y has {len(labels)} labels; give each example one label.")
    return features, labels


def signs(y: ArrayLike) -> FloatArray:
    """Return class indices 0 and 1 as -1 and +1; labels that are -1 and +1 stay as they are."""
    labels = numbers("y", y, 1, DataError)
    found = np.unique(labels)
    if np.isin(found, [-1, 1]).all():
        return labels
    if np.isin(found, [0, 1]).all():
        return 2 * labels - 1
    listed = ", ".join(f"{label:g}" for label in found[:5])
    raise DataError(f"y should be 0 and 1, or -1 and +1, but it holds {listed}. Choose two classes and number them so.")

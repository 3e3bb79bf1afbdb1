"""Checks that turn what a learner hands in into clean arrays, or say what is wrong with it."""

import reprlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlwidgets.errors import DataError, DLWidgetsError, InvalidValueError

FloatArray = NDArray[np.float64]

_WANTED = {
    None: "an array of numbers",
    0: "one number",
    1: "a list of numbers",
    2: "a table of numbers, one row per example and one column per feature",
}


def numbers(
    name: str, values: ArrayLike, ndim: int | None, error: type[DLWidgetsError] = InvalidValueError
) -> FloatArray:
    """Return a float64 copy of finite numbers with ``ndim`` axes (None: any); anything else raises ``error``."""
    wanted = f"{name} should be {_WANTED[ndim]}"
    try:
        array = np.asarray(values)
    except ValueError:
        raise error(f"{wanted}, but the rows have different lengths.") from None
    if array.dtype.kind not in "biuf":
        raise error(f"{wanted}, but {reprlib.repr(values)} came. Replace text and gaps by numbers.")
    if ndim is not None and array.ndim != ndim:
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


def not_negative(name: str, value: ArrayLike) -> float:
    """Return one number that is 0 or above."""
    number = float(numbers(name, value, 0))
    if number < 0:
        raise InvalidValueError(f"{name} should be 0 or above, but {number:g} came.")
    return number


def fraction(name: str, value: ArrayLike) -> float:
    """Return one number from 0 up to, but not including, 1."""
    number = not_negative(name, value)
    if number >= 1:
        raise InvalidValueError(f"{name} should be below 1, but {number:g} came.")
    return number


def positive_int(name: str, value: ArrayLike) -> int:
    """Return one whole number above zero."""
    number = positive(name, value)
    if number != int(number):
        raise InvalidValueError(f"{name} should be a whole number, but {number:g} came.")
    return int(number)


def truth(name: str, value: object) -> bool:
    """Return True or False; a text such as "no" would count as true."""
    if not isinstance(value, bool | np.bool_):
        raise InvalidValueError(f"{name} should be True or False, but {value!r} came.")
    return bool(value)


def check_fields(record: Any, checks: Mapping[str, Callable[[str, Any], Any]]) -> None:
    """Replace each field of a frozen dataclass by what its check makes of it; for ``__post_init__``."""
    for field in fields(record):
        object.__setattr__(record, field.name, checks[field.name](field.name, getattr(record, field.name)))


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

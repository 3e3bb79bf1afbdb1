"""What is trained on: examples, targets, weights and what is held back, checked and as Keras computes with them."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.training.keras_door import loaded_keras

Array = npt.NDArray[Any]
_ROWS_SHOWN = 3


@dataclass(frozen=True, eq=False)
class Material:
    """Data to train with, as arrays that Keras takes as they are.

    Parameters
    ----------
    columns : tuple of ndarray
        The examples (n, ...), the targets (n, ...) and, if there are any, the weights of the examples (n,).
    validation : tuple of ndarray
        The same of the examples that are held back; empty if none are.
    """

    columns: tuple[Array, ...]
    validation: tuple[Array, ...] = ()

    @property
    def n(self) -> int:
        """Number of examples that are trained on."""
        return len(self.columns[0])

    @property
    def n_validation(self) -> int:
        """Number of examples that are held back."""
        return len(self.validation[0]) if self.validation else 0

    @property
    def nbytes(self) -> int:
        """Bytes that the data take on the device."""
        return sum(column.nbytes for column in (*self.columns, *self.validation))

    @property
    def signature(self) -> tuple[Any, ...]:
        """Shapes and kinds of all arrays: what a traced function is made for."""
        return tuple((column.shape, str(column.dtype)) for column in self.columns), tuple(
            (column.shape, str(column.dtype)) for column in self.validation
        )

    @cached_property
    def fingerprint(self) -> str:
        """Text by which the same data are known again."""
        digest = blake2b(digest_size=16)
        for column in (*self.columns, *self.validation):
            digest.update(f"{column.shape}{column.dtype}".encode())
            digest.update(np.ascontiguousarray(column).data)
        return digest.hexdigest()


def material_of(
    X: Any,
    y: Any = None,
    validation_data: Any = None,
    validation_split: float = 0.0,
    sample_weight: Any = None,
    class_weight: Mapping[int, float] | None = None,
) -> Material:
    """Check data and make them ready.

    Parameters
    ----------
    X : array-like of shape (n, ...), Dataset, Split or Material
        One row per example. A `Dataset` brings its targets; a `Split` its test part for validation too.
    y : array-like of shape (n, ...), optional
        One target per example.
    validation_data : tuple of arrays or Dataset, optional
        ``(X, y)`` or ``(X, y, weights)`` that are not trained on.
    validation_split : float, default 0.0
        Share of the examples, the last ones, that are held back if there are no ``validation_data``.
    sample_weight : array-like of shape (n,), optional
        How much each example counts.
    class_weight : dict of int to float, optional
        How much the examples of each class count; 1 where a class is not named.

    Returns
    -------
    Material
        Ready.

    Raises
    ------
    DataError
        If lengths differ, there is no row, something is text, missing or infinite; it says where.
    InvalidValueError
        If a share, or two kinds of weights at once, came.
    """
    if isinstance(X, Material):
        return X
    if hasattr(X, "train") and hasattr(X, "test") and y is None:
        X, validation_data = X.train, X.test if validation_data is None else validation_data
    X, y = _pair(X, y)
    columns = _columns("X", X, y, sample_weight, class_weight)
    held_back = _held_back(validation_data)
    if held_back or not validation_split:
        return _checked(columns, held_back)
    n_train = _n_train(len(columns[0]), validation_split)
    return _checked(tuple(one[:n_train] for one in columns), tuple(one[n_train:] for one in columns))


def _pair(X: Any, y: Any) -> tuple[Any, Any]:
    """Part a data set into its examples and targets; refuse what can't be counted."""
    if y is None and hasattr(X, "X") and hasattr(X, "y"):
        return X.X, X.y
    if y is None and isinstance(X, tuple) and len(X) == 2:
        return X
    kind = type(X).__name__
    if isinstance(X, dict) or (isinstance(X, list | tuple) and X and hasattr(X[0], "shape") and np.ndim(X[0]) > 1):
        raise DataError(f"A trainer feeds one input, but X came as a {kind} of several. Give one array.")
    if not hasattr(X, "__len__") or not hasattr(X, "__getitem__"):
        raise DataError(
            f"X came as {kind}, which gives its rows one after the other. The trainer keeps all data on the device: "
            "give an array, such as np.stack([x for x, _ in data])."
        )
    if y is None:
        raise DataError("There are no targets y. Give X and y, or a Dataset.")
    return X, y


def _columns(
    name: str, X: Any, y: Any, sample_weight: Any, class_weight: Mapping[int, float] | None = None
) -> tuple[Array, ...]:
    """Turn examples, targets and weights into arrays of equal length."""
    of = "" if name == "X" else " of the validation data"
    examples, targets = _numbers(f"X{of}", X), _numbers(f"y{of}", y)
    if len(examples) == 0:
        raise DataError(f"X{of} has shape {examples.shape}: there is no example. Give one row per example.")
    if len(examples) != len(targets):
        raise DataError(f"X{of} has {len(examples)} rows, but y has {len(targets)}; each row needs its own target.")
    weights = _weights(targets, sample_weight, class_weight)
    if weights is None:
        return examples, targets
    if weights.shape != (len(examples),):
        raise DataError(f"There are {len(examples)} rows, but sample_weight has shape {weights.shape}; one each.")
    return examples, targets, weights


def _numbers(name: str, values: Any) -> Array:
    """Turn values into an array of numbers without gaps: floats as Keras computes with, whole numbers as they are."""
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise DataError(f"The rows of {name} have different lengths; each example needs the same.") from error
    if array.dtype.kind == "O":
        array = _from_objects(name, array)
    if array.dtype.kind not in "biuf":
        first = array.ravel()[0].item() if array.size else ""
        raise DataError(
            f"{name} holds {first!r}, and only numbers can be computed with. "
            "dlw.Dataset.from_arrays(X, y) turns words into classes."
        )
    if array.ndim == 0:
        raise DataError(f"{name} is a single number; give one row per example.")
    _refuse_gaps(name, array)
    if array.dtype.kind not in "bf":
        return array
    with np.errstate(over="ignore"):
        found = array.astype(_floatx())
    if not np.isfinite(found).all():
        largest = np.finfo(found.dtype).max
        place = _rows_named(~np.isfinite(found))
        raise DataError(
            f"{name} holds a number above {largest:.1e} in {place}. Keras can't compute with it; scale {name}."
        )
    return found


def _from_objects(name: str, array: Array) -> Array:
    words = [value for value in array.ravel() if isinstance(value, str)]
    if words:
        raise DataError(
            f"{name} holds {words[0]!r}, and only numbers can be computed with. "
            "dlw.Dataset.from_arrays(X, y) turns words into classes."
        )
    try:
        # pandas has a value of its own for what is missing.
        return np.where(np.asarray(np.frompyfunc(_is_missing, 1, 1)(array), bool), np.nan, array).astype(np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(_no_numbers(name, array)) from error


def _is_missing(value: Any) -> bool:
    return type(value).__name__ == "NAType"


def _no_numbers(name: str, array: Array) -> str:
    """Say what stands where numbers should be: a matrix of another library, dates, or lists of different lengths."""
    if array.ndim == 0:
        whole = array.item()
        way = "X.toarray()" if hasattr(whole, "toarray") else "np.asarray(list(X))"
        return f"{name} came as {type(whole).__name__}. Give an array with one row per example, such as {way}."
    others = [one for one in array.ravel() if not isinstance(one, int | float | np.number | list | tuple | np.ndarray)]
    if any(one is not None for one in others):
        odd = next(one for one in others if one is not None)
        return f"{name} holds {odd!r}, and only numbers can be computed with. Turn it into a number, or leave it out."
    return f"{name} can't be read as an array of numbers; each example needs the same shape."


def _refuse_gaps(name: str, array: Array) -> None:
    if array.dtype.kind != "f" or np.isfinite(array).all():
        return
    what = "a missing value (NaN)" if np.isnan(array).any() else "an infinite value"
    raise DataError(
        f"{name} holds {what} in {_rows_named(~np.isfinite(array))}. Leave these rows out, or fill them in."
    )


def _rows_named(is_bad: Array) -> str:
    """Name the first rows in which something is bad."""
    bad = np.flatnonzero(is_bad.reshape(len(is_bad), -1).any(axis=1))
    more = f" and {len(bad) - _ROWS_SHOWN} more" if len(bad) > _ROWS_SHOWN else ""
    return f"row {', '.join(map(str, bad[:_ROWS_SHOWN].tolist()))}{more}, counted from 0"


def _floatx() -> str:
    """Name the kind of floats that Keras computes with, without loading it for this alone."""
    keras = loaded_keras()
    return keras.config.floatx() if keras else "float32"


def _weights(y: Array, sample_weight: Any, class_weight: Mapping[int, float] | None) -> Array | None:
    """Return the weight of each example, if there are weights."""
    if sample_weight is not None and class_weight is not None:
        raise InvalidValueError("sample_weight and class_weight came both; give one of them, as in model.fit.")
    if class_weight is not None:
        return _of_classes(y, class_weight)
    if sample_weight is None:
        return None
    weights = _numbers("sample_weight", sample_weight).astype(_floatx())
    if (weights < 0).any():
        raise DataError("sample_weight holds a negative number; 0 makes an example not count at all.")
    return weights


def _of_classes(y: Array, class_weight: Mapping[int, float]) -> Array:
    """Weigh examples by their class, as Keras does."""
    if not isinstance(class_weight, Mapping):
        raise InvalidValueError("class_weight is a dict such as {0: 1.0, 1: 5.0}: class number and weight.")
    for number, weight in class_weight.items():
        if not isinstance(number, int | np.integer) or not _is_weight(weight):
            raise InvalidValueError(
                f"class_weight holds {number!r}: {weight!r}; wanted the number of a class and how much it counts, 0 or "
                "more, such as {0: 1.0, 1: 5.0}."
            )
    classes = y.argmax(axis=-1) if y.ndim > 1 and y.shape[-1] > 1 else y.reshape(y.shape[:1] + y.shape[2:])
    if classes.ndim > 1:
        raise InvalidValueError(f"class_weight wants one class for each example, but y has shape {y.shape}.")
    return np.array([class_weight.get(round(float(one)), 1.0) for one in classes], dtype=_floatx())


def _is_weight(weight: Any) -> bool:
    return isinstance(weight, Real) and not isinstance(weight, bool) and 0 <= weight < math.inf


def _held_back(data: Any) -> tuple[Array, ...]:
    if data is None:
        return ()
    parts: Iterable[Any] = (data.X, data.y) if hasattr(data, "X") else data
    if not isinstance(parts, list | tuple) or len(parts) not in {2, 3}:
        raise DataError("validation_data is (X, y), (X, y, weights) or a Dataset.")
    return _columns("validation", *parts, *[None] * (3 - len(parts)))


def _n_train(n: int, share: Any) -> int:
    """Return how many of the rows are trained on, as Keras counts them."""
    if not isinstance(share, Real) or not 0 < share < 1:
        raise InvalidValueError(f"validation_split is a share from 0 to below 1; {share!r} came. 0.2 is a fifth.")
    n_train = int(np.floor(n * (1 - share)))
    if n_train in {0, n}:
        raise DataError(f"{n} rows can't be parted by validation_split={share:g}; give more rows or another share.")
    return n_train


def _checked(columns: tuple[Array, ...], validation: tuple[Array, ...]) -> Material:
    """Refuse held back examples of another shape."""
    if validation and validation[0].shape[1:] != columns[0].shape[1:]:
        raise DataError(
            f"An example has shape {columns[0].shape[1:]}, but one of the validation data has "
            f"{validation[0].shape[1:]}; both need the same features."
        )
    return Material(columns, validation)

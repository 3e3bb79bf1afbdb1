"""The examples that go through a network diagram: what they are called, and what they should give."""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.data import Dataset, load
from dlwidgets.data.handed_in import column_names
from dlwidgets.errors import DataError
from dlwidgets.network import Shape

MOST_CLASSES = 100
Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class ExampleSet:
    """Examples in the shape that a network takes.

    Parameters
    ----------
    X : ndarray, shape (n, ...)
        The examples.
    y : ndarray, shape (n,) or (n, k), optional
        Class numbers from 0 on, or values to predict; None where there are no answers.
    feature_names, class_names : tuple of str
        Empty where unknown, and for regression.
    is_made_up : bool
        Whether the one example is only there so that something flows.
    """

    X: Array
    y: Array | None = None
    feature_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    is_made_up: bool = False

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.X)

    @property
    def shape(self) -> Shape:
        """Shape of one example."""
        return self.X.shape[1:]

    def fitted(self, shape: Shape | None) -> "ExampleSet":
        """Return the examples in another shape of as many numbers.

        Parameters
        ----------
        shape : tuple of int or None, optional
            What a network takes; None if that is not known.

        Returns
        -------
        ExampleSet
        --------
            With the same numbers.

        Raises
        ------
        DataError
            If the examples have more numbers or fewer.
        """
        if shape is None or _fits(self.shape, shape):
            return self
        if None in shape or prod(self.shape) != prod(shape):  # type: ignore[arg-type]
            raise DataError(
                f"Each example of the data has the shape {self.shape}, but the network takes {shape}. Give data with "
                f"{'as many numbers' if None not in shape else 'that many axes'}, or change the Input layer."
            )
        return ExampleSet(self.X.reshape(self.n, *shape), self.y, self.feature_names, self.class_names)


def _fits(came: Shape, wanted: Shape) -> bool:
    return len(came) == len(wanted) and all(b in {a, None} for a, b in zip(came, wanted, strict=True))


def examples_of(data: Any) -> ExampleSet | None:
    """Read what came as data.

    Parameters
    ----------
    data : str, Dataset, (X, y) or None
        A name, a data set, or examples and answers; y may be None.

    Returns
    -------
    ExampleSet or None
        None if there are none.

    Raises
    ------
    DataError
        If it is none of these, holds no numbers, or X and y differ in length.
    UnknownNameError
        If there is no data set of that name.
    """
    if data is None:
        return None
    if isinstance(data, str | Dataset):
        dataset = load(data) if isinstance(data, str) else data
        return ExampleSet(dataset.X, dataset.y, dataset.axis_labels, dataset.class_names)
    if not isinstance(data, tuple | list) or len(data) != 2:
        raise DataError(
            f'data came as {type(data).__name__}; wanted the name of a data set such as "iris", a Dataset, or (X, y).'
        )
    X, y, features = _numbers(data[0]), data[1], tuple(column_names(data[0]))
    if y is None:
        return ExampleSet(X, None, features)
    answers, names = _answers(y)
    if len(answers) != len(X):
        raise DataError(f"X has {len(X)} examples and y has {len(answers)} answers. Give one for each.")
    return ExampleSet(X, answers, features, names)


def made_up(shape: Shape | None) -> ExampleSet | None:
    """Return one example whose numbers are all 1, where the shape is known; so values flow without data."""
    if shape is None or None in shape or prod(shape) > 10_000_000:  # type: ignore[arg-type]
        return None
    return ExampleSet(np.ones((1, *shape)), is_made_up=True)  # type: ignore[misc]


def _numbers(X: Any) -> Array:
    try:
        table = np.asarray(X)
    except ValueError:
        raise DataError("X should be an array with one example in each row; its rows differ in length.") from None
    if table.dtype.kind not in "biuf" or table.ndim < 2 or not len(table):
        raise DataError(
            f"X should hold numbers, one example in each row; got {table.dtype} of shape {table.shape}. "
            "Replace text by numbers, and put a single example in a list."
        )
    if not np.isfinite(table).all():
        raise DataError("X has gaps or infinite numbers. Leave these examples out, or fill the gaps.")
    return table


def _answers(y: Any) -> tuple[Array, tuple[str, ...]]:
    """Read answers as class numbers with names, or as values."""
    answers = np.asarray(y)
    if answers.ndim == 2 and answers.shape[1] == 1:
        answers = answers[:, 0]
    if answers.ndim == 2 and np.isin(answers, (0, 1)).all() and (answers.sum(axis=1) == 1).all():
        return answers.argmax(axis=1), tuple(str(k) for k in range(answers.shape[1]))
    if answers.ndim != 1 or answers.dtype.kind == "f":
        is_pair = answers.ndim == 1 and set(np.unique(answers)) <= {0.0, 1.0}
        return (answers.astype(np.int64), ("0", "1")) if is_pair else (answers, ())
    if answers.dtype.kind in "iu" and answers.min() >= 0 and answers.max() < MOST_CLASSES:
        return answers.astype(np.int64), tuple(str(k) for k in range(int(answers.max()) + 1))
    if answers.dtype.kind in "iu":
        return answers.astype(float), ()
    names, places = np.unique(answers.astype(str), return_inverse=True)
    return places, tuple(map(str, names))

"""What a classifier may be given to learn from: a table of numbers and one label for each row."""

from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.data import checks
from dlwidgets.errors import DataError, InvalidValueError


def checked_table(X: npt.ArrayLike, n_features: int | None = None) -> npt.NDArray[np.float32]:
    """Read a table of numbers.

    Parameters
    ----------
    X : array-like of shape (n, d)
        Also a data frame.
    n_features : int, optional
        How many columns it has to have.

    Returns
    -------
    float32 array of shape (n, d)
        A copy, or the same.

    Raises
    ------
    DataError
        If it is no table, is empty, has other columns, or holds text, gaps or infinity: which column, which rows.
    """
    table = checks.as_array(X)
    checks.require_shapes(table, np.zeros(len(table) if table.ndim else 0))
    if n_features is not None and table.shape[1] != n_features:
        raise DataError(f"X has {table.shape[1]} features, but it has learned from {n_features}. Give the same ones.")
    if table.dtype.kind not in "biuf" or not np.isfinite(table).all():
        names = [str(name) for name in getattr(X, "columns", [f"x{j + 1}" for j in range(table.shape[1])])]
        table = checks.finite_table(table, names)
    return table.astype(np.float32, copy=False)


def checked_labels(y: npt.ArrayLike, n_examples: int) -> npt.NDArray[Any]:
    """Read labels of two classes or more.

    Parameters
    ----------
    y : array-like of shape (n,)
        Words, numbers or booleans.
    n_examples : int
        How many there have to be.

    Returns
    -------
    array of shape (n,)
        As they came.

    Raises
    ------
    DataError
        If they are no row of labels, have gaps, are too many or too few, or are all alike.
    """
    labels = np.asarray(y)
    checks.require_shapes(np.zeros((n_examples, 1)), labels)
    checks.refuse_gaps({"y": checks.as_array(y)}, "Leave these rows out, or fill in their labels.")
    if len(np.unique(labels)) < 2:
        raise DataError(f"All labels are {labels[0]!r}; there is nothing to tell apart. Give two classes or more.")
    return labels


def refuse_unfitted(estimator: Any) -> None:
    """Raise InvalidValueError for what has not learned yet.

    Parameters
    ----------
    estimator : object
        It tells scikit-learn whether it has.
    """
    if not estimator.__sklearn_is_fitted__():
        raise InvalidValueError(f"{type(estimator).__name__} has not learned yet. Call its fit(X, y) first.")

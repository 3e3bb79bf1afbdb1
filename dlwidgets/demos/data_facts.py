"""What the rules about networks have to know of data, read off the data."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from dlwidgets.data import Dataset, load
from dlwidgets.data.checks import finite_table
from dlwidgets.errors import DataError, a_kind
from dlwidgets.network import DataFacts

_WANTED = "Give the name of a data set, a Dataset, a DataFrame with its target='...', or arrays as (X, y)."


def facts_of(data: Any, target: str | None = None, *, name: str = "own data", ids: bool | None = None) -> DataFacts:
    """Read off data what has to be known to choose a network for them.

    Parameters
    ----------
    data : str, Dataset, DataFrame, dict of columns, or tuple of two arrays
        The name of a data set, or data: arrays are X of shape (n, ...) and y of shape (n,) or (n, k). Rows of y with
        a single 1 among zeros are one-hot rows.
    target : str, optional
        For a table, the column to predict.
    name : str, default "own data"
        What a table or arrays are called.
    ids : bool, optional
        Whether the inputs are ids of words; not guessed, but numbers that are not whole are none.

    Returns
    -------
    DataFacts
        What is known.

    Raises
    ------
    UnknownNameError
        If no data set has this name.
    DataError
        If the data can't be learned from, or are none.

    Examples
    --------
    >>> facts_of("iris").says_classes
    '3 classes (setosa, versicolor, virginica)'
    """
    if isinstance(data, str):
        return _of_dataset(load(data), ids=ids)
    if isinstance(data, Dataset):
        return _of_dataset(data, ids=ids)
    if target is not None:
        return _of_dataset(Dataset.from_frame(data, target, name=name), ids=ids)
    if isinstance(data, tuple | list) and len(data) == 2:
        return _of_arrays(data[0], data[1], name, ids=ids)
    is_table = isinstance(data, Mapping) or hasattr(data, "columns")
    hint = "Say which column to predict: target='...'." if is_table else _WANTED
    raise DataError(f"No facts can be read off {a_kind(data)}. {hint}")


def _of_dataset(data: Dataset, *, ids: bool | None) -> DataFacts:
    is_whole = bool(np.array_equal(data.X, np.round(data.X)))
    common = DataFacts(
        name=data.name,
        shape=(data.n_features,),
        n_examples=data.n_examples,
        low=float(data.X.min()),
        high=float(data.X.max()),
        whole_ids=(ids if is_whole else False),
        target_low=float(data.y.min()),
        target_high=float(data.y.max()),
        feature_names=data.feature_names,
        target_name=data.target_name,
    )
    if not data.class_names:
        return replace(common, task="numbers", is_sorted=bool((np.diff(data.y) >= 0).all()))
    if data.n_classes == 1:
        raise DataError(f"All examples of {data.name!r} are of one class; there is nothing to tell apart.")
    # The examples stand class by class if the class changes as seldom as it can.
    is_sorted = int(np.count_nonzero(np.diff(data.y))) == len(np.unique(data.y)) - 1
    k = data.n_classes
    whole = {"target_low": 0, "target_high": k - 1, "is_sorted": is_sorted}
    return replace(common, task="classes", n_classes=k, class_names=data.class_names, **whole)


def _of_arrays(X: Any, y: Any, name: str, *, ids: bool | None) -> DataFacts:
    """Read arrays, of which X may have any number of axes, and y two."""
    inputs, targets = np.asarray(X), np.asarray(y)
    if inputs.ndim == 0 or targets.ndim not in {1, 2} or not inputs.size:
        raise DataError(
            f"X has the shape {inputs.shape} and y the shape {targets.shape}; give one example after the other in X, "
            "and one label, or one row, for each in y."
        )
    flat = inputs.reshape(len(inputs), -1)
    shape = inputs.shape[1:]
    if targets.ndim == 2 and targets.shape[1] == 1:
        targets = targets[:, 0]
    if targets.ndim == 1:
        facts = _of_dataset(Dataset.from_arrays(flat, targets, name=name), ids=ids)
        if facts.is_classes and targets.dtype.kind in "iuf":
            facts = replace(facts, target_low=float(targets.min()), target_high=float(targets.max()))
        return _of_shape(facts, shape)
    return _of_shape(_of_rows(flat, targets, name, ids=ids), shape)


def _of_shape(facts: DataFacts, shape: tuple[int, ...]) -> DataFacts:
    """Give facts the shape of an example; the numbers of a picture have no names."""
    return facts if len(shape) == 1 else replace(facts, shape=shape, feature_names=())


def _of_rows(X: np.ndarray, y: np.ndarray, name: str, *, ids: bool | None) -> DataFacts:
    """Read targets that have a row for each example: one-hot rows, or several numbers."""
    table = finite_table(y, [f"y{column + 1}" for column in range(y.shape[1])])
    if np.isin(table, (0, 1)).all() and (table.sum(axis=1) == 1).all():
        names = [str(column) for column in range(y.shape[1])]
        facts = _of_dataset(Dataset.from_arrays(X, table.argmax(axis=1), name=name, class_names=names), ids=ids)
        return replace(facts, one_hot=True, class_names=())
    facts = _of_dataset(Dataset.from_arrays(X, table[:, 0], name=name, task="regression"), ids=ids)
    low, high = float(table.min()), float(table.max())
    return replace(facts, n_outputs=y.shape[1], target_low=low, target_high=high)

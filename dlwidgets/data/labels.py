"""Labels as they come (words, whole numbers, true and false, measurements) to what a model learns."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.data.checks import Column, as_names, as_numbers, finite_column, is_number, text_rows
from dlwidgets.errors import DataError, unknown_name

TASKS = ("classification", "regression")

MOST_NUMBERED_CLASSES = 20
"""Whole numbers with more different values than this are measurements, not classes."""


def encode(
    labels: Column, target_name: str, task: str | None = None, class_names: Sequence[str] = ()
) -> tuple[npt.NDArray[Any], tuple[str, ...]]:
    """Turn labels without gaps into numbers to learn.

    Parameters
    ----------
    labels : array of shape (n,)
        Words, booleans or numbers.
    target_name : str
        What the labels are called in an error.
    task : {"classification", "regression"}, optional
        Inferred where it is not given: words, booleans and up to 20 different whole numbers are classes.
    class_names : sequence of str, optional
        The classes in the wanted order; numbers then count into it from 0.

    Returns
    -------
    y : int64 or float64 array of shape (n,)
        Class indices, or values.
    class_names : tuple of str
        Empty for regression.

    Raises
    ------
    DataError
        For text where values are wanted, words mixed with numbers, infinite values, and a single class.
    UnknownNameError
        For a task or a class that does not exist.
    """
    if task is not None and task not in TASKS:
        raise unknown_name("task", task, TASKS)
    class_names = as_names(class_names)
    if not text_rows(labels):
        as_numbers({target_name: labels})
    if (task or _inferred_task(labels, class_names)) == "regression":
        return finite_column(labels, target_name), ()
    named = _class_labels(labels, target_name)
    if class_names:
        return _indices(named, class_names), class_names
    found = sorted(set(named))
    if len(found) == 1:
        raise DataError(
            f"The labels in {target_name!r} are all {found[0]!r}; there is nothing to tell apart. "
            "Give examples of at least two classes."
        )
    index = {label: i for i, label in enumerate(found)}
    return np.array([index[label] for label in named]), tuple(str(label) for label in found)


def _inferred_task(labels: Column, class_names: tuple[str, ...]) -> str:
    """Tell classes from measurements by the labels alone."""
    if class_names or text_rows(labels):
        return "classification"
    numbers = labels.astype(np.float64)
    whole = np.array_equal(numbers, np.round(numbers))
    return "classification" if whole and len(np.unique(numbers)) <= MOST_NUMBERED_CLASSES else "regression"


def _class_labels(labels: Column, target_name: str) -> list[Any]:
    """Give labels as plain values, whole floats as ints; refuse words mixed with anything else."""
    plain = [int(x) if isinstance(x, float) and x.is_integer() else x for x in labels.tolist()]
    words = [x for x in plain if isinstance(x, str)]
    odd = next((x for x in plain if not isinstance(x, str) and (words or not is_number(x))), None)
    if odd is not None:
        raise DataError(f"The labels in {target_name!r} should be all words or all numbers, not {odd!r}.")
    return plain


def _indices(named: list[Any], class_names: tuple[str, ...]) -> npt.NDArray[Any]:
    """Look words up among the class names; numbers are indices already."""
    for label in named:
        if isinstance(label, str) and label not in class_names:
            raise unknown_name("class", label, class_names)
    return np.array([class_names.index(label) if isinstance(label, str) else label for label in named])

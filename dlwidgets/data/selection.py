"""Some features and some classes of a data set, and whether they are the two that a perceptron needs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dlwidgets.data.checks import refuse_duplicates
from dlwidgets.errors import DataError, unknown_name

if TYPE_CHECKING:
    from dlwidgets.data.dataset import Dataset


def with_features(dataset: "Dataset", features: Sequence[str | int]) -> "Dataset":
    """Keep features, in this order; see ``Dataset.select``."""
    columns = _positions("feature", features, dataset.feature_names)
    names = tuple(dataset.feature_names[i] for i in columns)
    units = tuple(dataset.units[i] for i in columns) if dataset.units else ()
    return replace(dataset, X=dataset.X[:, columns], feature_names=names, units=units)


def with_classes(dataset: "Dataset", classes: Sequence[str | int]) -> "Dataset":
    """Keep the examples of classes, numbered by their place in ``classes``; see ``Dataset.select``."""
    if not dataset.class_names:
        raise DataError(f"{dataset.name!r} is a regression data set and has no classes to choose from.")
    indices = _positions("class", classes, dataset.class_names)
    kept = np.isin(dataset.y, indices)
    place = np.zeros(dataset.n_classes, dtype=np.int64)
    place[indices] = np.arange(len(indices))
    names = tuple(dataset.class_names[i] for i in indices)
    return replace(dataset, X=dataset.X[kept], y=place[dataset.y[kept]], class_names=names)


def require_two_classes(dataset: "Dataset") -> None:
    """Make sure that a data set has two classes, both with examples, as a perceptron needs.

    Parameters
    ----------
    dataset : Dataset
        What a perceptron shall learn.

    Raises
    ------
    DataError
        For regression, one class, a class without examples, or more than two classes; it says what to do.
    """
    names = dataset.class_names
    if not names:
        raise DataError(f"{dataset.name!r} holds values to predict (regression), but two classes are needed.")
    if len(names) > 2:
        raise DataError(
            f"{dataset.name!r} has {len(names)} classes ({', '.join(names)}), but two are needed: choose two "
            f"with classes={names[:2]!r}."
        )
    present = np.unique(dataset.y)
    if len(present) == 1:
        only = names[present[0]]
        raise DataError(
            f"The examples of {dataset.name!r} are all of class {only!r}, but two classes are needed. "
            "Add examples of another."
        )


def _positions(kind: str, chosen: Sequence[str | int], names: tuple[str, ...]) -> list[int]:
    """Find names, or indices from 0, among names; refuse none, unknown ones and repeats."""
    wanted = [chosen] if isinstance(chosen, str) else list(chosen)
    if not wanted:
        raise DataError(f"Choose at least one {kind} of: {', '.join(names)}.")
    for item in wanted:
        if item not in names and item not in range(len(names)):
            raise unknown_name(kind, item, names)
    positions = [names.index(item) if isinstance(item, str) else int(item) for item in wanted]
    refuse_duplicates(kind, (names[position] for position in positions))
    return positions

"""Which examples a plane can show: data sets by name, the learner's own, and the room around them."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from dlwidgets.data import Dataset, load, own_dataset, require_two_classes
from dlwidgets.data.points import Point
from dlwidgets.errors import DataError, InvalidValueError

Limits = tuple[tuple[float, float], tuple[float, float]]
"""Ranges of the two axes."""

OWN = "own"
"""The name of data that the learner has handed in."""
POINTS = "points"
"""The name of the plane on which the learner starts with one point of each class."""
NAMED = {
    "iris": "Iris flowers",
    "and": "Gate AND",
    "or": "Gate OR",
    "xor": "Gate XOR",
    "gaussians": "Two clouds",
    "circle": "Disc and ring",
    "quadrants": "Quadrants",
    "spiral": "Two spirals",
    POINTS: "Own points",
}
DRAWN = ("gaussians", "circle", "quadrants", "spiral")
N_DRAWN = 200
"""Points of a drawn set: enough to see it, few enough to grasp one."""
USUAL_FEATURES = ("petal length", "petal width")
"""Shown first where the data have them; else the first two features are."""
FIRST_POINTS: list[Point] = [(-2.0, -2.0, 0), (2.0, 2.0, 1)]

MARGIN = 0.12
"""Room around the points, as a share of their spread."""
WIDE_MARGIN = 0.3
"""The same where there are fewer than ten points: room to add some."""
FEW_POINTS = 10


@lru_cache(maxsize=16)
def named_data(name: str, noise: float, seed: int) -> Dataset:
    """Return a data set of ``NAMED``; noise and seed count for the drawn ones only."""
    if name == POINTS:
        return as_dataset(FIRST_POINTS)
    return load(name, n=N_DRAWN, noise=noise, seed=seed) if name in DRAWN else load(name)


def as_dataset(points: Sequence[Point]) -> Dataset:
    """Return points as a data set of the classes 0 and 1."""
    x, y, kinds = zip(*points, strict=True)
    return Dataset("own points", np.column_stack([x, y]), np.array(kinds), class_names=("0", "1"))


def own_data(data: Any, target: str | None, features: Sequence[str] | None) -> Dataset:
    """Return what the learner has handed in as a data set.

    Raises
    ------
    DataError
        If it is none, has gaps, text or a single feature, or a frame comes without a target.
    """
    own = own_dataset(data, target, features=features)
    if own.n_features == 1:
        only = own.feature_names[0]
        raise DataError(f"{own.name!r} has one feature ({only}); a plane needs two. Add another column.")
    return own


def usual_columns(dataset: Dataset) -> dict[str, str]:
    """Return the features and classes that are shown first, by the names of their settings."""
    names = dataset.feature_names
    x, y = USUAL_FEATURES if {*USUAL_FEATURES} <= {*names} else names[:2]
    return {"classes": next(iter(class_pairs(dataset))), "x_feature": x, "y_feature": y}


def class_pairs(dataset: Dataset) -> dict[str, tuple[int, int]]:
    """Return every pair of classes of a data set: how it is called, and the two indices."""
    names = dataset.class_names
    return {f"{names[i]} or {names[j]}": (i, j) for i, j in combinations(range(len(names)), 2)}


def pair_name(dataset: Dataset, classes: Sequence[str]) -> str:
    """Return how ``class_pairs`` calls two classes, which may come in either order.

    Raises
    ------
    InvalidValueError
        If they are not two names.
    UnknownNameError
        If the data set has no such class.
    """
    chosen = dataset.select(classes=two_names("classes", classes)).class_names
    return " or ".join(name for name in dataset.class_names if name in chosen)


def two_names(what: str, names: Sequence[str]) -> tuple[str, str]:
    """Return the names if they are two; raise InvalidValueError for anything else."""
    given = [] if isinstance(names, str) or not hasattr(names, "__iter__") else list(names)
    if len(given) != 2:
        raise InvalidValueError(f"{what} came as {names!r}; wanted two names, such as ('a', 'b').")
    return given[0], given[1]


def require_pair(dataset: Dataset, *, chosen: bool) -> None:
    """Raise DataError unless a data set has two classes, or more and two of them are chosen."""
    if not chosen or dataset.n_classes < 2:
        require_two_classes(dataset)


def limits_around(X: np.ndarray) -> Limits:
    """Return the range of each axis: the points of X, shape (n, 2), with some room around them."""
    low, high = X.min(axis=0), X.max(axis=0)
    share = WIDE_MARGIN if len(X) < FEW_POINTS else MARGIN
    room = np.where(high > low, share * (high - low), np.maximum(1.0, np.abs(high)))
    (x_low, y_low), (x_high, y_high) = (low - room).tolist(), (high + room).tolist()
    return (x_low, x_high), (y_low, y_high)


def grown_limits(limits: Limits, X: np.ndarray) -> Limits:
    """Return the same limits, or wider ones where points of X lie outside.

    While a point is dragged the axes must stand still; they follow only where a point would be lost.
    """
    wanted = limits_around(X)
    outside = zip(limits, wanted, X.min(axis=0), X.max(axis=0), strict=True)
    x, y = (
        (low if first >= low else wide_low, high if last <= high else wide_high)
        for (low, high), (wide_low, wide_high), first, last in outside
    )
    return x, y

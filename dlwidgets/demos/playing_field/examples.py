"""What a playground learns from: two coordinates, parted into training and test, in a square of the plane."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.data import Dataset, load, own_dataset
from dlwidgets.demos.plane_data import OWN, POINTS
from dlwidgets.errors import DataError

Array = NDArray[np.float64]
DATA = {
    "circle": "Disc and ring",
    "quadrants": "Quadrants (exclusive or)",
    "gaussians": "Two clouds",
    "spiral": "Two spirals",
    "iris": "Iris: three species",
    "plane": "Tilted plane (values)",
    "multi-gaussian": "Six bumps (values)",
    POINTS: "Own points",
}
DRAWN = ("circle", "quadrants", "gaussians", "spiral", "plane", "multi-gaussian")
HALF = 6.0
"""Half the side of the square that is shown."""
REACH = 5.0
"""How far data with other units are spread in the square."""
APART = 1_000_003
"""Added to the seed of the data: the same one would part them by the very numbers that they were drawn with."""
MOST_CLASSES = 8
MOST_EXAMPLES = 5000
FIRST_POINTS = ((-2.0, -2.0, 0), (2.0, 2.0, 1))


@dataclass(frozen=True, eq=False)
class Examples:
    """Training and test examples in the square.

    Parameters
    ----------
    train, test : Dataset
        With two features from about -6 to 6; ``test`` is None if there are too few to part.
    middle, scale : ndarray, shape (2,)
        A feature in its own units is ``middle + scale * place``.
    labels : tuple of str
        Names of the two features, with their units.
    """

    train: Dataset
    test: Dataset | None
    middle: Array
    scale: Array
    labels: tuple[str, ...]

    @property
    def limits(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The ends of the two axes, in the features' own units."""
        low, high = self.middle - HALF * self.scale, self.middle + HALF * self.scale
        return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))

    @property
    def is_scaled(self) -> bool:
        """Whether places in the square are other numbers than the features."""
        return bool((self.scale != 1).any() or (self.middle != 0).any())

    def moved_to(self, other: "Examples") -> "Examples":
        """Return the same examples in the square of others, so that axes stand still while points move."""
        train, test = (
            None if part is None else replace(part, X=other.in_square(self.in_units(part.X)))
            for part in (self.train, self.test)
        )
        return Examples(train or self.train, test, other.middle, other.scale, self.labels)

    def in_units(self, places: Array) -> Array:
        """Return places in the features' own units, shape (n, 2)."""
        return self.middle + self.scale * places

    def in_square(self, X: Array) -> Array:
        """Return where features lie in the square, shape (n, 2)."""
        return (X - self.middle) / self.scale


@lru_cache(maxsize=16)
def named(name: str, noise: float, seed: int) -> Dataset:
    """Return a data set of ``DATA`` with two features; noise and seed count for the drawn ones."""
    if name == POINTS:
        return from_points(FIRST_POINTS)
    if name in DRAWN:
        return load(name, noise=noise, seed=seed)
    return load(name).select(features=["petal length", "petal width"])


def from_points(points: Sequence[Sequence[float]]) -> Dataset:
    """Return points as a data set of numbered classes."""
    x, y, kinds = zip(*points, strict=True)
    n = max(2, int(max(kinds)) + 1)
    return Dataset("own points", np.column_stack([x, y]), np.array(kinds), class_names=tuple(map(str, range(n))))


def own(data: Any, target: str | None, columns: Sequence[str] | None) -> Dataset:
    """Return what a learner has handed in, with two features.

    Raises
    ------
    DataError
        If it can't be read, has one feature, one class or more than eight, or too many examples.
    """
    dataset = own_dataset(data, target)
    chosen = [*(columns or dataset.feature_names[:2])]
    if len(chosen) != 2:
        raise DataError(f"The playground is a plane and needs two features; {chosen} came. Name two with columns=.")
    dataset = dataset.select(features=chosen)
    if dataset.n_classes > MOST_CLASSES:
        raise DataError(f"{dataset.name!r} has {dataset.n_classes} classes; {MOST_CLASSES} can be told apart here.")
    if dataset.n_examples > MOST_EXAMPLES:
        raise DataError(f"There are {dataset.n_examples} examples; {MOST_EXAMPLES} can be shown. Take a sample.")
    return dataset


def examples_of(dataset: Dataset, share: float, seed: int, *, is_in_square: bool) -> Examples:
    """Part a data set, and bring it into the square by what the training part alone shows.

    Parameters
    ----------
    dataset : Dataset
        With two features.
    share : float
        Share of the training part.
    seed : int
        Draws who is in which part.
    is_in_square : bool
        Whether the features are places in the square already.

    Returns
    -------
    parts : Examples
        Training and test part; no test part where a class has a single example only.
    """
    counts = np.bincount(dataset.y) if dataset.class_names else np.array([dataset.n_examples])
    parts = dataset.split(share, seed + APART) if counts[counts > 0].min() > 1 else None
    train, test = (parts.train, parts.test) if parts else (dataset, None)
    middle, scale = np.zeros(2), np.ones(2)
    if not is_in_square:
        low, high = train.X.min(axis=0), train.X.max(axis=0)
        middle, scale = (low + high) / 2, np.where(high > low, (high - low) / 2, 1.0) / REACH
    moved = [None if part is None else replace(part, X=(part.X - middle) / scale) for part in (train, test)]
    return Examples(moved[0], moved[1], middle, scale, dataset.axis_labels)  # type: ignore[arg-type]


__all__ = ["DATA", "DRAWN", "FIRST_POINTS", "OWN", "POINTS", "Examples", "examples_of", "from_points", "named", "own"]

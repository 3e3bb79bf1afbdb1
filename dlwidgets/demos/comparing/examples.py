"""What contestants learn from: the chosen data, made harder or easier, and parted once per seed."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.compare.learning import nested_order
from dlwidgets.compare.race import split_of
from dlwidgets.data import Dataset, Split, load, own_dataset
from dlwidgets.data.partition import shuffled
from dlwidgets.demos.plane_data import OWN, limits_around
from dlwidgets.errors import DataError
from dlwidgets.training.judged import KeptAside

Array = NDArray[Any]
PLANES = {
    "moons": "Two moons",
    "circle": "Disc and ring",
    "quadrants": "Quadrants (exclusive or)",
    "gaussians": "Two clouds",
    "clouds": "Five clouds",
    "spiral": "Two spirals",
    "iris": "Iris: three species, 4 features",
    "wine": "Wines: three cultivars, 13 features",
    "breast_cancer": "Tumours: 30 features",
    "japanese_vowels": "Japanese vowels: who speaks? 29 steps of 12 numbers",
    "mnist1d": "MNIST-1D: curves in noise, 40 numbers",
}
PICTURES = {"digits": "Digits: pictures of 8 x 8 pixels", "mnist": "MNIST: digits of 28 x 28 pixels"}
DRAWN = ("moons", "circle", "quadrants", "gaussians", "clouds", "spiral")
N_DRAWN = 400
"""Half of them are for the test: enough to tell 95 % from 98 %."""
TRAIN_SHARE = 0.5
MOST_CLASSES = 8
"""More colours can't be told apart on a plane."""
MOST_EXAMPLES = 5000
SIDE = 90
"""Rows and columns of places on the plane at which each contestant is asked."""


@lru_cache(maxsize=32)
def named(name: str, noise: float) -> Dataset:
    """Return a data set of ``PLANES`` or ``PICTURES``; noise counts for the drawn ones."""
    return load(name, n=N_DRAWN, noise=noise) if name in DRAWN else load(name)


def own(data: Any, target: str | None) -> Dataset:
    """Return what a learner has handed in.

    Raises
    ------
    DataError
        If it can't be read, has no classes, or too many examples.
    """
    dataset = own_dataset(data, target)
    split_of(dataset, TRAIN_SHARE, 0)  # refuses what no classifier can learn from
    if dataset.n_examples > MOST_EXAMPLES:
        raise DataError(f"There are {dataset.n_examples} examples; {MOST_EXAMPLES} can be shown. Take a sample.")
    if dataset.n_features < 2:
        raise DataError(f"{dataset.name!r} has one feature; a plane needs two. Add another column.")
    return dataset


@lru_cache(maxsize=32)
def are_pictures(dataset: Dataset) -> bool:
    """Tell whether examples are pictures: so many pixels, and nothing else."""
    return KeptAside(dataset.X.astype(np.float32), dataset.y, (), dataset.feature_names).has_pictures


@dataclass(frozen=True)
class Recipe:
    """What is made of a data set.

    Parameters
    ----------
    n_classes : int
        How many classes, the first ones, are to be told apart.
    n_train : int
        Examples to learn from.
    n_irrelevant : int
        Features that are added and say nothing.
    only : pair of str, optional
        The only features that are learned from.
    """

    n_classes: int
    n_train: int
    n_irrelevant: int = 0
    only: tuple[str, str] | None = None

    def split(self, source: Dataset, seed: int) -> Split:
        """Make the parts for one seed.

        Parameters
        ----------
        source : Dataset
            The chosen data.
        seed : int
            Draws who is in which part.

        Returns
        -------
        Split
            The test part is the same for every number of training examples, and the training part of more holds that
            of fewer.
        """
        chosen = source.select(features=self.only, classes=range(self.n_classes))
        parts = split_of(with_irrelevant(chosen, self.n_irrelevant), TRAIN_SHARE, seed)
        rows = nested_order(parts.train.y)[: self.n_train]
        return Split(replace(parts.train, X=parts.train.X[rows], y=parts.train.y[rows]), parts.test)


@lru_cache(maxsize=32)
def most_to_learn_from(source: Dataset, n_classes: int) -> int:
    """Return how many examples the training part has at most."""
    return split_of(source.select(classes=range(n_classes)), TRAIN_SHARE, 0).train.n_examples


def with_irrelevant(dataset: Dataset, n: int) -> Dataset:
    """Add features that say nothing: columns of the data in random order, so that nothing else gives them away.

    Parameters
    ----------
    dataset : Dataset
        Any.
    n : int
        How many.

    Returns
    -------
    Dataset
        With ``irrelevant 1``, ``irrelevant 2``, ... behind the others.
    """
    added = [
        dataset.X[shuffled(dataset.n_examples, np.random.default_rng(k)), k % dataset.n_features] for k in range(n)
    ]
    names = (*dataset.feature_names, *(f"irrelevant {k + 1}" for k in range(n)))
    units = (*dataset.units, *[""] * n) if dataset.units else ()
    return replace(dataset, X=np.column_stack([dataset.X, *added]), feature_names=names, units=units)


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane through all features, on which two of them vary.

    Parameters
    ----------
    columns : pair of int
        The two features.
    x, y : pair of float
        The ends of the axes.
    middle : array of shape (d,)
        Where the other features stand still: at their mean.
    """

    columns: tuple[int, int]
    x: tuple[float, float]
    y: tuple[float, float]
    middle: Array

    @classmethod
    def of(cls, split: Split, names: tuple[str, str]) -> "Plane":
        """Lay a plane through the mean of the training part, wide enough for all examples."""
        i, j = map(split.train.feature_names.index, names)
        both = np.vstack([split.train.X, split.test.X])[:, [i, j]]
        return cls((i, j), *limits_around(both), split.train.X.mean(axis=0))

    def places(self) -> Array:
        """Return the middles of the picture's pixels as examples, shape (SIDE * SIDE, d), the lowest row first."""
        steps = (np.arange(SIDE) + 0.5) / SIDE
        across, up = (low + (high - low) * steps for low, high in (self.x, self.y))
        rows = np.tile(self.middle, (SIDE * SIDE, 1))
        rows[:, self.columns[0]], rows[:, self.columns[1]] = np.tile(across, SIDE), np.repeat(up, SIDE)
        return rows


__all__ = ["DRAWN", "OWN", "PICTURES", "PLANES", "SIDE", "Plane", "Recipe", "are_pictures", "named", "own"]

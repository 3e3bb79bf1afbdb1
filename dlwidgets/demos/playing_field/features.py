"""What a network on the plane can be given: the two coordinates, and what is made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dlwidgets.demos.playing_field.formulas import WrittenFormula

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Feature:
    """One number that is computed from a place on the plane.

    Parameters
    ----------
    label : str
        Its name for readers.
    code : str
        Its formula as Python.
    compute : callable
        Takes both coordinates, arrays of shape (n,), and returns one.
    help : str
        What it is good for.
    """

    label: str
    code: str
    compute: Callable[[Array, Array], Array]
    help: str


FEATURES = {
    "x1": Feature("x₁", "x1", lambda x1, _x2: x1, "The place from left to right."),
    "x2": Feature("x₂", "x2", lambda _x1, x2: x2, "The place from bottom to top."),
    "x1_squared": Feature("x₁²", "x1**2", lambda x1, _x2: x1**2, "x₁ times itself: far left and far right alike."),
    "x2_squared": Feature("x₂²", "x2**2", lambda _x1, x2: x2**2, "x₂ times itself: far up and far down alike."),
    "x1_x2": Feature("x₁x₂", "x1 * x2", lambda x1, x2: x1 * x2, "The product: positive where both signs agree."),
    "sin_x1": Feature("sin x₁", "np.sin(x1)", lambda x1, _x2: np.sin(x1), "Waves from left to right."),
    "sin_x2": Feature("sin x₂", "np.sin(x2)", lambda _x1, x2: np.sin(x2), "Waves from bottom to top."),
}
"""Features by name, in the order in which the network takes them."""


def feature(name: str) -> Feature:
    """Find a feature.

    Parameters
    ----------
    name : str
        A key of ``FEATURES``, or a formula.

    Returns
    -------
    Feature
        What it is.
    """
    return FEATURES.get(name) or _written(name)


@lru_cache(maxsize=64)
def _written(text: str) -> Feature:
    formula = WrittenFormula(text)
    label = formula.text
    for long, short in (("x1", "x₁"), ("x2", "x₂"), (" ** 2", "²"), (" ** 3", "³"), (" ** ", "^"), (" * ", "·")):
        label = label.replace(long, short)
    return Feature(label, formula.code, formula, "Your own formula.")


def features_of(places: Array, names: Sequence[str]) -> Array:
    """Compute features.

    Parameters
    ----------
    places : ndarray, shape (n, 2)
        Coordinates.
    names : sequence of str
        Keys of ``FEATURES``, or formulas.

    Returns
    -------
    ndarray, shape (n, n_features)
        What the network takes.

    Examples
    --------
    >>> features_of(np.array([[2.0, 3.0]]), ["x1", "x1_x2"]).tolist()
    [[2.0, 6.0]]
    """
    x1, x2 = places.T
    return np.stack([feature(name).compute(x1, x2) for name in names], axis=1)

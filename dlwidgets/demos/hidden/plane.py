"""On which plane many numbers are seen: that on which examples lie farthest apart, held still from moment to moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class View:
    """A plane through a space of d numbers.

    Parameters
    ----------
    middle : array of shape (d,)
        The point in the middle.
    basis : array of shape (d, 2)
        Two directions of length 1 at a right angle.
    shares : pair of float
        Of the whole spread, in each direction; empty where the numbers are shown as they are.
    units : array of shape (d,) or 1
        What each number is divided by first.
    """

    middle: Array
    basis: Array
    shares: tuple[float, ...] = ()
    units: Any = 1.0

    def of(self, X: Array) -> Array:
        """Return where examples lie, shape (n, 2)."""
        return (np.asarray(X, dtype=np.float64) - self.middle) / self.units @ self.basis

    def back(self, places: Array) -> Array:
        """Return the points of the space that lie on the plane, shape (n, d)."""
        return self.middle + places @ self.basis.T * self.units


def scaled_view_of(X: Array) -> View:
    """Find the plane for features of different units: each counts in deviations from its mean.

    Parameters
    ----------
    X : array of shape (n, d)
        Examples; one or two features are shown as they are.

    Returns
    -------
    View
        As `view_of`.
    """
    if X.shape[1] <= 2:
        return view_of(X)
    middle, deviation = X.mean(axis=0), X.std(axis=0)
    units = np.where(deviation > 0, deviation, 1.0)
    found = view_of((X - middle) / units)
    return View(middle, found.basis, found.shares, units)


def view_of(X: Array, places: Array | None = None) -> View:
    """Find the plane on which examples lie farthest apart: the first two principal components.

    Parameters
    ----------
    X : array of shape (n, d)
        Examples; one or two numbers are shown as they are.
    places : array of shape (n, 2), optional
        Where they lay in the picture before. The new plane is turned and mirrored so that they move as little as
        possible (Procrustes).

    Returns
    -------
    View
        Without a picture before, the largest part of each direction points upwards.

    References
    ----------
    P. H. Schönemann (1966), https://doi.org/10.1007/BF02289451
    """
    X = np.asarray(X, dtype=np.float64)
    d = X.shape[1]
    if d <= 2:
        return View(np.zeros(d), np.eye(d, 2))
    is_finite = np.isfinite(X).all(axis=1)
    X = X[is_finite]
    middle = X.mean(axis=0) if len(X) else np.zeros(d)
    _, sizes, directions = np.linalg.svd(X - middle, full_matrices=False)
    directions, sizes = _two(directions), np.append(sizes, [0.0, 0.0])
    signs = np.sign(directions[np.arange(2), np.abs(directions).argmax(axis=1)])
    basis = (directions * signs[:, None]).T
    if places is not None and np.isfinite(places[is_finite]).all():
        u, _, vt = np.linalg.svd(((X - middle) @ basis).T @ places[is_finite])
        basis = basis @ (u @ vt)
    # A turned direction has its own share of the spread.
    spread = ((X - middle) @ basis).var(axis=0) * len(X) if len(X) else np.zeros(2)
    whole = float((sizes**2).sum())
    shares = spread / whole if whole else np.zeros(2)
    return View(middle, basis, (float(shares[0]), float(shares[1])))


def _two(directions: Array) -> Array:
    """Return the first two directions, also of examples that lie on one line or are a single one."""
    if len(directions) > 1:
        return directions[:2]
    other = np.zeros(directions.shape[1])
    first = directions[0] if len(directions) else np.eye(1, directions.shape[1])[0]
    other[int(np.abs(first).argmin())] = 1.0
    other -= other @ first * first
    return np.stack([first, other / np.linalg.norm(other)])


class Views:
    """The planes of one layer, each carried on from the one before it."""

    def __init__(self) -> None:
        self._known: list[View] = []

    def newest(self, moments: Sequence[Array]) -> View:
        """Return the plane for the newest moment; all others are seen on it too."""
        for i in range(len(self._known), len(moments)):
            places = self._known[-1].of(moments[i - 1]) if i else None
            self._known.append(view_of(moments[i], places))
        return self._known[-1]

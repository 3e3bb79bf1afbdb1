"""Margins: how far apart two classes lie, and how soon the perceptron will have parted them."""

from dataclasses import dataclass
from math import hypot, inf, isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlwidgets.errors import InvalidValueError
from dlwidgets.nn._inputs import FloatArray, examples, numbers, positive

IntArray = NDArray[np.intp]


@dataclass(frozen=True)
class Separation:
    """The widest separation of two classes, in the space of (x1, ..., xd, 1).

    The extra 1 goes with the bias, so that the boundary passes through the origin of that space.

    Parameters
    ----------
    margin : float
        Distance of the nearest example to the best boundary, in the units of (x, 1); 0 if not separable.
    radius : float
        Length of the longest (x, 1), in the same units.
    w : tuple of float, length d, or None
        Weights of the best boundary; None if not separable.
    b : float or None
        Its bias. (w, b) together have length 1.
    """

    margin: float
    radius: float
    w: tuple[float, ...] | None
    b: float | None

    @property
    def separable(self) -> bool:
        """Whether weights exist that classify every example right."""
        return self.margin > 0

    @property
    def bound(self) -> float:
        """Novikoff's (radius / margin)^2, the most mistakes from all-zero weights; or infinity."""
        return (self.radius / self.margin) ** 2 if self.separable else inf


def separation(X: ArrayLike, y: ArrayLike) -> Separation:
    """Find the boundary that leaves the widest margin between two classes, if there is one.

    Turned to its own side, each example is the point y * (x, 1). A boundary with all these points on one side
    exists if their convex hull leaves out the origin; the hull's point nearest to the origin then gives the
    direction of the best (w, b).

    Parameters
    ----------
    X : array_like, shape (n, d)
        Features, one row per example.
    y : array_like, shape (n,)
        Classes, as -1 and +1 or as 0 and 1.

    Returns
    -------
    Separation
        It is ``separable`` only if every example lies on its side by more than rounding errors; a margin
        below about 1e-9 of the radius (a bound of 1e18 mistakes) may be lost in them and count as none.

    Raises
    ------
    DataError
        If X or y is empty, has gaps or text, or their lengths differ.

    References
    ----------
    M. Mohri and A. Rostamizadeh (2013), Perceptron Mistake Bounds, https://arxiv.org/abs/1305.0208

    Examples
    --------
    >>> corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> separation(corners, [0, 0, 0, 1]).separable  # AND
    True
    >>> separation(corners, [0, 1, 1, 0]).separable  # XOR
    False
    """
    features, labels = examples(X, y)
    points = labels[:, np.newaxis] * np.column_stack([features, np.ones(len(features))])
    largest = float(np.abs(points).max())  # scaling keeps the squares of huge features finite
    points /= largest
    radius = float(np.linalg.norm(points, axis=1).max())
    support = points[_support(points)]
    direction = np.linalg.lstsq(support, np.ones(len(support)))[0]  # equally far from all of them
    direction /= np.linalg.norm(direction) or 1.0
    margin = float((points @ direction).min())
    rounding = 4 * points.shape[1] * np.finfo(float).eps * radius
    if margin <= rounding:
        return Separation(0.0, radius * largest, None, None)
    *w, b = direction.tolist()
    return Separation(margin * largest, radius * largest, tuple(w), b)


def _support(points: FloatArray) -> IntArray:
    """Find the few rows whose convex hull holds the point of the whole hull nearest to the origin.

    ``corral`` holds rows of ``points``, and ``shares`` their parts (none negative, sum 1) in the best point
    so far. The row furthest on the origin's side of that point joins; then rows with no part in it leave.

    References
    ----------
    P. Wolfe (1976), Finding the nearest point in a polytope, https://doi.org/10.1007/BF01580381
    """
    corral = np.array([np.square(points).sum(axis=1).argmin()])
    shares, length = np.ones(1), inf
    # In exact arithmetic each round gets nearer, so one that doesn't has met the limit of rounding.
    while np.linalg.norm(candidate := shares @ points[corral]) < length:
        length = float(np.linalg.norm(candidate))
        newcomer = (points @ candidate).argmin()
        if newcomer in corral:
            break
        corral, shares = _shrink(points, np.append(corral, newcomer), np.append(shares, 0.0))
    return corral


def _shrink(points: FloatArray, corral: IntArray, shares: FloatArray) -> tuple[IntArray, FloatArray]:
    """Move to the point of the corral's hull nearest to the origin, dropping the rows with no part in it."""
    while True:
        goal = _affine_shares(points[corral])
        outside = goal < 0
        if not outside.any():
            return corral, goal
        reach = shares[outside] / (shares[outside] - goal[outside])
        shares = shares + reach.min() * (goal - shares)
        keep = ~outside
        keep[outside] = reach > reach.min()
        corral, shares = corral[keep], shares[keep] / shares[keep].sum()


def _affine_shares(corners: FloatArray) -> FloatArray:
    """Return the shares (any sign, sum 1) of the corners' plane's nearest point to the origin."""
    base, edges = corners[0], corners[1:] - corners[0]
    others: FloatArray = np.linalg.lstsq(edges.T, -base)[0]
    return np.append(1.0 - others.sum(), others)


def mistake_bound(separated: Separation, w: ArrayLike, b: float, learning_rate: float = 1.0) -> float:
    """Bound the number of mistakes the perceptron rule can make, from any start and at any learning rate.

    From all-zero weights this is Novikoff's (radius / margin)^2, whatever the learning rate. For any other
    start v = (w, b), with u the best direction: each mistake adds at least rate * margin to the part of v
    along u, and at most (rate * radius)^2 to the squared length of v. A part is never longer than the whole,
    so k mistakes need

        v . u + k * rate * margin <= sqrt(|v|^2 + k * (rate * radius)^2),

    and the largest such k is the bound. It counts from (w, b): when weights, learning rate or examples are
    changed by hand, both the count and the bound start anew.

    Parameters
    ----------
    separated : Separation
        What `separation` found for the examples to be learned.
    w : array_like, shape (d,)
        Weights at the start.
    b : float
        Bias at the start.
    learning_rate : float, default 1.0
        Size of the step, above 0.

    Returns
    -------
    float
        A whole number of mistakes, 0 or above; infinite if the examples can't be separated.

    Raises
    ------
    InvalidValueError
        If the weights don't fit or are not finite numbers, the learning rate is not above 0, or the bound is too
        large to compute.

    References
    ----------
    M. Mohri and A. Rostamizadeh (2013), Perceptron Mistake Bounds, https://arxiv.org/abs/1305.0208

    Examples
    --------
    >>> two_points = separation([[-1.0], [1.0]], [-1, +1])
    >>> mistake_bound(two_points, w=[0.0], b=0.0)
    2.0
    """
    start = np.append(numbers("w", w, 1), numbers("b", b, 0))
    rate = positive("learning_rate", learning_rate)
    if separated.w is None or separated.b is None:
        return inf
    direction = np.array([*separated.w, separated.b])
    if len(start) != len(direction):
        raise InvalidValueError(
            f"w has {len(start) - 1} weights for {len(direction) - 1} features; give one weight per feature."
        )
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        bound = _largest_count(start / (rate * separated.radius), direction, separated.margin / separated.radius)
    if not isfinite(bound):
        raise InvalidValueError(
            "The bound on the mistakes is too large to compute; use smaller weights or a larger learning rate."
        )
    return bound


def _largest_count(start: FloatArray, direction: FloatArray, margin: float) -> float:
    """Solve the inequality of `mistake_bound` for the largest whole k, with rate and radius as units."""
    along = float(start @ direction)
    across = hypot(*(start - along * direction))  # unlike a sum of squares, it does not overflow on the way
    # Squared, it reads margin^2 k^2 - 2 half k - across^2 <= 0. Of the two forms of the larger root, take the
    # one that doesn't subtract nearly equal numbers.
    half = 0.5 - along * margin
    root = hypot(half, margin * across)
    largest = (half + root) / margin**2 if half >= 0 else across * (across / (root - half))
    return float(np.floor(largest * (1 + 1e-9)))  # a bound that is met exactly must not be lost to rounding

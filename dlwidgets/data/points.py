"""Points of two classes on a plane that a learner adds, moves and deletes, one value after the other."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.data.checks import is_real
from dlwidgets.errors import DataError

Point = tuple[float, float, int]
"""Place on the two axes, and class 0 or 1."""

MOST_POINTS = 5000
"""More would be slow to draw; thin a larger table first."""


def checked_points(points: Any) -> list[Point]:
    """Read points of both classes.

    Parameters
    ----------
    points : sequence of (x, y, class)
        Finite numbers; the class is 0 or 1. Each class needs a point.

    Returns
    -------
    list of (float, float, int)

    Raises
    ------
    DataError
        If a point is malformed, a class has no point, there is no point at all, or there are more than 5,000.
    """
    rows = _triples(points)
    if not rows:
        raise DataError("There are no points. Give at least one of each class, such as [(0, 0, 0), (1, 1, 1)].")
    if len(rows) > MOST_POINTS:
        raise DataError(f"There are {len(rows)} points; a plane shows {MOST_POINTS} at most. Take a sample of them.")
    if len({kind for _x, _y, kind in rows}) == 1:
        raise DataError(f"All points are of class {rows[0][2]}; two classes are needed. Add a point of the other.")
    return rows


def added(points: Sequence[Point], x: float, y: float, kind: int) -> list[Point]:
    """Return the points with one more at the end."""
    return [*points, (x, y, kind)]


def moved(points: Sequence[Point], index: int, x: float, y: float) -> list[Point]:
    """Return the points with the one at ``index`` in another place."""
    return [*points[:index], (x, y, points[index][2]), *points[index + 1 :]]


def removed(points: Sequence[Point], index: int) -> list[Point]:
    """Return the points without the one at ``index``."""
    return [*points[:index], *points[index + 1 :]]


def nearest(X: npt.NDArray[np.float64], place: Sequence[float], spans: Sequence[float], reach: float) -> int | None:
    """Find the point nearest to a place.

    Parameters
    ----------
    X : array of shape (n, 2)
        The points.
    place, spans : pair of float
        The place, and the lengths of the two axes that are shown.
    reach : float
        How far to look, as a share of the axes.

    Returns
    -------
    int or None
        Its index; None if no point lies within reach.
    """
    distances = np.hypot(*((X - np.asarray(place)) / np.asarray(spans)).T)
    index = int(distances.argmin())
    return index if distances[index] <= reach else None


def _triples(points: Any) -> list[Point]:
    if isinstance(points, (str, bytes)) or not hasattr(points, "__iter__"):
        raise DataError(f"Points came as {points!r}; wanted a list of (x, y, class).")
    return [_triple(place, point) for place, point in enumerate(points)]


def _triple(place: int, point: Any) -> Point:
    parts = list(point) if hasattr(point, "__iter__") and not isinstance(point, (str, bytes)) else [point]
    if len(parts) != 3 or not all(is_real(part) and math.isfinite(part) for part in parts) or parts[2] not in (0, 1):
        raise DataError(f"Point {place} came as {point!r}; wanted (x, y, class): two finite numbers and 0 or 1.")
    x, y, kind = parts
    return float(x), float(y), int(kind)

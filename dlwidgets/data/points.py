"""Points of two classes on a plane that a learner adds, moves and deletes, one value after the other."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.data.checks import is_real
from dlwidgets.errors import DataError, InvalidValueError

Point = tuple[float, float, int]
"""Place on the two axes, and class 0 or 1."""

MOST_POINTS = 5000
"""More would be slow to draw; thin a larger table first."""
FURTHEST = 1e100
"""A point further out could not be computed with: its square would overflow."""


def checked_points(points: Any) -> list[Point]:
    """Read points of both classes.

    Parameters
    ----------
    points : sequence of (x, y, class)
        Finite numbers; the class is 0 or 1. Each class needs a point.

    Returns
    -------
    list of (float, float, int)
        The same points as plain Python numbers.

    Raises
    ------
    DataError
        If a point is malformed, a class has no point, there is no point at all, or there are more than 5,000.
    """
    rows = _triples(points)
    if not rows:
        raise DataError("There are no points. Give at least one of each class, such as [(0, 0, 0), (1, 1, 1)].")
    require_few(len(rows))
    kinds = {kind for _x, _y, kind in rows}
    if len(kinds) == 1:
        raise DataError(f"All points are of class {kinds.pop()}; two classes are needed. Add a point of the other.")
    return rows


def require_few(n: int) -> None:
    """Raise DataError if ``n`` points are more than a plane can show."""
    if n > MOST_POINTS:
        raise DataError(
            f"There are {n:,} points; a plane shows {MOST_POINTS:,} at most. Take a sample first, such as "
            f"frame.sample({MOST_POINTS}, random_state=0) of a pandas frame."
        )


def added(points: Sequence[Point], x: float, y: float, kind: int) -> list[Point]:
    """Return the points with one more at the end."""
    return [*points, (x, y, kind)]


def moved(points: Sequence[Point], index: int, x: float, y: float) -> list[Point]:
    """Return the points with the one at ``index`` in another place; raise InvalidValueError if it does not exist."""
    require_index(points, index)
    return [*points[:index], (x, y, points[index][2]), *points[index + 1 :]]


def removed(points: Sequence[Point], index: int) -> list[Point]:
    """Return the points without the one at ``index``; raise InvalidValueError if it does not exist."""
    require_index(points, index)
    return [*points[:index], *points[index + 1 :]]


def require_index(points: Sequence[Any], index: int) -> None:
    """Raise InvalidValueError unless ``index`` is that of a point, from 0."""
    if isinstance(index, bool) or not isinstance(index, (int, np.integer)) or not 0 <= index < len(points):
        raise InvalidValueError(f"There is no point {index!r}; the points are numbered from 0 to {len(points) - 1}.")


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
    match list(point) if hasattr(point, "__iter__") and not isinstance(point, (str, bytes)) else []:
        case [x, y, kind] if _is_place(x) and _is_place(y) and is_real(kind) and kind in (0, 1):
            return float(x), float(y), int(kind)
    raise DataError(f"Point {place} came as {point!r}; wanted (x, y, class): two finite numbers and 0 or 1.")


def _is_place(value: Any) -> bool:
    """Tell whether a value is a number that can be computed with."""
    plain = value.item() if hasattr(value, "item") else value  # compared in its own type, FURTHEST would overflow
    return is_real(plain) and abs(plain) <= FURTHEST

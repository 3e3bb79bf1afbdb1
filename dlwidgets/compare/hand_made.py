"""Features that a person has made of two coordinates, for those who can't make their own."""

import numpy as np
from numpy.typing import NDArray

from dlwidgets.errors import DataError

Array = NDArray[np.float64]
TURN_PER_LENGTH = 2 * np.pi * 1.75 / 5
"""How far the arms of the spiral turn on the way outwards."""


def polar(X: Array) -> Array:
    """Return distance from the origin and direction (sine, cosine) of the first two features; the others stay.

    Parameters
    ----------
    X : array of shape (n, d)
        Coordinates first.

    Returns
    -------
    array of shape (n, d + 1)
        Distance, sine, cosine, the others.
    """
    r, angle = _polar(X)
    return np.column_stack([r, np.sin(angle), np.cos(angle), X[:, 2:]])


def unwound(X: Array) -> Array:
    """Return the direction that a point would have if the spiral were unwound; other features stay.

    Parameters
    ----------
    X : array of shape (n, d)
        Coordinates first.

    Returns
    -------
    array of shape (n, d)
        Sine and cosine, the others.
    """
    r, angle = _polar(X)
    return np.column_stack([np.sin(angle - TURN_PER_LENGTH * r), np.cos(angle - TURN_PER_LENGTH * r), X[:, 2:]])


def _polar(X: Array) -> tuple[Array, Array]:
    if X.shape[1] < 2:
        raise DataError(f"Polar coordinates need two features; the data have {X.shape[1]}. Leave features= out.")
    return np.hypot(X[:, 0], X[:, 1]), np.arctan2(X[:, 0], X[:, 1])


BY_HAND = {"polar": polar, "unwound": unwound}
"""Those that can be asked for by name."""

"""What one neuron draws on a plane: its straight boundary, and its output at every place."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.nn._inputs import FloatArray, numbers
from dlwidgets.nn.activations import get_activation

Limits = Sequence[Sequence[float]]
"""The range of x and that of y."""


def boundary_segment(w: ArrayLike, b: float, limits: Limits) -> tuple[FloatArray, FloatArray]:
    """Cut the line ``w1 * x + w2 * y + b = 0`` to the part inside a rectangle.

    Parameters
    ----------
    w : array_like, shape (2,)
        Weights.
    b : float
        Bias.
    limits : two pairs of float
        The rectangle: the range of x and that of y, in the units of the features.

    Returns
    -------
    x, y : ndarray, shape (2,) or (0,)
        The two ends; empty if the line misses the rectangle or both weights are 0.

    Examples
    --------
    >>> x, y = boundary_segment([1, -1], 0, ((-6, 6), (-2, 2)))
    >>> x.tolist(), y.tolist()
    ([-2.0, 2.0], [-2.0, 2.0])
    """
    normal, bias = numbers("w", w, 1), numbers("b", b, 0)
    length = float(np.hypot(*normal))
    if length == 0:
        return np.empty(0), np.empty(0)
    normal, bias = normal / length, bias / length
    along = np.array([normal[1], -normal[0]])
    low, high = _inside(-bias * normal, along, np.asarray(limits, dtype=float))
    if low > high:
        return np.empty(0), np.empty(0)
    x, y = (-bias * normal)[:, np.newaxis] + along[:, np.newaxis] * [low, high]
    order = np.lexsort([y, x])
    return x[order], y[order]


def output_grid(w: ArrayLike, b: float, activation: str, limits: Limits, n: int = 100) -> FloatArray:
    """Compute the neuron's output on a regular grid.

    Parameters
    ----------
    w : array_like, shape (2,)
        Weights.
    b : float
        Bias.
    activation : str
        A key of ``ACTIVATIONS``.
    limits : two pairs of float
        The rectangle: the range of x and that of y, in the units of the features. The grid holds the middles of
        n x n equal cells.
    n : int
        Cells on each side.

    Returns
    -------
    ndarray, shape (n, n)
        Row i belongs to the i-th lowest y, column j to the j-th lowest x.
    """
    w1, w2 = numbers("w", w, 1)
    x, y = (low + (high - low) * (np.arange(n) + 0.5) / n for low, high in limits)
    return get_activation(activation)(np.add.outer(w2 * y, w1 * x) + b)


def _inside(start: FloatArray, along: FloatArray, limits: FloatArray) -> tuple[float, float]:
    """Return the first and the last t for which ``start + t * along`` is inside; first > last if none is."""
    low, high = -np.inf, np.inf
    for origin, slope, (smallest, largest) in zip(start, along, limits, strict=True):
        if slope == 0:
            if not smallest <= origin <= largest:
                return 1.0, 0.0
            continue
        with np.errstate(over="ignore"):  # an end too far to be counted is no end
            ends = sorted(((smallest - origin) / slope, (largest - origin) / slope))
        low, high = max(low, ends[0]), min(high, ends[1])
    return float(low), float(high)

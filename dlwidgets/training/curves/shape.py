"""Measures of a curve that hold up against its own jitter."""

import math

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]

_NORMAL = 1.4826  # of a normal distribution, its standard deviation over its median absolute deviation
MOST_SMOOTHED = 7
"""Most neighbours that a smoothed value is the median of."""


def window(n: int) -> int:
    """Return over how many neighbours a curve of ``n`` values is smoothed: an odd number, 1 to ``MOST_SMOOTHED``."""
    return min(MOST_SMOOTHED, 2 * (n // 12) + 1)


def smooth(curve: Curve) -> Curve:
    """Take the running median: single outliers go, edges stay.

    Parameters
    ----------
    curve : array of shape (epochs,)
        Finite.

    Returns
    -------
    array of shape (epochs,)
        At the ends, over as many neighbours as there are on both sides.

    References
    ----------
    https://en.wikipedia.org/wiki/Median_filter
    """
    half = window(curve.size) // 2
    reach = [min(half, i, curve.size - 1 - i) for i in range(curve.size)]
    return np.array([np.median(curve[i - r : i + r + 1]) for i, r in enumerate(reach)])


def jitter(curve: Curve) -> float:
    """Estimate by how much a curve trembles about its own course.

    Parameters
    ----------
    curve : array of shape (epochs,)
        Finite.

    Returns
    -------
    float
        A standard deviation, from differences of differences: a steady rise or fall does not count. 0 for fewer
        than four values.
    """
    if curve.size < 4:
        return 0.0
    return _NORMAL * float(np.median(np.abs(np.diff(curve, 2)))) / math.sqrt(6)


def trend(curve: Curve) -> float:
    """Tell whether a curve rises or falls, in units of what chance alone would do.

    Parameters
    ----------
    curve : array of shape (epochs,)
        Finite.

    Returns
    -------
    float
        The score of Mann and Kendall: beyond 2 a rise, below -2 a fall; 0 for fewer than three values.

    References
    ----------
    https://en.wikipedia.org/wiki/Kendall_rank_correlation_coefficient
    """
    n = curve.size
    if n < 3:
        return 0.0
    signs = float(np.sign(np.subtract.outer(curve, curve))[np.tril_indices(n, -1)].sum())
    return (signs - np.sign(signs)) / math.sqrt(n * (n - 1) * (2 * n + 5) / 18)


def turns(curve: Curve) -> float:
    """Return how often a curve changes its direction, from 0 (never) to 1 (at every value)."""
    signs = np.sign(np.diff(curve))
    return float(np.mean(signs[1:] != signs[:-1])) if signs.size > 1 else 0.0


def end(curve: Curve) -> float:
    """Return the level at the end: the median of the last values."""
    return float(np.median(curve[-max(1, window(curve.size)) :]))

"""Measures of a curve that hold up against its own jitter."""

import math

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]

_NORMAL = 1.4826  # of a normal distribution, its standard deviation over its median absolute deviation
MOST_SMOOTHED = 7
"""Most neighbours that a smoothed value is the median of."""
MOST_COMPARED = 400
"""Most values of a curve that are compared in pairs: of 2000 the pairs alone would take longer than an epoch."""


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
    smoothed = curve.copy()
    smoothed[half : curve.size - half] = levels(curve)
    for i in range(1, half):  # the very ends have neighbours on one side only
        smoothed[i], smoothed[-1 - i] = np.median(curve[: 2 * i + 1]), np.median(curve[-2 * i - 1 :])
    return smoothed


def levels(curve: Curve) -> Curve:
    """Take the running median wherever there are enough neighbours.

    Parameters
    ----------
    curve : array of shape (epochs,)
        Finite.

    Returns
    -------
    array of shape (epochs - window(epochs) + 1,)
        The last one is the level at the ``end``, and all are medians of equally many values, so that they compare.
    """
    return np.median(np.lib.stride_tricks.sliding_window_view(curve, window(curve.size)), axis=-1)


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
        The score of Mann and Kendall: beyond 2 a rise, below -2 a fall; 0 for fewer than three values. Of a long
        curve every second value is compared, every third, ...

    References
    ----------
    https://en.wikipedia.org/wiki/Kendall_rank_correlation_coefficient
    """
    curve = curve[:: -max(1, math.ceil(curve.size / MOST_COMPARED))][::-1]
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


def roughness(curve: Curve, since: int) -> float:
    """Tell how large the jitter is that a curve has from a place on, in parts of its height there and of its greatest.

    Parameters
    ----------
    curve : array of shape (epochs,)
        Finite.
    since : int
        The first place that counts.

    Returns
    -------
    float
        The geometric mean of both parts: near 0 means little, and so does a jitter that was never large.
    """
    tail = curve[since:]
    height = abs(float(np.median(tail)))
    greatest = float(np.abs(curve).max())
    return jitter(tail) / math.sqrt(height) / math.sqrt(greatest) if height and greatest else 0.0


def settled(is_so: npt.NDArray[np.bool_]) -> int:
    """Return from which place on something is so without an exception; the length where it is not so at the end."""
    return int(is_so.size - np.argmin(is_so[::-1])) if not is_so.all() else 0

"""The constant or straight line that is best by a regression loss, exactly or to rounding."""

from itertools import combinations

import numpy as np

from dlwidgets.nn._inputs import FloatArray

MAX_STEPS = 2000
"""Far more than the points of a demo need."""


def best_fit(loss: str, x: FloatArray, y: FloatArray, *, is_line: bool) -> tuple[float, float]:
    """Find where the loss over all points is smallest.

    Parameters
    ----------
    loss : {"mean_squared_error", "mean_absolute_error", "huber"}
        Which loss; Huber's with Keras' delta of 1.
    x, y : ndarray, shape (n,)
        The points, with two different x at least.
    is_line : bool
        Whether a straight line is wanted, or a constant.

    Returns
    -------
    tuple of float
        Intercept and slope; the slope of a constant is 0.
    """
    design = np.column_stack([np.ones_like(x), x] if is_line else [np.ones_like(x)])
    if loss == "mean_squared_error":
        found = _weighted(design, y, np.ones_like(y))
    elif loss == "mean_absolute_error":
        found = _least_absolute_line(x, y) if is_line else np.array([np.median(y)])
    else:
        found = _least_huber(design, y)
    return float(found[0]), float(found[1]) if is_line else 0.0


def _weighted(design: FloatArray, y: FloatArray, weights: FloatArray) -> FloatArray:
    """Solve least squares with a weight for each point."""
    root = np.sqrt(weights)
    return np.asarray(np.linalg.lstsq(design * root[:, np.newaxis], y * root)[0], dtype=np.float64)


def _least_absolute_line(x: FloatArray, y: FloatArray) -> FloatArray:
    """Try each line through two points: one of them is always best."""
    lines = []
    for i, j in combinations(range(len(x)), 2):
        if x[i] != x[j]:
            slope = (y[j] - y[i]) / (x[j] - x[i])
            lines.append((y[i] - slope * x[i], slope))
    totals = [np.abs(y - intercept - slope * x).sum() for intercept, slope in lines]
    return np.array(lines[int(np.argmin(totals))])


def _least_huber(design: FloatArray, y: FloatArray) -> FloatArray:
    """Solve least squares again and again, a far point counting less the farther it is, until nothing moves."""
    found = _weighted(design, y, np.ones_like(y))
    for _ in range(MAX_STEPS):
        far = np.maximum(np.abs(y - design @ found), 1.0)
        before, found = found, _weighted(design, y, 1.0 / far)
        if np.abs(found - before).max() < 1e-12:
            break
    return found

"""Points on a plane: patterns that some classifiers can learn; most are those of TensorFlow Playground.

Each function gives ``n`` examples with features ``x1`` and ``x2``; of the Playground's, classes 1 and 0 are its +1
and -1. ``noise`` runs from 0 to 0.5. In circle, quadrants and the regression sets it leaves the points where they are:
the label is decided at a place up to ``noise`` times the radius away, so points near a border may get the wrong
one. Equal seeds give equal points on every machine, and a change of noise alone draws no new ones.

References
----------
D. Smilkov and S. Carter, TensorFlow Playground, https://github.com/tensorflow/playground, ``src/dataset.ts``
F. Pedregosa et al. (2011), https://jmlr.org/papers/v12/pedregosa11a.html (the moons)
"""

import numpy as np
import numpy.typing as npt

from dlwidgets.data.dataset import Dataset
from dlwidgets.data.partition import shuffled

FloatArray = npt.NDArray[np.float64]

RADIUS = 5.0
"""How far from the origin the classification sets reach."""

REGRESSION_RADIUS = 6.0
"""Half the side of the square that the regression sets fill."""

N_CLOUDS = 5
"""Classes of ``clouds``."""

BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))
"""Centre (x1, x2) and sign of each bump of ``multi_gaussian``."""


def circle(n: int, noise: float, seed: int) -> Dataset:
    """Draw class 1 in a disc of radius 2.5, class 0 in a ring from 3.5 to 5 around it."""
    uniform, order = _random(n, 4, seed)
    inner = _alternating(n) == 1
    r = np.where(inner, 0.5 * uniform[0], 0.7 + 0.3 * uniform[0]) * RADIUS
    angle = 2 * np.pi * uniform[1]
    x1, x2 = _rounded(r * np.sin(angle)), _rounded(r * np.cos(angle))
    moved1, moved2 = _moved(x1, x2, uniform[2:], RADIUS * noise)
    return _classified("circle", x1, x2, moved1**2 + moved2**2 < (RADIUS / 2) ** 2, order)


def quadrants(n: int, noise: float, seed: int) -> Dataset:
    """Draw class 1 where x1 and x2 have the same sign, class 0 elsewhere; 0.3 beside the axes stays free."""
    uniform, order = _random(n, 5, seed)
    sign1 = np.copysign(1.0, uniform[0] - 0.5)
    sign2 = np.where(_alternating(n) == 1, sign1, -sign1)
    x1, x2 = (_rounded(sign * (0.3 + RADIUS * size)) for sign, size in ((sign1, uniform[1]), (sign2, uniform[2])))
    moved1, moved2 = _moved(x1, x2, uniform[3:], RADIUS * noise)
    return _classified("quadrants", x1, x2, moved1 * moved2 >= 0, order)


def gaussians(n: int, noise: float, seed: int) -> Dataset:
    """Draw class 1 around (2, 2), class 0 around (-2, -2); noise raises the variance from 0.5 to 4."""
    uniform, order = _random(n, 2, seed)
    label = _alternating(n)
    centre = np.where(label == 1, 2.0, -2.0)
    away1, away2 = _normal(uniform, np.sqrt(0.5 + 7 * noise))
    x1, x2 = _rounded(centre + away1), _rounded(centre + away2)
    return _classified("gaussians", x1, x2, label, order)


def spiral(n: int, noise: float, seed: int) -> Dataset:
    """Draw two arms of 1.75 turns from the origin outwards; noise moves each point by up to ``noise``."""
    uniform, order = _random(n, 2, seed)
    label = _alternating(n)
    way = (np.arange(n) // 2) / np.bincount(label)[label]
    angle = 2 * np.pi * 1.75 * way + np.where(label == 1, 0.0, np.pi)
    x1 = _rounded(RADIUS * way * np.sin(angle) + noise * (2 * uniform[0] - 1))
    x2 = _rounded(RADIUS * way * np.cos(angle) + noise * (2 * uniform[1] - 1))
    return _classified("spiral", x1, x2, label, order)


def moons(n: int, noise: float, seed: int) -> Dataset:
    """Draw two half circles of radius 1 that reach into each other; noise is the deviation along each axis."""
    uniform, order = _random(n, 2, seed)
    label = _alternating(n)
    angle = np.pi * (np.arange(n) // 2) / np.maximum(np.bincount(label)[label] - 1, 1)
    away1, away2 = _normal(uniform, noise)
    x1 = _rounded(np.where(label == 1, 1 - np.cos(angle), np.cos(angle)) + away1)
    x2 = _rounded(np.where(label == 1, 0.5 - np.sin(angle), np.sin(angle)) + away2)
    return _classified("moons", x1, x2, label, order)


def clouds(n: int, noise: float, seed: int) -> Dataset:
    """Draw five round clouds on a circle of radius 3.5, a class each; noise raises the deviation from 0.5 to 2."""
    uniform, order = _random(n, 2, seed)
    label = np.arange(n) % N_CLOUDS
    angle = 2 * np.pi * label / N_CLOUDS
    away1, away2 = _normal(uniform, 0.5 + 3 * noise)
    x1, x2 = _rounded(3.5 * np.sin(angle) + away1), _rounded(3.5 * np.cos(angle) + away2)
    return _classified("clouds", x1, x2, label, order, tuple(map(str, range(N_CLOUDS))))


def plane(n: int, noise: float, seed: int) -> Dataset:
    """Draw points on a square whose value rises evenly, (x1 + x2) / 10."""
    x1, x2, moved1, moved2 = _square(n, noise, seed)
    return _measured("plane", x1, x2, (moved1 + moved2) / 10)


def multi_gaussian(n: int, noise: float, seed: int) -> Dataset:
    """Draw points on a square with six bumps of alternating sign, each falling from 1 to 0 at distance 2."""
    x1, x2, moved1, moved2 = _square(n, noise, seed)
    heights = [sign * np.maximum(0, 1 - np.sqrt((moved1 - c1) ** 2 + (moved2 - c2) ** 2) / 2) for c1, c2, sign in BUMPS]
    # No two bumps overlap (the centres are at least 4 apart), so the sum is the one that counts.
    return _measured("multi-gaussian", x1, x2, np.sum(heights, axis=0))


def _random(n: int, k: int, seed: int) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Draw uniform numbers in 0 to 1, shape (k, n), and a random order of n examples."""
    rng = np.random.default_rng(seed)
    return rng.random((k, n)), shuffled(n, rng)


def _normal(uniform: FloatArray, deviation: float) -> tuple[FloatArray, FloatArray]:
    """Turn two rows of uniform numbers into normal ones, as Box and Muller do: NumPy may change its own way."""
    r = deviation * np.sqrt(-2 * np.log1p(-uniform[0]))
    angle = 2 * np.pi * uniform[1]
    return r * np.cos(angle), r * np.sin(angle)


def _alternating(n: int) -> npt.NDArray[np.int64]:
    """Give 1, 0, 1, 0, ...: balanced classes, shuffled later."""
    return (np.arange(n) + 1) % 2


def _rounded(x: FloatArray) -> FloatArray:
    """Round to a millionth, as sine and logarithm differ in their last digit from machine to machine."""
    return np.round(x, 6) + 0.0  # adding 0 turns -0 into 0


def _moved(x1: FloatArray, x2: FloatArray, uniform: FloatArray, reach: float) -> tuple[FloatArray, FloatArray]:
    """Move points by up to ``reach`` along each axis."""
    return x1 + reach * (2 * uniform[0] - 1), x2 + reach * (2 * uniform[1] - 1)


def _square(n: int, noise: float, seed: int) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Draw points on a square, and the places where their values are read."""
    uniform, order = _random(n, 4, seed)
    # In another order than they were drawn: the same seed may part them too, by the numbers that placed them.
    uniform = uniform[:, order]
    x1, x2 = (_rounded(REGRESSION_RADIUS * (2 * u - 1)) for u in uniform[:2])
    return x1, x2, *_moved(x1, x2, uniform[2:], REGRESSION_RADIUS * noise)


def _classified(
    name: str,
    x1: FloatArray,
    x2: FloatArray,
    label: npt.NDArray[np.generic],
    order: npt.NDArray[np.int64],
    class_names: tuple[str, ...] = ("0", "1"),
) -> Dataset:
    """Make a data set of points and their classes, in this order."""
    X = np.column_stack([x1, x2])[order]
    return Dataset(name, X, label.astype(np.int64)[order], class_names=class_names, target_name="class")


def _measured(name: str, x1: FloatArray, x2: FloatArray, value: FloatArray) -> Dataset:
    """Make a data set of points and their values, rounded likewise."""
    return Dataset(name, np.column_stack([x1, x2]), _rounded(value), target_name="value")

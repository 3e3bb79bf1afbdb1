"""Loss surfaces over two weights, to be looked at and descended: their values, gradients and lowest places."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import unknown_name
from dlwidgets.nn._inputs import FloatArray

Place = tuple[float, float]
Function = Callable[[ArrayLike], FloatArray]


@dataclass(frozen=True, eq=False)
class Landscape:
    """A loss as a function of two weights.

    Parameters
    ----------
    name : str
        What the surface is called in code.
    formula : str
        The loss in LaTeX.
    value : callable
        Takes weights, shape (..., 2), and returns the loss at each, shape (...).
    gradient : callable
        Takes weights, shape (..., 2), and returns the slope along each weight, shape (..., 2).
    limits : two pairs of float
        The part that is worth looking at: the range of the first weight and that of the second.
    start : pair of float
        A place from which the way down is instructive.
    minima : tuple of pairs of float
        Where the loss is least; empty where no formula gives the place.
    learning_rate : float
        One that suits plain gradient descent, above 0.
    weight_names : pair of str
        What the weights are called.

    Examples
    --------
    >>> bowl = get_landscape("bowl")
    >>> float(bowl.value([3.0, 4.0])), bowl.gradient([3.0, 4.0]).tolist()
    (12.5, [3.0, 4.0])
    """

    name: str
    formula: str
    value: Function
    gradient: Function
    limits: tuple[Place, Place]
    start: Place
    minima: tuple[Place, ...]
    learning_rate: float
    weight_names: tuple[str, str] = ("w1", "w2")


def get_landscape(name: str) -> Landscape:
    """Find a surface by its name.

    Parameters
    ----------
    name : str
        A key of ``LANDSCAPES``, such as ``"ravine"``.

    Returns
    -------
    Landscape
        The surface.

    Raises
    ------
    UnknownNameError
        If there is no such surface; the nearest name is in the text.
    """
    if name not in LANDSCAPES:
        raise unknown_name("loss surface", name, LANDSCAPES)
    return LANDSCAPES[name]


def _of_weights(function: Callable[[FloatArray, FloatArray], FloatArray | tuple[FloatArray, FloatArray]]) -> Function:
    """Make a function of two coordinates one of weights, which takes numbers too large for it without a warning."""

    @np.errstate(over="ignore", invalid="ignore")
    def of_weights(weights: ArrayLike) -> FloatArray:
        w = np.asarray(weights, dtype=np.float64)
        result = function(w[..., 0], w[..., 1])
        return np.stack(result, axis=-1) if isinstance(result, tuple) else result

    return of_weights


LANDSCAPES: dict[str, Landscape] = {
    surface.name: surface
    for surface in (
        Landscape(
            "bowl",
            r"L = \tfrac{1}{2}\left(w_1^2 + w_2^2\right)",
            _of_weights(lambda u, v: (u**2 + v**2) / 2),
            _of_weights(lambda u, v: (u, v)),
            limits=((-4.0, 4.0), (-4.0, 4.0)),
            start=(-3.0, 2.0),
            minima=((0.0, 0.0),),
            learning_rate=0.1,
        ),
        Landscape(
            "ravine",
            r"L = \tfrac{1}{2}\left(w_1^2 + 25\,w_2^2\right)",
            _of_weights(lambda u, v: (u**2 + 25 * v**2) / 2),
            _of_weights(lambda u, v: (u, 25 * v)),
            limits=((-4.0, 4.0), (-2.0, 2.0)),
            start=(-3.5, 1.2),
            minima=((0.0, 0.0),),
            learning_rate=0.03,
        ),
        Landscape(
            "saddle",
            r"L = \tfrac{1}{2}\,w_1^2 + \tfrac{1}{4}\left(w_2^2 - 1\right)^2",
            _of_weights(lambda u, v: u**2 / 2 + (v**2 - 1) ** 2 / 4),
            _of_weights(lambda u, v: (u, v * (v**2 - 1))),
            limits=((-2.0, 2.0), (-2.0, 2.0)),
            start=(-1.6, 0.01),  # nearly on the ridge, where the slope towards either minimum is almost 0
            minima=((0.0, -1.0), (0.0, 1.0)),
            learning_rate=0.1,
        ),
        Landscape(
            "rosenbrock",
            r"L = \left(1 - w_1\right)^2 + 100\left(w_2 - w_1^2\right)^2",
            _of_weights(lambda u, v: (1 - u) ** 2 + 100 * (v - u**2) ** 2),
            _of_weights(lambda u, v: (-2 * (1 - u) - 400 * u * (v - u**2), 200 * (v - u**2))),
            limits=((-2.0, 2.0), (-1.0, 3.0)),
            start=(-1.2, 1.0),
            minima=((1.0, 1.0),),
            learning_rate=0.001,
        ),
        Landscape(
            "himmelblau",
            r"L = \left(w_1^2 + w_2 - 11\right)^2 + \left(w_1 + w_2^2 - 7\right)^2",
            _of_weights(lambda u, v: (u**2 + v - 11) ** 2 + (u + v**2 - 7) ** 2),
            _of_weights(
                lambda u, v: (
                    4 * u * (u**2 + v - 11) + 2 * (u + v**2 - 7),
                    2 * (u**2 + v - 11) + 4 * v * (u + v**2 - 7),
                )
            ),
            limits=((-5.0, 5.0), (-5.0, 5.0)),
            start=(0.0, -1.0),
            minima=(
                (3.0, 2.0),
                (-2.805118086953, 3.131312518250),
                (-3.779310253378, -3.283185991286),
                (3.584428340330, -1.848126526964),
            ),
            learning_rate=0.01,
        ),
        Landscape(
            "ripples",
            r"L = \sum_{i} \left(\tfrac{1}{10}\,w_i^2 + 1 - \cos \pi w_i\right)",
            _of_weights(lambda u, v: (u**2 + v**2) / 10 + 2 - np.cos(np.pi * u) - np.cos(np.pi * v)),
            _of_weights(lambda u, v: (u / 5 + np.pi * np.sin(np.pi * u), v / 5 + np.pi * np.sin(np.pi * v))),
            limits=((-4.0, 4.0), (-4.0, 4.0)),
            start=(-2.7, 2.6),
            minima=((0.0, 0.0),),
            learning_rate=0.03,
        ),
    )
}
"""The surfaces by name, from an easy one to those that are hard for one reason each."""


def log_bands(landscape: Landscape, *, n: int = 200, n_bands: int = 14) -> FloatArray:
    """Shade a surface in bands of its logarithm, so that a valley is seen and the edges of bands are contour lines.

    Parameters
    ----------
    landscape : Landscape
        The surface, within its limits.
    n : int
        Cells on each side.
    n_bands : int
        How many shades there are, 2 or more.

    Returns
    -------
    ndarray, shape (n, n)
        From 0 (lowest) to 1. Row i belongs to the i-th lowest value of the second weight, column j to the j-th
        lowest of the first.
    """
    first, second = (low + (high - low) * (np.arange(n) + 0.5) / n for low, high in landscape.limits)
    # Row by row: the surface of a model holds an output for each example at each place.
    losses = np.array([landscape.value(np.column_stack([first, np.full(n, b)])) for b in second])
    excess = losses - losses.min()
    # What lies below a thousandth of the middle loss is the floor of the valley; the logarithm needs one.
    height = np.log(excess + (np.median(excess) / 1000 or 1.0))
    share = (height - height.min()) / (np.ptp(height) or 1.0)
    return np.asarray(np.minimum(np.floor(share * n_bands), n_bands - 1) / (n_bands - 1))

"""The true loss surface of a model with two weights, on anyone's examples."""

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import DataError, unknown_name
from dlwidgets.nn._inputs import FloatArray
from dlwidgets.nn.landscapes import Landscape, Place
from dlwidgets.nn.tiny_models import Line, Neuron, require_one_feature

WEIGHTS = ("w", "b")


def model_landscape(x: ArrayLike, y: ArrayLike, model: str = "line") -> Landscape:
    """Return the true loss surface of a model with one weight and one bias on examples of one feature.

    Parameters
    ----------
    x : array_like, shape (n,) or (n, 1)
        The feature. It has to vary.
    y : array_like, shape (n,)
        The answers: any numbers for the line, classes 0 and 1 for the neuron.
    model : {"line", "neuron"}
        A line w x + b with the mean squared error, or sigmoid(w x + b) with the binary cross-entropy.

    Returns
    -------
    Landscape
        Over w and b.

    Raises
    ------
    UnknownNameError
        If there is no such model.
    DataError
        If the lengths differ, a value is missing or no number, the feature never changes, or the neuron's answers
        are not 0 and 1.

    Examples
    --------
    >>> model_landscape([0, 1, 2], [1, 3, 5]).minima
    ((2.0, 1.0),)
    """
    if model not in ("line", "neuron"):
        raise unknown_name("model of two weights", model, ("line", "neuron"))
    return _of_line(Line(x, y)) if model == "line" else _of_neuron(Neuron(x, y))


def _of_line(line: Line) -> Landscape:
    x = _varying(line.X)
    w, b = line.least_squares()
    spread = float(line.y.std())
    reach = 2 * (max(abs(w), spread / float(x.std())) or 1.0), 2 * (max(abs(b), spread) or 1.0)
    limits, start = _around((w, b), reach)
    return Landscape(
        line.name,
        line.formula,
        line.value,
        line.gradient,
        limits,
        start,
        minima=((w, b),),
        learning_rate=1 / _largest_curvature(x, 2.0),
        weight_names=WEIGHTS,
    )


def _of_neuron(neuron: Neuron) -> Landscape:
    require_one_feature(neuron.X)
    x = _varying(neuron.X)
    # Weights large enough to turn a gentle slope into a sharp step anywhere in the data.
    reach = 8 / float(x.std()), 8 * (1 + abs(float(x.mean())) / float(x.std()))
    limits, start = _around((0.0, 0.0), reach)
    return Landscape(
        neuron.name,
        neuron.formula,
        neuron.value,
        neuron.gradient,
        limits,
        start,
        minima=(),
        # The slope of the sigmoid is a quarter at most.
        learning_rate=1 / _largest_curvature(x, 0.25),
        weight_names=WEIGHTS,
    )


def _varying(X: FloatArray) -> FloatArray:
    if X.min() == X.max():
        raise DataError(f"The feature is {X[0, 0]:g} in every example; choose one that changes.")
    return X[:, 0]


def _around(middle: Place, reach: Place) -> tuple[tuple[Place, Place], Place]:
    """Return limits around a place, and a start in their lower left."""
    (w, b), (half_w, half_b) = middle, reach
    return ((w - half_w, w + half_w), (b - half_b, b + half_b)), (w - 0.7 * half_w, b - 0.7 * half_b)


def _largest_curvature(x: FloatArray, factor: float) -> float:
    """Return the largest eigenvalue of ``factor`` times the mean of (x, 1) (x, 1)^T.

    At twice its inverse a step of gradient descent jumps back as far as it came; at its inverse it is safe.
    """
    mean, square = float(x.mean()), float((x**2).mean())
    return factor * float(np.linalg.eigvalsh([[square, mean], [mean, 1.0]])[-1])

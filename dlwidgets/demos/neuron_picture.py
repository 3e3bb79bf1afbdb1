"""What one neuron on a plane shows: the data sets of its picture, and the words under it."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from dlwidgets.data import Dataset
from dlwidgets.demos.plane_data import Limits
from dlwidgets.nn import (
    PerceptronState,
    Update,
    boundary_segment,
    get_activation,
    get_loss,
    misclassified,
    output_grid,
    perceptron_loss,
    weighted_sum,
    worked_example,
)
from dlwidgets.widgets.grid import Grid

Weights = tuple[float, float, float]
"""w1, w2 and the bias."""

OUTPUT_RANGES = {"step": (0.0, 1.0), "sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}
LOSS_NAMES = {
    "step": "perceptron loss",
    "sigmoid": "cross-entropy",
    "tanh": "mean squared error",
    "relu": "mean squared error",
}
LONGEST = 1e6
"""A larger bound is written as a power of ten."""
MOST_LINES = 60
"""Lines of a list; a longer one says how many more there are."""


def neuron_frame(examples: Dataset, limits: Limits, weights: Weights, activation: str, selected: int) -> dict[str, Any]:
    """Return the data sets and parameters of ``charts.plane.neuron_plane`` for one neuron, but for its epochs."""
    X, kinds = examples.X, examples.y
    w, b = weights[:2], weights[2]
    wrong = misclassified(X, kinds, w, b)
    line_x, line_y = boundary_segment(w, b, limits)
    (x_low, x_high), (y_low, y_high) = limits
    classes = [examples.class_names[kind] for kind in kinds]
    return {
        "surface": _surface(weights, activation, limits),
        "boundary": {"x": line_x, "y": line_y},
        "points": {"x": X[:, 0], "y": X[:, 1], "kind": kinds, "class": classes, "index": np.arange(len(kinds))},
        "wrong": {"x": X[wrong, 0], "y": X[wrong, 1], "index": wrong},
        "chosen": {"x": X[[selected], 0], "y": X[[selected], 1], "index": [selected]},
        "titles": dict(zip("xy", ([label] for label in examples.axis_labels), strict=True)),
        **_activation_frame(weighted_sum(X, w, b), activation, selected),
        "x_low": x_low,
        "x_high": x_high,
        "y_low": y_low,
        "y_high": y_high,
    }


def epochs_frame(state: PerceptronState) -> dict[str, Any]:
    """Return the mistakes of each epoch so far; before the first one there is nothing to show."""
    mistakes = state.mistakes_per_epoch if state.n_updates or state.stop else ()
    return {"epoch": np.arange(1, len(mistakes) + 1), "mistakes": np.array(mistakes, dtype=int)}


def loss_of(activation: str, examples: Dataset, weights: Weights) -> float:
    """Return the loss that goes with an activation: 0 or above, smaller is better.

    Step: the perceptron loss. Sigmoid: binary cross-entropy, in nats. Tanh and ReLU: mean squared error against
    -1 and 1, or 0 and 1.
    """
    scores = weighted_sum(examples.X, weights[:2], weights[2])
    if activation == "step":
        return perceptron_loss(examples.y, scores)
    if activation == "sigmoid":
        return get_loss("binary_crossentropy", from_logits=True)(_column(examples.y), _column(scores))
    wanted = examples.y if activation == "relu" else 2 * examples.y - 1
    return get_loss("mean_squared_error")(_column(wanted), _column(get_activation(activation)(scores)))


def point_name(index: int, examples: Dataset) -> str:
    """Name a point by its index and its class."""
    return f"point {index}, class {examples.class_names[examples.y[index]]}"


def standing(mistakes: Sequence[int], examples: Dataset, activation: str, loss: float) -> str:
    """Say how many points are on the wrong side, and how wrong the neuron is."""
    n, wrong = examples.n_examples, len(mistakes)
    right = f"accuracy {1 - wrong / n:.1%}, {LOSS_NAMES[activation]} {loss:.3g}"
    return f"{wrong} of {n} points misclassified, {right}."


def progress(state: PerceptronState, bound: float, *, is_right: bool) -> str:
    """Say how far the perceptron rule has come, and why it has stopped; nothing where there is nothing to say.

    Parameters
    ----------
    state : PerceptronState
        Where the learning stands.
    bound : float
        Most mistakes it can make from its start; infinite if no line separates the points.
    is_right : bool
        Whether every point is on its side.
    """
    updates, epochs = _count(state.n_updates, "update"), _count(state.epoch, "epoch")
    limit = f"at most {_short(bound)} by Novikoff's bound" if math.isfinite(bound) else ""
    if state.stop == "separated":
        return f"Separated after {updates} ({limit}): a whole epoch without a mistake."
    if state.stop == "max_epochs":
        why = f"It would need more epochs ({limit})." if limit else "No straight line separates these points."
        return f"Stopped after {epochs} with {updates}. {why}"
    if state.n_updates:
        return f"So far {updates}{f' ({limit})' if limit else ''}, epoch {state.epoch}."
    if is_right:
        return "The boundary separates the classes."
    # Where there is no bound, this would give away that no line will do: the learner shall find out.
    return f"Novikoff's bound on the updates from here: {_short(bound)}." if limit else ""


def update_lines(update: Update | None, examples: Dataset) -> tuple[str, ...]:
    """Spell out what the last update did, in numbers."""
    if update is None:
        return ("No update yet. Step goes to the next misclassified point and learns from it.",)
    return (f"Update {update.n}, epoch {update.epoch}: {point_name(update.index, examples)}", *update.lines)


def point_lines(examples: Dataset, index: int, weights: Weights, activation: str) -> tuple[str, ...]:
    """Spell out what the neuron computes for one point, in numbers."""
    worked = worked_example(examples.X[index], weights[:2], weights[2], activation, examples.feature_names)
    return (point_name(index, examples).capitalize(), *worked.lines)


def mistake_lines(examples: Dataset, mistakes: Sequence[int]) -> tuple[str, ...]:
    """List the misclassified points, one a line."""
    if not mistakes:
        return ("None.",)
    shown = [
        f"{point_name(i, examples)}: ({examples.X[i, 0]:.3g}, {examples.X[i, 1]:.3g})" for i in mistakes[:MOST_LINES]
    ]
    more = len(mistakes) - MOST_LINES
    return (*shown, f"and {more} more") if more > 0 else tuple(shown)


def _column(values: np.ndarray) -> np.ndarray:
    """Write one value per example as one output per example, shape (n, 1)."""
    return values[:, np.newaxis]


def _count(n: int, what: str) -> str:
    """Write 1 update, 2 updates."""
    return f"{n} {what}{'' if n == 1 else 's'}"


def _short(bound: float) -> str:
    """Write a bound in full as long as it can be read."""
    return f"{bound:,.0f}" if bound < LONGEST else f"{bound:.0e}"


def _surface(weights: Weights, activation: str, limits: Limits) -> Grid:
    z = output_grid(weights[:2], weights[2], activation, limits)
    most = float(np.abs(z).max()) or 1.0
    return Grid(z, x=limits[0], y=limits[1], domain=OUTPUT_RANGES.get(activation, (-most, most)))


def _activation_frame(scores: np.ndarray, activation: str, selected: int) -> dict[str, Any]:
    """Return the activation over the scores that occur, and the chosen point's place on it."""
    reach = max(1.0, float(np.abs(scores).max()))
    x = np.linspace(-reach, reach, 201)
    function = get_activation(activation)
    chosen = scores[[selected]]
    return {
        "activation": {"score": x, "output": function(x)},
        "fired": {"score": chosen, "output": function(chosen)},
    }

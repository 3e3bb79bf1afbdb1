"""What the pictures of hand tuning show: a model over its data, the moves, and the way over the loss surface."""

import math
from functools import lru_cache
from typing import Any

import numpy as np

from dlwidgets.data import Dataset
from dlwidgets.demos.plane_data import Limits, limits_around
from dlwidgets.demos.tuning.history import History, rows
from dlwidgets.nn import boundary_segment
from dlwidgets.nn.landscapes import Landscape, log_bands
from dlwidgets.nn.tiny_models import Line, Network, TinyModel
from dlwidgets.widgets.grid import Grid

LEAST_LOSS = 1e-12
"""A smaller loss is drawn as this one: a logarithm has no place for 0."""
CELLS = 80
FEWEST_MOVES = 10
"""The axis of moves is at least this long."""


def moves_frame(history: History, goal: float) -> dict[str, Any]:
    """Return the data sets and parameters of the losses."""
    moves = rows(history)
    end = len(history.losses) - 1
    x, y = history.places[-1][:2]
    now = {"move": [end], "loss": [max(history.losses[-1], LEAST_LOSS)], "by": [history.hands[-1]], "x": [x], "y": [y]}
    low, high = (max(bound([*history.losses, goal]), LEAST_LOSS) for bound in (min, max))
    return {
        "moves": moves | {"loss": np.maximum(moves["loss"], LEAST_LOSS)},
        "now": now,
        "target": {"loss": [goal], "label": [f"target {goal:.3g}"]},
        "last_move": max(1.03 * end, FEWEST_MOVES),
        "loss_low": 10.0 ** math.floor(math.log10(low) - 0.01),
        "loss_high": 10.0 ** (math.floor(math.log10(high)) + 1),
    }


def line_frame(line: Line, weights: tuple[float, ...], data: Dataset) -> dict[str, Any]:
    """Return the data sets and parameters of a line over its points."""
    points = np.column_stack([line.X[:, 0], line.y])
    (x_low, x_high), _y = limits = limits_around(points)
    ends = np.array([x_low, x_high])
    return {
        "points": {"x": points[:, 0], "y": points[:, 1]},
        "model": {"x": ends, "y": line.output(weights, ends[:, np.newaxis])},
        "errors": {"x": points[:, 0], "y": points[:, 1], "y2": line.output(weights, line.X)},
        "titles": {"x": [data.axis_labels[0]], "y": [data.target_name]},
        **_limits("x", "y", limits),
    }


def landscape_frame(landscape: Landscape) -> dict[str, Any]:
    """Return the data sets and parameters of the loss surface of a line."""
    w, b = np.transpose(landscape.minima)
    return {"landscape": _shades(landscape), "minimum": {"x": w, "y": b}, **_limits("w", "b", landscape.limits)}


def plane_frame(model: TinyModel, weights: tuple[float, ...], data: Dataset) -> dict[str, Any]:
    """Return the data sets and parameters of the output of a model over a plane of two classes."""
    limits = limits_around(data.X)
    wrong = misclassified(model, weights)
    names = np.array(data.class_names, dtype=object)
    return {
        "surface": Grid(_outputs(model, weights, limits), x=limits[0], y=limits[1], domain=(0, 1)),
        "lines": _neuron_lines(model, weights, limits),
        "points": {"x": data.X[:, 0], "y": data.X[:, 1], "kind": data.y, "class": names[data.y]},
        "wrong": {"x": data.X[wrong, 0], "y": data.X[wrong, 1]},
        "titles": dict(zip("xy", ([label] for label in data.axis_labels), strict=True)),
        **_limits("x", "y", limits),
    }


def misclassified(model: TinyModel, weights: tuple[float, ...]) -> np.ndarray:
    """Return the indices of the points whose class is given a probability of one half or less."""
    said = model.output(weights, model.X)
    return np.flatnonzero(np.where(model.y == 1, said, 1 - said) <= 0.5)


def _outputs(model: TinyModel, weights: tuple[float, ...], limits: Limits) -> np.ndarray:
    """Return the output in the middle of each cell of a grid, shape (CELLS, CELLS)."""
    x, y = (low + (high - low) * (np.arange(CELLS) + 0.5) / CELLS for low, high in limits)
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return model.output(weights, places).reshape(CELLS, CELLS)


def _neuron_lines(model: TinyModel, weights: tuple[float, ...], limits: Limits) -> dict[str, Any]:
    """Return the line at which each neuron changes its side: of the only one, or of the two hidden ones."""
    neurons = {"h1": weights[:3], "h2": weights[3:6]} if isinstance(model, Network) else {"output": weights}
    segments = {name: boundary_segment(w[:2], w[2], limits) for name, w in neurons.items()}
    return {
        "x": np.concatenate([x for x, _y in segments.values()]),
        "y": np.concatenate([y for _x, y in segments.values()]),
        "neuron": [name for name, (x, _y) in segments.items() for _end in x],
    }


@lru_cache(maxsize=8)
def _shades(landscape: Landscape) -> Grid:
    x, y = landscape.limits
    # The dark end of the palette would hide the paths.
    return Grid(log_bands(landscape), x=x, y=y, domain=(0, 2.6), palette="sequential")


def _limits(first: str, second: str, limits: Limits) -> dict[str, float]:
    ends = zip((first, second), limits, strict=True)
    return {f"{name}_{end}": at for name, pair in ends for end, at in zip(("low", "high"), pair, strict=True)}

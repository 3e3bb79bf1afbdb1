"""Pictures in a network diagram that are made of numbers: the example, feature maps, weights."""

from itertools import pairwise

import numpy as np

from dlwidgets.demos.diagram.columns import picture_shape
from dlwidgets.demos.diagram.data import Array
from dlwidgets.demos.diagram.scene import Scene
from dlwidgets.demos.diagram.view import DiagramView
from dlwidgets.widgets.grid import Grid

MOST_PIXELS = 300
"""A larger matrix is shown by the mean of its blocks."""
SHARP_PIXELS = 180

Box = tuple[float, float, float, float]


def example_image(view: DiagramView, scene: Scene, middle: tuple[float, float], size: float, part: str = "") -> None:
    """Draw the chosen example as a picture in grey, its larger side so long, with a frame around it."""
    shape, values = picture_shape(view.columns[0].shape), view.values(0)
    if shape is None or values is None:
        return
    rows, columns = shape
    x, y = middle
    width, height = (size * side / max(shape) / 2 for side in (columns, rows))
    box = (x - width, y - height, x + width, y + height)
    scene.image(grey(values.reshape(rows, columns, -1).mean(axis=2), box))
    is_lit = view.place.layer == 0
    tip = f"example {view.place.example}: {rows} × {columns} pixels"
    style = {"edge": "accent" if is_lit else "ink", "line": 3.2 if is_lit else 1.0}
    scene.area(box, fill="paper", opacity=0.0, part=part, tip=tip, **style)


def grey(values: Array, box: Box, domain: tuple[float, float] | None = None) -> Grid:
    """Return an image of a matrix, its first row on top, the largest number darkest in light themes."""
    left, top, right, bottom = box
    return Grid(sharp(coarse(values)[::-1]), x=(left, right), y=(top, bottom), domain=domain, palette="sequential")


def signed(values: Array, box: Box, largest: float | None = None) -> Grid:
    """Return an image of a matrix of weights, its first row on top; 0 has the middle colour."""
    left, top, right, bottom = box
    small = coarse(values)
    finite = np.abs(small[np.isfinite(small)])
    reach = largest or (float(finite.max()) if finite.size else 0.0) or 1.0
    return Grid(sharp(small[::-1]), x=(left, right), y=(top, bottom), domain=(-reach, reach))


def sharp(values: Array) -> Array:
    """Repeat the numbers of a small matrix: a page that stretches an image would blur them into each other."""
    times = [max(1, SHARP_PIXELS // n) for n in values.shape]
    return values.repeat(times[0], axis=0).repeat(times[1], axis=1)


def coarse(values: Array) -> Array:
    """Return a matrix of at most 300 rows and columns: the means of blocks of a larger one."""
    return np.asarray(_means(_means(values).T).T, dtype=np.float64)


def _means(values: Array) -> Array:
    """Return the means of blocks of rows, in slices: of millions of numbers, ``reduceat`` takes ten times as long."""
    if len(values) <= MOST_PIXELS:
        return values
    ends = np.linspace(0, len(values), MOST_PIXELS + 1).astype(int)
    return np.stack([values[a:b].mean(axis=0, dtype=np.float64) for a, b in pairwise(ends)])


def reach_of(values: Array) -> float:
    """Return how far from 0 numbers lie, those that are none left out; 0 if there is none."""
    if not values.size:
        return 0.0
    reach = max(float(values.max()), -float(values.min()))  # without a copy of millions of weights
    return reach if np.isfinite(reach) else float(np.abs(values[np.isfinite(values)]).max(initial=0.0))

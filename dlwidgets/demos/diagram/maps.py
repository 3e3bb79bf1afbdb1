"""What each neuron of a network computes over the plane of its two inputs, as small images."""

from functools import cached_property

import numpy as np

from dlwidgets.demos.diagram.data import Array
from dlwidgets.demos.diagram.view import DiagramView
from dlwidgets.nn.chain import Signal
from dlwidgets.widgets.grid import Grid

MARGIN = 0.12
UNIT_RANGE = {"sigmoid", "softmax", "hard_sigmoid"}
"""Activations between 0 and 1: their middle is 0.5."""


class PlaneMaps:
    """The outputs of all neurons over the plane.

    Parameters
    ----------
    view : DiagramView
        Its examples have two numbers each.
    """

    def __init__(self, view: DiagramView) -> None:
        self._view = view

    @cached_property
    def limits(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The part of the plane that is shown: a range of each input."""
        X = self._view.examples.X if self._view.examples else np.zeros((1, 2))
        low, high = X.min(axis=0), X.max(axis=0)
        room = np.where(high > low, (high - low) * MARGIN, 1.0)
        (x, y), (x2, y2) = low - room, high + room
        return (float(x), float(x2)), (float(y), float(y2))

    def image(self, number: int, index: int, box: tuple[float, float, float, float], pixels: int) -> Grid:
        """Draw one neuron large.

        Parameters
        ----------
        number, index : int
            Its column, and its place there from 0.
        box : tuple of float
            Left, top, right and bottom, in pixels of the sheet.
        pixels : int
            Of each side of the image.

        Returns
        -------
        Grid
            Of values from -1 to 1.
        """
        left, top, right, bottom = box
        return self._grid(self._tile(number, index, pixels), (left, right), (top, bottom))

    def strip(self, number: int, middles: dict[int, float], x: float, size: int) -> Grid:
        """Draw neurons of one column under each other in one image.

        Parameters
        ----------
        number : int
            The column.
        middles : dict of int to float
            Where each neuron stands: its index, and the height of its middle in pixels.
        x : float
            The middle of all.
        size : int
            Of the side of each, in pixels.

        Returns
        -------
        Grid
            With gaps between them.
        """
        top = round(min(middles.values()) - size / 2)
        bottom = round(max(middles.values()) - size / 2) + size
        image = np.full((bottom - top, size), np.nan)
        for index, middle in middles.items():
            row = round(middle - size / 2) - top
            image[row : row + size] = self._tile(number, index, size)[::-1]
        return self._grid(image[::-1], (x - size / 2, x + size / 2), (top, bottom))

    def at(self, point: Array) -> tuple[float, float]:
        """Return where a point lies in a square of side 1, y downwards."""
        (x, x2), (y, y2) = self.limits
        return (point[0] - x) / (x2 - x), (y2 - point[1]) / (y2 - y)

    def _grid(self, values: Array, x: tuple[float, float], y: tuple[float, float]) -> Grid:
        return Grid(values, x=x, y=y, domain=(-1, 1))

    def _tile(self, number: int, index: int, pixels: int) -> Array:
        """Compute one neuron over the plane, the lowest row first, scaled to its own range."""
        values = self._outputs(number, pixels)[:, index].reshape(pixels, pixels)
        if self._view.columns[number].activation in UNIT_RANGE:
            return 2 * values - 1
        largest = np.nanmax(np.abs(values), initial=0.0)
        return values / largest if 0 < largest < np.inf else values * 0

    def _outputs(self, number: int, pixels: int) -> Array:
        points, passed = self._passed(pixels)
        signal = passed[number - 1] if number else None
        return points if signal is None else signal.outputs

    def _passed(self, pixels: int) -> tuple[Array, list[Signal | None]]:
        if pixels not in self._known:
            xs, ys = ((np.arange(pixels) + 0.5) / pixels * (b - a) + a for a, b in self.limits)
            points = np.stack([a.ravel() for a in np.meshgrid(xs, ys)], axis=1)
            self._known[pixels] = points, self._view.source.signals(points)
        return self._known[pixels]

    @cached_property
    def _known(self) -> dict[int, tuple[Array, list[Signal | None]]]:
        return {}

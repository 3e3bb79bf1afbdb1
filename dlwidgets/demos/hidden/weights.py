"""The first weights of a network that looks at pictures, as pictures, and what a filter finds."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlwidgets.charts.hidden_layer import GAP_PX, PER_ROW, ROWS, TILE_PX
from dlwidgets.demos.hidden.plane import Array
from dlwidgets.widgets.grid import Grid

LEAST_SAMPLES = 24
"""Numbers along a side of a tile: a page that stretches an image would blur fewer into each other."""
STRONG = 0.5
"""A weight gets its sign written on it if it is larger than this share of the largest."""
NOTHING: dict[str, list[Any]] = {"x": [], "y": [], "text": []}

Place = tuple[int, int]
"""Row and column of a tile."""


def weight_frame(kernel: Array | None, maps: Array | None, pixels: Array, label: str) -> dict[str, Any]:
    """Return the pictures of the first layer.

    Parameters
    ----------
    kernel : array or None
        Of a dense layer, shape (side * side, n), or of a convolution, shape (k, k, 1, n).
    maps : array or None
        Of a convolution: what its filters make of the chosen example, shape (rows, columns, n).
    pixels : array of shape (side, side)
        The chosen example.
    label : str
        What stands under it.

    Returns
    -------
    dict
        Data sets by name.
    """
    side = len(pixels)
    tiles = [] if kernel is None else [*np.moveaxis(kernel.reshape(*_shape(kernel, side), -1), -1, 0)]
    is_conv = maps is not None
    room = PER_ROW if is_conv else PER_ROW * (ROWS - 1)
    shown = tiles[:room]
    reach = max((float(np.abs(tile).max()) for tile in shown), default=0.0) or 1.0
    at = [divmod(i, PER_ROW) for i in range(len(shown))]
    word = "filter" if is_conv else "unit"
    titles = [(_left(place) + TILE_PX / 2, _top(place) - 3, f"{word} {i + 1}") for i, place in enumerate(at)]
    found = [] if maps is None else [*np.moveaxis(maps, -1, 0)][:room]
    below = [(1, column) for column in range(len(found))]
    titles += [(_left(place) + TILE_PX / 2, _top(place) - 3, f"finds {i + 1}") for i, place in enumerate(below)]
    last = (ROWS - 1, 0)
    titles.append((_left(last) + TILE_PX / 2, _top(last) - 3, label))
    return {
        "weights": sheet(shown, at, (-reach, reach), "two-class"),
        "maps": sheet(found, below, None, "sequential"),
        "picture": sheet([pixels], [last], None, "sequential"),
        "signs": _signs(shown, at, reach),
        "tile_names": dict(zip(("x", "y", "text"), map(list, zip(*titles, strict=True)), strict=True)),
    }


def sheet(tiles: Sequence[Array], at: Sequence[Place], domain: tuple[float, float] | None, palette: str) -> Any:
    """Put square pictures of one size side by side into one image; what lies between them stays clear.

    Parameters
    ----------
    tiles : sequence of arrays of shape (side, side)
        The first row is the upper one.
    at : sequence of pairs of int
        Row and column of each.
    domain, palette
        As ``Grid`` takes them.

    Returns
    -------
    Grid
        In pixels of the chart, counted from its top.
    """
    if not tiles:
        return Grid(np.full((1, 1), np.nan), x=(0, 1), y=(0, 1), domain=(0, 1))
    side = len(tiles[0])
    times = next(n for n in range(1, LEAST_SAMPLES + 5) if side * n >= LEAST_SAMPLES and side * n % 4 == 0)
    tile, step = side * times, side * times * (TILE_PX + GAP_PX) // TILE_PX
    rows, columns = (max(place[axis] for place in at) for axis in (0, 1))
    whole = np.full((rows * step + tile, columns * step + tile), np.nan)
    for one, (row, column) in zip(tiles, at, strict=True):
        big = np.repeat(np.repeat(one, times, axis=0), times, axis=1)
        whole[row * step : row * step + tile, column * step : column * step + tile] = big
    first = min(row for row, _ in at)
    whole = whole[first * step :]
    ends = (0.0, float(_left((0, columns)) + TILE_PX)), (float(_top((first, 0))), float(_top((rows, 0)) + TILE_PX))
    return Grid(whole[::-1], x=ends[0], y=ends[1], domain=domain, palette=palette)


def _signs(tiles: Sequence[Array], at: Sequence[Place], reach: float) -> dict[str, Any]:
    """Write the sign on each strong weight, so that it is not the colour's alone to say."""
    rows: list[tuple[float, float, str]] = []
    for tile, place in zip(tiles, at, strict=True):
        cell = TILE_PX / len(tile)
        for i, j in np.argwhere(np.abs(tile) >= STRONG * reach):
            text = "+" if tile[i, j] > 0 else "−"
            rows.append((_left(place) + (j + 0.5) * cell, _top(place) + (i + 0.5) * cell, text))
    return dict(zip(NOTHING, map(list, zip(*rows, strict=True)), strict=True)) if rows else NOTHING


def _shape(kernel: Array, side: int) -> tuple[int, int]:
    return (side, side) if kernel.ndim == 2 else (kernel.shape[0], kernel.shape[1])


def _left(place: Place) -> float:
    return place[1] * (TILE_PX + GAP_PX)


def _top(place: Place) -> float:
    return GAP_PX + place[0] * (TILE_PX + GAP_PX)

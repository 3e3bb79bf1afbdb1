"""The first weights of a network that looks at pictures, as pictures, and what a filter finds."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlwidgets.charts.hidden_layer import GAP_PX, MOST_TILES, STEP_PX, TILE_PX
from dlwidgets.demos.hidden.plane import Array
from dlwidgets.widgets.grid import Grid

LEAST_SAMPLES = 24
"""Numbers along a side of a tile: a page that stretches an image would blur fewer into each other."""
STRONG = 0.5
"""A weight gets its sign written on it if it is larger than this share of the largest."""
NOTHING: dict[str, list[Any]] = {"x": [], "y": [], "text": []}

Place = tuple[int, int]
"""Row and column of a tile."""


def weight_frame(
    kernel: Array | None, maps: Array | None, dead: Sequence[int], pixels: Array, label: str, columns: int
) -> dict[str, Any]:
    """Return the pictures of the first layer.

    Parameters
    ----------
    kernel : array or None
        Of a dense layer, shape (side * side, n), or of a convolution, shape (k, k, 1, n).
    maps : array or None
        Of a convolution: what its filters make of the chosen example, shape (rows, columns, n).
    dead : sequence of int
        Units or filters that answer 0 to every example, from 0.
    pixels : array of shape (side, side)
        The chosen example.
    label : str
        What stands above it.
    columns : int
        Pictures in a row.

    Returns
    -------
    dict
        Data sets by name.
    """
    is_conv = maps is not None
    shown, found = _tiles(kernel, len(pixels)), [] if maps is None else [*np.moveaxis(maps, -1, 0)]
    shown, found = shown[: MOST_TILES // 2 if is_conv else MOST_TILES], found[: MOST_TILES // 2]
    reach = max((float(np.abs(tile).max()) for tile in shown), default=0.0) or 1.0
    at = [(row * (2 if is_conv else 1), column) for row, column in (divmod(i, columns) for i in range(len(shown)))]
    below = [(row + 1, column) for row, column in at[: len(found)]]
    last = (-(-MOST_TILES // columns), 0)
    words = [f"{'filter' if is_conv else 'unit'} {i + 1}{': dead' if i in dead else ''}" for i in range(len(shown))]
    titles = [*map(_above, at, words), *map(_above, below, [f"finds {i + 1}" for i in range(len(found))])]
    titles.append(_above(last, label))
    titles += [_inside(place, "nothing") for place, tile in zip(below, found, strict=True) if not tile.any()]
    ends = (
        min((float(tile.min()) for tile in found), default=0.0),
        max((float(tile.max()) for tile in found), default=0),
    )
    return {
        "weights": sheet(shown, at, (-reach, reach), "two-class"),
        "maps": sheet(found, below, (min(0.0, ends[0]), ends[1] if ends[1] > ends[0] else ends[0] + 1), "sequential"),
        "picture": sheet([pixels], [last], None, "sequential"),
        "signs": _signs(shown, at, reach),
        "tile_names": dict(zip(NOTHING, map(list, zip(*titles, strict=True)), strict=True)),
    }


def dead_units(outputs: Array, n: int) -> list[int]:
    """Name the units or filters that answer 0 to every example.

    Parameters
    ----------
    outputs : array of shape (n_examples, ...)
        What the layer puts out; of a convolution, its maps stand behind each other.
    n : int
        How many units or filters there are.

    Returns
    -------
    list of int
        Counted from 0; only ReLU makes such.
    """
    return np.flatnonzero(~outputs.reshape(-1, n).any(axis=0)).tolist()


def _tiles(kernel: Array | None, side: int) -> list[Array]:
    """Part the weights of a layer into one square for each unit or filter."""
    if kernel is None:
        return []
    shape = (side, side) if kernel.ndim == 2 else kernel.shape[:2]
    return [*np.moveaxis(kernel.reshape(*shape, -1), -1, 0)]


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
    tile, step = side * times, side * times * STEP_PX // TILE_PX
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


def _above(place: Place, text: str) -> tuple[float, float, str]:
    """Write something above a tile."""
    return _left(place) + TILE_PX / 2, _top(place) - 3, text


def _inside(place: Place, text: str) -> tuple[float, float, str]:
    """Write something into a tile."""
    return _left(place) + TILE_PX / 2, _top(place) + TILE_PX / 2 + 5, text


def _left(place: Place) -> float:
    return place[1] * STEP_PX


def _top(place: Place) -> float:
    return GAP_PX + place[0] * STEP_PX

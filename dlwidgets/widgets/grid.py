"""A dense surface as one image: a grid of values, eight bits each, coloured from a palette."""

import base64
import struct
import zlib
from collections.abc import Sequence
from copy import copy
from typing import Any

import numpy as np

from dlwidgets.charts.theme import SURFACE_PALETTES
from dlwidgets.errors import DataError, unknown_name
from dlwidgets.widgets.png_file import joined

GAP = 255
"""The level that means "no value here" and is drawn transparent."""


class Grid:
    """Values on a regular grid over a rectangle, drawn as one image instead of thousands of marks.

    Parameters
    ----------
    z : array-like of numbers, shape (rows, columns)
        ``z[0]`` is the lowest row and ``z[:, 0]`` the left column of the picture. NaN is left transparent.
    x, y : pair of float
        The rectangle in data coordinates: ``(left, right)`` and ``(bottom, top)``.
    domain : pair of float, optional
        The values that get the first and the last colour. The smallest and largest finite value by default.
    palette : str
        Name of a palette in ``dlwidgets.charts.theme.SURFACE_PALETTES``.

    Raises
    ------
    DataError
        If ``z`` is not a two-dimensional array of numbers, or ``x``, ``y`` or ``domain`` is no rising pair.
    UnknownNameError
        If there is no such palette.

    Examples
    --------
    >>> Grid([[0, 1], [2, 3]], x=(0, 1), y=(0, 1)).levels.tolist()
    [[0, 85], [169, 254]]
    """

    def __init__(
        self,
        z: Any,
        *,
        x: Sequence[float],
        y: Sequence[float],
        domain: Sequence[float] | None = None,
        palette: str = "two-class",
    ) -> None:
        values = _as_array(z)
        if values.ndim != 2 or not values.size or values.dtype.kind not in "biuf":
            raise DataError(
                f"A grid needs numbers of shape (rows, columns); got {values.dtype} of shape {values.shape}."
            )
        if palette not in SURFACE_PALETTES:
            raise unknown_name("palette", palette, SURFACE_PALETTES)
        self.palette = palette
        self.x, self.y = _rising("x", x), _rising("y", y)
        self.domain = _rising("domain", domain) if domain is not None else _span(values)
        self.levels = _quantise(values, self.domain)
        """Array of uint8, shape (rows, columns): 0 to 254 over the domain, 255 for a gap."""

    def placed(self, x: Sequence[float], y: Sequence[float]) -> "Grid":
        """Return the same values over another rectangle.

        Parameters
        ----------
        x, y : pair of float
            ``(left, right)`` and ``(bottom, top)``.

        Returns
        -------
        Grid
            A copy that shares the levels.

        Raises
        ------
        DataError
            If one is no rising pair.
        """
        grid = copy(self)
        grid.x, grid.y = _rising("x", x), _rising("y", y)
        return grid

    def pack(self) -> dict[str, Any]:
        """Return what the browser needs of the grid: its rectangle, colours and levels."""
        rows, columns = self.levels.shape
        shape = {"rows": rows, "columns": columns, "x": list(self.x), "y": list(self.y)}
        return {"grid": {**shape, "palette": SURFACE_PALETTES[self.palette], "data": memoryview(self.levels)}}

    def rows(self) -> list[dict[str, Any]]:
        """Return the one row that an image mark draws, with a PNG instead of the browser's canvas."""
        (x, x2), (y, y2) = self.x, self.y
        return [{"x": x, "x2": x2, "y": y, "y2": y2, "image": self._png_uri()}]

    def _png_uri(self) -> str:
        stops = np.array([_rgb(colour) for colour in SURFACE_PALETTES[self.palette]["light"]])
        at = np.linspace(0, len(stops) - 1, GAP)
        table = np.stack([np.interp(at, range(len(stops)), stops[:, c]) for c in range(3)], axis=1)
        table = np.vstack([table.round(), [[255, 255, 255]]]).astype(np.uint8)
        return "data:image/png;base64," + base64.b64encode(_palette_png(self.levels[::-1], table)).decode()


def _as_array(z: Any) -> np.ndarray:
    try:
        return np.asarray(z)
    except ValueError:  # rows of unequal length
        raise DataError("A grid needs numbers of shape (rows, columns); its rows differ in length.") from None


def _rising(name: str, pair: Sequence[float]) -> tuple[float, float]:
    try:
        low, high = (float(v) for v in pair)
    except (TypeError, ValueError):
        low, high = np.nan, np.nan
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise DataError(f"{name} of a grid came as {pair!r}; wanted two numbers, the smaller one first.")
    return low, high


def _span(values: np.ndarray) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    margin = max(abs(low), 1.0) / 2
    return (low, high) if low < high else (low - margin, low + margin)


def _quantise(values: np.ndarray, domain: tuple[float, float]) -> np.ndarray:
    low, high = domain
    share = (np.asarray(values, dtype=float) - low) / (
        high - low
    )  # many times a second, so each pass over the grid counts
    np.clip(share, 0, 1, out=share)
    share *= GAP - 1
    np.rint(share, out=share)
    share[np.isnan(share)] = GAP
    # Row by row, whatever the order in memory: the browser gets these bytes as they lie.
    return share.astype(np.uint8, order="C")


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _palette_png(levels: np.ndarray, table: np.ndarray) -> bytes:
    rows, columns = levels.shape
    lines = b"".join(b"\0" + line.tobytes() for line in levels)
    header = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    gaps = b"\xff" * GAP + b"\0"
    data = zlib.compress(lines)
    return joined([(b"IHDR", header), (b"PLTE", table.tobytes()), (b"tRNS", gaps), (b"IDAT", data), (b"IEND", b"")])

"""One sheet of the picture while it is being filled: bars, tiles and lines of text."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.charts.explanations import COLUMNS, N_IMAGES, WIDTH_PX
from dlwidgets.demos.diagram.images import grey, signed
from dlwidgets.demos.diagram.scene import NO_IMAGE, Scene, cut

Array = NDArray[Any]
TOP, LINE = 12, 20
"""Height of the title's middle, and of a line."""
STRONG = 0.5
"""A number in a picture has its sign written on it from this share of the largest on."""
SMALLEST_CELL_PX = 7
"""Smaller cells have no room for a sign."""


class Sheet(Scene):
    """What one classifier has to say. Places are in pixels from the upper left corner.

    Parameters
    ----------
    title : str
        What stands above.
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.text(0, TOP, cut(title, 52), size=12.5, align="left", bold=True)

    def named(self, name: str) -> dict[str, Any]:
        """Return the data sets under the sheet's name."""
        whole = self.frame()
        sets = {f"{name}_{part}": whole[part] for part in COLUMNS}
        images = [*self.images, *[NO_IMAGE] * N_IMAGES][:N_IMAGES]
        return {**sets, **{f"{name}_image_{i}": image for i, image in enumerate(images)}}

    def line(self, y: float, text: str, *, x: float = 0, most: int = 62) -> None:
        """Write a line of text."""
        self.text(x, y, cut(text, most), align="left", tip=text if len(text) > most else "")

    def bars(
        self, x: float, width: float, y: float, values: Sequence[float], texts: Sequence[str], *, least: float = 0.0
    ) -> None:
        """Draw bars below each other around a middle line, each with its number: blue to the right, orange to the left.

        Parameters
        ----------
        x, width : float
            Where they may stand.
        y : float
            Middle of the first.
        values : sequence of float
            Signed lengths.
        texts : sequence of str
            What is written at each; it begins with the sign.
        least : float
            What has the full length at least.
        """
        reach = max([least, *(abs(one) for one in values if np.isfinite(one))]) or 1.0
        middle, half = x + width / 2, width / 2 - 4
        for i, (value, text) in enumerate(zip(values, texts, strict=True)):
            at = y + i * LINE
            end = middle + half * (value / reach if np.isfinite(value) else 0.0)
            ink = "negative" if value < 0 else "positive"
            self.area((min(middle, end), at - 6, max(middle, end), at + 6), fill=ink, opacity=0.75)
            # Beside the middle line, on the side that the bar leaves free.
            self.text(middle + (4 if value < 0 else -4), at, text, size=10, align="left" if value < 0 else "right")
        self.area((middle - 0.5, y - 10, middle + 0.5, y + LINE * len(values) - 10), fill="faint")

    def picture(self, values: Array, x: float, y: float, size: float, *, is_signed: bool, reach: float = 0.0) -> None:
        """Show a square of numbers, with the signs of the strong ones if they have signs.

        Parameters
        ----------
        values : array of shape (side, side)
            The first row is the upper one.
        x, y : float
            Its left upper corner.
        size : float
            Of its side.
        is_signed : bool
            Whether 0 is the middle of the colours.
        reach : float
            The number that has the full colour; the largest if it is 0.
        """
        box = (x, y, x + size, y + size)
        self.image(signed(values, box, reach or None) if is_signed else grey(values, box))
        self.area(box, edge="faint")
        largest = reach or float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
        cell = size / len(values)
        if not is_signed or not largest or cell < SMALLEST_CELL_PX:
            return
        for i, j in np.argwhere(np.abs(np.nan_to_num(values)) >= STRONG * largest):
            sign = "+" if values[i, j] > 0 else "−"
            self.text(x + (j + 0.5) * cell, y + (i + 0.5) * cell, sign, size=9, halo=0)

    def gallery(self, tiles: Sequence[Array], captions: Sequence[tuple[str, str]], y: float) -> None:
        """Show up to eight small pictures in two rows, each with two lines below it."""
        size, step = 56, WIDTH_PX / 4
        for row in (0, 1):
            shown = tiles[4 * row : 4 * row + 4]
            if shown:
                self._strip(shown, y + row * 100, size, step)
        for i, (first, second) in enumerate(captions[:8]):
            x, top = (i % 4) * step + size / 2, y + (i // 4) * 100 + size
            self.text(x, top + 9, cut(first, 13), size=10)
            self.text(x, top + 22, cut(second, 15), size=10)

    def _strip(self, tiles: Sequence[Array], y: float, size: float, step: float) -> None:
        """Show pictures of one size side by side as a single image, each from its darkest to its brightest."""
        side = len(tiles[0])
        gap = max(1, round(side * (step - size) / size))
        whole = np.full((side, len(tiles) * (side + gap) - gap), np.nan)
        for i, tile in enumerate(tiles):
            low, high = float(tile.min()), float(tile.max())
            whole[:, i * (side + gap) : i * (side + gap) + side] = (tile - low) / ((high - low) or 1.0)
        # The gap is whole pixels of the pictures, so the last one may end a little beside its place.
        width = whole.shape[1] / side * size
        self.image(grey(whole, (0, y, width, y + size), (0.0, 1.0)))


def number(value: float, digits: int = 2) -> str:
    """Write a signed number; its sign stands always, but for one that is rounded to 0."""
    if not np.isfinite(value):
        return "–"
    text = f"{value:+.{digits}f}"
    return text.replace("-", "−") if float(text) else text[1:]

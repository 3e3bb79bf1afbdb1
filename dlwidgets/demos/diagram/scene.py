"""The sheet of ``charts.network_map`` while it is being filled: rows by data set."""

from collections.abc import Iterable, Sequence
from typing import Any

from dlwidgets.charts.network_map import IMAGES
from dlwidgets.widgets.grid import Grid

COLUMNS: dict[str, tuple[str, ...]] = {
    "areas": ("x", "y", "x2", "y2", "fill", "edge", "line", "opacity", "radius", "part", "tip"),
    "ties": ("x", "y", "x2", "y2"),
    "lit": ("x", "y", "x2", "y2"),
    "links": ("x", "y", "x2", "y2", "sign", "width", "opacity", "part", "tip"),
    "outlines": ("x", "y", "stroke", "order", "ink", "width", "dash"),
    "points": ("x", "y", "ink", "shape", "size", "tip"),
    "neurons": ("x", "y", "size", "line", "ink", "part", "tip"),
    "texts": ("x", "y", "text", "size", "align", "weight", "ink", "angle", "halo", "part", "tip"),
}
NO_IMAGE = {key: [] for key in ("x", "y", "x2", "y2", "image")}


class Scene:
    """What is to be seen. Places are in pixels from the upper left corner; a ``part`` is what a click there means."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        self.images: list[Grid] = []
        self._n_strokes = 0

    def frame(self) -> dict[str, Any]:
        """Return the data sets."""
        sets: dict[str, Any] = dict(zip(IMAGES, [*self.images, *[NO_IMAGE] * len(IMAGES)], strict=False))
        for name, columns in COLUMNS.items():
            values = [*zip(*self.rows[name], strict=True)] or [()] * len(columns)
            sets[name] = {column: list(row) for column, row in zip(columns, values, strict=True)}
        return sets

    def area(
        self,
        box: tuple[float, float, float, float],
        *,
        fill: str = "none",
        edge: str = "none",
        line: float = 1.0,
        opacity: float = 1.0,
        radius: float = 0.0,
        part: str = "",
        tip: str = "",
    ) -> None:
        """Draw a rectangle: left, top, right, bottom."""
        x, y, x2, y2 = box
        self.rows["areas"].append((x, y, x2, y2, fill, edge, line, opacity, radius, part, tip))

    def link(
        self,
        ends: tuple[float, float, float, float],
        value: float,
        *,
        width: float,
        opacity: float = 1.0,
        part: str = "",
        tip: str = "",
    ) -> None:
        """Draw a line whose colour and dash tell the sign of ``value``."""
        sign = "negative" if value < 0 else "positive"
        self.rows["links"].append((*ends, sign, width, opacity, part, tip))

    def tie(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a quiet line on which numbers go on as they are, or whose weights are not drawn one by one."""
        self.rows["ties"].append((*start, *end))

    def glow(self, ends: tuple[float, float, float, float]) -> None:
        """Put light behind a line."""
        self.rows["lit"].append(ends)

    def outline(
        self, points: Iterable[tuple[float, float]], *, ink: str = "ink", width: float = 1.3, dash: bool = False
    ) -> None:
        """Draw a line through points."""
        self._n_strokes += 1
        name = f"s{self._n_strokes}"
        for order, (x, y) in enumerate(points):
            self.rows["outlines"].append((x, y, name, order, ink, width, float(dash)))

    def glyph(
        self, lines: Sequence[Sequence[tuple[float, float]]], x: float, y: float, size: float, **style: Any
    ) -> None:
        """Draw the lines of a sign in a square whose middle is at a place."""
        for line in lines:
            self.outline([(x + (px - 0.5) * size, y + (py - 0.5) * size) for px, py in line], **style)

    def point(self, x: float, y: float, *, ink: str, shape: str = "circle", size: float = 28, tip: str = "") -> None:
        """Draw a small filled mark."""
        self.rows["points"].append((x, y, ink, shape, size, tip))

    def neuron(
        self, x: float, y: float, *, radius: float, lit: bool = False, ink: str = "", part: str = "", tip: str = ""
    ) -> None:
        """Draw a circle; one that is lit has a bolder line too."""
        shown = ink or ("accent" if lit else "ink")
        self.rows["neurons"].append((x, y, 3.1416 * radius**2, 3.2 if lit else 1.3, shown, part, tip))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 11,
        align: str = "center",
        bold: bool = False,
        ink: str = "ink",
        angle: float = 0,
        halo: float = 4,
        part: str = "",
        tip: str = "",
    ) -> None:
        """Write a line of text, its middle at a height, on a halo so broad."""
        if text:
            weight = "bold" if bold else "normal"
            self.rows["texts"].append((x, y, text, size, align, weight, ink, angle, halo, part, tip))

    def stretch(self, factor: float) -> None:
        """Stretch all that was drawn so far to the right; texts keep their letters."""
        for name, rows in self.rows.items():
            at = [place for place, column in enumerate(COLUMNS[name]) if column in {"x", "x2"}]
            self.rows[name] = [tuple(v * factor if i in at else v for i, v in enumerate(row)) for row in rows]
        self.images = [grid.placed((grid.x[0] * factor, grid.x[1] * factor), grid.y) for grid in self.images]

    def image(self, grid: Grid) -> None:
        """Show a grid; its rectangle is in pixels, and those of a full sheet are left out."""
        if len(self.images) < len(IMAGES):
            self.images.append(grid)


def cut(text: str, most: int) -> str:
    """Shorten a text that has no room."""
    return text if len(text) <= most else f"{text[: most - 1]}…"

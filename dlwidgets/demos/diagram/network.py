"""The whole network as a picture: columns of neurons or signs, links between them, what comes out."""

from dlwidgets.charts.glyphs import CROSS, GLYPHS, LOCK
from dlwidgets.demos.diagram.columns import MOST_SHOWN_COLUMNS, Column
from dlwidgets.demos.diagram.images import example_image
from dlwidgets.demos.diagram.links import draw_links
from dlwidgets.demos.diagram.maps import PlaneMaps
from dlwidgets.demos.diagram.numbers import number_text, rounder, size_in_circle
from dlwidgets.demos.diagram.places import LINE_PX, NAME_CHARS, STRIP_PX, NetworkPlaces
from dlwidgets.demos.diagram.scene import Scene, cut
from dlwidgets.demos.diagram.tips import neuron_tip

GLYPH_PX, PICTURE_PX = 46, 92
TILES = ((3, 44), (5, 34), (99, 23))
"""Up to so many neurons in a column, images have this side, in pixels."""
MOST_DIGITS = 5
"""Longer numbers have no room in a circle."""


class NetworkScene:
    """Fill a sheet with the whole network.

    Parameters
    ----------
    at : NetworkPlaces
        Where its parts stand.
    scene : Scene
        The sheet.
    """

    def __init__(self, at: NetworkPlaces, scene: Scene) -> None:
        self._view, self._at, self._scene = at.view, at, scene

    def draw(self) -> None:
        """Draw from the back to the front."""
        for left, right in zip(range(len(self._at.shown) - 1), range(1, len(self._at.shown)), strict=True):
            draw_links(self._scene, self._at, left, right)
        for i, column in enumerate(self._at.shown):
            self._draw_column(i, column)
            self._draw_caption(i, column)
        if len(self._view.columns) > MOST_SHOWN_COLUMNS:
            self._draw_strip()
        self._draw_key()

    def _draw_column(self, i: int, column: Column) -> None:
        if column.style == "picture":
            x, y = self._at.place(i, 0)
            size = min(PICTURE_PX, 0.85 * self._at.gap)
            example_image(self._view, self._scene, (x, y), size, f"l:{column.number}")
        elif not column.is_drawn_singly:
            self._draw_glyph(i, column)
        else:
            self._draw_neurons(i, column)
            if fold := self._at.fold(i):
                x, y, n = fold
                self._scene.text(x, y, f"⋮ {n} more", part=f"l:{column.number}", tip=f"{column.title}: {column.size}")

    def _draw_glyph(self, i: int, column: Column) -> None:
        (x, y), half = self._at.place(i, 0), GLYPH_PX / 2
        is_lit, is_bad = column.number == self._view.place.layer, bool(column.problem)
        box = (x - half, y - half, x + half, y + half)
        style = {"edge": "accent" if is_lit or is_bad else "ink", "line": 3.2 if is_lit else 1.3, "radius": 5}
        tip = column.problem or f"{column.title}, {' '.join(column.caption)}"
        self._scene.area(box, fill="paper", part=f"l:{column.number}", tip=tip, **style)
        self._scene.glyph(GLYPHS.get(column.kind, GLYPHS["Input"]), x, y, 28, width=1.2)
        if is_bad:
            self._scene.glyph(CROSS, x, y, GLYPH_PX - 10, ink="accent", width=3)
            self._scene.text(x, y - half - 10, "does not fit", size=10, bold=True, ink="accent")

    def _draw_neurons(self, i: int, column: Column) -> None:
        values = self._view.values(column.number)
        sums = self._view.sums(column.number) if column is self._view.last and self._view.is_softmax else None
        shown = values if sums is None else sums
        side = next(size for most, size in TILES if self._at.largest <= most) if self._view.is_plane else 0
        if side:
            middles = {index: self._at.place(i, index)[1] for index in self._at.indices(i)}
            self._scene.image(PlaneMaps(self._view).strip(column.number, middles, self._at.place(i, 0)[0], side))
        for index in self._at.indices(i):
            value = None if shown is None else float(shown.reshape(-1)[index])
            self._draw_neuron(column, index, self._at.place(i, index), value, side)

    def _draw_neuron(
        self,
        column: Column,
        index: int,
        at: tuple[float, float],
        value: float | None,
        side: int,
    ) -> None:
        (x, y), scene, is_silent = at, self._scene, value is None
        is_lit = (column.number, index + 1) == (self._view.place.layer, self._view.place.neuron)
        name, part = self._view.name(column.number, index), f"n:{column.number}:{index + 1}"
        value = float("nan") if value is None else value
        text = "" if is_silent else number_text(value)
        tip = neuron_tip(self._view, column.number, index)
        if side or column.style == "through":
            half = side / 2 or self._at.radius - 2
            style = {"edge": "accent" if is_lit else "ink", "line": 3.2 if is_lit else 1.0, "part": part, "tip": tip}
            box = (x - half, y - half, x + half, y + half)
            scene.area(box, fill="paper", opacity=0.0 if side else 1.0, radius=0 if side else 4, **style)
            scene.text(x, y + half + 7 if side else y, text, size=9, halo=4 if side else 0, part=part, tip=tip)
        else:
            scene.neuron(x, y, radius=self._at.radius, lit=is_lit, part=part, tip=tip)
            text = text if len(text) <= MOST_DIGITS else rounder(value)
            scene.text(x, y, text, size=size_in_circle(text, self._at.radius), halo=0, part=part, tip=tip)
        if column.number == 0:
            scene.text(
                x - max(side / 2, self._at.radius) - 7, y, cut(name, NAME_CHARS), align="right", part=part, tip=tip
            )

    def _draw_caption(self, i: int, column: Column) -> None:
        x = self._at.place(i, self._at.indices(i)[0])[0]
        is_lit, part = column.number == self._view.place.layer, f"l:{column.number}"
        for line, text in enumerate(column.caption):
            style = {
                "size": 10 if self._at.gap > 70 else 9,
                "bold": is_lit and not line,
                "ink": "accent" if is_lit and not line else "ink",
            }
            self._scene.text(x, self._at.caption_px + LINE_PX * line, text, part=part, tip=column.title, **style)
        if column.is_frozen:
            y = self._at.caption_px + LINE_PX * len(column.caption)
            self._scene.glyph(LOCK, x - 22, y, 11, width=1.4)
            self._scene.text(x - 13, y + 1, "frozen", size=10, align="left", bold=True, part=part)

    def _draw_strip(self) -> None:
        """Draw all layers small; those that are shown above have a frame around them."""
        n, (left, width) = len(self._view.columns), (10, 660)
        step = min(26.0, width / n)
        for column in self._view.columns:
            x = left + step * column.number
            is_lit = column.number == self._view.place.layer
            fill = "accent" if is_lit or column.problem else "ink" if column.is_dense else "faint"
            box = (x + 2, STRIP_PX - 6, x + step - 2, STRIP_PX + 6)
            self._scene.area(box, fill=fill, edge="ink", line=0.6, part=f"l:{column.number}", tip=column.title)
        first, last = self._at.shown[0].number, self._at.shown[-1].number
        frame = (left + step * first, STRIP_PX - 9, left + step * (last + 1), STRIP_PX + 9)
        self._scene.area(frame, edge="accent", line=1.6, radius=3)
        text = f"layers {max(1, first)} to {last} of {n - 1}"
        self._scene.text(min(left + step * n + 6, 570), STRIP_PX, text if step * n < 560 else "", align="left", size=10)

    def _draw_key(self) -> None:
        """Tell how the sign of a weight is drawn."""
        if self._scene.rows["links"]:
            for x, sign, value in ((512, "positive", 1.0), (596, "negative", -1.0)):
                self._scene.link((x, 14, x + 24, 14), value, width=2.4, tip=f"{sign} weight")
                self._scene.text(x + 29, 14, sign, size=10, align="left")

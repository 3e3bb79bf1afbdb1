"""The network of a playground as a picture: a small image of what each neuron answers, and the links between them."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from dlwidgets.charts.glyphs import LOCK
from dlwidgets.charts.playground import SHEET_PX
from dlwidgets.demos.diagram.numbers import number_text
from dlwidgets.demos.diagram.scene import Scene, cut
from dlwidgets.demos.playing_field.blueprint import Array, Blueprint
from dlwidgets.demos.playing_field.features import FEATURES, feature
from dlwidgets.demos.playing_field.maps import SIDE, Maps, feature_tile
from dlwidgets.demos.playing_field.words import formula
from dlwidgets.widgets.grid import Grid

WIDTH, HEIGHT = SHEET_PX
LEFT, NARROW_LEFT, RIGHT, TOP, BOTTOM = 96, 80, 34, 62, HEIGHT - 14
"""Pixels that stay free beside the tiles, and where columns begin and end; labels stand on the left."""
NARROW = 400
"""Where the sheet has fewer pixels, as on a phone, labels are shorter."""
TILES = ((7, 3), (9, 4), (12, 5), (99, 8))
"""Up to so many tiles in a column, every third, fourth, ... point of the map is drawn."""
STRIDES = (3, 4, 5, 6, 8)
ROOM_FOR_BUTTONS, ROOM_FOR_WORDS = 43, 34
"""Pixels between two columns that plus and minus, and the names of activations, need."""
WIDEST, FULL = 6.0, 2.5
"""Pixels of a link, and the size of the weight that has them."""
BUTTON_PX = 9
Box = tuple[tuple[float, float], tuple[int, int]]


class Sheet:
    """Fill a sheet with the network of a playground.

    Parameters
    ----------
    blueprint : Blueprint
        The network.
    weights : list of ndarray
        Kernel and bias of each layer.
    maps : Maps
        What each neuron answers over the plane.
    shown : tuple of int
        Layer, neuron and link that are chosen; 0 each for none.
    may_edit : tuple of bool
        Whether features, and layers, can be changed here.
    width : float
        Pixels that the sheet has; where the page is narrow they are fewer than its units.
    """

    def __init__(
        self,
        blueprint: Blueprint,
        weights: Sequence[Array],
        maps: Maps,
        shown: tuple[int, int, int],
        may_edit: tuple[bool, bool],
        width: float = WIDTH,
    ) -> None:
        self._plan, self._weights, self._maps, self._width = blueprint, weights, maps, width
        self._layer, self._neuron, self._link = shown
        self._may_choose_features, self._may_edit_layers = may_edit
        known = list(FEATURES) if self._may_choose_features else []
        self._features = [*known, *(name for name in blueprint.features if name not in known)]
        columns = [len(self._features), *blueprint.sizes[1:]]
        self._left = LEFT if width >= NARROW else NARROW_LEFT
        self._gap = (width - RIGHT - self._left) / max(1, len(columns) - 1)
        least = next(stride for most, stride in TILES if max(columns) <= most)
        fitting = [stride for stride in STRIDES if stride >= least and SIDE // stride + 11 <= self._gap]
        self._stride = fitting[0] if fitting else STRIDES[-1]
        self._side = len(range(self._stride - 1, SIDE, self._stride))
        self._counts = columns
        self._places: dict[tuple[int, int], tuple[float, float]] = {}
        self.scene = Scene()

    def draw(self) -> Scene:
        """Draw from the back to the front, in pixels; narrow sheets are stretched to the units of wide ones."""
        for number in range(1, len(self._counts)):
            self._draw_links(number)
        for number in range(len(self._counts)):
            self._draw_column(number)
        self._draw_captions()
        if self._width != WIDTH:
            self.scene.stretch(WIDTH / self._width)
        return self.scene

    def _place(self, number: int, index: int) -> tuple[float, float]:
        """Return the middle of a tile."""
        if (number, index) in self._places:
            return self._places[number, index]
        n = self._counts[number]
        gap = min((BOTTOM - TOP) / max(self._counts), self._side + 20)
        x = self._left + self._gap * number
        middle = (TOP + BOTTOM) / 2
        place = round(x), round(middle + gap * (index - (n - 1) / 2))
        return self._places.setdefault((number, index), place)

    def _row(self, feature: str) -> int:
        return self._features.index(feature)

    def _draw_links(self, number: int) -> None:
        kernel = np.asarray(self._weights[2 * number - 2], float)
        half = self._side / 2
        for source in range(kernel.shape[0]):
            row = self._row(self._plan.features[source]) if number == 1 else source
            for target in range(kernel.shape[1]):
                weight = float(kernel[source, target])
                if not np.isfinite(weight):
                    continue  # a gap; the sentence tells of it
                (x, y), (x2, y2) = self._place(number - 1, row), self._place(number, target)
                ends = (x + half, y, x2 - half, y2)
                is_chosen = (number, target + 1, source + 1) == (self._layer, self._neuron, self._link)
                if is_chosen:
                    self.scene.glow(ends)
                    self.scene.text((x + x2) / 2, (y + y2) / 2 - 8, number_text(weight), bold=True, ink="accent")
                width = 0.5 + WIDEST * min(1.0, abs(weight) / FULL)
                opacity = 1.0 if is_chosen else 0.35 if number in self._plan.frozen else 0.75
                part, tip = f"w:{number}:{target + 1}:{source + 1}", f"weight {number_text(weight)}; click to change it"
                self.scene.link(ends, weight, width=width, opacity=opacity, part=part, tip=tip)

    def _draw_column(self, number: int) -> None:
        side, places = self._side, [self._place(number, index) for index in range(self._counts[number])]
        x, top = places[0][0], places[0][1] - side // 2
        for index, place in enumerate(places):
            self._draw_tile(number, index, place)
        box = (x - side / 2, x - side / 2 + side), (top, places[-1][1] - side // 2 + side)
        offsets = tuple(y - side // 2 - top for _, y in places)
        if number == 0:
            self.scene.image(_features_image(tuple(self._features), self._stride, offsets, box))
        else:
            self.scene.image(_image(self._maps.tiles(number, self._stride), offsets, box))

    def _draw_tile(self, number: int, index: int, at: tuple[float, float]) -> None:
        (x, y), half = at, self._side / 2
        box = (x - half, y - half, x + half, y + half)
        if number == 0:
            name = self._features[index]
            is_used, part = name in self._plan.features, f"f:{name}"
            verb = "click to leave it out" if is_used else "click to give it to the network"
            tip = f"{feature(name).label}{': ' + verb if self._may_choose_features else ''}"
            self.scene.area(box, fill="paper", opacity=0.0 if is_used else 0.72, part=part, tip=tip)
            self.scene.area(box, edge="ink" if is_used else "faint", line=1.6 if is_used else 1, part=part, tip=tip)
            label, style = cut(feature(name).label, 11 if self._left == LEFT else 8), {"bold": is_used, "size": 12}
            self.scene.text(x - half - 8, y, label, align="right", part=part, tip=tip, **style)
            return
        is_lit = (number, index + 1) == (self._layer, self._neuron)
        part, tip = f"n:{number}:{index + 1}", formula(self._plan, self._weights, number, index)
        style = {"edge": "accent" if is_lit else "ink", "line": 3.2 if is_lit else 1.2}
        self.scene.area(box, fill="paper", opacity=0.0, part=part, tip=tip, **style)

    def _draw_captions(self) -> None:
        scene, last = self.scene, len(self._counts) - 1
        has_words, has_buttons = self._gap >= ROOM_FOR_WORDS, self._gap >= ROOM_FOR_BUTTONS
        scene.text(self._left, 14, "features", size=11, bold=True)
        for number in range(1, last + 1):
            x = self._place(number, 0)[0]
            is_lit, part = number == self._layer, f"l:{number}"
            ink = "accent" if is_lit else "ink"
            title = self._plan.all_activations[number - 1]
            scene.text(x, 14, "out" if number == last else str(self._counts[number]), bold=True, part=part, ink=ink)
            is_said = (has_words or is_lit) and not (title == "linear" and number == last)
            scene.text(x, 28, title if is_said else "", size=9, part=part, ink=ink)
            if number in self._plan.frozen:
                scene.glyph(LOCK, x + 16, 12, 10, width=1.4)
            if number < last and self._may_edit_layers and has_buttons:
                self._draw_button(x - 11, 43, "−", f"b:{number}:-1", "One neuron less")
                self._draw_button(x + 11, 43, "+", f"b:{number}:1", "One neuron more")

    def _draw_button(self, x: float, y: float, sign: str, part: str, tip: str) -> None:
        half = BUTTON_PX
        box = (x - half, y - half, x + half, y + half)
        self.scene.area(box, fill="paper", edge="ink", line=1, radius=4, part=part, tip=tip)
        self.scene.text(x, y, sign, size=13, halo=0, part=part, tip=tip)


@lru_cache(maxsize=16)
def _features_image(names: tuple[str, ...], stride: int, offsets: tuple[int, ...], box: Box) -> Grid:
    return _image([feature_tile(name, stride) for name in names], offsets, box)


def _image(tiles: Sequence[Array], offsets: Sequence[int], box: Box) -> Grid:
    """Put the tiles of a column into one image, each so many pixels below the upper end."""
    (_, side), (top, bottom) = tiles[0].shape, box[1]
    image = np.full((bottom - top, side), np.nan)
    for tile, row in zip(tiles, offsets, strict=True):
        image[row : row + side] = tile[::-1]
    return Grid(image[::-1], x=box[0], y=box[1], domain=(-1, 1))

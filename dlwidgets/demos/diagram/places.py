"""Where the columns of a network diagram stand, and the neurons in them that are shown."""

from functools import cached_property

from dlwidgets.charts.network_map import HEIGHT_PX
from dlwidgets.demos.diagram.columns import MOST_SHOWN_COLUMNS, Column, shown_columns
from dlwidgets.demos.diagram.scene import cut
from dlwidgets.demos.diagram.view import DiagramView
from dlwidgets.demos.stepper.layout import MIDDLE, MOST_SHOWN, Layout, layout
from dlwidgets.nn import Neuron

MIDDLE_PX, SCALE_PX = 192, 335
CAPTION_PX, LINE_PX, STRIP_PX = 352, 13, 419
"""Where captions begin if there are four lines of them above the strip of all layers, and how far apart lines are."""
RADII = ((3, 22), (5, 18), (99, 14))
"""Up to so many neurons in a column, circles have this radius, in pixels."""
NAME_CHARS = 18


class NetworkPlaces:
    """The columns of a network that there is room for.

    Parameters
    ----------
    view : DiagramView
        What there is to show.
    """

    def __init__(self, view: DiagramView) -> None:
        self.view = view
        self.shown: list[Column] = shown_columns(view.columns, view.place.layer)

    def place(self, shown: int, index: int) -> tuple[float, float]:
        """Return the middle of a neuron, by its column among those that are shown, in pixels."""
        x, y = self.layout.places[Neuron(shown, index)]
        left, right = self.edges
        return left + x * (right - left), self._height(y)

    def _height(self, y: float) -> float:
        """Return a height of the layout in pixels: what captions leave free is filled."""
        free = self.caption_px - CAPTION_PX
        return MIDDLE_PX + free / 2 - (y - MIDDLE) * (SCALE_PX + free)

    @cached_property
    def caption_px(self) -> float:
        """The middle of the first line of the captions; the last one, and a word on freezing, end at the border."""
        if len(self.view.columns) > MOST_SHOWN_COLUMNS:
            return CAPTION_PX
        return HEIGHT_PX - LINE_PX * (max(len(column.caption) for column in self.shown) + 0.5)

    def last_places(self) -> list[tuple[int, float]]:
        """Return which outputs are shown and at which heights, in pixels; none if they are out of sight."""
        last = len(self.shown) - 1
        if self.shown[-1] is not self.view.last or not self.shown[-1].is_drawn_singly:
            return []
        return [(index, self.place(last, index)[1]) for index in self.indices(last)]

    @cached_property
    def layout(self) -> Layout:
        """The neurons that are shown, and where."""
        sizes = tuple(column.size or 1 if column.is_drawn_singly else 1 for column in self.shown)
        if len(sizes) == 1:
            return Layout({Neuron(0, 0): (0.5, MIDDLE)}, {})
        return layout(sizes, self._focus())

    @cached_property
    def edges(self) -> tuple[float, float]:
        """Where the first and the last of the columns stand, in pixels."""
        first, last = self.shown[0], self.shown[-1]
        left = 62.0
        if first.number == 0 and first.style == "neurons":
            names = [self.view.name(0, i) for i in range(min(first.size or 1, MOST_SHOWN))]
            left = 38.0 + 6 * max(len(cut(name, NAME_CHARS)) for name in names)
        if last is not self.view.last or not last.is_drawn_singly:
            return left, 618
        return left, 470 if self.view.is_softmax else 530 if self.view.class_names or self.view.is_binary else 590

    @property
    def gap(self) -> float:
        """Between two columns, in pixels."""
        left, right = self.edges
        return (right - left) / max(1, len(self.shown) - 1)

    @cached_property
    def radius(self) -> float:
        """Of a neuron, in pixels."""
        return next(size for most, size in RADII if self.largest <= most)

    @property
    def largest(self) -> int:
        """Most neurons that stand in one column."""
        counts = [sum(n.layer == i for n in self.layout.places) for i in range(len(self.shown))]
        return max(counts)

    def _focus(self) -> list[Neuron]:
        """Return the neurons that must be shown, the most important last."""
        place, numbers = self.view.place, [column.number for column in self.shown]
        wanted = [(len(self.view.columns) - 1, k) for k in (self.view.true_class, self.view.chosen_class)]
        wanted += [(place.layer - 1, place.link - 1), (place.layer, place.neuron - 1)]
        return [Neuron(numbers.index(n), k) for n, k in wanted if n in numbers and k is not None and k >= 0]

    def indices(self, shown: int) -> list[int]:
        """Return which numbers of a column are shown, from 0."""
        return [neuron.index for neuron in self.layout.places if neuron.layer == shown]

    def fold(self, shown: int) -> tuple[float, float, int] | None:
        """Return where a folded column says how many more there are, and how many; None if it shows all."""
        if shown not in self.layout.folds:
            return None
        _, y, n = self.layout.folds[shown]
        return self.place(shown, self.indices(shown)[0])[0], self._height(y), n

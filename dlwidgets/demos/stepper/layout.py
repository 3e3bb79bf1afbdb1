"""Where the neurons of a diagram stand, which of a large layer are shown, and what lies under the pointer."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import hypot

from dlwidgets.charts.diagram import HEIGHT_PX, WIDTH_PX, X_RANGE, Y_RANGE
from dlwidgets.nn import Neuron, Weight

MOST_SHOWN = 8
"""A larger layer is folded: some neurons are shown, and how many there are beside them."""
MIDDLE, HEIGHT, LARGEST_GAP = 0.44, 0.7, 0.42
NEAR_PX = 26
"""A click that is nearer to something counts for it."""


@dataclass(frozen=True)
class Layout:
    """The neurons that are shown, and their places.

    Parameters
    ----------
    places : dict of Neuron to (x, y)
        From 0 to 1, inputs on the left.
    folds : dict of int to (x, y, n)
        For each folded layer the place of the sign for its n other neurons.
    """

    places: dict[Neuron, tuple[float, float]]
    folds: dict[int, tuple[float, float, int]]

    @cached_property
    def edges(self) -> list[Weight]:
        """The weights, without biases, whose two ends are shown."""
        sources: dict[int, list[int]] = {}
        for neuron in self.places:
            sources.setdefault(neuron.layer + 1, []).append(neuron.index)
        return [
            Weight(neuron.layer, neuron.index, source)
            for neuron in self.places
            for source in sources.get(neuron.layer, ())
        ]

    def ends(self, edge: Weight) -> tuple[float, float, float, float]:
        """Return where a line begins and ends: x, y, x2, y2."""
        return (*self.places[Neuron(edge.layer - 1, edge.source)], *self.places[edge.neuron])

    def part_at(self, x: float, y: float, n_layers: int) -> str | None:
        """Return the name of the number at a place: an input, a target, a bias, a weight; None if none."""
        neuron, distance = min(
            ((n, hypot(*_pixels(x - at[0], y - at[1]))) for n, at in self.places.items()), key=lambda pair: pair[1]
        )
        if distance <= NEAR_PX:
            return part_of(neuron, n_layers)
        edge, distance = min(((e, _to_line(x, y, self.ends(e))) for e in self.edges), key=lambda pair: pair[1])
        return edge.name if distance <= NEAR_PX / 2 else None


def part_of(neuron: Neuron, n_layers: int) -> str:
    """Return the number that belongs to a neuron and can be set: of an input its value, of an output its target."""
    if neuron.layer == 0:
        return f"x{neuron.index + 1}"
    return f"y{neuron.index + 1}" if neuron.layer == n_layers else Weight(neuron.layer, neuron.index).name


def layout(sizes: tuple[int, ...], focus: Iterable[Neuron]) -> Layout:
    """Place the neurons of a network.

    Parameters
    ----------
    sizes : tuple of int
        Of all layers, the inputs first.
    focus : iterable of Neuron
        Those that have to be shown, the most important last.

    Returns
    -------
    Layout
        Their places.
    """
    places: dict[Neuron, tuple[float, float]] = {}
    folds: dict[int, tuple[float, float, int]] = {}
    wanted = list(focus)
    for layer, size in enumerate(sizes):
        shown = _shown(size, [n.index for n in wanted if n.layer == layer])
        x, n_places = layer / (len(sizes) - 1), min(size, MOST_SHOWN)
        gap = min(LARGEST_GAP, HEIGHT / max(1, n_places - 1))
        ys = [MIDDLE + gap * ((n_places - 1) / 2 - i) for i in range(n_places)]
        places |= {Neuron(layer, index): (x, y) for index, y in zip(shown, ys, strict=False)}
        if len(shown) < size:
            folds[layer] = (x, ys[-1], size - len(shown))
    return Layout(places, folds)


def _shown(size: int, focus: list[int]) -> list[int]:
    """Return which neurons of a layer are shown, in order: all, or those in focus and the first others."""
    if size <= MOST_SHOWN:
        return list(range(size))
    order = dict.fromkeys([*reversed(focus), *range(size)])
    return sorted([*order][: MOST_SHOWN - 1])


def _pixels(dx: float, dy: float) -> tuple[float, float]:
    return dx * WIDTH_PX / (X_RANGE[1] - X_RANGE[0]), dy * HEIGHT_PX / (Y_RANGE[1] - Y_RANGE[0])


def _to_line(x: float, y: float, ends: tuple[float, float, float, float]) -> float:
    """Return the distance in pixels from a place to a line between two places."""
    (px, py), (lx, ly) = _pixels(x - ends[0], y - ends[1]), _pixels(ends[2] - ends[0], ends[3] - ends[1])
    along = max(0.0, min(1.0, (px * lx + py * ly) / (lx**2 + ly**2)))
    return hypot(px - along * lx, py - along * ly)

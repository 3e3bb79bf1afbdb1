"""The links of a network diagram: sign by colour and dash, size by width, the chosen one with its value."""

import numpy as np

from dlwidgets.demos.diagram.data import Array
from dlwidgets.demos.diagram.numbers import number_text
from dlwidgets.demos.diagram.places import NetworkPlaces
from dlwidgets.demos.diagram.scene import Scene

FEW_LINKS = 14
WIDEST = 4.5


def draw_links(scene: Scene, at: NetworkPlaces, left: int, right: int) -> None:
    """Draw what leads from one of the columns that are shown to the next.

    Parameters
    ----------
    scene : Scene
        The sheet.
    at : NetworkPlaces
        Where neurons stand.
    left, right : int
        The columns, counted among those that are shown.
    """
    view = at.view
    before, column = at.shown[left], at.shown[right]
    kernel = view.kernel(column.number)
    if before.is_drawn_singly and kernel is not None:
        _draw_weights(scene, at, left, right, kernel)
    elif before.is_drawn_singly and column.style == "through":
        for index in set(at.indices(left)) & set(at.indices(right)):
            scene.tie(at.place(left, index), at.place(right, index))
    else:
        for a in at.indices(left):
            for b in at.indices(right):
                scene.tie(at.place(left, a), at.place(right, b))


def _draw_weights(scene: Scene, at: NetworkPlaces, left: int, right: int, kernel: Array) -> None:
    view = at.view
    number, chosen = at.shown[right].number, view.place
    # The width depends on the shape of the layer and not on its weights: it tells them apart, and never jumps.
    full = 2 * np.sqrt(6 / sum(kernel.shape))
    sources, targets = at.indices(left), at.indices(right)
    opacity = 0.85 if len(sources) * len(targets) <= FEW_LINKS else 0.5
    for source in sources:
        for target in targets:
            weight = float(kernel[source, target])
            if not np.isfinite(weight):
                continue  # a gap; the sentence counts them
            ends = (*at.place(left, source), *at.place(right, target))
            is_chosen = (chosen.layer, chosen.neuron, chosen.link) == (number, target + 1, source + 1)
            if is_chosen:
                scene.glow(ends)
            part = f"w:{number}:{target + 1}:{source + 1}"
            name = view.name(number - 1, source)
            tip = f"weight {number_text(weight)}, from {name} to neuron {target + 1} of layer {number}"
            width = 0.6 + WIDEST * min(1.0, abs(weight) / full)
            scene.link(ends, weight, width=width, opacity=1.0 if is_chosen else opacity, part=part, tip=tip)
    _label_link(scene, at, left, right, kernel)


def _label_link(scene: Scene, at: NetworkPlaces, left: int, right: int, kernel: Array) -> None:
    """Write the value of the chosen link beside it."""
    view = at.view
    place, number = view.place, at.shown[right].number
    source, target = place.link - 1, place.neuron - 1
    if place.layer == number and source in at.indices(left) and target in at.indices(right):
        (x, y), (x2, y2) = at.place(left, source), at.place(right, target)
        text = number_text(float(kernel[source, target]))
        scene.text(x + 0.45 * (x2 - x), y + 0.45 * (y2 - y), text, bold=True, ink="accent")

"""What comes out of a network: one joint step over all outputs, or a probability, with the names of the classes."""

import numpy as np

from dlwidgets.demos.diagram.numbers import number_text
from dlwidgets.demos.diagram.places import NetworkPlaces
from dlwidgets.demos.diagram.scene import Scene, cut
from dlwidgets.demos.diagram.view import DiagramView

BAR_PX = 62
"""Length of a bar for the probability 1."""


def draw_outputs(at: NetworkPlaces, scene: Scene) -> None:
    """Draw beside the last column what its numbers mean.

    Parameters
    ----------
    at : NetworkPlaces
        Where the columns stand.
    scene : Scene
        The sheet.
    """
    view = at.view
    last = view.last
    values = view.values(last.number)
    rows = at.last_places()
    if not rows or values is None:
        return
    x = at.edges[1] + max(at.radius, 20) + 8
    if view.is_softmax:
        _draw_joint_step(scene, [y for _, y in rows], x)
        x += 40
    for index, y in rows:
        _draw_row(view, scene, index, (x, y), float(values[index]))


def _draw_joint_step(scene: Scene, heights: list[float], x: float) -> None:
    """Draw softmax as one box for all outputs: none of the shares comes from its own sum alone."""
    top, bottom = min(heights) - 16, max(heights) + 16
    tip = "softmax: e to the power of each sum, divided by the sum of all these; the shares add up to 1"
    scene.area((x, top, x + 24, bottom), fill="paper", edge="ink", radius=5, part="o", tip=tip)
    scene.text(x + 12, (top + bottom) / 2, "softmax", size=11, angle=270, part="o", tip=tip)
    for y in heights:
        scene.outline([(x - 8, y), (x, y)], width=1.2)
        scene.outline([(x + 24, y), (x + 34, y)], width=1.2)
    scene.text(x + 40, bottom + 8, "sum of shares = 1", size=9, align="left")


def _draw_row(view: DiagramView, scene: Scene, index: int, at: tuple[float, float], value: float) -> None:
    """Draw one output: the name of its class, its share as a bar, and whether it is chosen and true."""
    (x, y), name = at, view.output_name(index)
    is_share = view.is_softmax or view.is_binary
    mark, is_chosen = mark_of(view, index)
    if is_share:
        title = f"p of {cut(name, 14)}" if view.is_binary else f"{cut(name, 12)} {mark}".strip()
        scene.text(x, y - 8, title, align="left", bold=is_chosen and not view.is_binary, tip=name)
        if view.is_binary:
            scene.text(x, y + 20, mark, align="left", bold=True)
        scene.area((x, y, x + BAR_PX, y + 9), edge="faint")
        if np.isfinite(value):
            scene.area((x, y, x + BAR_PX * value, y + 9), fill="accent" if is_chosen else "ink", opacity=0.75)
        scene.text(x + BAR_PX + 5, y + 5, number_text(value), align="left", bold=is_chosen)
    else:
        truth = "" if view.truth is None else f"true {number_text(view.truth)}"
        label = mark if view.last.size == 1 else f"{cut(name, 12)} {mark}"
        scene.text(x, y, f"{label} {truth}".strip(), align="left", bold=is_chosen, tip=name)


def mark_of(view: DiagramView, index: int) -> tuple[str, bool]:
    """Say what stands beside an output: whether the network decides for its class, and whether that is right.

    Parameters
    ----------
    view : DiagramView
        What there is to show.
    index : int
        The output, from 0.

    Returns
    -------
    (str, bool)
        A sign with a word, and whether the class is chosen.
    """
    chosen, true = view.chosen_class, view.true_class
    if view.last.size == 1:
        if chosen is None:
            return "", False
        sign = "" if true is None else "✓ " if chosen == true else "✗ "
        return f"{sign}says {cut(view.class_names[chosen], 12)}" if view.class_names else "", True
    if index == chosen:
        return ("chosen" if true is None else "✓ chosen" if chosen == true else "✗ chosen"), True
    return ("← true" if index == true else ""), False

"""One layer as a picture: all its weights with what comes in and what goes out, or what it makes of an example."""

from textwrap import wrap

import numpy as np

from dlwidgets.charts.glyphs import CROSS, GLYPHS, LOCK
from dlwidgets.demos.diagram.columns import Column, shape_text
from dlwidgets.demos.diagram.data import Array
from dlwidgets.demos.diagram.images import coarse, example_image, grey, reach_of, signed
from dlwidgets.demos.diagram.numbers import number_text
from dlwidgets.demos.diagram.scene import Scene, cut
from dlwidgets.demos.diagram.view import DiagramView
from dlwidgets.nn.chain import SOFTMAX

LEFT, TOP, WIDTH, HEIGHT = 168, 76, 500, 226
MOST_ROWS, MOST_COLUMNS = 12, 10
"""A larger matrix has no room for numbers and is drawn as an image."""
TALLEST, WIDEST = 40, 110
MOST_BARS = 100
N_MAPS = 8
NAME_CHARS = 17
LINE_CHARS = 72


def draw_layer(view: DiagramView, scene: Scene) -> None:
    """Fill a sheet with the chosen layer.

    Parameters
    ----------
    view : DiagramView
        What there is to show.
    scene : Scene
        The sheet.
    """
    column = view.column
    arithmetic = column.joint.parameters.arithmetic if column.joint and column.joint.parameters else ""
    shapes = f"{shape_text(view.before.shape)} → {shape_text(column.shape)}" if column.number else ""
    facts = "" if column.problem else ", ".join(filter(None, [shapes or shape_text(column.shape), arithmetic]))
    scene.text(0, 44, facts, align="left", size=12)
    if column.is_frozen:
        scene.glyph(LOCK, 585, 43, 14, width=1.6)
        scene.text(597, 44, "frozen", align="left", size=12)
    kernel = view.kernel(column.number)
    if kernel is None:
        _draw_any(view, scene, column)
    elif kernel.shape[0] <= MOST_ROWS and kernel.shape[1] <= MOST_COLUMNS:
        _Matrix(view, scene, kernel).draw()
    else:
        _draw_large(view, scene, kernel)


class _Matrix:
    """A dense layer with few weights: a table of numbers whose cells are shaded."""

    def __init__(self, view: DiagramView, scene: Scene, kernel: Array) -> None:
        self._view, self._scene, self._kernel = view, scene, kernel
        n_in, n_out = kernel.shape
        self._height, self._width = min(TALLEST, HEIGHT / n_in), min(WIDEST, WIDTH / n_out)
        finite = np.abs(kernel[np.isfinite(kernel)])
        self._reach = (float(finite.max()) if finite.size else 0.0) or 1.0

    def draw(self) -> None:
        view, scene, (n_in, n_out) = self._view, self._scene, self._kernel.shape
        number, bottom = view.column.number, TOP + n_in * self._height
        came = view.values(number - 1)
        for i in range(n_in):
            y = TOP + (i + 0.5) * self._height
            scene.text(LEFT - 50, y, cut(view.name(number - 1, i), NAME_CHARS), align="right")
            if came is not None:
                scene.text(LEFT - 8, y, number_text(float(came.reshape(-1)[i])), align="right")
            for j in range(n_out):
                self._draw_cell(i, j)
        scene.text(LEFT - 8, TOP - 12, "value", align="right", size=10)
        for j in range(n_out):
            is_lit = j + 1 == view.place.neuron
            name = view.output_name(j) if view.column is view.last else ""
            style = {"bold": is_lit, "ink": "accent" if is_lit else "ink", "part": f"n:{number}:{j + 1}"}
            text = cut(name, round(self._width / 6.5)) or f"neuron {j + 1}"
            scene.text(self._x(j), TOP - 12, text if self._width > 50 else str(j + 1), tip=name, **style)
        for k, (title, values) in enumerate(_results(view)):
            scene.text(LEFT - 8, bottom + 18 + 17 * k, title, align="right")
            for j in range(n_out):
                self._draw_result(j, bottom + 18 + 17 * k, values)
        frame = (self._x(view.place.neuron - 1) - self._width / 2, TOP, 0, bottom)
        scene.area((frame[0], TOP, frame[0] + self._width, bottom), edge="accent", line=2.4)

    def _x(self, j: int) -> float:
        return LEFT + (j + 0.5) * self._width

    def _draw_result(self, j: int, y: float, values: Array) -> None:
        is_lit = j + 1 == self._view.place.neuron
        part = f"n:{self._view.column.number}:{j + 1}"
        self._scene.text(self._x(j), y, number_text(float(values[j])), bold=is_lit, part=part)

    def _draw_cell(self, i: int, j: int) -> None:
        weight, place = float(self._kernel[i, j]), self._view.place
        x, y = LEFT + j * self._width, TOP + i * self._height
        part = f"w:{place.layer}:{j + 1}:{i + 1}"
        is_lit = (place.neuron, place.link) == (j + 1, i + 1)
        tip = f"weight from {self._view.name(place.layer - 1, i)} to neuron {j + 1}: {number_text(weight)}"
        fill = "none" if not np.isfinite(weight) else "negative" if weight < 0 else "positive"
        shade = min(1.0, abs(weight) / self._reach) * 0.55 if np.isfinite(weight) else 0.0
        box = (x + 1, y + 1, x + self._width - 1, y + self._height - 1)
        self._scene.area(box, fill=fill, opacity=shade, edge="faint", line=0.5, part=part, tip=tip)
        if is_lit:
            self._scene.area(box, edge="accent", line=3, part=part, tip=tip)
        size = 11 if self._width > 45 else 10
        self._scene.text(
            x + self._width / 2, y + self._height / 2, number_text(weight), size=size, halo=0, part=part, tip=tip
        )


def _results(view: DiagramView) -> list[tuple[str, Array]]:
    """Return what stands under the weights: biases, sums, and what the activation makes of them."""
    number = view.column.number
    sums, values = view.sums(number), view.values(number)
    biases = view.biases(number)
    rows = [] if biases is None else [("+ bias", biases)]
    if sums is None or values is None:
        return rows
    rows.append(("= sum", sums))
    if view.column.activation == SOFTMAX:
        with np.errstate(over="ignore"):
            rows.append(("e to that", np.exp(sums)))
        return [*rows, ("÷ their sum = share", values)]
    return [*rows, (f"{view.column.activation or 'output'} of it", values)] if view.column.activation else rows


def _draw_large(view: DiagramView, scene: Scene, kernel: Array) -> None:
    """Draw a dense layer with many weights as an image, with the chosen row and column beside it."""
    (n_in, n_out), place = kernel.shape, view.place
    box = (LEFT, TOP, LEFT + WIDTH, TOP + HEIGHT)
    scene.image(signed(kernel, box))
    tip = "Each row is an input, each column a neuron. Click to choose a weight."
    scene.area(box, fill="paper", opacity=0.0, edge="faint", part=f"m:{place.layer}", tip=tip)
    x, y = LEFT + (place.neuron - 0.5) * WIDTH / n_out, TOP + (place.link - 0.5) * HEIGHT / n_in
    scene.outline([(x, TOP - 6), (x, TOP + HEIGHT + 6)], ink="accent", width=1.4)
    scene.text(min(max(x, LEFT + 40), LEFT + WIDTH - 40), TOP - 14, f"neuron {place.neuron}", bold=True, ink="accent")
    if place.link:
        scene.outline([(LEFT - 6, y), (LEFT + WIDTH, y)], ink="accent", width=1.4)
        name, came = view.name(place.layer - 1, place.link - 1), view.values(place.layer - 1)
        value = "" if came is None else f" = {number_text(float(came.reshape(-1)[place.link - 1]))}"
        scene.text(LEFT - 10, y, f"{cut(name, 14)}{value}", align="right", bold=True)
    scene.text(LEFT - 10, TOP - 14, f"{n_in} inputs ↓", align="right", size=10)
    reach = reach_of(kernel)
    text = f"orange: down to −{number_text(reach)}; blue: up to {number_text(reach)}; in the middle: 0"
    scene.text(LEFT + WIDTH, TOP + HEIGHT + 14, text, align="right", size=10)
    values = view.values(place.layer)
    if values is not None:
        _draw_bars(
            scene, values.reshape(-1), (LEFT, TOP + HEIGHT + 30, LEFT + WIDTH, 420), place.neuron - 1, place.layer
        )
        scene.text(LEFT - 10, TOP + HEIGHT + 62, "outputs", align="right", size=10)


def _draw_bars(scene: Scene, values: Array, box: tuple[float, float, float, float], lit: int, layer: int) -> None:
    """Draw numbers as bars up and down from 0."""
    left, top, right, bottom = box
    shown = values if len(values) <= MOST_BARS else coarse(values.reshape(1, -1))[0]
    reach = float(np.abs(shown[np.isfinite(shown)]).max(initial=0.0)) or 1.0
    step, middle = (right - left) / len(shown), (top + bottom) / 2
    for i, value in enumerate(shown):
        if not np.isfinite(value):
            continue
        height = value / reach * (bottom - top - 4) / 2
        is_lit = i == lit and len(shown) == len(values)
        ends = sorted([middle, middle - height])
        x = left + i * step
        part = f"n:{layer}:{i + 1}" if len(shown) == len(values) else ""
        style = {"edge": "accent" if is_lit else "none", "line": 2, "opacity": 0.8, "part": part}
        tip = f"{i + 1}: {number_text(float(value))}" if part else ""
        scene.area((x, ends[0], x + max(1, step * 0.8), ends[1]), fill="ink", tip=tip, **style)
    scene.outline([(left, middle), (right, middle)], ink="faint", width=1)
    scene.text(right, top + 2, f"up to {number_text(reach)}", align="right", size=9)


def _draw_any(view: DiagramView, scene: Scene, column: Column) -> None:
    """Draw a layer that has no single weights to show: what it is, and what it makes of the example."""
    if column.number == 0 and column.style == "picture":
        example_image(view, scene, (340, 220), 280)
        return
    if column.style != "neurons":
        scene.area((8, 150, 118, 260), fill="paper", edge="accent" if column.problem else "ink", radius=8, line=1.6)
        scene.glyph(GLYPHS.get(column.kind, GLYPHS["Input"]), 63, 205, 66, width=1.8)
        scene.text(63, 278, column.kind)
        if column.problem:
            scene.glyph(CROSS, 63, 205, 96, ink="accent", width=4)
            scene.text(63, 138, "does not fit", bold=True, ink="accent")
    values = view.values(column.number)
    if values is None:
        why = column.problem or "What goes out is not known: this takes a model and data."
        for i, line in enumerate(wrap(why, LINE_CHARS)):
            scene.text(LEFT, 190 + 18 * i, line, align="left", size=12)
    elif values.ndim == 3:
        _draw_maps(scene, values, column)
    elif values.ndim == 2:
        box = (LEFT, TOP, LEFT + WIDTH, TOP + HEIGHT)
        scene.image(signed(values.T, box))
        scene.area(box, edge="faint", fill="paper", opacity=0.0)
        rows, numbers = values.shape
        scene.text(LEFT, TOP + HEIGHT + 16, f"{rows} steps from left to right, {numbers} numbers each", align="left")
    else:
        _draw_vector(view, scene, column, values.reshape(-1))


def _draw_maps(scene: Scene, values: Array, column: Column) -> None:
    """Draw the first channels of what a convolution or a pooling puts out."""
    n, side, gap = min(values.shape[2], N_MAPS), 112, 14
    finite = values[np.isfinite(values)]
    # One range of colours for all channels: so they can be compared.
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    for k in range(n):
        x, y = LEFT + (side + gap) * (k % 4), TOP + (side + gap + 14) * (k // 4)
        scene.image(grey(values[:, :, k], (x, y, x + side, y + side), (low, high) if low < high else None))
        scene.area((x, y, x + side, y + side), edge="faint")
        scene.text(x + side / 2, y + side + 9, f"channel {k + 1}", size=10)
    more = values.shape[2] - n
    more_text = f"; {more} more channels" if more else ""
    text = f"What it puts out for this example, {number_text(low)} to {number_text(high)}{more_text}"
    scene.text(LEFT, 362, text, align="left", tip=column.title)


def _draw_vector(view: DiagramView, scene: Scene, column: Column, values: Array) -> None:
    """Draw a row of numbers: with names and values if they are few, else as bars."""
    if len(values) > MOST_ROWS:
        _draw_bars(scene, values, (LEFT, 100, LEFT + WIDTH, 330), view.place.neuron - 1, column.number)
        scene.text(LEFT, 346, f"{len(values)} numbers for this example, from left to right", align="left")
        return
    reach = float(np.abs(values[np.isfinite(values)]).max(initial=0.0)) or 1.0
    for i, value in enumerate(values):
        y, is_lit = TOP + 12 + 27 * i, i + 1 == view.place.neuron
        style = {"bold": is_lit, "part": f"n:{column.number}:{i + 1}"}
        scene.text(LEFT + 110, y, cut(view.name(column.number, i), 26), align="right", **style)
        scene.text(LEFT + 160, y, number_text(float(value)), align="right", **style)
        if np.isfinite(value):
            ends = sorted([LEFT + 290, LEFT + 290 + value / reach * 110])
            fill = "negative" if value < 0 else "positive"
            scene.area((ends[0], y - 7, ends[1], y + 7), fill=fill, edge="accent" if is_lit else "none", line=2)
    scene.outline([(LEFT + 290, TOP), (LEFT + 290, TOP + 27 * len(values))], ink="ink", width=1)

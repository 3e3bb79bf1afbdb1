"""One neuron as a picture: inputs times weights as bars, their sum, the activation with its point, what goes out."""

from dataclasses import dataclass

import numpy as np

from dlwidgets.charts.theme import CLASS_SHAPES
from dlwidgets.demos.diagram.data import Array
from dlwidgets.demos.diagram.maps import PlaneMaps
from dlwidgets.demos.diagram.numbers import number_text
from dlwidgets.demos.diagram.outputs import mark_of
from dlwidgets.demos.diagram.scene import Scene, cut
from dlwidgets.demos.diagram.view import DiagramView
from dlwidgets.nn.chain import KNOWN, SOFTMAX, Stage

TOP, STEP = 78, 24
NAME_X, VALUE_X, WEIGHT_X, ZERO_X, REACH_PX, NUMBER_X = 128, 172, 226, 312, 58, 418
MOST_TERMS = 9
"""Of more inputs, those with the largest products are shown, and the rest as one sum."""
SIDE = (452, 672)
"""Where the right half begins and ends."""
MAP_PX = 172
MOST_POINTS = 200
MOST_CLASSES = 9


@dataclass(frozen=True)
class Term:
    """One line of a weighted sum.

    Parameters
    ----------
    link : int
        Where it comes from, 0 for the bias, -1 for several together.
    name : str
        What it is called.
    value, weight : float, optional
        The factors; None where there are none.
    product : float
        What they come to.
    """

    link: int
    name: str
    value: float | None
    weight: float | None
    product: float


def terms_of(view: DiagramView) -> list[Term]:
    """Return the lines of the chosen neuron's sum: inputs, the rest of them together, the bias.

    Parameters
    ----------
    view : DiagramView
        Its layer is dense and an example flows.

    Returns
    -------
    list of Term
        Their products add up to the sum.
    """
    kernel = view.kernel(view.place.layer)
    came = None if kernel is None else view.values(view.place.layer - 1)
    if kernel is None or came is None:
        return []
    values, weights = came.reshape(-1).astype(float), kernel[:, view.place.neuron - 1].astype(float)
    products = values * weights
    shown = [*range(len(values))]
    if len(values) > MOST_TERMS:
        order = np.argsort(-np.nan_to_num(np.abs(products), nan=np.inf), kind="stable")
        first = [view.place.link - 1] if view.place.link else []
        shown = sorted(dict.fromkeys([*first, *map(int, order)]))
        shown = sorted([*dict.fromkeys([*first, *map(int, order)])][:MOST_TERMS])
    before = view.place.layer - 1
    terms = [Term(i + 1, view.name(before, i), float(values[i]), float(weights[i]), float(products[i])) for i in shown]
    if rest := len(values) - len(shown):
        other = np.delete(products, shown)
        terms.append(Term(-1, f"{rest} others together", None, None, float(other.sum())))
    biases = view.biases(view.place.layer)
    if biases is not None:
        bias = float(biases[view.place.neuron - 1])
        terms.append(Term(0, "bias", None, bias, bias))
    return terms


def draw_neuron(view: DiagramView, scene: Scene) -> None:
    """Fill a sheet with the chosen neuron.

    Parameters
    ----------
    view : DiagramView
        Its layer is dense.
    scene : Scene
        The sheet.
    """
    terms, sums, values = terms_of(view), view.sums(view.place.layer), view.values(view.place.layer)
    if not terms or sums is None or values is None:
        scene.text(0, 60, "No example flows through this neuron: give data=.", align="left", size=12)
        return
    z, a = float(sums[view.place.neuron - 1]), float(values[view.place.neuron - 1])
    _draw_sum(view, scene, terms, z)
    y = TOP + STEP * (len(terms) + 1)
    name = view.column.activation
    formula = f"output = {name}({number_text(z)})" if name and name != SOFTMAX else "output = sum"
    text = f"{formula} = {number_text(a)}" if name != SOFTMAX else f"share = {number_text(a)}, by softmax over all sums"
    scene.text(NAME_X - 60, y + 4, text, align="left", bold=True, size=12)
    if name == SOFTMAX:
        _draw_shares(view, scene, sums, values)
    elif name in KNOWN or not name:
        _draw_curve(scene, name or "linear", z, a, (*SIDE, 60, 184 if view.is_plane else 300))
    if view.is_plane:
        _draw_plane(view, scene)


def _draw_sum(view: DiagramView, scene: Scene, terms: list[Term], total: float) -> None:
    heads = ((NAME_X, "from", "right"), (VALUE_X, "value", "center"), (WEIGHT_X, "weight", "center"))
    for x, text, align in (*heads, (ZERO_X, "value × weight", "center")):
        scene.text(x, TOP - 18, text, align=align, size=10)
    finite = [abs(term.product) for term in terms if np.isfinite(term.product)]
    reach = max([*finite, abs(total) if np.isfinite(total) else 0.0]) or 1.0
    for i, term in enumerate(terms):
        _draw_term(view, scene, term, TOP + STEP * i, reach)
    y = TOP + STEP * len(terms)
    scene.outline([(NAME_X - 60, y - STEP / 2), (NUMBER_X + 8, y - STEP / 2)], width=1)
    scene.text(NAME_X, y, "sum z", align="right", bold=True)
    _draw_bar(scene, total, y, reach, is_lit=False)
    scene.outline([(ZERO_X, TOP - STEP / 2), (ZERO_X, y + STEP / 2)], width=1)


def _draw_term(view: DiagramView, scene: Scene, term: Term, y: float, reach: float) -> None:
    is_lit, place = term.link == view.place.link, view.place
    part = f"w:{place.layer}:{place.neuron}:{term.link}" if term.link >= 0 else ""
    if is_lit:
        scene.area((0, y - STEP / 2 + 2, NUMBER_X + 8, y + STEP / 2 - 2), edge="accent", line=1.6, radius=3)
    style = {"bold": is_lit, "part": part, "tip": term.name}
    is_edited = (place.layer, place.neuron, term.link) in view.edited
    scene.text(NAME_X, y, cut(term.name, 19), align="right", **style)
    if term.value is not None:
        scene.text(VALUE_X, y, number_text(term.value), **style)
        scene.text((VALUE_X + WEIGHT_X) / 2, y, "×", size=10)
    if term.weight is not None and term.link:
        scene.text(WEIGHT_X, y, f"{number_text(term.weight)}{'*' if is_edited else ''}", **style)
    elif is_edited:
        scene.text(WEIGHT_X, y, "*", **style)
    _draw_bar(scene, term.product, y, reach, is_lit=is_lit, part=part)


def _draw_bar(scene: Scene, value: float, y: float, reach: float, *, is_lit: bool, part: str = "") -> None:
    """Draw a number to the left or to the right of 0, and write it behind."""
    if np.isfinite(value):
        ends = sorted([ZERO_X, ZERO_X + value / reach * REACH_PX])
        fill = "negative" if value < 0 else "positive"
        scene.area((ends[0], y - 7, ends[1], y + 7), fill=fill, opacity=0.85, part=part)
    scene.text(NUMBER_X, y, number_text(value), align="right", bold=is_lit, part=part)


def _draw_curve(scene: Scene, name: str, z: float, a: float, box: tuple[float, float, float, float]) -> None:
    """Draw an activation with the point where the neuron is, and what the point reads on both axes."""
    left, right, top, bottom = box
    reach = max(3.0, abs(z) * 1.25) if np.isfinite(z) else 3.0
    zs = np.linspace(-reach, reach, 61)
    ys = Stage(activation=name).outputs(zs)
    low, high = min(float(ys.min()), 0.0), max(float(ys.max()), 0.0)
    room = (high - low) * 0.08 or 1.0

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (x + reach) / (2 * reach) * (right - left), bottom - (y - low + room) / (
            high - low + 2 * room
        ) * (bottom - top)

    scene.area((left, top, right, bottom), edge="faint")
    scene.outline([at(-reach, 0), at(reach, 0)], ink="faint", width=1)
    scene.outline([at(0, low - room), at(0, high + room)], ink="faint", width=1)
    scene.outline([at(float(x), float(y)) for x, y in zip(zs, ys, strict=True)], width=2)
    scene.text(left, top - 10, f"{name}: from the sum to the output", align="left")
    for x in (-reach, reach):
        scene.text(at(x, 0)[0], bottom + 9, number_text(x), size=9, align="left" if x < 0 else "right")
    if np.isfinite(z) and np.isfinite(a):
        for start in (at(z, low - room), at(-reach, a)):
            scene.outline([start, at(z, a)], ink="accent", width=1.2, dash=True)
        scene.point(
            *at(z, a), ink="accent", shape="diamond", size=90, tip=f"sum {number_text(z)}, output {number_text(a)}"
        )
        side = "left" if z <= 0 else "right"
        x, y = at(z, a)
        label = f"{number_text(z)} → {number_text(a)}"
        scene.text(x + (8 if side == "left" else -8), max(top + 10, y - 12), label, align=side, bold=True, ink="accent")


def _draw_shares(view: DiagramView, scene: Scene, sums: Array, values: Array) -> None:
    """Draw softmax in three steps for all classes: the sums, e to their power, the shares."""
    left, _ = SIDE
    with np.errstate(over="ignore"):
        powers = np.exp(sums)
    chosen, true = view.chosen_class or 0, view.true_class or 0
    order = dict.fromkeys([view.place.neuron - 1, chosen, true, *range(len(sums))])
    shown = sorted([*order][:MOST_CLASSES])
    for x, head in ((left + 78, "sum z"), (left + 124, "e to the z"), (left + 196, "share")):
        scene.text(x, 60, head, size=10)
    for row, k in enumerate(shown):
        y, is_lit = 82 + 30 * row, k == view.place.neuron - 1
        name = (view.output_name(k) if view.column is view.last else "") or f"neuron {k + 1}"
        style = {"bold": is_lit, "part": f"n:{view.place.layer}:{k + 1}"}
        scene.text(left + 54, y, cut(name, 10), align="right", tip=name, ink="accent" if is_lit else "ink", **style)
        scene.text(left + 78, y, number_text(float(sums[k])), **style)
        scene.text(left + 124, y, number_text(float(powers[k])), **style)
        if np.isfinite(values[k]):
            box = (left + 152, y - 6, left + 152 + 44 * float(values[k]), y + 6)
            scene.area(box, fill="accent" if is_lit else "ink", opacity=0.75)
        scene.text(left + 200, y, number_text(float(values[k])), align="left", **style)
        mark, _ = mark_of(view, k) if view.column is view.last else ("", False)
        scene.text(left + 152, y + 13, mark, align="left", size=9)
    bottom = 82 + 30 * len(shown)
    more = f"{len(sums) - len(shown)} more classes, " if len(shown) < len(sums) else ""
    total = number_text(float(powers.sum()))
    scene.text(left, bottom + 4, f"{more}all e to the z together: {total}", align="left", size=10)
    k = view.place.neuron - 1
    text = f"share = {number_text(float(powers[k]))} ÷ {total} = {number_text(float(values[k]))}"
    scene.text(left, bottom + 20, text, align="left", bold=True)


def _draw_plane(view: DiagramView, scene: Scene) -> None:
    """Draw what the neuron computes over the plane, with the data on it."""
    left, top = SIDE[0] + 24, 230
    box = (left, top, left + MAP_PX, top + MAP_PX)
    maps = PlaneMaps(view)
    scene.image(maps.image(view.place.layer, view.place.neuron - 1, box, 86))
    scene.area(box, edge="ink")
    scene.text(left - 24, top - 10, "over the plane: blue high, orange low", align="left")
    (x, x2), (y, y2) = maps.limits
    scene.text(
        left + MAP_PX / 2, top + MAP_PX + 11, f"{cut(view.name(0, 0), 20)}: {number_text(x)} to {number_text(x2)}"
    )
    text = f"{cut(view.name(0, 1), 16)}: {number_text(y)} to {number_text(y2)}"
    scene.text(left - 11, top + MAP_PX / 2, text, angle=270)
    if view.examples is None or view.examples.is_made_up:
        return
    X, answers = view.examples.X, view.examples.y
    for i in dict.fromkeys([*np.linspace(0, len(X) - 1, min(len(X), MOST_POINTS)).astype(int), view.place.example - 1]):
        k = int(answers[i]) % len(CLASS_SHAPES) if answers is not None and view.examples.class_names else 0
        px, py = maps.at(X[i])
        is_lit = i == view.place.example - 1
        at = (left + px * MAP_PX, top + py * MAP_PX)
        scene.point(*at, ink=f"class_{k}", shape=CLASS_SHAPES[k], size=110 if is_lit else 16, tip=f"example {i + 1}")

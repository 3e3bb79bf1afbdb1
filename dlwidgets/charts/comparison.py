"""Contestants side by side: what each says on one plane, what it takes for what, how good it is and what it costs."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dlwidgets.charts.confusion import MATRIX, class_params, matrix
from dlwidgets.charts.counts import SHARE
from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.examples import class_signs, example_points
from dlwidgets.charts.readout import panel_title
from dlwidgets.charts.surface import surface
from dlwidgets.charts.theme import CLASS_COLOURS

PANEL_PX = {1: 300, 2: 280, 3: 210}
"""Side of a panel, by how many stand in a row: all of them fit into a notebook beside its file browser."""
PER_ROW = {4: 2}
"""Panels in a row; three where nothing is said, or as many as there are."""
AXIS_PX = 125
"""Room for names beside an axis, and for its title."""
KEY_STEP_PX, KEY_COLUMNS = 85, 4
"""Distance of two names of classes, and how many stand in a row."""
PICTURES = (6, 4)
"""Columns and rows of example pictures."""
COSTS = ("right", "learns in", "predicts in", "numbers learned", "mult-adds", "memory")
"""Columns of the table of costs."""
LIMITS = ("x_low", "x_high", "y_low", "y_high")


@drawn_once
def comparison(names: Sequence[str], *, are_pictures: bool) -> alt.VConcatChart:
    """Draw contestants side by side.

    Parameters
    ----------
    names : sequence of str
        The contestants.
    are_pictures : bool
        Whether mistakes are shown as pictures instead of points on a plane.

    Returns
    -------
    altair.VConcatChart
        Data sets for the contestant at place i: ``head_i`` (name, says), ``cells_i`` (as ``confusion.matrix`` takes
        them), and either ``answers_i`` (a ``Grid``) and ``wrong_i``
        (x, y), or ``pictures_i`` (column, row, url, label). For all: ``points`` (x, y, kind, class, part: training or
        test), ``titles`` (x, y: names of the axes), ``key`` (x, y in pixels; kind, class), ``scores`` (name, accuracy,
        seed), ``means`` (name, mean, low, high) and ``costs`` (name, column, text). Parameters: ``class_names``,
        ``last_class`` (their number minus 0.5) and, for planes, the ends of their axes.

    References
    ----------
    https://scikit-learn.org/stable/auto_examples/classification/plot_classifier_comparison.html
    """
    columns = PER_ROW.get(len(names), min(len(names), 3))
    px = PANEL_PX[columns]
    draw = _pictures if are_pictures else _plane
    panels = [alt.vconcat(draw(i, px), _matrix(i, px), spacing=30) for i in range(len(names))]
    rows = [alt.hconcat(*panels[at : at + columns], spacing=20) for at in range(0, len(panels), columns)]
    width = columns * (px + 70) - 60
    key = [] if are_pictures else [_key()]
    whole = alt.vconcat(
        *key,
        *rows,
        *_meter(names, max(width, 420)),
        spacing=26,
        usermeta={"narrow_below": width + 60, "axis_px": AXIS_PX, "panels": columns, "panel_px": px},
    )
    whole = whole.resolve_scale(color="independent", shape="independent", opacity="independent")
    ends = {} if are_pictures else dict(zip(LIMITS, (0, 1, 0, 1), strict=True))
    return whole.add_params(*class_params(), *[alt.param(name=name, value=value) for name, value in ends.items()])


def _head(i: int, px: int) -> alt.LayerChart:
    rows = alt.Chart(alt.NamedData(f"head_{i}"))
    name = rows.mark_text(align="left", baseline="bottom", fontSize=13, fontWeight=600, limit=px)
    says = rows.mark_text(align="left", baseline="bottom", fontSize=11, limit=px)
    return alt.layer(
        name.encode(text="name:N", x=alt.value(0), y=alt.value(-19)),
        says.encode(text="says:N", x=alt.value(0), y=alt.value(-5)),
    )


def _plane(i: int, px: int) -> alt.LayerChart:
    x, y = (_axis(channel, name) for channel, name in ((alt.X, "x"), (alt.Y, "y")))
    layers = [surface(f"answers_{i}", x=x, y=y), _points(x, y), _wrong(i, x, y), _title("x", px), _title("y", px)]
    plane = alt.layer(*layers, _head(i, px)).properties(name=f"plane_{i}", width=px, height=px)
    return plane.resolve_scale(color="independent", shape="independent")


def _axis(channel: type, name: str) -> alt.X | alt.Y:
    # The title is a space that keeps the room; _title() writes into it what can change.
    scale = alt.Scale(domainMin=alt.expr(f"{name}_low"), domainMax=alt.expr(f"{name}_high"), nice=False, zero=False)
    return channel(f"{name}:Q", scale=scale, axis=alt.Axis(title=" ", tickCount=5, grid=False))


def _title(axis: str, px: int) -> alt.Chart:
    place: dict[str, Any] = {"x": alt.value(px / 2), "y": alt.value(px + 30)}
    if axis == "y":
        place = {"x": alt.value(-36), "y": alt.value(px / 2)}
    mark = alt.Chart(alt.NamedData("titles")).mark_text(angle=270 if axis == "y" else 0, fontSize=11, limit=px)
    return mark.encode(text=f"{axis}:N", **place)


def _points(x: alt.X, y: alt.Y) -> alt.Chart:
    tips = ["class:N", "part:N", alt.Tooltip("x:Q", format=".3"), alt.Tooltip("y:Q", format=".3")]
    return example_points("points").encode(x=x, y=y, tooltip=tips)


def _key() -> alt.LayerChart:
    """Name the classes above the planes."""
    rows = alt.Chart(alt.NamedData("key")).encode(
        x=alt.X("x:Q", axis=None, scale=None), y=alt.Y("y:Q", axis=None, scale=None)
    )
    marks = rows.mark_point(filled=True, size=50, opacity=1, stroke=alt.expr("dlw_ink"), strokeWidth=0.6)
    names = rows.mark_text(align="left", dx=8, baseline="middle", limit=KEY_STEP_PX - 18).encode(text="class:N")
    key = alt.layer(marks.encode(**class_signs()), names).resolve_scale(color="independent", shape="independent")
    return key.properties(width=KEY_STEP_PX * KEY_COLUMNS, height=14, view=alt.ViewConfig(stroke=None))


def _wrong(i: int, x: alt.X, y: alt.Y) -> alt.Chart:
    """Ring what is answered wrongly; no fill, so that the pointer reaches what is below."""
    rings = alt.Chart(alt.NamedData(f"wrong_{i}")).mark_point(
        shape="circle",
        filled=False,
        fill=None,
        size=150,
        strokeWidth=2,
        opacity=1,
        stroke=alt.expr("dlw_accent"),
        clip=True,
    )
    return rings.encode(x=x, y=y)


def _pictures(i: int, px: int) -> alt.LayerChart:
    columns, rows = PICTURES
    base = alt.Chart(alt.NamedData(f"pictures_{i}")).encode(
        x=alt.X("column:Q", axis=None, scale=alt.Scale(domain=[-0.5, columns - 0.5], nice=False)),
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-0.5, rows - 0.5], nice=False, reverse=True)),
    )
    side = px / columns - 10
    picture = base.mark_image(width=side, height=side).encode(url="url:N", tooltip="label:N")
    label = base.mark_text(fontSize=10, baseline="top", dy=side / 2 + 2, limit=px / columns).encode(text="label:N")
    chart = alt.layer(picture, label, _head(i, px))
    return chart.properties(name=f"plane_{i}", width=px, height=rows * (side + 20), view=alt.ViewConfig(stroke=None))


def _matrix(i: int, px: int) -> alt.LayerChart:
    return matrix(f"cells_{i}", px, min(px, 150)).properties(name=f"{MATRIX}_{i}")


def _meter(names: Sequence[str], width: int) -> tuple[alt.LayerChart, alt.Chart]:
    """Draw accuracies with their spread, and below what they cost."""
    y = alt.Y("name:N", sort=list(names), title=None, axis=alt.Axis(labelLimit=95, labelFontSize=12, ticks=False))
    x = alt.X("accuracy:Q", title="accuracy on test examples", scale=alt.Scale(zero=False, padding=8))
    x = x.axis(format=SHARE, tickCount=5)
    scores = alt.Chart(alt.NamedData("scores")).mark_point(filled=True, size=36, opacity=0.8, color=CLASS_COLOURS[1])
    scores = scores.encode(x=x, y=y, tooltip=["name:N", "seed:Q", alt.Tooltip("accuracy:Q", format=".1%")])
    means = alt.Chart(alt.NamedData("means")).encode(y=y)
    spread = means.mark_rule(strokeWidth=1.5, stroke=alt.expr("dlw_ink")).encode(x="low:Q", x2="high:Q")
    mean = means.mark_tick(thickness=2.5, size=16, fill=alt.expr("dlw_ink")).encode(x="mean:Q")
    title = panel_title("Accuracy by seed; mean ± deviation")
    strip = alt.layer(scores, spread, mean, title=title).properties(width=width, height=26 * len(names))
    heads = alt.Axis(orient="top", labelAngle=0, labelLimit=110, labelFontSize=12, domain=False, ticks=False)
    place = alt.X("name:N", sort=list(names), title=None, axis=heads)
    lines = alt.Y("column:N", sort=list(COSTS), title=None, axis=alt.Axis(ticks=False, domain=False))
    table = alt.Chart(alt.NamedData("costs")).mark_text(fontSize=11).encode(x=place, y=lines, text="text:N")
    width = min(width, 130 * len(names))
    return strip, table.properties(width=width, height=19 * len(COSTS), view=alt.ViewConfig(stroke=None))

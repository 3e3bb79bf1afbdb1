"""A neuron on a plane: its output as a shaded surface, its boundary, the points, and how the learning goes."""

from typing import Any

import altair as alt

from dlwidgets.charts.counts import counting
from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.surface import surface
from dlwidgets.charts.theme import CLASS_COLOURS, CLASS_SHAPES

PLANE = "plane"
"""Name of the chart that holds the points; gestures on it carry this name."""
PLANE_PX = 300
SIDE_PX = 170


@drawn_once
def neuron_plane() -> alt.HConcatChart:
    """Draw one neuron on two features.

    Returns
    -------
    altair.HConcatChart
        Data sets: ``surface`` (a ``Grid``), ``boundary`` (x, y), ``points`` (x, y, kind 0 or 1, class, index),
        ``wrong`` and ``chosen`` (x, y, index), ``titles`` (x, y: names of the axes), ``epochs`` (epoch, mistakes),
        ``activation`` (score, output) and ``fired`` (score, output). Parameters: ``x_low``, ``x_high``, ``y_low``
        and ``y_high``, the ends of the axes.
    """
    side = alt.vconcat(_mistakes(), _activation())
    row = alt.hconcat(_plane(), side, spacing=24, usermeta={"narrow_below": PLANE_PX + SIDE_PX + 130})
    return row.resolve_scale(color="independent", shape="independent")


def _plane() -> alt.LayerChart:
    limits = {"x_low": -6, "x_high": 6, "y_low": -6, "y_high": 6}
    x, y = (_axis(channel, name) for channel, name in ((alt.X, "x"), (alt.Y, "y")))
    layers = [
        surface(x=x, y=y),
        _boundary(x, y),
        _rings("wrong", x, y, size=230, stroke=alt.expr("dlw_accent"), strokeWidth=2),
        _points(x, y),
        # Without a fill, so that the pointer reaches the points under it.
        _rings("chosen", x, y, size=420, fill=None, stroke=alt.expr("dlw_ink"), strokeWidth=2, strokeDash=[3, 2]),
    ]
    plane = alt.layer(*layers, _title("x"), _title("y")).properties(name=PLANE, width=PLANE_PX, height=PLANE_PX)
    return plane.add_params(*[alt.param(name=name, value=value) for name, value in limits.items()])


def _axis(channel: type, name: str) -> alt.X | alt.Y:
    # The title is a space that keeps the room; _title() writes into it what can change.
    scale = alt.Scale(domainMin=alt.expr(f"{name}_low"), domainMax=alt.expr(f"{name}_high"), nice=False, zero=False)
    return channel(f"{name}:Q", scale=scale, axis=alt.Axis(title=" ", tickCount=6))


def _boundary(x: alt.X, y: alt.Y) -> alt.Chart:
    line = alt.Chart(alt.NamedData("boundary")).mark_line(strokeWidth=2.5, stroke=alt.expr("dlw_ink"), clip=True)
    return line.encode(x=x, y=y)


def _points(x: alt.X, y: alt.Y) -> alt.Chart:
    names = alt.Legend(title=None, orient="top")
    by_kind = alt.EncodingSortField(field="kind", op="min")
    colour, shape = (alt.Scale(range=list(signs[:2])) for signs in (CLASS_COLOURS, CLASS_SHAPES))
    marks = alt.Chart(alt.NamedData("points")).mark_point(
        filled=True, size=75, opacity=1, stroke=alt.expr("dlw_ink"), strokeWidth=0.8, clip=True
    )
    return marks.encode(
        x=x,
        y=y,
        color=alt.Color("class:N", scale=colour, sort=by_kind, legend=names),
        shape=alt.Shape("class:N", scale=shape, sort=by_kind, legend=names),
        tooltip=[
            alt.Tooltip("index:Q", title="point"),
            alt.Tooltip("class:N"),
            alt.Tooltip("x:Q", format=".3"),
            alt.Tooltip("y:Q", format=".3"),
        ],
    )


def _rings(data: str, x: alt.X, y: alt.Y, **style: Any) -> alt.Chart:
    rings = alt.Chart(alt.NamedData(data)).mark_point(shape="circle", filled=False, opacity=1, clip=True, **style)
    return rings.encode(x=x, y=y)


def _title(axis: str) -> alt.Chart:
    middle = PLANE_PX / 2
    place = {"x": alt.value(middle), "y": alt.value(PLANE_PX + 32)}
    if axis == "y":
        place = {"x": alt.value(-38), "y": alt.value(middle)}
    angle = 270 if axis == "y" else 0
    mark = alt.Chart(alt.NamedData("titles")).mark_text(angle=angle, fontSize=11, baseline="middle")
    return mark.encode(text=f"{axis}:N", **place)


def _mistakes() -> alt.Chart:
    epochs = alt.Chart(alt.NamedData("epochs"), title=alt.Title("Mistakes in each epoch", fontSize=11))
    ends = alt.Scale(nice=False, zero=False, padding=6)
    return (
        epochs.mark_line(point=alt.OverlayMarkDef(size=22), stroke=CLASS_COLOURS[1], color=CLASS_COLOURS[1])
        .encode(
            x=alt.X("epoch:Q", title="epoch", scale=ends, axis=counting(grid=False)),
            y=alt.Y("mistakes:Q", title=None, axis=counting(tickCount=4)),
            tooltip=["epoch:Q", "mistakes:Q"],
        )
        .properties(width=SIDE_PX, height=95)
    )


def _activation() -> alt.LayerChart:
    x = alt.X("score:Q", title="weighted sum")
    y = alt.Y("output:Q", title=None, axis=alt.Axis(tickCount=4))
    curve = alt.Chart(alt.NamedData("activation")).mark_line(stroke=alt.expr("dlw_ink")).encode(x=x, y=y)
    style = {"size": 90, "shape": "diamond", "fill": alt.expr("dlw_accent"), "stroke": None}
    dot = alt.Chart(alt.NamedData("fired")).mark_point(opacity=1, **style)
    tips = [alt.Tooltip("score:Q", format=".3"), alt.Tooltip("output:Q", format=".3")]
    title = alt.Title("Activation (diamond: the chosen point)", fontSize=11)
    return alt.layer(curve, dot.encode(x=x, y=y, tooltip=tips), title=title).properties(width=SIDE_PX, height=95)

"""A tiny model over its data, the loss after each move, and, for two weights, the way over the loss surface."""

from typing import Any

import altair as alt

from dlwidgets.charts.counts import counting
from dlwidgets.charts.descent import NUMBER, STAR, axis_title
from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.surface import surface
from dlwidgets.charts.theme import CLASS_COLOURS, CLASS_SHAPES

DATA = "data"
"""Name of the chart that holds the points."""
DATA_PX = 300
SIDE_PX = 250
LOSS_PX = 130
WAY_PX = 150
BY = ("you", "gradient descent")

_COLOUR = alt.Color("by:N", scale=alt.Scale(domain=BY, range=[CLASS_COLOURS[0], CLASS_COLOURS[2]]), legend=None)
_DASH = alt.StrokeDash("by:N", scale=alt.Scale(domain=BY, range=[[1, 0], [5, 2]]), legend=None)
_SHAPE = alt.Shape("by:N", scale=alt.Scale(domain=BY, range=["circle", "square"]), legend=None)


@drawn_once
def line_tuning() -> alt.HConcatChart:
    """Draw a line through points with its errors, the losses, and the way over the loss surface.

    Returns
    -------
    altair.HConcatChart
        Data sets: ``points`` (x, y), ``model`` (x, y), ``errors`` (x, y, y2), ``titles`` (x, y: names of the
        axes), ``moves`` (move, loss, by, stretch, x, y), ``now`` (move, loss, by, x, y), ``target`` (loss, label),
        ``landscape`` (a ``Grid``) and ``minimum`` (x, y). Parameters: ``x_low``, ``x_high``, ``y_low`` and
        ``y_high``, the ends of the axes of the points; ``w_low``, ``w_high``, ``b_low`` and ``b_high``, those of
        the loss surface; ``last_move``, ``loss_low`` and ``loss_high``, those of the losses.
    """
    x, y = _axes("x", "y")
    marks = alt.layer(
        _errors(x, y),
        alt.Chart(alt.NamedData("points"))
        .mark_circle(size=45, opacity=0.8, clip=True)
        .encode(x=x, y=y, color=alt.value(CLASS_COLOURS[1]), tooltip=[_tip("x"), _tip("y")]),
        alt.Chart(alt.NamedData("model"))
        .mark_line(stroke=alt.expr("dlw_ink"), strokeWidth=2.5, clip=True)
        .encode(x=x, y=y),
        axis_title("x", DATA_PX),
        axis_title("y", DATA_PX),
    )
    side = alt.vconcat(_losses(), _way(), spacing=10)
    return _beside(marks, side, ("x", "y"))


@drawn_once
def plane_tuning() -> alt.HConcatChart:
    """Draw the output of a model over a plane of two classes, and the losses.

    Returns
    -------
    altair.HConcatChart
        Data sets: ``surface`` (a ``Grid``), ``lines`` (x, y, neuron), ``points`` (x, y, kind 0 or 1, class),
        ``wrong`` (x, y), ``titles`` (x, y: names of the axes), ``moves`` (move, loss, by, stretch), ``now`` (move,
        loss, by) and ``target`` (loss, label). Parameters: ``x_low``, ``x_high``, ``y_low`` and ``y_high``, the
        ends of the axes of the plane; ``last_move``, ``loss_low`` and ``loss_high``, those of the losses.
    """
    x, y = _axes("x", "y")
    marks = alt.layer(
        surface(x=x, y=y),
        _neuron_lines(x, y),
        _ring(x, y),
        _classes(x, y),
        axis_title("x", DATA_PX),
        axis_title("y", DATA_PX),
    )
    return _beside(marks, _losses(DATA_PX - 60), ("x", "y"))


def _beside(marks: alt.LayerChart, side: Any, axes: tuple[str, str]) -> alt.HConcatChart:
    picture = marks.properties(name=DATA, width=DATA_PX, height=DATA_PX).add_params(*_limits(*axes))
    narrow = {"narrow_below": DATA_PX + SIDE_PX + 145}
    return alt.hconcat(picture, side, spacing=26, usermeta=narrow).resolve_scale(
        color="independent", shape="independent", strokeDash="independent"
    )


def _axes(first: str, second: str, titles: tuple[str, str] = (" ", " "), **axis: Any) -> tuple[alt.X, alt.Y]:
    # A title of a space keeps the room; axis_title() writes into it what can change.
    look = {"tickCount": 6, **axis}

    def scale(name: str) -> alt.Scale:
        return alt.Scale(domainMin=alt.expr(f"{name}_low"), domainMax=alt.expr(f"{name}_high"), nice=False, zero=False)

    return (
        alt.X("x:Q", scale=scale(first), axis=alt.Axis(title=titles[0], **look)),
        alt.Y("y:Q", scale=scale(second), axis=alt.Axis(title=titles[1], **look)),
    )


def _limits(*names: str) -> list[alt.Parameter]:
    return [alt.param(name=f"{name}_{end}", value=value) for name in names for end, value in (("low", -1), ("high", 1))]


def _errors(x: alt.X, y: alt.Y) -> alt.Chart:
    sticks = alt.Chart(alt.NamedData("errors")).mark_rule(stroke=alt.expr("dlw_accent"), opacity=0.55, clip=True)
    return sticks.encode(x=x, y=y, y2="y2:Q")


def _neuron_lines(x: alt.X, y: alt.Y) -> alt.LayerChart:
    lines = alt.Chart(alt.NamedData("lines")).encode(x=x, y=y, detail="neuron:N")
    drawn = lines.mark_line(stroke=alt.expr("dlw_ink"), strokeWidth=2, clip=True)
    dashes = alt.Scale(domain=["output", "h1", "h2"], range=[[1, 0], [7, 3], [2, 2]])
    return drawn.encode(strokeDash=alt.StrokeDash("neuron:N", scale=dashes, legend=None), tooltip=["neuron:N"])


def _ring(x: alt.X, y: alt.Y) -> alt.Chart:
    style = {"size": 230, "stroke": alt.expr("dlw_accent"), "strokeWidth": 2, "filled": False, "opacity": 1}
    return alt.Chart(alt.NamedData("wrong")).mark_point(shape="circle", clip=True, **style).encode(x=x, y=y)


def _classes(x: alt.X, y: alt.Y) -> alt.Chart:
    by_kind = alt.EncodingSortField(field="kind", op="min")
    colour, shape = (alt.Scale(range=[*signs[:2]]) for signs in (CLASS_COLOURS, CLASS_SHAPES))
    legend = alt.Legend(title=None, orient="top")
    marks = alt.Chart(alt.NamedData("points")).mark_point(
        filled=True, size=75, opacity=1, stroke=alt.expr("dlw_ink"), strokeWidth=0.8, clip=True
    )
    return marks.encode(
        x=x,
        y=y,
        color=alt.Color("class:N", scale=colour, sort=by_kind, legend=legend),
        shape=alt.Shape("class:N", scale=shape, sort=by_kind, legend=legend),
        tooltip=["class:N", _tip("x"), _tip("y")],
    )


def _losses(height: int = LOSS_PX) -> alt.LayerChart:
    moves = alt.Scale(domainMin=0, domainMax=alt.expr("last_move"), nice=False)
    losses = alt.Scale(type="log", domainMin=alt.expr("loss_low"), domainMax=alt.expr("loss_high"), nice=False)
    x = alt.X(
        "move:Q",
        title="moves and steps",
        scale=moves,
        axis=counting(tickCount=6, grid=False),
    )
    y = alt.Y(
        "loss:Q", title="loss (log scale)", scale=losses, axis=alt.Axis(format=NUMBER, tickCount=4, gridOpacity=0.25)
    )
    tips = ["by:N", alt.Tooltip("move:Q"), _tip("loss")]
    target = alt.Chart(alt.NamedData("target"))
    style = {"stroke": alt.expr("dlw_ink"), "strokeDash": [2, 3], "strokeWidth": 1.5}
    words = {"align": "left", "dy": 10, "fontSize": 11, "x": 5}
    return (
        alt.layer(
            target.mark_rule(clip=True, **style).encode(y=y),
            target.mark_text(**words).encode(y=y, text="label:N"),
            _moves().mark_line(strokeWidth=2, clip=True).encode(x=x, y=y, color=_COLOUR, strokeDash=_DASH),
            _now().encode(x=x, y=y, color=_COLOUR, shape=_SHAPE, tooltip=tips),
            title=alt.Title("Solid: you; dashed: gradient descent", fontSize=11),
        )
        .properties(width=SIDE_PX, height=height)
        .add_params(
            *[alt.param(name=name, value=v) for name, v in (("last_move", 1), ("loss_low", 0.1), ("loss_high", 1))]
        )
    )


def _way() -> alt.LayerChart:
    """Draw the moves over the loss surface of the two weights."""
    x, y = _axes("w", "b", ("w", "b"), grid=False, tickCount=5)
    paper, ink = alt.expr("dlw_paper"), alt.expr("dlw_ink")
    star = alt.Chart(alt.NamedData("minimum")).mark_point(
        shape=STAR, size=160, fill=paper, stroke=ink, opacity=1, strokeWidth=1, clip=True
    )
    way = _moves().encode(x=x, y=y)
    return (
        alt.layer(
            surface("landscape", x=x, y=y),
            star.encode(x=x, y=y),
            way.mark_line(stroke=paper, strokeWidth=4.5, strokeOpacity=0.75, clip=True),
            way.mark_line(strokeWidth=2, clip=True).encode(color=_COLOUR, strokeDash=_DASH),
            _now().encode(x=x, y=y, color=_COLOUR, shape=_SHAPE),
        )
        .properties(width=SIDE_PX, height=WAY_PX)
        .add_params(*_limits("w", "b"))
    )


def _moves() -> alt.Chart:
    return alt.Chart(alt.NamedData("moves")).encode(order="move:Q", detail="stretch:N")


def _now() -> alt.Chart:
    style = {"size": 90, "opacity": 1, "stroke": alt.expr("dlw_ink"), "strokeWidth": 1}
    return alt.Chart(alt.NamedData("now")).mark_point(filled=True, clip=True, **style)


def _tip(field: str) -> alt.Tooltip:
    return alt.Tooltip(f"{field}:Q", format=NUMBER)

"""A race of optimizers: their paths on a loss surface, a key that names them, and the loss after each step."""

from typing import Any

import altair as alt

from dlwidgets.charts.counts import counting
from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.surface import surface
from dlwidgets.charts.theme import CLASS_COLOURS, CLASS_SHAPES

SURFACE = "landscape"
"""Name of the chart that holds the surface; gestures on it carry this name."""
SURFACE_PX = 320
SIDE_PX = 270
ROW_PX = 16
COLOURS = tuple(CLASS_COLOURS[i] for i in (0, 1, 5, 3, 4, 2, 7))
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [5, 2], [12, 3], [4, 2, 1, 2, 1, 2])
STAR = "M0,-1L.23,-.31L.95,-.31L.36,.12L.59,.81L0,.38L-.59,.81L-.36,.12L-.95,-.31L-.23,-.31Z"
NUMBER = ".3~g"


@drawn_once
def optimizer_race(names: tuple[str, ...]) -> alt.HConcatChart:
    """Draw the paths of optimizers on a loss surface, and their losses.

    Parameters
    ----------
    names : tuple of str
        The optimizers that may take part, seven at most. Each has its own colour, dash and shape.

    Returns
    -------
    altair.HConcatChart
        Data sets: ``surface`` (a ``Grid``), ``paths`` (x, y, step, loss, optimizer), ``ends`` (the same: where each
        is now), ``start`` and ``minima`` (x, y), ``key`` (optimizer, row, label), ``titles`` (x, y: names of the
        axes). Parameters: ``x_low``, ``x_high``, ``y_low`` and ``y_high``, the ends of the axes of the surface;
        ``last_step``, ``loss_low`` and ``loss_high``, those of the axes of the loss.
    """
    signs = _signs(names)
    side = alt.vconcat(_key(len(names), signs), _losses(len(names), signs), spacing=6)
    narrow = {"narrow_below": SURFACE_PX + SIDE_PX + 145}
    return alt.hconcat(_landscape(signs), side, spacing=28, usermeta=narrow).resolve_scale(
        color="independent", shape="independent", strokeDash="independent"
    )


def _signs(names: tuple[str, ...]) -> dict[str, Any]:
    """Return the encodings that tell the optimizers apart."""

    def scale(values: tuple[Any, ...]) -> alt.Scale:
        return alt.Scale(domain=[*names], range=[*values[: len(names)]])

    return {
        "color": alt.Color("optimizer:N", scale=scale(COLOURS), legend=None),
        "strokeDash": alt.StrokeDash("optimizer:N", scale=scale(DASHES), legend=None),
        "shape": alt.Shape("optimizer:N", scale=scale(CLASS_SHAPES), legend=None),
    }


def _landscape(signs: dict[str, Any]) -> alt.LayerChart:
    x, y = (_plane_axis(channel, name) for channel, name in ((alt.X, "x"), (alt.Y, "y")))
    path = alt.Chart(alt.NamedData("paths")).encode(x=x, y=y, order="step:Q", detail="optimizer:N")
    paper, ink = alt.expr("dlw_paper"), alt.expr("dlw_ink")
    ends = alt.Chart(alt.NamedData("ends")).mark_point(
        filled=True, size=95, opacity=1, stroke=ink, strokeWidth=1, clip=True
    )
    start = alt.Chart(alt.NamedData("start")).mark_point(
        shape="circle", size=170, filled=False, opacity=1, stroke=alt.expr("dlw_accent"), strokeWidth=2.5, clip=True
    )
    minima = alt.Chart(alt.NamedData("minima")).mark_point(
        shape=STAR, size=200, opacity=1, fill=paper, stroke=ink, strokeWidth=1, clip=True
    )
    layers = [
        surface(x=x, y=y),
        minima.encode(x=x, y=y, tooltip=_place_tips()),
        path.mark_line(stroke=paper, strokeWidth=4.5, strokeOpacity=0.75, clip=True),
        path.mark_line(strokeWidth=2, clip=True).encode(**_only(signs, "color", "strokeDash")),
        path.mark_circle(size=14, opacity=1, clip=True).encode(color=signs["color"], tooltip=_tips()),
        start.encode(x=x, y=y),
        ends.encode(x=x, y=y, tooltip=_tips(), **_only(signs, "color", "shape")),
        axis_title("x", SURFACE_PX),
        axis_title("y", SURFACE_PX),
    ]
    limits = [alt.param(name=name, value=value) for name, value in PLANE_LIMITS.items()]
    return alt.layer(*layers).properties(name=SURFACE, width=SURFACE_PX, height=SURFACE_PX).add_params(*limits)


PLANE_LIMITS = {"x_low": -4, "x_high": 4, "y_low": -4, "y_high": 4}


def _plane_axis(channel: type, name: str) -> alt.X | alt.Y:
    # The title is a space that keeps the room; axis_title() writes into it what can change.
    scale = alt.Scale(domainMin=alt.expr(f"{name}_low"), domainMax=alt.expr(f"{name}_high"), nice=False, zero=False)
    return channel(f"{name}:Q", scale=scale, axis=alt.Axis(title=" ", tickCount=6, grid=False))


def axis_title(axis: str, length_px: int) -> alt.Chart:
    """Draw the title of an axis that can change, from the data set ``titles``."""
    middle = length_px / 2
    place = {"x": alt.value(middle), "y": alt.value(length_px + 32)}
    if axis == "y":
        place = {"x": alt.value(-38), "y": alt.value(middle)}
    angle = 270 if axis == "y" else 0
    mark = alt.Chart(alt.NamedData("titles")).mark_text(angle=angle, fontSize=11, baseline="middle")
    return mark.encode(text=f"{axis}:N", **place)


def _key(n: int, signs: dict[str, Any]) -> alt.LayerChart:
    """Name the optimizers that take part beside their line and shape, with their loss."""
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[n - 0.5, -0.5], nice=False, zero=False))
    base = alt.Chart(alt.NamedData("key")).encode(y=y)
    line = base.mark_rule(strokeWidth=2, x=0, x2=40).encode(**_only(signs, "color", "strokeDash"))
    shape = base.mark_point(filled=True, size=70, opacity=1, stroke=alt.expr("dlw_ink"), strokeWidth=1, x=20)
    words = base.mark_text(align="left", baseline="middle", fontSize=12, x=50).encode(text="label:N")
    layers = alt.layer(line, shape.encode(**_only(signs, "color", "shape")), words)
    return layers.properties(width=SIDE_PX, height=n * ROW_PX, view=alt.ViewConfig(stroke=None))


def _losses(n: int, signs: dict[str, Any]) -> alt.LayerChart:
    steps = alt.Scale(domainMin=0, domainMax=alt.expr("last_step"), nice=False)
    losses = alt.Scale(type="log", domainMin=alt.expr("loss_low"), domainMax=alt.expr("loss_high"), nice=False)
    x = alt.X("step:Q", title="step", scale=steps, axis=counting(tickCount=6, grid=False))
    y = alt.Y(
        "loss:Q", title="loss (log scale)", scale=losses, axis=alt.Axis(format=NUMBER, tickCount=5, gridOpacity=0.25)
    )
    line = alt.Chart(alt.NamedData("paths")).mark_line(strokeWidth=2, clip=True)
    end = alt.Chart(alt.NamedData("ends")).mark_point(
        filled=True, size=60, opacity=1, stroke=alt.expr("dlw_ink"), strokeWidth=0.8, clip=True
    )
    layers = alt.layer(
        line.encode(x=x, y=y, order="step:Q", tooltip=_tips(), **_only(signs, "color", "strokeDash")),
        end.encode(x=x, y=y, tooltip=_tips(), **_only(signs, "color", "shape")),
    )
    limits = {"last_step": 1, "loss_low": 0.1, "loss_high": 10}
    params = [alt.param(name=name, value=value) for name, value in limits.items()]
    height = SURFACE_PX - 6 - n * ROW_PX
    return layers.properties(width=SIDE_PX, height=height).add_params(*params)


def _only(signs: dict[str, Any], *channels: str) -> dict[str, Any]:
    return {channel: signs[channel] for channel in channels}


def _place_tips() -> list[alt.Tooltip]:
    return [alt.Tooltip("x:Q", title="first weight", format=NUMBER), alt.Tooltip("y:Q", title="second", format=NUMBER)]


def _tips() -> list[Any]:
    return ["optimizer:N", "step:Q", alt.Tooltip("loss:Q", format=NUMBER), *_place_tips()]

"""The playground: a network with a picture in each neuron, what it answers on the plane, and its loss."""

from typing import Any

import altair as alt

from dlwidgets.charts.counts import counting
from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.network_map import network_layers
from dlwidgets.charts.surface import surface
from dlwidgets.charts.theme import CLASS_COLOURS, CLASS_SHAPES, SURFACE_PALETTES

SHEET, FIELD = "sheet", "field"
"""Names of the network's chart and of the plane; gestures on them carry these."""
SHEET_PX = (484, 430)
FIELD_PX = 264
LOSS_PX = 96
NARROW_PX = 836
"""Where the page is narrower, the plane stands under the network."""
PARTS = ("training", "test")
PART_COLOURS = (CLASS_COLOURS[1], CLASS_COLOURS[0])
PART_DASHES = ([1, 0], [6, 3])
EARLIER = "#8c8c8c"
"""Readable on both themes, and paler than a run of its own."""
HOVERED = "hovered"
"""The selection of what the pointer is over; its field is ``part``."""
SPLIT = "two-class"


@drawn_once
def playground() -> alt.ConcatChart:
    """Draw the network beside the plane and the loss.

    Returns
    -------
    altair.ConcatChart
        Data sets: those of ``network_map``; ``answers`` (a ``Grid``), ``examples`` (x, y, kind, class, part, value,
        shade from -1 to 1), ``wrong`` (x, y), ``heading`` (text), ``key`` (x in pixels, kind, class), ``titles`` (x, y:
        names of the axes), ``losses`` (epoch, loss, part), ``earlier`` (the same with run) and ``moment`` (epoch: a
        line where the run stands while that is not its end). Parameters: ``x_low``, ``x_high``, ``y_low``, ``y_high``
        and ``hovered``.
    """
    over = alt.selection_point(name=HOVERED, on="pointerover", clear="pointerout", fields=["part"], empty=False)
    width, height = SHEET_PX
    layers = network_layers(width, height)
    at = next(i for i, layer in enumerate(layers) if layer.data.name == "areas")
    layers[at] = layers[at].add_params(over)
    sheet = alt.layer(*layers).properties(name=SHEET, width=width, height=height, view=alt.ViewConfig(stroke=None))
    sheet = sheet.resolve_scale(color="independent", strokeDash="independent")
    right = alt.vconcat(_key(), _field(), _losses(), spacing=22).resolve_scale(color="independent", shape="independent")
    both = alt.concat(sheet, right, columns=2, spacing=18, usermeta={"narrow_below": NARROW_PX})
    return both.resolve_scale(color="independent", shape="independent", strokeDash="independent")


def _field() -> alt.LayerChart:
    limits = {"x_low": -6, "x_high": 6, "y_low": -6, "y_high": 6}
    x, y = (_axis(channel, name) for channel, name in ((alt.X, "x"), (alt.Y, "y")))
    heading = alt.Chart(alt.NamedData("heading")).mark_text(
        align="left", baseline="bottom", fontSize=12, fontWeight=600, limit=FIELD_PX
    )
    layers = [
        surface("answers", x=x, y=y),
        _values(x, y),
        _classes(x, y),
        _wrong(x, y),
        _title("x"),
        _title("y"),
        heading.encode(text="text:N", x=alt.value(0), y=alt.value(-6)),
    ]
    plane = alt.layer(*layers).properties(name=FIELD, width=FIELD_PX, height=FIELD_PX)
    plane = plane.resolve_scale(color="independent", shape="independent")
    return plane.add_params(*[alt.param(name=name, value=value) for name, value in limits.items()])


def _axis(channel: type, name: str) -> alt.X | alt.Y:
    # The title is a space that keeps the room; _title() writes into it what can change.
    scale = alt.Scale(domainMin=alt.expr(f"{name}_low"), domainMax=alt.expr(f"{name}_high"), nice=False, zero=False)
    return channel(f"{name}:Q", scale=scale, axis=alt.Axis(title=" ", tickCount=6, grid=False))


def _marks(*, has_class: bool) -> alt.Chart:
    """Draw examples; those for the test are hollow."""
    rows = alt.Chart(alt.NamedData("examples")).transform_filter(
        f"isValid(datum['class']) === {str(has_class).lower()}"
    )
    return rows.mark_point(
        filled=True,
        size=34,
        opacity=1,
        fillOpacity=alt.expr("datum.part === 'test' ? 0.25 : 0.95"),
        strokeOpacity=1,
        strokeWidth=alt.expr("datum.part === 'test' ? 1.4 : 0.6"),
        stroke=alt.expr("dlw_ink"),
        clip=True,
    )


def _classes(x: alt.X, y: alt.Y) -> alt.Chart:
    return _marks(has_class=True).encode(
        x=x,
        y=y,
        **_signs(),
        tooltip=[alt.Tooltip("class:N"), alt.Tooltip("part:N"), *_place_tips()],
    )


def _signs() -> dict[str, Any]:
    """Give each class its colour and its shape; the key names them."""
    kinds = list(range(len(CLASS_COLOURS)))
    colour, shape = (alt.Scale(domain=kinds, range=list(signs)) for signs in (CLASS_COLOURS, CLASS_SHAPES))
    return {
        "color": alt.Color("kind:N", scale=colour, legend=None),
        "shape": alt.Shape("kind:N", scale=shape, legend=None),
    }


def _key() -> alt.LayerChart:
    """Name the classes above the plane; Vega's own legend fails where there are none."""
    rows = alt.Chart(alt.NamedData("key")).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, FIELD_PX], nice=False)), y=alt.value(7)
    )
    marks = rows.mark_point(filled=True, size=50, opacity=1, stroke=alt.expr("dlw_ink"), strokeWidth=0.6)
    names = rows.mark_text(align="left", dx=8, baseline="middle", limit=120).encode(text="class:N")
    key = alt.layer(marks.encode(**_signs()), names).resolve_scale(color="independent", shape="independent")
    return key.properties(width=FIELD_PX, height=14, view=alt.ViewConfig(stroke=None))


def _values(x: alt.X, y: alt.Y) -> alt.Chart:
    ends = alt.Scale(
        domain=[-1, 0, 1],
        range=[CLASS_COLOURS[0], SURFACE_PALETTES[SPLIT]["light"][1], CLASS_COLOURS[1]],
    )
    return _marks(has_class=False).encode(
        x=x,
        y=y,
        color=alt.Color("shade:Q", scale=ends, legend=None),
        tooltip=[alt.Tooltip("value:Q", format=".3"), alt.Tooltip("part:N"), *_place_tips()],
    )


def _wrong(x: alt.X, y: alt.Y) -> alt.Chart:
    """Ring the examples that are answered wrongly; no fill, so that the pointer reaches what is below."""
    rows = alt.Chart(alt.NamedData("wrong"))
    rings = rows.mark_point(shape="circle", filled=False, fill=None, size=120, stroke=alt.expr("dlw_accent"))
    return rings.encode(x=x, y=y)


def _place_tips() -> list[alt.Tooltip]:
    return [alt.Tooltip("x:Q", format=".3"), alt.Tooltip("y:Q", format=".3")]


def _title(axis: str) -> alt.Chart:
    middle = FIELD_PX / 2
    place: dict[str, Any] = {"x": alt.value(middle), "y": alt.value(FIELD_PX + 32)}
    if axis == "y":
        place = {"x": alt.value(-36), "y": alt.value(middle)}
    angle = 270 if axis == "y" else 0
    mark = alt.Chart(alt.NamedData("titles")).mark_text(angle=angle, fontSize=11, baseline="middle")
    return mark.encode(text=f"{axis}:N", **place)


def _losses() -> alt.LayerChart:
    colour = alt.Scale(domain=list(PARTS), range=list(PART_COLOURS))
    dash = alt.Scale(domain=list(PARTS), range=list(PART_DASHES))
    rows, tips = _curves("losses"), ["part:N", "epoch:Q", alt.Tooltip("loss:Q", format=".4~g")]
    key = alt.Legend(title=None, orient="top", direction="horizontal", offset=2)
    lines = rows.mark_line(strokeWidth=2).encode(
        color=alt.Color("part:N", scale=colour, legend=key), strokeDash=alt.StrokeDash("part:N", scale=dash, legend=key)
    )
    points = rows.mark_point(filled=True, size=30, opacity=0.01).encode(
        color=alt.Color("part:N", scale=colour, legend=None), tooltip=tips
    )
    pale = _curves("earlier").mark_line(strokeWidth=1.2, color=EARLIER, clip=True)
    pale = pale.encode(
        detail="run:N", strokeDash=alt.StrokeDash("part:N", scale=dash, legend=None), tooltip=["run:N", *tips]
    )
    here = alt.Chart(alt.NamedData("moment")).mark_rule(strokeWidth=1.5, color=alt.expr("dlw_accent"))
    both = alt.layer(pale, lines, points, here.encode(x=alt.X("epoch:Q", title="epoch")))
    both = both.resolve_scale(color="independent", strokeDash="independent")
    return both.properties(width=FIELD_PX, height=LOSS_PX)


def _curves(name: str) -> alt.Chart:
    # The last label stands inside of the frame: the numbers grow, and there is no room beside it.
    whole = counting(tickCount=5, grid=False, labelFlush=14)
    return alt.Chart(alt.NamedData(name)).encode(
        x=alt.X("epoch:Q", title="epoch", scale=alt.Scale(nice=False, zero=True), axis=whole),
        y=alt.Y("loss:Q", title="loss", axis=alt.Axis(tickCount=4, format=".2~g")),
    )

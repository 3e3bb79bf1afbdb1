"""A deep network layer by layer: the signal going forward, the blame coming back, and the gradients of the weights."""

import altair as alt

from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.readout import panel_title, readout
from dlwidgets.charts.theme import CLASS_COLOURS

NETWORKS = ("now", "mended")
PANELS = {
    "signal": "Signal, forward →",
    "blame": "← Blame, backward",
    "gradient": "Gradient of the weights",
}
"""The column of each panel, with its title."""
WIDTH_PX = 200
HEIGHT_PX = 270
SPACING_PX = 14
MOST_POINTS = 40
"""Layers beyond which the points are only there to be hovered."""

_COLOUR = alt.Color("network:N", scale=alt.Scale(domain=NETWORKS, range=list(CLASS_COLOURS[1::-1])), legend=None)
_DASH = alt.StrokeDash("network:N", scale=alt.Scale(domain=NETWORKS, range=[[1, 0], [5, 3]]), legend=None)
_SHAPE = alt.Shape("network:N", scale=alt.Scale(domain=NETWORKS, range=["circle", "square"]), legend=None)
_SIZES = alt.Scale(domainMin=alt.expr("y_low"), domainMax=alt.expr("y_high"), nice=False, zero=False)


@drawn_once
def layer_sizes() -> alt.VConcatChart:
    """Draw sizes against the layers of one network, or of two to compare them.

    Sizes are powers of ten: -3 stands for 0.001. A size of 0 is to be put at ``y_low``.

    Returns
    -------
    altair.VConcatChart
        Data sets: ``layers`` (network: "now" or "mended", layer from 1, signal, blame, gradient: their sizes as
        powers of ten; signal_size, blame_size, gradient_size: as text), ``key`` (network, slot, says), ``band`` (low,
        high, says) and ``limits`` (size, says). Parameters: ``last_layer``, the end of the axis of layers, 2 or
        more; ``y_low``, ``y_high`` and ``y_step``, the ends of the axis of sizes, whole numbers, and what is between
        two of its labels; ``lowest_is_0``, whether the lowest label is 0.
    """
    params = {"last_layer": 30, "y_low": -4, "y_high": 4, "y_step": 1, "lowest_is_0": False}
    panels = [_panel(column, title, is_first=i == 0) for i, (column, title) in enumerate(PANELS.items())]
    key = readout(alt.Chart(alt.NamedData("key")), colour=_COLOUR, dash=_DASH, shape=_SHAPE, n_rows=len(NETWORKS))
    key = key.add_params(*(alt.param(name=name, value=value) for name, value in params.items()))
    narrow = {"narrow_below": 3 * WIDTH_PX + 2 * SPACING_PX + 70, "panels": len(panels)}
    return alt.vconcat(key, alt.hconcat(*panels, spacing=SPACING_PX), spacing=6, usermeta=narrow)


def _panel(column: str, title: str, *, is_first: bool) -> alt.LayerChart:
    axis = _size_axis(is_first=is_first)
    x = alt.X(
        "layer:Q",
        scale=alt.Scale(domainMin=1, domainMax=alt.expr("last_layer"), nice=False, zero=False, padding=6),
        axis=alt.Axis(
            title="layer", labelExpr="datum.value < 1 ? '' : datum.label", tickMinStep=1, tickCount=5, grid=False
        ),
    )
    rows = alt.Chart(alt.NamedData("layers")).encode(x=x, y=_height(column, axis), color=_COLOUR)
    few = f"last_layer <= {MOST_POINTS}"
    points = rows.mark_point(
        filled=True, clip=True, size=alt.expr(f"{few} ? 34 : 80"), opacity=alt.expr(f"{few} ? 1 : 0")
    )
    tips = ["network:N", "layer:Q", *(alt.Tooltip(f"{name}_size:N", title=name) for name in PANELS)]
    layers = [
        *(_band(axis) if column == "gradient" else []),
        *_float32_limits(axis, with_words=is_first),
        rows.mark_line(strokeWidth=2, clip=True).encode(strokeDash=_DASH, detail="network:N"),
        points.encode(shape=_SHAPE, tooltip=tips),
    ]
    return alt.layer(*layers).properties(width=WIDTH_PX, height=HEIGHT_PX, title=panel_title(title))


def _size_axis(*, is_first: bool) -> alt.Axis:
    """Label powers of ten, in the first panel only: the others share its heights."""
    power = "abs(datum.value) <= 3 ? format(pow(10, datum.value), '~g') : '1e' + datum.value"
    return alt.Axis(
        title="size (powers of ten)" if is_first else None,
        values=alt.expr("sequence(y_low, y_high + y_step, y_step)"),
        labelExpr=f"datum.value === y_low && lowest_is_0 ? '0' : {power}",
        labelFlush=True,  # inside the frame, so that the titles of all panels stand at one height
        labels=is_first,
        ticks=is_first,
        minExtent=34 if is_first else 0,
    )


def _band(axis: alt.Axis) -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData("band"))
    rect = base.mark_rect(color=alt.expr("dlw_ink"), opacity=0.13, clip=True).encode(
        y=_height("low", axis), y2="high:Q"
    )
    return [rect, _words(base, "high", axis)]


def _float32_limits(axis: alt.Axis, *, with_words: bool) -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData("limits"))
    rule = base.mark_rule(strokeDash=[2, 3], color=alt.expr("dlw_accent"), clip=True).encode(y=_height("size", axis))
    return [rule, *([_words(base, "size", axis)] if with_words else [])]


def _words(base: alt.Chart, field: str, axis: alt.Axis) -> alt.Chart:
    """Write above a height, on the left: there the curves seldom are."""
    mark = base.mark_text(align="left", baseline="middle", fontSize=11, dy=-8, clip=True)
    return mark.encode(x=alt.value(6), y=_height(field, axis), text="says:N")


def _height(column: str, axis: alt.Axis) -> alt.Y:
    return alt.Y(f"{column}:Q", scale=_SIZES, axis=axis)

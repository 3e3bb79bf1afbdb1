"""A network as circles and lines, with a number at each, and how the loss has gone."""

from typing import Any

import altair as alt

from dlwidgets.charts.counts import counting
from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.signs import sign_colour, sign_dash
from dlwidgets.charts.theme import CLASS_COLOURS

DIAGRAM = "diagram"
"""Name of the chart that holds the network; gestures on it carry this name."""
WIDTH_PX = 680
HEIGHT_PX = 330
LEAST_PX = 430
"""As narrow as a small network can be drawn with its numbers apart."""
X_RANGE, Y_RANGE = (-0.07, 1.15), (-0.06, 1.0)
PARAMS = {"node_size": 1500, "node_font": 12, "last_update": 5}
X = alt.X("x:Q", scale=alt.Scale(domain=[*X_RANGE], nice=False), axis=None)
Y = alt.Y("y:Q", scale=alt.Scale(domain=[*Y_RANGE], nice=False), axis=None)


@drawn_once
def network_diagram() -> alt.VConcatChart:
    """Draw a network with what is known of it so far.

    Places run from 0 to 1, the inputs on the left and the loss on the right.

    Returns
    -------
    altair.VConcatChart
        Data sets: ``edges`` (x, y, x2, y2, sign, width in pixels, opacity, part, weight, gradient), ``lit`` (x, y, x2,
        y2: edges to look at), ``nodes`` (x, y, name, value, blame, lit 0 or 1, part), ``labels`` (x, y, text, lit:
        numbers at edges and biases, part), ``stages`` (x, label, lit) and ``losses`` (update, loss).
        Parameters: ``node_size`` in square pixels, ``node_font`` in pixels, ``last_update``, the end of an axis.
    """
    params = [alt.param(name=name, value=value) for name, value in PARAMS.items()]
    layers = [_lit(), _edges(), *_labels(), _nodes(), *_node_texts(), *_stages()]
    network = alt.layer(*layers).properties(name=DIAGRAM, width=WIDTH_PX, height=HEIGHT_PX).add_params(*params)
    narrow = {"narrow_below": WIDTH_PX + 70, "least_px": LEAST_PX, "axis_px": 64}
    rows = alt.vconcat(network, _losses(), spacing=12, usermeta=narrow)
    return rows.resolve_scale(color="independent").configure_view(stroke=None)


def _lit() -> alt.Chart:
    glow = alt.Chart(alt.NamedData("lit")).mark_rule(strokeWidth=9, opacity=0.35, stroke=alt.expr("dlw_accent"))
    return glow.encode(x=X, y=Y, x2="x2:Q", y2="y2:Q")


def _edges() -> alt.Chart:
    legend = {
        "title": "weight",
        "orient": "bottom-left",
        "direction": "horizontal",
        "symbolType": "stroke",
        "offset": 0,
    }
    return (
        alt.Chart(alt.NamedData("edges"))
        .mark_rule()
        .encode(
            x=X,
            y=Y,
            x2="x2:Q",
            y2="y2:Q",
            color=sign_colour(**legend),
            strokeDash=sign_dash(),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
            tooltip=["part:N", alt.Tooltip("weight:N"), alt.Tooltip("gradient:N", title="blame")],
        )
    )


def _labels() -> list[alt.Chart]:
    """Write numbers at the edges, each on a halo of paper so that lines don't cross it out."""
    texts = alt.Chart(alt.NamedData("labels")).encode(x=X, y=Y, text="text:N")
    halo = texts.mark_text(fontSize=11, stroke=alt.expr("dlw_paper"), strokeWidth=5, strokeJoin="round")
    plain = texts.mark_text(fontSize=11).encode(color=_ink(), tooltip=["part:N", alt.Tooltip("text:N", title="value")])
    return [halo, plain]


def _nodes() -> alt.Chart:
    style: dict[str, Any] = {"shape": "circle", "opacity": 1, "fill": alt.expr("dlw_paper")}
    circles = alt.Chart(alt.NamedData("nodes")).mark_point(size=alt.expr("node_size"), **style)
    return circles.encode(
        x=X,
        y=Y,
        stroke=_ink(),
        strokeWidth=alt.condition("datum.lit == 1", alt.value(3.5), alt.value(1.3)),
        tooltip=["name:N", "value:N", "blame:N"],
    )


def _node_texts() -> list[alt.Chart]:
    texts = alt.Chart(alt.NamedData("nodes")).encode(x=X, y=Y)
    half = "sqrt(node_size / 3.14) + 9"
    value = texts.mark_text(fontSize=alt.expr("node_font")).encode(text="value:N")
    name = texts.mark_text(fontSize=11, dy=alt.expr(f"-({half})")).encode(text="name:N")
    blame = texts.mark_text(fontSize=11, fontStyle="italic", dx=26, dy=alt.expr(half)).encode(
        text="blame:N", color=_ink()
    )
    return [name, value, blame]


def _stages() -> list[alt.Chart]:
    """Write the four stages across the top, the present one bold and underlined."""
    stages = alt.Chart(alt.NamedData("stages"))
    words = {"x": X, "y": alt.value(0), "text": "label:N"}
    now, other = (alt.condition(f"datum.lit == {lit}", alt.value(1), alt.value(0)) for lit in (1, 0))
    ink = alt.expr("dlw_ink")
    return [
        stages.mark_text(fontSize=13, baseline="top", color=ink).encode(**words, opacity=other),
        stages.mark_text(fontSize=14, baseline="top", fontWeight="bold", color=ink).encode(**words, opacity=now),
        stages.mark_tick(orient="horizontal", width=90, thickness=3, color=alt.expr("dlw_accent")).encode(
            x=X, y=alt.value(18), opacity=now
        ),
    ]


def _losses() -> alt.Chart:
    line = alt.Chart(alt.NamedData("losses")).mark_line(point=alt.OverlayMarkDef(size=18), color=CLASS_COLOURS[1])
    return line.encode(
        x=alt.X(
            "update:Q",
            scale=alt.Scale(domainMin=0, domainMax=alt.expr("last_update"), nice=False),
            axis=counting(title="updates", grid=False),
        ),
        y=alt.Y("loss:Q", axis=alt.Axis(title="mean loss", tickCount=3, format="~g", minExtent=36)),
        tooltip=["update:Q", alt.Tooltip("loss:Q", format=".4")],
    ).properties(width=WIDTH_PX - 40, height=70)


def _ink() -> Any:
    """Colour what is lit with the accent; it also has a glow or a bolder line, so colour is not the only sign."""
    return alt.condition("datum.lit == 1", alt.value(alt.expr("dlw_accent")), alt.value(alt.expr("dlw_ink")))

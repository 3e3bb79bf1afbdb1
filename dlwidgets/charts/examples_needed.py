"""Accuracy against the number of examples for several contestants, and where two of them change places."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dlwidgets.charts.counts import SHARE
from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.theme import CLASS_COLOURS, CLASS_SHAPES

WIDTH_PX, HEIGHT_PX = 600, 320
DASHES = ([1, 0], [8, 3], [2, 3], [8, 3, 2, 3], [12, 4], [4, 2])
"""Colour and shape are not the only signs of a contestant."""


@drawn_once
def examples_needed(names: Sequence[str]) -> alt.VConcatChart:
    """Draw learning curves over a logarithmic axis, with their spread and their crossings.

    Parameters
    ----------
    names : sequence of str
        The contestants.

    Returns
    -------
    altair.VConcatChart
        Data sets ``progress`` (done: from 0 to 1, label), ``means`` (name, n_train, mean, low, high, n_seeds),
        ``scores`` (name, n_train, accuracy, seed) and ``crossings`` (n_train, accuracy, says). The parameter ``sizes``
        holds the numbers of examples that are named on the axis.

    References
    ----------
    T. Viering and M. Loog (2023), https://doi.org/10.1109/TPAMI.2022.3220744
    """
    x = alt.X("n_train:Q", title="examples to learn from", scale=alt.Scale(type="log", nice=False, padding=20))
    x = x.axis(format=",d", values=alt.expr("sizes"), grid=False)  # the numbers at which there is something to see
    scale = alt.Scale(zero=False, nice=True, domainMax=1.0)

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", title="accuracy on test examples", scale=scale).axis(format=SHARE, tickCount=6)

    signs = _signs(names)
    colour = {"color": signs["color"]}
    tips = ["name:N", "n_train:Q", alt.Tooltip("accuracy:Q", format=".1%"), "seed:Q"]
    scores = alt.Chart(alt.NamedData("scores")).mark_point(filled=True, size=14, opacity=0.45)
    means = alt.Chart(alt.NamedData("means"))
    tips_of_mean = ["name:N", "n_train:Q", alt.Tooltip("mean:Q", format=".1%"), "n_seeds:Q"]
    layers = [
        means.mark_rule(strokeWidth=1.4).encode(x=x, y=y("low"), y2="high:Q", **colour),
        scores.encode(x=x, y=y("accuracy"), tooltip=tips, **colour),
        means.mark_line(strokeWidth=2.2).encode(x=x, y=y("mean"), strokeDash=signs["strokeDash"], **colour),
        means.mark_point(filled=True, size=70, opacity=1).encode(
            x=x, y=y("mean"), shape=signs["shape"], tooltip=tips_of_mean, **colour
        ),
        *_crossings(x, y("accuracy")),
    ]
    curves = alt.layer(*layers).properties(width=WIDTH_PX, height=HEIGHT_PX)
    narrow = {"narrow_below": WIDTH_PX + 90, "axis_px": 75}
    return alt.vconcat(_progress(), curves, spacing=12, usermeta=narrow).add_params(alt.param(name="sizes", value=[]))


def _signs(names: Sequence[str]) -> dict[str, Any]:
    """Return how a contestant is told from others; the legend shows colour, shape and dash in one."""
    legend = alt.Legend(title=None, orient="bottom", columns=3, labelLimit=170, symbolSize=110, symbolOpacity=1)
    ranges = {"color": CLASS_COLOURS, "shape": CLASS_SHAPES, "strokeDash": DASHES}
    kinds = {"color": alt.Color, "shape": alt.Shape, "strokeDash": alt.StrokeDash}
    return {
        name: kind("name:N", scale=alt.Scale(domain=[*names], range=[*ranges[name][: len(names)]]), legend=legend)
        for name, kind in kinds.items()
    }


def _crossings(x: Any, y: Any) -> list[alt.Chart]:
    """Ring the places where two curves cross, and say who goes ahead there."""
    rows = alt.Chart(alt.NamedData("crossings")).encode(x=x, y=y)
    rings = rows.mark_point(
        shape="circle", filled=False, fill=None, size=260, strokeWidth=2.2, opacity=1, stroke=alt.expr("dlw_accent")
    )
    words = rows.encode(text=alt.Text("n_train:Q", format=".0f"))
    place = {"fontSize": 11, "fontWeight": 600, "dy": 19}
    halo = words.mark_text(stroke=alt.expr("dlw_paper"), strokeWidth=4, **place)
    return [rings.encode(tooltip=["says:N"]), halo, words.mark_text(color=alt.expr("dlw_accent"), **place)]


def _progress() -> alt.LayerChart:
    """Draw a thin bar that fills, under a word."""
    base = alt.Chart(alt.NamedData("progress"), width=WIDTH_PX, height=24)
    full = alt.X("done:Q", axis=None, scale=alt.Scale(domain=[0, 1]))
    track = base.mark_bar(height=6, y=20, color=alt.expr("dlw_faint"))
    layers = (
        track.encode(x=alt.XDatum(0, axis=None), x2=alt.datum(1)),
        base.mark_bar(height=6, y=20, color=CLASS_COLOURS[1]).encode(x=full, x2=alt.datum(0)),
        base.mark_text(align="left", x=0, y=6).encode(text="label:N"),
    )
    return alt.layer(*layers).properties(view=alt.ViewConfig(stroke=None))

"""A regression with an outlier, fitted by several losses."""

from typing import Any

import altair as alt

from dlwidgets.charts.loss_signs import COLOUR, DASH
from dlwidgets.charts.readout import panel_title
from dlwidgets.charts.theme import CLASS_COLOURS

OUTLIER = "outlier"
"""Name of the chart; gestures on it carry this name."""
HEIGHTS = (-4.0, 16.0)
"""Ends of its y axis."""


def outlier_fits(width: int) -> alt.LayerChart:
    """Draw points, one of which can be dragged, and the best fit of each regression loss.

    Parameters
    ----------
    width : int
        In pixels.

    Returns
    -------
    altair.LayerChart
        Named ``OUTLIER``. Data sets: ``points`` (x, y, kind: point or outlier), ``fits`` (x, y, name: of a loss) and
        ``fit_names`` (x, y, name, label).
    """
    x = alt.X("x:Q", title="x", scale=alt.Scale(domain=[-0.5, 9], nice=False), axis=alt.Axis(values=list(range(7))))
    y = alt.Y("y:Q", title="y", scale=alt.Scale(domain=list(HEIGHTS), nice=False))
    fits = alt.Chart(alt.NamedData("fits")).mark_line(strokeWidth=2.2, clip=True)
    names = alt.Chart(alt.NamedData("fit_names")).mark_text(align="left", dx=6)
    points = alt.Chart(alt.NamedData("points")).mark_point(
        filled=True, opacity=1, stroke=alt.expr("dlw_ink"), strokeWidth=0.8, cursor="ns-resize"
    )
    grey, blue = CLASS_COLOURS[7], CLASS_COLOURS[1]
    layers = (
        fits.encode(x=x, y=y, color=COLOUR, strokeDash=DASH),
        names.encode(x=x, y=y, text="label:N"),
        points.encode(
            x=x,
            y=y,
            fill=_by_kind(alt.Fill, grey, blue),
            shape=_by_kind(alt.Shape, "circle", "diamond"),
            size=alt.when(alt.datum.kind == "outlier").then(alt.value(200)).otherwise(alt.value(60)),
        ),
    )
    title = panel_title("Regression with an outlier, the diamond")
    return alt.layer(*layers, name=OUTLIER, title=title).properties(width=width, height=150)


def _by_kind(channel: Any, point: Any, outlier: Any) -> Any:
    scale = alt.Scale(domain=["point", "outlier"], range=[point, outlier])
    return channel("kind:N", legend=None, scale=scale)

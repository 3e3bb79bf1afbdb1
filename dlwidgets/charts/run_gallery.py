"""Several runs side by side: the loss of each in a panel of its own."""

from collections.abc import Sequence

import altair as alt

from dlwidgets.charts.counts import counting
from dlwidgets.charts.training import COLOURS, DASHES, NUMBER, PARTS

COLUMNS = 3
ROW_PX, COLUMN_PX = 74, 76
"""Pixels between two panels: the axis of one, and in a row of them the name of another."""


def run_gallery(names: Sequence[str], *, width: int = 200, height: int = 130) -> alt.FacetChart:
    """Draw one panel per run, each with axes of its own, for what matters is the form of a curve.

    The data set is ``curves`` (name of the run, epoch, value, part).

    Parameters
    ----------
    names : sequence of str
        The names of the runs, in the order of their panels.
    width, height : int
        Of one panel, in pixels.

    Returns
    -------
    altair.FacetChart
        For a ``ChartView``.

    References
    ----------
    https://developers.google.com/machine-learning/crash-course/overfitting/interpreting-loss-curves
    """
    legend = alt.Legend(title=None, orient="top", symbolType="stroke")
    colour = alt.Color("part:N", scale=alt.Scale(domain=PARTS, range=COLOURS), legend=legend)
    dash = alt.StrokeDash("part:N", scale=alt.Scale(domain=PARTS, range=DASHES), legend=legend)
    x = alt.X("epoch:Q", title="epoch", scale=alt.Scale(zero=True, nice=False), axis=counting(tickCount=5))
    y = alt.Y("value:Q", title="loss").axis(format=NUMBER, tickCount=5)
    value = alt.Tooltip("value:Q", title="loss", format=NUMBER)
    tooltip = ["name:N", alt.Tooltip("part:N", title="data"), "epoch:Q", value]
    base = alt.Chart().encode(x=x, y=y, tooltip=tooltip)
    lines = base.mark_line().encode(color=colour, strokeDash=dash)
    # A line of two pixels is hard to hit with a pointer.
    points = base.mark_point(filled=True, size=80, opacity=0)
    panel = alt.layer(lines, points, data=alt.NamedData("curves")).properties(width=width, height=height)
    header = alt.Header(title=None, labelFontSize=13, labelFontWeight="bold", labelAnchor="start")
    # Numbers at the axes differ in width and height; rooms of one size keep frames and names in line.
    panels = panel.facet(
        alt.Facet("name:N", sort=list(names), header=header),
        columns=min(COLUMNS, len(names)),
        bounds="flush",
        spacing={"row": ROW_PX, "column": COLUMN_PX},
    )
    return panels.resolve_scale(x="independent", y="independent")

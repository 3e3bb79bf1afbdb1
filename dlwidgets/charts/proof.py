"""Two networks that learn from the same examples: as pasted, and repaired."""

import altair as alt

from dlwidgets.charts.counts import counting
from dlwidgets.charts.training import NUMBER

PASTED, REPAIRED = "as pasted", "repaired"
NAMES = (PASTED, REPAIRED)
_COLUMNS, _AROUND_PX = 2, 70
"""Panels in a row, and what stands around one of them: its axis and the space to the next."""


def proof_chart(*, width: int = 260, height: int = 170) -> alt.FacetChart:
    """Draw how two networks learn, one panel for each measure.

    The data set is ``curves`` (name of the network, measure, epoch, value).

    Parameters
    ----------
    width, height : int
        Of one panel, in pixels.

    Returns
    -------
    altair.FacetChart
        For a ``ChartView``.
    """
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=3)
    colour = alt.Color("name:N", scale=alt.Scale(domain=NAMES, range=["#c2502b", "#2f7fc1"]), legend=legend)
    dash = alt.StrokeDash("name:N", scale=alt.Scale(domain=NAMES, range=[[5, 4], [1, 0]]), legend=legend)
    x = alt.X("epoch:Q", title="epoch", scale=alt.Scale(zero=False, nice=False), axis=counting())
    y = alt.Y("value:Q", title=None).axis(format=NUMBER, tickCount=5)
    tooltip = [alt.Tooltip("name:N", title="network"), "measure:N", "epoch:Q", alt.Tooltip("value:Q", format=NUMBER)]
    base = alt.Chart().encode(x=x, y=y, tooltip=tooltip)
    lines = base.mark_line(strokeWidth=2).encode(color=colour, strokeDash=dash)
    points = base.mark_point(filled=True, size=80, opacity=0)  # a line of two pixels is hard to hit with a pointer
    panel = alt.layer(lines, points, data=alt.NamedData("curves")).properties(width=width, height=height)
    header = alt.Header(title=None, labelFontSize=13, labelFontWeight="bold", labelAnchor="start")
    chart = panel.facet(alt.Facet("measure:N", sort=None, header=header), columns=_COLUMNS)
    narrow = {"narrow_below": _COLUMNS * (width + _AROUND_PX), "panels": _COLUMNS}
    return chart.resolve_scale(y="independent").properties(usermeta=narrow)

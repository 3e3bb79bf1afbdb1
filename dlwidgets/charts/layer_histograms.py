"""Histograms by layer: what sizes the numbers in a network have, after one epoch or another."""

import altair as alt

from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.theme import CLASS_COLOURS
from dlwidgets.charts.training import EARLIER

COLUMNS = 3
NARROW_PX = 720
"""Width of the page below which the panels stand under each other."""
SWITCHES = ("kind", "epoch")
"""Parameters of the chart: what is shown, and after how many epochs at most."""


@drawn_once
def layer_histograms(n_layers: int, *, width: int = 190, height: int = 96) -> alt.FacetChart:
    """Draw one panel per layer: bars for an epoch, and a thin line for the start.

    The data set is ``looks`` (layer, kind, epoch, left and right end of a bar, share of the numbers that lie in it,
    density: that share by its width, note). Bars of different widths compare by their areas. Of each layer the newest
    epoch is drawn that is not after the parameter ``epoch``; ``kind`` says which numbers.

    Parameters
    ----------
    n_layers : int
        How many panels there will be.
    width, height : int
        Of one panel, in pixels.

    Returns
    -------
    altair.FacetChart
        For a ``ChartView``.

    References
    ----------
    https://www.tensorflow.org/tensorboard/get_started
    """
    rows = alt.Chart().transform_filter("datum.kind == kind")
    newest = alt.JoinAggregateFieldDef(op="max", field="epoch", **{"as": "newest"})
    now = rows.transform_filter("datum.epoch <= epoch").transform_joinaggregate([newest], groupby=["layer"])
    now = now.transform_filter("datum.epoch == datum.newest")
    x = alt.X("left:Q", title=None, scale=alt.Scale(zero=False, nice=False)).axis(format=".2~g", tickCount=4)
    y = alt.Y("density:Q", title="density", scale=alt.Scale(domainMin=0)).axis(format=".3~g", tickCount=3)
    ends = [alt.Tooltip("left:Q", title="from", format=".3~g"), alt.Tooltip("right:Q", title="to", format=".3~g")]
    tooltip = ["layer:N", "epoch:Q", *ends, alt.Tooltip("share:Q", format=".1%")]
    bars = now.mark_rect(color=CLASS_COLOURS[1], opacity=0.75)
    bars = bars.encode(x=x, x2="right:Q", y=y, y2=alt.datum(0), tooltip=tooltip)
    start = rows.transform_filter("datum.epoch == 0").mark_line(
        color=EARLIER, strokeWidth=1.5, interpolate="step-after"
    )
    note = now.transform_aggregate(n="count()", groupby=["note"]).mark_text(align="right", baseline="bottom")
    note = note.encode(x=alt.value("width"), y=alt.value(-5), text="note:N")
    panel = alt.layer(bars, start.encode(x=x, y=y), note, data=alt.NamedData("looks"))
    header = alt.Header(title=None, labelFontSize=12, labelFontWeight="bold", labelAnchor="start", labelPadding=2)
    facet = alt.Facet("layer:N", sort=None, header=header)
    chart = panel.properties(width=width, height=height).facet(facet, columns=min(COLUMNS, n_layers))
    chart = chart.resolve_scale(x="independent", y="independent").properties(
        usermeta={"narrow_below": NARROW_PX, "panels": COLUMNS}
    )
    chart.params = [
        alt.VariableParameter(name=name, value=value) for name, value in zip(SWITCHES, ("weights", 0), strict=True)
    ]
    return chart

"""Softmax as a picture that Vega computes by itself: logits in, probabilities out, with the steps between."""

import altair as alt

from dlwidgets.charts.readout import panel_title
from dlwidgets.charts.theme import CLASS_COLOURS

N_CLASSES = 4
LOGITS = tuple(f"logit_{k}" for k in range(1, N_CLASSES + 1))
"""Parameters that hold the logits."""
SOFTMAX_PARAMS = {**dict.fromkeys(LOGITS, 0), "temperature": 1}
"""First values of the parameters."""

_HEIGHT = 118
_HEADS = {"logit": "logit", "scaled": "(logit − largest) / T", "power": "e to that", "share": "÷ their sum"}
"""The columns of the steps, and what stands above them."""
_CLASS = alt.Y("k:O", axis=alt.Axis(title="class", tickSize=0, domain=False))


def softmax_bars(width: int, spacing: int) -> alt.HConcatChart:
    """Draw the probabilities of four classes, and beside them the steps that lead to each.

    Parameters
    ----------
    width, spacing : int
        Of each of the two panels, and between them, in pixels.

    Returns
    -------
    altair.HConcatChart
        No data sets. The parameters of ``SOFTMAX_PARAMS`` are those of the whole picture, which declares them.

    References
    ----------
    https://keras.io/api/layers/activations/#softmax-function
    """
    panels = ((_bars(), "Softmax: probabilities that add up to 1"), (_steps(), "Softmax, step by step"))
    return alt.hconcat(
        *[panel.properties(title=panel_title(title), width=width, height=_HEIGHT) for panel, title in panels],
        spacing=spacing,
    )


def _classes() -> alt.Chart:
    """Return a row for each class, with the steps from its logit to its share."""
    # The largest is subtracted before the temperature divides: so nothing can overflow, whatever the logits.
    return (
        alt.Chart(alt.sequence(1, N_CLASSES + 1, as_="k"))
        .transform_calculate(logit=f"[{', '.join(LOGITS)}][datum.k - 1]")
        .transform_calculate(scaled=f"(datum.logit - max({', '.join(LOGITS)})) / temperature")
        .transform_calculate(power="exp(datum.scaled)")
        .transform_joinaggregate(total="sum(power)")
        .transform_calculate(share="datum.power / datum.total")
    )


def _bars() -> alt.LayerChart:
    x = alt.X("share:Q", axis=alt.Axis(title="probability", tickCount=5), scale=alt.Scale(domain=[0, 1.18], nice=False))
    x.axis.values = [0, 0.2, 0.4, 0.6, 0.8, 1]
    bars = _classes().mark_bar(color=CLASS_COLOURS[1]).encode(x=x, y=_CLASS)
    numbers = _classes().mark_text(align="left", dx=5).encode(x=x, y=_CLASS, text=alt.Text("share:Q", format=".3~g"))
    return alt.layer(bars, numbers)


def _steps() -> alt.Chart:
    heads = ", ".join(f"{name}: '{head}'" for name, head in _HEADS.items())
    top = alt.Axis(
        title=None, orient="top", labelAngle=0, labelExpr=f"{{{heads}}}[datum.value]", ticks=False, domain=False
    )
    table = _classes().transform_fold([*_HEADS], as_=["head", "value"])
    cells = table.mark_text().encode(
        y=alt.Y("k:O", axis=alt.Axis(title=None, tickSize=0, domain=False)), text=alt.Text("value:Q", format=".3~g")
    )
    return cells.encode(x=alt.X("head:N", sort=[*_HEADS], axis=top))

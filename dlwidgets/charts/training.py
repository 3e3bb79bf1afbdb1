"""Learning curves: how loss and metrics move from epoch to epoch."""

from collections.abc import Mapping
from typing import Any

import altair as alt

from dlwidgets.charts.theme import CLASS_COLOURS

PARTS = ("training", "validation")
COLOURS = (CLASS_COLOURS[1], CLASS_COLOURS[0])
DASHES = ([1, 0], [6, 3])
SHAPES = ("circle", "square")
EARLIER = "#8c8c8c"
FROM_0_TO_1 = ("accuracy", "acc", "auc", "precision", "recall", "f1_score", "iou")
"""How the names of metrics end that lie between 0 and 1."""
MOST_POINTS = 30
"""Epochs beyond which points would hide the dashes: then only the newest has one."""
NUMBER = ".4~g"
"""At most four digits: a loss may be 0.0001 or, when learning fails, 1e+30."""

_GAP = 77  # between the frames of two panels: their spacing, and the axis of the second
_COLOUR = alt.Color("part:N", scale=alt.Scale(domain=PARTS, range=COLOURS), legend=None)
_DASH = alt.StrokeDash("part:N", scale=alt.Scale(domain=PARTS, range=DASHES), legend=None)
_SHAPE = alt.Shape("part:N", scale=alt.Scale(domain=PARTS, range=SHAPES), legend=None)
_BARE = alt.ViewConfig(stroke=None)


def learning_curves(titles: Mapping[str, str], *, width: int = 300, height: int = 210) -> alt.VConcatChart:
    """Draw one panel per metric side by side, under a bar that shows how far the fit is.

    The data sets are ``history`` (epoch, value, metric, part), ``earlier`` (the same with run, of the runs before
    this one) and ``progress`` (one row: done from 0 to 1, label, device). The parameter ``last_epoch`` ends the axes
    of epochs.

    Parameters
    ----------
    titles : mapping of str to str
        The axis title of each metric, such as ``{"loss": "loss (nats)"}``.
    width, height : int
        Of one panel, in pixels.

    Returns
    -------
    altair.VConcatChart
        For a ``ChartView``.

    References
    ----------
    https://developers.google.com/machine-learning/crash-course/overfitting/interpreting-loss-curves
    """
    panels = [_panel(metric, title).properties(width=width, height=height) for metric, title in titles.items()]
    bar = _progress(len(panels) * (width + _GAP) - _GAP)
    last_epoch = alt.param(name="last_epoch", value=1)
    return alt.vconcat(bar, _key(), alt.hconcat(*panels, spacing=20), spacing=4).add_params(last_epoch)


def _panel(metric: str, title: str) -> alt.LayerChart:
    """Draw the curves of one metric, those of earlier runs thin and grey behind."""
    span = alt.Scale(domain=alt.DomainUnionWith([0, 1]), nice=False) if metric.endswith(FROM_0_TO_1) else alt.Scale()
    epochs = alt.Scale(domainMin=0, domainMax=alt.ExprRef("last_epoch"), nice=False)
    base = _rows("history", metric).encode(
        x=alt.X("epoch:Q", title="epoch", scale=epochs).axis(format="d", tickMinStep=1, grid=False, labelFlush=False),
        y=alt.Y("value:Q", title=title, scale=span).axis(format=NUMBER),
        color=_COLOUR,
    )
    few = f"last_epoch <= {MOST_POINTS}"  # beyond, a point is only there to be hovered
    size, opacity = alt.ExprRef(f"{few} ? 24 : 80"), alt.ExprRef(f"{few} ? 1 : 0")
    lines = base.mark_line().encode(strokeDash=_DASH)
    newest = base.mark_point(filled=True, size=46).encode(shape=_SHAPE, **_at_newest(title))
    points = base.mark_point(filled=True, size=size, opacity=opacity).encode(shape=_SHAPE, tooltip=_tooltip(metric))
    return alt.layer(*_earlier(metric, title), lines, newest, points)


def _earlier(metric: str, title: str) -> tuple[alt.Chart, alt.Chart]:
    """Draw the curves of earlier runs, and the name of each where its training curve ends."""
    base = _rows("earlier", metric).encode(x=alt.X("epoch:Q", title="epoch"), y=alt.Y("value:Q", title=title))
    tooltip = ["run:N", alt.Tooltip("part:N", title="data")]
    lines = base.mark_line(color=EARLIER, strokeWidth=1).encode(detail="run:N", strokeDash=_DASH, tooltip=tooltip)
    below = metric.endswith(FROM_0_TO_1)  # such curves end at the top, a loss at the bottom
    names = base.transform_filter(alt.datum.part == PARTS[0])
    names = names.mark_text(color=EARLIER, align="right", dy=9 if below else -7)
    return lines, names.encode(text="run:N", **_at_newest(title))


def _progress(width: int) -> alt.LayerChart:
    """Draw a thin bar that fills, under a word at each of its ends."""
    base = alt.Chart(alt.NamedData("progress"), width=width, height=24)
    full = alt.X("done:Q", axis=None, scale=alt.Scale(domain=[0, 1]))
    track = base.mark_bar(height=6, y=20, color=alt.ExprRef("dlw_faint"))
    layers = (
        track.encode(x=alt.XDatum(0, axis=None), x2=alt.datum(1)),
        base.mark_bar(height=6, y=20, color=COLOURS[0]).encode(x=full, x2=alt.datum(0)),
        base.mark_text(align="left", x=0, y=6).encode(text="label:N"),
        base.mark_text(align="right", x=width, y=6).encode(text="device:N"),
    )
    return alt.layer(*layers).properties(view=_BARE)


def _key() -> alt.LayerChart:
    """Name the kinds of lines that are there; Vega's own legend can't show a dash and a point in one."""
    shown = zip(PARTS, COLOURS, DASHES, SHAPES, (0, 96), strict=True)
    layers = [
        layer
        for part, colour, dash, shape, x in shown
        for layer in _key_entry("history", part, x, color=colour, strokeDash=dash, strokeWidth=2, shape=shape)
    ]
    layers += _key_entry("earlier", PARTS[0], 204, text="earlier runs", color=EARLIER, strokeDash=[1, 0], strokeWidth=1)
    return alt.layer(*layers).properties(height=14, width=300, view=_BARE)


def _key_entry(data: str, part: str, x: int, *, text: str = "", shape: str = "", **look: Any) -> list[alt.Chart]:
    """Draw one sample line with its name, if the data set has rows of that part."""
    some = alt.Chart(alt.NamedData(data)).transform_filter(alt.datum.part == part).transform_aggregate(n="count()")
    some = some.encode(y=alt.value(7))
    line = some.mark_rule(**look).encode(x=alt.value(x), x2=alt.value(x + 26))
    name = some.mark_text(align="left", text=text or part).encode(x=alt.value(x + 36))
    point = some.mark_point(filled=True, opacity=1, size=46, color=look["color"], shape=shape)
    point = point.encode(x=alt.value(x + 26))
    return [line, name, point] if shape else [line, name]


def _rows(data: str, metric: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(data)).transform_filter(alt.datum.metric == metric)


def _at_newest(title: str) -> dict[str, alt.X | alt.Y]:
    """Place a mark where a curve ends."""
    x = alt.X("epoch", aggregate="max", type="quantitative", title="epoch")
    y = alt.Y("value", aggregate=alt.ArgmaxDef(argmax="epoch"), type="quantitative", title=title)
    return {"x": x, "y": y}


def _tooltip(metric: str) -> list[alt.Tooltip]:
    value = alt.Tooltip("value:Q", title=metric.replace("_", " "), format=NUMBER)
    return [alt.Tooltip("part:N", title="data"), alt.Tooltip("epoch:Q"), value]

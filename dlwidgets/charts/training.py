"""Learning curves: how loss and metrics move from epoch to epoch."""

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from dlwidgets.charts import curve_names
from dlwidgets.charts.counts import counting
from dlwidgets.charts.drawn_once import drawn_once
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
NUMBER = ".5~g"
"""At most four digits: a loss may be 0.0001 or, when learning fails, 1e+30."""

SWITCHES = ("smoothing", "log_scale", "each_batch")
"""Parameters of the chart that are on or off."""
SMOOTHED = 2
"""Neighbours on each side that a smoothed value is the mean of."""

_TICK = "log_scale ? format(pow(10, datum.value), '.2~g') : datum.label"
_IS_NEWEST = "datum.epoch == datum.newest"
_GAP = 77  # between the frames of two panels: their spacing, and the axis of the second
_AXIS = 72  # of the first panel, with the padding of the page
_COLOUR = alt.Color("part:N", scale=alt.Scale(domain=PARTS, range=COLOURS), legend=None)
_DASH = alt.StrokeDash("part:N", scale=alt.Scale(domain=PARTS, range=DASHES), legend=None)
_SHAPE = alt.Shape("part:N", scale=alt.Scale(domain=PARTS, range=SHAPES), legend=None)
_BARE = alt.ViewConfig(stroke=None)


def in_words(metric: str) -> str:
    """Return the name of a metric as an axis shows it: any text, on one line."""
    return " ".join(metric.replace("_", " ").split()) or metric


def learning_curves(
    titles: Mapping[str, str], *, width: int = 300, height: int = 210, names: Iterable[str] = ()
) -> alt.VConcatChart:
    """Draw one panel per metric side by side, under a bar that shows how far the fit is.

    The data sets are ``history`` (epoch, value, metric, part), ``earlier`` (the same with run, of the runs before
    this one), ``batches`` (epoch, value: losses of single batches, between the epochs), ``span`` (first, last: epochs
    to be shaded) and ``progress`` (one row: done from 0 to 1, label, device). The parameter ``last_epoch`` ends the
    axes of epochs; ``smoothing``, ``log_scale`` and ``each_batch`` are on or off.

    Parameters
    ----------
    titles : mapping of str to str
        The axis title of each metric, such as ``{"loss": "loss (nats)"}``.
    width, height : int
        Of one panel, in pixels.
    names : iterable of str
        Names of earlier runs that are longer than ``"run 12"``, so that there is room for them.

    Returns
    -------
    altair.VConcatChart
        For a ``ChartView``.

    References
    ----------
    https://developers.google.com/machine-learning/crash-course/overfitting/interpreting-loss-curves
    """
    return _learning_curves(tuple(titles.items()), width, height, curve_names.room(names))


@drawn_once
def _learning_curves(titles: tuple[tuple[str, str], ...], width: int, height: int, beside: int) -> alt.VConcatChart:
    panels = [
        _panel(metric, title, f"panel_{at}", beside).properties(width=width, height=height)
        for at, (metric, title) in enumerate(titles)
    ]
    gap = _GAP + beside
    whole = len(panels) * (width + gap) - gap
    first = {"last_epoch": 1, **dict.fromkeys(SWITCHES, False)}
    axis = _AXIS + beside
    narrow = {"narrow_below": whole + axis, "panels": len(panels), "axis_px": axis, "gap_px": gap}
    chart = alt.vconcat(_progress(whole), _key(), alt.hconcat(*panels, spacing=20), spacing=4, usermeta=narrow)
    # add_params copies the whole chart for each of them.
    chart.params = [alt.VariableParameter(name=name, value=value) for name, value in first.items()]
    return chart


def _panel(metric: str, title: str, panel: str, beside: int) -> alt.LayerChart:
    """Draw the curves of one metric, those of earlier runs thin and grey behind."""
    epochs = alt.Scale(domainMin=0, domainMax=alt.ExprRef("last_epoch"), nice=False)
    x = alt.X("epoch:Q", title="epoch", scale=epochs, axis=counting(grid=False, labelFlush=False))
    base = alt.Chart().encode(x=x, y=_height(metric, title), color=_COLOUR)
    few = f"last_epoch <= {MOST_POINTS}"  # beyond, a point is only there to be hovered
    size = alt.ExprRef(f"{few} ? 24 : smoothing ? 10 : 80")
    opacity = alt.ExprRef(f"{few} ? 1 : smoothing ? 0.4 : 0")
    lines = base.mark_line().encode(strokeDash=_DASH)
    newest = base.transform_filter(_IS_NEWEST).mark_point(filled=True, size=46, opacity=1).encode(shape=_SHAPE)
    points = base.mark_point(filled=True, size=size, opacity=opacity)
    points = points.encode(y=_height(metric, title, "raw"), shape=_SHAPE, tooltip=_tooltip(metric))
    curves = _with_rows("history", metric, lines, newest, points)
    batches = [_batches(title)] if metric == "loss" else []
    return alt.layer(curves, _earlier(metric, title, panel, beside), *batches, _span(), name=panel)


def _height(metric: str, title: str, field: str = "shown") -> alt.Y:
    """Place the values of a metric; only what has no upper end can have a logarithmic axis."""
    if metric.endswith(FROM_0_TO_1):
        return alt.Y(f"{field}:Q", title=title, scale=alt.Scale(domain=alt.DomainUnionWith([0, 1]), nice=False)).axis(
            format=NUMBER
        )
    scale = alt.Scale(zero=alt.ExprRef("!log_scale"))
    return alt.Y(f"{field}:Q", title=title, scale=scale).axis(format=NUMBER, labelExpr=_TICK)


def _span() -> alt.Chart:
    """Shade the epochs that a sentence speaks of, between thin lines."""
    edge = {"stroke": alt.ExprRef("dlw_ink"), "strokeWidth": 0.5, "strokeDash": [2, 3]}
    shade = alt.Chart(alt.NamedData("span")).mark_rect(fill=alt.ExprRef("dlw_ink"), fillOpacity=0.08, clip=True, **edge)
    return shade.encode(x=alt.X("first:Q", title="epoch"), x2="last:Q")


def _batches(title: str) -> alt.Chart:
    """Draw the losses inside the epochs as small points."""
    base = alt.Chart(alt.NamedData("batches")).transform_filter("each_batch")
    base = base.transform_calculate(shown=_scaled("datum.value", has_log=True))
    tooltip = [alt.Tooltip("epoch:Q", format=".3~f"), alt.Tooltip("value:Q", title="loss of batches", format=NUMBER)]
    points = base.mark_point(filled=True, size=9, opacity=0.45, color=COLOURS[0])
    return points.encode(x=alt.X("epoch:Q", title="epoch"), y=_height("loss", title), tooltip=tooltip)


def _earlier(metric: str, title: str, panel: str, beside: int) -> alt.LayerChart:
    """Draw the curves of earlier runs, and beside the panel the name of each, as high as its training curve ends."""
    base = alt.Chart().encode(x=alt.X("epoch:Q", title="epoch"), y=_height(metric, title))
    tooltip = ["run:N", alt.Tooltip("part:N", title="data")]
    lines = base.mark_line(color=EARLIER, strokeWidth=1).encode(detail="run:N", strokeDash=_DASH, tooltip=tooltip)
    ends = alt.Chart().transform_filter(f"datum.part == '{PARTS[0]}' && {_IS_NEWEST}")
    names = curve_names.names_beside(ends, panel, y=_height(metric, title), colour=EARLIER, width=beside)
    kept_free = curve_names.room_beside("progress", beside)
    return alt.layer(_with_rows("earlier", metric, lines, *names), kept_free)


def _progress(width: int) -> alt.LayerChart:
    """Draw a thin bar that fills, under a word at each of its ends."""
    base = alt.Chart(alt.NamedData("progress"), width=width, height=24)
    full = alt.X("done:Q", axis=None, scale=alt.Scale(domain=[0, 1]))
    track = base.mark_bar(height=6, y=20, color=alt.ExprRef("dlw_faint"))
    layers = (
        track.encode(x=alt.XDatum(0, axis=None), x2=alt.datum(1)),
        base.mark_bar(height=6, y=20, color=COLOURS[0]).encode(x=full, x2=alt.datum(0)),
        base.mark_text(align="left", x=0, y=6).encode(text="label:N"),
        base.mark_text(align="right", y=6).encode(x=alt.value("width"), text="device:N"),
    )
    return alt.layer(*layers).properties(view=_BARE)


def _key() -> alt.LayerChart:
    """Name the kinds of lines that are there; Vega's own legend can't show a dash and a point in one."""
    shown = zip(PARTS, COLOURS, DASHES, SHAPES, (0, 78), strict=True)
    layers = [
        layer
        for part, colour, dash, shape, x in shown
        for layer in _key_entry("history", part, x, color=colour, strokeDash=dash, strokeWidth=2, shape=shape)
    ]
    layers += _key_entry("earlier", PARTS[0], 162, text="earlier", color=EARLIER, strokeDash=[1, 0], strokeWidth=1)
    return alt.layer(*layers).properties(height=14, width=230, view=_BARE)


def _key_entry(data: str, part: str, x: int, *, text: str = "", shape: str = "", **look: Any) -> list[alt.Chart]:
    """Draw one sample line with its name, if the data set has rows of that part."""
    some = alt.Chart(alt.NamedData(data)).transform_filter(alt.datum.part == part).transform_aggregate(n="count()")
    some = some.encode(y=alt.value(7))
    line = some.mark_rule(**look).encode(x=alt.value(x), x2=alt.value(x + 20))
    name = some.mark_text(align="left", text=text or part).encode(x=alt.value(x + 28))
    point = some.mark_point(filled=True, opacity=1, size=46, color=look["color"], shape=shape)
    point = point.encode(x=alt.value(x + 20))
    return [line, name, point] if shape else [line, name]


def _with_rows(data: str, metric: str, *layers: alt.Chart) -> alt.LayerChart:
    """Give layers the rows of a metric, as they are and smoothed, on the scale that is wanted."""
    has_log = not metric.endswith(FROM_0_TO_1)
    mean = alt.WindowFieldDef(op="mean", field="value", **{"as": "mean"})
    rows = alt.Chart().transform_filter(alt.datum.metric == metric)
    rows = rows.transform_window([mean], frame=[-SMOOTHED, SMOOTHED], groupby=["run", "part"])
    # An argmax would keep the heights of before when a switch changes them.
    newest = alt.JoinAggregateFieldDef(op="max", field="epoch", **{"as": "newest"})
    rows = rows.transform_joinaggregate([newest], groupby=["run", "part"])
    smooth = "smoothing && isValid(datum.value) ? datum.mean : datum.value"
    rows = rows.transform_calculate(raw=_scaled("datum.value", has_log=has_log))
    rows = rows.transform_calculate(shown=_scaled(f"({smooth})", has_log=has_log))
    # Once for all layers: each transform that they have of their own costs the page time.
    return alt.layer(*layers, data=alt.NamedData(data), transform=rows.transform)


def _scaled(value: str, *, has_log: bool) -> str:
    """Write a value as Vega places it: its logarithm, where that is wanted and there is one."""
    return f"log_scale ? ({value} > 0 ? log({value}) / LN10 : null) : {value}" if has_log else value


def _tooltip(metric: str) -> list[alt.Tooltip]:
    value = alt.Tooltip("value:Q", title=in_words(metric), format=NUMBER)
    return [alt.Tooltip("part:N", title="data"), alt.Tooltip("epoch:Q"), value]

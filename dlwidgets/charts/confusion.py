"""A confusion matrix beside the examples of one of its cells."""

import json
from collections.abc import Sequence

import altair as alt

from dlwidgets.charts.readout import panel_title
from dlwidgets.charts.theme import CLASS_COLOURS

MATRIX = "matrix"
"""Name of the chart of the counts; clicks on it carry this name."""
SIDE, WIDTH = 260, 310
RIGHT, WRONG = CLASS_COLOURS[1], CLASS_COLOURS[0]


def confusion(names: Sequence[str], n_columns: int, n_rows: int, *, are_pictures: bool) -> alt.HConcatChart:
    """Draw counts by true class (rows) and by what was said (columns), and beside it examples of the chosen cell.

    The data sets are ``cells`` (true, said, count, kind: right
    or wrong, share: of its row, from 0 to 1), ``chosen``
    (true, said) and ``examples`` (column, row, url: of a picture, or empty; label).

    Parameters
    ----------
    names : sequence of str
        Of the classes, in their order.
    n_columns, n_rows : int
        Of the examples: of their pictures, or of their table with its head.
    are_pictures : bool
        Whether examples are shown as pictures.

    Returns
    -------
    altair.HConcatChart
        For a ``ChartView``.

    References
    ----------
    https://scikit-learn.org/stable/modules/model_evaluation.html#confusion-matrix
    """
    narrow = {"narrow_below": SIDE + _width(n_columns) + 95}  # and axis, spacing, padding
    return alt.hconcat(
        _matrix(names), _examples(n_columns, n_rows, are_pictures=are_pictures), spacing=30, usermeta=narrow
    )


def _matrix(names: Sequence[str]) -> alt.LayerChart:
    cells = alt.Chart(alt.NamedData("cells"))
    x, y = _axis(alt.X, "said", "the model says", names), _axis(alt.Y, "true", "true class", names)
    half = SIDE / len(names) / 2 - 0.5
    colour = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=["right", "wrong"], range=[RIGHT, WRONG]))
    square = {"xOffset": -half, "x2Offset": half, "yOffset": -half, "y2Offset": half}
    tooltip = ["kind:N", "count:Q", alt.Tooltip("share:Q", format=".1%", title="of its row")]
    fill = cells.mark_rect(cursor="pointer", **square).encode(
        x=x, y=y, x2="said:Q", y2="true:Q", color=colour, opacity=_strength(), tooltip=tooltip
    )
    frame = alt.Chart(alt.NamedData("chosen")).mark_rect(
        fill=None, stroke=alt.ExprRef("dlw_ink"), strokeWidth=2, **square
    )
    frame = frame.encode(x=x, y=y, x2="said:Q", y2="true:Q")
    size = max(8, min(13, round(0.75 * half)))
    text = cells.transform_filter("datum.count > 0").mark_text(color=alt.ExprRef("dlw_ink"), fontSize=size)
    layers = (fill, text.encode(x=x, y=y, text="count:Q"), frame)
    return alt.layer(*layers, name=MATRIX, title=panel_title("Counts")).properties(width=SIDE, height=SIDE)


def _strength() -> alt.Opacity:
    """Let a cell be the stronger, the larger its share; the count stays readable on it."""
    return alt.Opacity("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0.04, 0.6]))


def _axis(channel: type, field: str, title: str, names: Sequence[str]) -> alt.X | alt.Y:
    down = channel is alt.Y
    scale = alt.Scale(domain=[-0.5, len(names) - 0.5], nice=False, zero=False, reverse=down)
    places = list(range(len(names)))
    more = {} if down else {"labelAngle": 0 if sum(map(len, names)) < 32 else -45}
    axis = alt.Axis(values=places, labelExpr=f"{json.dumps([*names])}[datum.value]", grid=False, **more)
    return channel(f"{field}:Q", title=title, scale=scale, axis=axis)


def _examples(n_columns: int, n_rows: int, *, are_pictures: bool) -> alt.LayerChart:
    base = alt.Chart(alt.NamedData("examples")).encode(
        x=alt.X("column:Q", axis=None, scale=alt.Scale(domain=[-0.5, n_columns - 0.5], nice=False)),
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-0.5, n_rows - 0.5], nice=False, reverse=True)),
    )
    label = base.mark_text(fontSize=10, dy=26 if are_pictures else 0).encode(text="label:N", tooltip="label:N")
    picture = base.transform_filter("datum.url != ''").mark_image(width=40, height=40, dy=-4).encode(url="url:N")
    chart = alt.layer(
        *([picture, label] if are_pictures else [label]), title=panel_title("Examples of the framed cell")
    )
    return chart.properties(width=_width(n_columns), height=SIDE).properties(view=alt.ViewConfig(stroke=None))


def _width(n_columns: int) -> int:
    return max(WIDTH, 62 * n_columns)

"""A confusion matrix, and one beside the examples of one of its cells."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dlwidgets.charts.readout import panel_title
from dlwidgets.charts.theme import CLASS_COLOURS

MATRIX = "matrix"
"""Name of the chart of the counts; clicks on it carry this name."""
SIDE, WIDTH = 260, 310
RIGHT, WRONG = CLASS_COLOURS[1], CLASS_COLOURS[0]


def confusion(names: Sequence[str], n_columns: int, n_rows: int, *, are_pictures: bool) -> alt.HConcatChart:
    """Draw counts by true class (rows) and by what was said (columns), and beside it examples of the chosen cell.

    The data sets are ``cells``, as `matrix` takes them, and ``examples`` (column, row, url: of a picture, or empty;
    label).

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
    half = SIDE / len(names) / 2 - 0.5
    look = {"said": "the model says", "font_px": max(8, min(13, round(0.75 * half))), "label_px": 110}
    look["label_angle"] = 0 if sum(map(len, names)) < 32 else -45
    counts = matrix("cells", SIDE, SIDE, **look).properties(name=MATRIX, title=panel_title("Counts"))
    examples = _examples(n_columns, n_rows, are_pictures=are_pictures)
    return alt.hconcat(counts, examples, spacing=30, usermeta=narrow).add_params(*class_params(names))


def class_params(names: Sequence[str] = ("0", "1")) -> list[alt.Parameter]:
    """Return the parameters that name the classes of each `matrix` in a chart.

    Parameters
    ----------
    names : sequence of str
        Of the classes, at first.

    Returns
    -------
    list of altair.Parameter
        ``class_names``, and ``last_class``: their number minus 0.5.
    """
    return [alt.param(name="class_names", value=[*names]), alt.param(name="last_class", value=len(names) - 0.5)]


def matrix(
    data: str,
    width: int,
    height: int,
    *,
    said: str = "what it says",
    font_px: int = 11,
    label_px: int = 64,
    label_angle: int = 0,
) -> alt.LayerChart:
    """Draw counts by true class (rows) and by what was said (columns); the whole chart needs `class_params`.

    Parameters
    ----------
    data : str
        Name of a data set: true, said, true_name, said_name, count, share (of its row, from 0 to 1), kind (right or
        wrong), chosen (whether the cell is framed).
    width, height : int
        In pixels.
    said : str
        What stands below.
    font_px : int
        Size of the counts.
    label_px, label_angle : int
        Room for the name of a class, and how it stands below.

    Returns
    -------
    altair.LayerChart
        To be named and put beside others.

    References
    ----------
    https://scikit-learn.org/stable/modules/model_evaluation.html#confusion-matrix
    """
    cells = alt.Chart(alt.NamedData(data)).transform_calculate(
        left="datum.said - 0.5", right="datum.said + 0.5", above="datum.true - 0.5", below="datum.true + 0.5"
    )

    def axis(channel: type, field: str, title: str) -> Any:
        down = channel is alt.Y
        scale = alt.Scale(domainMin=-0.5, domainMax=alt.expr("last_class"), nice=False, zero=False, reverse=down)
        room = {"labelLimit": label_px + 6 * down, **({} if down else {"labelAngle": label_angle})}
        labels, places = "class_names[datum.value] || ''", alt.expr("sequence(0, last_class)")
        return channel(
            f"{field}:Q",
            title=title,
            scale=scale,
            axis=alt.Axis(values=places, labelExpr=labels, grid=False, ticks=False, **room),
        )

    # The count stays readable on the strongest colour.
    strength = alt.Opacity("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0.04, 0.6]))
    colour = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=["right", "wrong"], range=[RIGHT, WRONG]))
    tips = ["true_name:N", "said_name:N", "kind:N", "count:Q", alt.Tooltip("share:Q", format=".1%", title="of its row")]
    square = {"x": axis(alt.X, "left", said), "x2": "right:Q", "y": axis(alt.Y, "above", "true class"), "y2": "below:Q"}
    squares = cells.mark_rect(cursor="pointer", stroke=alt.expr("dlw_paper"), strokeWidth=1).encode(
        **square, color=colour, opacity=strength, tooltip=tips
    )
    frame = cells.transform_filter("datum.chosen").mark_rect(fill=None, stroke=alt.expr("dlw_ink"), strokeWidth=2)
    counts = cells.transform_filter("datum.count > 0").mark_text(color=alt.expr("dlw_ink"), fontSize=font_px)
    middle = {"x": axis(alt.X, "said", said), "y": axis(alt.Y, "true", "true class"), "text": "count:Q"}
    return alt.layer(squares, counts.encode(**middle), frame.encode(**square)).properties(width=width, height=height)


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

"""The same examples twice: as they came, and as a hidden layer sees them; below, accuracies and first weights."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dlwidgets.charts.counts import SHARE, counting
from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.examples import class_signs, example_points
from dlwidgets.charts.readout import panel_title
from dlwidgets.charts.surface import surface
from dlwidgets.charts.theme import CLASS_COLOURS

PANELS = ("raw", "hidden")
"""Names of the two pictures; gestures on them carry these."""
PANEL_PX = 290
AXIS_PX = 80
WIDTH_PX = 2 * PANEL_PX + AXIS_PX
TILE_PX, GAP_PX, PER_ROW, MOST_TILES = 60, 15, 8, 16
"""Pictures of weights: their side, what lies between them, and how many there are in a row and in all."""
STEP_PX = TILE_PX + GAP_PX
TILES = "tiles"
"""Name of the chart of these pictures."""
LINES = (CLASS_COLOURS[7], CLASS_COLOURS[3], CLASS_COLOURS[1], CLASS_COLOURS[0])
DASHES = ([2, 3], [8, 3], [1, 0], [5, 2, 1, 2])


@drawn_once
def hidden_layer(whose: Sequence[str], *, are_pictures: bool) -> alt.VConcatChart:
    """Draw examples before and behind a hidden layer.

    Parameters
    ----------
    whose : sequence of str
        Whose accuracy is drawn, four of them: two that stay, two that learn.
    are_pictures : bool
        Whether the first weights are drawn as pictures.

    Returns
    -------
    altair.VConcatChart
        Data sets for each of ``PANELS``: ``_points`` (x, y, kind, class, part, row), ``_words`` (the same, where there
        are more classes than shapes), ``_wrong`` and ``_chosen`` (x, y), ``_border`` (a ``Grid``), ``_titles`` (x, y:
        names of the axes), ``_head`` (text); ``key`` (slot, kind, class), ``scores`` (epoch, accuracy, who), ``now``
        (epoch), and for pictures ``weights``, ``maps`` and ``picture`` (``Grid``), ``signs`` and ``tile_names``
        (x, y, text), all in pixels. Parameters: the ends of the axes, such as ``raw_x_low``.

    References
    ----------
    C. Olah (2014), https://colah.github.io/posts/2014-03-NN-Manifolds-Topology/
    """
    panels = alt.hconcat(*map(_panel, PANELS), spacing=24)
    rows = [_key(), panels, _scores(whose), *([_weights()] if are_pictures else [])]
    layout = {"narrow_below": WIDTH_PX + 60, "axis_px": AXIS_PX, "panels": 2, "panel_px": PANEL_PX}
    # The chosen example stands in a row of its own below the tiles.
    layout |= {"flow": {"chart": TILES, "tile_px": STEP_PX, "tiles": MOST_TILES, "rest_px": STEP_PX}}
    chart = alt.vconcat(*rows, spacing=24, usermeta=layout)
    chart = chart.resolve_scale(color="independent", shape="independent", strokeDash="independent")
    ends = [f"{panel}_{axis}_{end}" for panel in PANELS for axis in "xy" for end in ("low", "high")]
    return chart.add_params(*[alt.param(name=name, value=float(name.endswith("high"))) for name in ends])


def _panel(panel: str) -> alt.LayerChart:
    x, y = _axis(alt.X, panel, "x"), _axis(alt.Y, panel, "y")
    layers = [
        surface(f"{panel}_border", x=x, y=y),
        example_points(f"{panel}_points", cursor="pointer").encode(x=x, y=y, tooltip=["class:N", "part:N"]),
        _words(panel, x, y),
        _rings(f"{panel}_wrong", x, y, size=130, width=1.8, dash=[2, 2]),
        _rings(f"{panel}_chosen", x, y, size=330, width=2.6, dash=[1, 0]),
        _title(panel, "x"),
        _title(panel, "y"),
        _head(panel),
    ]
    chart = alt.layer(*layers).properties(name=panel, width=PANEL_PX, height=PANEL_PX)
    return chart.resolve_scale(color="independent", shape="independent")


def _axis(channel: type, panel: str, name: str) -> Any:
    ends = (alt.expr(f"{panel}_{name}_{end}") for end in ("low", "high"))
    scale = alt.Scale(domainMin=next(ends), domainMax=next(ends), nice=False, zero=False)
    return channel(f"{name}:Q", scale=scale, axis=alt.Axis(title=" ", tickCount=5, grid=False, format=".3~g"))


def _title(panel: str, axis: str) -> alt.Chart:
    place: dict[str, Any] = {"x": alt.value(PANEL_PX / 2), "y": alt.value(PANEL_PX + 30)}
    if axis == "y":
        place = {"x": alt.value(-40), "y": alt.value(PANEL_PX / 2)}
    mark = alt.Chart(alt.NamedData(f"{panel}_titles")).mark_text(
        angle=270 if axis == "y" else 0, fontSize=11, limit=PANEL_PX
    )
    return mark.encode(text=f"{axis}:N", **place)


def _head(panel: str) -> alt.Chart:
    rows = alt.Chart(alt.NamedData(f"{panel}_head"))
    mark = rows.mark_text(align="left", baseline="bottom", fontSize=12, fontWeight=600, limit=PANEL_PX)
    return mark.encode(text="text:N", x=alt.value(0), y=alt.value(-6))


def _words(panel: str, x: Any, y: Any) -> alt.Chart:
    """Write the class where there are more classes than shapes; eight colours are shared among them."""
    rows = alt.Chart(alt.NamedData(f"{panel}_words")).transform_calculate(
        short="slice(datum['class'], 0, 3)", colour=f"datum.kind % {len(CLASS_COLOURS)}"
    )
    scale = alt.Scale(domain=list(range(len(CLASS_COLOURS))), range=list(CLASS_COLOURS))
    marks = rows.mark_text(
        fontSize=alt.expr("datum.part === 'test' ? 12 : 9"),
        fontWeight=alt.expr("datum.part === 'test' ? 600 : 400"),
        cursor="pointer",
        clip=True,
    )
    colour = alt.Color("colour:N", scale=scale, legend=None)
    return marks.encode(x=x, y=y, text="short:N", color=colour, tooltip=["class:N", "part:N"])


def _rings(data: str, x: Any, y: Any, *, size: int, width: float, dash: list[int]) -> alt.Chart:
    """Ring examples; no fill, so that the pointer reaches what is below."""
    rings = alt.Chart(alt.NamedData(data)).mark_point(
        shape="circle",
        filled=False,
        fill=None,
        size=size,
        strokeWidth=width,
        strokeDash=dash,
        opacity=1,
        stroke=alt.expr("dlw_accent"),
        clip=True,
    )
    return rings.encode(x=x, y=y)


def _key() -> alt.LayerChart:
    """Name the classes above the pictures."""
    step = 90
    rows = alt.Chart(alt.NamedData("key")).transform_calculate(at=f"6 + datum.slot % 7 * {step}")
    rows = rows.transform_calculate(row="7 - 16 * floor(datum.slot / 7)").encode(
        x=alt.X("at:Q", axis=None, scale=None), y=alt.Y("row:Q", axis=None, scale=None)
    )
    marks = rows.mark_point(filled=True, size=50, opacity=1, stroke=alt.expr("dlw_ink"), strokeWidth=0.6)
    names = rows.mark_text(align="left", dx=8, baseline="middle", limit=step - 18).encode(text="class:N")
    key = alt.layer(marks.encode(**class_signs()), names).resolve_scale(color="independent", shape="independent")
    return key.properties(width=PANEL_PX, height=14, view=alt.ViewConfig(stroke=None))


def _scores(whose: Sequence[str]) -> alt.LayerChart:
    """Draw accuracies by epoch, and where the pictures above stand."""
    rows = alt.Chart(alt.NamedData("scores"))
    x = alt.X("epoch:Q", title="epoch", scale=alt.Scale(nice=False, zero=True), axis=counting())
    y = alt.Y("accuracy:Q", title="test accuracy", scale=alt.Scale(zero=False, nice=True, domainMax=1.0))
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=300, symbolSize=260, symbolStrokeWidth=2.4)
    colour = alt.Color("who:N", scale=alt.Scale(domain=list(whose), range=list(LINES)), legend=legend)
    dash = alt.StrokeDash("who:N", scale=alt.Scale(domain=list(whose), range=list(DASHES)), legend=legend)
    tips = ["who:N", "epoch:Q", alt.Tooltip("accuracy:Q", format=".1%")]
    lines = rows.mark_line(strokeWidth=2.4).encode(
        x=x, y=y.axis(format=SHARE, tickCount=5), color=colour, strokeDash=dash, tooltip=tips
    )
    now = alt.Chart(alt.NamedData("now")).mark_rule(stroke=alt.expr("dlw_accent"), strokeWidth=1.5).encode(x="epoch:Q")
    title = panel_title("Who tells the test examples apart?")
    return alt.layer(lines, now, title=title).properties(width=WIDTH_PX, height=120)


def _weights() -> alt.LayerChart:
    """Draw one picture per unit, and what a convolution finds."""
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    images = [surface(name, x=x, y=y) for name in ("weights", "maps", "picture")]
    signs = alt.Chart(alt.NamedData("signs")).mark_text(fontSize=9, fontWeight=600, baseline="middle")
    names = alt.Chart(alt.NamedData("tile_names")).mark_text(fontSize=10, baseline="bottom", limit=STEP_PX)
    layers = [*images, *(rows.encode(x=x, y=y, text="text:N") for rows in (signs, names))]
    words = ["Weights of the first layer", "Blue says yes, orange no;", "+ and − on the strong ones"]
    title = alt.Title(words, fontSize=12, frame="group")
    size = {"width": PER_ROW * STEP_PX, "height": (MOST_TILES // PER_ROW + 1) * STEP_PX}
    return alt.layer(*layers, name=TILES, title=title).properties(**size, view=alt.ViewConfig(stroke=None))

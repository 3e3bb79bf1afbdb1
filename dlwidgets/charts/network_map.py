"""A sheet on which a network is drawn at any depth: areas, links, outlines, neurons, texts and small images.

One unit is one pixel, counted from the upper left corner. What stands where is the data's to say, so a change of depth
moves rows and embeds nothing.
"""

from typing import Any, NamedTuple

import altair as alt

from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.signs import SIGN_COLOURS, sign_colour, sign_dash
from dlwidgets.charts.surface import surface
from dlwidgets.charts.theme import CLASS_COLOURS, CLASS_SHAPES

WIDTH_PX = 680
HEIGHT_PX = 430
N_IMAGES = 9
IMAGES = tuple(f"image_{i}" for i in range(N_IMAGES))
"""Data sets that hold one ``Grid`` each, or nothing."""
CLASS_INKS = tuple(f"class_{i}" for i in range(len(CLASS_COLOURS)))
"""Names of the inks of the classes."""
TIP = alt.Tooltip("tip:N")
_THEME_INKS = {"ink": "dlw_ink", "paper": "dlw_paper", "faint": "dlw_faint", "accent": "dlw_accent"}
_PLAIN_INKS = {**SIGN_COLOURS, **dict(zip(CLASS_INKS, CLASS_COLOURS, strict=True)), "none": "transparent"}
INKS = (*_THEME_INKS, *_PLAIN_INKS)
"""Names of the colours that rows can ask for."""
_TABLE = ", ".join([*(f"{k}: {v}" for k, v in _THEME_INKS.items()), *(f"{k}: '{v}'" for k, v in _PLAIN_INKS.items())])


class _Places(NamedTuple):
    """Where marks stand, in pixels of the sheet."""

    x: alt.X
    y: alt.Y


@drawn_once
def network_map() -> alt.LayerChart:
    """Draw what the rows say, from the back to the front.

    Returns
    -------
    altair.LayerChart
        Data sets: ``ties`` (x, y, x2, y2: lines without a weight), ``lit`` (x, y, x2, y2: light behind a link),
        ``links`` (x, y, x2, y2, sign, width, opacity, part, tip), ``image_0`` to ``image_8`` (a ``Grid`` each),
        ``areas`` (x, y, x2, y2, fill, edge, line, opacity, radius, part, tip), ``outlines`` (x, y, stroke, order, ink,
        width, dash 0 or 1), ``points`` (x, y, ink, shape, size, tip), ``neurons`` (x, y, size, line, ink, part, tip)
        and ``texts`` (x, y, text, size, align, weight, ink, angle, halo in pixels, part, tip).
        The names of inks are those of ``INKS``.
    """
    layers = network_layers(WIDTH_PX, HEIGHT_PX)
    # Whatever stands on the sheet, it keeps its size and its place. It has no name: of a single chart the pointer knows
    # the scales by their plain names.
    fixed = {"autosize": alt.AutoSizeParams(type="none"), "padding": 6}
    sheet = alt.layer(*layers).properties(width=WIDTH_PX, height=HEIGHT_PX, **fixed)
    return sheet.resolve_scale(color="independent", strokeDash="independent").configure_view(stroke=None)


def network_layers(width: int, height: int) -> list[alt.Chart]:
    """Return the layers of a sheet, from the back to the front.

    Parameters
    ----------
    width, height : int
        Of the sheet, in pixels.

    Returns
    -------
    list of altair.Chart
        Over the data sets of ``network_map``.
    """
    at = _Places(
        alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None),
        alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None),
    )
    return [
        _ties(at),
        _lit(at),
        *_links(at),
        *(surface(name, x=at.x, y=at.y) for name in IMAGES),
        _areas(at),
        _outlines(at),
        _points(at),
        _neurons(at),
        *_texts(at),
    ]


def ink(field: str) -> Any:
    """Return the expression for the colour that a row names.

    Parameters
    ----------
    field : str
        The field that holds the name of an ink.
    """
    return alt.expr(f"{{{_TABLE}}}[datum.{field}]")


def _areas(at: _Places) -> alt.Chart:
    style = {"fill": ink("fill"), "stroke": ink("edge"), "fillOpacity": alt.expr("datum.opacity")}
    boxes = alt.Chart(alt.NamedData("areas")).mark_rect(
        strokeWidth=alt.expr("datum.line"), cornerRadius=alt.expr("datum.radius"), **style
    )
    return boxes.encode(x=at.x, y=at.y, x2="x2:Q", y2="y2:Q", tooltip=TIP)


def _ties(at: _Places) -> alt.Chart:
    lines = alt.Chart(alt.NamedData("ties")).mark_rule(strokeWidth=1.3, stroke=alt.expr("dlw_faint"))
    return lines.encode(x=at.x, y=at.y, x2="x2:Q", y2="y2:Q")


def _lit(at: _Places) -> alt.Chart:
    glow = alt.Chart(alt.NamedData("lit")).mark_rule(strokeWidth=9, opacity=0.35, stroke=alt.expr("dlw_accent"))
    return glow.encode(x=at.x, y=at.y, x2="x2:Q", y2="y2:Q")


def _links(at: _Places) -> list[alt.Chart]:
    """Draw the lines, and over each an unseen broad one that is easy to point at."""
    links = alt.Chart(alt.NamedData("links")).encode(x=at.x, y=at.y, x2="x2:Q", y2="y2:Q")
    drawn = links.mark_rule().encode(
        color=sign_colour(),
        strokeDash=sign_dash(),
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        opacity=alt.Opacity("opacity:Q", scale=None),
    )
    # Vega lets what is wholly transparent be no broader than nothing.
    return [drawn, links.mark_rule(strokeWidth=9, opacity=0.002).encode(tooltip=TIP)]


def _outlines(at: _Places) -> alt.Chart:
    lines = alt.Chart(alt.NamedData("outlines")).mark_line(
        stroke=ink("ink"),
        strokeWidth=alt.expr("datum.width"),
        strokeDash=alt.expr("datum.dash ? [4, 3] : [1, 0]"),
        strokeJoin="round",
        strokeCap="round",
    )
    return lines.encode(x=at.x, y=at.y, detail="stroke:N", order="order:Q")


def _points(at: _Places) -> alt.Chart:
    shapes = alt.Scale(domain=list(CLASS_SHAPES), range=list(CLASS_SHAPES))
    marks = alt.Chart(alt.NamedData("points")).mark_point(
        filled=True, opacity=1, fill=ink("ink"), stroke=alt.expr("dlw_ink"), strokeWidth=0.6
    )
    shape = alt.Shape("shape:N", scale=shapes, legend=None)
    return marks.encode(x=at.x, y=at.y, shape=shape, size=alt.Size("size:Q", scale=None), tooltip=TIP)


def _neurons(at: _Places) -> alt.Chart:
    circles = alt.Chart(alt.NamedData("neurons")).mark_point(
        shape="circle",
        opacity=1,
        fill=alt.expr("dlw_paper"),
        stroke=ink("ink"),
        strokeWidth=alt.expr("datum.line"),
    )
    return circles.encode(x=at.x, y=at.y, size=alt.Size("size:Q", scale=None), tooltip=TIP)


def _texts(at: _Places) -> list[alt.Chart]:
    """Write texts, on a halo of paper where lines would cross them out."""
    texts = alt.Chart(alt.NamedData("texts")).encode(x=at.x, y=at.y, text="text:N")
    style = {
        "fontSize": alt.expr("datum.size"),
        "align": alt.expr("datum.align"),
        "fontWeight": alt.expr("datum.weight"),
        "angle": alt.expr("datum.angle"),
        "baseline": "middle",
    }
    halo = texts.mark_text(
        stroke=alt.expr("dlw_paper"), strokeWidth=alt.expr("datum.halo"), strokeJoin="round", **style
    )
    return [halo, texts.mark_text(fill=ink("ink"), **style).encode(tooltip=TIP)]

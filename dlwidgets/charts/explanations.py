"""One answer of several classifiers, and what each can say about it: a sheet for each, side by side."""

from typing import Any

import altair as alt

from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.network_map import ink
from dlwidgets.charts.surface import surface
from dlwidgets.charts.theme import CLASS_SHAPES

SHEETS = ("case", "network", "svm", "knn", "forest", "all")
"""Names of the sheets; gestures on them carry these."""
WIDTH_PX, HEIGHT_PX = 335, 245
N_IMAGES = 5
"""Pictures on a sheet at most."""
COLUMNS = {
    "areas": ("x", "y", "x2", "y2", "fill", "edge", "line", "opacity", "radius", "part", "tip"),
    "ties": ("x", "y", "x2", "y2"),
    "points": ("x", "y", "ink", "shape", "size", "tip"),
    "texts": ("x", "y", "text", "size", "align", "weight", "ink", "angle", "halo", "part", "tip"),
}
"""Data sets of a sheet, besides its pictures; their names begin with that of the sheet."""


@drawn_once
def explanations() -> alt.VConcatChart:
    """Draw the sheets, two in a row.

    Returns
    -------
    altair.VConcatChart
        Data sets for each of ``SHEETS``, such as ``svm_areas``: those of ``COLUMNS`` with their fields, and
        ``svm_image_0`` to ``svm_image_4`` (a ``Grid`` each, or nothing). Places are in pixels from the upper left
        corner of the sheet; inks are those of ``charts.network_map``.
    """
    sheets = [_sheet(name) for name in SHEETS]
    rows = [alt.hconcat(*sheets[at : at + 2], spacing=26) for at in range(0, len(sheets), 2)]
    layout = {"narrow_below": 2 * WIDTH_PX + 50, "panels": 2, "panel_px": WIDTH_PX, "axis_px": 10}
    return alt.vconcat(*rows, spacing=22, usermeta=layout).configure_view(stroke=None)


def _sheet(name: str) -> alt.LayerChart:
    at: dict[str, Any] = {
        "x": alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH_PX], nice=False), axis=None),
        "y": alt.Y("y:Q", scale=alt.Scale(domain=[HEIGHT_PX, 0], nice=False), axis=None),
    }
    layers = [
        *(surface(f"{name}_image_{i}", **at) for i in range(N_IMAGES)),
        _areas(name, at),
        _ties(name, at),
        _points(name, at),
        *_texts(name, at),
    ]
    return alt.layer(*layers).properties(name=name, width=WIDTH_PX, height=HEIGHT_PX)


def _areas(name: str, at: dict[str, Any]) -> alt.Chart:
    style = {"fill": ink("fill"), "stroke": ink("edge"), "fillOpacity": alt.expr("datum.opacity")}
    boxes = alt.Chart(alt.NamedData(f"{name}_areas")).mark_rect(
        strokeWidth=alt.expr("datum.line"), cornerRadius=alt.expr("datum.radius"), **style
    )
    return boxes.encode(**at, x2="x2:Q", y2="y2:Q", tooltip="tip:N")


def _ties(name: str, at: dict[str, Any]) -> alt.Chart:
    lines = alt.Chart(alt.NamedData(f"{name}_ties")).mark_rule(strokeWidth=1.2, stroke=alt.expr("dlw_accent"))
    return lines.encode(**at, x2="x2:Q", y2="y2:Q")


def _points(name: str, at: dict[str, Any]) -> alt.Chart:
    shapes = alt.Scale(domain=list(CLASS_SHAPES), range=list(CLASS_SHAPES))
    marks = alt.Chart(alt.NamedData(f"{name}_points")).mark_point(
        filled=True, opacity=1, fill=ink("ink"), stroke=alt.expr("dlw_ink"), strokeWidth=0.6, cursor="pointer"
    )
    shape = alt.Shape("shape:N", scale=shapes, legend=None)
    return marks.encode(**at, shape=shape, size=alt.Size("size:Q", scale=None), tooltip="tip:N")


def _texts(name: str, at: dict[str, Any]) -> list[alt.Chart]:
    """Write texts, on a halo of paper where something would cross them out."""
    texts = alt.Chart(alt.NamedData(f"{name}_texts")).encode(**at, text="text:N")
    style = {
        "fontSize": alt.expr("datum.size"),
        "align": alt.expr("datum.align"),
        "fontWeight": alt.expr("datum.weight"),
        "baseline": "middle",
    }
    halo = texts.mark_text(
        stroke=alt.expr("dlw_paper"), strokeWidth=alt.expr("datum.halo"), strokeJoin="round", **style
    )
    return [halo, texts.mark_text(fill=ink("ink"), **style).encode(tooltip="tip:N")]

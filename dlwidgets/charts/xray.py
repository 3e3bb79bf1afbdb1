"""One drawn line from the data through every layer to the loss, with a gap where a joint does not fit."""

from typing import Any

import altair as alt

from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.theme import CLASS_COLOURS

WIDTH_PX = 720
RADIUS_PX = 19
"""Of a station."""
_AROUND_PX = 12
LEVELS = {"error": ("diamond", "dlw_accent"), "silent": ("triangle-up", CLASS_COLOURS[0]), "advice": ("circle", "")}
"""The sign of each level of a problem: its shape and its colour."""

_BOX = "M-1,-1H1V1H-1Z"
GLYPHS = {
    "data": f"{_BOX}M-1,-.35H1M-1,.35H1M-.25,-1V1",
    "input": "M-1,-.3H.1V-.9L1,0L.1,.9V.3H-1Z",
    "dense": "M-.9,-.8L.9,-.8L-.9,.8L.9,.8L-.9,-.8M-.9,0L.9,-.8M-.9,0L.9,.8",
    "convolution": f"{_BOX}M-1,-1H0V0H-1ZM-.5,-1V0M-1,-.5H0",
    "pooling": "M-1,-1L1,-.4V.4L-1,1Z",
    "recurrent": "M.55,-.75A.93,.93 0 1 0 .93,0M.93,0L.5,.25M.93,0L1.2,.4",
    "embedding": "M-1,-1H1V-.5H-1ZM-1,-.25H1V.25H-1ZM-1,.5H1V1H-1Z",
    "normalization": "M-1.1,.8C-.4,.8 -.4,-.9 0,-.9C.4,-.9 .4,.8 1.1,.8Z",
    "shape": "M-1.1,-.35H1.1V.35H-1.1ZM-.37,-.35V.35M.37,-.35V.35",
    "activation": "M-1,.7H0L.9,-.8M-1,-.9V1H1",
    "noise": "M-.8,-.8L.8,.8M.8,-.8L-.8,.8M0,-1V1M-1,0H1",
    "output": "M-1,0H.6M0,-.65L.65,0L0,.65M1,-.9V.9",
    "coding": "M-1,-.7H.3L1,0L.3,.7H-1ZM-.6,0H-.5",
    "loss": "M-1,-.9C-.5,1.1 .5,1.1 1,-.9M-.25,.25L.25,.25",
    "metrics": "M-1,1V.2H-.5V1ZM-.25,1V-.4H.25V1ZM.5,1V-1H1V1Z",
    "training": (
        "M-.8,.1A.8,.8 0 0 1 .6,-.55M.6,-.55L.65,-1M.6,-.55L.15,-.6"
        "M.8,-.1A.8,.8 0 0 1 -.6,.55M-.6,.55L-.65,1M-.6,.55L-.15,.6"
    ),
}
"""The drawing inside each kind of station, as an outline in a square from -1 to 1."""

_INK, _PAPER, _ACCENT = (alt.expr(f"dlw_{name}") for name in ("ink", "paper", "accent"))
_DESCRIPTION = (
    "One line from the data through every layer to the output, the target and the loss; where two neighbours do not "
    "fit, the line has a gap, a sign and a sentence."
)


@drawn_once
def xray_line() -> alt.LayerChart:
    """Draw a network as one line with a station for each part; it takes as many rows, and is as high, as it needs.

    Places are in pixels from the top left.

    Returns
    -------
    altair.LayerChart
        Data sets: ``line`` (x, y, x2, y2: its pieces), ``gaps`` (x, y, x2, y2: strokes at both ends of a gap),
        ``stations`` (x, y, key, family, level, title, detail, shapes, parameters, problem), ``titles`` and ``details``
        (x, y, text), ``shapes`` (x, y, text, side: centre, left), ``signs`` (x, y, level, number), ``says`` and
        ``changes`` (x, y, text: sentences on problems, and what mends them).
    """
    narrow = {"narrow_below": WIDTH_PX + _AROUND_PX, "axis_px": _AROUND_PX}
    layers = [_line(), *_gaps(), *_stations(), *_words(), *_signs()]
    return (
        alt.layer(*layers, description=_DESCRIPTION, usermeta=narrow)
        .properties(width=WIDTH_PX, height=40, autosize=alt.AutoSizeParams(type="pad", resize=True))
        .resolve_scale(shape="independent", stroke="independent")
        .configure_view(stroke=None)
    )


def _rows(name: str) -> alt.Chart:
    """Place the rows of a data set by the pixel."""
    place: dict[str, Any] = {"x": alt.X("x:Q", scale=None, axis=None), "y": alt.Y("y:Q", scale=None, axis=None)}
    return alt.Chart(alt.NamedData(name)).encode(**place)


def _line() -> alt.Chart:
    """Draw the line itself."""
    return (
        _rows("line").mark_rule(strokeWidth=6, strokeCap="round", color=CLASS_COLOURS[1]).encode(x2="x2:Q", y2="y2:Q")
    )


def _gaps() -> list[alt.Chart]:
    """Draw strokes across both ends of a gap, as on a broken wire."""
    return [_rows("gaps").mark_rule(strokeWidth=2.5, color=_ACCENT).encode(x2="x2:Q", y2="y2:Q")]


def _stations() -> list[alt.Chart]:
    """Draw a disc for each station, what kind it is inside, and its details in a tooltip."""
    rows = _rows("stations")
    shown = ["title", "detail", "shapes", "parameters", "problem"]
    disc = rows.mark_point(
        cursor="pointer", shape="circle", size=3.2 * RADIUS_PX**2, fill=_PAPER, opacity=1, strokeWidth=2
    )
    thick = alt.condition("datum.level === ''", alt.value(1.8), alt.value(3.2))
    glyph = alt.Shape("family:N", scale=alt.Scale(domain=[*GLYPHS], range=[*GLYPHS.values()]), legend=None)
    return [
        disc.encode(stroke=alt.value(_INK), strokeWidth=thick, tooltip=[f"{name}:N" for name in shown]),
        rows.mark_point(cursor="pointer", size=380, filled=False, opacity=1, strokeWidth=1.5, stroke=_INK).encode(
            shape=glyph
        ),
    ]


def _words() -> list[alt.Chart]:
    """Write names, settings and shapes, and the sentences under the line."""
    ink = {"color": _INK}
    shapes = _rows("shapes").encode(text="text:N")
    halo = {"stroke": _PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    middle, left = (alt.datum.side == side for side in ("centre", "left"))
    return [
        _rows("titles").mark_text(fontSize=12.5, fontWeight="bold", **ink).encode(text="text:N"),
        _rows("details").mark_text(fontSize=11, opacity=0.85, **ink).encode(text="text:N"),
        shapes.transform_filter(middle).mark_text(fontSize=11, font="monospace", **halo),
        shapes.transform_filter(middle).mark_text(fontSize=11, font="monospace", **ink),
        shapes.transform_filter(left).mark_text(fontSize=11, font="monospace", align="left", **ink),
        _rows("says").mark_text(fontSize=12.5, align="left", **ink).encode(text="text:N"),
        _rows("changes").mark_text(fontSize=12.5, align="left", fontWeight="bold", **ink).encode(text="text:N"),
    ]


def _signs() -> list[alt.Chart]:
    """Draw a numbered sign for each problem, at its station and before its sentence."""
    rows = _rows("signs")
    shapes, colours = zip(*LEVELS.values(), strict=True)
    shape = alt.Shape("level:N", scale=alt.Scale(domain=[*LEVELS], range=[*shapes]), legend=None)
    sizes = {"diamond": 620, "triangle-up": 560, "circle": 330}
    size = alt.Size("level:N", scale=alt.Scale(domain=[*LEVELS], range=[sizes[shape] for shape in shapes]), legend=None)
    stroke = " : ".join(
        f"datum.level === '{level}' ? {colour if colour.startswith('dlw_') else repr(colour)}"
        for level, colour in zip(LEVELS, colours, strict=True)
        if colour
    )
    sign = rows.mark_point(fill=_PAPER, opacity=1, strokeWidth=2.2, stroke=alt.expr(f"{stroke} : dlw_ink"))
    return [
        sign.encode(shape=shape, size=size),
        rows.mark_text(fontSize=11, fontWeight="bold", dy=0.5, color=_INK).encode(text="number:N"),
    ]

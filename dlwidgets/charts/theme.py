"""One look for all charts: colours that colour-blind readers can tell apart, in light and in dark.

Class colours follow M. Okabe and K. Ito, *Color Universal Design* (2008). Every class also has a shape, so
that colour is never the only sign.
"""

from typing import Any

CLASS_COLOURS = ("#e17a00", "#2f7fc1", "#009e73", "#b3589a", "#8a7a00", "#56a0d3", "#c2502b", "#6b6b6b")
CLASS_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "stroke")

_PALE = ("#f5c690", "#9cc3e6", "#8fd6bf", "#dcb2cf", "#cfc795", "#bfe0f2", "#e6b3a1", "#bdbdbd")
_DEEP = ("#7a4a12", "#1d4f7c", "#0b5a45", "#5f2f52", "#4d4500", "#2f5f7c", "#6f2f1b", "#4a4a4a")

SURFACE_PALETTES = {
    "two-class": {"light": ["#f5c690", "#f3f3f3", "#9cc3e6"], "dark": ["#7a4a12", "#242424", "#1d4f7c"]},
    "sequential": {"light": ["#f7fbff", "#6baed6", "#08306b"], "dark": ["#10161f", "#2f7fc1", "#d6e8f7"]},
    # From undecided to sure, for one class after the other.
    **{
        f"classes-{k}": {
            "light": [stop for colour in _PALE[:k] for stop in ("#f3f3f3", colour)],
            "dark": [stop for colour in _DEEP[:k] for stop in ("#242424", colour)],
        }
        for k in range(3, len(CLASS_COLOURS) + 1)
    },
}
"""Colour stops of each surface palette, from the lowest to the highest value, for each of the two themes."""

INK = "#1f1f1f"
PAPER = "#ffffff"
FAINT = "#d0d0d0"
ACCENT = "#c2185b"
"""What the reader should look at now: the mistake, the chosen point."""

THEME_PARAMS = {"dlw_ink": INK, "dlw_paper": PAPER, "dlw_faint": FAINT, "dlw_accent": ACCENT}
"""Names and light values of the colours that the page sets to its own theme while a chart is live."""


def themed(spec: dict[str, Any]) -> dict[str, Any]:
    """Give a Vega-Lite specification the project's look, keeping what its author chose.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification, as ``chart.to_dict()`` returns it.

    Returns
    -------
    dict
        A new specification whose text, axes and background follow ``THEME_PARAMS``.
    """
    params = [{"name": name, "value": value} for name, value in THEME_PARAMS.items()]
    config = _merged(_config(), spec.get("config", {}))
    return {**spec, "config": config, "params": [*spec.get("params", []), *params]}


def _config() -> dict[str, Any]:
    ink, paper, faint, _accent = ({"expr": name} for name in THEME_PARAMS)
    return {
        "background": paper,
        "axis": {
            "labelColor": ink,
            "titleColor": ink,
            "domainColor": faint,
            "tickColor": faint,
            "gridColor": faint,
            "gridOpacity": 0.5,
            "titleFontWeight": "normal",
        },
        # A fixed room for labels: the chart does not jump when its numbers get longer.
        "axisY": {"minExtent": 34},
        "legend": {"labelColor": ink, "titleColor": ink, "titleFontWeight": "normal"},
        "title": {"color": ink, "subtitleColor": ink, "fontWeight": 600, "anchor": "start"},
        "header": {"labelColor": ink, "titleColor": ink},
        "view": {"stroke": faint},
        "text": {"color": ink},
        "rule": {"color": ink},
        "range": {"category": list(CLASS_COLOURS), "symbol": list(CLASS_SHAPES)},
    }


def _merged(base: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    both = {
        key: _merged(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
        for key, value in chosen.items()
    }
    return {**base, **both}

"""The static twin of a chart: a PNG for places where no kernel runs."""

from importlib.util import find_spec
from typing import Any

from dlwidgets.errors import MissingExtraError
from dlwidgets.widgets.png_file import compressed

SCALE = 1.5
"""Pixels per unit of the chart: sharp on a laptop, small in a notebook file."""


def can_draw() -> bool:
    """Tell whether vl-convert, which draws the pictures, is installed."""
    return find_spec("vl_convert") is not None


def png(vega_lite: dict[str, Any], datasets: dict[str, list[dict[str, Any]]]) -> bytes:
    """Draw a specification over its data sets.

    Parameters
    ----------
    vega_lite : dict
        A Vega-Lite specification with named data sets.
    datasets : dict of str to list of rows
        The rows of each data set.

    Returns
    -------
    bytes
        A PNG file.

    Raises
    ------
    MissingExtraError
        If vl-convert is not installed.
    """
    if not can_draw():
        raise MissingExtraError(
            'A static picture needs vl-convert, which is not installed. Run: pip install "dlwidgets[lab]"'
        )
    import vl_convert

    version = vega_lite["$schema"].rsplit("/v", 1)[-1].removesuffix(".json")
    known = vl_convert.get_vegalite_versions()
    wanted = ".".join(version.split(".")[:2])
    picture = vl_convert.vegalite_to_png(
        {**vega_lite, "datasets": {**vega_lite.get("datasets", {}), **datasets}},
        scale=SCALE,
        vl_version=wanted if wanted in known else known[-1],
    )
    return compressed(picture)

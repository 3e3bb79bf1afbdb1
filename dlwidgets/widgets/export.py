"""A chart in a file: a picture, or a page that opens anywhere, with its data, with Vega, without internet."""

import json
from collections.abc import Callable, Mapping, Sequence
from html import escape
from os import PathLike
from pathlib import Path
from string import Template
from typing import Any

from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.assets import script, style
from dlwidgets.widgets.vega_bundle import bundle_source

PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="$text">
<title>$title</title>
<style>
$style
</style>
</head>
<body class="dlw-saved">
<main class="dlw">
<h1>$title</h1>
<div id="chart" class="dlw-chart"></div>
<p class="dlw-text">$text</p>
$helps</main>
<script type="application/json" id="spec">$spec</script>
<script type="module">
$vega
</script>
<script type="module">
$script
</script>
</body>
</html>
""")


def save(path: str | PathLike[str], makers: Mapping[str, Callable[[], bytes]]) -> None:
    """Write a file in the format that its name asks for; nothing is written unless all of it could be made.

    Parameters
    ----------
    path : str or path
        The file; one of that name is overwritten.
    makers : mapping of str to callable
        What makes the content, by the ending of the name, such as ``".png"``.

    Raises
    ------
    InvalidValueError
        If the name has another ending, or its folder does not exist.
    """
    if not isinstance(path, str | PathLike):
        raise InvalidValueError(f"A file has a name, such as 'picture{next(iter(makers))}'; got {path!r:.60}.")
    file = Path(path).expanduser()
    make = makers.get(file.suffix.lower())
    if make is None:
        raise InvalidValueError(f"The file came as {file.name!r}; wanted a name that ends in {' or '.join(makers)}.")
    if not file.parent.is_dir():
        raise InvalidValueError(f"There is no folder {str(file.parent)!r}. Make it first, or choose another.")
    file.write_bytes(make())


def saved_page(vega_lite: Mapping[str, Any], text: str, helps: Sequence[tuple[str, str]] = ()) -> str:
    """Return a page that draws a chart and keeps its inputs alive.

    Parameters
    ----------
    vega_lite : mapping
        A Vega-Lite specification with all its data; its description becomes the title.
    text : str
        What the picture shows, in words.
    helps : sequence of (label, sentence)
        What each input does.

    Returns
    -------
    str
        HTML of about 0.9 MB, nearly all of it Vega.

    Raises
    ------
    MissingExtraError
        If Vega is not there and vl-convert, which brings it, is not installed.
    """
    lines = [f"<dt>{escape(label)}</dt><dd>{escape(sentence)}</dd>\n" for label, sentence in helps]
    return PAGE.substitute(
        title=escape(vega_lite["description"]),
        text=escape(text),
        style=style("dlwidgets.css"),
        helps=f"<dl>\n{''.join(lines)}</dl>\n" if lines else "",
        # In a script "<" could end it; in JSON it may be written so.
        spec=json.dumps(vega_lite, allow_nan=False, default=lambda number: number.item()).replace("<", "\\u003c"),
        vega=_for_script(bundle_source()),
        script=_for_script(script("saved_chart.js")),
    )


def _for_script(source: str) -> str:
    """Write what would end a script, or start a comment in it, in the other way that its strings know."""
    return source.replace("</script", "<\\/script").replace("<!--", "<\\!--")

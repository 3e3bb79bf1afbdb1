"""How the sign of a weight is drawn: by colour and by dash, the same in every picture."""

from typing import Any

import altair as alt

from dlwidgets.charts.theme import CLASS_COLOURS

SIGNS = ("positive", "negative")
SIGN_COLOURS = {"positive": CLASS_COLOURS[1], "negative": CLASS_COLOURS[0]}
_DASHES = {"positive": [1, 0], "negative": [5, 4]}


def sign_colour(**legend: Any) -> alt.Color:
    """Colour by the field ``sign``.

    Parameters
    ----------
    **legend
        Settings of the legend; there is none without them.

    Returns
    -------
    altair.Color
        Blue for positive, orange for negative.
    """
    scale = alt.Scale(domain=list(SIGNS), range=[SIGN_COLOURS[sign] for sign in SIGNS])
    return alt.Color("sign:N", scale=scale, legend=alt.Legend(**legend) if legend else None)


def sign_dash() -> alt.StrokeDash:
    """Dash by the field ``sign``: lines of negative weights are broken."""
    scale = alt.Scale(domain=list(SIGNS), range=[_DASHES[sign] for sign in SIGNS])
    return alt.StrokeDash("sign:N", scale=scale, legend=None)

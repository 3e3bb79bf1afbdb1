"""Axes of what is counted, such as epochs, of which there is none and a half, and of shares."""

from typing import Any

import altair as alt

SHARE = ".2~%"
"""How an axis writes a share: 95%, and 94.5% where it is so short that 95% would stand there twice."""
_IS_WHOLE = "datum.value === floor(datum.value)"
_LABEL = "datum.value < 10000 ? format(datum.value, 'd') : format(datum.value, '.4~s')"
"""Of counts that may become millions: 2000, 20k, 1.5M."""


def counting(**settings: Any) -> alt.Axis:
    """Return an axis of whole numbers, with a label and a tick at each of them that it marks.

    Vega takes its least step for a wish: of two epochs it marks the halves too.

    Parameters
    ----------
    **settings
        Further ones of ``altair.Axis``.

    Returns
    -------
    altair.Axis
        For a quantity.
    """
    shown = alt.condition(_IS_WHOLE, alt.value(1), alt.value(0))
    label = f"{_IS_WHOLE} ? {_LABEL} : ''"
    return alt.Axis(labelExpr=label, tickMinStep=1, **{"tickOpacity": shown, "gridOpacity": shown, **settings})

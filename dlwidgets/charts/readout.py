"""What curves give at a probe, in numbers: a list above their panels that also tells them apart."""

import altair as alt

ROW_PX = 16
_WIDTH = 250


def readout(
    rows: alt.Chart, *, colour: alt.Color, dash: alt.StrokeDash, shape: alt.Shape, n_rows: int
) -> alt.LayerChart:
    """Draw one entry for each curve: a sample of its line, its mark, and what it gives.

    Parameters
    ----------
    rows : altair.Chart
        No marks yet, and one row for each curve: slot (from 0: the place in the list) and says (the text).
    colour, dash, shape : altair channels
        The curve's own.
    n_rows : int
        How many curves there can be.

    Returns
    -------
    altair.LayerChart
        The list, without a frame.
    """
    rows = rows.encode(
        y=alt.Y("slot:Q", axis=None, scale=alt.Scale(domain=[n_rows - 0.5, -0.5], nice=False, zero=False))
    )
    sample = rows.mark_rule(strokeWidth=2.2, x=0, x2=26).encode(color=colour, strokeDash=dash)
    mark = rows.mark_point(filled=True, opacity=1, size=60, x=13).encode(color=colour, shape=shape)
    text = rows.mark_text(align="left", x=33).encode(text="says:N")
    size = {"width": _WIDTH, "height": n_rows * ROW_PX}
    return alt.layer(sample, mark, text).properties(**size, view=alt.ViewConfig(stroke=None))


def panel_title(text: str) -> alt.TitleParams:
    """Return a small title that begins where the panel's frame does.

    Parameters
    ----------
    text : str
        What the panel shows.
    """
    return alt.Title(text, fontSize=12, frame="group")

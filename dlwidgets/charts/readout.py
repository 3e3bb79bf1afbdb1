"""What curves give at a probe, in numbers: a strip above their panels that also tells them apart."""

import altair as alt

N_SLOTS = 3


def readout(
    rows: alt.Chart, *, colour: alt.Color, dash: alt.StrokeDash, shape: alt.Shape, width: int
) -> alt.LayerChart:
    """Draw one entry for each curve: a sample of its line, its mark, and what it gives.

    Parameters
    ----------
    rows : altair.Chart
        No marks yet, and one row for each curve: slot (0, 1 or 2: the place in the strip) and says (the text).
    colour, dash, shape : altair channels
        The curve's own.
    width : int
        Of the strip, in pixels.

    Returns
    -------
    altair.LayerChart
        The strip, without a frame.
    """
    rows = rows.transform_calculate(at=f"datum.slot * {width} / {N_SLOTS}")
    rows = rows.transform_calculate(middle="datum.at + 13", end="datum.at + 26", words="datum.at + 33")

    def place(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False))

    sample = rows.mark_rule(strokeWidth=2.2).encode(x=place("at"), x2="end:Q", color=colour, strokeDash=dash)
    mark = rows.mark_point(filled=True, opacity=1, size=60).encode(x=place("middle"), color=colour, shape=shape)
    text = rows.mark_text(align="left").encode(x=place("words"), text="says:N")
    return alt.layer(sample, mark, text).properties(width=width, height=16, view=alt.ViewConfig(stroke=None))


def panel_title(text: str) -> alt.TitleParams:
    """Return a small title that begins where the panel's frame does.

    Parameters
    ----------
    text : str
        What the panel shows.
    """
    return alt.Title(text, fontSize=12, frame="group")

"""A dense surface behind other marks: decision regions, loss landscapes."""

import altair as alt

from dlwidgets.errors import InvalidValueError, clear_call


@clear_call
def surface(data: str = "surface", *, x: alt.X | None = None, y: alt.Y | None = None) -> alt.Chart:
    """Draw the grid in the data set ``data`` as one image.

    Parameters
    ----------
    data : str
        Name of a data set that is given as a ``dlwidgets.Grid``.
    x, y : altair.X, altair.Y, optional
        Axes over the fields ``x`` and ``y``, to set titles and ranges.

    Returns
    -------
    altair.Chart
        A layer; put points and lines on top with ``+``.

    Raises
    ------
    InvalidValueError
        If the name is no text.

    References
    ----------
    https://vega.github.io/vega-lite/docs/image.html
    """
    if not isinstance(data, str):
        raise InvalidValueError(f"surface takes the name of a data set, such as 'surface'; got {data!r:.60}.")
    return (
        alt.Chart(alt.NamedData(data))
        .mark_image(aspect=False)
        .encode(x=x or alt.X("x:Q", title="x"), y=y or alt.Y("y:Q", title="y"), x2="x2:Q", y2="y2:Q", url="image:N")
    )

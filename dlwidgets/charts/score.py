"""Points by exercise, as bars."""

from collections.abc import Mapping

import altair as alt

FOUND, NAMED, MENDED = "found", "named", "mended"


def score_chart(worth: Mapping[str, int], *, width: int = 360, height: int = 90) -> alt.Chart:
    """Draw the points of each exercise, by what they were won for.

    The data set is ``points`` (exercise, part, points).

    Parameters
    ----------
    worth : mapping of str to int
        The most points of each part.
    width, height : int
        In pixels.

    Returns
    -------
    altair.Chart
        For a ``ChartView``.
    """
    parts = list(worth)
    colour = alt.Color("part:N", scale=alt.Scale(domain=parts, range=["#2f7fc1", "#e17a00", "#009e73"]))
    legend = alt.Legend(title=None, orient="top", symbolType="square")
    y = alt.Y("points:Q", title="points", scale=alt.Scale(domain=[0, sum(worth.values())])).axis(
        tickCount=5, format="d"
    )
    bars = alt.Chart(alt.NamedData("points")).mark_bar(size=18)
    tooltip = ["exercise:O", "part:N", "points:Q"]
    x = alt.X("exercise:O", title="exercise").axis(labelAngle=0)
    made = bars.encode(
        x=x, y=y, color=colour.legend(legend), order=alt.Order("part:N", sort="ascending"), tooltip=tooltip
    )
    return made.properties(width=width, height=height)

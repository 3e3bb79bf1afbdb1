"""Examples on a plane, each class with a colour and a shape of its own."""

from typing import Any

import altair as alt

from dlwidgets.charts.theme import CLASS_COLOURS, CLASS_SHAPES


def class_signs() -> dict[str, Any]:
    """Give each class its colour and its shape, without a legend: the key is the same for all panels."""
    kinds = list(range(len(CLASS_COLOURS)))
    colour, shape = (alt.Scale(domain=kinds, range=list(signs)) for signs in (CLASS_COLOURS, CLASS_SHAPES))
    return {
        "color": alt.Color("kind:N", scale=colour, legend=None),
        "shape": alt.Shape("kind:N", scale=shape, legend=None),
    }


def example_points(data: str, **mark: Any) -> alt.Chart:
    """Draw examples; those that were learned from are small and hollow.

    Parameters
    ----------
    data : str
        Name of the data set: kind (number of the class, from 0), part ("train" or "test").
    **mark
        What else the mark has.

    Returns
    -------
    altair.Chart
        Still without places.
    """
    is_test = "datum.part === 'test'"
    marks = alt.Chart(alt.NamedData(data)).mark_point(
        filled=True,
        opacity=1,
        size=alt.expr(f"{is_test} ? 34 : 14"),
        fillOpacity=alt.expr(f"{is_test} ? 0.95 : 0.1"),
        strokeWidth=alt.expr(f"{is_test} ? 0.6 : 1"),
        stroke=alt.expr("dlw_ink"),
        strokeOpacity=alt.expr(f"{is_test} ? 1 : 0.55"),
        clip=True,
        **mark,
    )
    return marks.encode(**class_signs())

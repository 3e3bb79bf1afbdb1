"""Names of curves, in a column beside their panel, where they cover nothing."""

from collections.abc import Iterable
from typing import Any

import altair as alt

MOST = 10
"""Curves that are named, the newest; of others a pointer tells the name."""
LINE = 12
"""Pixels from one name to the next."""
OFF = 8
"""Pixels between the panel and the names."""
LETTER = 6.2
"""Pixels of a letter, about."""
LEAST_PX, MOST_PX = 46, 120


def room(names: Iterable[str] = ()) -> int:
    """Return how many pixels names take beside a panel.

    Parameters
    ----------
    names : iterable of str
        Those that are known beforehand; there is always room for such as "run 12".

    Returns
    -------
    int
        Longer names than fit into the most are cut, and end in dots.
    """
    longest = max(map(len, names), default=0)
    return round(max(LEAST_PX, min(MOST_PX, OFF + LETTER * longest)))


def names_beside(ends: alt.Chart, panel: str, *, y: alt.Y, colour: str, width: int) -> list[alt.Chart]:
    """Write the name of each curve at the right of its panel, at the height of its end or as near as there is room.

    Parameters
    ----------
    ends : altair.Chart
        Over one row for each curve, with epoch, shown (where it ends) and run (its name), oldest first.
    panel : str
        The name of the panel, whose scales place the curves.
    y : altair.Y
        How the curves are placed.
    colour : str
        Of the dotted lines.
    width : int
        Pixels that the names may take.

    Returns
    -------
    list of altair.Chart
        Dotted lines from the ends of the curves to their names, and the names.
    """
    rows = _placed(ends)
    height, right = alt.ExprRef(_height(panel)), f"range('{panel}_x')[1]"
    dotted = rows.mark_rule(color=colour, strokeDash=[1, 2], strokeWidth=1)
    way = dotted.encode(x="epoch:Q", x2=alt.value("width"), y=y)
    turn = dotted.encode(
        x=alt.value("width"), x2=alt.value(alt.ExprRef(f"{right} + {OFF - 2}")), y=y, y2=alt.value(height)
    )
    names = rows.mark_text(align="left", x=alt.ExprRef(right), dx=OFF, y=height, limit=width - OFF, opacity=0.75)
    return [way, turn, names.encode(text="run:N", tooltip="run:N")]


def room_beside(data: str, width: int) -> alt.Chart:
    """Keep the room that names may take free from the start, so that nothing moves when they come.

    Parameters
    ----------
    data : str
        A data set that has rows whenever something is shown.
    width : int
        Pixels.

    Returns
    -------
    altair.Chart
        Nothing to see.
    """
    row = alt.Chart(alt.NamedData(data)).mark_text(align="left", dx=width, text=" ", opacity=0)
    return row.encode(x=alt.value("width"))


def _placed(ends: alt.Chart) -> alt.Chart:
    """Keep the newest of those that can be placed; tell each the ends below it, and how many there are above."""
    rows = ends.transform_filter("isValid(datum.shown)")
    for last, name in ((None, "n_all"), (0, "n_older")):
        rows = rows.transform_window([_window("count", name)], frame=[None, last])
    rows = rows.transform_filter(f"datum.n_all - datum.n_older < {MOST}")
    order = {"sort": [alt.SortField("shown", order="ascending")], "ignorePeers": True}
    lower = [_window("lag", f"lower_{k}", field="shown", param=k) for k in range(1, MOST)]
    rows = rows.transform_window(lower, **order)
    return rows.transform_window([_window("count", "above")], frame=[0, None], **order)


def _window(operation: str, name: str, **more: Any) -> alt.WindowFieldDef:
    return alt.WindowFieldDef(op=operation, **more, **{"as": name})


def _height(panel: str) -> str:
    """Write where a name stands: at its curve's end, above the names that are lower, and inside of the panel."""
    scale, bottom = f"scale('{panel}_y', ", f"range('{panel}_y')[0]"
    ends = [f"{scale}datum.shown)"]
    ends += [f"(isValid(datum.lower_{k}) ? {scale}datum.lower_{k}) - {k * LINE} : {bottom})" for k in range(1, MOST)]
    return f"max(min({', '.join(ends)}), (datum.above - 1) * {LINE})"

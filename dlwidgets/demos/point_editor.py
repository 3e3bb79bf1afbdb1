"""What the learner's pointer means on a plane of points: add, choose, move, delete."""

from typing import Any

import numpy as np

from dlwidgets.charts.plane import PLANE
from dlwidgets.data.points import nearest
from dlwidgets.widgets.demo import Note
from dlwidgets.widgets.pointer import PointerEvent

REACH = 0.04
"""How near to a point the keyboard's pointer must be to mean it, as a share of the axes."""
EDITING = Note(
    "How to change the points",
    (
        "Click an empty place to add a point, click a point to choose it, drag a point to move it.",
        "Alt+click deletes a point; Shift+click moves the chosen point there.",
        "By keyboard, on the picture: the arrows move a pointer, Enter clicks, Delete deletes.",
    ),
)


class PointEditor:
    """Do to the points of a demo what a click, a drag or a key on its plane means.

    Parameters
    ----------
    demo : PointsDemo
        Whose points.
    """

    def __init__(self, demo: Any) -> None:
        self._demo = demo
        self._dragged: int | None = None

    def handle(self, event: PointerEvent) -> None:
        """Follow one event; those on the charts beside the plane mean nothing."""
        if event.chart not in ("", PLANE):
            return
        x, y = (float(np.clip(at, *limits)) for at, limits in zip((event.x, event.y), self._demo.limits, strict=True))
        if event.action in ("drag", "drop"):
            self._drag(event, x, y)
        else:
            self._dragged = None
            self._click(event, x, y)

    def _click(self, event: PointerEvent, x: float, y: float) -> None:
        demo, here = self._demo, self._index(event)
        if here is None:
            spans = [high - low for low, high in demo.limits]
            here = nearest(demo.examples.X, (x, y), spans, REACH)
        if "shift" in event.keys and demo.may_edit:
            demo.move_point(demo.selected, x, y)
        elif here is not None and demo.may_edit and (event.action == "delete" or "alt" in event.keys):
            demo.delete_point(here)
        elif here is not None:
            demo.selected = here
        elif demo.may_edit and event.action == "click" and not event.keys:
            demo.add_point(x, y)

    def _drag(self, event: PointerEvent, x: float, y: float) -> None:
        index = self._index(event)
        if index is None or not self._demo.may_edit:
            return
        with self._demo.together():
            self._demo.selected = index
            self._demo.move_point(index, x, y, goes_on=self._dragged == index)
        self._dragged = index if event.action == "drag" else None

    def _index(self, event: PointerEvent) -> int | None:
        """Return the index of the point whose mark is under the pointer, or was when the drag began."""
        index = (event.datum or {}).get("index")
        is_point = isinstance(index, (int, float)) and 0 <= index < len(self._demo.examples.X)
        return int(index) if is_point else None

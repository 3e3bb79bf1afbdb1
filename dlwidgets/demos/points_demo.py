"""Points of two classes that a learner adds, moves and deletes on a plane; ``PlaneDemo`` adds where they come from."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from dlwidgets.data import Dataset
from dlwidgets.data.points import Point, added, checked_points, moved, removed, require_index
from dlwidgets.demos.plane_data import Limits
from dlwidgets.demos.point_editor import EDITING, PointEditor
from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.controls import button, choice, hidden
from dlwidgets.widgets.demo import Demo, Note


def _index(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 0:
        raise InvalidValueError(f"selected came as {value!r}; wanted the index of a point, from 0.")
    return int(value)


def _points_or_none(points: Any) -> list[list[float]] | None:
    return None if points is None else [list(point) for point in checked_points(points)]


class PointsDemo(Demo):
    """Which points?

    A subclass says in ``settle`` what ``_examples`` and ``limits`` are for the ``points`` as they are, and shows
    them in a chart named ``charts.plane.PLANE``.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    new_class = choice(
        "1",
        lambda demo: dict(zip("01", demo.class_names, strict=True)),
        label="New points",
        help="The class of the point that a click on an empty place adds.",
    )
    points = hidden(
        None,
        _points_or_none,
        label="Points",
        help="The points as (x, y, class) once they were changed; None while the data are as they came.",
    )
    selected = hidden(0, _index, label="Chosen point", help="Index of the point whose numbers are shown.")

    kept = ("_examples", "_earlier", "limits")

    _examples: Dataset
    limits: Limits
    """Ranges of the two axes."""
    class_names: tuple[str, str]
    """Names of class 0 and of class 1."""

    def __init__(self, **settings: Any) -> None:
        self._earlier: tuple[list[list[float]] | None, ...] = ()
        super().__init__(**settings)
        self.on_pointer(PointEditor(self).handle)

    @property
    def examples(self) -> Dataset:
        """What is to be told apart: two features, two classes, with the learner's own changes."""
        return self._examples

    @property
    def may_edit(self) -> bool:
        """Whether the learner may change the points; ``lock=["points"]`` forbids it."""
        return self._controls.is_free("points")

    def settle(self, changed: set[str]) -> None:
        """Keep the chosen point among those that there are."""
        if "selected" in changed:
            require_index(self._examples.X, self.selected)
        self.selected = min(self.selected, len(self._examples.X) - 1)

    def disabled(self) -> Iterable[str]:
        """Return the controls that can do nothing just now."""
        if not self.may_edit:
            return ("new_class", "undo", "delete_point")
        return () if self._earlier else ("undo",)

    def notes(self) -> Iterable[Note]:
        """Return how the points are changed, where they may be."""
        return (EDITING,) if self.may_edit else ()

    @button("Undo", help="Take back the last change of a point.")
    def undo(self) -> None:
        """Take back the last change of a point; does nothing if there is none."""
        with self.together():
            if self._earlier:
                *earlier, self.points = self._earlier
                self._earlier = tuple(earlier)

    @button("Next point", help="Choose the next point, whose numbers are then shown.")
    def next_point(self) -> None:
        """Choose the next point."""
        self.selected = (self.selected + 1) % len(self._examples.X)

    @button("Delete point", help="Delete the chosen point.")
    def delete_point(self, index: int | None = None) -> None:
        """Delete a point; another that is chosen stays so.

        Parameters
        ----------
        index : int, optional
            Which point, from 0; the chosen one by default.

        Raises
        ------
        InvalidValueError
            If there is no such point.
        DataError
            If it is the last one of its class.
        """
        index = self.selected if index is None else index
        with self.together():
            self._change_points(removed(self._triples(), index))
            self.selected = min(self.selected - (index < self.selected), len(self.points) - 1)

    def add_point(self, x: float, y: float, kind: int | None = None) -> None:
        """Add a point and choose it.

        Parameters
        ----------
        x, y : float
            Its place, in the units of the two features.
        kind : {0, 1}, optional
            Its class; that of the control by default.

        Raises
        ------
        DataError
            If x, y or kind is not what it should be.
        """
        with self.together():
            self._change_points(added(self._triples(), x, y, int(self.new_class) if kind is None else kind))
            self.selected = len(self.points) - 1

    def move_point(self, index: int, x: float, y: float, *, goes_on: bool = False) -> None:
        """Move a point to another place.

        Parameters
        ----------
        index : int
            Which point, from 0.
        x, y : float
            Its new place, in the units of the two features.
        goes_on : bool
            Whether this goes on with the change before it, as in a drag: both are undone at once.

        Raises
        ------
        InvalidValueError
            If there is no such point.
        DataError
            If x or y is no number.
        """
        self._change_points(moved(self._triples(), index, x, y), goes_on=goes_on)

    def _triples(self) -> Sequence[Point]:
        if self.points is not None:
            return self.points
        places, kinds = self._examples.X.tolist(), self._examples.y.tolist()
        return [(x, y, kind) for (x, y), kind in zip(places, kinds, strict=True)]

    def _change_points(self, points: Sequence[Point], *, goes_on: bool = False) -> None:
        with self.together():
            if not goes_on:
                self._earlier = (*self._earlier, self.points)
            self.points = points

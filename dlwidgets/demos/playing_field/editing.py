"""What a learner does in the picture of a playground: choose neurons and weights, tick features, draw points."""

from typing import Any

from dlwidgets.charts.playground import FIELD
from dlwidgets.data.points import nearest
from dlwidgets.demos.playing_field.choosing import PlaygroundChoosing
from dlwidgets.demos.playing_field.losses import endings
from dlwidgets.widgets.controls import button
from dlwidgets.widgets.pointer import PointerEvent

REACH = 0.03


class PlaygroundEditing(PlaygroundChoosing):
    """What is here?

    The part of the playground that answers to the pointer, and to the keys that stand for it.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    def __init__(self, **settings: Any) -> None:
        self._earlier: tuple[Any, ...] = ()
        super().__init__(**settings)
        self.on_pointer(self._point)

    @button("Undo", help="Take back the last change of a point.", key="Ctrl+z")
    def undo(self) -> None:
        """Take back the last change of a point; does nothing if there is none."""
        if self._earlier:
            *earlier, points = self._earlier
            self._earlier = tuple(earlier)
            self.change(points=points)

    def disabled(self) -> Any:
        """Return the controls that can do nothing just now."""
        return [*super().disabled(), *([] if self._earlier else ["undo"])]

    def add_point(self, x: float, y: float, kind: int | None = None) -> None:
        """Add an example.

        Parameters
        ----------
        x, y : float
            Its place, in the units of the two features.
        kind : int, optional
            Its class, from 0; that of the control by default.
        """
        self._change_points([*self._triples(), [x, y, int(self.new_class) if kind is None else kind]])

    def settle(self, changed: set[str]) -> None:
        """Follow changed settings."""
        if changed & {"data", "noise", "seed"} and "points" not in changed:
            self._earlier = ()
        super().settle(changed)
        if self.new_class not in self.classes_to_add:
            self.new_class = "1"

    @property
    def _usual_loss(self) -> str:
        return next(iter(endings(self.source)))

    def _point(self, event: PointerEvent) -> None:
        if event.chart == FIELD:
            self._edit_points(event)
        elif event.action == "click" and event.datum and event.datum.get("part"):
            self._press(*str(event.datum["part"]).split(":"))

    def _press(self, kind: str, *rest: str) -> None:
        """Do what a click on a part of the network means."""
        is_free = self._controls.is_free
        if kind == "f" and is_free(rest[0]):
            self.change(**{rest[0]: not getattr(self, rest[0])})
        elif kind == "b" and is_free("neurons"):
            layer, more = int(rest[0]), int(rest[1])
            sizes = list(self.layers)
            sizes[layer - 1] += more
            self.change(layers=[size for size in sizes if size])
        elif kind == "l":
            self._choose(int(rest[0]) if int(rest[0]) != self.layer else 0, 1)
        elif kind in "nw":
            layer, neuron, link = (*map(int, rest), 0)[:3]
            is_again = (layer, neuron, link) == self._place
            self._choose(0 if is_again else layer, 1 if is_again else neuron, 0 if is_again else link)

    def _edit_points(self, event: PointerEvent) -> None:
        """Add, move or delete an example."""
        if not self.may_edit:
            return
        points = self._triples()
        index = self._index_at(event)
        if event.action == "delete" or (event.action == "click" and "alt" in event.keys):
            if index is not None:
                self._change_points([*points[:index], *points[index + 1 :]])
        elif event.action == "drop" and index is not None:
            self._change_points([*points[:index], [event.x, event.y, points[index][2]], *points[index + 1 :]])
        elif event.action == "click" and index is None:
            self.add_point(event.x, event.y)

    def _index_at(self, event: PointerEvent) -> int | None:
        """Return which example is under the pointer, or where a drag began."""
        row = event.datum or {}
        is_example = "kind" in row
        if not is_example and event.action != "delete":
            return None
        place = (row["x"], row["y"]) if is_example else (event.x, event.y)
        spans = [high - low for low, high in self._examples.limits]
        return nearest(self.source.X, place, spans, REACH)

    def _triples(self) -> list[list[float]]:
        if self.points is not None:
            return list(self.points)
        rows = zip(self.source.X.tolist(), self.source.y.tolist(), strict=True)
        return [[x, y, kind] for (x, y), kind in rows]

    def _change_points(self, points: list[list[float]]) -> None:
        before = self.points
        self.change(points=points)
        self._earlier = (*self._earlier, before)[-50:]
        self.refresh()

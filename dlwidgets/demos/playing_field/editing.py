"""What a learner does in the picture of a playground: choose neurons and weights, tick features, draw points."""

from typing import Any

from dlwidgets.charts.playground import FIELD
from dlwidgets.data.points import nearest
from dlwidgets.demos.playing_field.choosing import PlaygroundChoosing
from dlwidgets.demos.playing_field.features import FEATURES
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
        """Do what a click on a part of the network means; a part that is not there means nothing."""
        if kind == "f" and rest:
            self._tick(rest[0])
            return
        try:
            layer, *others = map(int, rest)
        except ValueError:
            return
        match kind, others:
            case "b", [-1 | 1 as more] if self._controls.is_free("neurons") and 1 <= layer <= len(self.layers):
                sizes = list(self.layers)
                sizes[layer - 1] += more
                self.change(layers=[size for size in sizes if size])
            case "l", [] if layer < len(self.sizes):
                self._choose_here(layer if layer != self.layer else 0, 1, 0)
            case "n" | "w", [neuron, *link] if 1 <= layer < len(self.sizes) and 1 <= neuron <= self.sizes[layer]:
                place = (layer, neuron, min(max(0, *link, 0), self.sizes[layer - 1]))
                self._choose_here(*((0, 1, 0) if place == self._place else place))

    def _tick(self, name: str) -> None:
        """Give the network a feature, or take it away."""
        is_free, own_ones = self._controls.is_free, self.own_features.split("; ")
        if name in FEATURES and is_free(name):
            self.change(**{name: not getattr(self, name)})
        elif name in own_ones and is_free("own_features"):
            self.change(own_features="; ".join(one for one in own_ones if one != name))

    def _choose_here(self, layer: int, neuron: int, link: int) -> None:
        if layer >= 0 and "layer" not in self._controls.locked:
            self._choose(layer, neuron, link)

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

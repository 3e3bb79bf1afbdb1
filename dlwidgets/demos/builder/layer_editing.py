"""Adding, removing, moving and changing layers, by code and by the rows of a page."""

from collections.abc import Iterable
from typing import Any

from dlwidgets.demos.builder.first_layers import first_layer
from dlwidgets.demos.builder.layer_rows import Row
from dlwidgets.demos.builder.network_demo import NetworkDemo
from dlwidgets.demos.builder.typed_values import with_typed
from dlwidgets.errors import DLWidgetsError, InvalidValueError, unknown_name
from dlwidgets.network import NetworkSpec, Shape
from dlwidgets.network.layers.catalogue import layer
from dlwidgets.widgets.controls import action


class LayerEditing(NetworkDemo):
    """Which layers are there?

    Places are counted from 0, the Input layer too.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    @action
    def add(self, kind: str, index: int | str | None = None, **arguments: Any) -> None:
        """Add a layer.

        Parameters
        ----------
        kind : str
            Keras' name, such as ``"Dense"``.
        index : int or str, optional
            Where it goes, from 0 on, or the key of the row in front of it; at the end by default, an Input at the
            start.
        **arguments
            Keras' arguments. Without any, those of a usual first layer of this kind.

        Raises
        ------
        UnknownNameError
            If there is no such kind or argument; the nearest name is in the text.
        InvalidValueError
            If there is no such place, or a value is out of range.
        """
        with self.together():
            place = self._place_for(kind, index)
            made = first_layer(kind, arguments, self._shape_at(place))
            self._put(
                self.spec.with_layer(made, place), [*self._stack[:place], (self._fresh(), made), *self._stack[place:]]
            )

    @action
    def remove(self, index: int | str) -> None:
        """Remove a layer.

        Parameters
        ----------
        index : int or str
            Its place, or the key of its row.

        Raises
        ------
        InvalidValueError
            If there is no such layer.
        """
        with self.together():
            place = self._place(index)
            self._put(self.spec.without_layer(place), [*self._stack[:place], *self._stack[place + 1 :]])

    @action
    def duplicate(self, index: int | str) -> None:
        """Put a copy of a layer behind it; a layer's own name is not copied.

        Parameters
        ----------
        index : int or str
            Its place, or the key of its row.

        Raises
        ------
        InvalidValueError
            If there is no such layer.
        """
        with self.together():
            place = self._place(index)
            old = self.spec.layers[place]
            copy = layer(old.kind, **{name: value for name, value in old.arguments.items() if name != "name"})
            rows = [*self._stack[: place + 1], (self._fresh(), copy), *self._stack[place + 1 :]]
            self._put(self.spec.with_layer(copy, place + 1), rows)

    @action
    def move(self, index: int | str, to: int) -> None:
        """Move a layer to another place.

        Parameters
        ----------
        index : int or str
            Its place, or the key of its row.
        to : int
            The place that it has afterwards.

        Raises
        ------
        InvalidValueError
            If there is no such layer or place.
        """
        with self.together():
            place = self._place(index)
            rows = [*self._stack]
            moved = self.spec.moved(place, self._place(to))
            rows.insert(to, rows.pop(place))
            self._put(moved, rows)

    @action
    def shift(self, index: int | str, by: int) -> None:
        """Move a layer up or down; at the ends of the network it stays.

        Parameters
        ----------
        index : int or str
            Its place, or the key of its row.
        by : int
            How many places: below 0 towards the input.

        Raises
        ------
        InvalidValueError
            If there is no such layer.
        """
        with self.together():
            place = self._place(index)
            to = max(0, min(place + by, len(self._stack) - 1))
            if to != place:
                self.move(place, to)

    def set(self, index: int | str, **arguments: Any) -> None:
        """Give a layer other arguments.

        Parameters
        ----------
        index : int or str
            Its place, or the key of its row.
        **arguments
            Keras' arguments with their new values.

        Raises
        ------
        UnknownNameError
            If the layer has no such argument; the nearest name is in the text.
        InvalidValueError
            If there is no such layer, or a value is out of range.
        """
        with self.together():
            place = self._place(index)
            spec = self.spec.replaced(place, **arguments)
            rows = [*self._stack]
            rows[place] = (rows[place][0], spec.layers[place])
            self._forget_mistakes(rows[place][0], arguments)
            self._put(spec, rows)

    @action
    def enter(self, index: int | str, name: str, text: Any, burst: str = "") -> None:
        """Type into the field of a layer's argument; what can't be taken stays there, with the reason under the row.

        Parameters
        ----------
        index : int or str
            The layer's place, or the key of its row.
        name : str
            The argument.
        text : str or bool
            What is typed, as it would stand in code, with or without quotes; an empty text is Keras' default.
        burst : str
            Names a stretch of changes that are one step of undo.

        Raises
        ------
        InvalidValueError
            If there is no such layer.
        UnknownNameError
            If the layer has no such argument.
        """
        with self.together():
            place = self._place(index)
            old, key = self.spec.layers[place], self._stack[place][0]
            if name not in old.defaults():
                raise unknown_name(f"argument of {old.kind}", name, old.defaults())
            self._burst = burst
            try:
                made = layer(old.kind, **{**old.arguments, name: with_typed(old, name, text)})
            except DLWidgetsError as mistake:
                self._note_mistake(key, name, text, mistake)
            else:
                self.set(place, **{name: getattr(made, name)})

    def _put(self, spec: NetworkSpec, rows: Iterable[Row]) -> None:
        """Take a changed network whose rows are known."""
        self._stack = tuple(rows)
        self.change(spec=spec)

    def _place(self, index: int | str) -> int:
        """Return the place of a layer, given by that or by the key of its row."""
        if isinstance(index, str):
            keys = [key for key, _ in self._stack]
            index = keys.index(index) if index in keys else -1
        if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(self._stack):
            raise InvalidValueError(
                f"There is no layer {index!r} in a network of {len(self._stack)}. Nothing was changed."
            )
        return index

    def _place_for(self, kind: str, index: int | str | None) -> int:
        """Return the place where a new layer goes."""
        if index is None:
            return 0 if kind == "Input" else len(self._stack)
        if isinstance(index, str):
            return self._place(index) + 1
        return index if index == len(self._stack) else self._place(index)

    def _shape_at(self, place: int) -> Shape | None:
        """Return the shape that comes in at a place, if it is known."""
        return self.spec.joints(self.data_shape)[place - 1].output_shape if place else self.data_shape

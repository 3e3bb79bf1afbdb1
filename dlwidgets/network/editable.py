"""Edits of a network: each returns a new one."""

from dataclasses import dataclass, replace
from typing import Any, Self

from dlwidgets.errors import InvalidValueError
from dlwidgets.network._arguments import Shape
from dlwidgets.network.layers.catalogue import layer as make_layer
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.shapes import joints


@dataclass(frozen=True)
class Editable:
    """A network whose layers can be put in, taken out, moved and changed.

    Parameters
    ----------
    layers : tuple of LayerSpec
        The layers in their order.
    """

    layers: tuple[LayerSpec, ...] = ()

    def with_layer(self, layer: LayerSpec, index: int | None = None) -> Self:
        """Return the network with one more layer; this one stays.

        Parameters
        ----------
        layer : LayerSpec
            The layer.
        index : int, optional
            Place of the layer in front of which it goes; None is the end.
        """
        place = len(self.layers) if index is None else self._place(index, len(self.layers))
        return replace(self, layers=(*self.layers[:place], layer, *self.layers[place:]))

    def without_layer(self, index: int) -> Self:
        """Return the network without one of its layers; this one stays.

        Parameters
        ----------
        index : int
            Place of the layer, from 0 on.
        """
        place = self._place(index)
        return replace(self, layers=self.layers[:place] + self.layers[place + 1 :])

    def moved(self, index: int, to: int) -> Self:
        """Return the network with one of its layers at another place; this one stays.

        Parameters
        ----------
        index : int
            Place of the layer, from 0 on.
        to : int
            Place that it has afterwards.
        """
        layer = self.layers[self._place(index)]
        return self.without_layer(index).with_layer(layer, self._place(to))

    def replaced(self, index: int, layer: LayerSpec | None = None, /, **arguments: Any) -> Self:
        """Return the network with another layer at ``index``, or with other arguments of the same.

        Parameters
        ----------
        index : int
            Place of the layer, from 0 on.
        layer : LayerSpec, optional
            What to put there; None changes the one that is there.
        **arguments
            Arguments of the layer that change.

        Returns
        -------
        NetworkSpec
            A new one; this one stays.
        """
        place = self._place(index)
        old = self.layers[place] if layer is None else layer
        new = make_layer(old.kind, **{**old.arguments, **arguments})
        return replace(self, layers=(*self.layers[:place], new, *self.layers[place + 1 :]))

    def mended(self, index: int, data_shape: Shape | None = None) -> Self:
        """Return the network with the exact change that a joint proposes; itself if there is none.

        Parameters
        ----------
        index : int
            Place of the layer, from 0 on.
        data_shape : tuple of int or None, optional
            Shape of one example of the data, if there are data.

        Returns
        -------
        NetworkSpec
            A new one; this one stays.
        """
        problem = joints(self.layers, data_shape)[self._place(index)].problem
        if problem is None or not problem.mend.is_change:
            return self
        mend = problem.mend
        if mend.insert is not None:
            return self.with_layer(mend.insert, index)
        return self.replaced(index - mend.before, **mend.arguments)

    def _place(self, index: int, last: int | None = None) -> int:
        """Return the place of a layer, or refuse one that is not there."""
        end = len(self.layers) - 1 if last is None else last
        if not 0 <= index <= end:
            raise InvalidValueError(f"There is no place {index} in a network of {len(self.layers)} layers.")
        return index

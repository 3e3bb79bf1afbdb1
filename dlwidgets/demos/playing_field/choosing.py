"""What of a playground is looked at: a neuron that is chosen, by click or key, or that the pointer is over."""

from collections.abc import Mapping
from typing import Any

from dlwidgets.charts.playground import HOVERED
from dlwidgets.demos.playing_field.maps import Maps
from dlwidgets.demos.playing_field.picture import Looks
from dlwidgets.demos.playing_field.settling import PlaygroundSettling
from dlwidgets.widgets.controls import button


class PlaygroundChoosing(PlaygroundSettling):
    """What is looked at?

    The part of the playground that chooses neurons.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    def __init__(self, **settings: Any) -> None:
        self._hovered = ""
        self._seen: tuple[Any, Any, Maps] | None = None
        super().__init__(**settings)

    @button("Next neuron", help="Choose the next neuron, which is then shown large.", key="ArrowDown", is_shown=False)
    def next_neuron(self) -> None:
        """Choose the next neuron of the layer."""
        self._choose(self.layer or 1, self.neuron % self.layer_size + 1 if self.layer else 1)

    @button("Neuron before", help="Choose the neuron before.", key="ArrowUp", is_shown=False)
    def previous_neuron(self) -> None:
        """Choose the neuron before, in the same layer."""
        self._choose(self.layer or 1, (self.neuron - 2) % self.layer_size + 1 if self.layer else 1)

    @button(
        "Next layer",
        help="Choose the next layer; behind the outputs is the whole network.",
        key="ArrowRight",
        is_shown=False,
    )
    def next_layer(self) -> None:
        """Choose the next layer."""
        self._choose((self.layer + 1) % len(self.sizes), 1)

    @button("Layer before", help="Choose the layer before.", key="ArrowLeft", is_shown=False)
    def previous_layer(self) -> None:
        """Choose the layer before."""
        self._choose((self.layer - 1) % len(self.sizes), 1)

    def _choose(self, layer: int, neuron: int, link: int = 0) -> None:
        self.change(layer=layer, neuron=neuron, link=link)

    def settle(self, changed: set[str]) -> None:
        """Follow changed settings; the pointer may be over something else now."""
        self._hovered = "" if changed - {"value"} else self._hovered
        super().settle(changed)

    @property
    def _place(self) -> tuple[int, int, int]:
        return self.layer, self.neuron if self.layer else 0, self.link

    @property
    def _shown(self) -> tuple[int, int] | str | None:  # type: ignore[override]
        """What the plane shows: a neuron as layer and index; None is the whole network."""
        kind, *numbers = self._hovered.split(":")
        if kind == "n" and len(numbers) == 2:
            number, index = int(numbers[0]), int(numbers[1]) - 1
            if number < len(self.sizes) and index < self.sizes[number]:
                return number, index
        if self.layer and not (self.layer == len(self.sizes) - 1 and self.sizes[-1] == 1):
            return self.layer, self.neuron - 1
        return None

    @property
    def _may(self) -> tuple[bool, bool]:
        is_free = self._controls.is_free
        return is_free("features") and is_free("x1_squared"), is_free("network") and is_free("neurons")

    def _looks(self) -> Looks:
        return Looks(self.show_test, self.show_wrong, self.discretize)

    def _maps(self) -> Maps:
        """Return the network over the square; computed once for the same weights."""
        if self._seen is None or self._seen[0] is not self._plan or self._seen[1] is not self._weights:
            self._seen = (self._plan, self._weights, Maps(self._plan, self._weights))
        return self._seen[2]

    def _receive_param(self, content: dict[str, Any]) -> None:
        super()._receive_param(content)
        if content["name"] == HOVERED:
            with self._frames.together(), self.telling():
                value = content["value"]
                parts = value.get("part") if isinstance(value, Mapping) else None
                hovered = str(parts[0]) if isinstance(parts, list) and parts else ""
                if hovered != self._hovered:
                    self._hovered = hovered
                    self.refresh()

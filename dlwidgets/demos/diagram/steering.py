"""How a learner moves through a network diagram, with keys and with the pointer."""

from collections.abc import Iterable
from typing import Any

from dlwidgets.demos.diagram.editing import DiagramEditing
from dlwidgets.demos.diagram.settings import DEPTHS
from dlwidgets.widgets.controls import button
from dlwidgets.widgets.pointer import PointerEvent


class DiagramSteering(DiagramEditing):
    """Where to look?

    ``NetworkDiagram`` says what is shown.
    """

    @button("Look deeper", help="Go from the network to the chosen layer, and on to the chosen neuron.", key="Enter")
    def deeper(self) -> None:
        """Go one depth down; does nothing where there is none."""
        if self._can_go_deeper:
            self.depth = [*DEPTHS][[*DEPTHS].index(self.depth) + 1]

    @button("Back", help="Go from the neuron to its layer, and on to the whole network.", key="Backspace")
    def back(self) -> None:
        """Go one depth up; does nothing at the network."""
        self.depth = [*DEPTHS][max(0, [*DEPTHS].index(self.depth) - 1)]

    @button("Next example", help="Send the next example of the data through the network.", key="n")
    def next_example(self) -> None:
        """Choose the next example; after the last one, the first."""
        self.example = self.example % self.n_examples + 1

    @button("Layer before", help="Choose the layer before.", key="ArrowLeft", is_shown=False)
    def go_left(self) -> None:
        """Choose the layer before, or the neuron before where one layer is looked at."""
        self._go(-1, "layer" if self.depth == "network" else "neuron")

    @button("Layer after", help="Choose the layer after.", key="ArrowRight", is_shown=False)
    def go_right(self) -> None:
        """Choose the layer after, or the neuron after where one layer is looked at."""
        self._go(1, "layer" if self.depth == "network" else "neuron")

    @button(
        "Neuron above",
        help="Choose the neuron above; in a layer or neuron the link above.",
        key="ArrowUp",
        is_shown=False,
    )
    def go_up(self) -> None:
        """Choose the neuron above, or the link above where one layer or neuron is looked at."""
        self._go(-1, "neuron" if self.depth == "network" else "link")

    @button(
        "Neuron below",
        help="Choose the neuron below; in a layer or neuron the link below.",
        key="ArrowDown",
        is_shown=False,
    )
    def go_down(self) -> None:
        """Choose the neuron below, or the link below where one layer or neuron is looked at."""
        self._go(1, "neuron" if self.depth == "network" else "link")

    @button("Link before", help="Choose the link before; the first is the bias.", key="PageUp", is_shown=False)
    def previous_link(self) -> None:
        """Choose the weight before, down to the bias."""
        self._go(-1, "link")

    @button("Link after", help="Choose the next link into the neuron.", key="PageDown", is_shown=False)
    def next_link(self) -> None:
        """Choose the weight after."""
        self._go(1, "link")

    def _go(self, step: int, name: str) -> None:
        low, high = {"layer": (0, self.n_layers), "neuron": (1, self.layer_size), "link": (0, self.n_links)}[name]
        setattr(self, name, min(max(getattr(self, name) + step, low), high))

    def disabled(self) -> Iterable[str]:
        """Return what can do nothing just now."""
        if not self._can_go_deeper:
            yield "deeper"
        if self.depth == "network":
            yield "back"
        if self.n_examples < 2:
            yield from ("next_example", "example")
        if not self.edits:
            yield from ("undo", "reset")
        if not self._columns[self.layer].is_dense:
            yield from ("link", "value")
        if not self._has_parameters:
            yield "frozen"
        if self.model is not None:
            yield "seed"

    def _point(self, event: PointerEvent) -> None:
        """Choose what is clicked on; what is chosen already is looked into."""
        kind, *where = str((event.datum or {}).get("part", "")).split(":")
        if event.action != "click" or not where:
            return
        if kind == "d":
            self._choose(depth=where[0])
        elif kind == "m":
            self._choose(**self._cell_at(event))
        else:
            chosen = dict(zip(("layer", "neuron", "link"), map(int, where), strict=False))
            is_again = kind != "w" and all(getattr(self, name) == value for name, value in chosen.items())
            if is_again and self._controls.is_free("depth"):
                self._look_into(kind)
            else:
                self._choose(**chosen)

    def _look_into(self, kind: str) -> None:
        column = self._columns[self.layer]
        self.depth = "neuron" if kind == "n" and column.is_dense else "layer"

    def _choose(self, **settings: Any) -> None:
        self.change(**{name: value for name, value in settings.items() if self._controls.is_free(name)})

    def _cell_at(self, event: PointerEvent) -> dict[str, int]:
        """Return the weight under the pointer in an image of all weights."""
        box = event.datum or {}
        across = (event.x - box["x"]) / (box["x2"] - box["x"])
        down = (event.y - box["y"]) / (box["y2"] - box["y"])
        neuron, link = int(across * self.layer_size) + 1, int(down * self.n_links) + 1
        return {"neuron": min(max(neuron, 1), self.layer_size), "link": min(max(link, 1), self.n_links)}

"""How a learner changes the network of a diagram: weights and biases by hand, layers frozen."""

from typing import Any

import numpy as np

from dlwidgets.demos.diagram.columns import columns_of
from dlwidgets.demos.diagram.settings import DiagramSettings, Edit
from dlwidgets.demos.diagram.view import DiagramView
from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.controls import button


class DiagramEditing(DiagramSettings):
    """What to change?

    ``NetworkDiagram`` says what is shown.
    """

    kept = ("_originals",)

    model: Any
    _seen: DiagramView | None

    def __init__(self, **settings: Any) -> None:
        self._originals: dict[tuple[int, int, int], float] = {}
        super().__init__(**settings)

    @button("Undo", help="Take back the last change of a weight.", key="Ctrl+z")
    def undo(self) -> None:
        """Take back the last change by hand; does nothing if there is none."""
        with self.together():
            self._notice()
            if self.edits:
                self.edits = self.edits[:-1]

    @button("Undo all", help="Give every weight that was changed by hand its former value.")
    def reset(self) -> None:
        """Take back all changes by hand."""
        with self.together():
            self._notice()
            if self.edits:
                self.edits = []

    def settle(self, changed: set[str]) -> None:
        """Check what was set, bring it into the network, and read from the network what follows."""
        self._seen = None
        if "seed" in changed and self.model is None and self.seed != self._settled.get("seed"):
            self._source.redraw(self.seed)
            self._originals = {}
            self.edits = self.edits if "edits" in changed else []
        if self._source.read():
            self._originals = {}
            self.edits = self.edits if "edits" in changed else []
        self._check_place(changed)
        self._set_edits(changed)
        self._set_frozen(changed)
        self._columns = columns_of(self._source, self._examples)
        self.value = self._chosen_value()

    def _set_edits(self, changed: set[str]) -> None:
        """Write what was changed by hand into the network, or take it back."""
        if "edits" in changed:
            self._rewrite(self.edits)
        elif "value" in changed and self._columns[self.layer].is_dense and self._is_there(self.link):
            chosen: Edit = [self.layer, self.neuron, self.link, self.value]
            if self.value == self._chosen_value():
                return
            # A whole drag of the slider is one change.
            earlier = self.edits[:-1] if self.edits and self.edits[-1][:3] == chosen[:3] else self.edits
            self._write(chosen)
            self.edits = [*earlier, chosen]

    def _rewrite(self, edits: list[Edit]) -> None:
        for layer, neuron, link, _ in edits:
            self._check_edit(layer, neuron, link)
        for place, value in self._originals.items():
            self._source.write(*self._address(*place), value)
        self._originals = {}
        for edit in edits:
            self._write(edit)

    def _write(self, edit: Edit) -> None:
        layer, neuron, link = (int(number) for number in edit[:3])
        index, place = self._address(layer, neuron, link)
        numbers = self._source.weights[index]["kernel" if link else "bias"]
        self._originals.setdefault((layer, neuron, link), float(numbers[place]))
        self._source.write(index, place, edit[3])

    def _address(self, layer: int, neuron: int, link: int) -> tuple[int, tuple[int, ...]]:
        """Return the layer's place in the description, and the number's place in its array."""
        joint = self._columns[layer].joint
        place = (link - 1, neuron - 1) if link else (neuron - 1,)
        return (joint.index if joint else 0), place

    def _check_edit(self, layer: float, neuron: float, link: float) -> None:
        is_layer = 0 < layer < len(self._columns) and self._columns[int(layer)].is_dense
        column = self._columns[int(layer)] if is_layer else None
        n_in = self._columns[column.number - 1].size or 0 if column else 0
        if column is None or not 1 <= neuron <= (column.size or 0) or not 0 <= link <= n_in:
            raise InvalidValueError(f"edits names the weight {[layer, neuron, link]}, but the network has none there.")

    def _notice(self) -> None:
        """Read the weights before changes are taken back: a fit may have moved them since."""
        if self._source.read():
            self._forget_edits()

    def _forget_edits(self) -> None:
        """Let changes by hand be part of the network: something else has moved its weights since."""
        self._originals = {}
        self.edits = []

    def _is_there(self, link: int) -> bool:
        index, _ = self._address(self.layer, self.neuron, link)
        return ("kernel" if link else "bias") in self._source.weights[index]

    def _chosen_value(self) -> float:
        """Return the chosen weight or bias; 0 where there is none, or it is not a number."""
        if not self._columns[self.layer].is_dense or not self._is_there(self.link):
            return 0.0
        index, place = self._address(self.layer, self.neuron, self.link)
        value = float(self._source.weights[index]["kernel" if self.link else "bias"][place])
        return value if np.isfinite(value) else 0.0

    def _set_frozen(self, changed: set[str]) -> None:
        """Freeze layers or let them learn again."""
        frozen = {column.number for column in self._columns if column.is_frozen}
        if "frozen_layers" in changed and self.frozen_layers is not None:
            wanted = set(self.frozen_layers)
            if unknown := wanted - {*range(1, len(self._columns))}:
                raise InvalidValueError(
                    f"frozen_layers names layer {min(unknown)}; there are layers 1 to {self.n_layers}."
                )
        elif "frozen" in changed and self._has_parameters:
            wanted = frozen | {self.layer} if self.frozen else frozen - {self.layer}
        else:
            wanted = frozen
        for layer in wanted ^ frozen:
            joint = self._columns[layer].joint
            self._source.freeze(joint.index if joint else 0, frozen=layer in wanted)
        self.frozen_layers = sorted(wanted)
        self.frozen = self.layer in wanted

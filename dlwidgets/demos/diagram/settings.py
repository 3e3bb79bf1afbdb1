"""What a network diagram can be set to."""

from collections.abc import Sequence
from typing import Any

from dlwidgets.demos.diagram.columns import Column
from dlwidgets.demos.diagram.data import ExampleSet
from dlwidgets.demos.diagram.source import NetworkSource
from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.controls import choice, hidden, slider, toggle
from dlwidgets.widgets.demo import Demo

DEPTHS = {"network": "whole network", "layer": "one layer", "neuron": "one neuron"}
Edit = list[float]
"""Layer, neuron, link, and the value that it was given."""


def _edits(value: Any) -> list[Edit]:
    try:
        return [[int(layer), int(neuron), int(link), float(number)] for layer, neuron, link, number in value]
    except (TypeError, ValueError):
        raise InvalidValueError(
            f"edits came as {value!r:.80}; wanted a list of [layer, neuron, link, value], such as [[1, 2, 0, 0.5]]."
        ) from None


def _layers(value: Any) -> list[int]:
    try:
        return sorted({int(layer) for layer in value})
    except (TypeError, ValueError):
        raise InvalidValueError(f"frozen_layers came as {value!r:.80}; wanted a list of layers, such as [1].") from None


class DiagramSettings(Demo):
    """What can be set?

    The settings of the network diagram; ``NetworkDiagram`` says what they do.
    """

    depth = choice("network", DEPTHS, label="Look at", help="The whole network, one of its layers, or one neuron.")
    layer = slider(
        1,
        0,
        lambda demo: demo.n_layers,
        step=1,
        label="Layer",
        help="The chosen layer; 0 are the inputs. The keys ← and → move it.",
        is_open=True,
    )
    neuron = slider(
        1,
        1,
        lambda demo: demo.layer_size,
        step=1,
        label="Neuron",
        help="The chosen neuron of the layer, from the top. The keys ↑ and ↓ move it.",
        is_open=True,
    )
    link = slider(
        1,
        0,
        lambda demo: demo.n_links,
        step=1,
        label="Link from",
        help="The chosen weight of the neuron, by where it comes from; 0 is the bias. Page Up and Page Down move it.",
        is_open=True,
    )
    value = slider(
        0.0, -3, 3, step=0.05, label="Its value", help="Change that weight or bias; the loss follows.", is_open=True
    )
    frozen = toggle(value=False, label="Frozen", help="Whether training leaves the weights of this layer as they are.")
    example = slider(
        1,
        1,
        lambda demo: demo.n_examples,
        step=1,
        label="Example",
        help="The example of the data whose numbers flow through the network.",
        is_open=True,
    )
    seed = slider(0, 0, 99, step=1, label="Seed", help="Another number draws other first weights; not of a model.")
    frozen_layers = hidden(None, lambda v: v if v is None else _layers(v), label="Frozen", help="All frozen layers.")
    edits = hidden([], _edits, label="Edits", help="Numbers that were changed by hand, oldest first.")

    _source: NetworkSource
    _columns: Sequence[Column]
    _examples: ExampleSet | None

    @property
    def n_layers(self) -> int:
        """Layers behind the inputs."""
        return len(self._columns) - 1

    @property
    def layer_size(self) -> int:
        """Neurons of the chosen layer; 1 where there are no single ones."""
        return self._columns[min(self.layer, self.n_layers)].size or 1

    @property
    def n_links(self) -> int:
        """Weights of the chosen neuron, without its bias."""
        column = self._columns[min(self.layer, self.n_layers)]
        return self._columns[column.number - 1].size or 1 if column.is_dense else 0

    @property
    def n_examples(self) -> int:
        """Examples to choose from."""
        return self._examples.n if self._examples else 1

    @property
    def _can_go_deeper(self) -> bool:
        return self.depth == "network" or (self.depth == "layer" and self._columns[self.layer].is_dense)

    @property
    def _has_parameters(self) -> bool:
        joint = self._columns[self.layer].joint
        return bool(joint and joint.parameters and joint.parameters.total)

    def _check_place(self, changed: set[str]) -> None:
        """Refuse what is not there; what another choice has left without meaning goes to the nearest."""
        is_first = self._settled.get("layer") is None or changed >= {"depth", "layer", "neuron", "link"}
        wanted = changed if not is_first else {name for name in changed if getattr(self, name) != 1}
        limits = {
            "layer": (0, "n_layers"),
            "neuron": (1, "layer_size"),
            "link": (0, "n_links"),
            "example": (1, "n_examples"),
        }
        for name, (low, end) in limits.items():
            value, high = getattr(self, name), getattr(self, end)
            if low <= value <= high:
                continue
            if name in wanted and not (name == "link" and high == 0):
                raise InvalidValueError(f"{name} came as {value}; this network has {name}s {low} to {high} here.")
            setattr(self, name, min(max(value, low), high))
        if self.depth == "neuron" and not self._columns[self.layer].is_dense:
            if "depth" in wanted:
                raise InvalidValueError(
                    f"{self._columns[self.layer].title} has no neurons to look into one by one. Choose a Dense layer."
                )
            self.depth = "layer"

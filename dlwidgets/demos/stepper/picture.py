"""What the diagram of a walk-through shows at one step: the data sets of ``charts.diagram.network_diagram``."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from dlwidgets.demos.stepper.layout import Layout, layout, part_of
from dlwidgets.nn import Neuron, Step, Walkthrough, Weight
from dlwidgets.nn.walkthrough.blame import FusedBlame, MeetingBlame, OutputBlame, SoftmaxBlame, SumBlame, WeightBlame
from dlwidgets.nn.walkthrough.guess import Activated, WeightedSum
from dlwidgets.nn.walkthrough.measure import LossTerm
from dlwidgets.nn.walkthrough.update import Update

STAGE_TITLES = {"guess": "1 Guess", "measure": "2 Measure", "blame": "3 Blame", "update": "4 Update"}
MOST_LABELLED = 14
"""With more edges, only those of the step have their numbers beside them."""
FEW, MANY = 3, 5
"""Neurons in the largest layer up to which circles are large, or medium."""
EDGE_COLUMNS = ("x", "y", "x2", "y2", "sign", "width", "opacity", "part", "weight", "gradient")
BESIDE = 0.09
LETTER = 0.008
"""About the width of a letter, as part of the distance from the inputs to the outputs."""
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Picture:
    """One step of a walk-through as rows of a picture.

    Parameters
    ----------
    walk : Walkthrough
        The training step.
    position : int
        The step to show; what the steps before have computed is shown too.
    followed : sequence of int
        Steps whose parts are lit too: the way of the blame to a weight.
    names : sequence of sequences of str
        Names of inputs and of outputs; empty for none.
    """

    def __init__(
        self, walk: Walkthrough, position: int, followed: Sequence[int], names: tuple[Sequence[str], Sequence[str]]
    ) -> None:
        self._walk, self._step = walk, walk.steps[position]
        self._done: tuple[Step, ...] = walk.steps[: position + 1]
        self._names = names
        self._network = walk.training_step.network
        self._followed = [walk.steps[i] for i in followed]
        focus = [node for step in (*self._followed, self._step) for node in step.nodes]
        self.layout: Layout = layout(self._network.sizes, focus)
        self._is_small = len(self.layout.edges) <= MOST_LABELLED
        self._lit_edges = {edge for step in (*self._followed, self._step) for edge in step.edges}
        self._lit_nodes = {node for step in self._followed for node in step.nodes} | {self._step.nodes[-1]}

    def frame(self) -> dict[str, Any]:
        """Return the data sets, but for the losses, and the parameters."""
        largest = max(min(size, 8) for size in self._network.sizes)
        size, font = (1900, 12) if largest <= FEW else (1100, 11) if largest <= MANY else (560, 9)
        return {
            "edges": _columns(self._edges(), EDGE_COLUMNS),
            "lit": _columns(self._glow(), ("x", "y", "x2", "y2")),
            "nodes": _columns(self._nodes(), ("x", "y", "name", "value", "blame", "lit", "part")),
            "labels": _columns(self._labels(), ("x", "y", "text", "lit", "part")),
            "stages": _columns(_stages(self._step.stage), ("x", "label", "lit")),
            "node_size": size,
            "node_font": font,
        }

    def _edges(self) -> Iterable[tuple[Any, ...]]:
        shown = set(self.layout.edges)
        blamed = (step for step in self._done if isinstance(step, WeightBlame) and step.weight in shown)
        gradients = {step.weight: step.value for step in blamed}
        thick, faint = (1.6, 0.8) if self._is_small else (0.7, 0.35)
        for edge in self.layout.edges:
            weight = self._weight(edge)
            lit = edge in self._lit_edges
            known = short(gradients[edge]) if edge in gradients else "not yet known"
            sign = "negative" if weight < 0 else "positive"
            yield (
                *self.layout.ends(edge), sign, 1 + thick * min(abs(weight), 5), 1.0 if lit else faint,
                edge.name, short(weight), known,
            )  # fmt: skip

    def _glow(self) -> Iterable[tuple[Any, ...]]:
        shown = set(self.layout.edges)
        return (self.layout.ends(edge) for edge in sorted(self._lit_edges & shown))

    def _nodes(self) -> Iterable[tuple[Any, ...]]:
        values, blames = self._known
        n_layers = self._network.n_layers
        for neuron, (x, y) in self.layout.places.items():
            value, blame = values.get(neuron, "?"), blames.get(neuron, "")
            # What has no room above and below is written beside it.
            name = "" if self._is_crowded(neuron) else self._name(neuron)
            if self._is_crowded(neuron) or neuron.layer == n_layers:
                blame = ""
            yield x, y, name, value, blame, float(neuron in self._lit_nodes), part_of(neuron, n_layers)

    @cached_property
    def _known(self) -> tuple[dict[Neuron, str], dict[Neuron, str]]:
        """Return what the steps so far have found out about each neuron: its value, its blame."""
        inputs = self._walk.training_step.passed.outputs[0][self._walk.example]
        values = {Neuron(0, i): short(float(x)) for i, x in enumerate(inputs)}
        blames: dict[Neuron, str] = {}
        for step in self._done:
            about = step.nodes[-1]
            if isinstance(step, WeightedSum):
                values[about] = f"z {short(step.value)}"
            elif isinstance(step, Activated):
                values[about] = short(step.value)
            elif isinstance(step, OutputBlame | MeetingBlame):
                blames[about] = f"∂L/∂a {short(step.value)}"
            elif isinstance(step, FusedBlame | SoftmaxBlame | SumBlame):
                blames[about] = f"∂L/∂z {short(step.value)}"
        return values, blames

    def _labels(self) -> Iterable[tuple[Any, ...]]:
        yield from self._edge_labels()
        yield from self._bias_labels()
        yield from self._loss_labels()
        yield from self._crowded_labels()
        for x, y, n in self.layout.folds.values():
            yield x, y, f"⋮ {n} more", 0.0, ""

    def _edge_labels(self) -> Iterable[tuple[Any, ...]]:
        for i, edge in enumerate(self.layout.edges):
            is_lit = edge in self._step.edges
            if self._is_small or is_lit:
                x, y, x2, y2 = self.layout.ends(edge)
                along = 0.3 if self._is_small else 0.25 + 0.18 * (i % 3)
                yield x + along * (x2 - x), y + along * (y2 - y), self._weight_texts[edge], float(is_lit), edge.name

    def _bias_labels(self) -> Iterable[tuple[Any, ...]]:
        for neuron, (x, y) in self.layout.places.items():
            bias = Weight(neuron.layer, neuron.index)
            is_lit = bias in self._step.edges
            if neuron.layer and (self._is_small or is_lit):
                yield x - BESIDE, y - 0.115, f"b {self._weight_texts[bias]}", float(is_lit), bias.name

    def _crowded_labels(self) -> Iterable[tuple[Any, ...]]:
        """Write beside a lit neuron what has no room above and below it."""
        _, blames = self._known
        for neuron in self._lit_nodes & self.layout.places.keys():
            if self._is_crowded(neuron) and neuron.layer < self._network.n_layers:
                (x, y), text = self.layout.places[neuron], f"{self._name(neuron)} {blames.get(neuron, '')}".strip()
                yield x + 0.035 + LETTER / 2 * len(text), y, text, 1.0, ""

    def _is_crowded(self, neuron: Neuron) -> bool:
        """Tell whether there is no room for a name above; in a hidden layer the blame stands below."""
        is_hidden = 0 < neuron.layer < self._network.n_layers
        return self._network.sizes[neuron.layer] > (MANY - 1 if is_hidden else MANY)

    def _loss_labels(self) -> Iterable[tuple[Any, ...]]:
        """Write beside each output its target, then its loss, then its blame."""
        targets = self._walk.training_step.targets[self._walk.example]
        terms = {step.nodes[-1]: f"loss {short(step.value)}" for step in self._done if isinstance(step, LossTerm)}
        _, blames = self._known
        is_measured = self._step.stage == "measure"
        for neuron, (x, y) in self.layout.places.items():
            if neuron.layer == self._network.n_layers:
                lit = neuron in self._lit_nodes
                target, part = f"target {short(float(targets[neuron.index]))}", f"y{neuron.index + 1}"
                term, blame = terms.get(neuron, ""), blames.get(neuron, "")
                if self._network.sizes[-1] > MANY - 1:  # there is room for one line
                    yield x + BESIDE, y, blame or term or target, float(lit), part
                    continue
                yield x + BESIDE, y + 0.065, target, 0.0, part
                yield x + BESIDE, y, term, float(lit and is_measured), ""
                yield x + BESIDE, y - 0.065, blame, float(lit and not is_measured), ""

    @cached_property
    def _weight_texts(self) -> dict[Weight, str]:
        """Return what stands at each weight that is shown: its value, then its blame, then where it goes."""
        biases = [Weight(neuron.layer, neuron.index) for neuron in self.layout.places if neuron.layer]
        texts = {weight: short(self._weight(weight)) for weight in (*self.layout.edges, *biases)}
        for step in self._done:
            if isinstance(step, WeightBlame | Update) and step.weight in texts:
                texts[step.weight] = f"{'∂' if isinstance(step, WeightBlame) else 'new'} {short(step.value)}"
        return texts

    def _weight(self, weight: Weight) -> float:
        return self._network.weight(weight.layer, weight.target, weight.source)

    def _name(self, neuron: Neuron) -> str:
        inputs, outputs = self._names
        index = str(neuron.index + 1).translate(SUBSCRIPTS)
        if neuron.layer == 0:
            return inputs[neuron.index] if inputs else f"x{index}"
        symbol = f"a⁽{str(neuron.layer).translate(SUPERSCRIPTS)}⁾{index}"
        is_named = outputs and neuron.layer == self._network.n_layers
        return outputs[neuron.index] if is_named else symbol


def _stages(present: str) -> Iterable[tuple[Any, ...]]:
    for i, (stage, title) in enumerate(STAGE_TITLES.items()):
        yield 0.08 + 0.28 * i, title, float(stage == present)


def short(value: float) -> str:
    """Write a number in as little room as a diagram has.

    Parameters
    ----------
    value : float
        The number.

    Returns
    -------
    str
        Such as ``-0.41``, ``12`` or ``3e-06``.
    """
    if value == 0:
        return "0"
    if 0.001 <= abs(value) < 0.01:
        return f"{value:.1g}".replace("-", "−")
    if 0.01 <= abs(value) < 1000:
        return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
    return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", "−")


def _columns(rows: Iterable[tuple[Any, ...]], names: Sequence[str]) -> dict[str, list[Any]]:
    """Turn rows into named columns."""
    columns = [*zip(*rows, strict=True)] or [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}

"""Guess: each neuron adds up what comes in, and makes an activation of it."""

from dlwidgets.nn.dense import SOFTMAX
from dlwidgets.nn.text import number
from dlwidgets.nn.walkthrough.functions import activation_line, softmax_line
from dlwidgets.nn.walkthrough.line import Line, Quantity, Term
from dlwidgets.nn.walkthrough.parts import Neuron, Weight
from dlwidgets.nn.walkthrough.step import Scene, Step


class _NeuronStep(Step):
    """A step about one neuron."""

    def __init__(self, scene: Scene, neuron: Neuron) -> None:
        super().__init__(scene)
        self._neuron = neuron

    @property
    def _name(self) -> str:
        return self._scene.name(self._neuron)

    @property
    def _activation(self) -> str:
        return self._scene.step.network.activations[self._neuron.layer - 1]


class WeightedSum(_NeuronStep):
    """A neuron multiplies what comes in by its weights and adds up."""

    stage = "guess"

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Weighted sum of {self._name}"

    @property
    def result(self) -> Quantity:
        """The weighted sum."""
        return self._scene.weighted_sum(self._neuron)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The products, the bias, and their sum."""
        terms: list[Term] = []
        for weight, x in self._inputs:
            terms += [weight, r" \cdot ", x, " + "]
        return (Line(self._scene.weighted_sum(self._neuron), (*terms, self._scene.weight(self.edges[-1]))),)

    @property
    def sentence(self) -> str:
        """Say which part counts most."""
        z, bias = self._scene.weighted_sum(self._neuron).value, self._scene.weight(self.edges[-1]).value
        parts = [(w.value * x.value, self._scene.name(n)) for (w, x), n in zip(self._inputs, self.nodes, strict=False)]
        part, source = max([*parts, (bias, "its bias")], key=lambda part: abs(part[0]))
        most = f", most of all {number(part)} from {source}" if part else ""
        return f"{self._name.capitalize()} adds up what comes in and its bias{most}: {number(z)}."

    @property
    def numbers(self) -> dict[str, float]:
        """Every number of the formula by its symbol, and each product."""
        products = {f"{w.latex} {x.latex}": w.value * x.value for w, x in self._inputs}
        return super().numbers | products

    @property
    def _inputs(self) -> list[tuple[Quantity, Quantity]]:
        """Return each weight with what comes through it."""
        pairs = zip(self.edges, self.nodes[:-1], strict=False)
        return [(self._scene.weight(edge), self._scene.output(source)) for edge, source in pairs]

    @property
    def nodes(self) -> tuple[Neuron, ...]:
        """The neurons of the layer before, then this one."""
        before = self._neuron.layer - 1
        return (*(Neuron(before, i) for i in range(self._scene.sizes[before])), self._neuron)

    @property
    def edges(self) -> tuple[Weight, ...]:
        """The weights and the bias of the neuron."""
        return self._scene.edges_into(self._neuron)


class Activated(_NeuronStep):
    """A neuron makes an activation of its weighted sum."""

    stage = "guess"

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Activation of {self._name}"

    @property
    def result(self) -> Quantity:
        """The activation."""
        return self._scene.output(self._neuron)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The activation function with its number."""
        z, a = self._scene.weighted_sum(self._neuron), self._scene.output(self._neuron)
        if self._activation == SOFTMAX:
            sums = [self._scene.weighted_sum(neuron) for neuron in self._scene.outputs()]
            return (softmax_line(sums, self._neuron.index, a),)
        return (activation_line(self._activation, z, a),)

    @property
    def sentence(self) -> str:
        """Say what goes in and what comes out."""
        z, a = self._scene.weighted_sum(self._neuron).value, self._scene.output(self._neuron).value
        if self._activation == SOFTMAX:
            return f"Softmax turns the sums of all outputs into shares of 1; {self._name} gets {number(a)}."
        if self._activation == "linear":
            return f"{self._name.capitalize()} passes its sum {number(z)} on as it is: {number(a)}."
        return f"{self._activation} makes {number(a)} of the sum {number(z)}; {self._name} passes that on."

    @property
    def nodes(self) -> tuple[Neuron, ...]:
        """The neuron; for softmax the whole layer, as all share."""
        if self._activation == SOFTMAX:
            return (*(n for n in self._scene.outputs() if n != self._neuron), self._neuron)
        return (self._neuron,)

    @property
    def edges(self) -> tuple[Weight, ...]:
        """None."""
        return ()

"""Blame: how much the loss changes with each output, each sum, each weight, from the last layer to the first."""

from dlwidgets.nn.text import number
from dlwidgets.nn.walkthrough.chain import chain_terms
from dlwidgets.nn.walkthrough.functions import loss_slope_line, slope_line
from dlwidgets.nn.walkthrough.line import Line, Quantity, Term
from dlwidgets.nn.walkthrough.measure import mean_of
from dlwidgets.nn.walkthrough.parts import Neuron, Weight
from dlwidgets.nn.walkthrough.step import Scene, Step, derivative_latex


class _NeuronBlame(Step):
    """A step about the blame of one neuron."""

    stage = "blame"

    def __init__(self, scene: Scene, neuron: Neuron) -> None:
        super().__init__(scene)
        self._neuron = neuron

    @property
    def _name(self) -> str:
        return self._scene.name(self._neuron)

    @property
    def nodes(self) -> tuple[Neuron, ...]:
        """The neuron."""
        return (self._neuron,)

    @property
    def edges(self) -> tuple[Weight, ...]:
        """None."""
        return ()


class OutputBlame(_NeuronBlame):
    """The loss blames an output."""

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Blame of {self._name}"

    @property
    def result(self) -> Quantity:
        """The blame of the output."""
        return self._scene.output_blame(self._neuron)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The derivative of the loss function with its numbers."""
        scene, index = self._scene, self._neuron.index
        y, a = scene.target(index), scene.output(self._neuron)
        result = scene.output_blame(self._neuron)
        return (loss_slope_line(scene.step.objective.loss, result, y, a, scene.sizes[-1]),)

    @property
    def sentence(self) -> str:
        """Say which way the output should go."""
        blame = self._scene.output_blame(self._neuron).value
        if number(blame) == "0":
            return f"{self._name.capitalize()} gets the blame 0: a small change of it would not change the loss."
        way = "lower" if blame > 0 else "higher"
        return f"{self._name.capitalize()} gets the blame {number(blame)}: a {way} output would make the loss smaller."


class FusedBlame(_NeuronBlame):
    """Loss and activation together blame the weighted sum of an output."""

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Blame of the sum of {self._name}"

    @property
    def result(self) -> Quantity:
        """The blame of the weighted sum."""
        return self._scene.sum_blame(self._neuron)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Guess minus target, which is what is left of both derivatives."""
        scene, index, n_outputs = self._scene, self._neuron.index, self._scene.sizes[-1]
        terms: tuple[Term, ...] = (scene.output(self._neuron), " - ", scene.target(index))
        if scene.step.objective.averages_outputs and n_outputs > 1:
            terms = (rf"\frac{{1}}{{{n_outputs}}} \cdot (", *terms, ")")
        return (Line(scene.sum_blame(self._neuron), terms),)

    @property
    def sentence(self) -> str:
        """Say why so little is left to compute."""
        blame = self._scene.sum_blame(self._neuron).value
        goal, n = self._scene.step.objective, self._scene.sizes[-1]
        share = f", divided by the {n} outputs," if goal.averages_outputs and n > 1 else ""
        return (
            f"Of {goal.activation} and cross-entropy together only guess minus target{share} is left: "
            f"{number(blame)} for the sum of {self._name}."
        )


class SoftmaxBlame(_NeuronBlame):
    """Each weighted sum answers for all shares of a softmax."""

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Blame of the sum of {self._name}"

    @property
    def result(self) -> Quantity:
        """The blame of the weighted sum."""
        return self._scene.sum_blame(self._neuron)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Blame times how each share follows this sum, added up."""
        scene, own = self._scene, self._scene.output(self._neuron)
        parts: list[Term] = []
        for other in scene.outputs():
            share: tuple[Term, ...] = ("(1 - ", own, ")") if other == self._neuron else ("(-", own, ")")
            parts += [" + ", scene.output_blame(other), r" \cdot ", scene.output(other), r" \cdot ", *share]
        return (Line(scene.sum_blame(self._neuron), tuple(parts[1:])),)

    @property
    def sentence(self) -> str:
        """Say that all shares meet here."""
        blame = self._scene.sum_blame(self._neuron).value
        return f"All shares follow the sum of {self._name}, so their blame meets here: {number(blame)}."

    @property
    def nodes(self) -> tuple[Neuron, ...]:
        """All outputs, this one last."""
        return (*(n for n in self._scene.outputs() if n != self._neuron), self._neuron)


class MeetingBlame(_NeuronBlame):
    """The blame of a hidden neuron: what comes back along all its weights, added up."""

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Blame of {self._name}"

    @property
    def result(self) -> Quantity:
        """The blame of the activation."""
        return self._scene.output_blame(self._neuron)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Weight times blame for each neuron that it feeds, added up."""
        parts: list[Term] = []
        for edge in self.edges:
            parts += [" + ", self._scene.weight(edge), r" \cdot ", self._scene.sum_blame(edge.neuron)]
        return (Line(self._scene.output_blame(self._neuron), tuple(parts[1:])),)

    @property
    def sentence(self) -> str:
        """Say how many paths meet."""
        blame, n = self._scene.output_blame(self._neuron).value, len(self.edges)
        if n == 1:
            edge = self.edges[0]
            return (
                f"The blame {number(self._scene.sum_blame(edge.neuron).value)} comes back to {self._name} through "
                f"{edge.name}, which is {number(self._scene.weight(edge).value)}: that makes {number(blame)}."
            )
        return f"{n} paths meet at {self._name}; what comes back along them adds up to {number(blame)}."

    @property
    def nodes(self) -> tuple[Neuron, ...]:
        """The neurons that it feeds, then itself."""
        return (*(edge.neuron for edge in self.edges), self._neuron)

    @property
    def edges(self) -> tuple[Weight, ...]:
        """The weights that lead on from it."""
        return self._scene.edges_out_of(self._neuron)


class SumBlame(_NeuronBlame):
    """The blame passes the activation: times how steep it is there."""

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Blame of the sum of {self._name}"

    @property
    def result(self) -> Quantity:
        """The blame of the weighted sum."""
        return self._scene.sum_blame(self._neuron)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The slope of the activation, and the product."""
        scene, neuron = self._scene, self._neuron
        activation = scene.step.network.activations[neuron.layer - 1]
        z, a, slope = scene.weighted_sum(neuron), scene.output(neuron), scene.slope(neuron)
        product = Line(scene.sum_blame(neuron), (scene.output_blame(neuron), r" \cdot ", slope))
        return (slope_line(activation, z, a, slope), product)

    @property
    def sentence(self) -> str:
        """Say how much of the blame gets through."""
        slope, blame = self._scene.slope(self._neuron).value, self._scene.sum_blame(self._neuron).value
        arriving = self._scene.output_blame(self._neuron).value
        if slope == 0:
            return (
                f"{self._name.capitalize()} is flat here (slope 0): none of the blame {number(arriving)} gets through."
            )
        passed = f"the slope {number(slope)} of its activation makes that {number(blame)} for its sum"
        return f"{self._name.capitalize()} has the blame {number(arriving)}; {passed}."


class WeightBlame(Step):
    """A weight is blamed: for what arrives at its neuron, times what came through it."""

    stage = "blame"

    def __init__(self, scene: Scene, weight: Weight) -> None:
        super().__init__(scene)
        self.weight = weight

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Blame of {'bias' if self.weight.is_bias else 'weight'} {self.weight.name}"

    @property
    def result(self) -> Quantity:
        """The blame of the weight, averaged over the batch."""
        return self._scene.gradient(self.weight)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Upstream times local, the chain from the loss, and the mean over the batch."""
        own = self._own
        first = Line(own, (self._scene.sum_blame(self.weight.neuron), r" \cdot ", self._local))
        average = (
            (Line(self._scene.gradient(self.weight), mean_of(self._all_examples)),) if self._scene.is_batch else ()
        )
        chain = chain_terms(self._scene, self.weight.neuron, self._local)
        return (first, *((Line(own, chain),) if chain else ()), *average)

    @property
    def sentence(self) -> str:
        """Say how much blame it gets, and why."""
        own, arriving = self._own.value, self._scene.sum_blame(self.weight.neuron).value
        kind, why = ("bias", "a bias counts in full")
        if not self.weight.is_bias:
            kind, why = "weight", f"{number(self._local.value)} came through this weight"
        there = self._scene.name(self.weight.neuron)
        text = f"This {kind} gets {number(own)} of the blame, because {number(arriving)} arrives at {there}, and {why}"
        if not self._scene.is_batch:
            return text + "."
        mean, n = self._scene.gradient(self.weight).value, self._scene.step.n_examples
        return f"{text}; the mean over the {n} examples is {number(mean)}."

    @property
    def nodes(self) -> tuple[Neuron, ...]:
        """Where it comes from, and where it leads."""
        return (*self._source, self.weight.neuron)

    @property
    def edges(self) -> tuple[Weight, ...]:
        """The weight."""
        return (self.weight,)

    @property
    def _source(self) -> tuple[Neuron, ...]:
        return () if self.weight.is_bias else (Neuron(self.weight.layer - 1, self.weight.source),)

    @property
    def _local(self) -> Quantity:
        """Return how the weighted sum changes with the weight: what comes through it, and 1 for a bias."""
        if self.weight.is_bias:
            return Quantity(
                derivative_latex(self._scene.weighted_sum(self.weight.neuron).latex, self.weight.latex), 1.0
            )
        return self._scene.output(*self._source)

    @property
    def _own(self) -> Quantity:
        """Return the blame that the example in focus gives."""
        value = self._scene.sum_blame(self.weight.neuron).value * self._local.value
        return Quantity(derivative_latex(self._scene.loss.latex, self.weight.latex), value)

    @property
    def _all_examples(self) -> list[Quantity]:
        """Return the blame that each example gives."""
        step, weight = self._scene.step, self.weight
        arriving = step.gradients.sums[weight.layer - 1][:, weight.target]
        local = 1.0 if weight.is_bias else step.passed.outputs[weight.layer - 1][:, weight.source]
        return [
            Quantity(derivative_latex(f"L_{{{i}}}", weight.latex), float(blame))
            for i, blame in enumerate(arriving * local, start=1)
        ]

"""Measure: how wrong the guess is, output by output, then as one number."""

from dlwidgets.nn.objective import CROSS_ENTROPIES
from dlwidgets.nn.text import number
from dlwidgets.nn.walkthrough.functions import class_term_line, loss_term_line
from dlwidgets.nn.walkthrough.line import Line, Quantity, Term
from dlwidgets.nn.walkthrough.parts import Neuron, Weight
from dlwidgets.nn.walkthrough.step import Scene, Step

MOST_SHOWN = 8
"""A mean over more examples is not written out."""


class _LossStep(Step):
    """A step about the loss; it touches the outputs, and no weight."""

    stage = "measure"

    @property
    def nodes(self) -> tuple[Neuron, ...]:
        """The outputs."""
        return self._scene.outputs()

    @property
    def edges(self) -> tuple[Weight, ...]:
        """None."""
        return ()


class LossTerm(_LossStep):
    """One output is compared with its target."""

    def __init__(self, scene: Scene, neuron: Neuron) -> None:
        super().__init__(scene)
        self._neuron = neuron

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Error of {self._scene.name(self._neuron)}"

    @property
    def result(self) -> Quantity:
        """The output's part of the loss."""
        return self._scene.loss_term(self._neuron.index)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The loss function with the numbers of the output."""
        scene, index = self._scene, self._neuron.index
        y, a, loss = scene.target(index), scene.output(self._neuron), scene.step.objective.loss
        if loss in CROSS_ENTROPIES:
            sums = [scene.weighted_sum(neuron) for neuron in scene.outputs()]
            return (class_term_line(scene.loss_term(index), y, a, sums, index),)
        z = scene.weighted_sum(self._neuron)
        return (loss_term_line(loss, scene.loss_term(index), y, a, z, scene.sizes[-1]),)

    @property
    def sentence(self) -> str:
        """Say what was guessed, and what should have been."""
        scene = self._scene
        y, a = scene.target(self._neuron.index).value, scene.output(self._neuron).value
        term = scene.loss_term(self._neuron.index).value
        name = scene.name(self._neuron).capitalize()
        if scene.step.objective.loss in CROSS_ENTROPIES and y == 0:
            return f"{name} is not the true class: {number(a)} here adds {number(term)} to the loss."
        return f"{name} says {number(a)}, and {number(y)} would be right; that costs {number(term)}."

    @property
    def numbers(self) -> dict[str, float]:
        """Every number of the formula by its symbol, and guess and target."""
        guess, target = self._scene.output(self._neuron), self._scene.target(self._neuron.index)
        return super().numbers | {guess.latex: guess.value, target.latex: target.value}

    @property
    def nodes(self) -> tuple[Neuron, ...]:
        """The output."""
        return (self._neuron,)


class ExampleLoss(_LossStep):
    """The outputs' parts are added up."""

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"Loss of example {self._scene.example + 1}" if self._scene.is_batch else "Loss of the example"

    @property
    def result(self) -> Quantity:
        """The loss of the example."""
        return self._scene.loss

    @property
    def lines(self) -> tuple[Line, ...]:
        """The sum of the outputs' parts."""
        terms = [self._scene.loss_term(neuron.index) for neuron in self._scene.outputs()]
        return (Line(self._scene.loss, added(terms)),)

    @property
    def sentence(self) -> str:
        """Say how wrong the guess is."""
        return (
            f"All outputs together: the loss of this example is {number(self._scene.loss.value)}; 0 would be perfect."
        )


class MeanLoss(_LossStep):
    """The losses of the examples are averaged."""

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return "Mean loss of the batch"

    @property
    def result(self) -> Quantity:
        """The mean loss."""
        return self._scene.mean_loss

    @property
    def lines(self) -> tuple[Line, ...]:
        """The mean over the batch."""
        losses = [Quantity(f"L_{{{i}}}", float(loss)) for i, loss in enumerate(self._scene.step.losses, start=1)]
        return (Line(self._scene.mean_loss, mean_of(losses)),)

    @property
    def sentence(self) -> str:
        """Say how wrong the network is on the batch."""
        n, mean, own = self._scene.step.n_examples, self._scene.mean_loss.value, self._scene.loss.value
        return f"Over all {n} examples the mean loss is {number(mean)}; this example has {number(own)}."

    @property
    def numbers(self) -> dict[str, float]:
        """Every number of the formula by its symbol, and the loss of the example in focus."""
        return super().numbers | {self._scene.loss.latex: self._scene.loss.value}


def added(terms: list[Quantity]) -> tuple[Term, ...]:
    """Write a sum.

    Parameters
    ----------
    terms : list of Quantity
        What is added up.

    Returns
    -------
    tuple of Term
        The terms with plus signs between them.
    """
    return tuple(part for term in terms for part in (" + ", term))[1:]


def mean_of(terms: list[Quantity]) -> tuple[Term, ...]:
    """Write a mean; one over many examples shows the first and the last.

    Parameters
    ----------
    terms : list of Quantity
        What is averaged.

    Returns
    -------
    tuple of Term
        The mean, spelled out.
    """
    n = len(terms)
    shown = added(terms) if n <= MOST_SHOWN else (*added(terms[:3]), r" + \ldots + ", terms[-1])
    return (rf"\frac{{1}}{{{n}}} \cdot (", *shown, ")")

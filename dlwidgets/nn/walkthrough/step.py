"""What one step of the walk-through shows."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlwidgets.nn._inputs import FloatArray
from dlwidgets.nn.activations import get_activation
from dlwidgets.nn.training_step import TrainingStep
from dlwidgets.nn.walkthrough.line import Line, Quantity
from dlwidgets.nn.walkthrough.parts import Neuron, Weight, neuron_text, output_latex, sum_latex

STAGES = ("guess", "measure", "blame", "update")
_SIGN = re.compile(r" (=|\\approx) ")


@dataclass(frozen=True)
class Scene:
    """What all steps of a walk-through look at: one training step, and the example in focus.

    Parameters
    ----------
    step : TrainingStep
        The numbers.
    example : int
        The example of the batch that is followed, from 0.
    """

    step: TrainingStep
    example: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes of the layers, the inputs first."""
        return self.step.network.sizes

    @property
    def n_layers(self) -> int:
        """The number of layers after the inputs."""
        return self.step.network.n_layers

    @property
    def is_batch(self) -> bool:
        """Whether there is more than one example."""
        return self.step.n_examples > 1

    @property
    def loss(self) -> Quantity:
        """The loss of the example in focus."""
        return Quantity(f"L_{{{self.example + 1}}}" if self.is_batch else "L", float(self.step.losses[self.example]))

    @property
    def mean_loss(self) -> Quantity:
        """The mean loss of the batch; with one example, its loss."""
        return Quantity(r"\bar{L}" if self.is_batch else "L", self.step.loss)

    def loss_term(self, index: int) -> Quantity:
        """Return what an output adds to the loss of the example; of a single output that is all."""
        symbol = rf"\ell_{{{index + 1}}}" if self.sizes[-1] > 1 else self.loss.latex
        return Quantity(symbol, float(self.step.terms[self.example, index]))

    def output(self, neuron: Neuron) -> Quantity:
        """Return an input, or the activation of a neuron."""
        return Quantity(output_latex(neuron), float(self.step.passed.outputs[neuron.layer][self.example, neuron.index]))

    def weighted_sum(self, neuron: Neuron) -> Quantity:
        """Return the weighted sum of a neuron."""
        return Quantity(sum_latex(neuron), float(self.step.passed.sums[neuron.layer - 1][self.example, neuron.index]))

    def weight(self, weight: Weight) -> Quantity:
        """Return a weight or bias as it was before the step."""
        return Quantity(weight.latex, weight_in(weight, self.step.network.kernels, self.step.network.biases))

    def target(self, index: int) -> Quantity:
        """Return the target beside an output."""
        return Quantity(f"y_{{{index + 1}}}", float(self.step.targets[self.example, index]))

    def output_blame(self, neuron: Neuron) -> Quantity:
        """Return how the loss of the example changes with an activation."""
        blames = self.step.gradients.outputs[neuron.layer - 1]
        value = float("nan") if blames is None else float(blames[self.example, neuron.index])
        return Quantity(derivative_latex(self.loss.latex, output_latex(neuron)), value)

    def sum_blame(self, neuron: Neuron) -> Quantity:
        """Return how the loss of the example changes with a weighted sum."""
        value = float(self.step.gradients.sums[neuron.layer - 1][self.example, neuron.index])
        return Quantity(derivative_latex(self.loss.latex, sum_latex(neuron)), value)

    def slope(self, neuron: Neuron) -> Quantity:
        """Return how an activation changes with its weighted sum."""
        activation = get_activation(self.step.network.activations[neuron.layer - 1])
        z, a = self.weighted_sum(neuron), self.output(neuron)
        return Quantity(derivative_latex(a.latex, z.latex), float(activation.derivative(np.asarray(z.value))))

    def gradient(self, weight: Weight) -> Quantity:
        """Return how the mean loss of the batch changes with a weight."""
        gradients = self.step.gradients
        return Quantity(
            derivative_latex(self.mean_loss.latex, weight.latex), weight_in(weight, gradients.kernels, gradients.biases)
        )

    def name(self, neuron: Neuron) -> str:
        """Return what sentences call a neuron."""
        return neuron_text(neuron, self.sizes)

    def edges_into(self, neuron: Neuron) -> tuple[Weight, ...]:
        """Return the weights of a neuron, then its bias."""
        sources = (*range(self.sizes[neuron.layer - 1]), -1)
        return tuple(Weight(neuron.layer, neuron.index, source) for source in sources)

    def edges_out_of(self, neuron: Neuron) -> tuple[Weight, ...]:
        """Return the weights that lead on from a neuron."""
        return tuple(Weight(neuron.layer + 1, target, neuron.index) for target in range(self.sizes[neuron.layer + 1]))

    def outputs(self) -> tuple[Neuron, ...]:
        """Return the neurons of the last layer."""
        return tuple(Neuron(self.n_layers, index) for index in range(self.sizes[-1]))


class Step(ABC):
    """One step of the walk-through: numbers, formula, sentence, and the parts it touches.

    Attributes
    ----------
    stage : {"guess", "measure", "blame", "update"}
        Where in the training step it belongs.
    """

    stage: ClassVar[str]

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    @property
    @abstractmethod
    def title(self) -> str:
        """A few words that name the step."""

    @property
    @abstractmethod
    def lines(self) -> tuple[Line, ...]:
        """The arithmetic, line by line; the last line's result is what the step is for."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """One plain sentence that says what happens, with the numbers."""

    @property
    @abstractmethod
    def nodes(self) -> tuple[Neuron, ...]:
        """The neurons that it touches; the last one is what it is about."""

    @property
    @abstractmethod
    def edges(self) -> tuple[Weight, ...]:
        """The weights and biases that it touches."""

    @property
    @abstractmethod
    def result(self) -> Quantity:
        """What the step computes: the result of its last line."""

    @property
    def value(self) -> float:
        """The number that the step computes."""
        return self.result.value

    @property
    def numbers(self) -> dict[str, float]:
        """Every number of the formula by its symbol in LaTeX."""
        return {symbol: value for line in self.lines for symbol, value in line.numbers.items()}

    @property
    def formula(self) -> str:
        """The arithmetic in LaTeX, with symbols."""
        return _aligned([line.symbols for line in self.lines])

    @property
    def filled(self) -> str:
        """The arithmetic in LaTeX, with the numbers filled in."""
        return _aligned([line.filled for line in self.lines])

    def __repr__(self) -> str:
        """Give stage, title and sentence."""
        return f"<{self.stage}: {self.title}. {self.sentence}>"


def derivative_latex(of: str, by: str) -> str:
    """Return the LaTeX of a partial derivative."""
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def weight_in(weight: Weight, kernels: tuple[FloatArray, ...], biases: tuple[FloatArray, ...]) -> float:
    """Find a weight's entry among arrays that are shaped like a network's."""
    layer = weight.layer - 1
    return float(biases[layer][weight.target] if weight.is_bias else kernels[layer][weight.source, weight.target])


def _aligned(lines: list[str]) -> str:
    """Put several lines below each other, at the first "=" or "≈" of each."""
    if len(lines) == 1:
        return lines[0]
    return r"\begin{aligned} " + r" \\ ".join(_SIGN.sub(r" &\1 ", line, count=1) for line in lines) + r" \end{aligned}"

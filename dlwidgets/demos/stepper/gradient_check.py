"""Are the gradients right? Three ways to compute each, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dlwidgets.nn import TrainingStep, Weight, training_step
from dlwidgets.nn.dense import DenseNetwork
from dlwidgets.nn.walkthrough import weights_of
from dlwidgets.training.gradients import keras_gradients

TOLERANCE = 1e-6
STEP = 1e-5
"""How far a weight is moved for a difference quotient."""


@dataclass(frozen=True)
class GradientRow:
    """One weight's gradient, computed in three ways.

    Parameters
    ----------
    name : str
        The weight.
    shown : float
        The number that is shown.
    keras : float
        The number of Keras.
    left, right : float
        Difference quotients to either side; at a kink of the loss they differ.
    """

    name: str
    shown: float
    keras: float
    left: float
    right: float

    @property
    def difference(self) -> float:
        """The central difference quotient."""
        return (self.left + self.right) / 2

    @property
    def is_right(self) -> bool:
        """Whether the number that is shown agrees with both others, to a millionth of 1 or of itself."""
        near = TOLERANCE * max(1.0, abs(self.shown))
        if abs(self.shown - self.keras) > near:
            return False
        is_kink = abs(self.left - self.right) > 1e-3 * max(1.0, abs(self.shown))
        low, high = sorted((self.left, self.right))
        return low - near <= self.shown <= high + near if is_kink else abs(self.shown - self.difference) <= near


@dataclass(frozen=True, repr=False)
class GradientCheck:
    """All gradients of a network, computed in three ways.

    Parameters
    ----------
    rows : tuple of GradientRow
        One for each weight and bias.
    """

    rows: tuple[GradientRow, ...]

    def __repr__(self) -> str:
        """Write the sentence and the table, as the page does."""
        return "\n".join(self.lines)

    @property
    def is_right(self) -> bool:
        """Whether all of them agree."""
        return not self.wrong

    @property
    def wrong(self) -> list[str]:
        """Names of the weights whose gradient is not what it should be."""
        return [row.name for row in self.rows if not row.is_right]

    @property
    def sentence(self) -> str:
        """Say what came out, with a tick or a cross."""
        if self.is_right:
            return "✓ Every gradient equals Keras to 1e-6, and equals finite differences."
        return f"✗ Not equal to Keras and finite differences: the gradient of {', '.join(self.wrong)}."

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentence, and a table of all numbers."""
        head = f"  {'':10}{'shown':>14}{'Keras':>14}{'differences':>14}"
        marks = ("✓" if row.is_right else "✗" for row in self.rows)
        numbers = (f"{r.name:10}{r.shown:14.7f}{r.keras:14.7f}{r.difference:14.7f}" for r in self.rows)
        rows = (f"{mark} {line}" for mark, line in zip(marks, numbers, strict=True))
        return (self.sentence, head, *rows)


def check_gradients(step: TrainingStep, X: np.ndarray, y: np.ndarray, shown: Mapping[str, float]) -> GradientCheck:
    """Compare gradients with those of Keras and with difference quotients.

    Parameters
    ----------
    step : TrainingStep
        Where they belong.
    X, y : ndarray
        The batch, with targets as the loss takes them.
    shown : mapping of str to float
        The gradients by name of the weight.

    Returns
    -------
    GradientCheck
        The comparison.

    Raises
    ------
    MissingExtraError
        If Keras or TensorFlow is not installed.
    """
    network = step.network
    targets = step.targets if step.objective.loss == "hinge" else y
    found = keras_gradients(network.kernels, network.biases, network.activations, X, targets, step.objective.loss)
    keras = dict(zip(_names(network), np.concatenate([array.ravel() for array in found]), strict=True))
    rows = []
    for weight in weights_of(network):
        left, right = (_quotient(step, X, y, weight, side * STEP) for side in (-1, 1))
        rows.append(GradientRow(weight.name, shown[weight.name], float(keras[weight.name]), left, right))
    return GradientCheck(tuple(rows))


def _names(network: DenseNetwork) -> list[str]:
    """Return the names of all weights in the order of the arrays: kernels row by row, then biases."""
    kernels = [
        Weight(layer, target, source).name
        for layer, kernel in enumerate(network.kernels, start=1)
        for source, target in np.ndindex(kernel.shape)
    ]
    biases = [Weight(layer, i).name for layer, bias in enumerate(network.biases, start=1) for i in range(len(bias))]
    return kernels + biases


def _quotient(step: TrainingStep, X: np.ndarray, y: np.ndarray, weight: Weight, change: float) -> float:
    """Return how much the loss changes per unit, if one weight is moved a little."""
    moved = with_weight(step.network, weight, step.network.weight(weight.layer, weight.target, weight.source) + change)
    loss = training_step(moved, X, y, step.objective.loss, step.optimizer).loss
    return (loss - step.loss) / change


def with_weight(network: DenseNetwork, weight: Weight, value: float) -> DenseNetwork:
    """Return a network with another value of one weight.

    Parameters
    ----------
    network : DenseNetwork
        The network; it stays as it is.
    weight : Weight
        Which weight or bias.
    value : float
        Its value.

    Returns
    -------
    DenseNetwork
        A new network.
    """
    kernels, biases = [k.copy() for k in network.kernels], [b.copy() for b in network.biases]
    if weight.is_bias:
        biases[weight.layer - 1][weight.target] = value
    else:
        kernels[weight.layer - 1][weight.source, weight.target] = value
    return DenseNetwork(tuple(kernels), tuple(biases), network.activations)

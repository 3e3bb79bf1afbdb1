"""One training step in numbers: forward, loss, backward, and the new weights."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.nn._inputs import FloatArray
from dlwidgets.nn.activations import get_activation
from dlwidgets.nn.dense import DenseNetwork
from dlwidgets.nn.forward_pass import ForwardPass, forward, require_finite
from dlwidgets.nn.objective import Objective, objective
from dlwidgets.nn.optimizer import Optimizer, State


@dataclass(frozen=True, eq=False)
class Gradients:
    """How the loss changes with every part of a network.

    Those of sums and outputs belong to each example's own loss; those of the weights are averaged over the batch.

    Parameters
    ----------
    outputs : tuple of ndarray or None, shapes (n, n_out)
        With regard to the activations of each layer. None for the last layer if its activation and the loss
        are computed in one go.
    sums : tuple of ndarray, shapes (n, n_out)
        With regard to the weighted sums of each layer.
    kernels : tuple of ndarray, shapes (n_in, n_out)
        With regard to the weights of each layer.
    biases : tuple of ndarray, shapes (n_out,)
        With regard to the biases of each layer.
    """

    outputs: tuple[FloatArray | None, ...]
    sums: tuple[FloatArray, ...]
    kernels: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]


@dataclass(frozen=True, eq=False)
class TrainingStep:
    """All numbers of one training step on one batch.

    Parameters
    ----------
    network : DenseNetwork
        The weights before the step.
    objective : Objective
        The loss, and the activation in front of it.
    targets : ndarray, shape (n, n_outputs)
        What the outputs should be, as numbers beside them.
    passed : ForwardPass
        The guess: every weighted sum and every activation.
    terms : ndarray, shape (n, n_outputs)
        What each output adds to the loss of its example.
    gradients : Gradients
        The blame of every part.
    optimizer : Optimizer
        How the blame becomes new weights.
    states : tuple of State
        What the optimizer remembered of each kernel, then of each bias, before the step.
    """

    network: DenseNetwork
    objective: Objective
    targets: FloatArray
    passed: ForwardPass
    terms: FloatArray
    gradients: Gradients
    optimizer: Optimizer
    states: tuple[State, ...]

    @property
    def n_examples(self) -> int:
        """The size of the batch."""
        return len(self.targets)

    @property
    def losses(self) -> FloatArray:
        """The loss of each example, shape (n,)."""
        losses: FloatArray = self.terms.sum(axis=1)
        return losses

    @property
    def loss(self) -> float:
        """The mean loss of the batch."""
        return float(self.losses.mean())

    @property
    def network_after(self) -> DenseNetwork:
        """The network with its new weights.

        Raises
        ------
        InvalidValueError
            If a weight becomes too large to compute.
        """
        arrays = [weights for weights, _ in self._updates]
        n = self.network.n_layers
        return replace(self.network, kernels=tuple(arrays[:n]), biases=tuple(arrays[n:]))

    @property
    def states_after(self) -> tuple[State, ...]:
        """What the optimizer remembers after the step."""
        return tuple(state for _, state in self._updates)

    @cached_property
    def _updates(self) -> list[tuple[FloatArray, State]]:
        weights = (*self.network.kernels, *self.network.biases)
        gradients = (*self.gradients.kernels, *self.gradients.biases)
        return [self.optimizer.update(w, g, s) for w, g, s in zip(weights, gradients, self.states, strict=True)]


def training_step(
    network: DenseNetwork,
    X: ArrayLike,
    y: ArrayLike,
    loss: str,
    optimizer: Optimizer,
    states: tuple[State, ...] | None = None,
) -> TrainingStep:
    """Compute one training step: guess, measure, blame, update.

    Parameters
    ----------
    network : DenseNetwork
        The weights.
    X : array_like, shape (n, n_in)
        The batch, one example per row.
    y : array_like, shape (n, n_outputs), or (n,) for one output or class numbers
        The targets.
    loss : str
        A key of ``LOSSES``.
    optimizer : Optimizer
        Such as ``SGD(0.1)``.
    states : tuple of State, optional
        What the optimizer remembers of the steps before: ``states_after`` of the last one. None at the start.

    Returns
    -------
    TrainingStep
        Every number on the way.

    Raises
    ------
    DataError
        If the batch or the targets don't fit network and loss.
    InvalidValueError
        If the loss can't be used with the last activation, or numbers become too large to compute.

    References
    ----------
    D. E. Rumelhart, G. E. Hinton and R. J. Williams (1986), https://doi.org/10.1038/323533a0

    Examples
    --------
    >>> from dlwidgets.nn import SGD, dense_network
    >>> line = dense_network([1, 1], ["linear"], kernels=[[[0.5]]])
    >>> step = training_step(line, [[2.0]], [[3.0]], "mean_squared_error", SGD(0.1))
    >>> step.loss, step.gradients.kernels[0], step.network_after.kernels[0]
    (4.0, array([[-8.]]), array([[1.3]]))
    """
    goal = objective(loss, network)
    passed = forward(network, X)
    targets = goal.targets(y, len(passed.prediction), network.sizes[-1])
    terms = goal.terms(targets, passed)
    with np.errstate(over="ignore"):
        require_finite(np.atleast_1d(terms.sum()), "the loss")
    gradients = backward(network, passed, goal, targets)
    if states is None:
        states = tuple(optimizer.init(array) for array in (*network.kernels, *network.biases))
    return TrainingStep(network, goal, targets, passed, terms, gradients, optimizer, states)


@np.errstate(over="ignore", invalid="ignore")  # what is not finite is refused in words
def backward(network: DenseNetwork, passed: ForwardPass, goal: Objective, targets: FloatArray) -> Gradients:
    """Send the blame back through the network, layer by layer.

    Parameters
    ----------
    network : DenseNetwork
        The weights.
    passed : ForwardPass
        What the network made of the batch.
    goal : Objective
        The loss.
    targets : ndarray, shape (n, n_outputs)
        As ``goal.targets`` gives them.

    Returns
    -------
    Gradients
        The blame of every part.

    Raises
    ------
    InvalidValueError
        If a gradient becomes too large to compute.
    """
    outputs = [goal.output_gradient(targets, passed)]
    sums = [goal.sum_gradient(targets, passed)]
    for layer in range(network.n_layers - 1, 0, -1):
        slope = get_activation(network.activations[layer - 1]).derivative(passed.sums[layer - 1])
        meeting = sums[0] @ network.kernels[layer].T
        outputs.insert(0, meeting)
        sums.insert(0, meeting * slope)
    kernels = [before.T @ blame / len(targets) for before, blame in zip(passed.outputs, sums, strict=False)]
    biases = [blame.mean(axis=0) for blame in sums]
    for array in (*sums, *kernels, *biases):
        require_finite(array, "a gradient")
    return Gradients(tuple(outputs), tuple(sums), tuple(kernels), tuple(biases))

"""The walk through one training step: every step in order, and the way to each."""

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.nn.dense import DenseNetwork
from dlwidgets.nn.optimizer import Optimizer, State
from dlwidgets.nn.training_step import TrainingStep, training_step
from dlwidgets.nn.walkthrough.blame import FusedBlame, MeetingBlame, OutputBlame, SoftmaxBlame, SumBlame, WeightBlame
from dlwidgets.nn.walkthrough.guess import Activated, WeightedSum
from dlwidgets.nn.walkthrough.measure import ExampleLoss, LossTerm, MeanLoss
from dlwidgets.nn.walkthrough.parts import Neuron, Weight, weights_of
from dlwidgets.nn.walkthrough.step import STAGES, Scene, Step
from dlwidgets.nn.walkthrough.update import Update


class Walkthrough:
    """One training step, step by step, with one example in focus.

    Parameters
    ----------
    training_step : TrainingStep
        The numbers.
    example : int
        Which example of the batch to follow, from 0.

    Attributes
    ----------
    training_step : TrainingStep
        The numbers.
    example : int
        The example in focus, from 0.
    steps : tuple of Step
        All steps in order: guess, measure, blame, update.

    Raises
    ------
    InvalidValueError
        If the batch has no such example.

    Examples
    --------
    >>> from dlwidgets.nn import SGD, dense_network
    >>> line = dense_network([1, 1], ["linear"], kernels=[[[0.5]]])
    >>> walk = walk_through(line, [[2.0]], [[3.0]], "mean_squared_error", SGD(0.1))
    >>> walk.step_for("w1[1,1]").sentence
    'This weight gets -8 of the blame, because -4 arrives at the output, and 2 came through this weight.'
    """

    def __init__(self, training_step: TrainingStep, example: int = 0) -> None:
        n = training_step.n_examples
        is_number = isinstance(example, int | float | np.number) and not isinstance(example, bool)
        if not is_number or example != example // 1 or not 0 <= example < n:
            raise InvalidValueError(f"example should be a whole number from 0 to {n - 1}; got {example!r}.")
        self.training_step = training_step
        self.example = int(example)
        scene = Scene(training_step, self.example)
        self.steps: tuple[Step, ...] = (*_guess(scene), *_measure(scene), *_blame(scene), *_update(scene))

    @property
    def loss(self) -> float:
        """The mean loss of the batch."""
        return self.training_step.loss

    @property
    def weights(self) -> list[Weight]:
        """Every weight and bias of the network."""
        return weights_of(self.training_step.network)

    @property
    def gradients(self) -> dict[str, float]:
        """The blame of every weight and bias by its name, averaged over the batch."""
        return {step.weight.name: step.value for step in self.steps if isinstance(step, WeightBlame)}

    @property
    def new_weights(self) -> dict[str, float]:
        """Every weight and bias after the step by its name."""
        return {step.weight.name: step.value for step in self.steps if isinstance(step, Update)}

    def start_of(self, stage: str) -> int:
        """Find the first step of a stage.

        Parameters
        ----------
        stage : {"guess", "measure", "blame", "update"}
            The stage.

        Returns
        -------
        int
            The step's place in ``steps``.

        Raises
        ------
        UnknownNameError
            If there is no such stage.
        """
        if stage not in STAGES:
            raise unknown_name("stage", stage, STAGES)
        return next(i for i, step in enumerate(self.steps) if step.stage == stage)

    def index_of(self, weight: str, stage: str = "blame") -> int:
        """Find the step in which a weight is blamed or updated.

        Parameters
        ----------
        weight : str
            Its name, such as ``"w1[2,1]"`` or ``"b1[1]"``.
        stage : {"blame", "update"}
            Which of the two.

        Returns
        -------
        int
            The step's place in ``steps``.

        Raises
        ------
        UnknownNameError
            If there is no such weight or stage.
        """
        places: dict[str, type[WeightBlame | Update]] = {"blame": WeightBlame, "update": Update}
        if stage not in places:
            raise unknown_name("stage of a weight", stage, places)
        found = self._places[places[stage]]
        if weight not in found:
            raise unknown_name("weight", weight, found)
        return found[weight]

    def step_for(self, weight: str, stage: str = "blame") -> Step:
        """Return the step in which a weight is blamed or updated.

        Parameters
        ----------
        weight, stage : str
            As in ``index_of``.

        Returns
        -------
        Step
            That step.

        Raises
        ------
        UnknownNameError
            If there is no such weight or stage.
        """
        return self.steps[self.index_of(weight, stage)]

    def path_to(self, weight: str) -> list[int]:
        """Find the steps by which the blame reaches a weight.

        Parameters
        ----------
        weight : str
            Its name, such as ``"w1[2,1]"`` or ``"b1[1]"``.

        Returns
        -------
        list of int
            Places in ``steps``, in order; the last is the weight's own.

        Raises
        ------
        UnknownNameError
            If there is no such weight.
        """
        end = self.index_of(weight)
        goal: Neuron = self.steps[end].nodes[-1]
        start = self.start_of("blame")
        return [i for i in range(start, end) if self._is_on_the_way(self.steps[i], goal)] + [end]

    def _is_on_the_way(self, step: Step, goal: Neuron) -> bool:
        if isinstance(step, WeightBlame):
            return False
        about = step.nodes[-1]
        # Every sum below a softmax answers for all outputs.
        meets = isinstance(step, OutputBlame) and not self.training_step.objective.has_own_slopes
        return about.layer > goal.layer or about == goal or meets

    @cached_property
    def _places(self) -> dict[type[WeightBlame | Update], dict[str, int]]:
        """The places of the steps about weights, by the kind of step and the weight's name."""
        places: dict[type[WeightBlame | Update], dict[str, int]] = {WeightBlame: {}, Update: {}}
        for i, step in enumerate(self.steps):
            if isinstance(step, WeightBlame | Update):
                places[type(step)][step.weight.name] = i
        return places


def walk_through(
    network: DenseNetwork,
    X: ArrayLike,
    y: ArrayLike,
    loss: str,
    optimizer: Optimizer,
    states: tuple[State, ...] | None = None,
    *,
    example: int = 0,
) -> Walkthrough:
    """Take one training step apart.

    Parameters
    ----------
    network, X, y, loss, optimizer, states
        As in ``training_step``.
    example : int
        Which example of the batch to follow, from 0.

    Returns
    -------
    Walkthrough
        Every step in order.

    Raises
    ------
    DataError
        If the batch or the targets don't fit network and loss.
    InvalidValueError
        If the loss can't be used with the last activation, there is no such example, or numbers become too large.
    """
    return Walkthrough(training_step(network, X, y, loss, optimizer, states), example)


def _guess(scene: Scene) -> list[Step]:
    """Layer by layer: all sums of a layer, then all its activations."""
    steps: list[Step] = []
    for layer in range(1, scene.n_layers + 1):
        neurons = [Neuron(layer, index) for index in range(scene.sizes[layer])]
        steps += [WeightedSum(scene, neuron) for neuron in neurons]
        steps += [Activated(scene, neuron) for neuron in neurons]
    return steps


def _measure(scene: Scene) -> list[Step]:
    steps: list[Step] = [LossTerm(scene, neuron) for neuron in scene.outputs()]
    steps += [ExampleLoss(scene)] if len(steps) > 1 else []
    return steps + ([MeanLoss(scene)] if scene.is_batch else [])


def _blame(scene: Scene) -> list[Step]:
    """From the last layer to the first: the neurons of a layer, then the weights that lead into them."""
    steps: list[Step] = []
    for layer in range(scene.n_layers, 0, -1):
        neurons = [Neuron(layer, index) for index in range(scene.sizes[layer])]
        steps += _output_blame(scene) if layer == scene.n_layers else _hidden_blame(scene, neurons)
        steps += [WeightBlame(scene, weight) for neuron in neurons for weight in scene.edges_into(neuron)]
    return steps


def _output_blame(scene: Scene) -> list[Step]:
    goal, outputs = scene.step.objective, scene.outputs()
    if goal.is_fused:
        return [FusedBlame(scene, neuron) for neuron in outputs]
    through = SumBlame if goal.has_own_slopes else SoftmaxBlame
    return [*(OutputBlame(scene, neuron) for neuron in outputs), *(through(scene, neuron) for neuron in outputs)]


def _hidden_blame(scene: Scene, neurons: list[Neuron]) -> list[Step]:
    return [step for neuron in neurons for step in (MeetingBlame(scene, neuron), SumBlame(scene, neuron))]


def _update(scene: Scene) -> list[Step]:
    return [Update(scene, weight) for weight in weights_of(scene.step.network)]

"""A small network that is trained step by step: its settings, the present training step, and those before."""

from typing import Any

import numpy as np

from dlwidgets.demos.stepper_problem import make_optimizer, to_lists, to_memory, to_network, to_states
from dlwidgets.demos.stepper_settings import StepperSettings, part_labels
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.nn import Optimizer, TrainingStep, Walkthrough, training_step
from dlwidgets.widgets.controls import button

MOST_PAST = 1000
"""Training steps that can be taken back."""


class TrainingDemo(StepperSettings):
    """What does one training step do?

    The base of the stepper: it computes training steps, and remembers those before.
    """

    kept = ("_walk", "_past", "_first", "_verdict")

    _walk: Walkthrough
    _past: tuple[tuple[Any, Any, float], ...] = ()
    _verdict: tuple[str, ...] = ()

    @property
    def walk(self) -> Walkthrough:
        """The present training step, with all its steps."""
        return self._walk

    @property
    def training_step(self) -> TrainingStep:
        """All numbers of the present training step as arrays."""
        return self._walk.training_step

    @property
    def gradients(self) -> dict[str, float]:
        """The blame of every weight and bias by its name, averaged over the batch."""
        return self._walk.gradients

    @property
    def loss_value(self) -> float:
        """The mean loss of the batch with the weights as they are."""
        return self._walk.loss

    @property
    def losses(self) -> list[float]:
        """The mean loss before each update so far, then the present one."""
        return [*(loss for _, _, loss in self._past), self.loss_value]

    @button("Next training step", help="Update all weights at once and begin again with Guess.", key="n")
    def next_training_step(self) -> None:
        """Update all weights and begin the next training step.

        Raises
        ------
        InvalidValueError
            If the new weights are too large to compute; then nothing is changed.
        """
        self.train(1)

    def train(self, n_steps: int) -> float:
        """Do whole training steps at once.

        Parameters
        ----------
        n_steps : int
            How many, 0 or more.

        Returns
        -------
        float
            The mean loss afterwards.

        Raises
        ------
        InvalidValueError
            If the new weights are too large to compute; then nothing is changed.
        """
        with self.together():
            for _ in range(n_steps):
                done = self.training_step
                self._past = (*self._past, (self.weights, self.memory, done.loss))[-MOST_PAST:]
                self.weights, self.memory = to_lists(done.network_after), to_memory(done.states_after)
                self._walk = self._walked()
            self.position = 0
        return self.loss_value

    def undo_training_step(self) -> None:
        """Take back the last update of the weights; does nothing if there is none."""
        with self.together():
            if self._past:
                *past, (self.weights, self.memory, _) = self._past
                self._past = tuple(past)
                self.position = 0
                self._walk = self._walked()

    @button("Next example", help="Follow another example of the batch.", key="e")
    def next_example(self) -> None:
        """Follow the next example of the batch; after the last comes the first."""
        self.example = (self.example + 1) % len(self.X)

    @button("Reset", help="Back to the first weights and the first batch.")
    def reset(self) -> None:
        """Go back to the weights and the batch that it began with."""
        self.pause()
        with self.together():
            self._past = ()
            self.change(**self._first, position=0, example=0)

    def settle(self, changed: set[str]) -> None:
        """Compute the training step anew when what it depends on has changed."""
        if "layers" in changed:
            self._fit_layers(changed)
            self._past = ()
        self._set_activation(changed)
        if "value" in changed and not changed & {"part", "layers"}:
            self._put(self._walk.training_step.network)
        if "optimizer" in changed and "memory" not in changed:
            self.memory = None
        if changed - {"position", "stage", "part", "follow", "speed"}:
            self.example = min(self.example, len(self.X) - 1)
            self._walk = self._walked()
            self._verdict = ()
        if "layers" in changed:
            self._first = {name: getattr(self, name) for name in ("weights", "memory", "X", "y")}
        self._stand(changed)

    def _batch(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what is learned from now, the targets as the loss takes them."""
        X, y = np.array(self.X), np.array(self.y)
        if not self.batch:
            X, y = X[[self.example]], y[[self.example]]
        return X, y.argmax(axis=1) if self.loss == "sparse_categorical_crossentropy" else y

    def _walked(self) -> Walkthrough:
        if len(self.X) != len(self.y):
            raise DataError(
                f"There are {len(self.X)} rows of X and {len(self.y)} of y; give one target for each example."
            )
        network = to_network(self.layers, self.activations, self.weights, self.seed)
        optimizer = self._optimizer()
        step = training_step(network, *self._batch(), self.loss, optimizer, to_states(self.memory))
        return Walkthrough(step, self.example if self.batch else 0)

    def _optimizer(self) -> Optimizer:
        if self.learning_rate <= 0:
            raise InvalidValueError(f"The learning rate should be above 0, but {self.learning_rate:g} came.")
        return make_optimizer(self.optimizer, self.learning_rate)

    def _stand(self, changed: set[str]) -> None:
        """Stand on a step that there is, and choose a number that there is."""
        steps = self._walk.steps
        if "stage" in changed and "position" not in changed:
            self.position = self._walk.start_of(self.stage)
        if "position" in changed and not 0 <= self.position < len(steps):
            raise InvalidValueError(f"position came as {self.position}; wanted a step from 0 to {len(steps) - 1}.")
        self.position = min(self.position, len(steps) - 1)
        self.stage = steps[self.position].stage
        if self.part not in part_labels(self.layers):
            self.part = self._walk.weights[0].name
        self.value = self._value_of(self._walk.training_step.network)

"""A small network that is trained step by step: its settings, the present training step, and those before."""

from typing import Any, NamedTuple

import numpy as np

from dlwidgets.demos.stepper.problem import (
    make_optimizer,
    one_hot,
    to_lists,
    to_memory,
    to_network,
    to_states,
    whole,
)
from dlwidgets.demos.stepper.settings import StepperSettings, part_labels
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.nn import Optimizer, TrainingStep, Walkthrough, training_step
from dlwidgets.widgets.controls import button

MOST_PAST = 1000
"""Training steps that can be taken back."""
SILENT = {"position", "stage", "part", "value", "follow", "speed", "layer"}
"""Settings that leave the training step as it is."""


class Before(NamedTuple):
    """What was before an update."""

    number: int
    weights: list[Any] | None
    memory: list[Any] | None
    loss: float


class TrainingDemo(StepperSettings):
    """What does one training step do?

    The base of the stepper: it computes training steps, and remembers those before.

    Parameters
    ----------
    named : set of str
        The settings that were given; at the start all have values, and only these are meant.
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    kept = ("_walk", "_past", "_first", "_verdict")

    _walk: Walkthrough
    _past: tuple[Before, ...] = ()
    _verdict: tuple[str, ...] = ()

    def __init__(self, named: set[str], **settings: Any) -> None:
        self._named = named | {"layers", "X", "y"}
        super().__init__(**settings)

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
        """The mean loss before each update so far (the newest thousand), then the present one."""
        return [*(before.loss for before in self._past), self.loss_value]

    @property
    def n_updates(self) -> int:
        """How often the weights have been updated."""
        return self._past[-1].number + 1 if self._past else 0

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
            If it is no such number, or the new weights are too large to compute; then nothing is changed.
        """
        n_steps = whole("n_steps", n_steps)
        with self.together():
            done = self.training_step
            for _ in range(n_steps):
                before = Before(self.n_updates, self.weights, self.memory, done.loss)
                self._past = (*self._past, before)[-MOST_PAST:]
                self.weights, self.memory = to_lists(done.network_after), to_memory(done.states_after)
                done = self._stepped()
            self.position = 0
        return self.loss_value

    def undo_training_step(self) -> None:
        """Take back the last update of the weights; does nothing if there is none."""
        with self.together():
            if self._past:
                before, self._past = self._past[-1], self._past[:-1]
                self.weights, self.memory = before.weights, before.memory
                self.position = 0

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
        if not hasattr(self, "_walk"):
            changed = self._named
        if "layers" in changed:
            self._fit_layers(changed)
        if changed & {"layers", "seed"}:
            self._begin_anew(changed)
        if "y" in changed:
            self.y = one_hot(self.y, self.layers[-1])
        self._set_activation(changed)
        if "optimizer" in changed and "memory" not in changed:
            self.memory = None
        if changed - SILENT:
            self._match_batch(changed)
            self._compute()
        if self.part not in part_labels(*self.layers):
            self.part = self._walk.weights[0].name
        self._change_part(changed)
        if changed & {"layers", "seed"}:
            self._first = {name: getattr(self, name) for name in ("weights", "memory", "X", "y")}
        self._stand(changed)

    def _begin_anew(self, changed: set[str]) -> None:
        """Draw first weights, where none came, and forget the training steps so far."""
        self._past = ()
        for name in {"weights", "memory"} - changed:
            setattr(self, name, None)

    def _match_batch(self, changed: set[str]) -> None:
        """Give every example its target, and follow an example that there is."""
        if len(self.X) != len(self.y):
            raise DataError(
                f"There are {len(self.X)} rows of X and {len(self.y)} of y; give one target for each example. "
                "To change how many there are, set both with one change(X=..., y=...)."
            )
        last = len(self.X) - 1
        if "example" in changed and self.example > last:
            raise InvalidValueError(f"example came as {self.example}; wanted the number of an example, 0 to {last}.")
        self.example = min(self.example, last)

    def _change_part(self, changed: set[str]) -> None:
        """Give the chosen number its new value."""
        network = self.training_step.network
        if "value" in changed and self.value != self._value_of(network):
            self._put(network)
            self._compute()

    def _compute(self) -> None:
        self._walk = Walkthrough(self._stepped(), self.example if self.batch else 0)
        self._verdict = ()

    def _batch(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what is learned from now, the targets as the loss takes them."""
        X, y = np.array(self.X), np.array(self.y)
        if not self.batch:
            X, y = X[[self.example]], y[[self.example]]
        return X, y.argmax(axis=1) if self.loss == "sparse_categorical_crossentropy" else y

    def _stepped(self) -> TrainingStep:
        """Compute the training step of the settings as they are."""
        network = to_network(self.layers, self.activations, self.weights, self.seed)
        optimizer = self._optimizer()
        states = to_states(self.memory, optimizer, network)
        return training_step(network, *self._batch(), self.loss, optimizer, states)

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
        self.value = self._value_of(self._walk.training_step.network)

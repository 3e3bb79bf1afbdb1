"""An optimizer: the rule by which weights follow the gradient, as a pure function of what it remembers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import InvalidValueError
from dlwidgets.nn._inputs import FloatArray, check_fields, fraction, not_negative, numbers, positive, truth

LearningRate = float | Callable[[int], float]
"""A number above 0, or a schedule: a function of the number of the step, counted from 0."""


@dataclass(frozen=True)
class State:
    """What an optimizer remembers between two steps.

    Parameters
    ----------
    step : int
        Number of steps taken.
    slots : dict of ndarray
        Arrays in the shape of the weights, by Keras' names: ``momentum``, ``velocity``, ``accumulator``.
    """

    step: int = 0
    slots: dict[str, FloatArray] = field(default_factory=dict)


def _learning_rate(name: str, value: LearningRate) -> LearningRate:
    return value if callable(value) else positive(name, value)


def _momentum(name: str, value: float) -> float:
    number = not_negative(name, value)
    if number > 1:
        raise InvalidValueError(f"{name} should be from 0 to 1, but {number:g} came.")
    return number


def _weight_decay(name: str, value: float | None) -> float | None:
    return None if value is None else not_negative(name, value)


_CHECKS: Mapping[str, Callable[[str, Any], Any]] = {
    "learning_rate": _learning_rate,
    "momentum": _momentum,
    "nesterov": truth,
    "rho": fraction,
    "beta_1": fraction,
    "beta_2": fraction,
    "epsilon": positive,
    "initial_accumulator_value": not_negative,
    "weight_decay": _weight_decay,
}


class Optimizer(ABC):
    """A rule that moves weights against the gradient of the loss.

    References
    ----------
    https://keras.io/api/optimizers/
    """

    learning_rate: LearningRate
    weight_decay: float | None

    def __post_init__(self) -> None:
        """Check the arguments."""
        check_fields(self, _CHECKS)

    @property
    def formula(self) -> tuple[str, ...]:
        r"""The update in LaTeX, line by line: w is a weight, g its gradient, \eta the learning rate."""
        decay = (r"w \leftarrow w - \eta \lambda w",) if self.weight_decay else ()
        return (*decay, *self._formula())

    def rate(self, step: int) -> float:
        """Compute the learning rate of a step.

        Parameters
        ----------
        step : int
            Number of steps taken before.

        Returns
        -------
        float
            The constant, or what the schedule says.

        Raises
        ------
        InvalidValueError
            If the schedule gives something that is not a number of 0 or above.
        """
        if callable(self.learning_rate):
            return not_negative(f"learning_rate at step {step}", self.learning_rate(step))
        return self.learning_rate

    def init(self, weights: ArrayLike) -> State:
        """Make the state before the first step.

        Parameters
        ----------
        weights : array_like, any shape
            The weights to be learned; only their shape counts.

        Returns
        -------
        State
            Step 0, nothing remembered.

        Raises
        ------
        InvalidValueError
            If the weights are not finite numbers.
        """
        shape = numbers("weights", weights, None).shape
        return State(0, {name: np.full(shape, value) for name, value in self._first_slots().items()})

    def update(self, weights: ArrayLike, gradient: ArrayLike, state: State) -> tuple[FloatArray, State]:
        """Take one step; nothing that came in is changed.

        Parameters
        ----------
        weights : array_like, any shape
            Weights before the step.
        gradient : array_like, shape of ``weights``
            Gradient of the loss with regard to each of them.
        state : State
            What `init` or the last `update` gave for these weights.

        Returns
        -------
        weights : ndarray, shape of ``weights``
            Weights after the step.
        state : State
            What to remember.

        Raises
        ------
        InvalidValueError
            If weights and gradient are not finite numbers of one shape, the state is that of others, or the new
            weights grow too large to compute.
        """
        before, slope = numbers("weights", weights, None), numbers("gradient", gradient, None)
        if before.shape != slope.shape:
            raise InvalidValueError(f"The gradient has the shape {slope.shape}, but the weights {before.shape}.")
        self._require_own(state, before.shape)
        rate = self.rate(state.step)
        with np.errstate(over="ignore", invalid="ignore"):
            change, slots = self._change(slope, rate, state)
            # Keras' order: decay first, by the weights as they were.
            after = before - rate * (self.weight_decay or 0.0) * before + change
        if not all(np.isfinite(array).all() for array in (after, *slots.values())):
            raise InvalidValueError("The new weights are too large to compute; use a smaller learning rate.")
        return after, State(state.step + 1, slots)

    def _require_own(self, state: State, shape: tuple[int, ...]) -> None:
        """Raise InvalidValueError if the state is that of other weights or of another optimizer."""
        for name in self._first_slots():
            if name not in state.slots:
                raise InvalidValueError(f"The state has no {name}; begin with the state that init() makes.")
            if state.slots[name].shape != shape:
                raise InvalidValueError(
                    f"The {name} of the state has the shape {state.slots[name].shape}, but the weights {shape}."
                )

    @abstractmethod
    def _formula(self) -> tuple[str, ...]:
        """Return the lines of the formula after the weight decay."""

    def _first_slots(self) -> dict[str, float]:
        """Return the names of what is remembered, with the value it starts from."""
        return {}

    @abstractmethod
    def _change(self, gradient: FloatArray, rate: float, state: State) -> tuple[FloatArray, dict[str, FloatArray]]:
        """Compute what is added to the weights, and the new slots."""

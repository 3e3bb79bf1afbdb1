"""Schedules: learning rates that change with the number of the step, under Keras' names."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dlwidgets.errors import InvalidValueError
from dlwidgets.nn._inputs import check_fields, not_negative, numbers, positive, truth


def _optional_rate(name: str, value: float | None) -> float | None:
    return None if value is None else positive(name, value)


def _numbers_tuple(name: str, values: Sequence[float]) -> tuple[float, ...]:
    return tuple(numbers(name, values, 1).tolist())


_CHECKS: Mapping[str, Callable[[str, Any], Any]] = {
    "initial_learning_rate": not_negative,
    "decay_steps": positive,
    "decay_rate": positive,
    "staircase": truth,
    "boundaries": _numbers_tuple,
    "values": _numbers_tuple,
    "alpha": not_negative,
    "warmup_target": _optional_rate,
    "warmup_steps": not_negative,
    "end_learning_rate": not_negative,
    "power": positive,
    "cycle": truth,
}


class Schedule(ABC):
    """A learning rate for each step: a value to be called with the number of the step.

    References
    ----------
    https://keras.io/api/optimizers/learning_rate_schedules/
    """

    def __post_init__(self) -> None:
        """Check the arguments."""
        check_fields(self, _CHECKS)

    def __call__(self, step: float) -> float:
        """Return the learning rate of a step, counted from 0."""
        number = not_negative("step", step)
        try:
            return self._rate(number)
        except OverflowError:
            raise InvalidValueError(f"The learning rate at step {number:g} is too large to compute.") from None

    @abstractmethod
    def _rate(self, step: float) -> float:
        """Compute the learning rate of a step."""


@dataclass(frozen=True)
class _PeriodicDecay(Schedule):
    """A learning rate that falls by the number of periods gone by."""

    initial_learning_rate: float
    decay_steps: float
    decay_rate: float
    staircase: bool = False

    def _periods(self, step: float) -> float:
        periods = step / self.decay_steps
        return math.floor(periods) if self.staircase else periods


@dataclass(frozen=True)
class ExponentialDecay(_PeriodicDecay):
    """Multiply the learning rate by the same factor again and again.

    Parameters
    ----------
    initial_learning_rate : float
        Learning rate of step 0.
    decay_steps : float
        Steps after which the factor has been applied once.
    decay_rate : float
        The factor, above 0; below 1 for a learning rate that shrinks.
    staircase : bool, default False
        Whether to apply it all at once every ``decay_steps``, not a little at each step.

    Examples
    --------
    >>> schedule = ExponentialDecay(0.1, decay_steps=10, decay_rate=0.5)
    >>> schedule(0), schedule(10), schedule(20)
    (0.1, 0.05, 0.025)
    """

    def _rate(self, step: float) -> float:
        return self.initial_learning_rate * math.pow(self.decay_rate, self._periods(step))


@dataclass(frozen=True)
class PiecewiseConstantDecay(Schedule):
    """Keep one learning rate up to a step, then another, and so on.

    Parameters
    ----------
    boundaries : sequence of float
        Last step of each piece but the last, rising.
    values : sequence of float
        Learning rate of each piece, one more than there are boundaries.

    Examples
    --------
    >>> schedule = PiecewiseConstantDecay(boundaries=[100], values=[0.1, 0.01])
    >>> schedule(100), schedule(101)
    (0.1, 0.01)
    """

    boundaries: Sequence[float]
    values: Sequence[float]

    def __post_init__(self) -> None:
        """Check the arguments, and that there is a value for each piece."""
        super().__post_init__()
        if len(self.values) != len(self.boundaries) + 1:
            raise InvalidValueError(
                f"values should hold one number more than boundaries, but there are {len(self.values)} values and "
                f"{len(self.boundaries)} boundaries."
            )
        if list(self.boundaries) != sorted(set(self.boundaries)):
            raise InvalidValueError(f"boundaries should rise, but {self.boundaries} came.")
        if min(self.values) < 0:
            raise InvalidValueError(f"values should be 0 or above, but {min(self.values):g} came.")

    def _rate(self, step: float) -> float:
        return self.values[sum(step > boundary for boundary in self.boundaries)]


@dataclass(frozen=True)
class CosineDecay(Schedule):
    """Let the learning rate fall along half a cosine wave, if wanted after a straight rise.

    Parameters
    ----------
    initial_learning_rate : float
        Learning rate of step 0.
    decay_steps : float
        Steps from the top to the bottom.
    alpha : float, default 0.0
        The lowest learning rate, as a fraction of the highest.
    warmup_target : float, optional
        Highest learning rate, at the end of the rise; without it there is no rise.
    warmup_steps : float, default 0
        Steps of the rise.

    References
    ----------
    I. Loshchilov and F. Hutter (2017), SGDR, https://arxiv.org/abs/1608.03983

    Examples
    --------
    >>> schedule = CosineDecay(0.1, decay_steps=100)
    >>> schedule(0), round(schedule(50), 3), schedule(100)
    (0.1, 0.05, 0.0)
    """

    initial_learning_rate: float
    decay_steps: float
    alpha: float = 0.0
    warmup_target: float | None = None
    warmup_steps: float = 0

    def _rate(self, step: float) -> float:
        if self.warmup_target is None:
            return self._fall(step, self.initial_learning_rate)
        if step >= self.warmup_steps:
            return self._fall(step - self.warmup_steps, self.warmup_target)
        rise = self.warmup_target - self.initial_learning_rate
        return self.initial_learning_rate + rise * step / self.warmup_steps

    def _fall(self, step: float, highest: float) -> float:
        """Compute the learning rate this many steps below the top."""
        wave = (1.0 + math.cos(math.pi * min(step / self.decay_steps, 1.0))) / 2.0
        return highest * ((1.0 - self.alpha) * wave + self.alpha)


@dataclass(frozen=True)
class InverseTimeDecay(_PeriodicDecay):
    """Divide the learning rate by a number that grows evenly with the steps.

    Parameters
    ----------
    initial_learning_rate : float
        Learning rate of step 0.
    decay_steps : float
        Steps after which the divisor has grown by ``decay_rate`` once.
    decay_rate : float
        Growth of the divisor, above 0.
    staircase : bool, default False
        Whether it grows all at once every ``decay_steps``, not a little at each step.

    Examples
    --------
    >>> schedule = InverseTimeDecay(0.1, decay_steps=1, decay_rate=1)
    >>> schedule(0), schedule(1), schedule(3)
    (0.1, 0.05, 0.025)
    """

    def _rate(self, step: float) -> float:
        return self.initial_learning_rate / (1.0 + self.decay_rate * self._periods(step))


@dataclass(frozen=True)
class PolynomialDecay(Schedule):
    """Let the learning rate fall to an end value, in a straight line or along a power of the steps left.

    Parameters
    ----------
    initial_learning_rate : float
        Learning rate of step 0.
    decay_steps : float
        Steps of the fall.
    end_learning_rate : float, default 0.0001
        Learning rate from then on.
    power : float, default 1.0
        1 for a straight line.
    cycle : bool, default False
        Whether to begin a new, longer fall instead of staying at the end value.

    Examples
    --------
    >>> schedule = PolynomialDecay(0.1, decay_steps=10, end_learning_rate=0.0)
    >>> schedule(0), schedule(5), schedule(20)
    (0.1, 0.05, 0.0)
    """

    initial_learning_rate: float
    decay_steps: float
    end_learning_rate: float = 0.0001
    power: float = 1.0
    cycle: bool = False

    def _rate(self, step: float) -> float:
        rounds = max(1, math.ceil(step / self.decay_steps)) if self.cycle else 1
        left = 1.0 - min(step / (self.decay_steps * rounds), 1.0)
        fall = self.initial_learning_rate - self.end_learning_rate
        return self.end_learning_rate + fall * math.pow(left, self.power)

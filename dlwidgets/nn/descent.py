"""The way down: where an optimizer goes on a loss, step by step, and whether it stays within numbers."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import InvalidValueError
from dlwidgets.nn._inputs import FloatArray, numbers
from dlwidgets.nn.optimizer import Optimizer, State

LARGEST = float(np.finfo(np.float32).max)
"""Beyond it a number is infinite to Keras, which computes with 32 bits unless told otherwise."""


class Slope(Protocol):
    """Anything to go down on: a ``Landscape``, a ``TinyModel``."""

    @property
    def value(self) -> Any:
        """A function of weights, shape (k,), that returns the loss."""

    @property
    def gradient(self) -> Any:
        """A function of weights, shape (k,), that returns the slopes, shape (k,)."""


@dataclass(frozen=True, eq=False)
class Descent:
    """A way down of n steps.

    Parameters
    ----------
    path : ndarray, shape (n + 1, k)
        The weights at the start and after each step.
    losses : ndarray, shape (n + 1,)
        The loss at each of these places.
    states : tuple, length n + 1
        The optimizer's state at each of them.
    diverged_at : int or None
        The step, counted from 1, that led to numbers too large for Keras or to no number at all. It is not part of
        the path, which ends before it.
    """

    path: FloatArray
    losses: FloatArray
    states: tuple[State, ...]
    diverged_at: int | None = None

    @property
    def n_steps(self) -> int:
        """How many steps the path has."""
        return len(self.path) - 1

    @property
    def best_loss(self) -> float:
        """The smallest loss on the path."""
        return float(self.losses.min())

    def until(self, n_steps: int) -> "Descent":
        """Cut the way short.

        Parameters
        ----------
        n_steps : int
            How many steps to keep, 0 or more.

        Returns
        -------
        Descent
            As it was after that many steps.
        """
        kept = slice(n_steps + 1)
        has_diverged = self.diverged_at is not None and self.diverged_at <= n_steps
        diverged_at = self.diverged_at if has_diverged else None
        return Descent(self.path[kept], self.losses[kept], self.states[kept], diverged_at)


def descend(
    slope: Slope, optimizer: Optimizer, start: ArrayLike, n_steps: int, *, go_on_from: Descent | None = None
) -> Descent:
    """Go down a loss with an optimizer.

    Parameters
    ----------
    slope : Landscape or TinyModel
        Has ``value`` and ``gradient``, functions of the weights.
    optimizer : Optimizer
        One of ``nn.optimizers``, such as ``Adam(learning_rate=0.1)``.
    start : array_like, shape (k,)
        The first weights: finite numbers.
    n_steps : int
        How many steps to go, 0 or more, counted from the start.
    go_on_from : Descent, optional
        An earlier way from the same start with the same optimizer, which is lengthened instead of gone again.

    Returns
    -------
    Descent
        With ``n_steps`` steps, or fewer if the numbers grow too large.

    Raises
    ------
    InvalidValueError
        If the start has gaps, infinity or text in it, or ``n_steps`` is no whole number of 0 or above.

    Examples
    --------
    >>> from dlwidgets.nn.landscapes import get_landscape
    >>> from dlwidgets.nn.optimizers import SGD
    >>> descend(get_landscape("bowl"), SGD(learning_rate=0.5), [4.0, 0.0], 2).path.tolist()
    [[4.0, 0.0], [2.0, 0.0], [1.0, 0.0]]
    """
    if isinstance(n_steps, bool) or not isinstance(n_steps, (int, np.integer)) or n_steps < 0:
        raise InvalidValueError(f"n_steps came as {n_steps!r}; wanted a whole number, 0 or more.")
    way = go_on_from or _first(slope, optimizer, numbers("start", start, 1))
    path, losses, states = [*way.path], [*way.losses], [*way.states]
    diverged_at = way.diverged_at
    while len(path) <= n_steps and diverged_at is None:
        step = _next(slope, optimizer, path[-1], states[-1])
        if step is None:
            diverged_at = len(path)
        else:
            for kept, news in zip((path, losses, states), step, strict=True):
                kept.append(news)
    return Descent(np.array(path), np.array(losses), tuple(states), diverged_at)


def is_countable(values: ArrayLike) -> bool:
    """Tell whether all numbers are within the range of those that Keras computes with.

    Parameters
    ----------
    values : array_like of float
        Any numbers, NaN and infinity among them.

    Returns
    -------
    bool
        False for NaN, infinity, and sizes beyond ``LARGEST``.
    """
    return bool((np.abs(values) <= LARGEST).all())  # NaN compares as False


def _first(slope: Slope, optimizer: Optimizer, start: FloatArray) -> Descent:
    loss = slope.value(start)
    if not is_countable(loss) or not is_countable(slope.gradient(start)):
        raise InvalidValueError("The loss at the start is too large to compute with. Start nearer to 0.")
    return Descent(start[np.newaxis], np.array([loss]), (optimizer.init(start),))


def _next(
    slope: Slope, optimizer: Optimizer, weights: FloatArray, state: State
) -> tuple[FloatArray, FloatArray, State] | None:
    """Return weights, loss and state after one step; None where the numbers grow too large."""
    optimizer.rate(state.step)  # what is wrong with a schedule is no divergence
    try:
        after, news = optimizer.update(weights, slope.gradient(weights), state)
    except InvalidValueError:
        return None
    loss = slope.value(after)
    is_within = all(is_countable(array) for array in (after, loss, slope.gradient(after)))
    return (after, loss, news) if is_within else None

"""The perceptron rule: learn from one mistake at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import InvalidValueError
from dlwidgets.nn._inputs import examples, numbers, positive, positive_int
from dlwidgets.nn.neuron import sums_of_rows, weighted_sum
from dlwidgets.nn.text import equals, number, vector, weighted_sum_line

FIRST_LOOK = 16
"""Examples to look at first for a mistake; each further look takes in twice as many. Most mistakes are near."""


@dataclass(frozen=True)
class Update:
    """One mistake, and what the perceptron learned from it.

    Parameters
    ----------
    n : int
        Number of this update, from 1.
    epoch : int
        The pass over the examples in which it happened, from 1.
    index : int
        Row of the misclassified example.
    x : tuple of float, length d
        Features of the example.
    y : int
        Its class, -1 or +1.
    score : float
        Its weighted sum before the update.
    w_before : tuple of float, length d
        Weights before the update.
    b_before : float
        Bias before the update.
    w_after : tuple of float, length d
        Weights after it: ``w_before + learning_rate * y * x``.
    b_after : float
        Bias after it: ``b_before + learning_rate * y``.
    learning_rate : float
        Size of the step, above 0.
    """

    n: int
    epoch: int
    index: int
    x: tuple[float, ...]
    y: int
    score: float
    w_before: tuple[float, ...]
    b_before: float
    w_after: tuple[float, ...]
    b_after: float
    learning_rate: float

    @property
    def lines(self) -> tuple[str, ...]:
        """The mistake and the update as text, with the rule first in words and then in numbers."""
        rate, wanted = self.learning_rate, "above" if self.y > 0 else "below"
        step = f"{number(rate)} × ({self.y:+d})"
        w_equals = equals(*self.w_before, rate, *self.x, *self.w_after)
        b_equals = equals(self.b_before, rate, self.b_after)
        return (
            f"score = {weighted_sum_line(self.w_before, self.x, self.b_before, self.score)}",
            f"A mistake: y = {self.y:+d}, so the score should be {wanted} 0.",
            "new w = old w + learning_rate × y × x",
            f"new w = {vector(self.w_before)} + {step} × {vector(self.x)} {w_equals} {vector(self.w_after)}",
            "new b = old b + learning_rate × y",
            f"new b = {number(self.b_before)} + {step} {b_equals} {number(self.b_after)}",
        )


StopReason = Literal["separated", "max_epochs"]


@dataclass(frozen=True)
class PerceptronState:
    """Where the learning stands: a value, so going back is keeping the earlier one.

    Parameters
    ----------
    w : tuple of float, length d
        Weights.
    b : float
        Bias.
    position : int
        How many examples of the current epoch have been looked at, from 0 to n.
    mistakes_per_epoch : tuple of int
        Mistakes in each epoch (one pass over all examples); the last one may still be under way.
    stop : {None, "separated", "max_epochs"}
        Why the learning is over; None while it is not.
    """

    w: tuple[float, ...]
    b: float
    position: int = 0
    mistakes_per_epoch: tuple[int, ...] = (0,)
    stop: StopReason | None = None

    @property
    def epoch(self) -> int:
        """Number of the current epoch, from 1."""
        return len(self.mistakes_per_epoch)

    @property
    def n_updates(self) -> int:
        """Number of mistakes, and so of updates, since the start."""
        return sum(self.mistakes_per_epoch)


class PerceptronRule:
    """Rosenblatt's learning rule: after each mistake, move the boundary towards getting that example right.

    The rule itself never changes. `start` makes the first state, and `advance` makes the next one.

    Parameters
    ----------
    X : array_like, shape (n, d)
        Features, one row per example.
    y : array_like, shape (n,)
        Classes, as -1 and +1 or as 0 and 1.
    learning_rate : float, default 1.0
        Size of the step, above 0.
    order : sequence of int, length n, optional
        The order in which every epoch visits the rows; from first to last if not given.
    max_epochs : int, default 100
        Give up after this many passes over the examples.

    Raises
    ------
    DataError
        If X or y is empty, has gaps or text, or their lengths differ.
    InvalidValueError
        If the learning rate or the number of epochs is not above 0, or the order leaves out a row.

    References
    ----------
    F. Rosenblatt (1958), The Perceptron, https://doi.org/10.1037/h0042519

    Examples
    --------
    >>> rule = PerceptronRule(X=[[0, 0], [0, 1], [1, 0], [1, 1]], y=[0, 0, 0, 1])  # the gate AND
    >>> state, update = rule.advance(rule.start(w=[0, 0], b=0))
    >>> update.index, update.y, update.b_after
    (0, -1, -1.0)
    >>> state, updates = rule.run(state)
    >>> state.stop, state.w, state.b, state.mistakes_per_epoch
    ('separated', (3.0, 2.0), -4.0, (2, 3, 3, 2, 2, 3, 2, 1, 0))
    """

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike,
        learning_rate: float = 1.0,
        order: Sequence[int] | None = None,
        max_epochs: int = 100,
    ) -> None:
        self.X, self.y = examples(X, y)
        self.learning_rate = positive("learning_rate", learning_rate)
        self.max_epochs = positive_int("max_epochs", max_epochs)
        rows = np.arange(len(self.X))
        visits = rows if order is None else numbers("order", order, 1)
        if not np.array_equal(np.sort(visits), rows):
            raise InvalidValueError(f"order should name each row from 0 to {len(rows) - 1} exactly once.")
        self.order = visits.astype(np.intp)
        self._rows, self._signs = self.X[self.order], self.y[self.order]

    def start(self, w: ArrayLike, b: float) -> PerceptronState:
        """Make the state before the first example.

        Parameters
        ----------
        w : array_like, shape (d,)
            Weights to start from.
        b : float
            Bias to start from.

        Returns
        -------
        PerceptronState
            Epoch 1, no mistake yet.

        Raises
        ------
        InvalidValueError
            If the weights don't fit the features or are not finite numbers.
        """
        weighted_sum(self.X, w, b)
        return PerceptronState(tuple(numbers("w", w, 1).tolist()), float(b))

    def advance(self, state: PerceptronState) -> tuple[PerceptronState, Update | None]:
        """Go on to the next mistake and learn from it.

        Examples that are classified right are passed over. If none is wrong, the state says "separated", and
        its last epoch is the clean pass that shows it (one beyond ``max_epochs``, if need be). If some are
        wrong but the epochs are used up, it says "max_epochs".

        Parameters
        ----------
        state : PerceptronState
            Where the learning stands.

        Returns
        -------
        state : PerceptronState
            Where it stands now.
        update : Update or None
            What was learned; None if the learning has stopped.

        Raises
        ------
        InvalidValueError
            If the weights grow too large to compute with.
        """
        n = len(self.X)
        found = self._next_mistake(state, state.position, n)
        if found is None:
            found = self._next_mistake(state, 0, state.position)
            if found is None:
                return replace(_after_clean_pass(state), position=n, stop="separated"), None
            if state.epoch >= self.max_epochs:
                return replace(state, position=n, stop="max_epochs"), None
            state = replace(state, position=0, mistakes_per_epoch=(*state.mistakes_per_epoch, 0))
        position, score = found
        update = self._learn(state, int(self.order[position]), score)
        *earlier, mistakes = state.mistakes_per_epoch
        return PerceptronState(update.w_after, update.b_after, position + 1, (*earlier, mistakes + 1)), update

    def run(self, state: PerceptronState) -> tuple[PerceptronState, list[Update]]:
        """Go on until the examples are separated or the epochs are used up.

        Parameters
        ----------
        state : PerceptronState
            Where the learning stands.

        Returns
        -------
        state : PerceptronState
            Where it ended; its ``stop`` says why.
        updates : list of Update
            What was learned on the way.

        Raises
        ------
        InvalidValueError
            If the weights grow too large to compute with.
        """
        updates = []
        state, update = self.advance(state)
        while update is not None:
            updates.append(update)
            state, update = self.advance(state)
        return state, updates

    def _next_mistake(self, state: PerceptronState, start: int, end: int) -> tuple[int, float] | None:
        """Find the next misclassified place in the order, and its score; None if there is none before ``end``."""
        w, size = np.array(state.w), FIRST_LOOK
        while start < end:
            stop = min(start + size, end)
            scores = sums_of_rows(self._rows[start:stop], w, state.b)
            wrong = self._signs[start:stop] * scores <= 0
            first = int(wrong.argmax())
            if wrong[first]:
                return start + first, float(scores[first])
            start, size = stop, 2 * size
        return None

    def _learn(self, state: PerceptronState, index: int, score: float) -> Update:
        """Apply the rule to one misclassified row: w + learning_rate * y * x and b + learning_rate * y."""
        x, y, rate = tuple(self.X[index].tolist()), int(self.y[index]), self.learning_rate
        w = tuple(w_i + rate * y * x_i for w_i, x_i in zip(state.w, x, strict=True))
        b = state.b + rate * y
        if not all(map(isfinite, (*w, b))):
            raise InvalidValueError("The new weights are too large to compute; use a smaller learning rate.")
        return Update(state.n_updates + 1, state.epoch, index, x, y, score, state.w, state.b, w, b, rate)


def _after_clean_pass(state: PerceptronState) -> PerceptronState:
    """Count the epoch without mistakes that shows the examples to be separated, once."""
    if state.mistakes_per_epoch[-1] == 0:
        return state
    return replace(state, mistakes_per_epoch=(*state.mistakes_per_epoch, 0))

"""How often something may be done that takes time from something else."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class TimeShare:
    """Give one thing a share of the time: after each turn comes a rest in proportion to what the turn took.

    Parameters
    ----------
    share : float
        The part of the time that the turns may take, from 0 to 1.
    least_s, most_s : float
        Seconds that a rest lasts at least and at most.
    """

    def __init__(self, share: float, *, least_s: float = 0.0, most_s: float = float("inf")) -> None:
        self._rests = (1 - share) / share
        self._least_s, self._most_s = least_s, most_s
        self._next = 0.0

    @property
    def is_due(self) -> bool:
        """Whether the rest after the last turn is over."""
        return time.perf_counter() >= self._next

    def begin(self) -> None:
        """Let the next turn come without a rest."""
        self._next = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Do it, and measure how long that takes."""
        began = time.perf_counter()
        try:
            yield
        finally:
            ended = time.perf_counter()
            self._next = ended + min(max(self._least_s, self._rests * (ended - began)), self._most_s)

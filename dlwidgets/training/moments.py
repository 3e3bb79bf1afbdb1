"""The whole state of a run after some of its epochs, within a budget of memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy.typing as npt

from dlwidgets.errors import InvalidValueError

BUDGET_MB = 32
MOST = 256


@dataclass(eq=False)
class Moment:
    """Everything that training changes, as it was after an epoch.

    Parameters
    ----------
    epoch : int
        The epochs that were finished.
    n_steps : int
        The optimizer steps that were done.
    state : list of ndarray
        Weights, the optimizer's memory, chance, metrics, live constants.
    extras : dict of str to ndarray
        What the caller added, such as a surface.
    """

    epoch: int
    n_steps: int
    state: list[npt.NDArray[Any]]
    extras: dict[str, npt.NDArray[Any]] = field(default_factory=dict)

    @cached_property  # asked of every moment whenever one is added
    def nbytes(self) -> int:
        """Bytes in memory."""
        return sum(array.nbytes for array in (*self.state, *self.extras.values()))


class Moments:
    """Moments of a run: always the first and the last, and between them as many as the budget allows.

    When the budget is used up, every second one in between goes, and from then on they are kept half as often.

    Parameters
    ----------
    budget_mb : float, default 32
        Megabytes for all of them; the first and the last are kept in any case.
    """

    def __init__(self, budget_mb: float = BUDGET_MB) -> None:
        if not budget_mb >= 0:
            raise InvalidValueError(
                f"The budget of the moments is a number of megabytes, 0 or more; {budget_mb!r} came."
            )
        self.budget_mb = budget_mb
        self._kept: list[Moment] = []
        self._apart = 1

    def __iter__(self) -> Iterator[Moment]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def epochs(self) -> list[int]:
        """The epochs after which a moment is kept; 0 is the start."""
        return [moment.epoch for moment in self._kept]

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return sum(moment.nbytes for moment in self._kept)

    def add(self, moment: Moment) -> None:
        """Keep a moment that comes after all others.

        Parameters
        ----------
        moment : Moment
            The newest.
        """
        self.rewind(moment.epoch - 1)
        if len(self._kept) > 2 and self._kept[-1].epoch - self._kept[-2].epoch < self._apart:
            self._kept.pop()  # it was kept for being the last
        self._kept.append(moment)
        while len(self._kept) > 2 and self._is_too_much():
            self._thin_out()

    def append_saved(self, moment: Moment) -> None:
        """Take a moment back from a file, thinned out as it was.

        Parameters
        ----------
        moment : Moment
            Later than those before.
        """
        if self._kept and moment.epoch <= self._kept[-1].epoch:
            raise InvalidValueError("The moments of a run come in the order of their epochs.")
        self._kept.append(moment)

    def before(self, epoch: int) -> Moment | None:
        """Return the last moment that is kept of an epoch or one before it.

        Parameters
        ----------
        epoch : int
            Finished epochs.

        Returns
        -------
        Moment or None
            None if there is none.
        """
        return next((moment for moment in reversed(self._kept) if moment.epoch <= epoch), None)

    def rewind(self, epoch: int) -> None:
        """Forget the moments after an epoch.

        Parameters
        ----------
        epoch : int
            The last one that stays.
        """
        while self._kept and self._kept[-1].epoch > epoch:
            self._kept.pop()

    def _is_too_much(self) -> bool:
        return len(self._kept) > MOST or self.nbytes > self.budget_mb * 1e6

    def _thin_out(self) -> None:
        self._apart *= 2
        first, *between, last = self._kept
        kept = [first]
        for moment in between:
            if moment.epoch - kept[-1].epoch >= self._apart:
                kept.append(moment)
        self._kept = [*kept, last]

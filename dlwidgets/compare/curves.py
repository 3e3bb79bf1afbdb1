"""Learning curves as a value: accuracy against the number of examples, and where two curves cross."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from dlwidgets.compare.frames import to_frame
from dlwidgets.compare.job import Outcome
from dlwidgets.compare.result import Standing


@dataclass(frozen=True)
class Crossing:
    """Where one contestant overtakes another.

    Parameters
    ----------
    n_train : float
        Number of examples, between two that were measured: the lines are straight over a logarithmic axis.
    accuracy : float
        Of both there.
    ahead_before, ahead_after : str
        Who is better with less, and who with more.
    """

    n_train: float
    accuracy: float
    ahead_before: str
    ahead_after: str


@dataclass(frozen=True, eq=False)
class LearningCurves:
    """How accurate each contestant is after how many examples.

    Parameters
    ----------
    data : str
        What the data set is called.
    outcomes : tuple of Outcome
        In the order of the work that was planned: sizes, seeds, contestants.
    is_complete : bool
        Whether all of it was done.
    """

    data: str
    outcomes: tuple[Outcome, ...]
    is_complete: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The contestants."""
        return tuple(dict.fromkeys(one.name for one in self.outcomes))

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of examples, ascending."""
        return tuple(sorted({one.n_train for one in self.outcomes}))

    def at(self, name: str, n_train: int) -> Standing:
        """Return how a contestant did with a number of examples.

        Parameters
        ----------
        name : str
            The contestant.
        n_train : int
            One of the sizes.

        Returns
        -------
        Standing
            Over all seeds.
        """
        return Standing(name, tuple(self._by_place.get((name, n_train), ())))

    @cached_property
    def _by_place(self) -> dict[tuple[str, int], list[Outcome]]:
        found: dict[tuple[str, int], list[Outcome]] = {}
        for one in self.outcomes:
            found.setdefault((one.name, one.n_train), []).append(one)
        return found

    def curve(self, name: str) -> tuple[Standing, ...]:
        """Return how a contestant did with each number of examples.

        Parameters
        ----------
        name : str
            The contestant.

        Returns
        -------
        tuple of Standing
            One per size; its accuracy is NaN where nothing is known.
        """
        return tuple(self.at(name, size) for size in self.sizes)

    def crossings(self) -> tuple[Crossing, ...]:
        """Find where the mean curves of two contestants cross.

        Returns
        -------
        tuple of Crossing
            By number of examples. Mean curves of few seeds cross by chance too: compare the spread.
        """
        means = {name: np.array([one.accuracy for one in self.curve(name)]) for name in self.names}
        pairs = [(a, b) for place, a in enumerate(self.names) for b in self.names[place + 1 :]]
        found = [one for a, b in pairs for one in _crossings(self.sizes, a, means[a], b, means[b])]
        return tuple(sorted(found, key=lambda one: one.n_train))

    def to_frame(self) -> Any:
        """Return one row per contestant, size and seed.

        Returns
        -------
        pandas.DataFrame or polars.DataFrame
            pandas if it is installed.
        """
        return to_frame({name: [getattr(one, name) for one in self.outcomes] for name in Outcome.columns()})

    def __repr__(self) -> str:
        rows = [["examples", *map(str, self.sizes)]]
        rows += [[name, *(_percent(one.accuracy, one.spread) for one in self.curve(name))] for name in self.names]
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
        stopped = "" if self.is_complete else "; stopped before its end"
        crossed = [
            f"From about {one.n_train:.0f} examples on, {one.ahead_after} is ahead of {one.ahead_before}."
            for one in self.crossings()
        ]
        errors = dict.fromkeys(f"{one.name}, {one.n_train} examples: {one.error}" for one in self.outcomes if one.error)
        return "\n".join([f"{self.data}: accuracy in %{stopped}", *lines, *crossed, *errors])


def _percent(accuracy: float, spread: float) -> str:
    if np.isnan(accuracy):
        return "-"
    return f"{100 * accuracy:.1f}" + ("" if np.isnan(spread) else f" ± {100 * spread:.1f}")


def _crossings(sizes: Iterable[int], a: str, of_a: Any, b: str, of_b: Any) -> Iterable[Crossing]:
    """Go from size to size; where both are equal, who was ahead before counts on."""
    last: tuple[float, float, float] | None = None
    for position, accuracy, lead in zip(np.log(list(sizes)), of_a, of_a - of_b, strict=True):
        if np.isnan(lead) or lead == 0:
            continue
        if last is not None and last[2] * lead < 0:
            share = last[2] / (last[2] - lead)
            place, height = (old + share * (new - old) for old, new in zip(last[:2], (position, accuracy), strict=True))
            yield Crossing(float(np.exp(place)), float(height), *((a, b) if lead < 0 else (b, a)))
        last = (position, accuracy, lead)

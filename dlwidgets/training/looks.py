"""What was inside a network after some epochs: histograms of its numbers by layer, and its dead units."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

BINS = 30
LARGEST = 1e300
"""Beyond, even the distance of two numbers may not be one."""
MOST = 40
"""Looks at one run; of longer runs every second epoch is looked at, every third, ..."""
KINDS = ("weights", "activations", "gradients")


@dataclass(frozen=True, eq=False)
class Histogram:
    """How often each size occurs among some numbers.

    Parameters
    ----------
    low, high : float
        The smallest and the largest of them; 0.5 apart from them if they are all the same.
    counts : int array of shape (BINS,)
        How many lie in each of the equal parts between.
    n_lost : int
        How many are no finite numbers, and lie nowhere.
    """

    low: float
    high: float
    counts: npt.NDArray[np.int64]
    n_lost: int = 0

    @classmethod
    def of(cls, values: Any) -> "Histogram":
        """Count numbers.

        Parameters
        ----------
        values : array
            Of any shape.

        Returns
        -------
        Histogram
            As ``numpy.histogram`` counts those of them that are finite.
        """
        flat = np.ravel(values).astype(np.float64)
        finite = flat[np.abs(flat) < LARGEST]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.5, 0.5)
        if not (high - low) / BINS > 4 * np.spacing(max(abs(low), abs(high))):
            # All the same, as far as such numbers can be told apart; one part has room for them.
            low, high = low - max(0.5, 1e-6 * abs(low)), high + max(0.5, 1e-6 * abs(high))
        counts, edges = np.histogram(finite, BINS, (low, high))
        return cls(float(edges[0]), float(edges[-1]), counts, flat.size - finite.size)

    @property
    def edges(self) -> npt.NDArray[np.float64]:
        """Where the parts begin and end, shape (BINS + 1,)."""
        return np.linspace(self.low, self.high, BINS + 1)

    @property
    def shares(self) -> npt.NDArray[np.float64]:
        """What part of the finite numbers lies in each, shape (BINS,)."""
        return self.counts / max(1, int(self.counts.sum()))


@dataclass(frozen=True, eq=False)
class Look:
    """What was inside a network after an epoch.

    Parameters
    ----------
    epoch : int
        Finished epochs; 0 before the first.
    histograms : dict of (str, str) to Histogram
        By kind, one of ``KINDS``, and name of the layer.
    dead : dict of str to (int, int)
        By name of each layer of ReLUs: how many of them are 0 for all examples, and how many there are.
    """

    epoch: int
    histograms: dict[tuple[str, str], Histogram]
    dead: dict[str, tuple[int, int]] = field(default_factory=dict)


class Looks:
    """The looks at one run in their order; when they are too many, every second one goes.

    Parameters
    ----------
    looks : iterable of Look
        Those that there are already.
    """

    def __init__(self, looks: Iterable[Look] = ()) -> None:
        self._looks = list(looks)
        self._apart = 1

    def __iter__(self) -> Iterator[Look]:
        return iter(self._looks)

    def __len__(self) -> int:
        return len(self._looks)

    def __getitem__(self, place: int) -> Look:
        return self._looks[place]

    def is_due(self, epoch: int, n_epochs: int | None) -> bool:
        """Tell whether it is time for a look.

        Parameters
        ----------
        epoch : int
            Finished epochs.
        n_epochs : int or None
            How many are planned; None where nobody knows.

        Returns
        -------
        bool
            True for the start, the planned end, and regularly between.
        """
        apart = max(self._apart, math.ceil((n_epochs or 0) / MOST))
        return not self._looks or epoch == n_epochs or epoch - self._looks[-1].epoch >= apart

    def add(self, look: Look) -> None:
        """Keep the newest look.

        Parameters
        ----------
        look : Look
            Later than all others.
        """
        self._looks.append(look)
        if len(self._looks) > MOST + 2:
            self._looks = [*self._looks[:-1:2], look]
            self._apart *= 2

    def rewind(self, epoch: int) -> None:
        """Forget the looks after an epoch.

        Parameters
        ----------
        epoch : int
            The last one that stays.
        """
        self._looks = [look for look in self._looks if look.epoch <= epoch]


def packed(looks: Looks) -> tuple[list[Any], npt.NDArray[np.int64]]:
    """Lay looks out for a file.

    Parameters
    ----------
    looks : Looks
        Any.

    Returns
    -------
    header : list
        Plain values.
    counts : int array of shape (histograms, BINS)
        Those of all histograms, one after the other.
    """
    header = [
        [look.epoch, [[*at, h.low, h.high, h.n_lost] for at, h in look.histograms.items()], look.dead] for look in looks
    ]
    counts = [histogram.counts for look in looks for histogram in look.histograms.values()]
    return header, np.array(counts, dtype=np.int64).reshape(-1, BINS)


def unpacked(header: list[Any], counts: npt.NDArray[np.int64]) -> Looks:
    """Read what ``packed`` laid out.

    Parameters
    ----------
    header : list
        Plain values.
    counts : int array of shape (histograms, BINS)
        Those of all histograms.

    Returns
    -------
    Looks
        The same as before.
    """
    rows = iter(counts.astype(np.int64).reshape(-1, BINS))
    looks = []
    for epoch, histograms, dead in header:
        known = {
            (str(kind), str(layer)): Histogram(float(low), float(high), next(rows), int(n_lost))
            for kind, layer, low, high, n_lost in histograms
        }
        looks.append(Look(int(epoch), known, {str(name): (int(n), int(of)) for name, (n, of) in dead.items()}))
    return Looks(looks)

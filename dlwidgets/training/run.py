"""One fit as a value: what was planned, what each epoch reported, how it ended."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.training import run_file
from dlwidgets.training.looks import Looks
from dlwidgets.training.moments import Moments
from dlwidgets.training.thinning import evenly

Column = npt.NDArray[np.float64]

MOST_EPOCHS = 65_536
"""Of longer runs every second report is kept, every fourth, ..., and always the first and the newest."""
MOST_LOSSES = 1_000_000
"""Of batches; those of later steps are not kept."""
VALIDATION = "val_"
"""What Keras puts before the name of a metric that it took from the validation data."""


class Ending(StrEnum):
    """How a fit ended."""

    DONE = "done"
    """All planned epochs were run."""
    STOPPED = "stopped early"
    """The fit itself ended before the last planned epoch, as early stopping does."""
    INTERRUPTED = "interrupted"
    """The reader interrupted the kernel."""
    FAILED = "failed"
    """An error ended it."""
    REACHED = "goal reached"
    """What was aimed at is reached."""
    UNDEFINED = "not a number"
    """The loss was no finite number any more."""


@dataclass
class Run:
    """What one call of ``model.fit`` reported, epoch by epoch; it grows until ``ending`` is set.

    A small network does more epochs in an hour than memory can hold. Of more than 65,536, every second report is kept,
    then every fourth, and so on; ``epochs`` says which.

    Parameters
    ----------
    number : int
        1 for the first run of a recorder.
    n_epochs : int or None
        The last epoch that is planned, counted from 1; None where nobody said.
    n_steps : int or None
        Batches per epoch; None where nobody said.

    Examples
    --------
    >>> run = Run(number=1, n_epochs=2)
    >>> run.record(1, {"loss": 0.9, "val_loss": 1.1})
    >>> run.history
    {'loss': array([0.9]), 'val_loss': array([1.1])}
    """

    number: int
    n_epochs: int | None = None
    n_steps: int | None = None
    epochs: list[int] = field(default_factory=list)
    """The finished epochs, counted from 1 as people do."""
    reports: list[dict[str, float]] = field(default_factory=list)
    """What each of them reported, by name of the metric as Keras gives it."""
    names: list[str] = field(default_factory=list)
    """All names that were reported, in the order of their first report."""
    ending: Ending | None = None
    """None while the fit runs."""
    seed: int | None = None
    """What first weights, dropout and the order of the examples were drawn from."""
    spec: dict[str, Any] | None = None
    """The network as `NetworkSpec.to_json` writes it, where it is known."""
    settings: dict[str, Any] = field(default_factory=dict)
    """What the run was begun with: batch size, learning rate, ..."""
    changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """Numbers that were moved on the way: after how many optimizer steps, and to what."""
    batch_losses: list[float] = field(default_factory=list)
    """The loss of each batch, if it was asked for: of the first million."""
    moments: Moments = field(default_factory=Moments)
    """What the whole state was after some epochs."""
    within: list[tuple[float, float]] = field(default_factory=list)
    """Losses between the ends of epochs: where, in epochs, and the mean loss of the batches since the last one."""
    looks: Looks = field(default_factory=Looks)
    """What was inside the network after some epochs, if it was asked for: histograms by layer, and dead ReLUs."""
    _apart: int = field(default=1, init=False, repr=False, compare=False)

    def __repr__(self) -> str:
        """Say how far it came; a thousand reports would fill the screen."""
        last = "".join(f", {name}={value:.4g}" for name, value in (self.reports[-1] if self.reports else {}).items())
        return f"Run({self.number}, {self.ending or 'running'} after {self.last_epoch} epochs{last})"

    def record(self, epoch: int, report: dict[str, float]) -> None:
        """Add what a finished epoch reported.

        Parameters
        ----------
        epoch : int
            Counted from 1.
        report : dict of str to float
            By the names that Keras gives: ``loss``, ``val_loss``, ...
        """
        self.names += [name for name in report if name not in self.names]
        if len(self.epochs) > 1 and not self._stays(self.epochs[-1]):
            self.reports[-1], self.epochs[-1] = report, epoch  # it was kept for being the newest
            return
        self.reports.append(report)  # before its epoch: others read while this grows
        self.epochs.append(epoch)
        while len(self.epochs) > MOST_EPOCHS:
            self._thin_out()

    def record_losses(self, losses: Sequence[float] | npt.NDArray[np.float32], n_steps: int) -> None:
        """Add the losses of batches, up to the first million of the run; those that are known already are no news.

        Parameters
        ----------
        losses : sequence of float
            Of batches that follow one another.
        n_steps : int
            Optimizer steps from the start to the end of the last of them.
        """
        kept = self.batch_losses
        if len(kept) < n_steps:
            kept += map(float, losses[: max(0, MOST_LOSSES - len(kept))])

    def rewind(self, epoch: int, n_steps: int) -> None:
        """Forget what came after an epoch.

        Parameters
        ----------
        epoch : int
            The last one that stays, counted from 1.
        n_steps : int
            Optimizer steps until its end.
        """
        kept = bisect_right(self.epochs, epoch)
        del self.epochs[kept:], self.reports[kept:], self.batch_losses[n_steps:]
        self.changes = [change for change in self.changes if change[0] < n_steps]
        self.moments.rewind(epoch)
        self.looks.rewind(epoch)
        self.ending, self._apart = None, 1

    def save(self, path: str | Path) -> None:
        """Write the whole run into one file of plain arrays.

        Parameters
        ----------
        path : str or Path
            Where; ``.npz`` is a good ending.

        Raises
        ------
        InvalidValueError
            If it can't be written there; a file that was there stays as it was.
        """
        run_file.save(self, path)

    @classmethod
    def load(cls, path: str | Path) -> "Run":
        """Read a run that `save` wrote; nothing in the file is ever run.

        Parameters
        ----------
        path : str or Path
            The file.

        Returns
        -------
        Run
            The same as the one that was saved.

        Raises
        ------
        DataError
            If it is no such file, or a damaged one.
        """
        fields = run_file.load(path)
        ending = fields.pop("ending")
        return cls(**fields, ending=None if ending is None else Ending(ending))

    @property
    def last_epoch(self) -> int:
        """The newest finished epoch, counted from 1; 0 before the first."""
        return self.epochs[-1] if self.epochs else 0

    @property
    def metrics(self) -> list[str]:
        """What was measured, training and validation under one name, such as ``["loss", "accuracy"]``."""
        return list(dict.fromkeys(name.removeprefix(VALIDATION) for name in self.names))

    @property
    def history(self) -> dict[str, Column]:
        """The reported values by name, each of shape (epochs that reported it,): the same as Keras' ``History``."""
        return {name: self.curve(name)[1] for name in self.names}

    def curve(self, name: str, most: int | None = None) -> tuple[Column, Column]:
        """Return one curve.

        Parameters
        ----------
        name : str
            As Keras gives it, such as ``"val_loss"``.
        most : int, optional
            About how many points are wanted, as a chart does: the first, the last, and evenly between.

        Returns
        -------
        epochs, values : float64 arrays of shape (epochs that reported it,)
            Counted from 1, and what was reported then.
        """
        reports, epochs = self.reports, self.epochs  # in this order: a thread that trains may exchange both
        places = evenly(len(epochs), most)
        if not all(name in reports[place] for place in places):
            known = [place for place in range(len(epochs)) if name in reports[place]]
            places = [known[place] for place in evenly(len(known), most)]
        points = [(epochs[place], reports[place][name]) for place in places]
        at, values = np.array(points, dtype=float).reshape(-1, 2).T
        return at, values

    def newest(self, name: str) -> float | None:
        """Return a value of the newest report.

        Parameters
        ----------
        name : str
            As Keras gives it.

        Returns
        -------
        float or None
            None if the report does not name it.
        """
        return self.reports[-1].get(name) if self.reports else None

    def undefined_since(self) -> int | None:
        """Return the epoch since which no training loss was a finite number; None if the newest one is."""
        reports, epochs = self.reports, self.epochs
        since = None
        for place in reversed(range(len(epochs))):
            if math.isfinite(reports[place].get("loss", 0.0)):
                break
            since = epochs[place]
        return since

    def points(self, places: Iterable[int] | None = None) -> dict[str, npt.NDArray[np.generic]]:
        """Return the reports in long form, one row per value, as charts want them.

        Parameters
        ----------
        places : iterable of int, optional
            Which reports, by their place in ``reports``; all by default.

        Returns
        -------
        dict of str to array, each of shape (values,)
            ``epoch``, ``value``, ``metric``, ``part`` (training or validation), ``run``.
        """
        rows = [
            (self.epochs[i], value, name.removeprefix(VALIDATION), _part(name), f"run {self.number}")
            for i in (range(len(self.epochs)) if places is None else places)
            for name, value in self.reports[i].items()
        ]
        columns = zip(*rows, strict=True) if rows else [()] * 5
        kinds = {"epoch": float, "value": float, "metric": object, "part": object, "run": object}
        return {name: np.array(column, dtype=kind) for (name, kind), column in zip(kinds.items(), columns, strict=True)}

    def _stays(self, epoch: int) -> bool:
        """Tell whether the report of an epoch is kept when another one is the newest."""
        return (epoch - self.epochs[0]) % self._apart == 0

    def _thin_out(self) -> None:
        self._apart *= 2
        newest = len(self.epochs) - 1
        kept = [place for place, epoch in enumerate(self.epochs) if self._stays(epoch) or place == newest]
        reports = [self.reports[place] for place in kept]
        self.epochs, self.reports = [self.epochs[place] for place in kept], reports


def _part(name: str) -> str:
    return "validation" if name.startswith(VALIDATION) else "training"

"""What can be found in the curves of a run, and those curves."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from dlwidgets.training.curves.shape import Curve
from dlwidgets.training.run import VALIDATION, Run


class Kind(StrEnum):
    """What a run can be found to be."""

    UNDEFINED = "not a number"
    TOO_HIGH = "learning rate too high"
    STUCK = "stuck"
    DEAD = "dead ReLUs"
    NOT_LEARNING = "not learning"
    UNSEEN = "classes not learnt from"
    OVER_FITTING = "over-fitting"
    TOO_LOW = "learning rate too low"
    TOO_GOOD = "too good"
    FINISHED = "finished"
    HEALTHY = "healthy"


@dataclass(frozen=True)
class Finding:
    """One thing that the curves show.

    Parameters
    ----------
    kind : Kind
        What it is.
    sentence : str
        What was measured, and what it means.
    experiment : str
        One thing to try next.
    first, last : int
        The epochs that show it, counted from 1.
    """

    kind: Kind
    sentence: str
    experiment: str
    first: int
    last: int

    @property
    def is_alarm(self) -> bool:
        """Whether something is wrong, or may be."""
        return self.kind not in (Kind.FINISHED, Kind.HEALTHY)

    @property
    def text(self) -> str:
        """Sentence and experiment."""
        return f"{self.sentence} Try: {self.experiment}"


@dataclass(frozen=True)
class Curves:
    """The curves of a run as far as they are told in every epoch, each of shape (epochs,)."""

    epochs: list[int]
    loss: Curve
    validation: Curve | None
    accuracy: Curve | None
    held_out_accuracy: Curve | None
    first_batches: Curve
    n_left: int
    worst: Curve
    """The highest training loss in each epoch: its own, or that of some batches within."""

    @property
    def n(self) -> int:
        """How many epochs there are."""
        return self.loss.size

    def lasted(self, since: int) -> int:
        """Count the epochs from a place in the curves to their end; of a long run not every one is in them."""
        return self.epochs[-1] - self.epochs[since]

    def finding(self, kind: Kind, since: int, sentence: str, experiment: str) -> Finding:
        """Make a finding that reaches from a place in the curves to their end."""
        return Finding(kind, sentence, experiment, self.epochs[since], self.epochs[-1])


def curves_of(run: Run) -> Curves | None:
    """Read the curves that have a finite value in every epoch.

    Parameters
    ----------
    run : Run
        Running or ended.

    Returns
    -------
    Curves or None
        None where not even the training loss is such a curve, or no epoch is finished.
    """

    def full(name: str) -> Curve | None:
        values = run.curve(name)[1] if name in run.names else np.zeros(0)
        return values if values.size == len(run.epochs) and np.isfinite(values).all() else None

    loss = full("loss")
    if loss is None or not run.epochs:
        return None
    # Of several outputs one has the accuracy, and the loss is the sum of all.
    is_sum = any(name.endswith("_loss") for name in run.metrics)
    name = next((name for name in run.metrics if name.endswith(("accuracy", "acc")) and not is_sum), "")
    n_left = 0 if run.ending or run.n_epochs is None else max(0, run.n_epochs - run.last_epoch)
    batches = np.array([loss for place, loss in run.within if place < run.epochs[0]][:3])
    held_out = full(VALIDATION + "loss"), full(VALIDATION + name)
    return Curves(run.epochs, loss, held_out[0], full(name), held_out[1], batches, n_left, _worst(run, loss))


def _worst(run: Run, loss: Curve) -> Curve:
    """Return the highest loss of each epoch, where losses within were recorded."""
    worst = loss.copy()
    if run.within:
        places, losses = np.array(run.within, dtype=float).T
        epochs = np.searchsorted(run.epochs, np.floor(places) + 1)
        is_known = np.isfinite(losses) & (epochs < worst.size)
        np.maximum.at(worst, epochs[is_known], losses[is_known])
    return worst

"""What a trainer is doing, and what it shows to whoever listens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dlwidgets.training.goals import EarlyStopping, Watch


class TrainerState(StrEnum):
    """What a trainer is doing."""

    NEW = "new"
    """Nothing is loaded yet."""
    PREPARING = "preparing"
    """Keras is loaded and the model is built."""
    TRACING = "tracing"
    """The steps are traced and compiled."""
    READY = "ready"
    """The next step would follow at once."""
    TRAINING = "training"
    """Steps are taken."""
    PAUSED = "paused"
    """It could go on."""
    DONE = "done"
    """All that was asked for is done, or stopped early, or the goal is reached: ``trainer.run.ending`` says which."""
    FAILED = "failed"
    """An error ended it; it is in ``trainer.error``."""
    CLOSED = "closed"
    """It trains no more."""


@dataclass(frozen=True)
class Snapshot:
    """A trainer between two chunks of steps.

    Parameters
    ----------
    state : TrainerState
        What it is doing.
    message : str
        The same as a sentence.
    epoch : int
        Finished epochs.
    batch : int
        The batch of the present epoch that comes next, from 0 on.
    n_steps : int
        Optimizer steps since the start.
    report : dict of str to float
        What the last finished epoch reported; empty before the first.
    running : dict of str to float
        What the present epoch has reported so far; empty at its beginning.
    steps_per_s : float
        Optimizer steps a second since the last snapshot; 0 while nothing is trained.
    """

    state: TrainerState
    message: str
    epoch: int = 0
    batch: int = 0
    n_steps: int = 0
    report: dict[str, float] = field(default_factory=dict)
    running: dict[str, float] = field(default_factory=dict)
    steps_per_s: float = 0.0


@dataclass
class Job:
    """What is to be done: so many examples, batches, or epochs.

    Parameters
    ----------
    unit : str
        ``"example"``, ``"batch"`` or ``"epoch"``.
    left : float
        How many of them.
    is_step : bool
        Whether it is a step by hand, after which training pauses.
    watch : Watch, optional
        The goal.
    is_open : bool, default False
        Whether nobody has said how many there are to be.
    is_awaited : bool, default False
        Whether a cell waits for the end of it.
    """

    unit: str
    left: float
    is_step: bool = False
    watch: Watch | None = None
    is_open: bool = False
    is_awaited: bool = False

    def __post_init__(self) -> None:
        self.is_empty = self.left == 0
        """Whether nothing is to be done at all."""


@dataclass
class Options:
    """What a trainer does beside training.

    Parameters
    ----------
    settings : dict
        What the run notes about itself: seed, shuffling, ...
    early_stopping : EarlyStopping, optional
        When to stop early.
    moments_mb : float
        Budget of the moments that are kept.
    keep : callable, optional
        Takes the trainer and returns a dict of arrays that is kept with each moment.
    on_snapshot : callable, optional
        Hears a `Snapshot` at most thirty times a second, in the thread that trains.
    """

    settings: dict[str, Any]
    early_stopping: EarlyStopping | None
    moments_mb: float
    keep: Callable[[Any], Mapping[str, Any]] | None
    on_snapshot: Callable[[Snapshot], None] | None

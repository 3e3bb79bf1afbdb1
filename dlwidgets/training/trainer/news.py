"""What a trainer tells while it works: the newest snapshot, and nothing that waits in a queue."""

import time
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from dlwidgets.errors import InvalidValueError
from dlwidgets.training.engine.stops import Stops
from dlwidgets.training.goals import Report
from dlwidgets.training.trainer.session import Session
from dlwidgets.training.trainer.state import Snapshot, TrainerState

SNAPSHOT_S = 1 / 30


class TrainerNews:
    """Keeps the newest snapshot and offers it to whoever listens.

    Parameters
    ----------
    on_snapshot : callable, optional
        Hears each `Snapshot`.
    """

    def __init__(self, on_snapshot: Callable[[Snapshot], None] | None) -> None:
        self.latest = Snapshot(TrainerState.NEW, "Nothing is loaded yet.")
        self._on_snapshot = on_snapshot
        self._listeners: list[Callable[[Snapshot], None]] = []
        self._session: Session | None = None
        self._shown_at, self._shown_steps = 0.0, 0

    def listen(self, hear: Callable[[Snapshot], None]) -> None:
        """Let one more hear each `Snapshot`, in the thread that trains, until the trainer is closed.

        Parameters
        ----------
        hear : callable
            Takes a `Snapshot`.
        """
        self._listeners.append(hear)

    def _check_open(self) -> None:
        if self.latest.state is TrainerState.CLOSED:
            raise InvalidValueError("This trainer is closed. Make a new one.")

    def hush(self) -> None:
        """Tell nobody any more."""
        self._on_snapshot = None
        self._listeners.clear()

    def _show(self, session: Session, stops: Stops) -> None:
        """Offer a snapshot, if the last one is long enough ago."""
        now = time.monotonic()
        if now - self._shown_at < SNAPSHOT_S:
            return
        running = session.engine.running() if session.row else {}
        stops.check_running(session.epoch + 1, running)
        rate = (session.n_steps - self._shown_steps) / (now - self._shown_at) if self._shown_at else 0.0
        self._offer(TrainerState.TRAINING, stops.reason or f"Epoch {session.epoch + 1}.", running, max(rate, 0.0))

    def _tell(self, state: TrainerState, words: str) -> None:
        self._offer(state, words, {}, 0.0)

    def _offer(self, state: TrainerState, words: str, running: Report, rate: float) -> None:
        """Make the newest snapshot known; who listens takes it or leaves it, and nothing waits in a queue."""
        if self.latest.state is TrainerState.CLOSED:  # it stays so, whatever ends later
            return
        session = self._session
        place: dict[str, Any] = {}
        if session is not None:
            self._shown_at, self._shown_steps = time.monotonic(), session.n_steps
            epochs = session.run.epochs
            at = bisect_left(epochs, session.epoch)
            report = session.run.reports[at] if at < len(epochs) and epochs[at] == session.epoch else {}
            place = {"epoch": session.epoch, "batch": session.batch, "n_steps": session.n_steps, "report": report}
        self.latest = Snapshot(state, words, **place, running=dict(running), steps_per_s=rate)
        for hear in filter(None, (self._on_snapshot, *self._listeners)):
            hear(self.latest)

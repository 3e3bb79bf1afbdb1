"""Work that goes on beside the notebook, until it is done or nobody wants it any more."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from dlwidgets.compare.job import Job, Outcome
from dlwidgets.compare.lane import idle_lanes

GRACE_S = 4.0
"""How long a job that nobody wants any more may still take; then its process is ended."""

IsUnwanted = Callable[[], bool]


class Beside:
    """A thread that does pieces of work and tells what comes of each.

    Parameters
    ----------
    work : callable
        Takes a function that tells whether the work is still wanted, and gives an iterator of news.
    tell : callable
        Hears each piece of news, in the thread, and None at the end.
    after : Beside, optional
        What must have ended before.
    """

    def __init__(
        self, work: Callable[[IsUnwanted], Iterator[Any]], tell: Callable[[Any], None], after: "Beside | None" = None
    ) -> None:
        self._unwanted = threading.Event()
        self._thread = threading.Thread(
            target=self._go, args=(work, tell, after), name="dlwidgets-compare", daemon=True
        )
        self._thread.start()

    @property
    def is_here(self) -> bool:
        """Whether the caller runs in this thread."""
        return self._thread is threading.current_thread()

    def stop(self) -> None:
        """Let it end after the piece that is under way, without waiting."""
        self._unwanted.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it has ended.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds to wait at most; for ever by default.

        Returns
        -------
        bool
            Whether it has ended.
        """
        if not self.is_here:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _go(self, work: Callable[[IsUnwanted], Iterator[Any]], tell: Callable[[Any], None], after: Any) -> None:
        if after is not None:
            after.wait()
        try:
            for news in work(self._unwanted.is_set):
                tell(news)
        finally:
            tell(None)


def in_a_process(jobs: list[Job], time_limit_s: float, is_unwanted: IsUnwanted) -> Iterator[tuple[Job, Outcome]]:
    """Do jobs one after the other in a process that can be ended.

    Parameters
    ----------
    jobs : list of Job
        What is to be done.
    time_limit_s : float
        Seconds that a job has.
    is_unwanted : callable
        Asked while a job is under way.

    Yields
    ------
    tuple of Job and Outcome
        As they are done.
    """
    lane = idle_lanes.take()
    try:
        for job in jobs:
            outcome = None if is_unwanted() else lane.do(job, time_limit_s, _Patience(is_unwanted))  # type: ignore[arg-type]
            if outcome is None:
                return
            yield job, outcome
    finally:
        idle_lanes.give_back(lane)


class _Patience:
    """Stands for the event that ends a job: set some time after nobody wants it any more."""

    def __init__(self, is_unwanted: IsUnwanted) -> None:
        self._is_unwanted = is_unwanted
        self._since: float | None = None

    def is_set(self) -> bool:
        if self._since is None and self._is_unwanted():
            self._since = time.monotonic()
        return self._since is not None and time.monotonic() - self._since > GRACE_S

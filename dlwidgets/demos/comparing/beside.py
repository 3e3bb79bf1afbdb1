"""Work that goes on beside the notebook, until it is done or nobody wants it any more."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from dlwidgets.compare.job import Job, Outcome
from dlwidgets.compare.lane import idle_lanes
from dlwidgets.training.worker import OwnThread

GRACE_S = 4.0
"""How long a job that nobody wants any more may still take; then its process is ended."""

IsUnwanted = Callable[[], bool]
Work = Callable[[IsUnwanted], Iterator[Any]]
Tell = Callable[[Any], None]


class Errand(OwnThread):
    """A thread that does pieces of work and tells what comes of each; it begins at once.

    Parameters
    ----------
    work : callable
        Takes a function that tells whether the work is still wanted, and gives an iterator of news.
    tell : callable
        Hears each piece of news, in the thread, and None at the end.
    after : Errand, optional
        What must have ended before.
    """

    def __init__(self, work: Work, tell: Tell, after: "Errand | None" = None) -> None:
        super().__init__("dlwidgets-compare")
        self._begin(_go, work, tell, after)


def _go(work: Work, tell: Tell, after: Errand | None, stop: threading.Event) -> None:
    if after is not None:
        after.wait()
    try:
        for news in work(stop.is_set):
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

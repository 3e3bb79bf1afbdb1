"""Jobs shared among workers: outcomes come as they are ready, and a worker that dies loses nothing."""

import queue
import threading
import time
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any

from dlwidgets.compare.job import Job, Outcome, failed, run
from dlwidgets.compare.lane import idle_lanes
from dlwidgets.data.checks import is_real, whole_number
from dlwidgets.errors import InvalidValueError

_LOOK_S = 0.1
GRACE_S = 30.0
"""Seconds beyond a job's limit in which an executor may be silent: its workers may have to load Keras first."""


def outcomes(
    jobs: Sequence[Job],
    *,
    executor: Executor | None = None,
    n_workers: int = 1,
    time_limit_s: float | None = None,
    stop: threading.Event | None = None,
) -> Iterator[tuple[int, Outcome]]:
    """Do jobs, and give each outcome with the job's place as soon as it is there.

    Parameters
    ----------
    jobs : sequence of Job
        What is to be done.
    executor : concurrent.futures.Executor, optional
        Who does it; worker processes of our own if not given. What an executor loses or never answers, they do.
    n_workers : int, default 1
        How many of our own there are.
    time_limit_s : float, optional
        Seconds that a job has.
    stop : Event, optional
        Ends the work when it is set.

    Yields
    ------
    tuple of int and Outcome
        In the order in which they become ready.
    """
    stop = threading.Event() if stop is None else stop
    lost: list[int] = [*range(len(jobs))]
    if executor is not None:
        lost = []
        yield from _by_executor(jobs, executor, time_limit_s, stop, lost)
    yield from _by_lanes(jobs, lost, n_workers, time_limit_s, stop)


def check_work(executor: Any, n_workers: int, time_limit_s: float | None) -> None:
    """Refuse what no work can be done with.

    Parameters
    ----------
    executor, n_workers, time_limit_s : object
        As `outcomes` takes them.

    Raises
    ------
    InvalidValueError
        If one is of the wrong kind or out of range.
    """
    whole_number("n_workers", n_workers, at_least=1)
    if time_limit_s is not None and (not is_real(time_limit_s) or not time_limit_s > 0):
        raise InvalidValueError(f"time_limit_s is {time_limit_s!r}; give seconds above 0, or None for no limit.")
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise InvalidValueError(
            f"executor is {executor!r}; give a concurrent.futures.Executor, such as ProcessPoolExecutor(2), or "
            "client.get_executor() of a Dask client."
        )


def _by_lanes(
    jobs: Sequence[Job], places: Sequence[int], n_workers: int, time_limit_s: float | None, stop: threading.Event
) -> Iterator[tuple[int, Outcome]]:
    """Let worker processes of our own do it; when nobody listens any more, they are ended."""
    waiting, ready = deque(places), queue.SimpleQueue[tuple[int, Outcome | BaseException] | None]()
    leave = threading.Event()

    def work() -> None:
        lane = idle_lanes.take()
        try:
            while waiting and not leave.is_set():
                place = waiting.popleft()
                outcome = lane.do(jobs[place], time_limit_s, leave)
                if outcome is not None:
                    ready.put((place, outcome))
        except IndexError:  # another worker took the last one
            pass
        finally:
            idle_lanes.give_back(lane)
            ready.put(None)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(n_workers, len(places)))]
    for thread in threads:
        thread.start()
    try:
        yield from _heard(ready, len(threads), stop)
    finally:
        leave.set()
        for thread in threads:
            thread.join()


def _heard(ready: "queue.SimpleQueue[Any]", n_working: int, stop: threading.Event) -> Iterator[tuple[int, Outcome]]:
    """Hear workers until each has said that it is done."""
    while n_working and not stop.is_set():
        try:
            news = ready.get(timeout=_LOOK_S)
        except queue.Empty:
            continue
        if news is None:
            n_working -= 1
        else:
            yield news


def _by_executor(
    jobs: Sequence[Job], executor: Executor, time_limit_s: float | None, stop: threading.Event, lost: list[int]
) -> Iterator[tuple[int, Outcome]]:
    """Let an executor do it; note the places of what it loses."""
    pending = _submitted(jobs, executor, lost)
    running_since: dict[Future[Outcome], float] = {}
    heard_at = time.monotonic()
    try:
        while pending and not stop.is_set():
            done, late = wait(pending, _LOOK_S, FIRST_COMPLETED).done, _late(pending, running_since, time_limit_s)
            for future in done:
                place = pending.pop(future)
                # `run` raises nothing: whatever comes here befell the worker, or the way to it.
                if future.cancelled() or future.exception() is not None:
                    lost.append(place)
                else:
                    yield place, future.result()
            for future in late - done:
                place = pending.pop(future)
                words = f"It was not ready after {time_limit_s:g} s. Its worker belongs to the executor and goes on."
                yield place, failed(jobs[place], words)
            heard_at = time.monotonic() if done or late else heard_at
            if _is_silent(pending, heard_at, time_limit_s):
                lost += pending.values()
                return
    finally:
        for future in pending:
            future.cancel()


def _submitted(jobs: Sequence[Job], executor: Executor, lost: list[int]) -> dict["Future[Outcome]", int]:
    """Hand jobs to an executor; note the places of those that it refuses."""
    pending: dict[Future[Outcome], int] = {}
    for place, job in enumerate(jobs):
        try:
            with warnings.catch_warnings():
                # Dask would rather have large data laid out on the cluster first; ours go with each job, and work.
                warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
                pending[executor.submit(run, job)] = place
        except RuntimeError:  # broken, or shut down
            lost.append(place)
    return pending


def _is_silent(pending: dict["Future[Outcome]", int], heard_at: float, limit_s: float | None) -> bool:
    """Tell whether nothing comes any more, from a cluster, which never says what runs, or from a pool that is stuck."""
    if limit_s is None or any(future.running() for future in pending):
        return False
    return time.monotonic() - heard_at > limit_s + GRACE_S


def _late(
    pending: dict["Future[Outcome]", int], running_since: dict["Future[Outcome]", float], limit_s: float | None
) -> set["Future[Outcome]"]:
    """Find what runs for too long already."""
    if limit_s is None:
        return set()
    now = time.monotonic()
    for future in pending:
        if future.running():
            running_since.setdefault(future, now)
    return {future for future in pending if now - running_since.get(future, now) > limit_s}

"""A worker process that can really be ended: no thread can stop an estimator that never comes back."""

import threading
import time
from concurrent.futures import BrokenExecutor, Future, wait
from typing import Any

from dlwidgets.compare.job import Job, Outcome, failed, run, uses_keras, warm

IDLE_S = 120
"""How long a worker waits for the next race before it ends by itself."""
MOST_ATTEMPTS = 3
"""How often a job is begun whose process dies under it."""
_LOOK_S = 0.05
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"),
    "1",
)


class Lane:
    """One worker process, which starts with its first job and is started anew after it was ended."""

    def __init__(self) -> None:
        self._executor: Any = None
        self._has_keras = False

    def do(self, job: Job, time_limit_s: float | None, stop: threading.Event) -> Outcome | None:
        """Do a job in the worker.

        Parameters
        ----------
        job : Job
            What is to be done.
        time_limit_s : float or None
            Seconds after which the worker is ended; loading Keras does not count.
        stop : Event
            Ends the worker when it is set.

        Returns
        -------
        Outcome or None
            None if it was stopped.
        """
        for _ in range(MOST_ATTEMPTS):
            try:
                return self._attempt(job, time_limit_s, stop)
            except BrokenExecutor:  # the process died: out of memory, or killed
                self.end()
            except Exception as error:  # noqa: BLE001 (an estimator that can't be sent to another process)
                return failed(job, f"It can't be handed to a worker process: {error}")
        return failed(job, f"Its process died {MOST_ATTEMPTS} times; the memory may be too small for it.")

    def end(self) -> None:
        """End the worker, whatever it does."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
        self._executor = None

    def _attempt(self, job: Job, time_limit_s: float | None, stop: threading.Event) -> Outcome | None:
        executor = self._started(keras=uses_keras(job.contestant))
        ready = executor.submit(warm, keras=False)
        if not self._is_done(ready, None, stop):
            return None
        ready.result()
        answer = executor.submit(run, job)
        if self._is_done(answer, time_limit_s, stop):
            outcome: Outcome = answer.result()
            return outcome
        return None if stop.is_set() else failed(job, too_slow(time_limit_s))

    def _started(self, *, keras: bool) -> Any:
        """Return the executor; one without Keras gives way to one that has it."""
        # joblib comes with scikit-learn; its workers also take classes that were written in a notebook.
        from joblib.externals.loky import ProcessPoolExecutor

        if keras and not self._has_keras:
            self.end()
        if self._executor is None:
            self._has_keras = keras
            self._executor = ProcessPoolExecutor(
                max_workers=1, timeout=IDLE_S, env=_ONE_THREAD, initializer=_settle, initargs=(keras,)
            )
        return self._executor

    def _is_done(self, future: "Future[Any]", limit_s: float | None, stop: threading.Event) -> bool:
        """Wait for an answer; end the worker if it takes too long or is no longer wanted."""
        started = time.monotonic()
        while not wait([future], _LOOK_S).done:
            is_late = limit_s is not None and time.monotonic() - started > limit_s
            if is_late or stop.is_set():
                self.end()
                return False
        return True


def _settle(keras: bool) -> None:  # noqa: FBT001 (initargs have no names)
    """Prepare a worker process."""
    from joblib.externals.loky import process_executor

    # joblib ends a worker that has grown by 300 MB, for it might leak; Keras and its compiled steps take more.
    vars(process_executor)["_MAX_MEMORY_LEAK_SIZE"] = float("inf")
    warm(keras=keras)


def too_slow(limit_s: float | None) -> str:
    """Say that a contestant was ended.

    Parameters
    ----------
    limit_s : float
        Seconds that it had.

    Returns
    -------
    str
        A sentence.
    """
    return f"It was not ready after {limit_s:g} s and was ended. Give a longer time_limit_s, or an easier task."


class _IdleLanes:
    """Workers that wait for the next race: loading Keras again would take seconds."""

    def __init__(self) -> None:
        self._lanes: list[Lane] = []
        self._turn = threading.Lock()

    def take(self) -> Lane:
        with self._turn:
            return self._lanes.pop() if self._lanes else Lane()

    def give_back(self, lane: Lane) -> None:
        with self._turn:
            self._lanes.append(lane)

    def end(self) -> None:
        with self._turn:
            lanes, self._lanes = self._lanes, []
        for lane in lanes:
            lane.end()


idle_lanes = _IdleLanes()

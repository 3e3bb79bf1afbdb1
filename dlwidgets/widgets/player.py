"""Doing one thing again and again beside the notebook, until it says stop or is stopped."""

import threading
from collections.abc import Callable


class Player:
    """Call a step at a steady pace in a thread of its own.

    A thread, and not a task of the event loop: it is the one form that can be stopped on every version of ipykernel.

    Parameters
    ----------
    step : callable
        Does one step; returns False when there is nothing left to do. An error ends the playing and is raised in
        the thread, where Jupyter prints it.
    interval_s : callable
        Returns the seconds between two steps; asked before each one, so that the pace can change.
    ended : callable
        Called once when the playing has ended, for whatever reason.
    """

    def __init__(self, step: Callable[[], bool], interval_s: Callable[[], float], ended: Callable[[], None]) -> None:
        self._step = step
        self._interval_s = interval_s
        self._ended = ended
        self._stop: threading.Event | None = None
        self._thread: threading.Thread | None = None
        self._turn = threading.Lock()

    @property
    def is_playing(self) -> bool:
        """Whether a step may follow."""
        return self._stop is not None and not self._stop.is_set()

    def start(self) -> None:
        """Begin; does nothing if it plays already."""
        if self.is_playing:
            return
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._stop,), name="dlwidgets-player", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the step that is under way; does nothing if nothing plays."""
        if self._stop is not None:
            self._stop.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the playing has ended.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds to wait at most; for ever by default.

        Returns
        -------
        bool
            Whether it has ended.
        """
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout_s)
        return self._thread is None or not self._thread.is_alive()

    def _run(self, stop: threading.Event) -> None:
        with self._turn:  # whoever stops and starts again at once waits for the step that is under way
            try:
                while not stop.is_set() and self._step() and not stop.wait(self._interval_s()):
                    pass
            finally:
                stop.set()
                self._ended()

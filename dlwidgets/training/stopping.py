"""Ending a fit that blocks the kernel: by a flag from another thread, or by the kernel's interrupt."""

import signal
import threading
from typing import Any


class Stopping:
    """A wish to stop, and the ear for it while a fit runs on the main thread.

    While it listens, the first interrupt is a wish and no ``KeyboardInterrupt``: the fit ends after its batch and
    returns as ever, with model and record. A second one breaks off as always.

    References
    ----------
    https://docs.python.org/3/library/signal.html#signals-and-threads
    """

    def __init__(self) -> None:
        self._wish = threading.Event()
        self._previous: Any = None
        self._listens = self._obeys = False
        self.has_heard = False
        """Whether an interrupt came since the fit began, while somebody listened."""

    @property
    def is_wanted(self) -> bool:
        """Whether somebody wants the fit to end."""
        return self._wish.is_set()

    def ask(self) -> None:
        """Want the fit to end; from any thread."""
        self._wish.set()

    def begin(self) -> None:
        """Forget what was wanted of an earlier fit."""
        self._wish.clear()
        self.has_heard = False

    def listen(self, *, obeys: bool = True) -> None:
        """Hear interrupts until ``rest`` is called; only the main thread can, elsewhere nothing is done.

        Parameters
        ----------
        obeys : bool
            Whether the first one is taken as a wish; otherwise each does what it would do, and is remembered.
        """
        self._obeys = obeys
        if self._listens or threading.current_thread() is not threading.main_thread():
            return
        if obeys or callable(signal.getsignal(signal.SIGINT)):  # else nothing can be passed on
            self._previous = signal.signal(signal.SIGINT, self._interrupted)
            self._listens = True

    def rest(self) -> None:
        """Leave interrupts to whom they belong."""
        # Who has set a handler in the meantime keeps it.
        if self._listens and signal.getsignal(signal.SIGINT) == self._interrupted:
            signal.signal(signal.SIGINT, self._previous)
        self._listens = False

    def _interrupted(self, number: int, frame: Any) -> None:
        self.has_heard = True
        if self._obeys and not self.is_wanted:
            self.ask()
        elif callable(self._previous):
            self._previous(number, frame)

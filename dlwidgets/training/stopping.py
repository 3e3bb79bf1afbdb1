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
        self.previous: Any = None
        self.listens = self.obeys = False
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
        self.obeys = obeys
        if self.listens or threading.current_thread() is not threading.main_thread():
            return
        if obeys or callable(signal.getsignal(signal.SIGINT)):  # else nothing can be passed on
            self.previous = signal.signal(signal.SIGINT, self._interrupted)
            self.listens = True

    def rest(self) -> None:
        """Leave interrupts to whom they belong."""
        # Who has set a handler in the meantime keeps it.
        if self.listens and signal.getsignal(signal.SIGINT) == self._interrupted:
            signal.signal(signal.SIGINT, self.previous)
        elif self.listens:
            self._step_aside()
        self.listens = False

    def _step_aside(self) -> None:
        """Leave the row of those that listen: two may watch one fit, and the first to listen rests first."""
        other = _owner(signal.getsignal(signal.SIGINT))
        for one in other.row() if other else ():
            if _owner(one.previous) is self:
                one.previous = self.previous
                return

    def row(self) -> "list[Stopping]":
        """Return this one and those that listened before it."""
        row = [self]
        while other := _owner(row[-1].previous):
            row.append(other)
        return row

    def _interrupted(self, number: int, frame: Any) -> None:
        row = self.row()
        listening = [one for one in row if one.listens]
        is_news = any(one.obeys and not one.is_wanted for one in listening)
        for one in listening:
            one.has_heard = True
            if one.obeys:
                one.ask()
        if not is_news and callable(row[-1].previous):
            row[-1].previous(number, frame)


def _owner(handler: Any) -> Stopping | None:
    """Return whose handler it is; None if it is no such one."""
    owner = getattr(handler, "__self__", None)
    return owner if isinstance(owner, Stopping) else None

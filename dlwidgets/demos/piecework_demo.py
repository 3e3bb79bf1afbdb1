"""The base of demos that do one piece of work after the other beside the notebook, while controls answer."""

from collections.abc import Iterable
from typing import Any

from dlwidgets.demos.working_demo import Work, WorkingDemo
from dlwidgets.training.worker import Worker


class PieceworkDemo(WorkingDemo):
    """What is to be done next?

    A subclass says in ``_wanted`` what is missing, in ``_done`` what comes of it, and in ``_note`` what follows. The
    slow part, ``_done``, runs without the lock.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    def __init__(self, **settings: Any) -> None:
        self._is_busy = False
        self._worker = Worker(self, "_piece", "_ended")
        super().__init__(**settings)

    @property
    def is_working(self) -> bool:
        """Whether something is done just now."""
        return self._is_busy

    @property
    def _works(self) -> Iterable[Work]:
        return (self._worker,)

    def _wanted(self) -> Any:
        """Return what is to be done next; None if nothing is."""
        raise NotImplementedError

    def _done(self, wanted: Any) -> Any:
        """Do it and return what came of it; nothing else may wait for this."""
        raise NotImplementedError

    def _note(self, wanted: Any, found: Any) -> None:
        """Take note of what came of it."""
        raise NotImplementedError

    def _begin_beside(self) -> None:
        """Let the worker begin, unless it is at work: then it finds by itself what is missing."""
        if not self._is_busy:
            self._is_busy = True
            self._worker.stop()  # a thread that has found nothing to do may not have ended yet; it needs no lock
            self._worker.start()

    def _do_all(self) -> None:
        """Do here and now whatever is missing."""
        self._worker.stop()
        self._worker.wait()
        self._is_busy = False
        while self._piece():
            pass

    def _piece(self) -> bool:
        """Do what is missing next, and tell whether there was anything."""
        with self._frames.lock:
            wanted = self._wanted()
            if wanted is None:
                self._is_busy = False
                self.refresh()
                return False
        found = self._done(wanted)
        with self._frames.lock:
            self._note(wanted, found)
            if self.is_open or not self._worker.is_working:
                self.refresh()
        return True

    def _ended(self, error: BaseException | None) -> None:
        self._is_busy = False
        if error is not None and self.datasets:  # a closed demo has let go of them
            with self.telling():
                self.refresh()
                raise error

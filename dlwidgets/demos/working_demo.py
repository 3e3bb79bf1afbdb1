"""The base of demos that have work done beside the notebook: it begins with the first page and ends with the demo."""

import time
from collections.abc import Iterable
from typing import Protocol

from dlwidgets.widgets.demo import Demo


class Work(Protocol):
    """What is done in a thread of its own: a player, a worker, an errand."""

    def stop(self) -> None:
        """End after the piece that is under way; does nothing if nothing is done."""

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it has ended, and tell whether it has."""


class WorkingDemo(Demo):
    """What is done meanwhile?

    The base of demos that have threads of their own. A subclass names them in ``_works``.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    @property
    def _works(self) -> Iterable[Work]:
        """What may be under way."""
        return ()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing is done beside the notebook any more.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds to wait at most; for ever by default.

        Returns
        -------
        bool
            Whether nothing is done any more.
        """
        end = None if timeout_s is None else time.monotonic() + timeout_s
        return all(one.wait(None if end is None else max(0.0, end - time.monotonic())) for one in self._works)

    def open(self) -> None:
        """Open the channel to the browser, and begin what is prepared beside the notebook."""
        is_first = self._made and not self.is_open
        super().open()
        if is_first:
            self._prepare_beside()

    def close(self) -> None:
        """Stop all work and remove the demo from every page."""
        if self._made:  # not while traitlets builds the object
            self._stop_work()
        super().close()

    def _prepare_beside(self) -> None:
        """Begin what a page that has just opened will soon need; nothing by default."""

    def _stop_work(self) -> None:
        """Let all work end, without waiting."""
        for one in self._works:
            one.stop()

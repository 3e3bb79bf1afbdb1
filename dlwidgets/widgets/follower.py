"""A thread of its own that shows what is new: whoever has news waits for no picture."""

import threading
import time
import weakref
from typing import Any

FRAME_S = 1 / 30
REST = 3
"""After a picture comes a rest of so many times what it took: three quarters of the time are left to others."""
IDLE_S = 0.5
"""Seconds without news after which the thread ends; the next news start another."""


class Follower:
    """Calls a method of its owner when there is news: the newest counts, and nothing waits in a queue.

    Between two calls it holds its owner by a weak reference only, so that an owner that nobody holds any more ends it.

    Parameters
    ----------
    owner : object
        Who shows the news.
    show : str
        Name of the method that looks for them and shows them; where it returns False there was nothing to show, and no
        rest follows.
    pace : str, optional
        Name of a method that returns how many seconds there should be from one picture to the next.
    """

    def __init__(self, owner: Any, show: str, pace: str = "") -> None:
        self._owner = weakref.ref(owner)
        self._show, self._pace = show, pace
        self._news = threading.Condition()
        self._has_news = self._is_here = False

    def tell(self) -> None:
        """Hear that there is news; returns at once."""
        with self._news:
            self._has_news = True
            self._news.notify()
            if not self._is_here:
                self._is_here = True
                threading.Thread(target=self._follow, name="dlwidgets-follower", daemon=True).start()

    def forget(self) -> None:
        """Show nothing of what was told so far."""
        with self._news:
            self._has_news = False

    def _follow(self) -> None:
        try:
            while self._comes():
                owner, began = self._owner(), time.perf_counter()
                if owner is None:
                    return
                if getattr(owner, self._show)() is False:
                    continue
                frame_s = getattr(owner, self._pace)() if self._pace else 0.0
                del owner  # it may be let go while nothing is shown
                took = time.perf_counter() - began
                time.sleep(max(max(FRAME_S, frame_s) - took, REST * took))
        finally:
            with self._news:
                self._is_here = False

    def _comes(self) -> bool:
        """Wait for news, and take them."""
        with self._news:
            comes = self._news.wait_for(lambda: self._has_news, IDLE_S)
            self._has_news = False
            self._is_here = comes
            return comes

"""Who looks: the pages that show a widget, and when the last of them has gone."""

import math
import time
from dataclasses import dataclass

UNSEEN_S = 2.0
"""Seconds for which a page still counts whose last view is gone: a cell that moves is shown again."""

AWAY_S = 20.0
"""Seconds for which a page still counts that was left: one that is loaded again comes back."""

SILENT_S = 60.0
"""Seconds after which a page that paints nothing of what it gets is gone: the network may have had a pause."""


@dataclass
class _Page:
    """What is known of a page."""

    until: float = math.inf
    """When it ceases to count."""
    owing: float = math.inf
    """Since when it has not painted what it got."""

    def looks(self, now: float) -> bool:
        return now < self.until and now < self.owing + SILENT_S


class Audience:
    """The pages that show a widget. A page that is merely hidden behind another goes on to be one."""

    def __init__(self) -> None:
        self._pages: dict[str, _Page] = {}

    def seen(self, page: str, views: int) -> None:
        """Hear how many views a page has.

        Parameters
        ----------
        page : str
            Its name.
        views : int
            Without any, it counts for two seconds more.
        """
        if views > 0:
            self._pages[page] = _Page()
        else:
            self._leaves(page, UNSEEN_S)

    def left(self, page: str) -> None:
        """Hear that a page is closed, or loaded again: it counts for some seconds more."""
        self._leaves(page, AWAY_S)

    def painted(self, page: str) -> None:
        """Hear that a page has painted what it got."""
        if page in self._pages:
            self._pages[page].owing = math.inf

    def gets_news(self) -> None:
        """Note that something was sent, which every page is to paint."""
        now = time.monotonic()
        for page in self._pages.values():
            page.owing = min(page.owing, now)

    def has_gone(self) -> bool:
        """Tell whether there were pages and none of them looks any more; each going is told once."""
        now = time.monotonic()
        if not self._pages or any(page.looks(now) for page in self._pages.values()):
            return False
        self._pages.clear()
        return True

    def _leaves(self, page: str, grace_s: float) -> None:
        if page in self._pages:
            self._pages[page].until = min(self._pages[page].until, time.monotonic() + grace_s)

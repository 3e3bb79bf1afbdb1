"""Latest wins: how often the kernel may send, so that no browser ever falls behind."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

WINDOW = 3
"""Frames that may be on their way, sent but not yet painted. Three keep the browser busy without a queue."""

STALL_S = 1 / 30
"""Seconds after which a frame goes out although nothing was acknowledged: a busy kernel hears no browser."""

PAGE_LOST_S = 1.0
"""Seconds of silence after which a page that acknowledges nothing no longer holds the others back."""


@dataclass(frozen=True)
class _Page:
    """What a page said last."""

    frame: int
    draw_s: float
    seen: float


class Gate:
    """Decide when the newest frame is sent; every earlier unsent frame is merged into it.

    ``request()`` asks for a frame. It goes out at once while fewer than ``WINDOW`` frames are unpainted; else when
    a page acknowledges, or when the stall time is over, so the last frame is always shown. A page that
    paints slowly slows the frames down for all pages, and is forgotten when it is gone.

    Parameters
    ----------
    transmit : callable
        Called with the number of the frame (1, 2, ...), with ``lock`` held. Sends all that is waiting.
    lock : re-entrant lock
        Held around every decision; the owner of the waiting data uses the same one.
    """

    def __init__(self, transmit: Callable[[int], None], lock: "threading.RLock") -> None:
        self._transmit = transmit
        self._lock = lock
        self._waiting = False
        self._timer: threading.Timer | None = None
        self._pages: dict[str, _Page] = {}
        self._sent_at = 0.0
        self.sent = 0
        """Number of the newest frame that was sent; 0 before the first."""

    @property
    def draw_s(self) -> float:
        """Seconds that the slowest page needs for a frame; 0 while none has painted."""
        with self._lock:
            return max((page.draw_s for page in self._live_pages()), default=0.0)

    def request(self) -> None:
        """Send what is waiting as soon as the browser can paint it."""
        with self._lock:
            self._waiting = True
            self._send_or_wait()

    def acknowledge(self, page: str, frame: int, draw_ms: float) -> None:
        """Note that ``page`` has painted everything up to ``frame``, which took it ``draw_ms`` milliseconds."""
        with self._lock:
            draw_s = max(0.0, min(draw_ms, 10_000.0)) / 1000
            self._pages[page] = _Page(frame, draw_s, time.monotonic())
            if self._waiting:
                self._send_or_wait()

    def flush(self) -> None:
        """Send what is waiting now, whatever is still unpainted."""
        with self._lock:
            if self._waiting:
                self._send()

    def close(self) -> None:
        """Forget what is waiting, and every page; the timer's thread ends."""
        with self._lock:
            self._waiting = False
            self._pages.clear()
            self._cancel_timer()

    def _send_or_wait(self) -> None:
        pages = self._live_pages()
        unpainted = self.sent - min((page.frame for page in pages), default=0)
        stall = max([STALL_S, *(2 * page.draw_s for page in pages)])
        rest = self._sent_at + stall - time.monotonic()
        if rest <= 0 or unpainted < WINDOW:
            self._send()
        elif self._timer is None:
            self._timer = threading.Timer(rest, self._stalled)
            self._timer.daemon = True
            self._timer.start()

    def _live_pages(self) -> list["_Page"]:
        """Forget the pages that are gone; while all are silent nobody knows which is there."""
        now = time.monotonic()
        live = {n: p for n, p in self._pages.items() if now - p.seen < max(PAGE_LOST_S, 4 * p.draw_s)}
        self._pages = live or self._pages
        return [*self._pages.values()]

    def _send(self) -> None:
        self._cancel_timer()
        self._waiting = False
        self.sent += 1
        self._sent_at = time.monotonic()
        self._transmit(self.sent)

    def _stalled(self) -> None:
        with self._lock:
            self._timer = None
            if self._waiting:
                self._send_or_wait()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

"""The kernel's interrupt button for what trains beside the notebook."""

import asyncio
import signal
import threading
import weakref
from typing import Any

_AGAIN_S = 0.05

_interruptible: "weakref.WeakSet[Any]" = weakref.WeakSet()
_previous: list[Any] = []


def hear_interrupts(trainer: Any) -> None:
    """Let an interrupt reach a trainer while no cell runs; during a cell it reaches the cell, as always.

    An idle kernel ignores interrupts. Its own handler is put back around every cell, so ours is set when the cell that
    began the training has ended; that is possible from the main thread of a running event loop only, and elsewhere
    nothing is done.

    Parameters
    ----------
    trainer : object
        With ``is_working`` and a method ``interrupt()``, which does not wait and tells whether there was something to
        stop. It is held by a weak reference.
    """
    _interruptible.add(trainer)
    if threading.current_thread() is not threading.main_thread():
        return
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    loop.call_later(_AGAIN_S, _arm, loop)


def _arm(loop: asyncio.AbstractEventLoop) -> None:
    present = signal.getsignal(signal.SIGINT)
    if present is _interrupt:
        return
    if present is signal.default_int_handler:  # a cell runs; its handler is put back when it ends
        if any(one.is_working for one in _interruptible):
            loop.call_later(_AGAIN_S, _arm, loop)
        return
    _previous[:] = [signal.signal(signal.SIGINT, _interrupt)]


def _interrupt(number: int, frame: Any) -> None:
    playing = [one for one in _interruptible if one.interrupt()]
    previous = _previous[0] if _previous else signal.SIG_IGN
    if not playing and callable(previous):
        previous(number, frame)

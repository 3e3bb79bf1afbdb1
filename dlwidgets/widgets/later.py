"""Something that is done in a while, if whom it is about is still there."""

import threading
import weakref
from typing import Any


def later(seconds: float, owner: Any, name: str) -> threading.Timer:
    """Call a method of an owner after some seconds, if it is still there then.

    Parameters
    ----------
    seconds : float
        How many.
    owner : object
        Held by a weak reference.
    name : str
        Name of the method, which takes nothing.

    Returns
    -------
    threading.Timer
        Its ``cancel`` takes it back.
    """
    owner_of = weakref.ref(owner)

    def call() -> None:
        present = owner_of()
        if present is not None:
            getattr(present, name)()

    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()
    return timer

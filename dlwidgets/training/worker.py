"""Work in threads of its own: it can be stopped between two pieces, and waited for."""

import threading
import weakref
from collections.abc import Callable
from typing import Any


class OwnThread:
    """Work in a thread of its own that is asked to end, and waited for.

    A thread, because it is the one form that can be stopped on every version of ipykernel.

    Parameters
    ----------
    name : str
        Of the thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._stop = threading.Event()
        self._stop.set()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    @property
    def is_here(self) -> bool:
        """Whether the caller runs in this thread."""
        return self._thread is threading.current_thread()

    def stop(self) -> None:
        """End after the piece that is under way; does nothing if nothing is done."""
        self._stop.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the work has ended.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds to wait at most; for ever by default.

        Returns
        -------
        bool
            Whether it has ended.
        """
        thread = self._newest()
        if thread is None or self.is_here:
            return True
        if timeout_s is not None:
            thread.join(timeout_s)
            return not thread.is_alive()
        while thread is not None and thread.is_alive():
            thread.join(0.2)  # not for ever at once: on Windows, Ctrl-C would not be heard
            thread = self._newest()  # another one may have gone on
        return True

    def _newest(self) -> threading.Thread | None:
        with self._starting:  # nobody can wait for what has not begun
            return self._thread

    def _begin(self, work: Callable[..., None], *arguments: Any) -> None:
        """Do the work; its last argument tells when it has to end."""
        self._stop = threading.Event()
        with self._starting:
            self._thread = threading.Thread(target=work, args=(*arguments, self._stop), name=self._name, daemon=True)
            self._thread.start()


class Worker(OwnThread):
    """Calls a method of its owner again and again beside the notebook.

    Between two pieces it holds its owner by a weak reference only, so that an owner that nobody holds any more ends it.

    Parameters
    ----------
    owner : object
        Whose work it is.
    piece : str
        Name of the method that does one piece; it returns whether another may follow.
    ended : str
        Name of the method that is called once when the work has ended, with the exception that ended it, or None.
    rest_s : str, optional
        Name of the method that returns for how many seconds to do nothing after a piece.
    """

    def __init__(self, owner: Any, piece: str, ended: str, rest_s: str | None = None) -> None:
        super().__init__("dlwidgets-trainer")
        self._owner = weakref.ref(owner)
        self._piece = piece
        self._ended = ended
        self._rest_s = rest_s

    @property
    def is_working(self) -> bool:
        """Whether a piece may follow."""
        return not self._stop.is_set()

    def start(self) -> None:
        """Begin; does nothing if it works already."""
        if not self.is_working:
            self.wait()
            self._begin(_work, self._owner, self._piece, self._ended, self._rest_s)


def _work(owner_of: Callable[[], Any], piece: str, ended: str, rest_s: str | None, stop: threading.Event) -> None:
    error: BaseException | None = None
    try:
        while not stop.is_set():
            owner = owner_of()
            if owner is None or not getattr(owner, piece)():
                break
            pause_s = getattr(owner, rest_s)() if rest_s else 0.0
            del owner  # it may be let go while nothing is done
            if pause_s:
                stop.wait(pause_s)
    except BaseException as caught:  # noqa: BLE001 - whatever ends the work is told to the owner
        error = caught
    finally:
        stop.set()
        owner = owner_of()
        if owner is not None:
            getattr(owner, ended)(error)

"""Who learns beside the notebook, one method after the other, and is then asked what it relies on."""

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Any

from dlwidgets.compare.job import sentence_of
from dlwidgets.compare.race import split_of
from dlwidgets.demos.comparing.examples import TRAIN_SHARE
from dlwidgets.demos.explaining.learned import METHODS, USES, Learned, fitted, shuffled
from dlwidgets.demos.explaining.settings import ExplanationSettings
from dlwidgets.demos.working_demo import Work
from dlwidgets.training.worker import Worker

MOST_KEPT = 40
"""Methods that have learned are remembered: what was known comes back at once when a control goes back."""


class ExplanationLearning(ExplanationSettings):
    """Who has learned?

    The part of the demo that has the work done. The slow work is done without the lock, so that controls answer
    meanwhile.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    kept = ("split", "_drawn")

    def __init__(self, **settings: Any) -> None:
        self._known: dict[Any, Learned] = {}
        self._drawn: Any = None
        self._is_busy = False
        self._worker = Worker(self, "_piece", "_ended")
        super().__init__(**settings)

    @property
    def _works(self) -> Iterable[Work]:
        return (self._worker,)

    @property
    def learned(self) -> dict[str, Learned]:
        """The methods that have learned with the settings as they are, by name; or failed."""
        found = {method: self._known.get(self._key(method)) for method in METHODS}
        return {method: one for method, one in found.items() if one is not None}

    @property
    def is_working(self) -> bool:
        """Whether somebody learns just now."""
        return self._is_busy

    def run(self) -> dict[str, float]:
        """Let all learn now, and measure on what they rely.

        Returns
        -------
        dict of str to float
            Test accuracy by method; NaN for one that failed.
        """
        self._worker.stop()
        self._worker.wait()
        self._is_busy = False
        while self._piece(has_keras=True):
            pass
        return {method: one.accuracy for method, one in self.learned.items()}

    def settle(self, changed: set[str]) -> None:
        """Follow changed settings."""
        if self._drawn != (self.data, self.seed):
            self.split = split_of(self.source, TRAIN_SHARE, self.seed)
            self._drawn = (self.data, self.seed)
            self._lay_out()
            if "example" not in changed:
                self.example = 0
        self.is_settled = True
        self.example = min(self.example, self.split.test.n_examples - 1)
        if self._made and self.is_open:
            self._prepare_beside()

    def _lay_out(self) -> None:
        raise NotImplementedError

    def _key(self, method: str) -> Any:
        """Name all that a method's learning depends on."""
        return (method, self.data, self.seed, *(getattr(self, name) for name in USES[method]))

    def _prepare_beside(self) -> None:
        """Let the worker begin, unless it is at work: then it finds by itself what is missing."""
        if not self._is_busy:
            self._is_busy = True
            self._worker.stop()  # a thread that has found nothing to do may not have ended yet; it needs no lock
            self._worker.start()

    def _piece(self, *, has_keras: bool | None = None) -> bool:
        """Do what is missing next, and tell whether there was anything."""
        with self._frames.lock:
            has_keras = find_spec("tensorflow") is not None if has_keras is None else has_keras
            wanted = self._next(has_keras=has_keras)
            if wanted is None:
                self._is_busy = False
                self.refresh()
                return False
            key, work = wanted
            n_examples = self.split.train.n_examples
        found = _tried(work, n_examples)
        with self._frames.lock:
            self._known[key] = found
            while len(self._known) > MOST_KEPT:
                del self._known[next(iter(self._known))]
            if self.is_open or not self._worker.is_working:
                self.refresh()
        return True

    def _ended(self, _error: BaseException | None) -> None:
        self._is_busy = False

    def _next(self, *, has_keras: bool) -> tuple[Any, Callable[[], Learned]] | None:
        """Return what is to be done next and under which name it will be known: all learn, then all are asked."""
        state, split = self._values(), self.split
        order = [method for method in ("svm", "knn", "forest", "network") if has_keras or method != "network"]
        for method in order:
            key = self._key(method)
            if key not in self._known:
                return key, lambda method=method: fitted(method, state, split)  # type: ignore[misc]
        for method in order:
            one = self._known[self._key(method)]
            if one.drops is None and not one.error:
                return self._key(method), lambda one=one: shuffled(one, split, state["seed"])  # type: ignore[misc]
        return None


def _tried(work: Callable[[], Learned], n_examples: int) -> Learned:
    """Do a piece of work; one that fails says why, and the others go on."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - whatever an estimator raises
        return Learned(None, error=sentence_of(error, n_examples))

"""Who learns beside the notebook, one method after the other, and is then asked what it relies on."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from dlwidgets.compare.job import sentence_of
from dlwidgets.compare.race import split_of
from dlwidgets.demos.comparing.examples import TRAIN_SHARE
from dlwidgets.demos.explaining.learned import METHODS, USES, Learned, fitted, shuffled
from dlwidgets.demos.explaining.settings import ExplanationSettings

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
        self._has_keras: bool | None = None
        super().__init__(**settings)

    @property
    def learned(self) -> dict[str, Learned]:
        """The methods that have learned with the settings as they are, by name; or failed."""
        found = {method: self._known.get(self._key(method)) for method in METHODS}
        return {method: one for method, one in found.items() if one is not None}

    def run(self) -> dict[str, float]:
        """Let all learn now, and measure on what they rely.

        Returns
        -------
        dict of str to float
            Test accuracy by method; NaN for one that failed.
        """
        self._has_keras = True  # where there is none, it is said why the network has failed
        self._do_all()
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
            self._begin_beside()

    def _lay_out(self) -> None:
        raise NotImplementedError

    def _key(self, method: str) -> Any:
        """Name all that a method's learning depends on."""
        return (method, self.data, self.seed, *(getattr(self, name) for name in USES[method]))

    def _prepare_beside(self) -> None:
        self._begin_beside()

    def _done(self, wanted: Any) -> Learned:
        _, work, n_examples = wanted
        return _tried(work, n_examples)

    def _note(self, wanted: Any, found: Learned) -> None:
        self._known[wanted[0]] = found
        while len(self._known) > MOST_KEPT:
            del self._known[next(iter(self._known))]

    def _wanted(self) -> tuple[Any, Callable[[], Learned], int] | None:
        """Return what is to be done next and under which name it will be known: all learn, then all are asked."""
        state, split, n = self._values(), self.split, self.split.train.n_examples
        has_keras = find_spec("tensorflow") is not None if self._has_keras is None else self._has_keras
        order = [method for method in ("svm", "knn", "forest", "network") if has_keras or method != "network"]
        for method in order:
            key = self._key(method)
            if key not in self._known:
                return key, lambda method=method: fitted(method, state, split), n  # type: ignore[misc]
        for method in order:
            one = self._known[self._key(method)]
            if one.drops is None and not one.error:
                return self._key(method), lambda one=one: shuffled(one, split, state["seed"]), n  # type: ignore[misc]
        return None


def _tried(work: Callable[[], Learned], n_examples: int) -> Learned:
    """Do a piece of work; one that fails says why, and the others go on."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - whatever an estimator raises
        return Learned(None, error=sentence_of(error, n_examples))

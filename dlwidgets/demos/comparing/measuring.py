"""Learning curves that are measured beside the notebook: what is planned, and how far it is."""

from collections.abc import Generator, Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from dlwidgets.compare.curves import LearningCurves
from dlwidgets.compare.job import Outcome
from dlwidgets.compare.learning import CurveWork, learning_curves
from dlwidgets.data import Dataset, load
from dlwidgets.demos.comparing.examples import DRAWN, OWN, PICTURES, PLANES
from dlwidgets.demos.piecework_demo import PieceworkDemo
from dlwidgets.widgets.controls import button, choice, slider, toggle

N_DRAWN = 1600
"""Half of them are for the test."""


@lru_cache(maxsize=16)
def _named(name: str, noise: float) -> Dataset:
    return load(name, n=N_DRAWN, noise=noise) if name in DRAWN else load(name)


class CurveMeasuring(PieceworkDemo):
    """What is measured?

    The part of the demo on learning curves that has the work done.

    Parameters
    ----------
    contestants, sizes : object
        As ``dlw.learning_curves`` takes them.
    how : dict
        Its other settings, but for those that have controls.
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    data = choice(
        "digits", lambda demo: demo.sets, label="Data", help="What is to be told apart. Half is for the test."
    )
    noise = slider(0.2, 0, 0.5, step=0.05, label="Noise", help="How much drawn points stray; for drawn data only.")
    scaling = toggle(
        value=True, label="Scaling", help="Brings each feature to mean 0 and deviation 1, by the training examples."
    )
    n_sizes = slider(5, 2, 8, step=1, label="Sizes", help="At how many numbers of examples all are measured.")
    n_seeds = slider(3, 1, 10, step=1, label="Seeds", help="How often: each seed draws another split and other chance.")

    kept = ("work", "_coming")

    own_data: Dataset | None = None
    """What the learner has handed in."""
    work: CurveWork
    """What is measured: its rows, and how far it is."""

    def __init__(self, contestants: Any, sizes: Any, how: Mapping[str, Any], **settings: Any) -> None:
        self._contestants, self._sizes, self._how = contestants, sizes, how
        self._is_asked = False
        self._coming: Generator[Outcome] | None = None
        super().__init__(**settings)

    @property
    def sets(self) -> dict[str, str]:
        """Data sets that may be chosen."""
        known = {**PLANES, **PICTURES}
        return {**known, OWN: self.own_data.name} if self.own_data else known

    @property
    def source(self) -> Dataset:
        """The chosen data set, both parts."""
        return self.own_data if self.data == OWN and self.own_data else _named(self.data, self.noise)

    @property
    def result(self) -> LearningCurves:
        """What is measured so far, as ``dlw.learning_curves`` returns it."""
        return self.work.so_far()

    @button("Play", help="Measure, beside the notebook; press again to stop. What is finished stays.", key="p")
    def play(self) -> None:
        """Measure what is missing beside the notebook; or stop if that is under way."""
        if self._is_asked:
            self.stop()
        else:
            self._is_asked = True
            self._begin_beside()
            self.refresh()

    @property
    def is_playing(self) -> bool:
        """Whether what is missing is measured beside the notebook."""
        return self._is_asked and self._worker.is_working

    def pause(self) -> None:
        """Stop, as nobody looks."""
        self.stop()

    def stop(self) -> None:
        """Let the measuring end; what is finished stays, and `play` goes on from there."""
        self._is_asked = False
        self.work.stop()
        self.refresh()

    def run(self) -> LearningCurves:
        """Measure all that is missing now.

        Returns
        -------
        LearningCurves
            As ``dlw.learning_curves`` gives it.
        """
        self._is_asked = False
        self.work.stop()
        self._worker.wait()
        self._is_asked = True
        try:
            self._do_all()
        finally:
            self._is_asked = False
        return self.result

    def settle(self, changed: set[str]) -> None:  # noqa: ARG002 - whatever has changed, other work is to be done
        """Plan other work."""
        before: Any = vars(self).get("work")
        how = {"scaling": "standard" if self.scaling else "none", "seeds": self.n_seeds, **self._how}
        sizes = self._sizes_of(self.source) if self._sizes is None else self._sizes
        self.work = learning_curves(self.source, self._contestants, sizes=sizes, **how)
        self._coming = None
        if before is not None:
            before.stop()

    def disabled(self) -> Iterable[str]:
        """Return the controls that can do nothing just now."""
        return [*([] if self.data in DRAWN else ["noise"]), *([] if self._sizes is None else ["n_sizes"])]

    def button_labels(self) -> Mapping[str, str]:
        """Return what Play says just now."""
        return {"play": "Stop"} if self._is_asked else {}

    def _sizes_of(self, source: Dataset) -> list[int]:
        """Choose numbers of examples, at equal distances on the logarithmic axis."""
        n_most = source.split(0.5, 0).train.n_examples
        least = min(max(2 * source.n_classes, 10), n_most)
        return sorted({int(size) for size in np.geomspace(least, n_most, self.n_sizes).round()})

    def _stop_work(self) -> None:
        self._is_asked = False
        super()._stop_work()
        if work := vars(self).get("work"):
            work.stop()

    def _wanted(self) -> Generator[Outcome] | None:
        if not self._is_asked:
            if self._coming is not None:
                self._coming.close()
                self._coming = None
            return None
        if self._coming is None:
            self._coming = iter(self.work)
        return self._coming

    def _done(self, wanted: Generator[Outcome]) -> Outcome | None:
        return next(wanted, None)

    def _note(self, wanted: Generator[Outcome], found: Outcome | None) -> None:
        if found is None and wanted is self._coming:
            self._coming, self._is_asked = None, False

    def _ended(self, error: BaseException | None) -> None:
        self._is_asked = False
        super()._ended(error)

"""How many examples does it take? Learning curves of several contestants while they are measured."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from dlwidgets.charts.examples_needed import examples_needed
from dlwidgets.compare.curves import LearningCurves
from dlwidgets.compare.job import Outcome
from dlwidgets.compare.learning import CurveWork, learning_curves
from dlwidgets.data import Dataset, load
from dlwidgets.demos.comparing.examples import DRAWN, OWN, PICTURES, PLANES, own
from dlwidgets.demos.comparing.lineup import read_lineup
from dlwidgets.demos.comparing.words import listed, percent
from dlwidgets.demos.piecework_demo import PieceworkDemo
from dlwidgets.widgets.controls import button, choice, slider, toggle
from dlwidgets.widgets.demo import Note

N_DRAWN = 1600
"""Half of them are for the test."""


@lru_cache(maxsize=16)
def _named(name: str, noise: float) -> Dataset:
    return load(name, n=N_DRAWN, noise=noise) if name in DRAWN else load(name)


class ExamplesNeeded(PieceworkDemo):
    """How many examples does it take?

    Accuracy against the number of examples to learn from, for several contestants and seeds: "needs a lot of data" as
    a measurement. Rows come as they are measured, by worker processes; what is finished is kept on disk and comes back
    at once. Where two mean curves cross, a ring says from how many examples on the other one is ahead.

    Parameters
    ----------
    data : str, Dataset, data frame, or (X, y), optional
        As ``dlw.Comparison`` takes it.
    contestants : optional
        As ``dlw.race`` takes them, six at most.
    target : str, optional
        The column of the frame that holds the classes.
    sizes : sequence of int, optional
        Numbers of examples; as many as the control says, from few to all, if not given.
    executor, n_workers, time_limit_s, cache : optional
        As ``dlw.learning_curves`` takes them.
    **settings
        First values of settings such as ``noise``, ``n_seeds``, ``scaling``; ``hide`` and ``lock``.

    Raises
    ------
    UnknownNameError
        If a data set, contestant or setting does not exist.
    DataError
        If the data can't be learned from.
    InvalidValueError
        If a setting is out of range.

    References
    ----------
    T. Viering and M. Loog (2023), https://doi.org/10.1109/TPAMI.2022.3220744

    Examples
    --------
    >>> demo = ExamplesNeeded("iris", ["svm", "majority"], sizes=[10, 40], n_seeds=2, cache=None)
    >>> demo.run().names
    ('svm', 'majority')
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

    def __init__(
        self,
        data: Any = "digits",
        contestants: Any = ("keras", "svm"),
        *,
        target: str | None = None,
        sizes: Any = None,
        executor: Any = None,
        n_workers: int = 1,
        time_limit_s: float | None = 60.0,
        cache: Any = True,
        **settings: Any,
    ) -> None:
        self._contestants = [*contestants] if isinstance(contestants, Iterator) else contestants
        self._names = tuple(read_lineup(self._contestants))
        self._sizes = sizes
        self._how = {"executor": executor, "n_workers": n_workers, "time_limit_s": time_limit_s, "cache": cache}
        self._is_asked = False
        self._coming: Generator[Outcome] | None = None
        if not isinstance(data, str) or target is not None:
            self.own_data, data = own(data, target), OWN
        super().__init__(data=data, **settings)

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

    def chart(self) -> Any:
        """Return the curves."""
        return examples_needed(self._names)

    def frame(self) -> Mapping[str, Any]:
        """Return what is measured so far."""
        found, (n_done, n_rows) = self.result, self.work.progress
        scores = [(one.name, one.n_train, one.accuracy, one.seed) for one in found.outcomes if not one.error]
        means = [row for name in found.names for row in _means(found, name)]
        crossings = [(one.n_train, one.accuracy, _said(one)) for one in found.crossings()]
        return {
            "progress": {"done": [n_done / n_rows], "label": [f"{n_done} of {n_rows} measured"]},
            "scores": _columns(("name", "n_train", "accuracy", "seed"), scores),
            "means": _columns(("name", "n_train", "mean", "low", "high", "n_seeds"), means),
            "crossings": _columns(("n_train", "accuracy", "says"), crossings),
        }

    def sentence(self) -> str:
        """Say how each does with the fewest and the most examples, and where two change places."""
        found, (n_done, n_rows) = self.result, self.work.progress
        if not n_done:
            return f"{self.source.name}: nothing is measured yet, of {n_rows} rows. Press Play."
        told = [_ends(found, name) for name in found.names]
        crossed = [_said(one) for one in found.crossings()]
        if not crossed and len(found.names) > 1 and found.is_complete:
            crossed = ["No two curves cross in this range."]
        so_far = "" if found.is_complete else f" So far {n_done} of {n_rows} rows."
        return f"{self.source.name}: {listed([*filter(None, told)])}. {' '.join(crossed)}{so_far}".replace(" .", ".")

    def notes(self) -> Iterable[Note]:
        """Return how to read the picture, and what went wrong."""
        lines = (
            "Small points: one seed each; large ones: their mean, with a line as long as the deviation on both sides.",
            "For each seed the test examples are the same at all sizes, and more examples include the fewer.",
            "A ring: the mean curves cross there. Where the lines of deviation overlap, that may be chance.",
        )
        yield Note("How to read it", lines)
        errors = dict.fromkeys(f"{o.name}, {o.n_train} examples: {o.error}" for o in self.result.outcomes if o.error)
        if errors:
            yield Note("What went wrong", tuple(errors))

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name; what is your own stands as dots."""
        arguments = super().code_arguments() | ({"data": "..."} if self.data == OWN else {})
        if self._names != ("keras", "svm"):
            given = self._contestants
            named = isinstance(given, list | tuple) and all(isinstance(one, str) for one in given)
            arguments["contestants"] = repr([*self._names]) if named else "..."
        if self._sizes is not None:
            arguments["sizes"] = repr([*self._sizes])
        return arguments

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


def _means(found: LearningCurves, name: str) -> Iterator[tuple[Any, ...]]:
    """Return the points of a mean curve, with the ends of their deviation."""
    for size, standing in zip(found.sizes, found.curve(name), strict=True):
        if not np.isnan(standing.accuracy):
            spread = 0.0 if np.isnan(standing.spread) else standing.spread
            low, high = max(0.0, standing.accuracy - spread), min(1.0, standing.accuracy + spread)
            yield name, size, standing.accuracy, low, high, sum(not one.error for one in standing.outcomes)


def _ends(found: LearningCurves, name: str) -> str:
    """Say how accurate one is with the fewest and with the most examples."""
    known = [(size, mean) for _, size, mean, *_ in _means(found, name)]
    if not known:
        return f"{name} has failed"
    (few, low), (many, high) = known[0], known[-1]
    more = f", {percent(high)} with {many}" if many > few else ""
    return f"{name} has {percent(low)} right with {few} examples{more}"


def _said(crossing: Any) -> str:
    return f"From about {crossing.n_train:.0f} examples on, {crossing.ahead_after} is ahead of {crossing.ahead_before}."


def _columns(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return dict(zip(names, map(list, zip(*rows, strict=True)) if rows else [[] for _ in names], strict=True))

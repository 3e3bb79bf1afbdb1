"""How many examples does it take? Learning curves of several contestants while they are measured."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from dlwidgets.charts.examples_needed import examples_needed
from dlwidgets.compare.curves import LearningCurves
from dlwidgets.data import is_own, refuse_target
from dlwidgets.demos.comparing.examples import OWN, own
from dlwidgets.demos.comparing.lineup import read_lineup
from dlwidgets.demos.comparing.measuring import CurveMeasuring
from dlwidgets.demos.comparing.words import listed, percent
from dlwidgets.widgets.demo import Note


class ExamplesNeeded(CurveMeasuring):
    """How many examples does it take?

    Accuracy against the number of examples to learn from, for several contestants and seeds: "needs a lot of data" as
    a measurement. Rows come as they are measured, by worker processes; what is finished is kept on disk and comes back
    at once. Where two mean curves cross, a ring says from how many examples on the other one is ahead.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        As ``dlw.Comparison`` takes it.
    contestants : optional
        As ``dlw.race`` takes them, six at most.
    target : str, optional
        The column of the frame or file that holds the classes.
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
        given = [*contestants] if isinstance(contestants, Iterator) else contestants
        self._names = tuple(read_lineup(given))
        if is_own(data):
            self.own_data, data = own(data, target), OWN
        else:
            refuse_target(target, data)
        self._crossed: list[tuple[float, float, str]] = []
        """Where curves cross, how high, and what is said of it; found with each frame."""
        how = {"executor": executor, "n_workers": n_workers, "time_limit_s": time_limit_s, "cache": cache}
        super().__init__(given, sizes, how, data=data, **settings)

    def chart(self) -> Any:
        """Return the curves."""
        return examples_needed(self._names)

    def frame(self) -> Mapping[str, Any]:
        """Return what is measured so far."""
        found, (n_done, n_rows) = self.result, self.work.progress
        scores = [(one.name, one.n_train, one.accuracy, one.seed) for one in found.outcomes if not one.error]
        means = [row for name in found.names for row in _means(found, name)]
        self._crossed = [(one.n_train, one.accuracy, _said(one)) for one in found.crossings()]
        return {
            "sizes": [*map(int, found.sizes)],
            "progress": {"done": [n_done / n_rows], "label": [f"{n_done} of {n_rows} measured"]},
            "scores": _columns(("name", "n_train", "accuracy", "seed"), scores),
            "means": _columns(("name", "n_train", "mean", "low", "high", "n_seeds"), means),
            "crossings": _columns(("n_train", "accuracy", "says"), self._crossed),
        }

    def sentence(self) -> str:
        """Say how each does with the fewest and the most examples, and where two change places."""
        found, (n_done, n_rows) = self.result, self.work.progress
        if not n_done:
            return f"{self.source.name}: nothing is measured yet, of {n_rows} rows. Press Play."
        told = [_ends(found, name) for name in found.names]
        crossed = [says for *_, says in self._crossed]
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

"""The work behind learning curves: it comes row by row, can be stopped, and goes on where it was."""

import threading
from collections.abc import Generator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

import numpy as np

from dlwidgets.compare.cache import Cache
from dlwidgets.compare.contestants import Contestant, read_contestants
from dlwidgets.compare.curves import LearningCurves
from dlwidgets.compare.job import Job, Outcome
from dlwidgets.compare.race import TIME_LIMIT_S, read_seeds, split_of
from dlwidgets.compare.work import check_work, outcomes
from dlwidgets.data import Dataset, Split
from dlwidgets.data.checks import whole_number
from dlwidgets.errors import InvalidValueError, clear_call

N_SIZES = 6


class CurveWork:
    """Learning curves while they are measured; `learning_curves` makes it.

    Loop over it to hear each row as it comes, or ask for `result`, which does what is left.

    Parameters
    ----------
    data : str
        What the data set is called.
    jobs : sequence of Job
        What is to be done.
    cache : Cache
        What is known already.
    settings : dict
        As `outcomes` takes them.
    """

    def __init__(self, data: str, jobs: Sequence[Job], cache: Cache, settings: dict[str, Any]) -> None:
        self._data = data
        self._jobs = jobs
        self._cache = cache
        self._settings = settings
        self._done: dict[int, Outcome] = {}
        self._stop = threading.Event()

    @property
    def progress(self) -> tuple[int, int]:
        """Rows that are there, and rows that there will be."""
        return len(self._done), len(self._jobs)

    def stop(self) -> None:
        """End the work; what is finished stays, and another loop goes on from there."""
        self._stop.set()

    def so_far(self) -> LearningCurves:
        """Return what is there already.

        Returns
        -------
        LearningCurves
            Perhaps with gaps.
        """
        done = dict(self._done)
        is_complete = len(done) == len(self._jobs)
        return LearningCurves(self._data, tuple(done[place] for place in sorted(done)), is_complete)

    def result(self) -> LearningCurves:
        """Do what is left, unless someone stops it.

        Returns
        -------
        LearningCurves
            The same to the last digit, whoever does the work.
        """
        for _ in self:
            pass
        return self.so_far()

    def __iter__(self) -> Generator[Outcome]:
        self._stop.clear()
        left = [place for place in range(len(self._jobs)) if place not in self._done]
        unknown = []
        for place in left:
            known = self._cache.get(self._jobs[place])
            if known is None:
                unknown.append(place)
            else:
                self._done[place] = known
                yield known
        if self._stop.is_set():
            return
        jobs = [self._jobs[place] for place in unknown]
        for at, outcome in outcomes(jobs, stop=self._stop, **self._settings):
            place, row = unknown[at], outcome.without_predictions()
            self._done[place] = row
            self._cache.put(self._jobs[place], row)
            yield row

    def __len__(self) -> int:
        return len(self._jobs)

    def __repr__(self) -> str:
        done, planned = self.progress
        return f"Learning curves: {done} of {planned} rows.\n{self.so_far()!r}"


@clear_call
def learning_curves(
    data: str | Dataset | Split = "circle",
    contestants: Any = None,
    *,
    sizes: Sequence[int] | None = None,
    seeds: int | Sequence[int] = 5,
    train: float = 0.5,
    scaling: str | None = "standard",
    features: Any = None,
    time_limit_s: float | None = TIME_LIMIT_S,
    executor: Executor | None = None,
    n_workers: int = 1,
    cache: Any = True,
) -> CurveWork:
    """Measure how accurate classifiers become with more examples.

    For each seed the data are parted anew; the test part is the same for all sizes, and a larger training part holds
    the smaller ones, each with at least one example of every class.

    Parameters
    ----------
    data, contestants : optional
        As `race` takes them.
    sizes : sequence of int, optional
        Numbers of examples to learn from; six if not given, from few to all.
    seeds : int or sequence of int, default 5
        How many seeds, counted from 0, or which.
    train : float, default 0.5
        The share that the largest size can learn from.
    scaling, features : optional
        As `race` takes them.
    time_limit_s : float or None, default 60
        Seconds for one contestant with one seed and size.
    executor : concurrent.futures.Executor, optional
        Who does the work: a pool of processes, or ``client.get_executor()`` of a Dask cluster (extra ``dask``), whose
        workers have one thread each. What it loses because a worker dies, or does not answer for longer than the
        limit, worker processes of our own do again.
    n_workers : int, default 1
        How many of our own work at once.
    cache : str, Path, True or None, default True
        A folder that keeps what is finished, by model, data, size, seed and versions. None keeps nothing.

    Returns
    -------
    CurveWork
        Nothing is done yet: loop over it, or call its ``result()``.

    Raises
    ------
    DataError
        If the data can't be learned from.
    UnknownNameError
        For a name that is not known, with the nearest.
    InvalidValueError
        For a setting that is out of range, such as fewer examples than classes.

    References
    ----------
    T. Viering and M. Loog (2023), https://doi.org/10.1109/TPAMI.2022.3220744
    """
    check_work(executor, n_workers, time_limit_s)
    runners = read_contestants(contestants, scaling, features)
    splits = {seed: split_of(data, train, seed) for seed in read_seeds(seeds)}
    n_most = min(split.train.n_examples for split in splits.values())
    n_classes = next(iter(splits.values())).train.n_classes
    chosen = read_sizes(sizes, n_classes, n_most)
    jobs = _jobs(splits, chosen, runners)
    settings = {"executor": executor, "n_workers": n_workers, "time_limit_s": time_limit_s}
    return CurveWork(jobs[0].train.name, jobs, Cache(cache), settings)


def read_sizes(sizes: Sequence[int] | None, n_classes: int, n_most: int) -> tuple[int, ...]:
    """Return the numbers of examples that were meant, ascending.

    Parameters
    ----------
    sizes : sequence of int or None
        What was given.
    n_classes, n_most : int
        The fewest and the most examples that there can be.

    Returns
    -------
    tuple of int
        At least one.

    Raises
    ------
    InvalidValueError
        If one is out of range, or there is none.
    """
    if sizes is None:
        least = min(max(2 * n_classes, 10), n_most)
        return tuple(sorted({int(size) for size in np.geomspace(least, n_most, N_SIZES).round()}))
    if not hasattr(sizes, "__iter__") or isinstance(sizes, str) or not list(sizes):
        raise InvalidValueError(f"sizes is {sizes!r}; give numbers of examples, such as [20, 50, 100].")
    listed = sorted({whole_number("each of sizes", size, at_least=1) for size in sizes})
    if listed[0] < n_classes or listed[-1] > n_most:
        raise InvalidValueError(
            f"sizes is {listed}; there are {n_classes} classes, which need {n_classes} examples or more, and "
            f"{n_most} examples to learn from."
        )
    return tuple(listed)


def nested_order(y: Any) -> Any:
    """Order examples so that the first ones hold each class, and any number of them its share as far as it goes.

    Parameters
    ----------
    y : int array of shape (n,)
        Classes, in random order.

    Returns
    -------
    int array of shape (n,)
        Row numbers.

    Examples
    --------
    >>> nested_order([0, 0, 0, 0, 1, 1]).tolist()
    [0, 4, 1, 2, 3, 5]
    """
    classes = np.asarray(y)
    share = np.empty(len(classes))
    for label in np.unique(classes):
        rows = np.flatnonzero(classes == label)
        share[rows] = (np.arange(len(rows)) + 0.5) / len(rows)
        share[rows[0]] = 0
    return np.argsort(share, kind="stable")


def _jobs(splits: dict[int, Split], sizes: Sequence[int], runners: Sequence[Contestant]) -> list[Job]:
    """Plan the work, small sizes first: they are ready soon, and show the shape."""
    orders = {seed: nested_order(split.train.y) for seed, split in splits.items()}
    return [
        Job(runner, _first(splits[seed].train, orders[seed][:size]), splits[seed].test, seed)
        for size in sizes
        for seed in splits
        for runner in runners
    ]


def _first(train: Dataset, rows: Any) -> Dataset:
    return replace(train, X=train.X[rows], y=train.y[rows])

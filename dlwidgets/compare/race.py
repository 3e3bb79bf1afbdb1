"""A race: all contestants on the same split with the same seed, once per seed."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any

import numpy as np

from dlwidgets.compare.contestants import read_contestants
from dlwidgets.compare.job import Job, Outcome
from dlwidgets.compare.result import RaceResult, Standing
from dlwidgets.compare.work import check_work, outcomes
from dlwidgets.data import Dataset, Split, load, own_dataset
from dlwidgets.data.checks import whole_number
from dlwidgets.errors import DataError, InvalidValueError, a_kind, clear_call

TIME_LIMIT_S = 60.0
LARGEST_SEED = 2**32 - 1
"""As NumPy's and scikit-learn's random states have it."""


@clear_call
def race(
    data: str | Dataset | Split = "circle",
    contestants: Any = None,
    *,
    seeds: int | Sequence[int] = 1,
    train: float = 0.5,
    scaling: str | None = "standard",
    features: Any = None,
    time_limit_s: float | None = TIME_LIMIT_S,
    executor: Executor | None = None,
    n_workers: int = 1,
    on_outcome: Callable[[Outcome], None] | None = None,
    stop: threading.Event | None = None,
) -> RaceResult:
    """Let classifiers learn from the same examples, and test each with the same others.

    Each works in a process of its own, in one thread, so that times compare and one that never ends can be ended.

    Parameters
    ----------
    data : str, Dataset, Split or (X, y), default "circle"
        What is learned from. A `Split` stays the same for all seeds.
    contestants : optional
        Names, estimators, ``(name, estimator)`` pairs, or ``{name: estimator}``. Names are ``"keras"``, ``"svm"``,
        ``"svm_linear"``, ``"svm_rbf"``, ``"svm_poly"``, ``"knn"``, ``"random_forest"``, ``"logistic_regression"``
        and ``"majority"``, which always says the most frequent class.
    seeds : int or sequence of int, default 1
        How many seeds, counted from 0, or which. Each draws another split, and the chance of each contestant.
    train : float, default 0.5
        The share to learn from, above 0 and below 1.
    scaling : {"standard", "minmax", "none"}, default "standard"
        How features are scaled, by what the training part shows.
    features : {"polynomial", "polar", "unwound"}, transformer or callable, optional
        Makes features of the features, before they are scaled; a callable takes and returns a table. ``"polar"`` and
        ``"unwound"`` take the first two for coordinates.
    time_limit_s : float or None, default 60
        Seconds after which a contestant is ended; its row says so. None is no limit.
    executor : concurrent.futures.Executor, optional
        Who does the work instead, as `learning_curves` takes it. It can't be told to end a contestant.
    n_workers : int, default 1
        How many work at once. More than one disturb each other's clocks.
    on_outcome : callable, optional
        Hears each `Outcome` as it comes.
    stop : threading.Event, optional
        Ends the race when it is set; what is finished is returned.

    Returns
    -------
    RaceResult
        A table when it is shown. A contestant that raises has a sentence in its row; the others go on.

    Raises
    ------
    DataError
        If the data can't be learned from: one class, or fewer examples to learn from than classes.
    UnknownNameError
        For a name that is not known, with the nearest.
    InvalidValueError
        For a setting that is out of range.

    References
    ----------
    J. Demšar (2006), https://www.jmlr.org/papers/v7/demsar06a.html
    """
    check_work(executor, n_workers, time_limit_s)
    _check_hearing(on_outcome, stop)
    runners = read_contestants(contestants, scaling, features)
    drawn = read_seeds(seeds)
    splits = [split_of(data, train, seed) for seed in drawn]
    jobs = [
        Job(runner, split.train, split.test, seed)
        for seed, split in zip(drawn, splits, strict=True)
        for runner in runners
    ]
    done: dict[int, Outcome] = {}
    for place, outcome in outcomes(jobs, executor=executor, n_workers=n_workers, time_limit_s=time_limit_s, stop=stop):
        done[place] = outcome
        if on_outcome is not None:
            on_outcome(outcome)
    finished = [done[place] for place in sorted(done)]
    standings = [Standing(one.name, tuple(o for o in finished if o.name == one.name)) for one in runners]
    name, n_test = splits[0].train.name, splits[0].test.n_examples
    kept = tuple(standing for standing in standings if standing.outcomes)
    return RaceResult(name, kept, drawn, n_test, is_complete=len(done) == len(jobs))


def _check_hearing(on_outcome: Any, stop: Any) -> None:
    """Refuse what can't hear of outcomes, or can't end a race."""
    if on_outcome is not None and not callable(on_outcome):
        raise InvalidValueError(f"on_outcome is {on_outcome!r:.60}; give a function that takes an outcome.")
    if stop is not None and not callable(getattr(stop, "is_set", None)):
        raise InvalidValueError(f"stop is {stop!r:.60}; give a threading.Event().")


def read_seeds(seeds: int | Sequence[int]) -> tuple[int, ...]:
    """Return the seeds that were meant.

    Parameters
    ----------
    seeds : int or sequence of int
        How many, or which.

    Returns
    -------
    tuple of int
        At least one.

    Raises
    ------
    InvalidValueError
        If there is none, or one stands twice or is no whole number of at least 0.
    """
    if isinstance(seeds, int | np.integer) and not isinstance(seeds, bool):
        return tuple(range(whole_number("seeds", seeds, at_least=1)))
    if isinstance(seeds, bool | str) or not hasattr(seeds, "__iter__"):
        raise InvalidValueError(f"seeds is {seeds!r}; give how many, such as 5, or which, such as [0, 1, 2].")
    listed = tuple(whole_number("each of seeds", seed, at_least=0) for seed in seeds)
    if max(listed, default=0) > LARGEST_SEED:
        raise InvalidValueError(f"seeds is {list(listed)}; give whole numbers up to {LARGEST_SEED}.")
    if not listed or len(set(listed)) < len(listed):
        raise InvalidValueError(f"seeds is {list(listed)}; give at least one, and none twice.")
    return listed


def split_of(data: Any, train: float, seed: int) -> Split:
    """Part the data, and refuse what no classifier can learn from.

    Parameters
    ----------
    data : str, Dataset, Split or (X, y)
        As `race` takes it.
    train : float
        The share to learn from.
    seed : int
        What the split is drawn from.

    Returns
    -------
    Split
        The data's own, or a new one.

    Raises
    ------
    DataError
        If there are no classes, one class, or fewer examples to learn from than classes.
    InvalidValueError
        If the data are of another kind.
    """
    known = own_dataset(data) if isinstance(data, tuple) and len(data) == 2 else data
    whole = load(known) if isinstance(known, str) else known
    if not isinstance(whole, Dataset | Split):
        raise InvalidValueError(
            f"data is {a_kind(data)}; give a name such as 'iris', a pair (X, y), or "
            "dlw.Dataset.from_frame(df, target='species')."
        )
    shown = whole.train if isinstance(whole, Split) else whole
    if shown.task != "classification":
        raise DataError(f"{shown.name!r} has values to predict, not classes; a race needs classes.")
    if len(np.unique(shown.y)) < 2:
        raise DataError(f"All examples of {shown.name!r} are of one class; a race needs two classes or more.")
    parted = whole if isinstance(whole, Split) else whole.split(train, seed)
    n_classes, n_train = shown.n_classes, parted.train.n_examples
    if n_train < n_classes:
        raise DataError(
            f"There are {n_train} examples to learn from, but {n_classes} classes. Give more examples, or a larger "
            "share with train=."
        )
    return parted

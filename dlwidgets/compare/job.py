"""One contestant on one split with one seed: a job that any worker can do, with the same numbers."""

import time
from copy import deepcopy
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.compare.contestants import Contestant
from dlwidgets.compare.cost import cost_of
from dlwidgets.compare.hidden import HiddenFeatures
from dlwidgets.compare.network_classifier import NetworkClassifier
from dlwidgets.data import Dataset
from dlwidgets.errors import DataError, DLWidgetsError
from dlwidgets.training.error_words import in_one_line
from dlwidgets.training.keras_door import import_keras


@dataclass(frozen=True, eq=False)
class Job:
    """What is to be done.

    Parameters
    ----------
    contestant : Contestant
        Who.
    train, test : Dataset
        What it learns from, and what it is tested with.
    seed : int
        What its chance is drawn from.
    places : float array of shape (n_places, d), optional
        Where else it is asked for a class, such as on a grid of the plane.
    """

    contestant: Contestant
    train: Dataset
    test: Dataset
    seed: int
    places: npt.NDArray[np.float64] | None = None


@dataclass(frozen=True, eq=False)
class Outcome:
    """How one contestant did with one seed.

    Parameters
    ----------
    name : str
        The contestant.
    seed : int
        What split and chance were drawn from.
    n_train : int
        Examples that it learned from.
    accuracy, train_accuracy : float
        Share of right answers on the test part and on the training part, from 0 to 1; NaN if it failed.
    fit_s, predict_s : float
        Seconds to learn, and to predict the test part. Building and compiling a network is not counted.
    n_parameters, n_support_vectors, multiply_adds, memory_bytes : int or None
        As `cost_of` counts them.
    predictions : int array of shape (n_test,) or None
        Class indices, read-only.
    answers : int array of shape (n_places,) or None
        What it says at the places of the job, likewise.
    error : str
        Why it failed, as a sentence; empty if it did not.
    """

    name: str
    seed: int
    n_train: int
    accuracy: float = float("nan")
    train_accuracy: float = float("nan")
    fit_s: float = float("nan")
    predict_s: float = float("nan")
    n_parameters: int | None = None
    n_support_vectors: int | None = None
    multiply_adds: int | None = None
    memory_bytes: int | None = None
    predictions: npt.NDArray[np.int64] | None = None
    answers: npt.NDArray[np.int64] | None = None
    error: str = ""

    def __post_init__(self) -> None:
        for array in (self.predictions, self.answers):
            if array is not None:
                array.setflags(write=False)

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)  # frozen; and arrays arrive from another process writable
        self.__post_init__()

    def without_predictions(self) -> "Outcome":
        """Return the same, lighter: the numbers alone."""
        return replace(self, predictions=None, answers=None)

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Name what is a plain value, in order."""
        return tuple(one.name for one in fields(cls) if one.name not in {"predictions", "answers"})


def uses_keras(contestant: Contestant) -> bool:
    """Tell whether a network of Keras is part of a contestant."""
    steps = getattr(contestant.estimator, "steps", [("", contestant.estimator)])
    return any(isinstance(step, NetworkClassifier | HiddenFeatures) for _, step in steps)


def seeded_copy(estimator: Any, seed: int) -> Any:
    """Copy an estimator, unfitted, with each ``random_state`` in it set.

    Parameters
    ----------
    estimator : object
        It stays as it is.
    seed : int
        The seed.

    Returns
    -------
    object
        Of the same kind.
    """
    from sklearn.base import clone

    if not hasattr(estimator, "get_params"):
        return deepcopy(estimator)
    copy = clone(estimator)
    seeds = {name: seed for name in copy.get_params() if name.split("__")[-1] == "random_state"}
    return copy.set_params(**seeds) if seeds else copy


def warm(*, keras: bool) -> None:
    """Load what a worker needs, so that no contestant's clock counts it."""
    import sklearn.pipeline  # noqa: F401

    if keras:
        import_keras()


def run(job: Job) -> Outcome:
    """Do a job, in one thread.

    Parameters
    ----------
    job : Job
        What is to be done.

    Returns
    -------
    Outcome
        A contestant that raises has an ``error`` and no numbers.
    """
    from threadpoolctl import threadpool_limits

    try:
        warm(keras=uses_keras(job.contestant))
        with threadpool_limits(1):  # sums over several threads differ in the last digits
            return _learned_and_tested(job)
    except (Exception, SystemExit) as error:  # noqa: BLE001 (the others go on, whatever an estimator of the reader's raises)
        return failed(job, sentence_of(error, job.train.n_examples))


def failed(job: Job, sentence: str) -> Outcome:
    """Return the outcome of a contestant that did not get there."""
    return Outcome(job.contestant.name, job.seed, job.train.n_examples, error=sentence)


def _learned_and_tested(job: Job) -> Outcome:
    model = seeded_copy(job.contestant.estimator, job.seed)
    started = time.perf_counter()
    model.fit(job.train.X, job.train.y)
    return tested(model, job, time.perf_counter() - started - _preparing_s(model))


def _preparing_s(model: Any) -> float:
    """Add up what the networks of a contestant took to be built and compiled: the second of a kind would take none."""
    steps = [step for _, step in getattr(model, "steps", [("", model)])]
    networks = [getattr(step, "network_", step) for step in steps]
    return sum(one.prepared_s_ for one in networks if isinstance(one, NetworkClassifier))


def tested(model: Any, job: Job, fit_s: float) -> Outcome:
    """Test a contestant that has learned.

    Parameters
    ----------
    model : object
        Fitted on the training part of the job.
    job : Job
        What it was to do.
    fit_s : float
        Seconds that it took to learn.

    Returns
    -------
    Outcome
        With its predictions.
    """
    guesses = classes_said(model.predict(job.test.X), job.test)
    rehearsed = time.perf_counter()  # the first prediction may load or trace something
    model.predict(job.test.X)
    ended = time.perf_counter()
    on_train = classes_said(model.predict(job.train.X), job.train)
    return Outcome(
        job.contestant.name,
        job.seed,
        job.train.n_examples,
        accuracy=float(np.mean(guesses == job.test.y)),
        train_accuracy=float(np.mean(on_train == job.train.y)),
        fit_s=fit_s,
        predict_s=ended - rehearsed,
        predictions=guesses,
        answers=None if job.places is None else np.array(model.predict(job.places)).reshape(-1),
        **vars(cost_of(model)),
    )


def classes_said(said: Any, asked: Dataset) -> npt.NDArray[np.int64]:
    """Read what a classifier has said; one of the reader's own may say anything.

    Parameters
    ----------
    said : array-like
        One class for each example; a column is as good as a row.
    asked : Dataset
        What it was asked about.

    Returns
    -------
    int array of shape (n,)
        Class indices, also of classes that there are not.

    Raises
    ------
    DataError
        If it is nothing of the kind.
    """
    found = np.array(said)
    wanted = f"wanted one class for each of {asked.n_examples} examples, from 0 to {asked.n_classes - 1}."
    if found.shape not in {(asked.n_examples,), (asked.n_examples, 1)}:
        came = f"the shape {found.shape}" if found.ndim else repr(said)
        raise DataError(f"predict has given {came}; {wanted}")
    found = found.reshape(-1)
    try:
        classes = found.astype(np.float64)
    except (TypeError, ValueError):
        raise DataError(f"predict has given {found[0]!r:.40}; {wanted}") from None
    is_class = np.isfinite(classes) & (classes == np.floor(classes))
    if not is_class.all():
        raise DataError(f"predict has given {classes[~is_class][0]:g}, which is no class; {wanted} Is it a classifier?")
    return classes.astype(np.int64)


def sentence_of(error: BaseException, n_examples: int) -> str:
    """Say what went wrong, and what mends it where that is known.

    Parameters
    ----------
    error : BaseException
        What a contestant raised.
    n_examples : int
        How many it was to learn from.

    Returns
    -------
    str
        A sentence.
    """
    if isinstance(error, DLWidgetsError):
        return str(error)
    text = in_one_line(error)
    if "n_neighbors" in text and "n_samples" in text:
        return f"It asks more neighbours than there are examples to learn from, {n_examples}. {text}"
    return text

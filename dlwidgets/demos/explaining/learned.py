"""What has learned, so that it can be asked for reasons: four classifiers on one split."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.compare.contestants import read_contestants
from dlwidgets.compare.importances import lost_by_shuffling
from dlwidgets.compare.job import seeded_copy
from dlwidgets.data import Split

Array = NDArray[Any]
METHODS = {"network": "Network", "svm": "SVM", "knn": "Neighbours", "forest": "Forest"}
CONTESTANTS = {"network": "keras", "svm": "svm", "knn": "knn", "forest": "random_forest"}
"""What ``dlw.race`` calls them."""
USES = {"network": (), "svm": ("kernel",), "knn": ("n_neighbors",), "forest": ()}
"""Settings that tell a method how to learn."""
EPOCHS = 60
N_TREES = 100
MOST_SHUFFLED, MANY_FEATURES = 200, 12
"""Test examples for the shuffling, and how many features make it short: two rounds instead of five."""


@dataclass(frozen=True, eq=False)
class Learned:
    """A method that has learned, or why it has not.

    Parameters
    ----------
    model : Pipeline or None
        Fitted on the training part.
    accuracy : float
        On the test part.
    error : str
        Empty where it has learned.
    drops, spreads : float array of shape (n_features,) or None
        What it loses when a feature is shuffled, and how that varies; None before that was measured.
    """

    model: Any
    accuracy: float = float("nan")
    error: str = ""
    drops: Array | None = None
    spreads: Array | None = None

    def score(self, kind: int) -> Callable[[Array], Array]:
        """Return what gives the probability of a class for examples."""
        place = self.place(kind)
        return lambda X: np.asarray(self.model.predict_proba(X)[:, place], dtype=np.float64)

    def place(self, kind: int) -> int:
        """Return the place of a class among those that were learned: one may have no example to learn from."""
        return int(np.flatnonzero(self.model.classes_ == kind)[0])


def fitted(method: str, state: Mapping[str, Any], split: Split) -> Learned:
    """Let a method learn.

    Parameters
    ----------
    method : str
        One of ``METHODS``.
    state : dict
        The settings.
    split : Split
        What it learns from, and what it is tested with.

    Returns
    -------
    Learned
        Without importances yet.
    """
    (contestant,) = read_contestants([CONTESTANTS[method]], "standard", None)
    model = seeded_copy(contestant.estimator, state["seed"])
    model.set_params(**{f"model__{name}": state[name] for name in USES[method]})
    if method == "network":
        model.set_params(model__epochs=EPOCHS)
    if state["kernel"] == "poly" and method == "svm":
        model.set_params(model__coef0=1.0)  # without it, only products of three features count
    model.fit(split.train.X, split.train.y)
    return Learned(model, float(np.mean(model.predict(split.test.X) == split.test.y)))


def shuffled(learned: Learned, split: Split, seed: int) -> Learned:
    """Measure what a method loses when a feature is shuffled.

    Parameters
    ----------
    learned : Learned
        It has learned.
    split : Split
        Of its test part some hundred examples are used.
    seed : int
        Of the shuffles.

    Returns
    -------
    Learned
        With importances.
    """
    test = split.test
    part = replace(test, X=test.X[:MOST_SHUFFLED], y=test.y[:MOST_SHUFFLED])
    n_shuffles = 2 if test.n_features > MANY_FEATURES else 5
    _, drops, spreads = lost_by_shuffling(learned.model, part, seed, n_shuffles)
    return replace(learned, drops=drops, spreads=spreads)

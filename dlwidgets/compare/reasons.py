"""What a fitted classifier can say about its answer to one example, each in its own way; and one way for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.compare.network_classifier import NetworkClassifier
from dlwidgets.errors import InvalidValueError
from dlwidgets.training.saliency import class_gradient

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The examples that have voted.

    Parameters
    ----------
    rows : int array of shape (k,)
        Their places in the training part, the nearest first.
    distances : float array of shape (k,)
        After the preprocessing, in the units that it has made.
    """

    rows: Array
    distances: Array


@dataclass(frozen=True, eq=False)
class SupportVotes:
    """What an SVM's support vectors say for one class against another.

    Parameters
    ----------
    kinds : tuple of int
        The class that was said, and its strongest rival, as they were in ``y``.
    rows : int array of shape (n,)
        Places of the support vectors in the training part, the strongest vote first; those of other classes have none.
    votes, distances : float arrays of shape (n,)
        Each vote, above 0 for the first class; and how far from the example it lies, after the preprocessing.
    intercept : float
        What is added to the votes.
    """

    kinds: tuple[int, int]
    rows: Array
    votes: Array
    distances: Array
    intercept: float

    @property
    def decision(self) -> float:
        """The sum of all votes and the intercept; above 0 for the first class, and 1 at the margin."""
        return float(self.votes.sum() + self.intercept)


@dataclass(frozen=True)
class Question:
    """One question of a tree, and what the example has answered.

    Parameters
    ----------
    feature : int
        Which number was looked at.
    threshold, value : float
        The question is whether the value is at most the threshold; both in the units of the data.
    is_yes : bool
        The answer.
    n_examples : int
        Training examples, drawn with repetition, that came as far as the question.
    """

    feature: int
    threshold: float
    value: float
    is_yes: bool
    n_examples: int


def saliency(fitted: Any, x: Array, kind: int) -> Array:
    """Compute how the log-odds of a class change with each number of an example, for a network.

    Parameters
    ----------
    fitted : Pipeline or NetworkClassifier
        It has learned. In front of the network there may be scaling, but no other features.
    x : float array of shape (d,)
        The example.
    kind : int
        Index of the class.

    Returns
    -------
    float64 array of shape (d,)
        The gradient with respect to what the network takes: behind `StandardScaler`, per deviation of the feature.

    Raises
    ------
    InvalidValueError
        If it is no network, or features are made in front of it.
    """
    *before, model = _steps(fitted)
    if not isinstance(model, NetworkClassifier):
        raise InvalidValueError(f"saliency asks a network for its gradient; {type(model).__name__} came.")
    prepared = _through(before, x)
    if prepared.shape[1] != len(x):
        raise InvalidValueError("saliency asks for one gradient per feature, but others are made in front of it.")
    shape = model.model.input_shape[1:]
    shaped = prepared if None in shape else prepared.reshape(1, *shape)
    return class_gradient(model.model, shaped, kind).reshape(-1).astype(np.float64)


def occlusion(
    score: Callable[[Array], Array], x: Array, fill: Array, patches: Sequence[Sequence[int]]
) -> npt.NDArray[np.float64]:
    """Measure what an answer loses when a part of the example is hidden; the same question for every classifier.

    Parameters
    ----------
    score : callable
        Takes examples of shape (n, d) and returns one number for each, such as the probability of a class.
    x, fill : float arrays of shape (d,)
        The example, and what is put in the place of a hidden number: such as the mean of the training part.
    patches : sequence of sequences of int
        Which numbers are hidden together, one after the other.

    Returns
    -------
    float array of shape (n_patches,)
        Score as it is, minus the score with the patch hidden.

    References
    ----------
    M. D. Zeiler and R. Fergus (2014), https://arxiv.org/abs/1311.2901
    """
    hidden = np.tile(np.asarray(x, dtype=np.float64), (len(patches) + 1, 1))
    for row, patch in zip(hidden[1:], patches, strict=True):
        row[list(patch)] = fill[list(patch)]
    scores = np.asarray(score(hidden), dtype=np.float64)
    return scores[0] - scores[1:]


def windows(side: int, size: int) -> list[list[int]]:
    """List the pixels of a square window around each pixel of a square picture, row by row.

    Parameters
    ----------
    side : int
        Of the picture.
    size : int
        Of the window, odd; at the edge it is cut off.

    Returns
    -------
    list of list of int
        Places in the flat picture.
    """
    places, reach = np.arange(side * side).reshape(side, side), size // 2
    return [
        places[max(0, r - reach) : r + reach + 1, max(0, c - reach) : c + reach + 1].ravel().tolist()
        for r in range(side)
        for c in range(side)
    ]


def neighbours(fitted: Any, x: Array) -> Neighbours:
    """Name the neighbours of an example that have voted, for k nearest neighbours.

    Parameters
    ----------
    fitted : Pipeline or KNeighborsClassifier
        It has learned.
    x : float array of shape (d,)
        The example.

    Returns
    -------
    Neighbours
        The nearest first.
    """
    *before, model = _steps(fitted)
    distances, rows = model.kneighbors(_through(before, x))
    return Neighbours(rows[0], distances[0])


def support_votes(fitted: Any, x: Array) -> SupportVotes:
    """Take an SVM's decision on an example apart into the votes of its support vectors.

    Parameters
    ----------
    fitted : Pipeline or SVC
        It has learned.
    x : float array of shape (d,)
        The example.

    Returns
    -------
    SupportVotes
        Between the class that it says and the next best: with several classes, each pair has votes of its own.

    References
    ----------
    https://scikit-learn.org/stable/modules/svm.html#mathematical-formulation
    """
    from sklearn.metrics.pairwise import pairwise_kernels

    *before, model = _steps(fitted)
    z = _through(before, x)
    vectors = model.support_vectors_
    how = {"gamma": model._gamma, "degree": model.degree, "coef0": model.coef0}  # noqa: SLF001 (the number that "scale" became)
    likeness = pairwise_kernels(vectors, z, metric=model.kernel, filter_params=True, **how)[:, 0]
    said, rival = _best_two(model, z)
    weights, intercept = _of_pair(model, said, rival)
    order = np.argsort(-np.abs(weights * likeness), kind="stable")
    order = order[weights[order] != 0]
    distances = np.linalg.norm(vectors - z, axis=1)[order]
    kinds = int(model.classes_[said]), int(model.classes_[rival])
    return SupportVotes(kinds, model.support_[order], (weights * likeness)[order], distances, intercept)


def decision_path(tree: Any, x: Array, before: Sequence[Any] = ()) -> tuple[Question, ...]:
    """List the questions that a tree has asked about an example.

    Parameters
    ----------
    tree : DecisionTreeClassifier
        It has learned; such as one of a forest's ``estimators_``.
    x : float array of shape (d,)
        The example.
    before : sequence of transformers
        Scaling in front of the tree, which is undone for the thresholds.

    Returns
    -------
    tuple of Question
        From the root to the last one before the leaf.
    """
    z = _through(before, x)
    asked = tree.tree_
    # As scikit-learn compares: the example in single precision.
    nodes = [node for node in tree.decision_path(z.astype(np.float32)).indices if asked.children_left[node] != -1]
    if not nodes:
        return ()  # scaling takes no empty table
    at = np.tile(z, (len(nodes), 1))
    at[np.arange(len(nodes)), asked.feature[nodes]] = asked.threshold[nodes]
    for step in reversed(before):
        at = step.inverse_transform(at)
    return tuple(
        Question(
            int(asked.feature[node]),
            float(row[asked.feature[node]]),
            float(x[asked.feature[node]]),
            bool(np.float32(z[0, asked.feature[node]]) <= asked.threshold[node]),
            int(asked.n_node_samples[node]),
        )
        for node, row in zip(nodes, at, strict=True)
    )


def _steps(fitted: Any) -> list[Any]:
    return [step for _, step in getattr(fitted, "steps", [("", fitted)])]


def _through(before: Sequence[Any], x: Array) -> Array:
    row = np.asarray(x, dtype=np.float64)[None]
    for step in before:
        row = step.transform(row)
    return row


def _best_two(model: Any, z: Array) -> tuple[int, int]:
    """Return the class that an SVM says, and the next best, by their places."""
    said = int(np.flatnonzero(model.classes_ == model.predict(z)[0])[0])
    if len(model.classes_) == 2:
        return said, 1 - said
    shape, model.decision_function_shape = model.decision_function_shape, "ovr"
    scores = model.decision_function(z)[0]
    model.decision_function_shape = shape
    scores[said] = -np.inf
    return said, int(scores.argmax())


def _of_pair(model: Any, said: int, rival: int) -> tuple[Array, float]:
    """Return the weight of each support vector, and the intercept, for one class against another."""
    low, high = sorted((said, rival))
    if len(model.classes_) == 2:  # here scikit-learn counts for the second class
        sign = 1.0 if said == 1 else -1.0
        return sign * model.dual_coef_[0], sign * float(model.intercept_[0])
    ends = np.cumsum([0, *model.n_support_])
    weights = np.zeros(len(model.support_))
    weights[ends[low] : ends[low + 1]] = model.dual_coef_[high - 1, ends[low] : ends[low + 1]]
    weights[ends[high] : ends[high + 1]] = model.dual_coef_[low, ends[high] : ends[high + 1]]
    pairs = [(i, j) for i in range(len(model.classes_)) for j in range(i + 1, len(model.classes_))]
    sign = 1.0 if said == low else -1.0
    return sign * weights, sign * float(model.intercept_[pairs.index((low, high))])

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
    *before, model = steps_of(fitted)
    if not isinstance(model, NetworkClassifier):
        raise InvalidValueError(f"saliency asks a network for its gradient; {type(model).__name__} came.")
    prepared = through(before, x)
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
    *before, model = steps_of(fitted)
    distances, rows = model.kneighbors(through(before, x))
    return Neighbours(rows[0], distances[0])


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
    z = through(before, x)
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


def steps_of(fitted: Any) -> list[Any]:
    """Return the steps of a pipeline; of a classifier alone, that one.

    Parameters
    ----------
    fitted : Pipeline or classifier
        It has learned.

    Returns
    -------
    list
        The classifier last.
    """
    return [step for _, step in getattr(fitted, "steps", [("", fitted)])]


def through(before: Sequence[Any], x: Array) -> Array:
    """Send an example through what stands in front of a classifier.

    Parameters
    ----------
    before : sequence of transformers
        They have learned.
    x : float array of shape (d,)
        The example.

    Returns
    -------
    float array of shape (1, d)
        As the classifier takes it.
    """
    row = np.asarray(x, dtype=np.float64)[None]
    for step in before:
        row = step.transform(row)
    return row

"""What a fitted classifier holds, and what one prediction costs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlwidgets.compare.hidden import HiddenFeatures
from dlwidgets.compare.network_classifier import NetworkClassifier

_DEEP = 12
"""How far arrays are looked for inside of objects: a voter in a pipeline holds forests, trees, and what these hold."""


@dataclass(frozen=True)
class Cost:
    """What a fitted classifier holds and does; None where nobody can say.

    Parameters
    ----------
    n_parameters : int or None
        Numbers that training has set, examples that are kept included.
    n_support_vectors : int or None
        Examples that a support vector machine keeps.
    multiply_adds : int or None
        Multiplications for one prediction, preprocessing included.
    memory_bytes : int
        Of the arrays that it holds.
    """

    n_parameters: int | None
    n_support_vectors: int | None
    multiply_adds: int | None
    memory_bytes: int


def cost_of(fitted: Any) -> Cost:
    """Count what a fitted classifier holds and does.

    Parameters
    ----------
    fitted : object
        A classifier, or a pipeline that ends with one.

    Returns
    -------
    Cost
        None stands where the kind of classifier is not known.

    Notes
    -----
    Exponentials, comparisons and sorting are not counted: a forest compares and multiplies nothing. An SVM's kernel
    costs one multiplication per support vector and feature, also where the kernel is linear, because that is what
    libsvm does. Neighbours are counted as if each example were looked at; a search tree looks at fewer.

    References
    ----------
    C.-C. Chang and C.-J. Lin (2011), https://doi.org/10.1145/1961189.1961199
    """
    steps = [step for _, step in getattr(fitted, "steps", [("", fitted)])]
    model, before = steps[-1], steps[:-1]
    n_parameters, multiply_adds = _held_and_done(model)
    doing = [multiply_adds, *map(_preprocessing, before)]
    held = [n_parameters, *map(_measured, before)]
    support = getattr(model, "n_support_", None)
    return Cost(
        None if None in held else sum(held),
        None if support is None else int(np.sum(support)),
        None if None in doing else sum(doing),
        array_bytes(fitted),
    )


def _held_and_done(model: Any) -> tuple[int | None, int | None]:
    """Count the numbers of a classifier and its multiplications for one prediction."""
    if isinstance(model, NetworkClassifier):
        summary = model.spec_.summary((model.n_features_in_,) if model.spec_.input_shape is None else None)
        return sum(weight.size for weight in model.weights_), summary.multiply_adds
    if hasattr(model, "support_vectors_"):
        kernel, votes = model.support_vectors_.size, model.dual_coef_.size
        return kernel + votes + model.intercept_.size, kernel + votes
    if hasattr(model, "coef_"):
        return model.coef_.size + model.intercept_.size, model.coef_.size
    if hasattr(model, "n_samples_fit_"):
        kept = model.n_samples_fit_ * model.n_features_in_
        return kept + model.n_samples_fit_, kept
    if type(model).__name__ == "DummyClassifier":
        return model.class_prior_.size, 0
    trees = [getattr(one, "tree_", None) for one in np.ravel(getattr(model, "estimators_", model))]
    return (None, None) if None in trees else (sum(map(_tree_numbers, trees)), 0)


def _tree_numbers(tree: Any) -> int:
    """Count a feature and a threshold for each question of a tree, and the shares of the classes for each leaf."""
    n_leaves = int(np.sum(tree.children_left == -1))
    return 2 * (tree.node_count - n_leaves) + n_leaves * tree.max_n_classes


def _measured(step: Any) -> int | None:
    """Count the numbers that preprocessing has measured on the training part."""
    if isinstance(step, HiddenFeatures):
        return step.cost_[0]
    held = {"StandardScaler": 2, "MinMaxScaler": 2, "PolynomialFeatures": 0, "FunctionTransformer": 0}
    per_feature = held.get(type(step).__name__)
    return None if per_feature is None else per_feature * getattr(step, "n_features_in_", 0)


def _preprocessing(step: Any) -> int | None:
    """Count the multiplications of preprocessing for one example."""
    if isinstance(step, HiddenFeatures):
        return step.cost_[1]
    kind = type(step).__name__
    if kind in {"StandardScaler", "MinMaxScaler"}:
        return int(step.n_features_in_)
    if kind == "PolynomialFeatures":
        return int(np.maximum(step.powers_.sum(axis=1) - 1, 0).sum())
    return None


def array_bytes(holder: Any) -> int:
    """Add up the arrays that an object holds, each once.

    Parameters
    ----------
    holder : object
        Such as a fitted pipeline.

    Returns
    -------
    int
        Bytes.
    """
    seen: dict[int, tuple[Any, int]] = {}
    _collect(holder, seen, _DEEP)
    return sum(n_bytes for _, n_bytes in seen.values())


def _collect(value: Any, seen: dict[int, tuple[Any, int]], depth: int) -> None:
    """Note the size of each array that is found; what is seen is held, lest another gets its identity."""
    if id(value) in seen:
        return
    is_array = isinstance(value, np.ndarray) and value.dtype != object
    seen[id(value)] = (value, value.nbytes if is_array else 0)
    for part in _parts(value) if depth and not is_array else ():
        _collect(part, seen, depth - 1)


def _parts(value: Any) -> list[Any]:
    """List what an object consists of."""
    if isinstance(value, NetworkClassifier):  # its weights, not the workings of Keras
        return list(value.weights_)
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.dtype == object):
        return list(np.ravel(value)) if isinstance(value, np.ndarray) else list(value)
    if type(value).__name__ == "Tree":  # scikit-learn's, written in Cython: it has no __dict__
        return list(value.__getstate__().values())
    return [] if isinstance(value, type) or callable(value) else list(getattr(value, "__dict__", {}).values())

"""What the support vectors of an SVM say of one example, and how far it is from the border."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.compare.reasons import steps_of, through

Array = npt.NDArray[Any]


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
    length : float
        Of the weights that part the two classes, in the space of the kernel; 0 where it gives them none.
    """

    kinds: tuple[int, int]
    rows: Array
    votes: Array
    distances: Array
    intercept: float
    length: float

    @property
    def decision(self) -> float:
        """The sum of all votes and the intercept; above 0 for the first class, and 1 at the margin."""
        return float(self.votes.sum() + self.intercept)

    @property
    def distance(self) -> float:
        """How far the example is from the border of the two classes, in the space of the kernel; signed alike."""
        return self.decision / self.length if self.length > 0 else float("nan")


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

    *before, model = steps_of(fitted)
    z = through(before, x)
    vectors = model.support_vectors_
    how = {"gamma": model._gamma, "degree": model.degree, "coef0": model.coef0}  # noqa: SLF001 (the number that "scale" became)
    likeness = pairwise_kernels(vectors, z, metric=model.kernel, filter_params=True, **how)[:, 0]
    said, rival = _best_two(model, z)
    weights, intercept = _of_pair(model, said, rival)
    order = np.argsort(-np.abs(weights * likeness), kind="stable")
    order = order[weights[order] != 0]
    distances = np.linalg.norm(vectors - z, axis=1)[order]
    kinds = int(model.classes_[said]), int(model.classes_[rival])
    used, length = vectors[order], 0.0
    if model.kernel != "sigmoid":  # which is a likeness, but no product of any space
        among = pairwise_kernels(used, metric=model.kernel, filter_params=True, **how)
        length = float(np.sqrt(max(0.0, weights[order] @ among @ weights[order])))
    return SupportVotes(kinds, model.support_[order], (weights * likeness)[order], distances, intercept, length)


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

"""A loss: one number that says how wrong a model is on the examples, and how that answers to its predictions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.nn._inputs import FloatArray, numbers
from dlwidgets.nn._targets import CheckTargets

OfOutputs = Callable[[FloatArray, FloatArray], FloatArray]
"""From truth and prediction to one number for each output; each of shape (n, k)."""


@dataclass(frozen=True)
class Loss:
    r"""One loss with its gradient, as numbers and as a formula.

    Called on truth and prediction, it gives the mean over the examples. `get_loss` finds one by its name.

    Parameters
    ----------
    name : str
        Keras' name.
    formula : str
        The loss of one example in LaTeX. y_j is the truth and \hat{y}_j the prediction of output j = 1, ..., k, or z_j
        the logit; c is the true class.
    over_outputs : {"mean", "sum"}
        Whether an example's loss is the mean or the sum over its outputs.
    _check_targets, _terms, _slopes : callable
        The formulas behind the methods, for arrays that have been checked.
    from_logits : bool, default False
        Whether the prediction is the weighted sum before the sigmoid or softmax.

    Examples
    --------
    >>> from dlwidgets.nn import get_loss
    >>> loss = get_loss("mean_squared_error")
    >>> y, prediction = [[1.0], [0.0]], [[0.0], [0.5]]
    >>> loss(y, prediction)
    0.625
    >>> loss.gradient(y, prediction).tolist()
    [[-1.0], [0.5]]
    """

    name: str
    formula: str
    over_outputs: Literal["mean", "sum"]
    _check_targets: CheckTargets = field(repr=False)
    _terms: OfOutputs = field(repr=False)
    _slopes: OfOutputs = field(repr=False)
    from_logits: bool = False

    def __call__(self, y: ArrayLike, prediction: ArrayLike) -> float:
        """Return the mean over the examples."""
        return float(self.per_example(y, prediction).mean())

    def targets(self, y: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
        """Check the truth, and write it as numbers that stand beside the predictions.

        Parameters
        ----------
        y : array_like, shape (n, k)
            Truth, one row per example; for sparse_categorical_crossentropy class indices, shape (n,) or (n, 1).
        shape : tuple of int
            That of the predictions, (n, k).

        Returns
        -------
        ndarray, shape (n, k)
            Class indices as rows of 0 with a single 1; for the hinge loss -1 and +1.

        Raises
        ------
        DataError
            If the shape is another, a value is not a finite number, or y leaves the range of the loss.
        """
        return self._check_targets(y, shape)

    def terms(self, y: ArrayLike, prediction: ArrayLike) -> FloatArray:
        """Compute each output's part in the loss of its example.

        Parameters
        ----------
        y : array_like, shape (n, k)
            Truth, as in `targets`.
        prediction : array_like, shape (n, k)
            Predictions; for a cross-entropy probabilities or, if ``from_logits``, logits.

        Returns
        -------
        ndarray, shape (n, k)
            Each row adds up to the loss of that example.

        Raises
        ------
        DataError
            If the shapes differ, a value is not a finite number, or y leaves the range of the loss.
        InvalidValueError
            If the loss is too large to compute.
        """
        terms = self._apply(self._terms, y, prediction)
        return terms / self._n_averaged(terms)

    def per_example(self, y: ArrayLike, prediction: ArrayLike) -> FloatArray:
        """Compute the loss of each example.

        Parameters
        ----------
        y, prediction : array_like
            As in `terms`.

        Returns
        -------
        ndarray, shape (n,)
            One number for each example.

        Raises
        ------
        DataError
            If the shapes differ, a value is not a finite number, or y leaves the range of the loss.
        InvalidValueError
            If the loss is too large to compute.
        """
        losses: FloatArray = self.terms(y, prediction).sum(axis=1)
        return losses

    def gradient(self, y: ArrayLike, prediction: ArrayLike) -> FloatArray:
        """Compute how the mean over the examples answers to each prediction.

        Where the loss has a kink, and where probabilities are clipped, it is what TensorFlow's gradient takes.

        Parameters
        ----------
        y, prediction : array_like
            As in `terms`.

        Returns
        -------
        ndarray, shape (n, k)
            The derivative with regard to each prediction.

        Raises
        ------
        DataError
            If the shapes differ, a value is not a finite number, or y leaves the range of the loss.
        InvalidValueError
            If the gradient is too large to compute.
        """
        slopes = self._apply(self._slopes, y, prediction)
        return slopes / (self._n_averaged(slopes) * len(slopes))

    def _apply(self, function: OfOutputs, y: ArrayLike, prediction: ArrayLike) -> FloatArray:
        """Check truth and prediction, and apply a function to them."""
        predicted = numbers("The prediction", prediction, 2, DataError)
        truth = self.targets(y, predicted.shape)
        with np.errstate(over="ignore", invalid="ignore"):
            result = function(truth, predicted)
        if not np.isfinite(result).all():
            raise InvalidValueError(f"The loss {self.name} is too large to compute; use smaller numbers.")
        return result

    def _n_averaged(self, outputs: FloatArray) -> int:
        return outputs.shape[1] if self.over_outputs == "mean" else 1

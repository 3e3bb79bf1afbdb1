"""Models of a handful of weights, small enough to be tuned by hand: their outputs, losses and gradients.

All their methods take the weights of one model, shape (k,), or of many at once, shape (..., k).
"""

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import DataError
from dlwidgets.nn._inputs import FloatArray, numbers
from dlwidgets.nn.elementwise import sigmoid


class TinyModel(ABC):
    """A model with its examples, so that its loss is a function of its weights alone.

    Parameters
    ----------
    X : array_like, shape (n, d) or (n,)
        Features of the examples; one feature may come as a list.
    y : array_like, shape (n,)
        The right answers.

    Raises
    ------
    DataError
        If the lengths differ, or a value is missing or no number.
    """

    name: ClassVar[str]
    formula: ClassVar[str]
    """The loss in LaTeX."""
    weight_names: tuple[str, ...]
    """What the k weights are called."""

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        table = np.asarray(X)
        self.X = numbers("X", table[:, np.newaxis] if table.ndim == 1 else table, 2, DataError)
        self.y = numbers("y", y, 1, DataError)
        if len(self.X) != len(self.y):
            raise DataError(f"X has {len(self.X)} examples, but y has {len(self.y)} answers; give one for each.")

    @abstractmethod
    def output(self, weights: ArrayLike, X: ArrayLike) -> FloatArray:
        """Predict.

        Parameters
        ----------
        weights : array_like, shape (..., k)
            The weights.
        X : array_like, shape (n, d)
            Features.

        Returns
        -------
        ndarray, shape (..., n)
            One prediction for each example.
        """

    @abstractmethod
    def value(self, weights: ArrayLike) -> FloatArray:
        """Compute the loss: 0 or above, smaller is better.

        Parameters
        ----------
        weights : array_like, shape (..., k)
            The weights.

        Returns
        -------
        ndarray, shape (...)
            The mean over the examples.
        """

    @abstractmethod
    def gradient(self, weights: ArrayLike) -> FloatArray:
        """Compute how the loss changes with each weight.

        Parameters
        ----------
        weights : array_like, shape (..., k)
            The weights.

        Returns
        -------
        ndarray, shape (..., k)
            The slope along each weight.
        """


class Line(TinyModel):
    """A straight line, w x + b, with the mean squared error.

    Parameters
    ----------
    X : array_like, shape (n,) or (n, 1)
        Features of the examples.
    y : array_like, shape (n,)
        The values to predict.

    Raises
    ------
    DataError
        As ``TinyModel``, and if there are other features or answers than these.
    """

    name = "line"
    formula = r"L = \frac{1}{n} \sum_{i=1}^{n} \left(w x_i + b - y_i\right)^2"
    weight_names = ("w", "b")

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        super().__init__(X, y)
        require_one_feature(self.X)

    def output(self, weights: ArrayLike, X: ArrayLike) -> FloatArray:
        """Give the height of the line at each x; see ``TinyModel.output``."""
        return weighted_sums(weights, X)

    @np.errstate(over="ignore", invalid="ignore")
    def value(self, weights: ArrayLike) -> FloatArray:
        """Compute the mean squared error; see ``TinyModel.value``."""
        return np.asarray(((self.output(weights, self.X) - self.y) ** 2).mean(axis=-1))[()]

    @np.errstate(over="ignore", invalid="ignore")
    def gradient(self, weights: ArrayLike) -> FloatArray:
        """Compute the slope of the mean squared error; see ``TinyModel.gradient``."""
        return chained(2 * (self.output(weights, self.X) - self.y) / len(self.y), self.X)

    def least_squares(self) -> tuple[float, float]:
        """Return the w and b of the best line, by the closed formula; w is 0 if x never changes."""
        x, y = self.X[:, 0], self.y
        spread = ((x - x.mean()) ** 2).mean()
        w = ((x - x.mean()) * (y - y.mean())).mean() / spread if x.min() < x.max() else 0.0
        return float(w), float(y.mean() - w * x.mean())


class Neuron(TinyModel):
    """One sigmoid neuron, with the binary cross-entropy.

    Parameters
    ----------
    X : array_like, shape (n, d) or (n,)
        Features of the examples.
    y : array_like, shape (n,)
        The classes 0 and 1.

    Raises
    ------
    DataError
        As ``TinyModel``, and if there are other features or answers than these.
    """

    name = "neuron"
    formula = (
        r"L = -\frac{1}{n} \sum_{i=1}^{n} \left[y_i \ln a_i + (1 - y_i) \ln (1 - a_i)\right],"
        r"\quad a_i = \sigma(w \cdot x_i + b)"
    )

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        super().__init__(X, y)
        require_classes(self.y)
        d = self.X.shape[1]
        self.weight_names = (*(("w",) if d == 1 else (f"w{i + 1}" for i in range(d))), "b")

    def output(self, weights: ArrayLike, X: ArrayLike) -> FloatArray:
        """Give the probability of class 1 for each example; see ``TinyModel.output``."""
        return sigmoid(weighted_sums(weights, X))

    @np.errstate(over="ignore", invalid="ignore")
    def value(self, weights: ArrayLike) -> FloatArray:
        """Compute the binary cross-entropy in nats; see ``TinyModel.value``."""
        return cross_entropies(weighted_sums(weights, self.X), self.y)

    @np.errstate(over="ignore", invalid="ignore")
    def gradient(self, weights: ArrayLike) -> FloatArray:
        """Compute the slope of the binary cross-entropy; see ``TinyModel.gradient``."""
        return chained((self.output(weights, self.X) - self.y) / len(self.y), self.X)


class Network(TinyModel):
    """Two inputs, two tanh neurons, one sigmoid neuron, with the binary cross-entropy.

    Parameters
    ----------
    X : array_like, shape (n, 2)
        Features of the examples.
    y : array_like, shape (n,)
        The classes 0 and 1.

    Raises
    ------
    DataError
        As ``TinyModel``, and if there are other features or answers than these.
    """

    name = "network"
    formula = (
        r"L = -\frac{1}{n} \sum_{i=1}^{n} \left[y_i \ln a_i + (1 - y_i) \ln (1 - a_i)\right],"
        r"\quad a_i = \sigma(v \cdot h_i + c),\quad h_i = \tanh(W x_i + b)"
    )
    weight_names = ("w11", "w12", "b1", "w21", "w22", "b2", "v1", "v2", "c")

    def __init__(self, X: ArrayLike, y: ArrayLike) -> None:
        super().__init__(X, y)
        require_classes(self.y)
        if self.X.shape[1] != 2:
            raise DataError(f"The 2-2-1 network takes two features, but X has {self.X.shape[1]}. Choose two.")

    def hidden(self, weights: ArrayLike, X: ArrayLike) -> FloatArray:
        """Give the outputs of the two hidden neurons.

        Parameters
        ----------
        weights : array_like, shape (..., 9)
            The weights.
        X : array_like, shape (n, 2)
            Features.

        Returns
        -------
        ndarray, shape (..., n, 2)
            From -1 to 1.
        """
        w = np.asarray(weights, dtype=np.float64)
        return np.stack([np.tanh(weighted_sums(w[..., at : at + 3], X)) for at in (0, 3)], axis=-1)

    def output(self, weights: ArrayLike, X: ArrayLike) -> FloatArray:
        """Give the probability of class 1 for each example; see ``TinyModel.output``."""
        return sigmoid(self._logits(weights, self.hidden(weights, X)))

    @np.errstate(over="ignore", invalid="ignore")
    def value(self, weights: ArrayLike) -> FloatArray:
        """Compute the binary cross-entropy in nats; see ``TinyModel.value``."""
        return cross_entropies(self._logits(weights, self.hidden(weights, self.X)), self.y)

    @np.errstate(over="ignore", invalid="ignore")
    def gradient(self, weights: ArrayLike) -> FloatArray:
        """Compute the slope of the binary cross-entropy by the chain rule; see ``TinyModel.gradient``."""
        w = np.asarray(weights, dtype=np.float64)
        h = self.hidden(w, self.X)
        blame = (sigmoid(self._logits(w, h)) - self.y) / len(self.y)
        # Back through v and tanh, whose own slope is 1 - h**2, to each hidden neuron's weighted sum.
        hidden_blame = blame[..., np.newaxis] * w[..., np.newaxis, 6:8] * (1 - h**2)
        hidden_slopes = [chained(hidden_blame[..., i], self.X) for i in (0, 1)]
        output_slopes = [(blame * h[..., i]).sum(axis=-1) for i in (0, 1)] + [blame.sum(axis=-1)]
        return np.concatenate([*hidden_slopes, np.stack(output_slopes, axis=-1)], axis=-1)

    def _logits(self, weights: ArrayLike, h: FloatArray) -> FloatArray:
        w = np.asarray(weights, dtype=np.float64)[..., np.newaxis, :]
        return np.asarray((h * w[..., 6:8]).sum(axis=-1) + w[..., 8])


TINY_MODELS: dict[str, type[TinyModel]] = {model.name: model for model in (Line, Neuron, Network)}


@np.errstate(over="ignore", invalid="ignore")
def weighted_sums(weights: ArrayLike, X: ArrayLike) -> FloatArray:
    """Return w . x + b of each example, shape (..., n); the bias is the last of the weights, shape (..., d + 1)."""
    w = np.asarray(weights, dtype=np.float64)
    return np.asarray(w[..., :-1] @ np.asarray(X, dtype=np.float64).T + w[..., -1:])


def chained(blame: FloatArray, X: FloatArray) -> FloatArray:
    """Return the slopes of weights and bias, shape (..., d + 1), from the blame of each weighted sum, (..., n)."""
    return np.concatenate([blame @ X, blame.sum(axis=-1, keepdims=True)], axis=-1)


def cross_entropies(logits: FloatArray, y: FloatArray) -> FloatArray:
    """Return the mean binary cross-entropy in nats, shape (...), of logits of shape (..., n)."""
    # -y log(sigmoid(z)) - (1 - y) log(1 - sigmoid(z)), rearranged so that no exponential can overflow.
    losses = np.maximum(logits, 0.0) - logits * y + np.log1p(np.exp(-np.abs(logits)))
    return np.asarray(losses.mean(axis=-1))[()]


def require_one_feature(X: FloatArray) -> None:
    """Raise DataError unless each example has exactly one feature."""
    if X.shape[1] != 1:
        raise DataError(f"This model takes one feature, but X has {X.shape[1]}. Choose one of them.")


def require_classes(y: FloatArray) -> None:
    """Raise DataError unless all answers are 0 or 1."""
    if not np.isin(y, (0, 1)).all():
        raise DataError(
            "For the cross-entropy, y should be the classes 0 and 1; choose two classes and number them so."
        )

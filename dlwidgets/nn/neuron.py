"""One neuron: multiply, add up, activate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.nn._inputs import FloatArray, numbers
from dlwidgets.nn.activations import get_activation
from dlwidgets.nn.text import equals, factor, number, weighted_sum_line


def weighted_sum(X: ArrayLike, w: ArrayLike, b: float) -> FloatArray:
    """Add up what the features contribute: w1 * x1 + w2 * x2 + ... + b, for each example.

    Parameters
    ----------
    X : array_like, shape (n, d)
        Features, one row per example.
    w : array_like, shape (d,)
        Weights.
    b : float
        Bias.

    Returns
    -------
    ndarray, shape (n,)
        The weighted sums, also called scores or logits.

    Raises
    ------
    DataError
        If X is not a table of finite numbers, or is empty.
    InvalidValueError
        If the weights don't fit the features, are not finite numbers, or are too large to compute with.

    Examples
    --------
    >>> weighted_sum([[1.0, 2.0], [0.0, 4.0]], w=[0.5, -0.25], b=1.0)
    array([1., 0.])
    """
    features = numbers("X", X, 2, DataError)
    weights, bias = numbers("w", w, 1), numbers("b", b, 0)
    if len(weights) != features.shape[1]:
        raise InvalidValueError(
            f"w has {len(weights)} weights for {features.shape[1]} features; give one weight per feature."
        )
    return sums_of_rows(features, weights, float(bias))


def sums_of_rows(X: FloatArray, w: FloatArray, b: float) -> FloatArray:
    """Compute `weighted_sum` of arrays that have been checked before.

    Parameters
    ----------
    X : ndarray, shape (n, d)
        Features, one row per example.
    w : ndarray, shape (d,)
        Weights.
    b : float
        Bias.

    Returns
    -------
    ndarray, shape (n,)
        The weighted sums; that of a row is the same alone and among others.

    Raises
    ------
    InvalidValueError
        If one is too large to compute.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        # X @ w would be faster, but there the last digit (is this score exactly 0?) depends on the machine.
        sums: FloatArray = (X * w).sum(axis=1) + b
    if not np.isfinite(sums).all():
        raise InvalidValueError("The weighted sum is too large to compute; use smaller weights or features.")
    return sums


@dataclass(frozen=True)
class Term:
    """One feature's part in a weighted sum.

    Parameters
    ----------
    feature : str
        Name of the feature.
    w, x, product : float
        The weight, the feature's value, and ``w * x``.
    """

    feature: str
    w: float
    x: float
    product: float


@dataclass(frozen=True)
class WorkedExample:
    """What one neuron computes for one example, number by number.

    Parameters
    ----------
    terms : tuple of Term
        One for each feature.
    b : float
        Bias.
    weighted_sum : float
        The products and the bias, added up.
    activation : str
        Name of the activation function.
    output : float
        The activation of the weighted sum.
    """

    terms: tuple[Term, ...]
    b: float
    weighted_sum: float
    activation: str
    output: float

    @property
    def lines(self) -> tuple[str, ...]:
        """The computation as text: a line for each product, one for the sum, one for the activation."""
        z, output = self.weighted_sum, self.output
        products = (
            f"{t.feature}: {factor(t.w)} × {factor(t.x)} {equals(t.w, t.x, t.product)} {number(t.product)}"
            for t in self.terms
        )
        total = weighted_sum_line([t.w for t in self.terms], [t.x for t in self.terms], self.b, z)
        return (*products, total, f"{self.activation}({number(z)}) {equals(z, output)} {number(output)}")


def worked_example(
    x: ArrayLike, w: ArrayLike, b: float, activation: str, feature_names: Sequence[str] | None = None
) -> WorkedExample:
    r"""Compute one neuron's output for one example, keeping every number on the way.

    Parameters
    ----------
    x : array_like, shape (d,)
        Features of the example.
    w : array_like, shape (d,)
        Weights.
    b : float
        Bias.
    activation : str
        Name of the activation function, a key of ``ACTIVATIONS``.
    feature_names : sequence of str, length d, optional
        Names of the features; x1, x2, ... if not given.

    Returns
    -------
    WorkedExample
        The numbers, and in ``lines`` the text.

    Raises
    ------
    DataError
        If x or the names don't fit, or x is not made of finite numbers.
    InvalidValueError
        If the weights don't fit or are not finite numbers.
    UnknownNameError
        If there is no such activation.

    Examples
    --------
    >>> print(*worked_example([1.4, 0.2], [0.5, -0.2], 0.1, "tanh").lines, sep="\n")
    x1: 0.5 × 1.4 = 0.7
    x2: (-0.2) × 0.2 = -0.04
    0.5 × 1.4 + (-0.2) × 0.2 + 0.1 = 0.76
    tanh(0.76) ≈ 0.641
    """
    values = numbers("x", x, 1, DataError)
    z = float(weighted_sum(values[np.newaxis], w, b)[0])
    names = list(feature_names or (f"x{i}" for i in range(1, len(values) + 1)))
    if len(names) != len(values):
        raise DataError(f"There are {len(names)} names for {len(values)} features; give one for each.")
    terms = tuple(
        Term(name, float(w_i), float(x_i), float(w_i * x_i))
        for name, w_i, x_i in zip(names, numbers("w", w, 1), values, strict=True)
    )
    return WorkedExample(terms, float(b), z, activation, float(get_activation(activation)(z)))

"""A chain of layers as plain arrays of any size, and what goes through it: also when a weight is not a number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlwidgets.errors import unknown_name
from dlwidgets.nn.activations import ACTIVATIONS

Array = NDArray[np.float64]

SOFTMAX = "softmax"
MOST_EXACT = 100_000
KNOWN = frozenset({*ACTIVATIONS, SOFTMAX})
"""Activations whose arithmetic is known here, by Keras' names."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One layer: sums, and what an activation makes of them.

    Parameters
    ----------
    kernel : ndarray, shape (n_in, n_out), optional
        The weights. Without them each number goes on by itself.
    bias : ndarray, shape (n_out,), optional
        What is added to each sum.
    scale : ndarray, shape (n_in,), or float
        What each number is multiplied by, where there is no kernel.
    activation : str
        A member of ``KNOWN``.

    Raises
    ------
    UnknownNameError
        If there is no such activation.
    """

    kernel: Array | None = None
    bias: Array | float = 0.0
    scale: Array | float = 1.0
    activation: str = "linear"

    def __post_init__(self) -> None:
        """Check the activation."""
        if self.activation not in KNOWN:
            raise unknown_name("activation", self.activation, KNOWN)

    def sums(self, X: ArrayLike) -> Array:
        """Compute what goes into the activation.

        Parameters
        ----------
        X : array_like, shape (n, n_in)
            One row per example.

        Returns
        -------
        ndarray, shape (n, n_out)
            Weighted sums; NaN where a weight is.
        """
        rows = np.asarray(X, dtype=np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            total: Array = rows * self.scale if self.kernel is None else _product(rows, self.kernel)
            return total + self.bias

    def outputs(self, sums: ArrayLike) -> Array:
        """Compute what goes out.

        Parameters
        ----------
        sums : array_like, shape (n, n_out)
            What `sums` gave.

        Returns
        -------
        ndarray, shape (n, n_out)
            The activations.
        """
        z = np.asarray(sums, dtype=np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            return shares(z) if self.activation == SOFTMAX else ACTIVATIONS[self.activation](z)


@dataclass(frozen=True, eq=False)
class Signal:
    """What one layer does with some examples.

    Parameters
    ----------
    inputs, sums, outputs : ndarray, shapes (n, n_in), (n, n_out) and (n, n_out)
        What comes in, what is added up, what goes out.
    """

    inputs: Array
    sums: Array
    outputs: Array


def _product(rows: Array, kernel: Array) -> Array:
    """Multiply; millions of weights in their own precision, as turning each into float64 takes longer than the rest."""
    large = kernel.size > MOST_EXACT
    product: Array = (rows.astype(kernel.dtype) if large else rows) @ kernel
    return product


def shares(logits: ArrayLike) -> Array:
    """Compute softmax, also of scores that are not numbers: then the shares are none either.

    Parameters
    ----------
    logits : array_like, shape (..., k)
        One score for each class.

    Returns
    -------
    ndarray, shape (..., k)
        They add up to 1 over the last axis, or are NaN.

    Examples
    --------
    >>> shares([[0.0, 0.0], [0.0, float("nan")]])
    array([[0.5, 0.5],
           [nan, nan]])
    """
    z = np.asarray(logits, dtype=np.float64)
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    parts: Array = powers / powers.sum(axis=-1, keepdims=True)
    return parts


def signals(stages: Sequence[Stage], X: ArrayLike) -> list[Signal]:
    """Send examples through a chain.

    Parameters
    ----------
    stages : sequence of Stage
        In their order.
    X : array_like, shape (n, n_in)
        One row per example.

    Returns
    -------
    list of Signal
        One per stage.

    Examples
    --------
    >>> [signal.outputs.tolist() for signal in signals([Stage(np.ones((2, 1))), Stage(activation="relu")], [[1, -3]])]
    [[[-2.0]], [[0.0]]]
    """
    passed: list[Signal] = []
    rows: Array = np.asarray(X, dtype=np.float64)
    for stage in stages:
        sums = stage.sums(rows)
        passed.append(Signal(rows, sums, stage.outputs(sums)))
        rows = passed[-1].outputs
    return passed

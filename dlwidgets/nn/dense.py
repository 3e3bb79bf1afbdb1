"""A small network of dense layers as plain values.

Layers are counted from 1; layer 0 stands for the inputs.
"""

import reprlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.nn._inputs import FloatArray, numbers
from dlwidgets.nn.activations import ACTIVATIONS

MAX_UNITS = 64
"""More neurons in one layer can't be followed one by one."""
MAX_LAYERS = 16

SOFTMAX = "softmax"


@dataclass(frozen=True, eq=False)
class DenseNetwork:
    """The weights of a network of dense layers.

    Parameters
    ----------
    kernels : tuple of ndarray, shapes (n_in, n_out)
        The weights of each layer: row i, column j leads from neuron i of the layer before to neuron j.
    biases : tuple of ndarray, shapes (n_out,)
        The biases of each layer.
    activations : tuple of str
        The activation of each layer, a key of ``ACTIVATIONS``; the last may also be ``"softmax"``.
    """

    kernels: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]
    activations: tuple[str, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of inputs, then of neurons in each layer."""
        return (self.kernels[0].shape[0], *(len(b) for b in self.biases))

    @property
    def n_layers(self) -> int:
        """The number of layers that have weights."""
        return len(self.kernels)

    @property
    def n_weights(self) -> int:
        """The number of weights and biases."""
        return sum(a.size for a in (*self.kernels, *self.biases))

    def weight(self, layer: int, target: int, source: int = -1) -> float:
        """Return one weight or bias.

        Parameters
        ----------
        layer : int
            The layer that it leads into, from 1.
        target, source : int
            The neuron there, and the one of the layer before that it comes from, from 0; -1 for the bias.

        Returns
        -------
        float
            Its value.
        """
        arrays, place = (self.biases, (target,)) if source < 0 else (self.kernels, (source, target))
        return float(arrays[layer - 1][place])


def dense_network(
    sizes: Sequence[int],
    activations: Sequence[str],
    kernels: Sequence[ArrayLike] | None = None,
    biases: Sequence[ArrayLike] | None = None,
    *,
    seed: int = 0,
) -> DenseNetwork:
    """Make a network from plain values; weights that are not given are drawn at random, biases are 0.

    Parameters
    ----------
    sizes : sequence of int, length n_layers + 1
        The number of inputs, then of neurons in each layer: 1 to 64.
    activations : sequence of str, length n_layers
        One for each layer; only the last may be ``"softmax"``.
    kernels, biases : sequences of array_like, shapes (n_in, n_out) and (n_out,), optional
        Weights and biases of each layer, finite.
    seed : int
        Starts the random numbers, which are spread evenly between ±sqrt(6 / (n_in + n_out)).

    Returns
    -------
    DenseNetwork
        The network; its arrays are its own.

    Raises
    ------
    InvalidValueError
        If a size, a shape or a weight is impossible, or softmax stands where it can't.
    UnknownNameError
        If there is no such activation.

    References
    ----------
    X. Glorot and Y. Bengio (2010), https://proceedings.mlr.press/v9/glorot10a.html

    Examples
    --------
    >>> dense_network([2, 2, 1], ["tanh", "sigmoid"]).n_weights
    9
    """
    units = require_sizes(sizes)
    names = require_activations(activations, units)
    shapes = [*pairwise(units)]
    if kernels is None:
        kernels = _random_kernels(shapes, seed)
    if biases is None:
        biases = [np.zeros(n_out) for _, n_out in shapes]
    return DenseNetwork(
        _arrays("kernels", kernels, shapes),
        _arrays("biases", biases, [(n_out,) for _, n_out in shapes]),
        names,
    )


def _random_kernels(shapes: Sequence[tuple[int, int]], seed: int) -> list[FloatArray]:
    try:
        random = np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise InvalidValueError(f"seed should be a whole number of 0 or above; got {seed!r}.") from None
    return [random.uniform(-1, 1, shape) * np.sqrt(6 / sum(shape)) for shape in shapes]


def require_sizes(sizes: Sequence[int], most: int = MAX_UNITS) -> tuple[int, ...]:
    """Return layer sizes, as they are given or not at all.

    Parameters
    ----------
    sizes : sequence of int
        The number of inputs, then of neurons in each layer.
    most : int
        Size of the largest layer; usually one that can be followed number by number.

    Returns
    -------
    tuple of int
        The same.

    Raises
    ------
    InvalidValueError
        If there are fewer than two or more than 17 of them, or one is not a whole number from 1 to ``most``.
    """
    if isinstance(sizes, (str, bytes)) or not hasattr(sizes, "__len__"):
        raise InvalidValueError(f"layers should be a list of whole numbers such as [2, 2, 1]; got {sizes!r}.")
    if not 2 <= len(sizes) <= MAX_LAYERS + 1:
        raise InvalidValueError(
            f"layers should have 2 to {MAX_LAYERS + 1} numbers, the inputs first, the outputs last; got {len(sizes)}."
        )
    return tuple(_require_size(size, most) for size in sizes)


def _require_size(size: Any, most: int) -> int:
    is_number = isinstance(size, (int, float, np.number)) and not isinstance(size, bool)
    if not is_number or size != size // 1 or not 1 <= size <= most:
        raise InvalidValueError(
            f"layers holds {size!r}; the size of a layer is a whole number from 1 to {most}, such as 2."
        )
    return int(size)


def require_activations(activations: Sequence[str], sizes: Sequence[int]) -> tuple[str, ...]:
    """Return one activation for each layer.

    Parameters
    ----------
    activations : sequence of str
        Names of activations; only the last may be ``"softmax"``.
    sizes : sequence of int
        Sizes of the layers, the inputs first.

    Returns
    -------
    tuple of str
        The same.

    Raises
    ------
    InvalidValueError
        If their number is wrong, or softmax stands in a hidden layer or over a single neuron.
    UnknownNameError
        If there is no such activation.
    """
    if isinstance(activations, str) or not hasattr(activations, "__len__") or len(activations) != len(sizes) - 1:
        raise InvalidValueError(
            f"activations should be a list of {len(sizes) - 1} names, one for each layer after the inputs; "
            f"got {activations!r}."
        )
    *hidden, last = activations
    for name in activations:
        if not isinstance(name, str) or name not in {*ACTIVATIONS, SOFTMAX}:
            raise unknown_name("activation", name, [*ACTIVATIONS, SOFTMAX])
    if SOFTMAX in hidden:
        raise InvalidValueError(
            "softmax shares out 1 among the outputs, so only the last layer can have it. Use 'relu' or 'tanh' before."
        )
    if last == SOFTMAX and sizes[-1] == 1:
        raise InvalidValueError(
            "softmax over a single output is always 1, so nothing could be learned. Use 'sigmoid' for one output, "
            "or give the last layer one neuron for each class."
        )
    return tuple(activations)


def _arrays(what: str, given: Sequence[ArrayLike], shapes: Sequence[tuple[int, ...]]) -> tuple[FloatArray, ...]:
    """Return arrays of these shapes, or say which one does not fit."""
    if not hasattr(given, "__len__") or len(given) != len(shapes):
        raise InvalidValueError(
            f"{what} should hold {len(shapes)} arrays, one for each layer; got {reprlib.repr(given)}."
        )
    arrays = tuple(
        numbers(f"{what}[{i}]", a, len(shape)) for i, (a, shape) in enumerate(zip(given, shapes, strict=True))
    )
    for i, (array, shape) in enumerate(zip(arrays, shapes, strict=True)):
        if array.shape != shape:
            raise InvalidValueError(f"{what}[{i}] should have shape {shape}, but its shape is {array.shape}.")
    return arrays

"""A batch on its way through a network: every weighted sum, and what each neuron makes of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.nn._inputs import FloatArray, numbers
from dlwidgets.nn.activations import get_activation
from dlwidgets.nn.dense import SOFTMAX, DenseNetwork
from dlwidgets.nn.softmax import softmax


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """What a network makes of a batch, layer by layer.

    Parameters
    ----------
    sums : tuple of ndarray, shapes (n, n_out)
        The weighted sums of each layer.
    outputs : tuple of ndarray, shapes (n, n_out)
        The inputs, then the activations of each layer; the last are the predictions.
    """

    sums: tuple[FloatArray, ...]
    outputs: tuple[FloatArray, ...]

    @property
    def prediction(self) -> FloatArray:
        """The outputs of the last layer, shape (n, n_out)."""
        return self.outputs[-1]


def forward(network: DenseNetwork, X: ArrayLike) -> ForwardPass:
    """Send a batch through the network.

    Parameters
    ----------
    network : DenseNetwork
        The weights.
    X : array_like, shape (n, n_in)
        One example per row.

    Returns
    -------
    ForwardPass
        Every weighted sum and every activation.

    Raises
    ------
    DataError
        If X has gaps, text, or not as many columns as the network has inputs.
    InvalidValueError
        If a number on the way becomes too large to compute.
    """
    examples = numbers("X", X, 2, DataError)
    if examples.shape[1] != network.sizes[0]:
        raise DataError(
            f"The examples have {examples.shape[1]} features, but the network has {network.sizes[0]} inputs; "
            "give one number for each input."
        )
    sums, outputs = [], [examples]
    with np.errstate(over="ignore", invalid="ignore"):
        for kernel, bias, name in zip(network.kernels, network.biases, network.activations, strict=True):
            sums.append(outputs[-1] @ kernel + bias)
            require_finite(sums[-1], "a weighted sum")
            outputs.append(softmax(sums[-1]) if name == SOFTMAX else get_activation(name)(sums[-1]))
    return ForwardPass(tuple(sums), tuple(outputs))


def require_finite(array: FloatArray, what: str) -> None:
    """Refuse numbers that have become too large.

    Parameters
    ----------
    array : ndarray of float, any shape
        The numbers.
    what : str
        What they are, such as ``"a weighted sum"``.

    Raises
    ------
    InvalidValueError
        If one of them is infinite or NaN.
    """
    if not np.isfinite(array).all():
        raise InvalidValueError(
            f"The numbers have become too large to compute: {what} is {array[~np.isfinite(array)].flat[0]:g}. "
            "Use smaller weights or a smaller learning rate, or start again."
        )

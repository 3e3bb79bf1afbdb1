"""Which losses fit which task, and what the last layer must be for them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.data import Dataset

AGREEMENT = "agreement"
"""Keras' cosine similarity of one output with its target, -1 or 1: 1 where the signs agree, -1 where they do not."""


@dataclass(frozen=True)
class Ending:
    """A loss with the output layer that it goes with.

    Parameters
    ----------
    label : str
        Its name for readers.
    loss : str
        Keras' name.
    metric : str
        Keras' class that measures the same without the price on large weights; empty if it has none.
    activation : str
        Of the outputs.
    middle : float or None
        The output between two classes; None where there are no two.
    signed : bool
        Whether the two classes are -1 and 1 instead of 0 and 1.
    one_hot : bool
        Whether the answer wanted is a row of 0 with a 1 at the class.
    """

    label: str
    loss: str
    metric: str
    activation: str
    middle: float | None = None
    signed: bool = False
    one_hot: bool = False

    @property
    def is_value(self) -> bool:
        """Whether the outputs are values and no classes."""
        return self.middle is None and self.activation == "linear"

    @property
    def report(self) -> str:
        """The name under which Keras reports the loss."""
        return self.loss if self.metric else "loss"


TWO_CLASSES = {
    "binary_crossentropy": Ending("cross-entropy", "binary_crossentropy", "BinaryCrossentropy", "sigmoid", middle=0.5),
    "mean_squared_error": Ending(
        "squared error", "mean_squared_error", "MeanSquaredError", "tanh", middle=0.0, signed=True
    ),
    "hinge": Ending("hinge", "hinge", "", "linear", middle=0.0),
}
MORE_CLASSES = {
    "sparse_categorical_crossentropy": Ending(
        "cross-entropy", "sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", "softmax"
    ),
    "mean_squared_error": Ending("squared error", "mean_squared_error", "MeanSquaredError", "softmax", one_hot=True),
}
VALUES = {
    "mean_squared_error": Ending("squared error", "mean_squared_error", "MeanSquaredError", "linear"),
    "mean_absolute_error": Ending("absolute error", "mean_absolute_error", "MeanAbsoluteError", "linear"),
    "huber": Ending("Huber (squared if small)", "huber", "", "linear"),
}


def endings(dataset: Dataset) -> dict[str, Ending]:
    """Return the losses that fit a data set, the usual one first.

    Parameters
    ----------
    dataset : Dataset
        Of classes or of values.

    Returns
    -------
    dict of str to Ending
        By Keras' name of the loss.
    """
    if dataset.task == "regression":
        return VALUES
    return TWO_CLASSES if dataset.n_classes == 2 else MORE_CLASSES


def targets(dataset: Dataset, ending: Ending) -> NDArray[Any]:
    """Return what the network is to answer, as the loss takes it.

    Parameters
    ----------
    dataset : Dataset
        The examples.
    ending : Ending
        One that fits them.

    Returns
    -------
    ndarray, shape (n, 1), (n,) for the classes of a softmax, or (n, n_classes)
        Values, classes as numbers, or rows of 0 and 1.
    """
    if ending.one_hot:
        return np.eye(dataset.n_classes)[dataset.y]
    if ending.activation == "softmax":
        return dataset.y
    y = dataset.y.astype(float)[:, None]
    return 2 * y - 1 if ending.signed else y

"""What the backprop stepper begins with: settings that fit each other, from what was given."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from dlwidgets.data import Dataset, data_or_pair, load, names, own_dataset
from dlwidgets.demos.stepper.problem import batch_of, one_hot, rows, usual_batch, usual_output
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.nn.dense import require_sizes

FITTED = {"X", "y", "activations", "loss"}
"""The settings that have to fit the layers."""
HIDDEN_UNITS = 10
"""Neurons of the hidden layer if only data are given."""


def fitting_settings(layers: list[int], given: dict[str, Any]) -> dict[str, Any]:
    """Return activations, loss and a batch for these layers: those that are given, else what is usual.

    Parameters
    ----------
    layers : list of int
        The number of inputs, then of neurons in each layer.
    given : dict
        Those of ``FITTED`` that are given.

    Returns
    -------
    dict
        All of ``FITTED``.
    """
    X, y = usual_batch(layers[0], layers[-1])
    X, y = given.get("X", X), one_hot(given.get("y", y), layers[-1])
    output, loss = usual_output(np.array(y))
    activations = given.get("activations") or [*["tanh"] * (len(layers) - 2), output]
    return {"X": X, "y": y, "activations": activations, "loss": given.get("loss", loss)}


def first_settings(given: Mapping[str, Any], data: Dataset | None) -> dict[str, Any]:
    """Return layers, activations, loss and a batch that fit each other.

    Parameters
    ----------
    given : mapping
        Of ``layers`` and ``FITTED`` those that were given; None for the others.
    data : Dataset, optional
        Where the batch comes from, in place of X and y.

    Returns
    -------
    dict
        All of them.

    Raises
    ------
    DataError
        If there are both data and a batch, or the batch has gaps.
    InvalidValueError
        If a layer can't be.
    """
    known = {name: value for name, value in given.items() if value is not None}
    asked = known.get("layers")
    if isinstance(asked, str) and asked in names():
        raise InvalidValueError(f"{asked!r} is a data set and no layers. Write data={asked!r}.")
    if data is not None:
        if {"X", "y"} & known.keys():
            raise DataError("Give either data or X and y, not both.")
        known["X"], known["y"] = batch_of(data)
    if ("X" in known) != ("y" in known):
        came, missing = ("X", "y") if "X" in known else ("y", "X")
        raise DataError(f"{came} came without {missing}. Give both, or neither for examples that fit the layers.")
    usual = [2, 2, 1]
    if "X" in known and "y" in known:
        usual = [len(rows("X", known["X"])[0]), HIDDEN_UNITS, len(rows("y", known["y"])[0])]
    layers = [*require_sizes(known.get("layers", usual))]
    return {"layers": layers, **fitting_settings(layers, known)}


def dataset_of(data: Any, target: str | None = None) -> Dataset | None:
    """Return what was given as data as a data set, or None.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, (X, y) or None
        What came.
    target : str, optional
        The column of the frame or file that is to be predicted.

    Returns
    -------
    Dataset or None
        The data set; None without data.

    Raises
    ------
    DataError
        If the data can't be read, or the target is missing or too many.
    UnknownNameError
        If there is no such data set or column.
    """
    known = data_or_pair(data, target)
    if isinstance(known, str):
        return load(known)
    return None if known is None else own_dataset(known)

"""Logic gates: the four smallest problems a neuron can meet, and the one it can't solve alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.data.dataset import Dataset

INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
"""All pairs of two inputs that are 0 or 1, shape (4, 2)."""


def gate_and() -> Dataset:
    """Give the gate AND: 1 where both inputs are 1."""
    return _gate("and", np.logical_and)


def gate_or() -> Dataset:
    """Give the gate OR: 1 where an input is 1, or both."""
    return _gate("or", np.logical_or)


def gate_xor() -> Dataset:
    """Give the gate XOR: 1 where exactly one input is 1; no straight line parts it."""
    return _gate("xor", np.logical_xor)


def _gate(name: str, rule: Callable[..., npt.NDArray[Any]]) -> Dataset:
    """Make a data set of a rule for two inputs."""
    return Dataset(name, INPUTS, rule(*INPUTS.T), class_names=("0", "1"), target_name=f"x1 {name} x2")

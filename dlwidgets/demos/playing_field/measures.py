"""How good the network is just now: loss, accuracy, R2, computed from the weights that are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlwidgets.data import Dataset
from dlwidgets.demos.playing_field.blueprint import Array, Blueprint
from dlwidgets.demos.playing_field.features import features_of
from dlwidgets.demos.playing_field.losses import targets
from dlwidgets.nn import get_loss
from dlwidgets.nn.chain import signals


@dataclass(frozen=True, eq=False)
class Measured:
    """A network on one part of the examples.

    Parameters
    ----------
    loss : float
        Mean over the examples, without the price on large weights; NaN if a weight is no number.
    score : float
        Share of right answers, or R2 for values.
    right : ndarray of bool, shape (n,), optional
        Which answers are right; None for values.
    answers : ndarray of int, shape (n,), optional
        The class that is answered; None for values, and where nothing is.
    """

    loss: float
    score: float
    right: Any = None
    answers: Any = None


def measure(blueprint: Blueprint, weights: Sequence[Array], examples: Dataset | None) -> Measured:
    """Measure a network.

    Parameters
    ----------
    blueprint : Blueprint
        The network.
    weights : list of ndarray
        Its weights.
    examples : Dataset, optional
        Places in the square, and answers.

    Returns
    -------
    Measured
        All NaN without examples.
    """
    if examples is None:
        return Measured(np.nan, np.nan)
    outputs = signals(blueprint.stages(weights), features_of(examples.X, blueprint.features))[-1].outputs
    y, ending = targets(examples, blueprint.ending), blueprint.ending
    if not np.isfinite(outputs).all():
        return Measured(np.nan, np.nan, np.zeros(len(y), dtype=bool) if examples.class_names else None)
    loss = float(get_loss(ending.loss)(y, outputs))
    if not examples.class_names:
        spread = float(((y - y.mean()) ** 2).sum())
        return Measured(loss, 1 - float(((y - outputs) ** 2).sum()) / spread if spread else np.nan)
    answers = decided(outputs, ending.middle)
    right = answers == examples.y
    return Measured(loss, float(right.mean()), right, answers)


def decided(outputs: Array, middle: float | None) -> Array:
    """Return the class that each row of outputs decides for, shape (n,)."""
    return outputs.argmax(axis=1) if middle is None else (outputs[:, 0] > middle).astype(int)

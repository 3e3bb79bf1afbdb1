"""What each neuron answers over the square, all layers in one pass."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from dlwidgets.demos.playing_field.blueprint import Array, Blueprint
from dlwidgets.demos.playing_field.examples import HALF, Examples
from dlwidgets.demos.playing_field.features import feature, features_of
from dlwidgets.errors import InvalidValueError
from dlwidgets.nn.chain import signals
from dlwidgets.widgets.grid import Grid

SIDE = 100
LARGEST = 1e12
"""A feature beyond would leave no weight a number."""
UNIT_RANGE = {"sigmoid", "softmax"}
SIGNED_RANGE = {"tanh"}
_AXIS = (np.arange(SIDE) + 0.5) / SIDE * 2 * HALF - HALF
PLACES = np.stack([axis.ravel() for axis in np.meshgrid(_AXIS, _AXIS)], axis=1)
"""Middles of the pixels, shape (10000, 2), the lowest row first."""


class Maps:
    """A network over the square.

    Parameters
    ----------
    blueprint : Blueprint
        The network.
    weights : list of ndarray
        Its weights.
    """

    def __init__(self, blueprint: Blueprint, weights: Sequence[Array]) -> None:
        self._plan, self._weights = blueprint, weights

    @cached_property
    def _passed(self) -> list[Array]:
        stages = self._plan.stages(self._weights)
        return [signal.outputs for signal in signals(stages, _features(self._plan.features))]

    def tiles(self, number: int, stride: int) -> list[Array]:
        """Return the answers of a layer's neurons from -1 to 1, of every so many-th place in both directions.

        Parameters
        ----------
        number, stride : int
            The layer, from 1 on, and how many places apart.

        Returns
        -------
        list of ndarray
            The lowest row first.
        """
        values = self._passed[number - 1].reshape(SIDE, SIDE, -1)[stride - 1 :: stride, stride - 1 :: stride]
        return [self._scaled(number, values[..., index]) for index in range(values.shape[-1])]

    def neuron(self, number: int, index: int) -> Array:
        """Return a neuron's answers from -1 to 1.

        Parameters
        ----------
        number, index : int
            Its layer, from 1 on, and its place there, from 0.

        Returns
        -------
        ndarray, shape (100, 100)
            The lowest row first.
        """
        return self._scaled(number, self._passed[number - 1][:, index]).reshape(SIDE, SIDE)

    def _scaled(self, number: int, values: Array) -> Array:
        activation = self._plan.all_activations[number - 1]
        if activation in UNIT_RANGE:
            return 2 * values - 1
        return values if activation in SIGNED_RANGE else _to_unit(values)

    def answers(self, examples: Examples, end: float, *, is_decided: bool) -> Grid:
        """Draw what the whole network answers.

        Parameters
        ----------
        examples : Examples
            Of the square that is shown.
        end : float
            The largest value of a regression; it has the full colour.
        is_decided : bool
            Show only what is decided.

        Returns
        -------
        Grid
            In the features' own units.
        """
        outputs, (x, y) = self._passed[-1], examples.limits
        k = outputs.shape[1]
        if k > 1:
            winner, surest = outputs.argmax(axis=1), outputs.max(axis=1)
            sure = np.ones(len(outputs)) if is_decided else np.clip((surest - 1 / k) / (1 - 1 / k), 0, 1)
            z = np.where(np.isfinite(surest), 2 * winner + sure, np.nan).reshape(SIDE, SIDE)
            return Grid(z, x=x, y=y, domain=(0, 2 * k - 1), palette=f"classes-{k}")
        values, middle = outputs[:, 0], self._plan.ending.middle
        if middle is not None:
            values = values - middle
            end = 0.5 if middle else 1.0
        if is_decided:
            values, end = np.sign(values), 1.0
        return Grid(values.reshape(SIDE, SIDE), x=x, y=y, domain=(-end, end))


def require_values(names: Sequence[str], examples: Examples) -> None:
    """Refuse features that have no value somewhere in the square or at an example."""
    for name in names:
        for places in (PLACES, *(part.X for part in (examples.train, examples.test) if part is not None)):
            values = features_of(places, [name])[:, 0]
            lost = np.flatnonzero(~(np.abs(values) <= LARGEST))
            if lost.size:
                x1, x2 = places[lost[0]]
                raise InvalidValueError(
                    f"{feature(name).label} is no number of a usual size at x1 = {x1:.3g}, x2 = {x2:.3g}: "
                    f"{values[lost[0]]:.3g}. A feature needs a value everywhere, such as log(abs(x1) + 1)."
                )


@lru_cache(maxsize=8)
def _features(names: tuple[str, ...]) -> Array:
    return features_of(PLACES, names)


@lru_cache(maxsize=64)
def feature_tile(name: str, stride: int) -> Array:
    """Return a feature over the square from -1 to 1, of every so many-th place; the lowest row first."""
    values = features_of(PLACES, [name])[:, 0].reshape(SIDE, SIDE)
    return _to_unit(values[stride - 1 :: stride, stride - 1 :: stride])


def _to_unit(values: Array) -> Array:
    """Scale values by the largest, so that 0 stays 0."""
    finite = np.abs(values[np.isfinite(values)])
    largest = finite.max() if finite.size else 0.0
    return values / largest if largest > 0 else values * 0

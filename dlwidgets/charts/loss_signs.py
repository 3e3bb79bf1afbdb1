"""The losses' names for readers, and one colour, dash and mark for each."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from dlwidgets.charts.theme import CLASS_COLOURS, CLASS_SHAPES

LABELS = {
    "mean_squared_error": "mean squared error",
    "mean_absolute_error": "mean absolute error",
    "huber": "Huber",
    "hinge": "hinge",
    "binary_crossentropy": "binary cross-entropy",
    "categorical_crossentropy": "categorical cross-entropy",
    "crossentropy_of_score": "cross-entropy of sigmoid(score)",
}
REGRESSION = ("mean_squared_error", "mean_absolute_error", "huber")


def _by_name(channel: Any, signs: Sequence[Any]) -> Any:
    return channel("name:N", legend=None, scale=alt.Scale(domain=[*LABELS], range=[*signs]))


# One sign may stand for two losses that are never drawn in one picture.
COLOUR = _by_name(alt.Color, [CLASS_COLOURS[kind] for kind in (0, 2, 3, 1, 1, 1, 0)])
DASH = _by_name(alt.StrokeDash, [[8, 3], [2, 2], [8, 3, 2, 3], [1, 0], [1, 0], [1, 0], [8, 3]])
SHAPE = _by_name(alt.Shape, [CLASS_SHAPES[kind] for kind in (1, 2, 3, 0, 0, 0, 1)])
"""Encodings of a column ``name`` that holds keys of ``LABELS``."""

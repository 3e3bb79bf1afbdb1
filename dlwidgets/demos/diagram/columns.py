"""The layers of a network as the columns of a diagram: how each is drawn, and what it is called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from dlwidgets.demos.diagram.data import ExampleSet
from dlwidgets.demos.diagram.source import NetworkSource
from dlwidgets.network import (
    Activation,
    BatchNormalization,
    Dense,
    Dropout,
    Flatten,
    GaussianNoise,
    Joint,
    LayerNormalization,
    Normalization,
    Rescaling,
    Shape,
)
from dlwidgets.network.stages import activation_of

ELEMENTWISE = (
    Activation, BatchNormalization, Dropout, Flatten, GaussianNoise, LayerNormalization, Normalization, Rescaling,
)  # fmt: skip
LEAST_PICTURE = 49
"""So many inputs that form a square are drawn as a picture of 7 by 7 pixels or more."""

MOST_SHOWN_COLUMNS = 8
"""Of a deeper network a part is shown: the one around the chosen layer."""


@dataclass(frozen=True)
class Column:
    """One layer of a diagram, or its inputs.

    Parameters
    ----------
    number : int
        0 for the inputs, then 1, 2, ...
    joint : Joint, optional
        The layer at its place; None for the inputs.
    shape : tuple of int or None, optional
        Of what goes out for one example; None if it is not known.
    style : {"neurons", "through", "glyph", "picture"}
        How it is drawn: neuron by neuron, number by number as they go through, as a sign, as an image.
    """

    number: int
    joint: Joint | None
    shape: Shape | None
    style: str

    @property
    def size(self) -> int | None:
        """How many numbers go out; None if that is not known or they form no row."""
        return self.shape[0] if self.shape and len(self.shape) == 1 else None

    @property
    def kind(self) -> str:
        """Keras' name of the layer."""
        return self.joint.layer.kind if self.joint else "Input"

    @property
    def is_dense(self) -> bool:
        """Whether it has neurons to look into, each with a weight from each number before it."""
        joint = self.joint
        is_dense = joint is not None and isinstance(joint.layer, Dense) and self.size is not None
        return bool(is_dense and joint and joint.input_shape and len(joint.input_shape) == 1)

    @property
    def is_drawn_singly(self) -> bool:
        """Whether there are places for single numbers."""
        return self.style in {"neurons", "through"}

    @property
    def activation(self) -> str:
        """Keras' name of the activation; empty where there is none."""
        name = activation_of(self.joint.layer) if self.joint else "linear"
        return "" if name == "linear" else name

    @property
    def is_frozen(self) -> bool:
        """Whether training is told to leave it as it is."""
        return self.joint is not None and not self.joint.layer.trainable

    @property
    def problem(self) -> str:
        """Why it does not fit; empty if it does."""
        return str(self.joint.problem) if self.joint and self.joint.problem else ""

    @property
    def title(self) -> str:
        """What the reader calls it, such as ``Layer 2 (Dense)``."""
        name = self.joint.layer.name if self.joint else None
        return f"Layer {self.number} ({self.kind}{f' {name!r}' if name else ''})" if self.number else "Inputs"

    @property
    def caption(self) -> tuple[str, ...]:
        """Up to four short lines on what it is."""
        if not self.number:
            return ("Input", shape_text(self.shape))
        parameters = self.joint.parameters if self.joint else None
        count = parameters.total if parameters else 0
        size = f" {self.size}" if self.is_dense else ""
        lines = [*_words(self.kind + size), self.activation, "" if self.is_dense else shape_text(self.shape)]
        return (*filter(None, [*lines, f"{count_text(count)} param{'s'[: count != 1]}" if count else ""]),)


def columns_of(source: NetworkSource, examples: ExampleSet | None) -> tuple[Column, ...]:
    """Lay a network out in columns.

    Parameters
    ----------
    source : NetworkSource
        The network.
    examples : ExampleSet, optional
        What goes through it.

    Returns
    -------
    tuple of Column
        The inputs first.
    """
    shape = source.input_shape
    columns = [Column(0, None, shape, _input_style(shape, examples))]
    for joint in source.joints[source.first :]:
        columns.append(Column(len(columns), joint, joint.output_shape, _style(joint, columns[-1])))
    return tuple(columns)


def _input_style(shape: Shape | None, examples: ExampleSet | None) -> str:
    if picture_shape(shape) and examples is not None and not examples.is_made_up:
        return "picture"
    return "neurons" if shape and len(shape) == 1 and shape[0] is not None else "glyph"


def _style(joint: Joint, before: Column) -> str:
    if joint.output_shape is None or len(joint.output_shape) != 1 or joint.output_shape[0] is None:
        return "glyph"
    if isinstance(joint.layer, Dense):
        return "neurons"
    goes_through = isinstance(joint.layer, ELEMENTWISE) and joint.input_shape == joint.output_shape
    return "through" if goes_through and before.is_drawn_singly else "glyph"


def picture_shape(shape: Shape | None) -> tuple[int, int] | None:
    """Tell how the numbers of an example form a picture in grey.

    Parameters
    ----------
    shape : tuple of int or None, optional
        Of one example.

    Returns
    -------
    (int, int) or None
        Rows and columns; None if they form none. Of colours, the mean is drawn.
    """
    if not shape or None in shape:
        return None
    sizes = [size for size in shape if size is not None]
    if len(sizes) == 2 or (len(sizes) == 3 and sizes[2] in {1, 3, 4}):
        return (sizes[0], sizes[1]) if min(sizes[:2]) > 1 else None
    side = round(prod(sizes) ** 0.5)
    return (side, side) if len(sizes) == 1 and sizes[0] >= LEAST_PICTURE and side * side == sizes[0] else None


def shape_text(shape: Shape | None) -> str:
    """Write a shape in little room, such as ``26×26×8``."""
    if shape is None:
        return "shape ?"
    return "×".join("?" if size is None else str(size) for size in shape) or "1 number"


def count_text(count: int) -> str:
    """Write a large number in little room, such as ``101k``."""
    if count < 10_000:
        return f"{count:,}"
    return f"{count / 1000:,.0f}k" if count < 1_000_000 else f"{count / 1e6:,.1f}M"


def _words(kind: str) -> list[str]:
    """Break a long class name between its words."""
    if len(kind) <= 11:
        return [kind]
    words = re.findall(r"[A-Z][a-z]+(?:\d?D)?|[A-Z]+(?![a-z])|\d+|\S+", kind)
    first = ""
    while words and len(first) + len(words[0]) <= 11:
        first += words.pop(0)
    rest = "".join(words) if not words or not words[-1].isdigit() else f"{''.join(words[:-1])} {words[-1]}".strip()
    return [*filter(None, [first, rest])]


def shown_columns(columns: Sequence[Column], layer: int) -> list[Column]:
    """Choose the columns that there is room for.

    Parameters
    ----------
    columns : sequence of Column
        All of them.
    layer : int
        The chosen one, which is among them.

    Returns
    -------
    list of Column
        Neighbours. Within a page of them, another choice moves nothing.
    """
    page = MOST_SHOWN_COLUMNS - 1
    start = max(0, min(layer // page * page, len(columns) - MOST_SHOWN_COLUMNS))
    return [*columns[start : start + MOST_SHOWN_COLUMNS]]

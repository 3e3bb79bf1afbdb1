"""All that a network diagram can show of one moment: columns, the chosen example's numbers, names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np

from dlwidgets.demos.diagram.columns import Column
from dlwidgets.demos.diagram.data import Array, ExampleSet
from dlwidgets.demos.diagram.loss import Measured, measured
from dlwidgets.demos.diagram.source import NetworkSource
from dlwidgets.demos.stepper.picture import SUBSCRIPTS
from dlwidgets.nn.chain import SOFTMAX, Signal


@dataclass(frozen=True)
class Place:
    """What is chosen: all are counted as the reader does, the inputs being layer 0 and the bias link 0."""

    depth: str
    layer: int
    neuron: int
    link: int
    example: int


@dataclass(frozen=True, eq=False)
class DiagramView:
    """A network, an example that goes through it, and what is chosen.

    Parameters
    ----------
    source : NetworkSource
        The network with its weights.
    columns : sequence of Column
        Its layers, the inputs first.
    examples : ExampleSet, optional
        What goes through it; None if nothing can.
    place : Place
        What is chosen.
    edited : frozenset of (int, int, int)
        Layer, neuron and link of the numbers that were changed by hand.
    """

    source: NetworkSource
    columns: Sequence[Column]
    examples: ExampleSet | None
    place: Place
    edited: frozenset[tuple[int, int, int]] = field(default_factory=frozenset)

    @property
    def column(self) -> Column:
        """The chosen one."""
        return self.columns[self.place.layer]

    @property
    def before(self) -> Column:
        """The one in front of the chosen one."""
        return self.columns[max(0, self.place.layer - 1)]

    @cached_property
    def signals(self) -> list[Signal | None]:
        """What each layer behind the inputs does with the chosen example."""
        if self.examples is None:
            return [None] * (len(self.columns) - 1)
        return self.source.signals(self.examples.X[self.place.example - 1 :][:1])

    def values(self, number: int) -> Array | None:
        """Return what goes out of a column for the chosen example, in its own shape; None if it is not known."""
        if self.examples is None:
            return None
        if number == 0:
            return self.examples.X[self.place.example - 1]
        signal = self.signals[number - 1]
        if signal is None:
            return None
        shape = self.columns[number].shape
        is_known = shape is not None and None not in shape and prod(shape) == signal.outputs[0].size  # type: ignore[arg-type]
        return signal.outputs[0].reshape(shape) if is_known else signal.outputs[0]

    def sums(self, number: int) -> Array | None:
        """Return the weighted sums of a column for the chosen example; None if they are not known."""
        signal = self.signals[number - 1] if number else None
        return None if signal is None else signal.sums[0]

    def kernel(self, number: int) -> Array | None:
        """Return the weights into a column, shape (n_in, n_out); None if it is not dense or they are not known."""
        return self._array(number, "kernel")

    def biases(self, number: int) -> Array | None:
        """Return the biases of a column; None if it has none."""
        return self._array(number, "bias")

    def _array(self, number: int, name: str) -> Array | None:
        column = self.columns[number]
        if not column.is_dense or column.joint is None:
            return None
        return self.source.weights[column.joint.index].get(name)

    @cached_property
    def measured(self) -> Measured:
        """The loss of the chosen example, and on the data."""
        last = self.signals[-1] if self.signals else None
        return measured(self.source, self.examples, self.place.example - 1, last)

    @property
    def last(self) -> Column:
        """The outputs."""
        return self.columns[-1]

    @property
    def is_softmax(self) -> bool:
        """Whether the outputs share out 1."""
        return self.last.activation == SOFTMAX and self.last.size is not None and self.last.size > 1

    @property
    def is_binary(self) -> bool:
        """Whether the one output is a probability."""
        return self.last.activation == "sigmoid" and self.last.size == 1

    @property
    def class_names(self) -> tuple[str, ...]:
        """Names of the classes, where they fit the outputs."""
        names = self.examples.class_names if self.examples else ()
        fits = self.last.size in ({1, 2} if len(names) == 2 else {len(names)})
        return names if names and fits else ()

    @property
    def true_class(self) -> int | None:
        """The class of the chosen example; None if it has none."""
        y = self.examples.y if self.examples else None
        return int(y[self.place.example - 1]) if self.class_names and y is not None and y.ndim == 1 else None

    @property
    def truth(self) -> float | None:
        """The value that should come out; None for classes, or if it is not known."""
        y = self.examples.y if self.examples else None
        is_value = y is not None and y.ndim == 1 and not (self.examples and self.examples.class_names)
        return float(y[self.place.example - 1]) if is_value and y is not None else None

    @cached_property
    def chosen_class(self) -> int | None:
        """The class that the network decides for; None if it decides for none."""
        outputs = self.values(len(self.columns) - 1)
        if outputs is None or outputs.ndim != 1 or not np.isfinite(outputs).all():
            return None
        if self.is_softmax or (self.class_names and len(outputs) > 1):
            return int(outputs.argmax())
        if self.is_binary:
            return int(outputs[0] > 0.5)
        return int(outputs[0] > 0) if self.class_names and len(outputs) == 1 else None

    @property
    def is_plane(self) -> bool:
        """Whether the examples are points of a plane, so that each neuron has a picture of what it computes."""
        return self.source.is_known and self.source.input_shape == (2,) and self.examples is not None

    @cached_property
    def n_not_numbers(self) -> int:
        """How many of the weights that are read are NaN or infinite."""
        return sum(_n_not_numbers(array) for weights in self.source.weights for array in weights.values())

    def name(self, number: int, index: int) -> str:
        """Name a number of a column: the feature's own name, or such as ``a₂``."""
        names = self.examples.feature_names if self.examples and number == 0 else ()
        if names and len(names) == self.columns[0].size:
            return names[index]
        return f"{'a' if number else 'x'}{str(index + 1).translate(SUBSCRIPTS)}"

    def output_name(self, index: int) -> str:
        """Name an output by its class."""
        names = self.class_names
        if not names:
            return ""
        return names[1] if self.last.size == 1 else names[index]


def _n_not_numbers(array: Array) -> int:
    """Count NaN and infinite numbers; of millions, one sum tells that there are none."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = array.sum()
    return 0 if np.isfinite(total) else int((~np.isfinite(array)).sum())

"""What is told of a neuron of a network diagram when the pointer is over it."""

import numpy as np

from dlwidgets.demos.diagram.numbers import number_text
from dlwidgets.demos.diagram.view import DiagramView
from dlwidgets.nn.chain import SOFTMAX
from dlwidgets.nn.text import result, weighted_sum_line

MOST_INPUTS = 6
"""Of more inputs, a sum written out would be too long to read at a glance."""


def neuron_tip(view: DiagramView, number: int, index: int) -> str:
    """Write a neuron's formula with the numbers of the chosen example, or what is known of it.

    Parameters
    ----------
    view : DiagramView
        What there is to show.
    number, index : int
        The column, and the neuron in it, from 0.

    Returns
    -------
    str
        One line.
    """
    name, values = view.name(number, index), view.values(number)
    biases, sums = view.biases(number), view.sums(number)
    said = name if values is None else f"{name} = {number_text(float(values.reshape(-1)[index]))}"
    kernel = view.kernel(number)
    if kernel is None:
        return said
    bias = 0.0 if biases is None else float(biases[index])
    came = None if values is None else view.values(number - 1)
    if came is None or values is None or sums is None or len(kernel) > MOST_INPUTS:
        return f"{said}, bias {number_text(bias)}"
    w, x, z = kernel[:, index].astype(float), came.reshape(-1).astype(float), float(sums[index])
    if not np.isfinite([*w, *x, z, bias]).all():
        return f"{said}, bias {number_text(bias)}"
    activation, a = view.columns[number].activation, float(values.reshape(-1)[index])
    then = f"; its share {result(a)}" if activation == SOFTMAX else f"; {activation} of it {result(a)}"
    return f"{name}: {weighted_sum_line(w, x, bias, z)}{then if activation else ''}"

"""One training step taken apart: guess, measure, blame, update, each step with its numbers, formula and sentence."""

from dlwidgets.nn.walkthrough.line import Line, Quantity
from dlwidgets.nn.walkthrough.parts import Neuron, Weight, neuron_text, weights_of
from dlwidgets.nn.walkthrough.step import STAGES, Step
from dlwidgets.nn.walkthrough.walk import Walkthrough, walk_through

__all__ = [
    "STAGES",
    "Line",
    "Neuron",
    "Quantity",
    "Step",
    "Walkthrough",
    "Weight",
    "neuron_text",
    "walk_through",
    "weights_of",
]

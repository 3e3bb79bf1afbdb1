"""The arithmetic of deep learning in a form that can be shown: pure functions and values, NumPy only."""

from dlwidgets.nn.activations import ACTIVATIONS, get_activation, relu, sigmoid, step, tanh
from dlwidgets.nn.boundary import boundary_segment, output_grid
from dlwidgets.nn.course import PerceptronCourse
from dlwidgets.nn.losses import binary_cross_entropy, mean_squared_error, perceptron_loss
from dlwidgets.nn.margin import Separation, mistake_bound, separation
from dlwidgets.nn.metrics import accuracy, misclassified
from dlwidgets.nn.neuron import Term, WorkedExample, weighted_sum, worked_example
from dlwidgets.nn.perceptron import PerceptronRule, PerceptronState, Update

__all__ = [
    "ACTIVATIONS",
    "PerceptronCourse",
    "PerceptronRule",
    "PerceptronState",
    "Separation",
    "Term",
    "Update",
    "WorkedExample",
    "accuracy",
    "binary_cross_entropy",
    "boundary_segment",
    "get_activation",
    "mean_squared_error",
    "misclassified",
    "mistake_bound",
    "output_grid",
    "perceptron_loss",
    "relu",
    "separation",
    "sigmoid",
    "step",
    "tanh",
    "weighted_sum",
    "worked_example",
]

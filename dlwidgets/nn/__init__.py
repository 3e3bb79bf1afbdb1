"""The arithmetic of deep learning in a form that can be shown: pure functions and values, NumPy only."""

from dlwidgets.nn.activations import ACTIVATIONS, Activation, get_activation
from dlwidgets.nn.boundary import boundary_segment, output_grid
from dlwidgets.nn.course import PerceptronCourse
from dlwidgets.nn.dense import DenseNetwork, dense_network
from dlwidgets.nn.elementwise import elu, gelu, leaky_relu, linear, relu, sigmoid, silu, softplus, step, tanh
from dlwidgets.nn.forward_pass import ForwardPass, forward
from dlwidgets.nn.graph import Value, total
from dlwidgets.nn.loss import Loss
from dlwidgets.nn.losses import LOSSES, get_loss, perceptron_loss
from dlwidgets.nn.margin import Separation, mistake_bound, separation
from dlwidgets.nn.metrics import accuracy, misclassified
from dlwidgets.nn.neuron import Term, WorkedExample, weighted_sum, worked_example
from dlwidgets.nn.objective import Objective, objective
from dlwidgets.nn.optimizer import Optimizer, State
from dlwidgets.nn.optimizers import OPTIMIZERS, SGD, Adagrad, Adam, AdamW, RMSprop, get_optimizer
from dlwidgets.nn.perceptron import PerceptronRule, PerceptronState, Update
from dlwidgets.nn.schedules import (
    CosineDecay,
    ExponentialDecay,
    InverseTimeDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
    Schedule,
)
from dlwidgets.nn.softmax import log_softmax, softmax, softmax_jacobian
from dlwidgets.nn.training_step import Gradients, TrainingStep, training_step
from dlwidgets.nn.walkthrough import Neuron, Step, Walkthrough, Weight, walk_through

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "OPTIMIZERS",
    "SGD",
    "Activation",
    "Adagrad",
    "Adam",
    "AdamW",
    "CosineDecay",
    "DenseNetwork",
    "ExponentialDecay",
    "ForwardPass",
    "Gradients",
    "InverseTimeDecay",
    "Loss",
    "Neuron",
    "Objective",
    "Optimizer",
    "PerceptronCourse",
    "PerceptronRule",
    "PerceptronState",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "RMSprop",
    "Schedule",
    "Separation",
    "State",
    "Step",
    "Term",
    "TrainingStep",
    "Update",
    "Value",
    "Walkthrough",
    "Weight",
    "WorkedExample",
    "accuracy",
    "boundary_segment",
    "dense_network",
    "elu",
    "forward",
    "gelu",
    "get_activation",
    "get_loss",
    "get_optimizer",
    "leaky_relu",
    "linear",
    "log_softmax",
    "misclassified",
    "mistake_bound",
    "objective",
    "output_grid",
    "perceptron_loss",
    "relu",
    "separation",
    "sigmoid",
    "silu",
    "softmax",
    "softmax_jacobian",
    "softplus",
    "step",
    "tanh",
    "total",
    "training_step",
    "walk_through",
    "weighted_sum",
    "worked_example",
]

"""Training steps at random: any network, batch, loss and optimizer that go together."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from dlwidgets import nn
from dlwidgets.nn.objective import Objective

HEADS = {
    "mean_squared_error": [*nn.ACTIVATIONS, "softmax"],
    "mean_absolute_error": [*nn.ACTIVATIONS, "softmax"],
    "huber": [*nn.ACTIVATIONS, "softmax"],
    "hinge": [*nn.ACTIVATIONS, "softmax"],
    "binary_crossentropy": ["sigmoid"],
    "categorical_crossentropy": ["softmax"],
    "sparse_categorical_crossentropy": ["softmax"],
}
PAIRS = [(loss, head) for loss, heads in HEADS.items() for head in heads]
OPTIMIZERS = {
    "sgd": nn.SGD(0.1),
    "momentum": nn.SGD(0.1, momentum=0.9),
    "nesterov": nn.SGD(0.1, momentum=0.9, nesterov=True, weight_decay=0.01),
    "rmsprop": nn.RMSprop(0.01),
    "rmsprop with momentum": nn.RMSprop(0.01, momentum=0.5),
    "adagrad": nn.Adagrad(0.1),
    "adam": nn.Adam(0.01),
    "adamw": nn.AdamW(0.01),
    "decaying": nn.SGD(nn.ExponentialDecay(0.1, 10, 0.5)),
}


@dataclass(frozen=True)
class Case:
    """What `walk_through` takes."""

    network: nn.DenseNetwork
    X: np.ndarray
    y: np.ndarray
    loss: str
    optimizer: nn.Optimizer = OPTIMIZERS["sgd"]
    n_steps_before: int = 0

    @property
    def head(self):
        return self.network.activations[-1]

    def step(self):
        step = nn.training_step(self.network, self.X, self.y, self.loss, self.optimizer)
        for _ in range(self.n_steps_before):
            step = nn.training_step(step.network_after, self.X, self.y, self.loss, self.optimizer, step.states_after)
        return step

    def walk(self, example=0):
        return nn.Walkthrough(self.step(), example)

    def kink_distance(self):
        """Measure how near a number comes to where its function has no derivative."""
        step = nn.training_step(self.network, self.X, self.y, self.loss, self.optimizer)
        kinked = [
            z for z, name in zip(step.passed.sums, self.network.activations, strict=True) if name in KINKED_AT_ZERO
        ]
        error = step.passed.prediction - step.targets
        if self.loss == "mean_absolute_error":
            kinked.append(error)
        if self.loss == "hinge":
            kinked.append(1 - step.passed.prediction * step.targets)
        return min((np.abs(array).min() for array in kinked), default=1.0)


KINKED_AT_ZERO = {"step", "relu", "leaky_relu"}


@st.composite
def cases(draw, spread=1.0):
    """Draw 1 to 4 layers of 1 to 5 neurons, and 1 to 4 examples."""
    loss, head = draw(st.sampled_from(PAIRS))
    n_outputs = draw(st.integers(2 if head == "softmax" else 1, 4))
    sizes = [*draw(st.lists(st.integers(1, 5), min_size=1, max_size=4)), n_outputs]
    hidden = [draw(st.sampled_from([*nn.ACTIVATIONS])) for _ in sizes[1:-1]]
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    kernels = [spread * random.normal(size=shape) for shape in pairwise(sizes)]
    biases = [spread * random.normal(size=size) for size in sizes[1:]]
    network = nn.dense_network(sizes, [*hidden, head], kernels, biases)
    X = random.normal(size=(draw(st.integers(1, 4)), sizes[0]))
    optimizer = OPTIMIZERS[draw(st.sampled_from([*OPTIMIZERS]))]
    y = targets(loss, (len(X), n_outputs), random)
    return Case(network, X, y, loss, optimizer, draw(st.integers(0, 2)))


def targets(loss, shape, random):
    """Draw what a loss takes as truth."""
    if loss == "hinge":
        return random.choice([-1.0, 1.0], size=shape)
    if loss == "binary_crossentropy":
        return random.choice([0.0, 1.0, 0.3], size=shape)
    if loss == "categorical_crossentropy":
        return random.dirichlet(np.ones(shape[1]), size=shape[0])
    if loss == "sparse_categorical_crossentropy":
        return random.integers(0, shape[1], size=shape[0])
    return random.normal(size=shape)


def example_case(activations=("tanh", "sigmoid"), loss="binary_crossentropy", sizes=(2, 2, 1), n=1, seed=0, **options):
    """Make one case without chance: what a test says about it can be worked out."""
    random = np.random.default_rng(seed)
    network = nn.dense_network(sizes, activations, seed=seed)
    X = random.normal(size=(n, sizes[0]))
    return Case(network, X, targets(loss, (n, sizes[-1]), random), loss, **options)


def is_fused(case):
    return Objective(case.loss, case.head).is_fused

"""Small networks and data that the tests of the trainer share."""

import numpy as np

from dlwidgets.network import CompileSpec, Dense, Dropout, Input, NetworkSpec, RegularizerSpec
from dlwidgets.training.build import build
from dlwidgets.training.engine.engine import Engine
from dlwidgets.training.engine.material import material_of
from dlwidgets.training.engine.order import Order
from dlwidgets.training.keras_door import import_keras

CLASSIFIER = NetworkSpec(
    [
        Input((2,)),
        Dense(4, "tanh", kernel_regularizer=RegularizerSpec("L1L2", l1=0.001, l2=0.01)),
        Dropout(0.2),
        Dense(2, "softmax"),
    ],
    CompileSpec("adam", "sparse_categorical_crossentropy", ["accuracy"]),
)
PLAIN = NetworkSpec([Input((2,)), Dense(3, "tanh"), Dense(1)], CompileSpec("adam", "mse", ["mae"]))


def two_classes(n=50, seed=0):
    """Points and whether they lie to the right."""
    X = np.random.default_rng(seed).normal(size=(n, 2)).astype(np.float32)
    return X, (X[:, 0] > 0).astype(np.int64)


def line(n=26, seed=0):
    """Points and a number that depends on them."""
    X = np.random.default_rng(seed).normal(size=(n, 2)).astype(np.float32)
    return X, (X[:, :1] - 2 * X[:, 1:]).astype(np.float32)


def seeded_model(spec, seed=1, prepare=lambda model: None):
    """The model that a reader would build after setting the seed."""
    import_keras().utils.set_random_seed(seed)
    model = build(spec)
    prepare(model)
    return model


def engine_for(spec, X, y, batch_size, path="auto", prepare=lambda model: None, **data):
    """A traced engine with that model."""
    engine = Engine(seeded_model(spec, prepare=prepare), material_of(X, y, **data), batch_size, path=path)
    engine.prepare()
    return engine


def steps(engine, n_steps):
    """Do steps from the start on, without shuffling; return the reports."""
    return engine.run(Order(engine.shape.n, 0, shuffle=False), 0, 0, n_steps)[0]


def farthest(ours, theirs):
    """The largest difference between two lists of weights."""
    return max((float(np.abs(a - b).max()) for a, b in zip(ours, theirs, strict=True)), default=0.0)

"""What the backprop stepper steps through: network, batch, loss and optimizer as plain lists that survive JSON."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from dlwidgets.data import Dataset
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.nn import SGD, Adagrad, Adam, AdamW, DenseNetwork, Optimizer, RMSprop, State, dense_network

MOST_EXAMPLES = 32
"""A larger batch can't be followed example by example."""

OPTIMIZER_LABELS = {
    "sgd": "gradient descent (SGD)",
    "momentum": "SGD with momentum 0.9",
    "nesterov": "SGD with Nesterov momentum 0.9",
    "rmsprop": "RMSprop",
    "adagrad": "Adagrad",
    "adam": "Adam",
    "adamw": "AdamW",
}
_MAKERS: Mapping[str, Callable[[float], Optimizer]] = {
    "sgd": SGD,
    "momentum": lambda rate: SGD(rate, momentum=0.9),
    "nesterov": lambda rate: SGD(rate, momentum=0.9, nesterov=True),
    "rmsprop": RMSprop,
    "adagrad": Adagrad,
    "adam": Adam,
    "adamw": AdamW,
}


def make_optimizer(name: str, learning_rate: float) -> Optimizer:
    """Return an optimizer by its name in ``OPTIMIZER_LABELS``."""
    return _MAKERS[name](learning_rate)


def to_lists(network: DenseNetwork) -> list[Any]:
    """Return kernels and biases in the order of Keras' ``get_weights()``, as lists."""
    pairs = zip(network.kernels, network.biases, strict=True)
    return [array.tolist() for pair in pairs for array in pair]


def to_network(
    layers: Sequence[int], activations: Sequence[str], weights: Sequence[Any] | None, seed: int
) -> DenseNetwork:
    """Return the network of weights in Keras' order; drawn at random if there are none."""
    if weights is None:
        return dense_network(layers, activations, seed=seed)
    if len(weights) != 2 * (len(layers) - 1):
        raise InvalidValueError(
            f"weights should hold {2 * (len(layers) - 1)} arrays, kernel and bias of each layer, "
            f"as model.get_weights() gives them; got {len(weights)}."
        )
    return dense_network(layers, activations, weights[::2], weights[1::2])


def to_memory(states: Sequence[State]) -> list[Any]:
    """Return what an optimizer remembers as lists."""
    return [[state.step, {name: array.tolist() for name, array in state.slots.items()}] for state in states]


def to_states(memory: Any, optimizer: Optimizer, network: DenseNetwork) -> tuple[State, ...] | None:
    """Return what an optimizer remembers of a network from its lists; None for nothing."""
    if memory is None:
        return None
    try:
        states = [State(whole("memory", step), _arrays(slots)) for step, slots in memory]
    except (TypeError, ValueError, AttributeError):
        states = []
    fresh = [optimizer.init(array) for array in (*network.kernels, *network.biases)]
    if [*map(_shapes, states)] != [*map(_shapes, fresh)]:
        raise InvalidValueError(
            "memory does not fit the optimizer and the layers. Set it to None, or to the memory of a stepper that has "
            "the same optimizer and layers."
        )
    return tuple(states)


def _arrays(slots: Mapping[str, Any]) -> dict[str, np.ndarray]:
    return {name: np.array(slot, dtype=float) for name, slot in slots.items()}


def _shapes(state: State) -> dict[str, tuple[int, ...]]:
    """Return the shapes of what is remembered; a slot with gaps has none."""
    return {name: slot.shape for name, slot in state.slots.items() if np.isfinite(slot).all()}


def whole(name: str, value: Any) -> int:
    """Return a whole number of 0 or more."""
    is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not is_number or value != value // 1 or value < 0:
        raise InvalidValueError(f"{name} came as {value!r}; wanted a whole number of 0 or more. Nothing was changed.")
    return int(value)


def usual_output(y: np.ndarray) -> tuple[str, str]:
    """Return activation and loss that go with targets, shape (n, n_outputs): for classes or for numbers."""
    is_zero_one = bool(np.isin(y, [0, 1]).all())
    if y.shape[1] > 1 and is_zero_one and (y.sum(axis=1) == 1).all():
        return "softmax", "categorical_crossentropy"
    return ("sigmoid", "binary_crossentropy") if is_zero_one else ("linear", "mean_squared_error")


def usual_batch(n_inputs: int, n_outputs: int) -> tuple[list[list[float]], list[list[float]]]:
    """Return a few examples for a network of this shape: XOR where it fits, else the classes in turn."""
    if (n_inputs, n_outputs) == (2, 1):
        return [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]], [[1.0], [1.0], [0.0], [0.0]]
    n = min(max(3, n_outputs), MOST_EXAMPLES) if n_outputs > 1 else 4
    X = np.random.default_rng(0).uniform(-1, 1, (n, n_inputs)).round(1)
    y = np.eye(n_outputs)[np.arange(n) % n_outputs] if n_outputs > 1 else (np.arange(n) % 2)[:, np.newaxis]
    return X.tolist(), y.astype(float).tolist()


def batch_of(data: Dataset, n_examples: int = 6) -> tuple[list[list[float]], list[list[float]]]:
    """Return a small batch of a data set, scaled, with examples of each class in turn."""
    scaled = data.split(train=0.8, seed=0).scaled().train
    order = np.argsort(np.arange(len(scaled.y)), kind="stable")
    if data.class_names:
        places = [np.flatnonzero(scaled.y == k) for k in range(len(data.class_names))]
        order = np.array([place[i] for i in range(n_examples) for place in places if i < len(place)])
    chosen = order[:n_examples]
    X, y = scaled.X[chosen].round(2), scaled.y[chosen]
    if len(data.class_names) > 2:
        y = np.eye(len(data.class_names))[y.astype(int)]
    return X.tolist(), y.reshape(len(chosen), -1).astype(float).tolist()


def rows(name: str, values: Any) -> list[list[float]]:
    """Return a table of finite numbers as lists; a list becomes one column, or one row of X."""
    try:
        table = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        came = " ".join(repr(values).split())
        raise DataError(f"{name} should be a table of numbers, one row per example; got {came:.80}.") from None
    if table.ndim == 0 and np.isfinite(table):
        table = table.reshape(1, 1)
    if table.ndim == 1:
        table = table.reshape(1, -1) if name == "X" else table.reshape(-1, 1)
    if table.ndim != 2 or not table.size or not np.isfinite(table).all():
        raise DataError(
            f"{name} should be a table of finite numbers, one row per example; its shape is {table.shape}"
            f"{'' if np.isfinite(table).all() else ', and it has gaps or infinite numbers'}."
        )
    if len(table) > MOST_EXAMPLES:
        raise DataError(f"The stepper takes {MOST_EXAMPLES} examples at most; {len(table)} came. Choose some of them.")
    return table.tolist()


def one_hot(y: Any, n_outputs: int) -> list[list[float]]:
    """Return class numbers as rows of 0 with a single 1 where there are several outputs; other targets stay."""
    table = np.array(rows("y", y))
    is_class = table.shape[1] == 1 and n_outputs > 1 and np.isin(table, np.arange(n_outputs)).all()
    return np.eye(n_outputs)[table[:, 0].astype(int)].tolist() if is_class else table.tolist()

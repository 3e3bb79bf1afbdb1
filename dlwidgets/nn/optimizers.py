"""The optimizers: different ways in which weights follow the gradient, as Keras computes them."""

from dataclasses import KW_ONLY, dataclass, fields
from typing import Any

import numpy as np

from dlwidgets.errors import unknown_name
from dlwidgets.nn._inputs import FloatArray
from dlwidgets.nn.optimizer import LearningRate, Optimizer, State

__all__ = ["OPTIMIZERS", "SGD", "Adagrad", "Adam", "AdamW", "Optimizer", "RMSprop", "State", "get_optimizer"]


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent: a step downhill, if wanted with the momentum of the steps before.

    Parameters
    ----------
    learning_rate : float or callable, default 0.01
        Size of the step, above 0, or a schedule.
    momentum : float, default 0.0
        Part of the last change that goes on, from 0 to 1.
    nesterov : bool, default False
        Whether to look ahead by the momentum.
    weight_decay : float, optional
        Share of each weight that is lost at each step, times the learning rate.

    References
    ----------
    https://keras.io/api/optimizers/sgd/

    Examples
    --------
    >>> sgd = SGD(learning_rate=0.1)
    >>> weights, state = sgd.update([1.0, -1.0], gradient=[2.0, 0.0], state=sgd.init([1.0, -1.0]))
    >>> weights, state.step
    (array([ 0.8, -1. ]), 1)
    """

    learning_rate: LearningRate = 0.01
    _: KW_ONLY
    momentum: float = 0.0
    nesterov: bool = False
    weight_decay: float | None = None

    def _formula(self) -> tuple[str, ...]:
        if not self.momentum:
            return (r"w \leftarrow w - \eta g",)
        move = r"w \leftarrow w + \mu m - \eta g" if self.nesterov else r"w \leftarrow w + m"
        return (r"m \leftarrow \mu m - \eta g", move)

    def _first_slots(self) -> dict[str, float]:
        return {"momentum": 0.0} if self.momentum else {}

    def _change(self, gradient: FloatArray, rate: float, state: State) -> tuple[FloatArray, dict[str, FloatArray]]:
        if not self.momentum:
            return -rate * gradient, {}
        momentum = self.momentum * state.slots["momentum"] - rate * gradient
        change = self.momentum * momentum - rate * gradient if self.nesterov else momentum
        return change, {"momentum": momentum}


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """Divide each weight's step by the size of its recent gradients.

    Parameters
    ----------
    learning_rate : float or callable, default 0.001
        Size of the step, above 0, or a schedule.
    rho : float, default 0.9
        How long squared gradients are remembered, from 0 to below 1.
    momentum : float, default 0.0
        Part of the last change that goes on, from 0 to 1.
    epsilon : float, default 1e-7
        Keeps the divisor from 0.
    weight_decay : float, optional
        Share of each weight that is lost at each step, times the learning rate.

    References
    ----------
    https://keras.io/api/optimizers/rmsprop/
    """

    learning_rate: LearningRate = 0.001
    _: KW_ONLY
    rho: float = 0.9
    momentum: float = 0.0
    epsilon: float = 1e-7
    weight_decay: float | None = None

    def _formula(self) -> tuple[str, ...]:
        average = r"v \leftarrow \rho v + (1 - \rho) g^2"
        step = r"\frac{\eta g}{\sqrt{v + \epsilon}}"
        if not self.momentum:
            return (average, rf"w \leftarrow w - {step}")
        return (average, rf"m \leftarrow \mu m + {step}", r"w \leftarrow w - m")

    def _first_slots(self) -> dict[str, float]:
        return {"velocity": 0.0, **({"momentum": 0.0} if self.momentum else {})}

    def _change(self, gradient: FloatArray, rate: float, state: State) -> tuple[FloatArray, dict[str, FloatArray]]:
        velocity = self.rho * state.slots["velocity"] + (1.0 - self.rho) * np.square(gradient)
        step = rate * gradient / np.sqrt(velocity + self.epsilon)
        if not self.momentum:
            return -step, {"velocity": velocity}
        momentum = self.momentum * state.slots["momentum"] + step
        return -momentum, {"velocity": velocity, "momentum": momentum}


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """Divide each weight's step by the size of all its gradients so far.

    Parameters
    ----------
    learning_rate : float or callable, default 0.001
        Size of the step, above 0, or a schedule.
    initial_accumulator_value : float, default 0.1
        Where the sum of squared gradients starts, 0 or above.
    epsilon : float, default 1e-7
        Keeps the divisor from 0.
    weight_decay : float, optional
        Share of each weight that is lost at each step, times the learning rate.

    References
    ----------
    https://keras.io/api/optimizers/adagrad/
    """

    learning_rate: LearningRate = 0.001
    _: KW_ONLY
    initial_accumulator_value: float = 0.1
    epsilon: float = 1e-7
    weight_decay: float | None = None

    def _formula(self) -> tuple[str, ...]:
        return (r"a \leftarrow a + g^2", r"w \leftarrow w - \frac{\eta g}{\sqrt{a + \epsilon}}")

    def _first_slots(self) -> dict[str, float]:
        return {"accumulator": self.initial_accumulator_value}

    def _change(self, gradient: FloatArray, rate: float, state: State) -> tuple[FloatArray, dict[str, FloatArray]]:
        accumulator = state.slots["accumulator"] + np.square(gradient)
        return -rate * gradient / np.sqrt(accumulator + self.epsilon), {"accumulator": accumulator}


@dataclass(frozen=True)
class Adam(Optimizer):
    """Follow the average of recent gradients, divided by their size.

    Parameters
    ----------
    learning_rate : float or callable, default 0.001
        Size of the step, above 0, or a schedule.
    beta_1 : float, default 0.9
        How long gradients are remembered, from 0 to below 1.
    beta_2 : float, default 0.999
        How long squared gradients are remembered, from 0 to below 1.
    epsilon : float, default 1e-7
        Keeps the divisor from 0.
    weight_decay : float, optional
        Share of each weight that is lost at each step, times the learning rate.

    References
    ----------
    D. Kingma and J. Ba (2015), Adam, https://arxiv.org/abs/1412.6980

    Examples
    --------
    >>> adam = Adam(learning_rate=0.1)
    >>> weights, state = adam.update([1.0], gradient=[5.0], state=adam.init([1.0]))
    >>> round(float(weights[0]), 3)  # the first step is the learning rate, whatever the gradient
    0.9
    """

    learning_rate: LearningRate = 0.001
    _: KW_ONLY
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    weight_decay: float | None = None

    def _formula(self) -> tuple[str, ...]:
        return (
            r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
            r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
            r"w \leftarrow w - \eta \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t} \frac{m}{\sqrt{v} + \epsilon}",
        )

    def _first_slots(self) -> dict[str, float]:
        return {"momentum": 0.0, "velocity": 0.0}

    def _change(self, gradient: FloatArray, rate: float, state: State) -> tuple[FloatArray, dict[str, FloatArray]]:
        t = state.step + 1
        momentum = self.beta_1 * state.slots["momentum"] + (1.0 - self.beta_1) * gradient
        velocity = self.beta_2 * state.slots["velocity"] + (1.0 - self.beta_2) * np.square(gradient)
        # Both averages start at 0; the factor makes up for that in the first steps.
        corrected = rate * np.sqrt(1.0 - self.beta_2**t) / (1.0 - self.beta_1**t)
        change = -corrected * momentum / (np.sqrt(velocity) + self.epsilon)
        return change, {"momentum": momentum, "velocity": velocity}


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam, with weight decay unless told otherwise.

    Parameters
    ----------
    learning_rate : float or callable, default 0.001
        Size of the step, above 0, or a schedule.
    beta_1, beta_2, epsilon : float
        As in `Adam`.
    weight_decay : float, default 0.004
        Share of each weight that is lost at each step, times the learning rate.

    References
    ----------
    I. Loshchilov and F. Hutter (2019), Decoupled Weight Decay Regularization, https://arxiv.org/abs/1711.05101
    """

    _: KW_ONLY
    weight_decay: float | None = 0.004


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "sgd": SGD,
    "rmsprop": RMSprop,
    "adagrad": Adagrad,
    "adam": Adam,
    "adamw": AdamW,
}
"""The optimizers by Keras' names."""


def get_optimizer(name: str, **arguments: Any) -> Optimizer:
    """Make an optimizer by its name.

    Parameters
    ----------
    name : str
        A key of ``OPTIMIZERS``, such as ``"adam"``.
    **arguments
        Its arguments, such as ``learning_rate``.

    Returns
    -------
    Optimizer
        The optimizer.

    Raises
    ------
    UnknownNameError
        If there is no such optimizer, or it has no such argument; the nearest name is in the text.
    InvalidValueError
        If an argument is out of range.

    Examples
    --------
    >>> get_optimizer("sgd", learning_rate=0.1)
    SGD(learning_rate=0.1, momentum=0.0, nesterov=False, weight_decay=None)
    """
    if name not in OPTIMIZERS:
        raise unknown_name("optimizer", name, OPTIMIZERS)
    optimizer = OPTIMIZERS[name]
    valid = [item.name for item in fields(optimizer)]  # type: ignore[arg-type]
    for argument in arguments:
        if argument not in valid:
            raise unknown_name(f"argument of {name}", argument, valid)
    return optimizer(**arguments)

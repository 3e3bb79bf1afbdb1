"""Activation functions: what a neuron makes of its weighted sum, and how steeply it answers to a change of it."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import unknown_name
from dlwidgets.nn._inputs import FloatArray
from dlwidgets.nn.elementwise import (
    LEAK,
    elu,
    gelu,
    leaky_relu,
    linear,
    normal_share,
    relu,
    sigmoid,
    silu,
    softplus,
    step,
    tanh,
)

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "elu",
    "gelu",
    "get_activation",
    "leaky_relu",
    "linear",
    "relu",
    "sigmoid",
    "silu",
    "softplus",
    "step",
    "tanh",
]

Elementwise = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True)
class Activation:
    r"""One activation function with its derivative, as numbers and as formulas.

    Called on one number or an array of any shape, it works element by element, in float64.

    Parameters
    ----------
    name : str
        Keras' name.
    function : callable
        The function f(z).
    derivative : callable
        Its slope f'(z). At a kink it is what TensorFlow's gradient takes: 0 for ReLU at zero.
    formula : str
        LaTeX of f(z).
    derivative_formula : str
        LaTeX of f'(z); it may say f(z) for the output.

    Examples
    --------
    >>> relu = get_activation("relu")
    >>> relu([-2, 3]), relu.derivative([-2, 3]), relu.formula
    (array([0., 3.]), array([0., 1.]), '\\max(0, z)')
    """

    name: str
    function: Elementwise
    derivative: Elementwise
    formula: str
    derivative_formula: str

    def __call__(self, z: ArrayLike) -> FloatArray:
        """Apply the function to each element."""
        return self.function(np.asarray(z, dtype=np.float64))


def _zero(z: ArrayLike) -> FloatArray:
    return np.multiply(z, 0.0)


def _one(z: ArrayLike) -> FloatArray:
    return np.multiply(z, 0.0) + 1.0


def _sigmoid_slope(z: ArrayLike) -> FloatArray:
    # 1 - sigmoid(z), without the digits that the subtraction would lose.
    return sigmoid(z) * sigmoid(np.negative(z))


def _tanh_slope(z: ArrayLike) -> FloatArray:
    return 1.0 - np.square(np.tanh(z))


def _relu_slope(z: ArrayLike) -> FloatArray:
    return np.heaviside(z, 0.0)


def _leaky_relu_slope(z: ArrayLike) -> FloatArray:
    return np.where(np.greater(z, 0.0), 1.0, LEAK)


def _elu_slope(z: ArrayLike) -> FloatArray:
    return np.exp(np.minimum(z, 0.0))


def _gelu_slope(z: ArrayLike) -> FloatArray:
    # Beyond 40 the bell curve is 0 in float64; its argument is held there so that its square stays finite.
    near = np.clip(z, -40.0, 40.0)
    bell: FloatArray = np.exp(-np.square(near) / 2.0) / math.sqrt(2.0 * math.pi)
    return normal_share(z) + near * bell


def _silu_slope(z: ArrayLike) -> FloatArray:
    return sigmoid(z) * (1.0 + np.multiply(z, sigmoid(np.negative(z))))


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("linear", linear, _one, "z", "1"),
        Activation("step", step, _zero, r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}", "0"),
        Activation("sigmoid", sigmoid, _sigmoid_slope, r"\frac{1}{1 + e^{-z}}", r"f(z)\,(1 - f(z))"),
        Activation("tanh", tanh, _tanh_slope, r"\tanh(z)", r"1 - f(z)^2"),
        Activation("relu", relu, _relu_slope, r"\max(0, z)", r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}"),
        Activation(
            "leaky_relu",
            leaky_relu,
            _leaky_relu_slope,
            rf"\begin{{cases}} z & z > 0 \\ {LEAK}\,z & z \le 0 \end{{cases}}",
            rf"\begin{{cases}} 1 & z > 0 \\ {LEAK} & z \le 0 \end{{cases}}",
        ),
        Activation(
            "elu",
            elu,
            _elu_slope,
            r"\begin{cases} z & z > 0 \\ e^z - 1 & z \le 0 \end{cases}",
            r"\begin{cases} 1 & z > 0 \\ e^z & z \le 0 \end{cases}",
        ),
        Activation(
            "gelu",
            gelu,
            _gelu_slope,
            r"z\,\Phi(z) = \frac{z}{2}\left(1 + \mathrm{erf}\frac{z}{\sqrt{2}}\right)",
            r"\Phi(z) + z\,\frac{e^{-z^2/2}}{\sqrt{2\pi}}",
        ),
        Activation("silu", silu, _silu_slope, r"z\,\sigma(z)", r"\sigma(z)\,(1 + z\,(1 - \sigma(z)))"),
        Activation("softplus", softplus, sigmoid, r"\ln(1 + e^z)", r"\sigma(z) = \frac{1}{1 + e^{-z}}"),
    )
}
"""The activation functions that work element by element, by Keras' names; see `softmax` for the other kind."""


def get_activation(name: str) -> Activation:
    """Find an activation function by its name.

    Parameters
    ----------
    name : str
        A key of ``ACTIVATIONS``, such as ``"tanh"``.

    Returns
    -------
    Activation
        The function with its derivative.

    Raises
    ------
    UnknownNameError
        If there is no such activation; the nearest name is in the text.
    """
    if name not in ACTIVATIONS:
        raise unknown_name("activation", name, ACTIVATIONS)
    return ACTIVATIONS[name]

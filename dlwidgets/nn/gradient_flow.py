"""How the sizes of signals and gradients change from layer to layer of a deep network.

A hundred layers multiply a hundred factors, so sizes are kept as logarithms to base 10; minus infinity stands
for 0. Layers are counted from 1, the one next to the inputs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.nn._inputs import FloatArray, numbers
from dlwidgets.nn.activations import Activation, get_activation

N_EXAMPLES = 8
FLAT = 0.05
"""A slope below this share of the steepest one counts as flat: dead or saturated."""
SENSIBLE_LOG10_RANGE = (-2.0, 2.0)
"""From a hundredth to a hundred times the blame that begins at the outputs: one learning rate suits all layers."""
FLOAT32_LOG10_RANGE = (-150 * math.log10(2), 128 * math.log10(2))
"""Below the first, float32 rounds to 0; from the second, it has infinity. As powers of ten: -45.2 and 38.5."""
_SLOPE_GRID = np.linspace(-10, 10, 2001)


@dataclass(frozen=True, eq=False)
class GradientFlow:
    """Sizes in each layer of a network, from the first layer to the last.

    A size is the root mean square over the neurons (or weights) and the examples.

    Parameters
    ----------
    activation : str
        The activation of all layers.
    outputs : ndarray, shape (depth,)
        Size of the activations as log10, on the way forward.
    blame : ndarray, shape (depth,)
        Size of the gradient with regard to the weighted sums as log10, on the way back. At each output of the
        last layer it begins with 1 or -1.
    gradients : ndarray, shape (depth,)
        Size of the gradient with regard to the weights as log10, for one example at a time: an input of the
        layer times the blame of its neuron.
    slope : ndarray, shape (depth,)
        Root mean square of the activation's slope f'(z).
    weight_factor : ndarray, shape (depth,)
        By what the layer's weights alone multiply the size of blame that goes back through them: the root of the
        number of neurons times the mean square of the weights.
    flat : ndarray, shape (depth,)
        Share of outputs, from 0 to 1, where the slope is below 5 % of the steepest one.
    dead : ndarray, shape (depth,)
        Share of neurons, from 0 to 1, that are flat for every example.
    is_0_in_float32, is_inf_in_float32 : ndarray of bool, shape (depth,)
        Whether the gradients of the weights would all be 0, or the largest infinite, if all were computed in float32.
    """

    activation: str
    outputs: FloatArray
    blame: FloatArray
    gradients: FloatArray
    slope: FloatArray
    weight_factor: FloatArray
    flat: FloatArray
    dead: FloatArray
    is_0_in_float32: NDArray[np.bool_]
    is_inf_in_float32: NDArray[np.bool_]

    @property
    def depth(self) -> int:
        """The number of layers."""
        return len(self.gradients)

    @property
    def verdict(self) -> str:
        """``"blocked"`` if a layer gets no gradient at all, else ``"vanishing"``, ``"exploding"`` or ``"steady"``."""
        low, high = SENSIBLE_LOG10_RANGE
        smallest, largest = self.gradients.min(), self.gradients.max()
        if smallest == -math.inf:
            return "blocked"
        if low <= smallest and largest <= high:
            return "steady"
        return "vanishing" if low - smallest > largest - high else "exploding"

    @property
    def deviation(self) -> float:
        """How many powers of ten the worst layer's gradient is away from 1; infinite if it is 0."""
        return float(np.abs(self.gradients).max())

    @property
    def factor(self) -> float:
        """What a layer passes on of the blame that reaches it: the geometric mean; NaN for a single layer."""
        if self.depth == 1:
            return math.nan
        return float(10 ** ((self.blame[0] - self.blame[-1]) / (self.depth - 1))) if self.blame[-1] > -math.inf else 0.0

    @property
    def mean_slope(self) -> float:
        """The slope by which blame is multiplied on its way to the first layer: the geometric mean."""
        return _geometric_mean(self.slope[:-1])

    @property
    def mean_weight_factor(self) -> float:
        """By what weights alone multiply blame on its way to the first layer: the geometric mean."""
        return _geometric_mean(self.weight_factor[1:])

    @property
    def predicted_factor(self) -> float:
        """The factor that the sizes of weights and slopes predict, as if they were independent of the blame."""
        return self.mean_weight_factor * self.mean_slope


def _geometric_mean(values: FloatArray) -> float:
    return float(10 ** np.mean(_log10(values))) if len(values) else math.nan


def _log10(values: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.log10(values)


def steepest_slope(activation: str) -> float:
    """Find the steepest slope of an activation function.

    Parameters
    ----------
    activation : str
        A key of ``ACTIVATIONS``.

    Returns
    -------
    float
        0.25 for sigmoid, 1 for tanh and relu.

    Examples
    --------
    >>> steepest_slope("sigmoid")
    0.25
    """
    return float(get_activation(activation).derivative(_SLOPE_GRID).max())


def gradient_flow(
    kernels: Sequence[ArrayLike], activation: str, inputs: ArrayLike | None = None, *, seed: int = 0
) -> GradientFlow:
    """Send examples forward through a deep network and blame back, and measure both in each layer.

    The biases are 0. Each output of the last layer gets the blame 1 or -1, at random, in each example.

    Parameters
    ----------
    kernels : sequence of array_like, shapes (n_inputs, width), then (width, width)
        The weights of each layer, as ``initial_kernels`` draws them: 1 to 100 layers.
    activation : str
        A key of ``ACTIVATIONS``, for all layers.
    inputs : array_like, shape (n, n_inputs), optional
        One example per row; by default 8 of them, from a normal distribution of variance 1.
    seed : int
        Starts the random numbers for the blame and the inputs.

    Returns
    -------
    GradientFlow
        Sizes in each layer.

    Raises
    ------
    InvalidValueError
        If the shapes of the weights do not fit, or a signal becomes too large even for float64.
    DataError
        If the inputs have gaps, text, or not as many columns as the first layer has inputs.
    UnknownNameError
        If there is no such activation.

    References
    ----------
    X. Glorot and Y. Bengio (2010), https://proceedings.mlr.press/v9/glorot10a.html

    Examples
    --------
    >>> from dlwidgets.nn.initializers import initial_kernels
    >>> flow = gradient_flow(initial_kernels(30, 64, "glorot_uniform"), "sigmoid")
    >>> print(f"{flow.factor:.2f} per layer, so 1e{flow.blame[0]:.0f} after 30")
    0.23 per layer, so 1e-19 after 30
    """
    function = get_activation(activation)
    weights = _checked(kernels)
    random = np.random.default_rng(seed)
    X = random.standard_normal((N_EXAMPLES, len(weights[0]))) if inputs is None else _examples(inputs, len(weights[0]))
    outputs, slopes = _forward(weights, function, X)
    blame = _backward(weights, slopes, random.choice([-1.0, 1.0], slopes.shape[1:]))
    signal = np.concatenate([_log_sizes(X[np.newaxis]), _log_sizes(outputs)], axis=1)
    # The gradient of a weight is a product, input times blame; so are the largest one and the mean square.
    gradients = signal[:, :-1] + blame
    smallest, infinity = FLOAT32_LOG10_RANGE
    largest = np.stack([signal[0, :-1], blame[0], gradients[0], signal[0, 1:]]).max(axis=-1)
    is_flat = np.abs(slopes) <= FLAT * steepest_slope(activation)
    return GradientFlow(
        activation,
        outputs=_over_examples(signal[1, 1:]),
        blame=_over_examples(blame[1]),
        gradients=_over_examples(gradients[1]),
        slope=np.sqrt(np.mean(slopes**2, axis=(1, 2))),
        weight_factor=np.array([math.sqrt(np.vdot(w, w) / len(w)) for w in weights]),
        flat=is_flat.mean(axis=(1, 2)),
        dead=is_flat.all(axis=1).mean(axis=1),
        is_0_in_float32=largest[:3].min(axis=0) < smallest,
        is_inf_in_float32=largest.max(axis=0) >= infinity,
    )


def _forward(weights: Sequence[FloatArray], function: Activation, X: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the outputs and the slopes of all layers, each of shape (depth, n, width)."""
    sums = np.empty((len(weights), len(X), weights[0].shape[1]))
    outputs, signal = np.empty_like(sums), X
    with np.errstate(over="ignore", invalid="ignore"):
        for layer, kernel in enumerate(weights):
            np.matmul(signal, kernel, out=sums[layer])
            signal = outputs[layer] = function(sums[layer])
    if not np.isfinite(outputs).all():
        layer = int(np.argmin(np.isfinite(outputs).all(axis=(1, 2)))) + 1
        raise InvalidValueError(f"The signal becomes too large to compute at layer {layer}. Use smaller weights.")
    return outputs, function.derivative(sums)


def _backward(weights: Sequence[FloatArray], slopes: FloatArray, outputs_blame: FloatArray) -> FloatArray:
    """Return the logarithmic sizes of the blame at the weighted sums of all layers, shape (2, depth, n)."""
    blame, log_scales = np.empty_like(slopes), np.empty(len(weights))
    arriving, log_scale = outputs_blame, 0.0
    for layer in reversed(range(len(weights))):
        np.multiply(arriving, slopes[layer], out=blame[layer])
        # The largest is brought to 1 at each layer, so that nothing is lost however small or large it becomes.
        largest = np.abs(blame[layer]).max() or 1.0
        blame[layer] /= largest
        log_scale += math.log10(largest)
        log_scales[layer] = log_scale
        arriving = blame[layer] @ weights[layer].T
    return _log_sizes(blame) + log_scales[:, np.newaxis]


def _log_sizes(values: FloatArray) -> FloatArray:
    """Return log10 of the largest and of the root mean square of each row: shape (..., n, width) to (2, ..., n)."""
    largest = np.abs(values).max(axis=-1)
    unit = np.where(largest > 0, largest, 1.0)  # squares of tiny numbers would be 0
    size = np.sqrt(np.mean((values / unit[..., np.newaxis]) ** 2, axis=-1))
    return np.stack([_log10(largest), _log10(size) + np.log10(unit)])


def _over_examples(log_sizes: FloatArray) -> FloatArray:
    """Return log10 of the root mean square over the examples: shape (depth, n) to (depth,)."""
    largest = log_sizes.max(axis=-1)
    unit = np.where(largest > -math.inf, largest, 0.0)
    return unit + _log10(np.mean(10.0 ** (2 * (log_sizes - unit[:, np.newaxis])), axis=-1)) / 2


def _checked(kernels: Sequence[ArrayLike]) -> tuple[FloatArray, ...]:
    """Return the weights of each layer, or say which do not fit."""
    if not len(kernels):
        raise InvalidValueError("There are no layers. Give the weights of at least one.")
    weights = tuple(numbers(f"kernels[{layer}]", kernel, 2) for layer, kernel in enumerate(kernels))
    width = weights[0].shape[1]
    for layer, kernel in enumerate(weights[1:], start=1):
        if kernel.shape != (width, width):
            raise InvalidValueError(
                f"kernels[{layer}] should have shape {(width, width)}, as all layers are of one width; "
                f"its shape is {kernel.shape}."
            )
    return weights


def _examples(inputs: ArrayLike, n_inputs: int) -> FloatArray:
    X = numbers("inputs", inputs, 2, DataError)
    if X.shape[1] != n_inputs:
        raise DataError(
            f"The inputs have {X.shape[1]} columns, but the first layer takes {n_inputs}; give one number for each."
        )
    return X

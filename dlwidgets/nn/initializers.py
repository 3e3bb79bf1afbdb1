"""First weights: how large the random numbers are with which a layer begins."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.nn._inputs import FloatArray, positive_int

MOST_LAYERS = 100
MOST_NEURONS = 512
CUT = 2.0
"""A truncated normal distribution ends at this many standard deviations: what falls beyond is drawn again."""
CUT_SPREAD = 0.87962566103423978
"""Standard deviation that the cut leaves of 1; Keras draws from one that is wider by this."""

Draw = Callable[[np.random.Generator, tuple[int, int]], FloatArray]


@dataclass(frozen=True)
class Distribution:
    """A shape of random numbers with mean 0 and variance 1.

    Parameters
    ----------
    draw : callable
        Takes a generator and a shape, and returns numbers.
    limit : float
        None of them is further from 0; infinite if there is no end.
    """

    draw: Draw
    limit: float


def _truncated_normal(random: np.random.Generator, shape: tuple[int, int]) -> FloatArray:
    numbers = random.standard_normal(shape)
    while len(beyond := np.flatnonzero(np.abs(numbers) > CUT)):
        numbers.flat[beyond] = random.standard_normal(len(beyond))
    return numbers / CUT_SPREAD


UNIFORM = Distribution(lambda random, shape: random.uniform(-math.sqrt(3), math.sqrt(3), shape), math.sqrt(3))
NORMAL = Distribution(lambda random, shape: random.standard_normal(shape), math.inf)
TRUNCATED_NORMAL = Distribution(_truncated_normal, CUT / CUT_SPREAD)


@dataclass(frozen=True)
class Initializer:
    r"""A way to choose a layer's first weights.

    Parameters
    ----------
    name : str
        Keras' name.
    distribution : Distribution
        The shape of the random numbers.
    variance : callable
        Takes the number of inputs and of outputs of the layer, and returns the variance of its weights.
    formula : str
        That variance in LaTeX.

    References
    ----------
    https://keras.io/api/layers/initializers/

    Examples
    --------
    >>> he = get_initializer("he_normal")
    >>> he.variance(50, 10), he.formula, he(50, 10).shape
    (0.04, '\\frac{2}{n_\\text{in}}', (50, 10))
    """

    name: str
    distribution: Distribution
    variance: Callable[[int, int], float]
    formula: str

    def limit(self, n_in: int, n_out: int) -> float:
        """Compute how far from 0 a weight can be.

        Parameters
        ----------
        n_in, n_out : int
            Inputs and outputs of the layer.

        Returns
        -------
        float
            0 or above; infinite for a normal distribution that is not truncated.
        """
        variance = self.variance(n_in, n_out)
        return math.sqrt(variance) * self.distribution.limit if variance else 0.0

    def __call__(self, n_in: int, n_out: int, seed: int | np.random.Generator = 0) -> FloatArray:
        """Draw the weights of a layer.

        Parameters
        ----------
        n_in, n_out : int
            Inputs and outputs of the layer, 1 or more.
        seed : int or numpy.random.Generator
            Starts the random numbers; a generator goes on where it stands.

        Returns
        -------
        ndarray, shape (n_in, n_out)
            The weights.

        Raises
        ------
        InvalidValueError
            If a number of neurons is not whole, or below 1.
        """
        shape = positive_int("n_in", n_in), positive_int("n_out", n_out)
        return self.distribution.draw(np.random.default_rng(seed), shape) * math.sqrt(self.variance(*shape))


INITIALIZERS: dict[str, Initializer] = {
    initializer.name: initializer
    for initializer in (
        Initializer("zeros", UNIFORM, lambda _in, _out: 0.0, "0"),
        Initializer("random_uniform", UNIFORM, lambda _in, _out: 0.05**2 / 3, r"\frac{0.05^2}{3}"),
        Initializer("random_normal", NORMAL, lambda _in, _out: 0.05**2, "0.05^2"),
        Initializer(
            "glorot_uniform",
            UNIFORM,
            lambda n_in, n_out: 2 / (n_in + n_out),
            r"\frac{2}{n_\text{in} + n_\text{out}}",
        ),
        Initializer(
            "glorot_normal",
            TRUNCATED_NORMAL,
            lambda n_in, n_out: 2 / (n_in + n_out),
            r"\frac{2}{n_\text{in} + n_\text{out}}",
        ),
        Initializer("he_uniform", UNIFORM, lambda n_in, _out: 2 / n_in, r"\frac{2}{n_\text{in}}"),
        Initializer("he_normal", TRUNCATED_NORMAL, lambda n_in, _out: 2 / n_in, r"\frac{2}{n_\text{in}}"),
        Initializer("lecun_normal", TRUNCATED_NORMAL, lambda n_in, _out: 1 / n_in, r"\frac{1}{n_\text{in}}"),
    )
}
"""The ways to begin, by Keras' names and with Keras' defaults."""


def get_initializer(name: str) -> Initializer:
    """Find a way to begin by its name.

    Parameters
    ----------
    name : str
        A key of ``INITIALIZERS``, such as ``"he_normal"``.

    Returns
    -------
    Initializer
        Draws weights, and knows their variance.

    Raises
    ------
    UnknownNameError
        If there is no such initializer; the nearest name is in the text.
    """
    if name not in INITIALIZERS:
        raise unknown_name("initializer", name, INITIALIZERS)
    return INITIALIZERS[name]


def initial_kernels(
    depth: int, width: int, initializer: str, *, n_inputs: int | None = None, seed: int = 0
) -> tuple[FloatArray, ...]:
    """Draw the first weights of a network whose layers are all of one width.

    Parameters
    ----------
    depth : int
        Layers, 1 to 100. With the same seed, a deeper network begins with the same layers.
    width : int
        Neurons in each layer, 1 to 512.
    initializer : str
        A key of ``INITIALIZERS``.
    n_inputs : int, optional
        Inputs of the first layer, as many as ``width`` by default.
    seed : int
        Starts the random numbers.

    Returns
    -------
    tuple of ndarray, shapes (n_inputs, width), then (width, width)
        The weights of each layer.

    Raises
    ------
    InvalidValueError
        If a number is not whole or out of range.
    UnknownNameError
        If there is no such initializer.
    """
    n_layers = _at_most("depth", depth, MOST_LAYERS)
    n_neurons = _at_most("width", width, MOST_NEURONS)
    draw, random = get_initializer(initializer), np.random.default_rng(seed)
    sizes = [n_neurons if n_inputs is None else n_inputs, *[n_neurons] * (n_layers - 1)]
    return tuple(draw(n_in, n_neurons, random) for n_in in sizes)


def _at_most(name: str, value: int, most: int) -> int:
    number = positive_int(name, value)
    if number > most:
        raise InvalidValueError(f"{name} should be {most} at most, but {number} came.")
    return number

"""A described network with its weights as arithmetic, and first weights for one that has none yet."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.network._arguments import Shape
from dlwidgets.network.layers.dense import Dense
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.normalization import BatchNormalization, Normalization
from dlwidgets.network.layers.shaping import Activation, Dropout, Flatten, GaussianNoise, Rescaling, Reshape
from dlwidgets.network.objects import InitializerSpec
from dlwidgets.network.shapes import Joint
from dlwidgets.nn.chain import KNOWN, SOFTMAX, Stage
from dlwidgets.nn.initializers import CUT_SPREAD, NORMAL, TRUNCATED_NORMAL, UNIFORM, Distribution

Array = NDArray[np.float64]
Weights = Mapping[str, Array]
"""The numbers of one layer by Keras' names, such as ``kernel`` and ``bias``."""

_ALIASES = {"zero": "zeros", "one": "ones", "normal": "randomnormal", "uniform": "randomuniform"}
_SCALED: Mapping[str, tuple[float, str, Distribution]] = {
    f"{name}{ending}": (scale, mode, distribution)
    for name, scale, mode in (("glorot", 1.0, "fan_avg"), ("he", 2.0, "fan_in"), ("lecun", 1.0, "fan_in"))
    for ending, distribution in (("uniform", UNIFORM), ("normal", TRUNCATED_NORMAL))
}
_DISTRIBUTIONS = {"uniform": UNIFORM, "untruncated_normal": NORMAL, "truncated_normal": TRUNCATED_NORMAL}


def first_weights(joints: Sequence[Joint], seed: int = 0) -> tuple[Weights, ...]:
    """Draw first weights of the dense and batch-normalizing layers of a network, each as its initializers say.

    The numbers are others than Keras draws, of the same distribution. Each layer has its own random numbers: it keeps
    them when another layer is changed.

    Parameters
    ----------
    joints : sequence of Joint
        The layers at their places.
    seed : int
        Starts the random numbers, 0 or above.

    Returns
    -------
    tuple of dict
        One per layer, by Keras' names; empty for other layers, and for joints that do not fit.
    """
    return tuple(_first(joint, np.random.default_rng([seed, joint.index])) for joint in joints)


def _first(joint: Joint, random: np.random.Generator) -> Weights:
    layer, shape = joint.layer, joint.input_shape
    if joint.output_shape is None or not shape or shape[-1] is None:
        return {}
    if isinstance(layer, BatchNormalization) and len(shape) == 1:
        parts = {"gamma": layer.scale, "beta": layer.center, "moving_mean": True, "moving_variance": True}
        wanted = [name for name, is_there in parts.items() if is_there]
        return {name: drawn(getattr(layer, f"{name}_initializer"), (shape[0],), random) for name in wanted}  # type: ignore[arg-type]
    if not isinstance(layer, Dense):
        return {}
    kernel = drawn(layer.kernel_initializer, (shape[-1], layer.units), random)
    return {"kernel": kernel} | (
        {"bias": drawn(layer.bias_initializer, (layer.units,), random)} if layer.use_bias else {}
    )


def drawn(initializer: str | InitializerSpec | None, shape: tuple[int, ...], random: np.random.Generator) -> Array:
    """Draw first weights as one of Keras' initializers does.

    Parameters
    ----------
    initializer : str or InitializerSpec, optional
        Its name, or the object with its arguments; without one Keras takes ``"glorot_uniform"``.
    shape : tuple of int
        ``(n_in, n_out)``, or ``(n,)`` for biases.
    random : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    ndarray
        Of that shape.

    References
    ----------
    https://keras.io/api/layers/initializers/

    Examples
    --------
    >>> drawn("zeros", (2,), np.random.default_rng(0)).tolist()
    [0.0, 0.0]
    """
    given: Mapping[str, Any] = {}
    kind = initializer or "glorot_uniform"
    if isinstance(kind, InitializerSpec):
        given, kind = kind.arguments, kind.kind
    name = kind.lower().replace("_", "")
    name = _ALIASES.get(name, name)
    if name in _SCALED:
        return _scaled(*_SCALED[name], shape, random)
    if name == "variancescaling":
        kind = given.get("distribution", "truncated_normal")
        return _scaled(given.get("scale", 1.0), given.get("mode", "fan_in"), _DISTRIBUTIONS[kind], shape, random)
    return _plain(name, given, shape, random)


def _scaled(
    scale: float, mode: str, distribution: Distribution, shape: tuple[int, ...], random: np.random.Generator
) -> Array:
    fans = {"fan_in": shape[0], "fan_out": shape[-1], "fan_avg": (shape[0] + shape[-1]) / 2}
    return distribution.draw(random, shape) * math.sqrt(scale / fans[mode])  # type: ignore[arg-type]


def _plain(name: str, given: Mapping[str, float], shape: tuple[int, ...], random: np.random.Generator) -> Array:
    """Draw what does not depend on the size of the layer."""
    if name == "randomuniform":
        return random.uniform(given.get("minval", -0.05), given.get("maxval", 0.05), shape)
    if name == "randomnormal":
        return random.normal(given.get("mean", 0.0), given.get("stddev", 0.05), shape)
    if name == "truncatednormal":
        cut = TRUNCATED_NORMAL.draw(random, shape) * CUT_SPREAD  # type: ignore[arg-type]
        return given.get("mean", 0.0) + given.get("stddev", 0.05) * cut
    if name == "identity" and len(shape) == 2:
        return given.get("gain", 1.0) * np.eye(*shape)
    if name == "orthogonal" and len(shape) == 2:
        tall, small = max(shape), min(shape)
        q = np.linalg.qr(random.normal(size=(tall, small)))[0]
        return given.get("gain", 1.0) * (q if shape[0] >= shape[1] else q.T)
    return np.full(shape, {"ones": 1.0, "constant": given.get("value", 0.0)}.get(name, 0.0))


def stages_of(joints: Sequence[Joint], weights: Sequence[Weights]) -> tuple[Stage | None, ...]:
    """Turn layers with their weights into arithmetic on flat rows of numbers, as in prediction.

    Parameters
    ----------
    joints : sequence of Joint
        The layers at their places.
    weights : sequence of dict
        Each layer's numbers by Keras' names.

    Returns
    -------
    tuple of Stage or None
        One per layer; None where the arithmetic is not known here, as for a convolution.
    """
    return tuple(
        None if joint.output_shape is None or joint.input_shape is None else _stage(joint, joint.input_shape, numbers)
        for joint, numbers in zip(joints, weights, strict=True)
    )


def _stage(joint: Joint, shape: Shape, numbers: Weights) -> Stage | None:
    layer = joint.layer
    if isinstance(layer, Dense | Activation):
        name = activation_of(layer)
        is_flat = len(shape) == 1 or (isinstance(layer, Activation) and name != SOFTMAX)
        if name not in KNOWN or not is_flat:
            return None
        if isinstance(layer, Activation):
            return Stage(activation=name)
        return Stage(numbers["kernel"], numbers.get("bias", 0.0), activation=name) if "kernel" in numbers else None
    if isinstance(layer, Dropout | GaussianNoise | Flatten | Reshape):
        return Stage()
    if isinstance(layer, Rescaling):
        return Stage(scale=layer.scale, bias=layer.offset)
    return _normalizing(layer, shape, numbers)


def _normalizing(layer: LayerSpec, shape: Shape, numbers: Weights) -> Stage | None:
    """Write a normalization by known means and variances as one factor and one offset for each feature."""
    mean, variance = numbers.get("moving_mean"), numbers.get("moving_variance")
    if isinstance(layer, BatchNormalization) and len(shape) == 1 and mean is not None and variance is not None:
        scale = numbers.get("gamma", np.ones(len(mean))) / np.sqrt(variance + layer.epsilon)
        return Stage(scale=scale, bias=numbers.get("beta", 0.0) - mean * scale)
    if isinstance(layer, Normalization) and len(shape) == 1 and not layer.invert and "mean" in numbers:
        scale = 1 / np.maximum(np.sqrt(numbers["variance"].reshape(-1)), 1e-7)
        return Stage(scale=scale, bias=-numbers["mean"].reshape(-1) * scale)
    return None


def activation_of(layer: LayerSpec) -> str:
    """Name the activation of a layer.

    Parameters
    ----------
    layer : LayerSpec
        The layer.

    Returns
    -------
    str
        Keras' name; ``"linear"`` where there is none.
    """
    name = getattr(layer, "activation", None) or "linear"
    return "silu" if name == "swish" else str(name)

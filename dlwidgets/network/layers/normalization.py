"""Layers that bring numbers to mean 0 and variance 1."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from dlwidgets.errors import InvalidValueError
from dlwidgets.network import _arguments as check
from dlwidgets.network._arguments import Axes, Check, Shape
from dlwidgets.network._counting import many
from dlwidgets.network.layers.layer import Initializer, LayerSpec, Mend, Parameters, Regularizer, ShapeError, known
from dlwidgets.network.layers.shaping import Unchanged


def axis_sizes(layer: LayerSpec, shape: Shape, axes: Axes) -> tuple[int | None, ...]:
    """Return the lengths of axes that are counted from the batch axis, 0, on."""
    whole = (None, *shape)
    wanted = () if axes is None else (axes,) if isinstance(axes, int) else axes
    for axis in wanted:
        if not -len(whole) <= axis < len(whole):
            problem = (
                f"{layer.kind} works along axis {axis}, but the shape {shape} with its batch has {len(whole)} axes."
            )
            raise ShapeError("axis", problem, Mend("Write axis=-1 for the last one.", arguments={"axis": -1}))
    return tuple(whole[axis] for axis in wanted)


def feature_count(layer: LayerSpec, shape: Shape, axes: Axes) -> int:
    """Count the features along some axes, or refuse if a length is open or the axis that of the batch."""
    lengths = axis_sizes(layer, shape, axes)
    if None in lengths and shape and shape[-1] is not None:
        problem = f"{layer.kind} keeps numbers for each place along axis {axes}, and the length of that axis is open."
        raise ShapeError("axis", problem, Mend("Write axis=-1 for the features.", arguments={"axis": -1}))
    return prod(known(length, layer, shape, "features") for length in lengths)


@dataclass(frozen=True, repr=False)
class BatchNormalization(Unchanged):
    """Shift and scale each feature to mean 0 and variance 1 over the batch, then by what training finds.

    Parameters
    ----------
    axis : int, default -1
        Axis of the features, where 0 is the batch.
    momentum : float, default 0.99
        How long the means and variances of former batches are remembered.
    epsilon : float, default 0.001
        Keeps the divisor from 0.
    center, scale : bool, default True
        Whether a shift and a scale are trained.
    beta_initializer, gamma_initializer : str or InitializerSpec
        How shift and scale start.
    moving_mean_initializer, moving_variance_initializer : str or InitializerSpec
        How the measured values start.
    beta_regularizer, gamma_regularizer : str or RegularizerSpec, optional
        A price on a large shift or scale.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/normalization_layers/batch_normalization/
    """

    axis: int = -1
    momentum: float = 0.99
    epsilon: float = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    moving_mean_initializer: Initializer = "zeros"
    moving_variance_initializer: Initializer = "ones"
    beta_regularizer: Regularizer = None
    gamma_regularizer: Regularizer = None

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape that came in, if it has the axis."""
        feature_count(self, shape, self.axis)
        return shape

    def parameters(self, shape: Shape) -> Parameters:
        """Count scale and shift, which are trained, and mean and variance, which are measured."""
        n = feature_count(self, shape, self.axis)
        parts = [word for word, wanted in (("scale", self.scale), ("shift", self.center)) if wanted]
        words = " + ".join(many(n, part) for part in [*parts, "mean", "variance"])
        return self._counted(n * (len(parts) + 2), words, measured=2 * n)


@dataclass(frozen=True, repr=False)
class LayerNormalization(Unchanged):
    """Shift and scale each example to mean 0 and variance 1, then by what training finds.

    Parameters
    ----------
    axis : int or tuple of int, default -1
        Axes of the features, where 0 is the batch.
    epsilon : float, default 0.001
        Keeps the divisor from 0.
    center, scale : bool, default True
        Whether a shift and a scale are trained.
    beta_initializer, gamma_initializer : str or InitializerSpec
        How shift and scale start.
    beta_regularizer, gamma_regularizer : str or RegularizerSpec, optional
        A price on a large shift or scale.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/normalization_layers/layer_normalization/
    """

    axis: int | tuple[int, ...] = -1
    epsilon: float = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer = None
    gamma_regularizer: Regularizer = None

    checks: ClassVar[Mapping[str, Check]] = {"axis": check.axes}

    def _is_table(self, argument: str) -> bool:
        return argument.endswith("initializer") and isinstance(self.axis, tuple) and len(self.axis) > 1

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape that came in, if it has the axes."""
        if self.center or self.scale:
            feature_count(self, shape, self.axis)
        axis_sizes(self, shape, self.axis)
        return shape

    def parameters(self, shape: Shape) -> Parameters:
        """Count one scale and one shift per feature."""
        parts = [word for word, wanted in (("scale", self.scale), ("shift", self.center)) if wanted]
        n = feature_count(self, shape, self.axis) if parts else 0
        return self._counted(n * len(parts), " + ".join(many(n, part) for part in parts))


@dataclass(frozen=True, repr=False)
class Normalization(Unchanged):
    """Shift and scale each feature by the mean and variance of the data, which are measured once.

    Parameters
    ----------
    axis : int, tuple of int or None, default -1
        Axes of the features, where 0 is the batch; None takes all numbers together.
    mean, variance : float or tuple of float, optional
        Known values, in place of measured ones: both or none.
    invert : bool, default False
        Whether to undo the scaling.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
    """

    axis: Axes = -1
    mean: float | tuple[float, ...] | None = None
    variance: float | tuple[float, ...] | None = None
    invert: bool = False

    checks: ClassVar[Mapping[str, Check]] = {"axis": check.optional(check.axes)}

    def __post_init__(self) -> None:
        """Check that mean and variance go together."""
        super().__post_init__()
        values = (self.mean, self.variance)
        lengths = {None if value is None else len(value) if isinstance(value, tuple) else "one" for value in values}
        if len(lengths) > 1:
            raise InvalidValueError("Normalization: give mean and variance both, with as many numbers each, or none.")

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape that came in, if it has the axes and as many features as there are means."""
        feature_count(self, shape, self.axis)
        last = axis_sizes(self, shape, self.axis)[-1:]
        if isinstance(self.mean, tuple) and (not last or len(self.mean) not in {1, *last}):
            problem = f"Normalization has {many(len(self.mean), 'mean')}, but the shape {shape} comes in."
            raise ShapeError("size", problem, Mend("Give one mean and one variance per feature."))
        return shape

    def parameters(self, shape: Shape) -> Parameters:
        """Count the measured means and variances, and the number of batches seen."""
        if self.mean is not None:
            return Parameters()
        n = feature_count(self, shape, self.axis)
        return self._counted(2 * n + 1, f"{many(n, 'mean')} + {many(n, 'variance')} + 1 count", measured=2 * n + 1)

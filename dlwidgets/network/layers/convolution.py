"""Convolutions: filters that slide over pictures or sequences."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from dlwidgets.errors import InvalidValueError
from dlwidgets.network import _arguments as check
from dlwidgets.network._arguments import Check, Shape, Sizes, each
from dlwidgets.network._counting import many, plus_biases, times
from dlwidgets.network.layers.layer import Initializer, LayerSpec, Mend, Parameters, Regularizer, ShapeError, known
from dlwidgets.network.layers.ranks import refuse_rank, windows


def _padding(*names: str) -> Check:
    """Take a convolution's padding, whatever its capitals."""
    named = check.one_of("padding", names)
    return lambda name, value: named(name, value.lower() if isinstance(value, str) else value)


@dataclass(frozen=True, repr=False)
class Convolution(LayerSpec):
    """Filters that look through a small window, the same at each place.

    Parameters
    ----------
    filters : int
        Number of filters: the channels that go out.
    kernel_size : int or tuple of int
        Size of the window along each axis.
    strides : int or tuple of int, default 1
        Steps of the window.
    padding : str, default "valid"
        ``"valid"``: the window stays inside; ``"same"``: zeros around the border keep the size.
    data_format : str, optional
        ``"channels_last"`` only.
    dilation_rate : int or tuple of int, default 1
        Distance between the points that the window sees.
    groups : int, default 1
        Number of groups of channels that have filters of their own.
    activation : str, optional
        Name of the activation function; None is linear.
    use_bias : bool, default True
        Whether each filter has a bias.
    kernel_initializer, bias_initializer : str or InitializerSpec
        How first weights and biases are drawn.
    kernel_regularizer, bias_regularizer, activity_regularizer : str or RegularizerSpec, optional
        A price on large weights, biases or outputs.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/convolution_layers/
    """

    filters: int
    kernel_size: Sizes
    strides: Sizes = 1
    padding: str = "valid"
    data_format: str | None = None
    dilation_rate: Sizes = 1
    groups: int = 1
    activation: str | None = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None

    rank: ClassVar[int]

    def __post_init__(self) -> None:
        """Check the arguments that depend on each other."""
        super().__post_init__()
        start = getattr(self.kernel_initializer, "kind", self.kernel_initializer)
        if start in {"Identity", "identity"}:
            raise InvalidValueError(
                f"{self.kind}: kernel_initializer={start!r} fills tables with two axes only. Leave it out."
            )
        if self.filters % self.groups:
            text = f"{self.filters} filters can't be shared out among {self.groups} groups."
            raise InvalidValueError(f"{self.kind}: {text} Choose filters as a multiple of groups.")
        if max(each(self.strides, 1)) > 1 and max(each(self.dilation_rate, 1)) > 1:
            raise InvalidValueError(
                f"{self.kind}: strides and dilation_rate can't both be above 1. Leave one of them out."
            )

    def output_shape(self, shape: Shape) -> Shape:
        """Return the number of places along each axis, and the filters as channels."""
        refuse_rank(self, shape, self.rank + 1)
        if known(shape[-1], self, shape, "channels") % self.groups:
            problem = f"{shape[-1]} channels come in, which can't be shared out among {self.groups} groups."
            raise ShapeError("channels", problem, Mend("Leave groups out.", arguments={"groups": 1}))
        dilation = each(self.dilation_rate, self.rank)
        sizes = zip(each(self.kernel_size, self.rank), dilation, strict=True)
        reach = tuple((size - 1) * step + 1 for size, step in sizes)
        return (*windows(self, shape, reach, self.strides, self.padding), self.filters)

    def parameters(self, shape: Shape) -> Parameters:
        """Count one weight per place in the window, channel and filter, and one bias per filter."""
        window, channels = each(self.kernel_size, self.rank), self._channels(shape)
        biases = self.filters if self.use_bias else 0
        words = f"{' × '.join(map(str, window))} places × {many(channels, 'channel')} × {many(self.filters, 'filter')}"
        total = prod(window) * channels * self.filters + biases
        return self._counted(total, words + plus_biases(biases))

    def _channels(self, shape: Shape) -> int:
        """Count the channels that one filter sees."""
        return known(shape[-1], self, shape, "channels") // self.groups

    def multiply_adds(self, shape: Shape) -> int | None:
        """Count one per weight, at each place of the window."""
        weights = prod(each(self.kernel_size, self.rank)) * self._channels(shape)
        return times(self.output_shape(shape), weights)


@dataclass(frozen=True, repr=False)
class Conv1D(Convolution):
    """Filters that slide along a sequence of the shape (steps, features)."""

    rank = 1
    checks: ClassVar[Mapping[str, Check]] = {
        "kernel_size": check.sizes(1),
        "strides": check.sizes(1),
        "dilation_rate": check.sizes(1),
        "padding": _padding("valid", "same", "causal"),
    }


@dataclass(frozen=True, repr=False)
class Conv2D(Convolution):
    """Filters that slide over pictures of the shape (height, width, channels).

    Examples
    --------
    >>> layer = Conv2D(32, 3)
    >>> layer.output_shape((28, 28, 1)), layer.parameters((28, 28, 1)).arithmetic
    ((26, 26, 32), '3 × 3 window × 1 channel × 32 filters + 32 biases = 320')
    """

    strides: Sizes = (1, 1)
    dilation_rate: Sizes = (1, 1)

    rank = 2
    checks: ClassVar[Mapping[str, Check]] = {
        "kernel_size": check.sizes(2),
        "strides": check.sizes(2),
        "dilation_rate": check.sizes(2),
        "padding": _padding("valid", "same"),
    }

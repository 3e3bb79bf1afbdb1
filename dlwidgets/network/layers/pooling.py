"""Pooling: one number for each window, or for the whole picture or sequence."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from dlwidgets.network import _arguments as check
from dlwidgets.network._arguments import Check, Shape, Sizes
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.ranks import refuse_rank, windows


@dataclass(frozen=True, repr=False)
class Pooling(LayerSpec):
    """One number for each window: the picture or sequence gets smaller.

    Parameters
    ----------
    pool_size : int or tuple of int
        Size of the window along each axis; 2 unless said, but averages need it.
    strides : int or tuple of int, optional
        Steps of the window; None is its size.
    padding : str, default "valid"
        ``"valid"``: the window stays inside; ``"same"``: it may reach over the border.
    data_format : str, optional
        ``"channels_last"`` only.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/pooling_layers/
    """

    pool_size: Sizes
    strides: Sizes | None = None
    padding: str = "valid"
    data_format: str | None = None

    rank: ClassVar[int]

    def output_shape(self, shape: Shape) -> Shape:
        """Return the number of places along each axis, and the channels that came in."""
        refuse_rank(self, shape, self.rank + 1)
        strides = self.pool_size if self.strides is None else self.strides
        return (*windows(self, shape, self.pool_size, strides, self.padding), shape[-1])


def _pooling_checks(rank: int) -> Mapping[str, Check]:
    """Check windows of so many axes."""
    padding = check.one_of("padding", ["valid", "same"])
    return {"pool_size": check.sizes(rank), "strides": check.optional(check.sizes(rank)), "padding": padding}


@dataclass(frozen=True, repr=False)
class MaxPooling1D(Pooling):
    """The largest number of each window of a sequence."""

    pool_size: Sizes = 2

    rank = 1
    checks: ClassVar[Mapping[str, Check]] = _pooling_checks(1)


@dataclass(frozen=True, repr=False)
class MaxPooling2D(Pooling):
    """The largest number of each window of a picture, per channel."""

    pool_size: Sizes = (2, 2)

    rank = 2
    checks: ClassVar[Mapping[str, Check]] = _pooling_checks(2)


class AveragePooling1D(Pooling):
    """The mean of each window of a sequence."""

    rank = 1
    checks: ClassVar[Mapping[str, Check]] = _pooling_checks(1)


class AveragePooling2D(Pooling):
    """The mean of each window of a picture, per channel."""

    rank = 2
    checks: ClassVar[Mapping[str, Check]] = _pooling_checks(2)


@dataclass(frozen=True, repr=False)
class GlobalPooling(LayerSpec):
    """One number per channel for the whole picture or sequence.

    Parameters
    ----------
    data_format : str, optional
        ``"channels_last"`` only.
    keepdims : bool, default False
        Whether the other axes stay, with the length 1.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/pooling_layers/
    """

    data_format: str | None = None
    _: KW_ONLY
    keepdims: bool = False

    rank: ClassVar[int]

    def output_shape(self, shape: Shape) -> Shape:
        """Return the channels."""
        refuse_rank(self, shape, self.rank + 1)
        return (*(1,) * (self.rank if self.keepdims else 0), shape[-1])


class GlobalMaxPooling1D(GlobalPooling):
    """The largest number of each feature of a sequence."""

    rank = 1


class GlobalMaxPooling2D(GlobalPooling):
    """The largest number of each channel of a picture."""

    rank = 2


class GlobalAveragePooling1D(GlobalPooling):
    """The mean of each feature of a sequence."""

    rank = 1


class GlobalAveragePooling2D(GlobalPooling):
    """The mean of each channel of a picture."""

    rank = 2

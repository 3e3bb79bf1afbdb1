"""Layers that hold no weights for their inputs: they bring in, reshape, rescale, drop or disturb numbers."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from math import prod
from typing import ClassVar

from dlwidgets.network import _arguments as check
from dlwidgets.network._arguments import Check, Shape
from dlwidgets.network._counting import size_of
from dlwidgets.network.layers.layer import LayerSpec, Mend, ShapeError


@dataclass(frozen=True, repr=False)
class Input(LayerSpec):
    """The place where the data come in: says the shape of one example.

    Parameters
    ----------
    shape : tuple of int or None
        Without the batch axis; None for a length that is open.
    dtype : str, optional
        Kind of number, ``"float32"`` unless said.
    name : str, optional
        The layer's own name.

    References
    ----------
    https://keras.io/api/layers/core_layers/input/
    """

    shape: Shape
    _: KW_ONLY
    dtype: str | None = None
    # There is nothing to train, and Keras refuses to be told so.
    trainable: bool = field(default=True, init=False)

    def output_shape(self, shape: Shape) -> Shape:
        """Return the layer's own shape if data of ``shape`` fit it."""
        # Keras adds a last axis of 1 to data that lack it, and takes one away.
        if any(_fit(data, self.shape) for data in (shape, (*shape, 1), shape[:-1] if shape[-1:] == (1,) else shape)):
            return self.shape
        problem = f"Each example of the data has the shape {shape}, but Input says {self.shape}."
        raise ShapeError("input", problem, Mend(f"Write Input(shape={shape}).", arguments={"shape": shape}))


def _fit(data: Shape, wanted: Shape) -> bool:
    """Tell whether data of one shape fit where another is wanted."""
    pairs = zip(data, wanted, strict=False)
    return len(data) == len(wanted) and all(came == size or None in {came, size} for came, size in pairs)


@dataclass(frozen=True, repr=False)
class Unchanged(LayerSpec):
    """A layer from which the shape goes out as it came in."""

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape that came in."""
        return shape


@dataclass(frozen=True, repr=False)
class Activation(Unchanged):
    """An activation function as a layer of its own.

    Parameters
    ----------
    activation : str or None
        Keras' name of the function; None changes nothing.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/core_layers/activation_layer/
    """

    activation: str | None


@dataclass(frozen=True, repr=False)
class Dropout(Unchanged):
    """Set a random share of the numbers to 0, while training only.

    Parameters
    ----------
    rate : float
        The share, from 0 to 1.
    seed : int, optional
        Makes the chance repeatable.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/regularization_layers/dropout/
    """

    rate: float
    _: KW_ONLY
    seed: int | None = None


@dataclass(frozen=True, repr=False)
class GaussianNoise(Unchanged):
    """Add random numbers, while training only.

    Parameters
    ----------
    stddev : float
        Standard deviation of the noise, from 0 to 1.
    seed : int, optional
        Makes the chance repeatable.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/regularization_layers/gaussian_noise/
    """

    stddev: float
    _: KW_ONLY
    seed: int | None = None


@dataclass(frozen=True, repr=False)
class Rescaling(Unchanged):
    """Multiply each number by a scale and add an offset, such as 1/255 for pixels.

    Parameters
    ----------
    scale : float
        The factor.
    offset : float, default 0.0
        What is added.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
    """

    scale: float
    offset: float = 0.0

    checks: ClassVar[Mapping[str, Check]] = {"scale": check.number, "offset": check.number}


@dataclass(frozen=True, repr=False)
class Flatten(LayerSpec):
    """Lay all numbers of an example in one row.

    Parameters
    ----------
    data_format : str, optional
        ``"channels_last"`` only.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/reshaping_layers/flatten/
    """

    data_format: str | None = None

    def output_shape(self, shape: Shape) -> Shape:
        """Return the number of all values of an example, as a shape."""
        return (size_of(shape),)


@dataclass(frozen=True, repr=False)
class Reshape(LayerSpec):
    """Lay the same numbers in another shape.

    Parameters
    ----------
    target_shape : tuple of int
        Without the batch axis; one size may be -1: whatever is left.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/reshaping_layers/reshape/
    """

    target_shape: tuple[int, ...]

    def output_shape(self, shape: Shape) -> Shape:
        """Return the target shape, with what is left in the place of -1."""
        size = size_of(shape)
        known = prod(length for length in self.target_shape if length != -1)
        if size is None:
            return tuple(None if length == -1 else length for length in self.target_shape)
        if size % known or (size != known and -1 not in self.target_shape):
            raise self._other_size(shape, size, known)
        return tuple(size // known if length == -1 else length for length in self.target_shape)

    def _other_size(self, shape: Shape, size: int, known: int) -> ShapeError:
        """Say that numbers would be left over or missing."""
        needed = f"a multiple of {known}" if -1 in self.target_shape else known
        problem = f"{size} numbers come in, in the shape {shape}, but {self!r} needs {needed}."
        target = (*self.target_shape[:-1], size // prod(self.target_shape[:-1])) if self.target_shape else ()
        if -1 in target or prod(target) != size:
            target = (size,)
        words = f"Choose sizes whose product is {size}, such as target_shape={target}."
        return ShapeError("size", problem, Mend(words, arguments={"target_shape": target}))

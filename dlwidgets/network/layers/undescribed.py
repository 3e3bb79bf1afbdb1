"""Layers that programs have and `NetworkSpec` does not describe: the shape that goes out of them.

None is a length that is not known. What is given for an argument may be anything: what does not fit is not known.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dlwidgets.network._arguments import Shape
from dlwidgets.network.layers.layer import Mend, ShapeError

Follow = Callable[[str, Mapping[str, Any], Shape], Shape | None]
_SAME = (
    "ActivityRegularization", "AlphaDropout", "ELU", "GaussianDropout", "GroupNormalization", "Identity", "LeakyReLU",
    "Masking", "PReLU", "RMSNormalization", "RandomBrightness", "RandomContrast", "RandomFlip", "RandomRotation",
    "RandomTranslation", "RandomZoom", "ReLU", "Softmax", "SpectralNormalization", "ThresholdedReLU",
    "UnitNormalization",
)  # fmt: skip


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _each(value: Any, rank: int) -> tuple[int | None, ...]:
    """Return one whole number for each axis."""
    if isinstance(value, tuple | list):
        return tuple(map(_whole, value)) if len(value) == rank else (None,) * rank
    return (_whole(value),) * rank


def _refuse_rank(kind: str, shape: Shape, rank: int) -> None:
    if len(shape) != rank:
        problem = f"{kind} takes {rank} axes beside that of the examples, but what comes in has the shape {shape}."
        raise ShapeError("rank", problem, Mend("Put a Reshape layer before it, or take out what took an axis away."))


def _windows(kind: str, arguments: Mapping[str, Any], shape: Shape, rank: int, *, pools: bool = False) -> Shape:
    """Count the places of a window along each axis but the last."""
    _refuse_rank(kind, shape, rank + 1)
    sizes = _each(arguments.get("pool_size", 2) if pools else arguments.get("kernel_size"), rank)
    given = arguments.get("strides")
    strides = (sizes if pools else (1,) * rank) if given is None else _each(given, rank)
    gaps = _each(arguments.get("dilation_rate", 1), rank)
    padding = str(arguments.get("padding", "valid")).lower()
    found: list[int | None] = []
    for length, size, stride, gap in zip(shape, sizes, strides, gaps, strict=False):
        if length is None or size is None or stride is None or gap is None or padding not in {"same", "valid"}:
            found.append(None)
        else:
            reach = (size - 1) * gap + 1
            found.append((length - (reach if padding == "valid" else 1)) // stride + 1)
    if any(one is not None and one < 1 for one in found):
        words = "Write padding='same', or make the window smaller."
        raise ShapeError("shrinks", f"{kind}'s window does not fit into the shape {shape}.", Mend(words))
    return tuple(found)


def _filtered(rank: int) -> Follow:
    """Let filters see a window of all channels."""
    return lambda kind, given, shape: (*_windows(kind, given, shape, rank), _whole(given.get("filters")))


def _by_channel(rank: int) -> Follow:
    """Let filters see a window of one channel each."""

    def followed(kind: str, given: Mapping[str, Any], shape: Shape) -> Shape:
        places, times = _windows(kind, given, shape, rank), _whole(given.get("depth_multiplier", 1))
        channels = shape[-1]
        return (*places, None if channels is None or times is None else channels * times)

    return followed


def _pooled(rank: int) -> Follow:
    return lambda kind, given, shape: (*_windows(kind, given, shape, rank, pools=True), shape[-1])


def _pooled_whole(rank: int) -> Follow:
    def followed(kind: str, given: Mapping[str, Any], shape: Shape) -> Shape:
        _refuse_rank(kind, shape, rank + 1)
        return (*((1,) * rank if given.get("keepdims") is True else ()), shape[-1])

    return followed


def _transposed(rank: int) -> Follow:
    """Make a window of each place: the picture grows."""

    def grown(length: int | None, size: int | None, step: int | None, padding: str) -> int | None:
        if length is None or step is None or (size is None and padding == "valid"):
            return None
        return length * step + (max((size or 0) - step, 0) if padding == "valid" else 0)

    def followed(kind: str, given: Mapping[str, Any], shape: Shape) -> Shape:
        _refuse_rank(kind, shape, rank + 1)
        sizes, steps = _each(given.get("kernel_size"), rank), _each(given.get("strides", 1), rank)
        padding = str(given.get("padding", "valid")).lower()
        plain = given.get("output_padding") is None and _each(given.get("dilation_rate", 1), rank) == (1,) * rank
        lengths = zip(shape, sizes, steps, strict=False)
        places = [grown(*one, padding) if plain and padding in {"same", "valid"} else None for one in lengths]
        return (*places, _whole(given.get("filters")))

    return followed


def _repeated(rank: int) -> Follow:
    def followed(kind: str, given: Mapping[str, Any], shape: Shape) -> Shape:
        _refuse_rank(kind, shape, rank + 1)
        sizes = _each(given.get("size", 2), rank)
        grown = [None if one is None or by is None else one * by for one, by in zip(shape, sizes, strict=False)]
        return (*grown, shape[-1])

    return followed


def _bordered(rank: int, sign: int) -> Follow:
    """Put zeros around, or cut borders off."""

    def amount(one: Any) -> int | None:
        if isinstance(one, tuple | list):
            return sum(one) if len(one) == 2 and all(isinstance(each, int) for each in one) else None
        return 2 * one if isinstance(one, int) else None

    def followed(kind: str, given: Mapping[str, Any], shape: Shape) -> Shape:
        _refuse_rank(kind, shape, rank + 1)
        value = given.get("padding" if sign > 0 else "cropping", 1)
        whole = rank == 1 or isinstance(value, int) or not isinstance(value, tuple | list) or len(value) != rank
        amounts = [amount(value)] * rank if whole else [amount(one) for one in value]
        sizes = [
            None if one is None or by is None else one + sign * by for one, by in zip(shape, amounts, strict=False)
        ]
        if any(one is not None and one < 1 for one in sizes):
            raise ShapeError("shrinks", f"{kind} cuts all of the shape {shape} away.", Mend("Cut less off."))
        return (*sizes, shape[-1])

    return followed


def _copied(kind: str, given: Mapping[str, Any], shape: Shape) -> Shape:
    """Make a sequence of one row."""
    _refuse_rank(kind, shape, 1)
    return (_whole(given.get("n")), *shape)


def _permuted(kind: str, given: Mapping[str, Any], shape: Shape) -> Shape | None:
    order = given.get("dims")
    if not isinstance(order, tuple | list) or sorted(order, key=str) != list(range(1, len(order) + 1)):
        return None
    _refuse_rank(kind, shape, len(order))
    return tuple(shape[one - 1] for one in order)


def _resized(_: str, given: Mapping[str, Any], shape: Shape) -> Shape | None:
    return (_whole(given.get("height")), _whole(given.get("width")), shape[-1]) if len(shape) == 3 else None


def _filmed(kind: str, given: Mapping[str, Any], shape: Shape) -> Shape:
    """Let filters go over each picture of a film and remember."""
    _refuse_rank(kind, shape, 4)
    places = (*_windows(kind, given, shape[1:], 2), _whole(given.get("filters")))
    return (shape[0], *places) if given.get("return_sequences") is True else places


def _dropped(rank: int) -> Follow:
    def followed(kind: str, _: Mapping[str, Any], shape: Shape) -> Shape:
        _refuse_rank(kind, shape, rank + 1)
        return shape

    return followed


UNDESCRIBED: Mapping[str, Follow] = {
    **dict.fromkeys(_SAME, lambda _, __, shape: shape),
    **{f"SpatialDropout{rank}D": _dropped(rank) for rank in (1, 2, 3)},
    **{f"SeparableConv{rank}D": _filtered(rank) for rank in (1, 2)},
    **{f"DepthwiseConv{rank}D": _by_channel(rank) for rank in (1, 2)},
    **{f"Conv{rank}DTranspose": _transposed(rank) for rank in (1, 2, 3)},
    **{f"UpSampling{rank}D": _repeated(rank) for rank in (1, 2, 3)},
    **{f"ZeroPadding{rank}D": _bordered(rank, 1) for rank in (1, 2, 3)},
    **{f"Cropping{rank}D": _bordered(rank, -1) for rank in (1, 2, 3)},
    "AveragePooling3D": _pooled(3),
    "CenterCrop": _resized,
    "Conv3D": _filtered(3),
    "ConvLSTM2D": _filmed,
    "GlobalAveragePooling3D": _pooled_whole(3),
    "GlobalMaxPooling3D": _pooled_whole(3),
    "MaxPooling3D": _pooled(3),
    "Permute": _permuted,
    "RandomCrop": _resized,
    "RepeatVector": _copied,
    "Resizing": _resized,
}
"""By Keras' names."""


def undescribed_shape(kind: str, arguments: Mapping[str, Any], shape: Shape) -> Shape | None:
    """Follow a shape through a layer that `NetworkSpec` does not describe.

    Parameters
    ----------
    kind : str
        A key of ``UNDESCRIBED``.
    arguments : mapping
        What the layer was given, by name.
    shape : tuple of int or None
        What comes in for one example.

    Returns
    -------
    tuple of int or None, optional
        What goes out; None if it is not known.

    Raises
    ------
    ShapeError
        If the layer can't take that shape.

    Examples
    --------
    >>> undescribed_shape("UpSampling2D", {"size": 2}, (7, 7, 4))
    (14, 14, 4)
    """
    return UNDESCRIBED[kind](kind, arguments, shape)

"""What a layer needs of the shape that comes in: its number of axes, and room for a window."""

from math import isqrt, prod

from dlwidgets.network._arguments import Shape, Sizes, each
from dlwidgets.network._counting import size_of
from dlwidgets.network.layers.layer import LayerSpec, Mend, ShapeError
from dlwidgets.network.layers.shaping import Reshape

_WANTED = {
    1: "a list of numbers, with the shape (features,)",
    2: "a sequence, with the shape (steps, features)",
    3: "pictures, with the shape (height, width, channels)",
}


def refuse_rank(layer: LayerSpec, shape: Shape, rank: int) -> None:
    """Refuse a shape that has another number of axes.

    Parameters
    ----------
    layer : LayerSpec
        The layer that is to take it.
    shape : tuple of int or None
        What comes in, without the batch axis.
    rank : int
        The number of axes that the layer wants.

    Raises
    ------
    ShapeError
        With the Reshape layer that mends it, where there is one.
    """
    if len(shape) == rank:
        return
    problem = f"{layer.kind} takes {_WANTED[rank]}, but what comes in has the shape {shape}."
    target = _reshaped(shape, rank)
    if target is None:
        raise ShapeError("rank", problem, Mend(f"Put a Reshape layer before it that makes {rank} axes."))
    words = f"Put Reshape({target}) before it."
    raise ShapeError("rank", problem, Mend(words, insert=Reshape(target)))


def _reshaped(shape: Shape, rank: int) -> tuple[int, ...] | None:
    """Find the target shape that a person would choose for ``rank`` axes."""
    sizes = tuple(-1 if size is None else size for size in shape)
    size = size_of(shape)
    if rank == 3 and len(shape) == 1:
        side = isqrt(size or 0)
        return (side, side, 1) if size and side * side == size else None
    if sizes.count(-1) > 1 or (-1 in sizes[rank - 1 :] and len(sizes) > rank):
        return None
    if len(sizes) > rank:
        return (*sizes[: rank - 1], prod(sizes[rank - 1 :]))
    return (*sizes, *(1,) * (rank - len(sizes)))


def windows(layer: LayerSpec, shape: Shape, sizes: Sizes, strides: Sizes, padding: str) -> Shape:
    """Count the places of a window along each axis.

    Parameters
    ----------
    layer : LayerSpec
        The layer that has the window.
    shape : tuple of int or None
        What comes in: lengths, and channels at the end.
    sizes, strides : int or tuple of int
        Of the window, along each axis.
    padding : str
        ``"valid"`` keeps the window inside.

    Returns
    -------
    tuple of int or None
        One number for each axis but the channels.

    Raises
    ------
    ShapeError
        If the window does not fit in.
    """
    rank = len(shape) - 1
    places = tuple(
        None if length is None else _places(length, size, stride, padding)
        for length, size, stride in zip(shape, each(sizes, rank), each(strides, rank), strict=False)
    )
    if any(number is not None and number < 1 for number in places):
        window = " × ".join(map(str, each(sizes, rank)))
        problem = f"{layer.kind}'s window of {window} does not fit into the shape {shape}."
        mend = Mend("Write padding='same', or make the window smaller.", arguments={"padding": "same"})
        raise ShapeError("shrinks", problem, mend)
    return places


def _places(length: int, size: int, stride: int, padding: str) -> int:
    """Count the places of a window along one axis."""
    return ((length - size) if padding == "valid" else (length - 1)) // stride + 1

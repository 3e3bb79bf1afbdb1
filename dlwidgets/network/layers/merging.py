"""Layers that make one of several: the shape that goes out of sums, rows put together and attention.

A chain has no place for them, so they are functions and no `LayerSpec`. None is a length that is not known.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dlwidgets.network._arguments import Shape
from dlwidgets.network.layers.layer import Mend, ShapeError

Merge = Callable[[str, Mapping[str, Any], Sequence[Shape]], Shape | None]
_SUMS = ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")


def _summed(kind: str, _: Mapping[str, Any], shapes: Sequence[Shape]) -> Shape | None:
    """Keep the shape; a length of 1 stretches to that of the others."""
    if len({len(one) for one in shapes}) > 1:
        return None
    found = []
    for sizes in zip(*shapes, strict=True):
        known = {one for one in sizes if one not in {None, 1}}
        if len(known) > 1:
            listed = " and ".join(map(str, shapes))
            words = "Bring them to one shape first, such as by a Dense or a Conv2D with kernel 1."
            raise ShapeError("size", f"{kind} gets the shapes {listed}, which differ.", Mend(words))
        found.append(None if None in sizes else max(one for one in sizes if one is not None))
    return tuple(found)


def _place(axis: int, rank: int) -> int | None:
    """Find an axis that is counted with the batch axis among those without it; None for the batch itself."""
    place = axis + rank + 1 if axis < 0 else axis
    return place - 1 if 0 < place <= rank else None


def _concatenated(kind: str, arguments: Mapping[str, Any], shapes: Sequence[Shape]) -> Shape | None:
    """Add the lengths along one axis; the others are the same."""
    axis, ranks = arguments.get("axis", -1), {len(one) for one in shapes}
    listed = " and ".join(map(str, shapes))
    if len(ranks) > 1:
        words = "Flatten the longer one, or give the other more axes."
        raise ShapeError("rank", f"{kind} gets the shapes {listed}, with different numbers of axes.", Mend(words))
    place = _place(axis, min(ranks)) if isinstance(axis, int) else None
    if place is None:
        return None
    found: list[int | None] = []
    for index, sizes in enumerate(zip(*shapes, strict=True)):
        known = {one for one in sizes if one is not None}
        if index == place:
            found.append(None if None in sizes else sum(one for one in sizes if one is not None))
            continue
        if len(known) > 1:
            words = "All lengths but those of the joined axis have to be the same."
            raise ShapeError(
                "size", f"{kind} joins axis {axis} of the shapes {listed}, which differ elsewhere.", Mend(words)
            )
        found.append(known.pop() if known else None)
    return tuple(found)


def _multiplied(kind: str, arguments: Mapping[str, Any], shapes: Sequence[Shape]) -> Shape | None:
    """Take out the axes that are summed over."""
    axes = arguments.get("axes")
    both = (axes, axes) if isinstance(axes, int) else axes
    if len(shapes) != 2 or not isinstance(both, tuple | list) or len(both) != 2:
        return None
    places = [
        _place(one, len(shape)) if isinstance(one, int) else None for one, shape in zip(both, shapes, strict=True)
    ]
    if places[0] is None or places[1] is None:
        return None
    first, second = (list(one) for one in shapes)
    sizes = {first.pop(places[0]), second.pop(places[1])} - {None}
    if len(sizes) > 1:
        raise ShapeError(
            "size",
            f"{kind} sums over axes of {' and '.join(map(str, sorted(sizes, key=str)))} numbers.",
            Mend("Choose axes of one length."),
        )
    return (*first, *second) or (1,)


def _attended(_: str, __: Mapping[str, Any], shapes: Sequence[Shape]) -> Shape | None:
    """Answer one row of values for each row that asks."""
    return (*shapes[0][:-1], shapes[1][-1]) if len(shapes) > 1 and all(shapes[:2]) else None


def _asked(_: str, arguments: Mapping[str, Any], shapes: Sequence[Shape]) -> Shape | None:
    """Keep the shape of what asks."""
    return shapes[0] if arguments.get("output_shape") is None else None


MERGES: Mapping[str, Merge] = {
    **dict.fromkeys(_SUMS, _summed),
    "AdditiveAttention": _attended,
    "Attention": _attended,
    "Concatenate": _concatenated,
    "Dot": _multiplied,
    "GroupQueryAttention": _asked,
    "MultiHeadAttention": _asked,
}
"""By Keras' names."""


def merged_shape(kind: str, arguments: Mapping[str, Any], shapes: Sequence[Shape]) -> Shape | None:
    """Follow several shapes into a layer that makes one of them.

    Parameters
    ----------
    kind : str
        A key of ``MERGES``.
    arguments : mapping
        What the layer was given; what is not known is left out or of no type that fits.
    shapes : sequence of tuple of int or None
        What comes in for one example, one for each source.

    Returns
    -------
    tuple of int or None, optional
        What goes out; None if it is not known.

    Raises
    ------
    ShapeError
        If the shapes do not go together.

    Examples
    --------
    >>> merged_shape("Concatenate", {}, [(4,), (6,)])
    (10,)
    """
    return MERGES[kind](kind, arguments, shapes)

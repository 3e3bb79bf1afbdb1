"""Counting in numbers and in words."""

from math import prod

from dlwidgets.network._arguments import Shape


def many(number: int, thing: str) -> str:
    """Write a number of things: "1 unit", "2 units"."""
    plural = f"{thing}es" if thing.endswith("s") else f"{thing}s"
    return f"{number} {thing if number == 1 else plural}"


def plus_biases(number: int) -> str:
    """Write " + 10 biases", or nothing if there are none."""
    return f" + {many(number, 'bias')}" if number else ""


def size_of(shape: Shape) -> int | None:
    """Count the numbers in a shape; None if a length is open."""
    lengths = [length for length in shape if length is not None]
    return prod(lengths) if len(lengths) == len(shape) else None


def times(shape: Shape, factor: int) -> int | None:
    """Multiply the numbers in a shape; None if a length is open."""
    size = size_of(shape)
    return None if size is None else size * factor

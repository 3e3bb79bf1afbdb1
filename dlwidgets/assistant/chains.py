"""The way of the shape through the chain of a model's layers."""

from dataclasses import dataclass

from dlwidgets.assistant.shapes import output_shape
from dlwidgets.assistant.values import Array, Layer, Placed, Shape, as_shape
from dlwidgets.network import ShapeError


@dataclass(frozen=True)
class Step:
    """A layer with the shape that comes in and why it does not fit, if it does not."""

    placed: Placed
    shape: Shape | None
    problem: ShapeError | None


def input_shape(layers: tuple[Placed, ...]) -> Shape | None:
    """Return the shape of one example that a model says it takes."""
    first = layers[0].layer if layers else None
    if not isinstance(first, Layer):
        return None
    if "batch_input_shape" in first.arguments or "batch_shape" in first.arguments:
        shape = as_shape(first.get("batch_input_shape", first.get("batch_shape")))
        return shape[1:] if shape else None
    if first.kind == "Input":
        return as_shape(first.get("shape"))
    if "input_shape" in first.arguments:
        return as_shape(first.get("input_shape"))
    if first.kind == "Embedding":
        length = first.get("input_length")
        return (length if isinstance(length, int) else None,)
    dim = first.get("input_dim")
    return (dim,) if isinstance(dim, int) and first.kind == "Dense" else None


def walk(layers: tuple[Placed, ...], data: Array | None = None) -> tuple[list[Step], Shape | None]:
    """Follow the shape through a model; the second is what goes out."""
    shape = input_shape(layers)
    if shape is None and data is not None and data.example is not None:
        shape = data.example
    steps: list[Step] = []
    for placed in layers:
        layer = placed.layer
        if isinstance(layer, Layer) and layer.kind == "Input":
            continue
        made, problem = output_shape(layer, [shape]) if isinstance(layer, Layer) else (None, None)
        steps.append(Step(placed, shape, problem))
        shape = made
    return steps, shape

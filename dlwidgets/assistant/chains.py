"""The way of the shape through the layers of a model, be they a chain or a graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dlwidgets.assistant.shapes import output_shape
from dlwidgets.assistant.values import Array, Layer, Placed, Shape, as_shape
from dlwidgets.network import ShapeError


@dataclass(frozen=True)
class Step:
    """A layer with what comes in and why it does not fit, if it does not."""

    placed: Placed
    shapes: tuple[Shape | None, ...]
    problem: ShapeError | None

    @property
    def shape(self) -> Shape | None:
        """What comes in, from the first source."""
        return self.shapes[0] if self.shapes else None


def inputs_of(layers: Sequence[Placed]) -> list[Layer]:
    """List the inputs of a model that are layers of their own."""
    return [one.layer for one in layers if isinstance(one.layer, Layer) and one.layer.kind == "Input"]


def input_shape(layers: Sequence[Placed]) -> Shape | None:
    """Return the shape of one example that a model says it takes; None if it takes several things."""
    first = layers[0].layer if layers else None
    if not isinstance(first, Layer) or len(inputs_of(layers)) > 1:
        return None
    return declared_shape(first)


def declared_shape(layer: Layer) -> Shape | None:
    """Return the shape of one example that a first layer says it takes."""
    if "batch_input_shape" in layer.arguments or "batch_shape" in layer.arguments:
        shape = as_shape(layer.get("batch_input_shape", layer.get("batch_shape")))
        return shape[1:] if shape else None
    if layer.kind == "Input":
        return as_shape(layer.get("shape"))
    if "input_shape" in layer.arguments:
        return as_shape(layer.get("input_shape"))
    if layer.kind == "Embedding":
        length = layer.get("input_length")
        return (length if isinstance(length, int) else None,)
    dim = layer.get("input_dim")
    return (dim,) if isinstance(dim, int) and layer.kind == "Dense" else None


def walk(layers: Sequence[Placed], data: Array | None = None) -> tuple[list[Step], Shape | None]:
    """Follow the shape through a model; the second is what goes out."""
    start = input_shape(layers)
    if start is None and data is not None and data.example is not None and len(inputs_of(layers)) < 2:
        start = data.example
    steps: list[Step] = []
    made: dict[int, Shape | None] = {}
    last = start
    for placed in layers:
        layer = placed.layer
        if isinstance(layer, Layer) and layer.kind == "Input":
            last = start if start is not None else declared_shape(layer)
        else:
            shapes = (last,) if placed.sources is None else tuple(made.get(id(one)) for one in placed.sources)
            known = getattr(layer, "gives", None)
            last, problem = output_shape(layer, shapes) if isinstance(layer, Layer) else (known, None)
            steps.append(Step(placed, shapes, problem))
        made[id(placed)] = last
    return steps, last


def backwards(layers: Sequence[Placed]) -> Iterator[Placed]:
    """Go from the output back, as long as each layer has one source."""
    place = len(layers) - 1
    placed = layers[place] if layers else None
    while placed is not None:
        yield placed
        if placed.sources is None:
            place -= 1
            placed = layers[place] if place >= 0 else None
        else:
            placed = placed.sources[0] if len(placed.sources) == 1 else None


def is_chain(layers: Sequence[Placed]) -> bool:
    """Tell whether each layer has one layer before it and one behind."""
    return sum(1 for _ in backwards(layers)) == len(layers)

"""Models in the functional style: the layers between their inputs and outputs, each behind its sources."""

import ast
from typing import Any

from dlwidgets.assistant.shapes import output_shape
from dlwidgets.assistant.values import UNKNOWN, Layer, Model, Placed, Tensor

_MOST = 2000


def layers_between(inputs: tuple[Any, ...], outputs: tuple[Any, ...]) -> list[Placed] | None:
    """List the layers of a graph, each behind its sources.

    Parameters
    ----------
    inputs, outputs : tuple
        Tensors, as a program gives them to a model.

    Returns
    -------
    list of Placed, optional
        With one last layer that is unknown if there are several outputs; None if not all are tensors.
    """
    if not outputs or not all(isinstance(one, Tensor) for one in (*inputs, *outputs)):
        return None
    found: dict[int, Placed] = {}
    ends = {id(one) for one in inputs}
    for tensor in outputs:
        _collect(tensor, ends, found)
    if len(found) > _MOST:
        return None
    layers = list(found.values())
    if len(outputs) > 1:
        layers.append(Placed(UNKNOWN, outputs[0].node, tuple(found[id(one)] for one in outputs)))
    return layers


def _collect(output: Tensor, ends: set[int], found: dict[int, Placed]) -> None:
    """Enter a tensor behind all that it is made of; without recursion, since networks can be deep."""
    waiting = [output]
    while waiting and len(found) <= _MOST:
        tensor = waiting[-1]
        sources = () if id(tensor) in ends else tensors_in(tensor.sources)
        missing = [one for one in sources if id(one) not in found]
        if id(tensor) in found:
            waiting.pop()
        elif missing and len(waiting) <= _MOST:
            waiting += missing
        else:
            waiting.pop()
            layer = tensor.layer if isinstance(tensor.layer, Layer | Model) else UNKNOWN
            known = tuple(found[id(one)] for one in sources if id(one) in found)
            node = tensor.node or tensor.layer.node
            found[id(tensor)] = Placed(layer, node, known)


def tensors_in(values: Any) -> tuple[Tensor, ...]:
    """List the tensors in arguments, however deep in lists."""
    if isinstance(values, Tensor):
        return (values,)
    if isinstance(values, dict):
        values = tuple(values.values())
    if not isinstance(values, list | tuple) or len(values) > _MOST:
        return ()
    return tuple(inner for one in values if one is not values for inner in tensors_in(one))


def rebuilt(layers: list[Placed], given: Tensor, node: ast.AST) -> Tensor:
    """Apply the layers of a model to a tensor.

    Parameters
    ----------
    layers : list of Placed
        The layers, with one input.
    given : Tensor
        What comes in.
    node : ast.AST
        Where the model is called.

    Returns
    -------
    Tensor
        What goes out.
    """
    made: dict[int, Tensor] = {}
    last = given
    for placed in layers:
        if placed.kind == "Input":
            last = given
        else:
            sources = (last,) if placed.sources is None else tuple(made[id(one)] for one in placed.sources)
            shapes = [one.shape for one in sources]
            shape = output_shape(placed.layer, shapes)[0] if isinstance(placed.layer, Layer) else None
            last = Tensor(placed.layer, sources, shape, node)
        made[id(placed)] = last
    return last


def behind(before: list[Placed], layers: list[Placed], node: ast.AST) -> list[Placed]:
    """Place the layers of a model behind those of another one.

    Parameters
    ----------
    before, layers : list of Placed
        The layers that are there, and those that come.
    node : ast.AST
        Where the model is put into the other.

    Returns
    -------
    list of Placed
        Those that come, without their input if something stands before them.
    """
    made: dict[int, Placed] = {}
    placed = []
    for one in layers:
        if one.kind == "Input" and before:
            made[id(one)] = before[-1]
            continue
        sources = None if one.sources is None else tuple(made[id(source)] for source in one.sources)
        made[id(one)] = Placed(one.layer, node, sources)
        placed.append(made[id(one)])
    return placed

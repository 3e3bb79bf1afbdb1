"""A model with several outputs, looked at as several models with one: each with its loss, metrics and targets."""

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dlwidgets.assistant.values import UNKNOWN, Compile, Event, Layer, Placed, Tensor

Pair = tuple[Event, Compile]


def heads(event: Event, compiled: Compile) -> list[Pair]:
    """Take a model with several outputs apart.

    Parameters
    ----------
    event : Event
        What happens to the model.
    compiled : Compile
        What it was compiled with.

    Returns
    -------
    list of tuple
        One event with its compile for each output; the ones given, if there is one output only.
    """
    outputs = event.model.outputs
    if len(outputs) < 2 or not event.layers or len(event.layers[-1].sources or ()) != len(outputs):
        return [(event, compiled)]
    ends = event.layers[-1].sources or ()
    return [_head(event, compiled, _way_to(ends[place]), place, _name(outputs[place])) for place in range(len(ends))]


def _name(output: Any) -> str:
    """Return the name of the layer that an output comes from, if the program gives it one."""
    layer = output.layer if isinstance(output, Tensor) else None
    name = layer.get("name") if isinstance(layer, Layer) else None
    return name if isinstance(name, str) else ""


def _way_to(end: Placed) -> tuple[Placed, ...]:
    """List the layers that an output needs, each behind its sources."""
    found: dict[int, Placed] = {}
    waiting = [end]
    while waiting:
        placed = waiting[-1]
        missing = [one for one in placed.sources or () if id(one) not in found]
        if missing and id(placed) not in found:
            waiting += missing
        else:
            found.setdefault(id(placed), placed)
            waiting.pop()
    return tuple(found.values())


def _head(event: Event, compiled: Compile, layers: tuple[Placed, ...], place: int, name: str) -> Pair:
    """Return one output with what is meant for it; what can't be told apart is unknown."""
    told = _for_one(compiled.arguments, compiled.nodes, ("loss", "metrics"), place, name)
    given = _for_one(event.arguments, event.nodes, ("y",), place, name)
    part = replace(event, layers=layers, arguments=given[0], nodes=given[1])
    return part, replace(compiled, arguments=told[0], nodes=told[1])


def _for_one(
    values: dict[str, Any], nodes: dict[str, ast.expr], names: Sequence[str], place: int, key: str
) -> tuple[dict[str, Any], dict[str, ast.expr]]:
    values, nodes = dict(values), dict(nodes)
    for name in names:
        node, value = nodes.pop(name, None), values.get(name)
        written = _written(node, place, key)
        if isinstance(value, dict):
            values[name] = value.get(key, UNKNOWN)
        elif isinstance(value, list | tuple):
            values[name] = value[place] if place < len(value) else UNKNOWN
        elif name != "loss" and value is not None:
            values[name] = UNKNOWN
        # One loss for all outputs stands where it stands.
        place_of = node if written is None and name == "loss" else written
        if place_of is not None:
            nodes[name] = place_of
    if isinstance(values.get("metrics"), str) and "metrics" in nodes:
        # Here Keras takes a name without a list.
        values["metrics"] = [values["metrics"]]
    return values, nodes


def _written(node: ast.expr | None, place: int, key: str) -> ast.expr | None:
    """Find where the part for one output is written."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return next((one for name, one in pairs if isinstance(name, ast.Constant) and name.value == key), None)
    listed = node.elts if isinstance(node, ast.List | ast.Tuple) else []
    return listed[place] if place < len(listed) else None

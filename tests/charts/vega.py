"""What Vega computes of a chart's transforms: by Vega itself, without drawing anything."""

from functools import cache

import vl_convert

GAP = "~"


@cache
def _compiled(make):
    return vl_convert.vegalite_to_vega(make().to_dict())


def rows(make, params, fields):
    """Return the distinct rows of a chart's data sets that have all of these fields, as lists of text.

    Its parameters take the values of `params`; `make` makes it.
    """
    vega = _compiled(make)
    signals = [
        {**signal, "value": params[signal["name"]]} if signal["name"] in params else signal
        for signal in vega["signals"]
    ]
    bare = {"data": vega["data"], "signals": signals, "marks": [_mark(data["name"], fields) for data in vega["data"]]}
    scene = vl_convert.vega_to_scenegraph({"$schema": vega["$schema"], **bare})
    lines = dict.fromkeys(line for line in _written(scene) if "undefined" not in line)
    return [line.split(GAP) for line in lines]


def _mark(dataset, fields):
    """Write each row as the colour of a rectangle: unlike a text, it is not measured, and keeps every digit."""
    values = ", ".join(f"'' + datum['{field}']" for field in fields)
    fill = {"signal": f"join([{values}], '{GAP}')"}
    return {"type": "rect", "from": {"data": dataset}, "encode": {"enter": {"fill": fill}}}


def _written(part):
    if isinstance(part, dict):
        if GAP in str(part.get("fill")):
            yield part["fill"]
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from _written(inner)

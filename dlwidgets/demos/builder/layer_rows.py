"""The rows of the layer builder: what the page shows of each layer, and which row is which after a change."""

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from dlwidgets.demos.builder.layer_words import GROUPS, INLINE, KINDS, said_of
from dlwidgets.demos.builder.typed_values import source
from dlwidgets.network import LAYERS, InitializerSpec, Joint, LayerSpec, RegularizerSpec
from dlwidgets.network.keras_names import ACTIVATION_NAMES, DTYPE_NAMES, NEEDED

USUAL_ACTIVATIONS = ("relu", "sigmoid", "tanh", "softmax", "linear")
"""Those of a first lesson, which stand first in the list."""

Row = tuple[str, LayerSpec]
"""A layer with the key of its row, which stays while the layer moves or changes."""


def activation_names() -> list[str]:
    """Return Keras' activations, those of a first lesson first.

    Returns
    -------
    list of str
        Their names.
    """
    return [*USUAL_ACTIVATIONS, *sorted(ACTIVATION_NAMES - {*USUAL_ACTIVATIONS})]


_CHOICES: Mapping[str, Sequence[str]] = {
    "padding": ("valid", "same"),
    "data_format": ("channels_last",),
    "merge_mode": ("concat", "sum", "mul", "ave"),
    "dtype": sorted(DTYPE_NAMES),
}
_WHOLE = frozenset({"units", "filters", "groups", "input_dim", "output_dim", "seed"})
_NUMBERS = frozenset({"rate", "stddev", "momentum", "epsilon", "dropout", "recurrent_dropout", "offset"})
_SUGGESTED = {"initializer": InitializerSpec.names, "regularizer": RegularizerSpec.names}


def row_specs() -> dict[str, Any]:
    """Describe what never changes of the rows: the kinds of layers and their arguments.

    Returns
    -------
    dict
        ``groups`` of kinds with their headings, and ``kinds`` by name.
    """
    kinds = {
        kind: {
            "help": KINDS[kind],
            "arguments": [_argument(kind, name, default) for name, default in LAYERS[kind].defaults().items()],
        }
        for group in GROUPS.values()
        for kind in group
    }
    return {"groups": [[title, list(group)] for title, group in GROUPS.items()], "kinds": kinds}


def _argument(kind: str, name: str, default: Any) -> dict[str, Any]:
    """Describe the field of one argument."""
    described = {"name": name, "help": said_of(kind, name), "inline": name in INLINE.get(kind, ())}
    described["default"] = "" if default is NEEDED else source(default) or "None"
    return described | _field(kind, name, default)


def _field(kind: str, name: str, default: Any) -> dict[str, Any]:
    """Choose the kind of field that suits an argument."""
    if isinstance(default, bool):
        return {"field": "toggle"}
    if name.endswith("activation"):
        names = [*([] if default is not None and default is not NEEDED else [""]), *activation_names()]
        return {"field": "choice", "options": names}
    if name in _CHOICES:
        options = [*_CHOICES[name], *(["causal"] if (kind, name) == ("Conv1D", "padding") else [])]
        return {"field": "choice", "options": [*([""] if default is None else []), *options]}
    if name in _WHOLE:
        return {"field": "whole"}
    if name in _NUMBERS or (kind, name) == ("Rescaling", "scale"):
        return {"field": "number"}
    suggested = sorted(_SUGGESTED.get(name.rpartition("_")[2], ()))
    return {"field": "text", **({"suggested": suggested} if suggested else {})}


def shown_row(
    key: str, joint: Joint, mistakes: Mapping[str, Any], problems: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Describe one row as it stands.

    Parameters
    ----------
    key : str
        The row's own.
    joint : Joint
        The layer at its place in the chain.
    mistakes : mapping of str to dict
        What was typed into its fields and refused, by argument.
    problems : sequence of mapping
        What the X-ray says about the layer.

    Returns
    -------
    dict
        Plain values.
    """
    layer = joint.layer
    numbers = joint.parameters
    return {
        "key": key,
        "title": joint.title,
        "kind": layer.kind,
        "values": {name: source(getattr(layer, name)) for name in layer.defaults()},
        "given": [name for name in layer.arguments if name not in layer.needed()],
        "shape": "" if joint.output_shape is None else str(joint.output_shape),
        "parameters": numbers.arithmetic if numbers and numbers.total else "",
        "mistakes": dict(mistakes),
        "problems": list(problems),
    }


def followed(rows: Sequence[Row], layers: Sequence[LayerSpec], fresh: Callable[[], str]) -> tuple[Row, ...]:
    """Give each layer of a changed network the row that it had, so that the page moves rows and builds few anew.

    Parameters
    ----------
    rows : sequence of (key, layer)
        The rows before.
    layers : sequence of LayerSpec
        The layers now.
    fresh : callable
        Makes a new key.

    Returns
    -------
    tuple of (key, layer)
        One per layer now.

    Examples
    --------
    >>> from dlwidgets.network import Dense, Dropout
    >>> followed([("a", Dense(3)), ("b", Dense(1))], [Dense(4), Dropout(0.5), Dense(1)], lambda: "c")
    (('a', Dense(4)), ('c', Dropout(0.5)), ('b', Dense(1)))
    """
    old = [layer for _, layer in rows]
    found: dict[int, int] = {}
    changed: list[tuple[range, range]] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, list(layers), autojunk=False).get_opcodes():
        if what == "equal":
            found |= dict(zip(range(j1, j2), range(i1, i2), strict=True))
        else:
            changed.append((range(i1, i2), range(j1, j2)))
    for before, after in changed:  # a layer whose arguments changed is of its kind still
        left = list(before)
        for place in after:
            same = next((i for i in left if type(old[i]) is type(layers[place])), None)
            if same is not None:
                left.remove(same)
                found[place] = same
    return tuple((rows[found[j]][0] if j in found else fresh(), layer) for j, layer in enumerate(layers))

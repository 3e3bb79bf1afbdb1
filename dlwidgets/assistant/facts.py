"""What is known of a program: its models as they are compiled and fitted, and their ends."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dlwidgets.assistant.chains import Step, backwards
from dlwidgets.assistant.heads import heads
from dlwidgets.assistant.keras_signatures import LOSS_NAMES, LOSSES
from dlwidgets.assistant.libraries.streams import given
from dlwidgets.assistant.misfits import misfits
from dlwidgets.assistant.reading.program import Program
from dlwidgets.assistant.values import UNKNOWN, Array, Compile, Event, Layer, Name, Object, Placed

_LAYERS_ACTIVATING = {"Softmax": "softmax", "ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu"}
_NEUTRAL = frozenset({"Dropout", "Flatten", "GaussianNoise", "Reshape"})
_COMPUTING = frozenset({
    "Dense", "Conv1D", "Conv2D", "Conv3D", "LSTM", "GRU", "SimpleRNN", "Bidirectional", "TimeDistributed",
})  # fmt: skip


@dataclass(frozen=True)
class End:
    """How a model ends: the last layer that computes, and the activation that comes out."""

    layer: Layer
    units: Any
    activation: Any
    activated: Layer
    placed: Placed


@dataclass(frozen=True)
class Facts:
    """All that the rules look at."""

    program: Program
    asks_style: bool = False

    @property
    def nodes(self) -> list[ast.AST]:
        """All parts of the program's tree."""
        return self.program.source.nodes

    @property
    def events(self) -> list[Event]:
        """What happens to models, in order."""
        return self.program.events

    @cached_property
    def bound(self) -> dict[str, list[int]]:
        """The lines in which each name gets a value."""
        found: dict[str, list[int]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.setdefault(node.id, []).append(node.lineno)
        return found

    @cached_property
    def dotted(self) -> dict[str, list[ast.Attribute]]:
        """What stands behind the dot of each name."""
        found: dict[str, list[ast.Attribute]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.setdefault(node.value.id, []).append(node)
        return found

    @cached_property
    def called(self) -> dict[int, Any]:
        """What is called, by the identity of the call's node."""
        return {id(node): target for node, target, _ in self.program.calls}

    @property
    def is_old(self) -> bool:
        """Whether the program asks for Keras 2, in which the old names still work."""
        asked = "TF_USE_LEGACY_KERAS" in self.program.source.code
        return asked or any(path.split(".")[0] == "tf_keras" for _, path, _ in self.program.imports)

    @property
    def has_channels_first(self) -> bool:
        """Whether pictures may have their colours in front, which no shape here expects."""
        code = self.program.source.code
        return "channels_first" in code or "dim_ordering" in code or "image_data_format" in code

    @property
    def fits(self) -> list[Event]:
        """The calls of fit that are known enough to be judged."""
        return [one for one in self.events if one.kind == "fit" and not one.is_open and one.layers]

    @cached_property
    def pairs(self) -> list[tuple[Event, Compile]]:
        """Each fit with the compile in force, once for each output; a compile without a fit of its own comes alone."""
        found = [(one, one.compiled) for one in self.fits if one.compiled and not one.maybe_compiled]
        fitted = {id(compiled) for _, compiled in found}
        alone = [
            (one, one.compiled)
            for one in self.events
            if one.kind == "compile" and one.compiled and id(one.compiled) not in fitted and one.layers
            and not one.is_open and not one.model.is_open
        ]  # fmt: skip
        return [head for pair in found + alone for head in heads(*pair)]

    @cached_property
    def misfits(self) -> list[tuple[Sequence[Placed], list[Step], int]]:
        """The layers that can't take what comes in, each in its model, with the way of the shape up to it."""
        if self.has_channels_first:
            return []
        return list(misfits(self.events, self.program.models, self.program.tensors))


def loss_of(compiled: Compile) -> str | None:
    """Return Keras' full name of a loss; None if it is not one that is known."""
    value = compiled.arguments.get("loss")
    if isinstance(value, Object | Name):
        value = value.path.rpartition(".")[2]
    if not isinstance(value, str):
        return None
    plain = LOSSES.get(value.lower().replace("_", ""), LOSSES.get(value.lower(), value.lower()))
    return plain if plain in LOSS_NAMES else None


def takes_logits(compiled: Compile) -> bool | None:
    """Tell whether a loss was told that raw scores come; None if that is not known."""
    value = compiled.arguments.get("loss")
    if not isinstance(value, Object):
        return False
    given = value.arguments.get("from_logits", (value.arguments.get("places") or (False,))[0])
    return given if isinstance(given, bool) else None


def activation_of(layer: Layer) -> Any:
    """Return the name of a layer's activation, ``"linear"`` if it has none; `UNKNOWN` if it can't be told."""
    if layer.kind in _LAYERS_ACTIVATING:
        return _LAYERS_ACTIVATING[layer.kind]
    if layer.kind == "TimeDistributed" and isinstance(layer.get("layer"), Layer):
        return activation_of(layer.get("layer"))
    if layer.kind in {"LSTM", "GRU", "SimpleRNN"}:
        return layer.get("activation", "tanh")
    value = layer.get("activation")
    if isinstance(value, Name):
        return value.last
    if value is None or value == "linear":
        return "linear"
    return value.lower() if isinstance(value, str) else UNKNOWN


def end_of(layers: tuple[Placed, ...]) -> End | None:
    """Return how a model ends; None if that can't be told."""
    activated: Layer | None = None
    activation: Any = "linear"
    for placed in backwards(layers):
        layer = placed.layer
        if not isinstance(layer, Layer):
            return None
        if layer.kind in _COMPUTING:
            inner = layer.get("layer") if layer.kind in {"TimeDistributed", "Bidirectional"} else layer
            if not isinstance(inner, Layer):
                return None
            own = activation_of(inner)
            if own is UNKNOWN:
                return None
            units = inner.get("units", inner.get("filters", UNKNOWN))
            return End(layer, units, activation if activated else own, activated or layer, placed)
        if layer.kind == "Activation" or layer.kind in _LAYERS_ACTIVATING:
            own = activation_of(layer)
            if own is UNKNOWN:
                return None
            if own != "linear" and activated is None:
                activation, activated = own, layer
        elif layer.kind not in _NEUTRAL:
            return None
    return None


def targets(event: Event) -> Array | None:
    """Return the targets of a fit."""
    return given(event, "y")


def examples(event: Event) -> Array | None:
    """Return the inputs of a fit."""
    return given(event, "x")

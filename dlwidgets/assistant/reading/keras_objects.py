"""Layers, tensors and models of a program, and what it does with them."""

import ast
from collections import Counter
from typing import Any

from dlwidgets.assistant.chains import walk
from dlwidgets.assistant.keras_signatures import LAYER_ALIASES, METHODS, PLACES
from dlwidgets.assistant.reading.arguments import Call, written
from dlwidgets.assistant.reading.expressions import Expressions, TooLongError
from dlwidgets.assistant.reading.graphs import behind, layers_between, rebuilt, tensors_in
from dlwidgets.assistant.reading.source import Source
from dlwidgets.assistant.shapes import output_shape
from dlwidgets.assistant.values import (
    HISTORY,
    UNKNOWN,
    Array,
    Compile,
    Event,
    Layer,
    Model,
    Object,
    Own,
    Placed,
    Shape,
    Tensor,
    as_shape,
    is_size,
)
from dlwidgets.network import MERGES

MOST_LAYERS, MOST_EVENTS = 1000, 100
"""More than any program has that a person wrote."""
_TIMES, _MODELS = 2, 16
"""How often what a loop does again and again is noted with one model, and with several."""
_ACTS = frozenset({"fit", "fit_generator", "evaluate", "predict", "predict_classes", "train_on_batch"})
_WIDTHS = {
    "DenseNet121": 1024, "EfficientNetB0": 1280, "InceptionV3": 2048, "MobileNet": 1024, "MobileNetV2": 1280,
    "ResNet101": 2048, "ResNet50": 2048, "ResNet50V2": 2048, "VGG16": 512, "VGG19": 512, "Xception": 2048,
}  # fmt: skip
"""The channels that come out of pretrained models."""
_SIZED_TWICE = frozenset({"Dense", "GRU", "LSTM", "SimpleRNN"})
_FUNCTIONS = {name.lower(): name for name in MERGES if name.lower() != name}


class KerasObjects(Expressions):
    """Follows layers and models.

    Parameters
    ----------
    source : Source
        The program.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.layers: list[Layer] = []
        self.models: list[Model] = []
        self.events: list[Event] = []
        self.tensors: list[Tensor] = []
        self.used: set[int] = set()
        self.uncertain = 0
        self._done: Counter[tuple[int, ...]] = Counter()

    def layer(self, kind: str, call: Call) -> Any:
        """Make a layer as it is written."""
        kind = LAYER_ALIASES.get(kind, kind)
        if kind in _FUNCTIONS:
            made = Layer(_FUNCTIONS[kind], call.named, {}, call.node)
            return self.applied(made, Call(call.node, call.places[:1], {}))
        arguments, nodes = call.by_name(PLACES.get(kind, ()))
        if call.is_open:
            arguments["..."] = UNKNOWN
        if kind in _SIZED_TWICE and len(call.places) > 1 and is_size(call.places[1]):
            # So it was written for the first Keras: what comes in, and what goes out.
            arguments["units"] = call.places[1]
        made = Layer(kind, arguments, nodes, call.node)
        self.layers.append(made)
        if len(self.layers) > MOST_LAYERS:
            raise TooLongError
        if kind == "Input":
            shape = arguments.get("shape")
            batch = arguments.get("batch_shape", arguments.get("batch_input_shape"))
            shape = as_shape(shape) if batch is None else (as_shape(batch) or (None,))[1:]
            return Tensor(made, (), shape, call.node)
        return made

    def applied(self, layer: Layer, call: Call) -> Any:
        """Apply a layer to tensors."""
        given = call.get(0)
        if isinstance(given, Layer) and layer.kind in {"Bidirectional", "TimeDistributed"}:
            return UNKNOWN
        sources = tensors_in([*call.places, *call.named.values()])
        if not sources:
            return Tensor(layer, (given,), None, call.node)
        # A recurrent layer gets its states by a name; they have no part in its shape.
        first = tensors_in(given) or sources
        merged = sources if layer.kind in MERGES else first
        made = Tensor(layer, merged, output_shape(layer, [one.shape for one in merged])[0], call.node)
        self.tensors.append(made)
        self.used |= {id(one) for one in sources}
        return made if layer.get("return_state") is not True else self._with_states(layer, made)

    def _with_states(self, layer: Layer, made: Tensor) -> Any:
        """Return the answer of a recurrent layer with its states."""
        inner = layer.get("layer") if layer.kind == "Bidirectional" else layer
        count = {"LSTM": 2, "ConvLSTM2D": 2}.get(getattr(inner, "kind", ""), 1)
        return (made, *(Tensor(UNKNOWN, (made,), None, made.node) for _ in range(count)))

    def applied_model(self, model: Model, call: Call) -> Any:
        """Apply a whole model, as a GAN or a transfer of learning does: its layers are those of the larger one then."""
        given = tensors_in(call.places)
        self.used |= {id(one) for one in given}
        if model.is_open or not model.layers or len(given) != 1 or model.own is not None:
            return Tensor(model, given, model.gives, call.node)
        return rebuilt(model.layers, given[0], call.node)

    def pretrained(self, call: Call) -> Model:
        """Return a model of which nothing is known but that it is one, and what comes out of those of Keras."""
        kind = getattr(call.node.func, "attr", getattr(call.node.func, "id", ""))
        return Model(
            call.node, is_open=True, maybe_compiled=True, gives=_given_by(kind, call) if kind in _WIDTHS else None
        )

    def model(self, path: str, call: Call) -> Any:
        """Make a model."""
        made = Model(call.node, depth=self.uncertain)
        self.models.append(made)
        if path.endswith("Sequential"):
            given = call.get(0, "layers", [])
            made.is_open = call.is_open or not isinstance(given, list | tuple)
            nodes = _element_nodes(call.node)
            listed = list(given) if isinstance(given, list | tuple) else []
            for place, one in enumerate(listed):
                node = nodes[place] if len(nodes) == len(listed) else call.node
                self.place(made, one, node)
            return made
        made.is_sequential = False
        inputs, outputs = (
            call.get(0, "inputs", call.named.get("input")),
            call.get(1, "outputs", call.named.get("output")),
        )
        made.inputs, made.outputs = tensors_in(inputs) or (inputs,), tensors_in(outputs) or (outputs,)
        layers = layers_between(made.inputs, made.outputs)
        self.used |= {id(one) for one in tensors_in((made.inputs, made.outputs))}
        made.is_open = layers is None
        made.layers = layers or []
        return made

    def place(self, model: Model, layer: Any, node: ast.AST) -> None:
        """Put a layer into a model; an inner model brings its own."""
        if isinstance(layer, Model) and not layer.is_open and layer.layers and layer is not model:
            model.layers += behind(model.layers, layer.layers, node)
            return
        if isinstance(layer, Tensor) and isinstance(layer.layer, Layer) and layer.layer.kind == "Input":
            layer = layer.layer
        # What is added in a branch or a loop may be there or not, or more than once.
        known = isinstance(layer, Layer) and "..." not in layer.arguments and self.uncertain <= model.depth
        model.layers.append(Placed(layer if known or isinstance(layer, Model) else UNKNOWN, node))
        model.is_open = model.is_open or not isinstance(layer, Model | Own | Layer)

    def model_method(self, model: Model, name: str, call: Call) -> Any:
        """Follow a method of a model."""
        if name == "add":
            self.place(model, call.get(0, "layer"), call.node)
            return None
        if name in {"pop", "load_weights", "set_weights", "build"}:
            model.is_open = model.is_open or name == "pop"
            model.fits += name.endswith("weights")
            return None
        arguments, nodes = call.by_name(METHODS.get(name, ()))
        if call.is_open:
            arguments["..."] = UNKNOWN
        if name == "compile":
            model.maybe_compiled = model.maybe_compiled or self.uncertain > model.depth
            model.compiled = Compile(arguments, nodes, call.node)
            self.act("compile", model, arguments, nodes, call.node)
            return None
        if name in _ACTS:
            # Its name is wrong today; what it does is to fit.
            name = "fit" if name == "fit_generator" else name
            self.act(name, model, arguments, nodes, call.node)
            model.fits += name in {"fit", "train_on_batch"}
        return _outcome(model, name, arguments, call.node)

    def act(self, name: str, model: Model, arguments: Any, nodes: Any, node: Any) -> None:
        """Take note of what happens to a model."""
        done = (id(node), id(model), id(model.compiled), len(model.layers))
        self._done[done] += 1
        self._done[done[:1]] += 1
        if self._done[done] > _TIMES or self._done[done[:1]] > _MODELS:
            return
        if len(self.events) >= MOST_EVENTS:
            raise TooLongError
        self.events.append(
            Event(name, model, arguments, nodes, node, tuple(model.layers), model.compiled, model.is_open,
                  model.fits == 0, model.maybe_compiled)
        )  # fmt: skip


def _given_by(kind: str, call: Call) -> Shape | None:
    """Return what comes out of a pretrained model: classes, one row for a picture, or a small picture of many channels."""
    top, pooling = call.get(0, "include_top", True), call.named.get("pooling")
    if call.is_open or not isinstance(top, bool) or not isinstance(pooling, str | None):
        return None
    if top:
        classes = call.named.get("classes", 1000)
        return (classes,) if is_size(classes) else None
    return (_WIDTHS[kind],) if pooling else (None, None, _WIDTHS[kind])


def _outcome(model: Model, name: str, arguments: dict[str, Any], node: ast.Call) -> Any:
    """Return what a method of a model gives."""
    if name == "fit":
        return Object(HISTORY, {"model": model}, {}, node)
    if name == "predict":
        x = arguments.get("x")
        rows = x.shape[0] if isinstance(x, Array) and x.shape else None
        _, out = walk(tuple(model.layers), x if isinstance(x, Array) else None)
        known = out is not None and not model.is_open
        return Array((rows, *out) if known and out is not None else None, root=("predicted", model), role="predicted")
    return UNKNOWN


def _element_nodes(node: ast.Call) -> list[ast.expr]:
    """Find where the layers of a Sequential are written."""
    given = written(node, "layers", 0)
    elements = given.elts if isinstance(given, ast.List | ast.Tuple) else []
    return [] if any(isinstance(one, ast.Starred) for one in elements) else elements

"""Rules about shapes: the data, the layers and what goes out fit each other."""

from collections.abc import Iterator
from functools import partial

from dlwidgets.network._counting import many
from dlwidgets.network.diagnosis.changes import mended_joint, with_arguments
from dlwidgets.network.diagnosis.endings import TOGETHER
from dlwidgets.network.diagnosis.losses import COUNTS, MARGIN, REGRESSION
from dlwidgets.network.diagnosis.problems import ADVICE, ERROR, OUTPUT, SILENT, Change, Problem, layer_key
from dlwidgets.network.diagnosis.proposal import output_activation, output_units, propose
from dlwidgets.network.diagnosis.rules.case import Case, Rule
from dlwidgets.network.layers.convolution import Convolution
from dlwidgets.network.layers.dense import Dense, Embedding
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.pooling import GlobalAveragePooling1D, GlobalPooling, Pooling
from dlwidgets.network.layers.recurrent import Bidirectional, Recurrent
from dlwidgets.network.layers.shaping import Flatten, Input, Reshape
from dlwidgets.network.shapes import Joint
from dlwidgets.network.spec import NetworkSpec

_READS_AXES = (Convolution, Pooling, GlobalPooling, Recurrent, Bidirectional)
_BROADCASTING = frozenset({REGRESSION, COUNTS, MARGIN})
"""Losses that compare a table with one row without a word."""
_MAKES_AXES = (Embedding, Reshape)


def _no_layers(case: Case) -> Iterator[Problem]:
    """Find an input alone: it computes nothing."""
    if any(not isinstance(layer, Input) for layer in case.spec.layers):
        return
    says = "The network has no layer yet: nothing is computed, and nothing can be learned."
    facts = case.facts
    if facts.shape is None or not (facts.is_classes or facts.is_numbers):
        yield Problem(ERROR, OUTPUT, says, Change("Add a layer.", lambda spec: spec.with_layer(Dense(1))))
        return
    layers = propose(facts).layers[1 if case.spec.layers else 0 :]
    words = f"Add {', '.join(repr(layer) for layer in layers)}."
    yield Problem(ERROR, OUTPUT, says, Change(words, partial(_with_layers, layers=layers)))


def _with_layers(spec: NetworkSpec, layers: tuple[LayerSpec, ...]) -> NetworkSpec:
    for layer in layers:
        spec = spec.with_layer(layer)
    return spec


def _broken_joint(case: Case) -> Iterator[Problem]:
    """Find the first layer that can't take the shape that comes in."""
    joint = case.first_broken
    if joint is None or joint.problem is None:
        return
    mend = joint.problem.mend
    facts, first = case.facts, case.spec.layers[0]
    says = joint.problem.problem
    if joint.problem.reason == "unknown_length" and isinstance(first, Input) and facts.shape not in {None, first.shape}:
        change = Change(f"Write Input(shape={facts.shape}).", partial(with_arguments, place=0, shape=facts.shape))
    elif mend.is_change:
        change = Change(mend.words, partial(mended_joint, joint=joint))
    else:
        words = mend.words if joint.problem.reason == "input" else f"{mend.words} Or take {_lower(joint)} out."
        change = Change(words, partial(mended_joint, joint=joint))
    yield Problem(ERROR, layer_key(joint.index), f"{_hint(case, joint)}{says}", change)


def _lower(joint: Joint) -> str:
    return joint.title[0].lower() + joint.title[1:]


def _hint(case: Case, joint: Joint) -> str:
    """Say what probably happened, where the shape of all examples was taken for that of one."""
    shape, n = case.facts.shape, case.facts.n_examples
    is_whole = isinstance(joint.layer, Input) and shape is not None and joint.layer.shape == (n, *shape)
    return f"Input wants the shape of one example, without the number of examples ({n}). " if is_whole else ""


def _missing_input(case: Case) -> Iterator[Problem]:
    """Find a network without an Input layer: its shapes are known only when the first data come."""
    layers = case.spec.layers
    if not layers or isinstance(layers[0], Input) or any(isinstance(layer, Input) for layer in layers):
        return
    if case.facts.shape is None:
        return
    words = f"Put Input(shape={case.facts.shape}) first."
    says = (
        "There is no Input layer, so Keras learns the shape of the data, and makes the weights, only when it first "
        "sees an example."
    )
    change = Change(words, lambda spec: spec.with_layer(Input(case.facts.shape or ()), 0))
    yield Problem(ADVICE, layer_key(0), says, change)


def _too_many_axes(case: Case) -> Iterator[Problem]:
    """Find a whole table that goes out for each example where one row is wanted."""
    shape = case.end.shape
    if not shape or len(shape) == 1 or not (case.facts.is_classes or case.facts.is_numbers):
        return
    wanted = case.n_classes if case.units == case.n_classes else output_units(case.facts)
    says = (
        f"For each example a whole table of answers goes out, with the shape {shape}; wanted is one row, with the "
        f"shape ({wanted},). {_why(case)}"
    )
    level = SILENT if case.family in _BROADCASTING else ERROR
    yield Problem(level, OUTPUT, says, _flattening(case))


def _why(case: Case) -> str:
    """Say which layer left the axes."""
    place = _sequence_place(case)
    if place is not None:
        return f"{case.joints[place].title} sends out every step (return_sequences=True)."
    return "Dense works on the last axis only; nothing has flattened the others."


def _sequence_place(case: Case) -> int | None:
    """Find the recurrent layer behind which all steps go on to the end."""
    for place in reversed(range(len(case.spec.layers))):
        layer = case.spec.layers[place]
        inner = layer.layer if isinstance(layer, Bidirectional) else layer
        if isinstance(inner, Recurrent):
            return place if inner.return_sequences else None
        if isinstance(layer, _READS_AXES):
            return None
    return None


def _flattening(case: Case) -> Change:
    """Choose what makes one row of the table."""
    place = _sequence_place(case)
    if place is not None:
        words = f"Write return_sequences=False in {case.title(place)}."
        return Change(words, partial(_last_step_only, place=place))
    place = _first_dense(case)
    shape = case.shape_in(place) if place < len(case.spec.layers) else case.end.shape
    layer = GlobalAveragePooling1D() if shape and len(shape) == 2 and shape[0] is None else Flatten()
    where = f"before {case.title(place)}" if place < len(case.spec.layers) else "at the end"
    return Change(f"Put {layer!r} {where}.", partial(NetworkSpec.with_layer, layer=layer, index=place))


def _last_step_only(spec: NetworkSpec, place: int) -> NetworkSpec:
    layer = spec.layers[place]
    if isinstance(layer, Bidirectional):
        inner = {**layer.layer.arguments, "return_sequences": False}
        return spec.replaced(place, layer=type(layer.layer)(**inner))
    return spec.replaced(place, return_sequences=False)


def _first_dense(case: Case) -> int:
    """Find the first Dense layer behind which nothing needs or makes axes; the end if there is none."""
    found = len(case.spec.layers)
    for place in reversed(range(len(case.spec.layers))):
        if isinstance(case.spec.layers[place], _READS_AXES + _MAKES_AXES):
            break
        if isinstance(case.spec.layers[place], Dense):
            found = place
    return found


def _softmax_before_flatten(case: Case) -> Iterator[Problem]:
    """Find a softmax over the last axis of a table that is flattened afterwards: it is many softmaxes."""
    end = case.end
    for place, name in end.activations:
        shape = case.joints[place].output_shape
        flat = next((i for i in range(place + 1, len(case.joints)) if isinstance(case.spec.layers[i], Flatten)), None)
        if name not in TOGETHER or shape is None or len(shape) < 2 or flat is None or None in shape:
            continue
        size = (case.joints[flat].output_shape or (0,))[0]
        says = (
            f"{case.joints[place].title} gives the shape {shape} to {name}, which works along the last axis: each row "
            f"of {many(shape[-1] or 0, 'number')} sums to 1, and all {size} together do not."
        )
        words = f"Put Flatten before {case.title(place)}."
        can_move = isinstance(case.spec.layers[place], Dense)
        if can_move:
            yield Problem(
                SILENT, layer_key(place), says, Change(words, partial(NetworkSpec.moved, index=flat, to=place))
            )
        elif case.facts.is_classes or case.facts.is_numbers:
            units = output_units(case.facts)
            dense = Dense(units, output_activation(case.facts, units))
            change = Change(
                f"Write activation='relu' in {case.title(place)}, and add {dense!r} at the end.",
                partial(_relu_and, place=place, layer=dense),
            )
            yield Problem(SILENT, layer_key(place), says, change)


def _relu_and(spec: NetworkSpec, place: int, layer: LayerSpec) -> NetworkSpec:
    return spec.replaced(place, activation="relu").with_layer(layer)


RULES = (
    Rule("no-layers", _no_layers),
    Rule("broken-joint", _broken_joint),
    Rule("too-many-axes", _too_many_axes),
    Rule("softmax-before-flatten", _softmax_before_flatten),
    Rule("missing-input", _missing_input),
)

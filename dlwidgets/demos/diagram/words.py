"""What a network diagram says in words and formulas."""

from collections.abc import Iterable

import numpy as np

from dlwidgets.demos.diagram.columns import shape_text
from dlwidgets.demos.diagram.neuron import MOST_TERMS, Term, terms_of
from dlwidgets.demos.diagram.numbers import number_text
from dlwidgets.demos.diagram.view import DiagramView
from dlwidgets.network import RegularizerSpec
from dlwidgets.nn.chain import SOFTMAX
from dlwidgets.nn.text import equals, factor, number
from dlwidgets.widgets.demo import Formula, Note

MOST_LAYERS_NAMED = 8
SYMBOLS = {"relu": r"\max(0, z)", "linear": "z", "": "z", "sigmoid": r"\frac{1}{1 + e^{-z}}"}


def sentence_of(view: DiagramView) -> str:
    """Say what the picture shows."""
    where = {"network": _network_words, "layer": _layer_words, "neuron": _neuron_words}[view.place.depth](view)
    return " ".join(filter(None, [*_troubles(view), where, _choice_words(view), _decision(view), _loss_words(view)]))


def _network_words(view: DiagramView) -> str:
    summary = view.source.spec.summary(view.source.input_shape if not view.source.first else None)
    total, trained = summary.total, summary.trainable
    layers = [_short_layer(view, k) for k in range(1, len(view.columns))]
    if len(layers) > MOST_LAYERS_NAMED:
        layers = [*layers[:3], f"{len(layers) - 4} more layers", layers[-1]]
    came = shape_text(view.columns[0].shape)
    numbers = "" if total is None else f": {total:,} parameters"
    frozen = f", {total - trained:,} of them not trained" if total is not None and trained not in {None, total} else ""  # type: ignore[operator]
    return f"{came} numbers come in, then {', '.join(layers) or 'nothing'}{numbers}{frozen}."


def _short_layer(view: DiagramView, k: int) -> str:
    column = view.columns[k]
    size = f" {column.size}" if column.is_dense else ""
    frozen = ", frozen" if column.is_frozen and column.joint and column.joint.parameters else ""
    kinds = ", ".join(filter(None, [column.activation]))
    return f"{column.kind}{size}{f' ({kinds}{frozen})' if kinds else frozen.replace(', ', ' (') + ')' * bool(frozen)}"


def _layer_words(view: DiagramView) -> str:
    column = view.column
    if not column.number:
        return f"The inputs: {shape_text(column.shape)} numbers."
    parameters = column.joint.parameters if column.joint else None
    arithmetic = (
        f" It holds {parameters.arithmetic}." if parameters and parameters.total else " It holds no parameters."
    )
    frozen = " It is frozen: training leaves it as it is." if column.is_frozen else ""
    return f"{column.title} makes {shape_text(column.shape)} of {shape_text(view.before.shape)}.{arithmetic}{frozen}"


def _neuron_words(view: DiagramView) -> str:
    terms, sums, values = terms_of(view), view.sums(view.place.layer), view.values(view.place.layer)
    if not terms or sums is None or values is None:
        return f"Neuron {view.place.neuron} of layer {view.place.layer}; no example flows through it."
    z, a = float(sums[view.place.neuron - 1]), float(values[view.place.neuron - 1])
    name = view.column.activation
    does = f"{name} makes {number_text(a)} of it" if name else "that goes out as it is"
    if name == SOFTMAX:
        does = f"softmax compares it with the sums of the other outputs and gives it a share of {number_text(a)}"
    largest = max((t for t in terms if t.link > 0), key=lambda t: abs(np.nan_to_num(t.product)), default=None)
    most = f" The largest part, {number_text(largest.product)}, comes from {largest.name}." if largest else ""
    return f"Neuron {view.place.neuron} of layer {view.place.layer}: the sum is {number_text(z)}, and {does}.{most}"


def _choice_words(view: DiagramView) -> str:
    """Say which number is chosen, and its value."""
    kernel, place = view.kernel(view.place.layer), view.place
    if kernel is None:
        return ""
    if place.link == 0:
        biases = view.biases(place.layer)
        return (
            "" if biases is None else f"Bias of neuron {place.neuron}: {number_text(float(biases[place.neuron - 1]))}."
        )
    weight = number_text(float(kernel[place.link - 1, place.neuron - 1]))
    return f"Weight from {view.name(place.layer - 1, place.link - 1)} to neuron {place.neuron}: {weight}."


def _decision(view: DiagramView) -> str:
    """Say which example flows, and what the network makes of it."""
    if view.examples is None:
        return ""
    if view.examples.is_made_up:
        return "Without data, each input is set to 1."
    start, names = f"Example {view.place.example} of {view.examples.n}", view.class_names
    true, chosen = view.true_class, view.chosen_class
    is_of = f" is of class {names[true]}" if true is not None else ""
    if chosen is None or not names:
        outputs = view.values(len(view.columns) - 1)
        if outputs is None or outputs.size > MOST_TERMS:
            return f"{start}{is_of}."
        truth = "" if view.truth is None else f"; the true value is {number_text(view.truth)}"
        return (
            f"{start}{is_of}: out come{'s' * (outputs.size == 1)} {', '.join(map(number_text, outputs.flat))}{truth}."
        )
    outputs = view.values(len(view.columns) - 1)
    share = ""
    if outputs is not None and (view.is_softmax or view.is_binary):
        p = float(outputs[chosen if len(outputs) > 1 else 0])
        share = f" with probability {number_text(p if len(outputs) > 1 or chosen else 1 - p)}"
    verdict = "" if true is None else ", which is right" if chosen == true else ", which is wrong"
    return f"{start}{is_of}{' and' if is_of else ':'} the network says {names[chosen]}{share}{verdict}."


def _loss_words(view: DiagramView) -> str:
    found = view.measured
    if found.on_data is None:
        return "" if view.examples is None or view.examples.is_made_up else found.why_not
    priced = any(
        isinstance(value, RegularizerSpec | str) and name.endswith("regularizer")
        for layer in view.source.spec.layers
        for name, value in layer.arguments.items()
    )
    without = ", without the price on large weights" if priced else ""
    own = "" if found.on_example is None else f"{number(found.on_example)} here, "
    n = view.examples.n if view.examples else found.n
    over = f"{found.n} examples" if n == found.n else f"{found.n} of {n} examples"
    return f"Loss: {own}{number(found.on_data)} in the mean over {over}{without}."


def _troubles(view: DiagramView) -> list[str]:
    """Say first what is wrong with the network."""
    bad = next((column for column in view.columns if column.problem), None)
    said = [f"{bad.title} does not fit: {bad.problem}"] if bad else []
    if view.n_not_numbers:
        n = view.n_not_numbers
        said.append(
            f"{n:,} weight{'s are' if n > 1 else ' is'} not a number (NaN) or infinite, and {'are' if n > 1 else 'is'} "
            "left out of the picture: training has failed, often by too high a learning rate."
        )
    return said


def notes_of(view: DiagramView) -> Iterable[Formula | Note]:
    """Return the formula of the chosen neuron, with symbols and with its numbers."""
    terms = [] if view.place.depth == "layer" else terms_of(view)
    sums, values = view.sums(view.place.layer), view.values(view.place.layer)
    if not terms or sums is None or values is None:
        return
    z, a = float(sums[view.place.neuron - 1]), float(values[view.place.neuron - 1])
    if not np.isfinite([z, a]).all():
        return
    yield Formula("What the chosen neuron computes", (_symbols(view), _filled(view, terms, z, a)))
    yield Note("The same as text", (_line(terms, z), _activation_line(view, z, a)))


def _symbols(view: DiagramView) -> str:
    j, n = view.place.neuron, view.before.size or 1
    parts = [f"w_{{{i},{j}}}\\,x_{{{i}}}" for i in (range(1, n + 1) if n <= 3 else (1, 2))]
    parts += [] if n <= 3 else [r"\cdots", f"w_{{{n},{j}}}\\,x_{{{n}}}"]
    bias = f" + b_{{{j}}}" if view.biases(view.place.layer) is not None else ""
    name = view.column.activation
    made = rf"\frac{{e^{{z_{{{j}}}}}}}{{\sum_k e^{{z_k}}}}" if name == SOFTMAX else _function(name, f"z_{{{j}}}")
    return rf"z_{{{j}}} = {' + '.join(parts)}{bias}, \qquad a_{{{j}}} = {made}"


def _function(name: str, z: str) -> str:
    if name in SYMBOLS:
        return SYMBOLS[name].replace("z", z)
    return rf"\operatorname{{{name.replace('_', ' ')}}}({z})"


def _filled(view: DiagramView, terms: list[Term], z: float, a: float) -> str:
    parts = [_product(view, term) for term in terms]
    name = view.column.activation
    made = rf"\text{{softmax: share }} {_latex(a)}" if name == SOFTMAX else rf"a = {_latex(a)}"
    sign = r"\approx" if equals(*(t.product for t in terms), z) == "≈" else "="
    return rf"z = {' + '.join(parts)} {sign} {_latex(z)}, \qquad {made}"


def _product(view: DiagramView, term: Term) -> str:
    if term.link == -1:
        text = rf"\text{{(others)}}\,{factor(term.product)}"
    elif term.value is None:
        text = factor(term.product)
    else:
        text = rf"{factor(term.weight or 0.0)} \cdot {factor(term.value)}"
    text = text.replace("e-", r"\mathrm{e}-")
    return rf"\class{{dlw-focus}}{{{text}}}" if term.link == view.place.link else text


def _latex(value: float) -> str:
    return number(value).replace("e-", r"\mathrm{e}-")


def _line(terms: list[Term], z: float) -> str:
    parts = [
        factor(t.product) + (" (others)" if t.link < 0 else "")
        if t.value is None
        else f"{factor(t.weight or 0.0)} × {factor(t.value)}"
        for t in terms
    ]
    shown = [x for t in terms for x in ((t.value, t.weight) if t.value is not None else (t.product,)) if x is not None]
    return f"z = {' + '.join(parts)} {equals(*shown, z)} {number(z)}"


def _activation_line(view: DiagramView, z: float, a: float) -> str:
    name = view.column.activation
    if name == SOFTMAX:
        return f"a = share of e^{number(z)} in the sum over all neurons of the layer {equals(a)} {number(a)}"
    return f"a = {name}({number(z)}) {equals(z, a)} {number(a)}" if name else f"a = z {equals(a)} {number(a)}"

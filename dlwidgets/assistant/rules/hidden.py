"""Rules about the layers between the input and the output."""

from collections.abc import Iterator

from dlwidgets.assistant.chains import is_chain
from dlwidgets.assistant.facts import Facts, activation_of, end_of, loss_of
from dlwidgets.assistant.findings import ADVICE, BUG, WARNING, Finding, Fix
from dlwidgets.assistant.rules.edits import without
from dlwidgets.assistant.rules.examples import classifier, layers_of
from dlwidgets.assistant.rules.outputs import CROSS, ends
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.values import Layer, Object, Placed, is_number, is_size

LESSON = "01_what_is_deep_learning"
_INPUT, _RELU = "layers.Input((20,))", "layers.Dense(32, activation='relu')"
_SOFT, _SPARSE = "layers.Dense(3, activation='softmax')", "'sparse_categorical_crossentropy'"
_FLAT_ENDS = frozenset({"sigmoid", "tanh"})
_DROPPING = frozenset({"Dropout", "SpatialDropout1D", "SpatialDropout2D", "LSTM", "GRU", "SimpleRNN"})
_KEEPS_LINEAR = frozenset({
    "Activation", "BatchNormalization", "Dense", "Dropout", "Flatten", "Input", "Normalization", "Rescaling", "Reshape",
})  # fmt: skip


@rule("no-nonlinearity", layers_of(_INPUT, "layers.Dense(32)", "layers.Dense(32)"), layers_of(_INPUT, _RELU, _RELU),
      lesson=LESSON)  # fmt: skip
def no_nonlinearity(facts: Facts) -> Iterator[Finding]:
    """Layers without an activation are no more than one layer."""
    write = Writer(facts, "no-nonlinearity")
    for event, _, end, _ in ends(facts):
        layers = [one.layer for one in event.layers]
        dense = [one for one in layers if isinstance(one, Layer) and one.kind == "Dense" and one is not end.layer]
        plain = all(isinstance(one, Layer) and one.kind in _KEEPS_LINEAR for one in layers)
        bent = any(
            activation_of(one) != "linear" for one in layers if isinstance(one, Layer) and one is not end.activated
        )
        sized = is_size(end.units) and all(is_size(one.get("units")) for one in dense)
        if not plain or bent or not dense or end.layer.kind != "Dense" or not sized:
            continue
        # A narrow middle without an activation is a linear compression, which may be meant.
        if min(one.get("units") for one in dense) < end.units:
            continue
        yield write(
            dense[0].node, "The hidden layers have no activation.",
            f"{len(dense) + 1} layers of sums, one behind the other, are one layer of sums: "
            "the network draws straight borders only.",
            write.activations("Use relu in the hidden layers.", dense, "relu"), level=WARNING,
        )  # fmt: skip


@rule("hidden-activation", layers_of(_INPUT, "layers.Dense(32, activation='softmax')"), layers_of(_INPUT, _RELU),
      lesson=LESSON)  # fmt: skip
def hidden_activation(facts: Facts) -> Iterator[Finding]:
    """Softmax belongs at the end."""
    write = Writer(facts, "hidden-activation")
    seen: set[int] = set()
    for event, _, end, _ in ends(facts):
        place = next(index for index, one in enumerate(event.layers) if one is end.placed)
        # Beside the main road, softmax is a weight of attention.
        for placed in event.layers[:place] if is_chain(event.layers) else ():
            layer = placed.layer
            if placed.kind in {"LSTM", "GRU"} and activation_of(layer) == "relu" and id(layer) not in seen:
                seen.add(id(layer))
                yield write(
                    layer.node, f"relu stands inside of {placed.kind}.",
                    "What a recurrent layer remembers goes through it at each step and can grow without end.",
                    write.activation("Use tanh, Keras' own choice.", layer, "tanh"), level=ADVICE, about=event,
                )  # fmt: skip
            if _is_softmax(placed) and id(layer) not in seen:
                seen.add(id(layer))
                yield write(
                    layer.node, "softmax stands in a hidden layer.",
                    f"{_shares(layer)}, so that hardly anything of what they saw gets through.",
                    write.activation("Use relu here.", layer, "relu"), level=WARNING, about=event,
                )  # fmt: skip


def _shares(layer: Layer) -> str:
    """Say what softmax leaves to each unit."""
    units = layer.get("units")
    each = f": {100 / units:.3g} % each on average" if is_size(units) else ""
    return f"It makes the {f'{units} ' if each else ''}units share 100 %{each}"


def _is_softmax(placed: Placed) -> bool:
    """Tell softmax over the units, in a Dense or behind it; over another axis it is a weight of attention."""
    layer = placed.layer
    fits = placed.kind in {"Dense", "Activation", "Conv1D", "Conv2D"} or (
        placed.kind == "Softmax" and "axis" not in layer.arguments
    )
    return fits and activation_of(layer) == "softmax"


@rule("dropout-rate", layers_of(_INPUT, _RELU, "layers.Dropout(50)"), layers_of(_INPUT, _RELU, "layers.Dropout(0.5)"),
      lesson=LESSON)  # fmt: skip
def dropout_rate(facts: Facts) -> Iterator[Finding]:
    """The rate of Dropout is the share that is dropped."""
    write = Writer(facts, "dropout-rate")
    for layer in facts.program.layers:
        names = ("dropout", "recurrent_dropout") if layer.kind in {"LSTM", "GRU", "SimpleRNN"} else ("rate",)
        name = next((one for one in names if is_number(layer.get(one)) and layer.get(one) > 0.8), "")
        rate = layer.get(name) if name else None
        if name and layer.kind in _DROPPING and rate is not None:
            node = layer.nodes[name]
            percent = f"{rate / 100:g}" if 1 < rate < 100 else "0.3"
            yield write(node, f"Dropout can't drop {rate:g} of everything." if rate > 1 else f"A rate of {rate:g} leaves hardly anything.",
                        "The rate is a share from 0 to 1: 0.5 drops half of the numbers.",
                        write.replaced(f"Write {percent}.", node, percent), stops=rate > 1 and name == "rate",
                        level="bug" if rate >= 1 else ADVICE)  # fmt: skip


@rule("deep-saturating", layers_of(_INPUT, *["layers.Dense(32, activation='sigmoid')"] * 5),
      layers_of(_INPUT, *[_RELU] * 5), lesson=LESSON)  # fmt: skip
def deep_saturating(facts: Facts) -> Iterator[Finding]:
    """Many layers of sigmoid or tanh let hardly any gradient through."""
    write = Writer(facts, "deep-saturating")
    for event, _, end, _ in ends(facts):
        flat = [one.layer for one in event.layers if one.kind in {"Dense", "Activation"}
                and one.layer not in {end.layer, end.activated} and activation_of(one.layer) in _FLAT_ENDS]  # fmt: skip
        sigmoids = sum(activation_of(one) == "sigmoid" for one in flat)
        steadied = any(one.kind in {"BatchNormalization", "LayerNormalization", "Add", ""} for one in event.layers)
        if sigmoids >= 4 or (len(flat) >= 6 and not steadied):
            names = " and ".join(sorted({activation_of(one) for one in flat}))
            yield write(
                flat[0].node, f"{len(flat)} hidden layers use {names}.",
                "Where the curve is flat its slope is near 0, and the slopes of the layers are multiplied"
                + (f": that of sigmoid is 0.25 at most, and 0.25 to the power of {sigmoids} is {0.25 ** sigmoids:.1g}."
                   if sigmoids else ".") + " The first layers hardly learn.",
                write.activations("Use relu in the hidden layers.", flat, "relu"), level=WARNING,
            )  # fmt: skip


@rule("after-output-extras",
      classifier(_SOFT + ", layers.Dropout(0.3)", _SPARSE), classifier("layers.Dropout(0.3), " + _SOFT, _SPARSE),
      lesson=LESSON)  # fmt: skip
def after_output_extras(facts: Facts) -> Iterator[Finding]:
    """Nothing may disturb what the last layer answers."""
    write = Writer(facts, "after-output-extras")
    for event, _, end, _ in ends(facts):
        last = event.layers[-1].layer
        if isinstance(last, Layer) and last.kind in {"Dropout", "GaussianNoise"}:
            yield write(last.node, f"{last.kind} stands behind the output.",
                        f"{_disturbed(last, end.units)}, and no layer can learn to answer right.",
                        Fix("Take it out, or put it in front of the last layer.", without(write, event.layers[-1])))  # fmt: skip
    yield from _normalized_answers(facts, write)
    yield from _between_units_and_activation(facts, write)


def _between_units_and_activation(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find a Dropout, or another activation, between the last units and what makes probabilities of them."""
    for event, _, end, _ in ends(facts):
        if end.activated is end.layer or end.activation not in {"sigmoid", "softmax"} or not is_chain(event.layers):
            continue
        place = next(index for index, one in enumerate(event.layers) if one is end.placed)
        dropping = next((one for one in event.layers[place + 1 : -1] if one.kind == "Dropout"), None)
        if dropping is not None:
            yield write(dropping.layer.node, "Dropout stands between the last units and their activation.",
                        "While training it sets scores of whole classes to 0, the right one too.",
                        Fix("Take it out, or put it in front of the last Dense layer.", without(write, dropping)), level=WARNING)  # fmt: skip
        own = activation_of(end.layer)
        if (
            end.layer.kind == "Dense"
            and own in {"relu", "sigmoid", "tanh", "softmax"}
            and own != end.activation
            and end.units != 1
        ):
            yield write(end.layer.node, f"Two activations follow one another: {own} and {end.activation}.",
                        f"{own} cuts off what {end.activation} needs to tell the classes apart.",
                        write.activation("Leave the first one out.", end.layer, "linear"), level=WARNING)  # fmt: skip


def _disturbed(last: Layer, units: object) -> str:
    """Say what noise behind the output does to the answers."""
    answers = f"each of the {units} answers" if is_size(units) and units != 1 else "the answer"
    rate = last.get("rate")
    drops = last.kind == "Dropout" and is_number(rate) and 0 < rate < 1
    return (
        f"While training it sets {answers} to 0 with a chance of {rate:.0%}"
        if drops
        else f"While training it changes {answers}"
    )


def _normalized_answers(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find probabilities that a BatchNormalization moves and stretches."""
    for event, compiled in facts.pairs:
        *before, last = event.layers
        end = end_of(tuple(before)) if last.kind == "BatchNormalization" and is_chain(event.layers) else None
        if end is not None and end.activation in {"sigmoid", "softmax"} and loss_of(compiled) in CROSS:
            yield write(last.layer.node, "BatchNormalization stands behind the output.",
                        f"It moves and stretches what {end.activation} gave: the answers are no probabilities any more.",
                        Fix("Take it out, or put it in front of the last layer.", without(write, last)))  # fmt: skip


@rule("bad-init", layers_of(_INPUT, "layers.Dense(32, activation='relu', kernel_initializer='zeros')"),
      layers_of(_INPUT, "layers.Dense(32, activation='relu', kernel_initializer='he_normal')"), lesson=LESSON)  # fmt: skip
def bad_init(facts: Facts) -> Iterator[Finding]:
    """Weights that start equal stay equal."""
    write = Writer(facts, "bad-init")
    # Beside the main road, what starts as 0 lets the rest through.
    hidden = {
        id(one.layer)
        for event, _, end, _ in ends(facts)
        for one in event.layers
        if one.layer is not end.layer and (one.kind == "Dense" or is_chain(event.layers))
    }
    for layer in facts.program.layers:
        value = layer.get("kernel_initializer", layer.get("init"))
        name = value.kind if isinstance(value, Object) else value
        equal = isinstance(name, str) and name.lower() in {"zeros", "zero", "ones", "one", "constant"}
        node = layer.nodes.get("kernel_initializer", layer.nodes.get("init"))
        spread = value.arguments.get("stddev", 0) if isinstance(value, Object) else 0
        if is_number(spread) and spread >= 1 and node is not None and id(layer) in hidden:
            yield write(node, f"The weights of this layer start with a spread of {spread:g}.",
                        "Sums of many such weights are huge, so the units start at their limits or beyond.",
                        write.replaced("Write 'glorot_uniform', Keras' own start.", node, "'glorot_uniform'"), level=BUG if spread > 1 else WARNING)  # fmt: skip
        if equal and layer.kind in {"Dense", "Conv1D", "Conv2D"} and node is not None and id(layer) in hidden:
            yield write(node, "All weights of this layer start equal.",
                        f"Then its {layer.get('units', layer.get('filters'))} units get the same gradient at each step and stay copies of one.",
                        write.replaced("Write 'glorot_uniform', Keras' own start.", node, "'glorot_uniform'"))  # fmt: skip


@rule("bottleneck", layers_of(_INPUT, "layers.Dense(1, activation='relu')"), layers_of(_INPUT, _RELU), lesson=LESSON)
def bottleneck(facts: Facts) -> Iterator[Finding]:
    """One hidden unit lets one number through."""
    write = Writer(facts, "bottleneck")
    for event, _, end, _ in ends(facts):
        place = next(index for index, one in enumerate(event.layers) if one is end.placed)
        for placed in event.layers[:place] if is_chain(event.layers) else ():
            if (
                placed.kind == "Dense"
                and placed.layer.get("units") == 1
                and (end.units if is_size(end.units) else 0) > 2
            ):
                yield write(placed.layer.node, "A hidden layer has 1 unit.",
                            f"All that the {end.units} outputs learn about an example is that 1 number.",
                            write.argument("Give it more units, such as 32.", placed.layer.node, "units", "32", 0),
                            level=WARNING)  # fmt: skip

"""Rules about the last layer and the loss: what comes out has to be what the loss expects."""

from collections.abc import Iterator

from dlwidgets.assistant.facts import End, Facts, end_of, loss_of, takes_logits, targets
from dlwidgets.assistant.findings import ADVICE, BUG, QUESTION, WARNING, Finding, Fix
from dlwidgets.assistant.rules.examples import classifier
from dlwidgets.assistant.rules.loops import raw_in_loops
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.values import INTS, ONE_HOT, Compile, Event, is_size

LESSON = "02_how_a_network_learns"
CATEGORICAL = ("categorical_crossentropy", "sparse_categorical_crossentropy")
CROSS = (*CATEGORICAL, "binary_crossentropy")
_SOFT = "layers.Dense(3, activation='softmax')"
_YES_NO = "layers.Dense(1, activation='sigmoid')"
_SPARSE, _BINARY = "'sparse_categorical_crossentropy'", "'binary_crossentropy'"


def ends(facts: Facts) -> Iterator[tuple[Event, Compile, End, str | None]]:
    """List the models with their compile, their end and their loss."""
    seen = set()
    for event, compiled in facts.pairs:
        end = end_of(event.layers)
        if end is not None and (id(compiled), id(end.layer)) not in seen:
            seen.add((id(compiled), id(end.layer)))
            yield event, compiled, end, loss_of(compiled)


@rule(
    "one-unit-softmax", classifier("layers.Dense(1, activation='softmax')", _BINARY, "breast_cancer"),
    classifier(_YES_NO, _BINARY, "breast_cancer"), lesson=LESSON, hides=("one-unit-multiclass", "units-vs-classes"),
)  # fmt: skip
def one_unit_softmax(facts: Facts) -> Iterator[Finding]:
    """Softmax over one unit can only answer 1."""
    write = Writer(facts, "one-unit-softmax")
    for event, _, end, loss in ends(facts):
        if end.units == 1 and end.activation == "softmax" and end.layer.kind == "Dense":
            name = "sigmoid" if loss not in CATEGORICAL else None
            words = "Use sigmoid for a yes/no answer, no activation for a number, one unit per class for more."
            yield write(
                end.activated.node,
                "The last layer can only ever answer 1.0.",
                "softmax shares 100 % among the units, and there is 1 unit: it always gets all of it.",
                write.activation(words, end.activated, name) if name else write.replaced(words, None, ""),
                about=event,
            )


@rule(
    "softmax-with-bce", classifier(_SOFT, _BINARY), classifier(_SOFT, _SPARSE), lesson=LESSON,
    hides=("labels-vs-loss", "class-loss-for-numbers"),
)  # fmt: skip
def softmax_with_bce(facts: Facts) -> Iterator[Finding]:
    """Softmax needs a loss for classes that exclude each other."""
    write = Writer(facts, "softmax-with-bce")
    for event, compiled, end, loss in ends(facts):
        if loss == "binary_crossentropy" and end.activation == "softmax" and end.units != 1:
            units = end.units if is_size(end.units) else None
            count = units or "several"
            target = targets(event)
            coding = getattr(target, "coding", None)
            better = CATEGORICAL[1] if coding == INTS else CATEGORICAL[0]
            yield write(
                compiled.nodes.get("loss", compiled.node),
                "softmax and binary_crossentropy do not belong together.",
                f"softmax makes one choice among {count} classes; binary_crossentropy takes each of the "
                f"{count} numbers for a yes/no question of its own, and its accuracy counts those.",
                _loss(write, compiled, better),
                # Of two shares that add up to 1, both losses are the same.
                level=BUG if (units or 0) > 2 or (coding == INTS and units) else ADVICE if units else QUESTION,
                stops=coding == INTS and units is not None,
                about=event,
            )


def _loss(write: Writer, compiled: Compile, name: str) -> Fix:
    return write.loss(f"Write loss='{name}'.", compiled, name)


@rule(
    "sigmoid-with-cce", classifier("layers.Dense(3, activation='sigmoid')", _SPARSE), classifier(_SOFT, _SPARSE),
    lesson=LESSON,
)  # fmt: skip
def sigmoid_with_cce(facts: Facts) -> Iterator[Finding]:
    """A choice among classes needs softmax."""
    write = Writer(facts, "sigmoid-with-cce")
    for event, _, end, loss in ends(facts):
        if loss in CATEGORICAL and end.activation == "sigmoid" and end.units != 1:
            count = end.units if is_size(end.units) else "several"
            yield write(
                end.activated.node,
                f"sigmoid and {loss} do not belong together.",
                f"sigmoid answers {count} yes/no questions, so the {count} numbers do not add up to 1; "
                "the loss takes them for the shares of one choice.",
                write.activation("Use softmax.", end.activated, "softmax"),
                about=event,
            )


@rule("logits-without-flag", classifier("layers.Dense(3)", _SPARSE), classifier(_SOFT, _SPARSE), lesson=LESSON)
def logits_without_flag(facts: Facts) -> Iterator[Finding]:
    """Raw scores need a loss that is told so."""
    write = Writer(facts, "logits-without-flag")
    for event, compiled, end, loss in ends(facts):
        raw = end.activation == "linear" and end.layer.kind in {"Dense", "Conv1D", "Conv2D", "TimeDistributed"}
        if raw and loss in CROSS and takes_logits(compiled) is False and (end.units != 1 or loss == CROSS[2]):
            name = "sigmoid" if loss == "binary_crossentropy" else "softmax"
            yield write(
                end.layer.node,
                "The last layer gives raw scores, but the loss expects probabilities.",
                f"{write.text(end.layer.node)} has no activation, and {loss} takes the logarithm of what comes: "
                "scores below 0 or above 1 are cut off there and teach nothing.",
                write.activation(f"Use {name}.", end.activated, name),
                about=event,
            )
    yield from raw_in_loops(facts, write)


@rule(
    "flag-on-probabilities",
    classifier(_SOFT, "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"),
    classifier("layers.Dense(3)", "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"), lesson=LESSON,
)  # fmt: skip
def flag_on_probabilities(facts: Facts) -> Iterator[Finding]:
    """A loss for raw scores must not get probabilities."""
    write = Writer(facts, "flag-on-probabilities")
    for event, compiled, end, loss in ends(facts):
        if loss in CROSS and takes_logits(compiled) is True and end.activation in {"softmax", "sigmoid"}:
            node = compiled.nodes.get("loss", compiled.node)
            flag = compiled.arguments["loss"].nodes.get("from_logits")
            yield write(
                node, "The loss expects raw scores, but probabilities come.",
                f"from_logits=True lets the loss apply {end.activation} itself, and the last layer has done so already for its "
                f"{end.units if is_size(end.units) else ''} unit{'s' * (end.units != 1)}.".replace("  ", " "),
                write.replaced("Write from_logits=False, or leave the activation out.", flag, "False"), level=WARNING, about=event,
            )  # fmt: skip


@rule(
    "relu-tanh-with-crossentropy", classifier("layers.Dense(1, activation='relu')", _BINARY, "breast_cancer"),
    classifier(_YES_NO, _BINARY, "breast_cancer"), lesson=LESSON,
)  # fmt: skip
def relu_tanh_with_crossentropy(facts: Facts) -> Iterator[Finding]:
    """Cross-entropy needs numbers from 0 to 1."""
    write = Writer(facts, "relu-tanh-with-crossentropy")
    for event, compiled, end, loss in ends(facts):
        wrong = end.activation in {"relu", "tanh", "elu", "selu", "leaky_relu", "softplus", "relu6"}
        if wrong and loss in CROSS and takes_logits(compiled) is False and end.layer.kind == "Dense":
            name = "sigmoid" if loss == "binary_crossentropy" else "softmax"
            span = "-1 to 1" if end.activation == "tanh" else "0 to any size"
            yield write(
                end.activated.node, f"{end.activation} makes no probabilities, and {loss} needs them.",
                f"What comes out reaches from {span}; a probability lies from 0 to 1.",
                write.activation(f"Use {name}.", end.activated, name), about=event,
            )  # fmt: skip


def _one_each(write: Writer, compiled: Compile, end: End, event: Event, words: str) -> Fix:
    """Write a fix that gives each class a unit."""
    y = targets(event)
    classes, coding = getattr(y, "classes", None), getattr(y, "coding", None)
    if not is_size(classes) or end.activated is not end.layer:
        return Fix(words)
    name = CATEGORICAL[0] if coding == ONE_HOT else CATEGORICAL[1]
    edits = [
        write.argument("", end.layer.node, "units", str(classes), 0),
        write.activation("", end.layer, "softmax"),
        write.loss("", compiled, name),
    ]
    return Fix(words, tuple(edit for fix in edits for edit in fix.edits))


@rule(
    "one-unit-multiclass", classifier(_YES_NO, _SPARSE), classifier(_SOFT, _SPARSE), lesson=LESSON,
    hides=("units-vs-classes", "labels-vs-loss", "logits-without-flag"),
)  # fmt: skip
def one_unit_multiclass(facts: Facts) -> Iterator[Finding]:
    """One unit can't choose among classes."""
    write = Writer(facts, "one-unit-multiclass")
    for event, compiled, end, loss in ends(facts):
        classes = getattr(targets(event), "classes", None)
        hot = getattr(targets(event), "coding", None) == ONE_HOT and loss == "binary_crossentropy"
        many = hot or (classes is not None and classes > 2 and loss == "binary_crossentropy")
        if (
            end.units == 1
            and end.layer.kind == "Dense"
            and end.activation != "softmax"
            and (loss in CATEGORICAL or many)
        ):
            two = loss in CATEGORICAL and (classes is None or classes == 2)
            words = (
                "Use loss='binary_crossentropy' and sigmoid for two classes; for more, one unit per class and softmax."
            )
            yield write(
                end.layer.node, "The last layer has 1 unit, but one for each class is needed.",
                "The targets are one-hot rows, with a number for each class." if hot else
                f"The targets have {classes} classes." if many else f"{loss} compares one number per class; of 1 number "
                "it can't make a choice, and its loss is always 0 or an error.",
                write.loss(words, compiled, "binary_crossentropy") if two and end.activation
                == "sigmoid" else _one_each(write, compiled, end, event, words),
                stops=hot or (loss == CATEGORICAL[1] and (classes or 0) > 1), about=event,
            )  # fmt: skip

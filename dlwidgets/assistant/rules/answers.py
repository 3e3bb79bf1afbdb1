"""Rules about what is made of a model's answers, and what they are compared with."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.chains import walk
from dlwidgets.assistant.facts import Facts, end_of, examples
from dlwidgets.assistant.findings import ADVICE, WARNING, Finding, Fix
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.rules.examples import COMPILE, FIT, classifier, pictures
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.wording import counted
from dlwidgets.assistant.values import Array, Method, Model, Name

LESSON = "03_keras_first_network"
_TRAINED = (
    classifier("layers.Dense(3, activation='softmax')", "'sparse_categorical_crossentropy'") + "import numpy as np\n"
)
_COUNTS = frozenset({
    "accuracy_score", "classification_report", "cohen_kappa_score", "confusion_matrix", "f1_score", "matthews_corrcoef",
    "precision_score", "recall_score",
})  # fmt: skip


def _predicted(value: object) -> Model | None:
    """Return the model that has just given an array, if nothing was made of it yet."""
    if isinstance(value, Array) and value.role == "predicted" and isinstance(value.root, tuple) and not value.scaled:
        model = value.root[1]
        return model if isinstance(model, Model) else None
    return None


@rule("no-decode", _TRAINED + "classes = np.round(model.predict(X))\n", _TRAINED + "classes = np.argmax(model.predict(X), axis=1)\n",
      lesson=LESSON)  # fmt: skip
def no_decode(facts: Facts) -> Iterator[Finding]:
    """The answer among classes is the place of the largest share."""
    write = Writer(facts, "no-decode")
    yield from _compared(facts, write)
    for node, target, call in facts.program.calls:
        name = target.last if isinstance(target, Name) else getattr(target, "name", "")
        given = [target.owner] if isinstance(target, Method) else list(call.places) + list(call.named.values())
        model = next((found for one in given if (found := _predicted(one))), None)
        rounds = (
            name in {"round", "rint", "around"} and call.get(0 if isinstance(target, Method) else 1, "decimals", 0) == 0
        )
        if model is None or not (rounds or name in _COUNTS):
            continue
        end = end_of(tuple(model.layers))
        _, out = walk(model.layers)
        if end is None or end.layer.kind != "Dense" or (out is not None and len(out) != 1):
            continue
        shares = end.activation == "softmax" and end.units != 1
        if shares or (end.activation == "sigmoid" and end.units == 1 and name in _COUNTS):
            need = "the place of the largest, by argmax(axis=1)" if shares else "yes or no, by > 0.5"
            yield write(
                node, "Probabilities are taken for classes.",
                f"The model gives {end.units if shares else 1} probabilities for each example"
                + (", and where none is above 0.5, rounding leaves no class at all." if shares else "; classes are 0 and 1."),
                _decoded(write, node, call, model, f"Make classes of them first: {need}.", shares=shares), level=WARNING, stops=name in _COUNTS,
            )  # fmt: skip


def _compared(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find probabilities that are asked whether they equal classes."""
    for node, left, right in facts.program.compared:
        model, side = next(
            (
                (found, side)
                for one, side in ((left, node.left), (right, node.comparators[0]))
                if (found := _predicted(one))
            ),
            (None, node),
        )
        end = end_of(tuple(model.layers)) if model is not None else None
        equals = isinstance(node.ops[0], ast.Eq | ast.NotEq)
        if equals and end is not None and end.layer.kind == "Dense" and end.activation in {"softmax", "sigmoid"}:
            text = (
                f"({write.text(side)} > 0.5)" if end.activation == "sigmoid" else f"{write.text(side)}.argmax(axis=1)"
            )
            yield write(node, "Probabilities are compared with classes.",
                        "A probability such as 0.93 equals no class number, so hardly any comparison is true.",
                        write.replaced(f"Write {text}.", side, text), level=WARNING, stops=_do_not_fit(left, right))  # fmt: skip


def _do_not_fit(left: object, right: object) -> bool:
    """Tell rows and single numbers that NumPy can't lay side by side."""
    shapes = [one.shape for one in (left, right) if isinstance(one, Array) and one.shape]
    ranks = {len(one) for one in shapes}
    ends = {one[-1] for one in shapes}
    return len(shapes) == 2 and ranks == {1, 2} and len(ends) == 2 and not ends & {None, 1}


def _decoded(write: Writer, node: ast.Call, call: Call, model: Model, words: str, *, shares: bool) -> Fix:
    """Write a fix that makes classes of what a model gives."""
    given = [*node.args, *(one.value for one in node.keywords)]
    values = [*call.places, *call.named.values()]
    inner = next((one for one, value in zip(given, values, strict=False) if _predicted(value) is model), None)
    owner = node.func.value if inner is None and isinstance(node.func, ast.Attribute) else None
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    source = inner or owner
    if source is None:
        return Fix(words)
    text = f"{write.text(source)}.argmax(axis=1)" if shares else f"{write.text(source)} > 0.5"
    return write.replaced(words, inner if name in _COUNTS and inner is not None else node, text)


@rule("eval-on-train", pictures(COMPILE + FIT + "model.evaluate(x_train, y_train)\n"),
      pictures(COMPILE + FIT + "model.evaluate(x_test, y_test)\n"), lesson=LESSON)  # fmt: skip
def eval_on_train(facts: Facts) -> Iterator[Finding]:
    """How good a model is shows on examples that it has not seen."""
    write = Writer(facts, "eval-on-train")
    fits = {id(one.model): one for one in facts.fits}
    asked = [one for one in facts.events if one.kind == "evaluate" and id(one.model) in fits]
    for event in asked:
        fit = fits[id(event.model)]
        x, trained = examples(event), examples(fit)
        held = {"validation_data", "validation_split", "..."} & set(fit.arguments)
        others = [one for one in asked if one.model is event.model and examples(one) is not trained]
        if x is not None and x is trained and not held and not others:
            yield write(event.node, "The model is judged by what it was trained on.",
                        f"It may know these {counted(x)} by heart; new ones tell how good it is.",
                        Fix("Hold examples back with train_test_split, and evaluate on those."), level=ADVICE)  # fmt: skip

"""Rules about scaling: inputs are small numbers, and training and test data are scaled alike."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.facts import Facts, examples
from dlwidgets.assistant.findings import WARNING, Edit, Finding, Fix
from dlwidgets.assistant.libraries.preparation import SCALERS
from dlwidgets.assistant.libraries.streams import is_stream
from dlwidgets.assistant.rules.edits import above, below
from dlwidgets.assistant.rules.examples import COMPILE, FIT, SPLIT, pictures
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.wording import counted
from dlwidgets.assistant.subjects import whole
from dlwidgets.assistant.values import Array, Event, Method, Name, Object

LESSON = "03_keras_first_network"
_RESCALING = frozenset(
    {
        "Rescaling",
        "Normalization",
        "BatchNormalization",
        "LayerNormalization",
        "Lambda",
        "UnitNormalization",
        "Embedding",
        "",
    }
)


@rule("unscaled-input", pictures(COMPILE + FIT).replace("x_train, x_test = x_train / 255, x_test / 255\n", ""),
      pictures(COMPILE + FIT), lesson=LESSON)  # fmt: skip
def unscaled_input(facts: Facts) -> Iterator[Finding]:
    """Inputs are small numbers."""
    write = Writer(facts, "unscaled-input")
    seen: set[int] = set()
    for event in facts.fits:
        x = examples(event)
        kinds = {one.kind for one in event.layers}
        if x is None or x.scaled or x.high is None or x.high < 100 or kinds & _RESCALING:
            continue
        if id(event.model) not in seen:
            seen.add(id(event.model))
            advice = (
                "Divide by 255 before fit, or begin with layers.Rescaling(1 / 255)."
                if x.high == 255
                else ("Scale the columns, such as with StandardScaler, or begin with layers.Normalization().")
            )
            yield write(event.nodes.get("x", event.node), f"The inputs reach up to {x.high:g}.",
                        "Weights start for numbers of about 1; with larger ones the first steps are wild.",
                        Fix(advice, divided_where_loaded(facts, write) if x.high == 255 else ()),
                        level=WARNING)  # fmt: skip


def divided_where_loaded(facts: Facts, write: Writer) -> tuple[Edit, ...]:
    """Divide pixels below the line that loads them, for training and test alike."""
    for statement in facts.program.source.tree.body:
        loads = isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call)
        if not loads or not write.text(statement.value.func).endswith("load_data"):  # type: ignore[attr-defined]
            continue
        pairs = getattr(statement.targets[0], "elts", [])  # type: ignore[attr-defined]
        names = [write.text(pair.elts[0]) for pair in pairs if isinstance(pair, ast.Tuple) and pair.elts]
        names = [name for name in names if name != "_"]
        if names:
            return below(write, statement, f"{', '.join(names)} = {', '.join(f'{name} / 255' for name in names)}")
    return ()


@rule("scaler-leak",
      SPLIT + "X_train, X_test, y_train, y_test = train_test_split(X, y)\nscaler = StandardScaler()\n"
      "X_train = scaler.fit_transform(X_train)\nX_test = scaler.fit_transform(X_test)\n",
      SPLIT + "X_train, X_test, y_train, y_test = train_test_split(X, y)\nscaler = StandardScaler()\n"
      "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n", lesson=LESSON)  # fmt: skip
def scaler_leak(facts: Facts) -> Iterator[Finding]:
    """A scaler learns from training data only."""
    write = Writer(facts, "scaler-leak")
    yield from _fitted_before_split(facts, write)
    for node, target, call in facts.program.calls:
        scales = isinstance(target, Method) and isinstance(target.owner, Object) and target.owner.kind in SCALERS
        given = call.get(0)
        if scales and target.name in {"fit", "fit_transform"} and isinstance(given, Array) and given.part == "test":
            fix = None
            if target.name == "fit_transform" and isinstance(node.func, ast.Attribute):
                fix = write.replaced("Write .transform(...).", node.func, f"{write.text(node.func.value)}.transform")
            yield write(node, "The scaler is fitted on test data.",
                        f"It takes its numbers from the {counted(given, 'test')} then: they are scaled otherwise than those it has learned from.",
                        fix or Fix("Fit it on the training data, and only transform the test data."), level=WARNING)  # fmt: skip


def _fitted_before_split(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find a scaler that learns from all examples, before some of them are held back."""
    fitted: dict[int, ast.Call] = {}
    for node, target, call in facts.program.calls:
        if isinstance(target, Method) and isinstance(target.owner, Object) and target.name in {"fit", "fit_transform"}:
            fitted.setdefault(id(target.owner), node)
        if not isinstance(target, Name) or target.last != "train_test_split":
            continue
        whole = [one for one in call.places if isinstance(one, Array) and not one.part]
        steps = [(step, one) for one in whole for step in one.scaled if isinstance(step, tuple) and step[0] in SCALERS]
        early = next(((step[2], one) for step, one in steps if step[0] != "Normalizer" and step[2] in fitted), None)
        if early is not None:
            yield write(fitted.pop(early[0]), "The scaler is fitted before the test data are split off.",
                        f"It has seen all {counted(early[1])} then, those of the test too, so that the test is a little too good.",
                        Fix("Split first, fit the scaler on the training data, and only transform the test data."),
                        level=WARNING)  # fmt: skip


@rule("train-test-differ",
      pictures(COMPILE + FIT + "model.evaluate(x_test, y_test)\n").replace(
          "x_train, x_test = x_train / 255, x_test / 255", "x_train = x_train / 255"),
      pictures(COMPILE + FIT + "model.evaluate(x_test, y_test)\n"), lesson=LESSON)  # fmt: skip
def train_test_differ(facts: Facts) -> Iterator[Finding]:
    """Test data go the same way as training data."""
    write = Writer(facts, "train-test-differ")
    yield from _streams_differ(facts, write)
    fitted = {id(one.model): examples(one) for one in facts.fits}
    for event in facts.events:
        trained = fitted.get(id(event.model))
        given = event.arguments.get("validation_data")
        held_back = given[0] if isinstance(given, tuple | list) and given else None
        x, node = (held_back, "validation_data") if event.kind == "fit" else (examples(event), "x")
        if event.kind not in {"evaluate", "predict", "fit"} or trained is None or not isinstance(x, Array):
            continue
        if x.root is None or x.part != "test" or whole(x.root) != whole(trained.root):
            continue
        is_raw = _is_left_raw(trained, x)
        if is_raw or (x.high is not None and trained.high and x.high / trained.high > 20):
            why = (
                f"Training examples went through {trained.scaled[-1][0]}, test examples did not."
                if is_raw
                else f"Training examples reach up to {trained.high:g}, test examples up to {x.high:g}."
            )
            yield write(event.nodes.get(node, event.node), "The test data are not scaled like the training data.",
                        why, _like_training_data(write, event, trained, x), level=WARNING)  # fmt: skip
            fitted.pop(id(event.model))  # said once


def _streams_differ(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find pictures to judge by that are not divided by 255, where those to learn from are."""
    for event in facts.fits:
        held, x = event.arguments.get("validation_data"), examples(event)
        other = held.arguments.get("x") if is_stream(held) else None
        highs = (x.high, other.high) if x is not None and isinstance(other, Array) else (None, None)
        if None not in highs and min(highs) > 0 and max(highs) / min(highs) > 20:  # type: ignore[type-var,operator]
            yield write(event.nodes["validation_data"], "The validation data are not scaled like the training data.",
                        f"Training examples reach up to {highs[0]:g}, these up to {highs[1]:g}.",
                        Fix("Give both generators the same rescale."), level=WARNING)  # fmt: skip


def _is_left_raw(trained: Array, x: Array) -> bool:
    """Tell test data that no scaler has seen, where the training data went through one."""
    last = trained.scaled[-1] if trained.scaled else None
    return isinstance(last, tuple) and last[0] in SCALERS and not x.scaled


def _like_training_data(write: Writer, event: Event, trained: Array, x: Array) -> Fix:
    """Write a fix that divides the test data by the same number, or hands them to the same scaler."""
    words, node = "Do to the test data what you did to the training data.", event.nodes.get("x")
    by = [one[1] for one in trained.scaled if isinstance(one, tuple) and one[0] == "divided"]
    if _is_left_raw(trained, x) and isinstance(node, ast.Name):
        fitted = trained.scaled[-1][2]
        name = next((one for one, held in write.facts.program.names.items() if id(held) == fitted), None)
        return Fix(words, above(write, event.node, f"{node.id} = {name}.transform({node.id})") if name else ())
    if len(by) != 1 or not isinstance(node, ast.Name):
        return Fix(words)
    return Fix(words, above(write, event.node, f"{node.id} = {node.id} / {by[0]:g}"))

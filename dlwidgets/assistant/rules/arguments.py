"""Rules about the arguments of layers, optimizers and methods: Keras refuses what it does not know."""

import ast
from collections.abc import Iterator
from difflib import get_close_matches

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import WARNING, Edit, Finding, Fix, Span
from dlwidgets.assistant.keras_api import arguments_of, arguments_of_method
from dlwidgets.assistant.keras_signatures import OLD_ARGUMENTS
from dlwidgets.assistant.rules.edits import argument_out
from dlwidgets.assistant.rules.examples import layers_of
from dlwidgets.assistant.rules.removed_calls import removed_arguments
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.values import Method, Model, Name, is_size

LESSON = "03_keras_first_network"
OLD_NAMES = {
    **OLD_ARGUMENTS, "lr": "learning_rate", "nb_epoch": "epochs", "epoch": "epochs", "sigma": "stddev", "input": "inputs",
    "output": "outputs", "metric": "metrics", "show_accuracy": "metrics", "validate_data": "validation_data",
    "batch_input_shape": "batch_shape", "nb_val_samples": "validation_steps", "samples_per_epoch": "steps_per_epoch",
    "pool_length": "pool_size", "filter_length": "kernel_size", "subsample_length": "strides", "period": "save_freq",
}  # fmt: skip
_UNITS = frozenset({"Dense", "LSTM", "GRU", "SimpleRNN"})


@rule("unknown-argument", layers_of("layers.Input((20,))", "layers.Dense(32, init='uniform', activation='relu')"),
      layers_of("layers.Input((20,))", "layers.Dense(32, 'relu', kernel_initializer='uniform')"), lesson=LESSON, is_new=True)  # fmt: skip
def unknown_argument(facts: Facts) -> Iterator[Finding]:
    """Arguments have the names that Keras 3 gives them."""
    write = Writer(facts, "unknown-argument")
    yield from removed_arguments(facts, write)
    seen: set[int] = set()
    for node, target, _ in facts.program.calls:
        owner, known = _owner(target)
        for keyword in node.keywords if known is not None and id(node) not in seen else ():
            if keyword.arg == "decay" and "learning_rate" in (known or ()):
                yield _ignored(write, node, keyword)
            elif keyword.arg and known is not None and keyword.arg not in known:
                yield _refused(write, node, keyword, owner, known)
        seen.add(id(node))
        yield from _third_metrics(write, node, target)
        yield from _named_layer(write, node, target)


def _owner(target: object) -> tuple[str, frozenset[str] | None]:
    """Say what is called, and which arguments it has."""
    if isinstance(target, Method) and isinstance(target.owner, Model):
        return target.name, _of_method(target.owner, target.name)
    if not isinstance(target, Name):
        return "", None
    known = arguments_of(target.path)
    # The reader has one name for what old programs call differently.
    if target.path == "keras.layers.Input":
        known = frozenset(
            {"shape", "batch_size", "dtype", "sparse", "ragged", "batch_shape", "name", "tensor", "optional"}
        )
    if target.path == "keras.models.Model":
        known = frozenset({"inputs", "outputs", "name", "trainable", "dtype"})
    return target.last, known


def _of_method(model: Model, name: str) -> frozenset[str] | None:
    """Return the arguments of a method, unless the model's class has a method of that name itself."""
    return None if model.own is not None and model.own.method(name) is not None else arguments_of_method(name)


def _refused(write: Writer, call: ast.Call, keyword: ast.keyword, owner: str, known: frozenset[str]) -> Finding:
    name = str(keyword.arg)
    new = "units" if name == "output_dim" and owner in _UNITS else OLD_NAMES.get(name)
    new = new if new in known else next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.75)), None)
    given = {one.arg for one in call.keywords}
    if new is not None and new not in given and name != "period":
        fix = write.replaced(f"Write {new}=.", keyword, f"{new}={write.text(keyword.value)}")
        return write(
            keyword,
            f"{owner} has no argument {name}.",
            f"Keras calls it {new} now, and refuses the old name.",
            fix,
            stops=True,
        )
    why = "Keras 3 refuses what it does not know, also if an older version took it."
    return write(keyword, f"{owner} has no argument {name}.", why, _without(write, call, keyword), stops=True)


def _ignored(write: Writer, call: ast.Call, keyword: ast.keyword) -> Finding:
    return write(keyword, "decay does nothing any more.", "Keras 3 warns and goes on with a learning rate that stays as it is; "
                 "a keras.optimizers.schedules.ExponentialDecay as learning_rate lets it fall.",
                 _without(write, call, keyword), level=WARNING)  # fmt: skip


def _without(write: Writer, call: ast.Call, keyword: ast.keyword) -> Fix:
    """Write a fix that takes an argument out."""
    return Fix(f"Leave {keyword.arg} out.", argument_out(write, call, keyword))


def _third_metrics(write: Writer, node: ast.Call, target: object) -> Iterator[Finding]:
    """Find metrics in the place of the weights of losses."""
    compiles = isinstance(target, Method) and isinstance(target.owner, Model) and target.name == "compile"
    third = node.args[2] if compiles and len(node.args) > 2 else None
    if isinstance(third, ast.List) and third.elts and all(_is_text(one) for one in third.elts):
        yield write(third, "The third argument of compile is no list of metrics.",
                    "It is loss_weights in Keras 3; fit stops when it multiplies a loss by a text.",
                    write.inserted("Write metrics=.", third, "metrics="), stops=True)  # fmt: skip


def _named_layer(write: Writer, node: ast.Call, target: object) -> Iterator[Finding]:
    """Find ``add(Activation='relu')``, which makes an argument of a layer."""
    adds = isinstance(target, Method) and isinstance(target.owner, Model) and target.name == "add"
    for keyword in node.keywords if adds else ():
        name = str(keyword.arg)
        if name[:1].isupper() and not node.args:
            text = f"{name}({write.text(keyword.value)})"
            yield write(keyword, f"add has no argument {name}.", f"{name} is a layer, and a layer is made by parentheses.",
                        write.replaced(f"Write {text}.", keyword, text), stops=True)  # fmt: skip


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@rule("keras1-positional-conv", layers_of("layers.Input((28, 28, 1))", "layers.Conv2D(32, 3, 3)", "layers.Flatten()"),
      layers_of("layers.Input((28, 28, 1))", "layers.Conv2D(32, (3, 3))", "layers.Flatten()"), lesson=LESSON)  # fmt: skip
def keras1_positional_conv(facts: Facts) -> Iterator[Finding]:
    """The third number of Conv2D is the step, not the width of the kernel."""
    write = Writer(facts, "keras1-positional-conv")
    for layer in facts.program.layers:
        size, step = layer.get("kernel_size"), layer.get("strides")
        plain = [one for one in layer.node.args if not isinstance(one, ast.Starred)]
        old = write.text(layer.node.func).endswith("Convolution2D") and is_size(size) and size == step > 1
        skips = is_size(size) and is_size(step) and 1 < size < step
        if layer.kind == "Conv2D" and len(plain) >= 3 and ((size in {3, 5, 7} and size == step) or old or skips):
            span, end = write.span(plain[1]), write.span(plain[2])
            place = Span(span.line, span.column, end.end_line, end.end_column)
            kernel = f"({write.text(plain[1])}, {write.text(plain[2])})"
            fix = Fix(f"Write {kernel}.", (Edit(place, kernel),))
            yield write(layer.node, f"The kernel jumps {step} pixels at each step.",
                        f"In Conv2D(filters, {size}, {step}) the last number is the step: the picture shrinks to "
                        f"a {'third' if step == 3 else f'1/{step}'} of its width.", fix)  # fmt: skip

"""A rule about the words that stand for objects of Keras: they are spelt as Keras spells them."""

import ast
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import Edit, Finding, Fix, Span
from dlwidgets.assistant.keras_api import identifiers
from dlwidgets.assistant.rules.edits import constant_of
from dlwidgets.assistant.rules.examples import COMPILE, FIT, compiled_with, pictures
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.values import Name, is_size

LESSON = "03_keras_first_network"
_COMPILED = {"optimizer": "optimizer", "loss": "loss", "metrics": "metric", "weighted_metrics": "metric"}
_OF_COMPILE = {"metric": {"accuracy", "acc", "crossentropy", "ce"}, "optimizer": {"auto"}}
"""What compile itself understands beside."""
_RENAMED = {
    "cosine_proximity": "cosine_similarity", "kullback_leibler_divergence": "kl_divergence", "logcosh": "log_cosh",
    "l1_l2": "l1l2", "f1": "f1_score", "rmse": "RootMeanSquaredError", "prelu": "leaky_relu",
}  # fmt: skip


@rule("unknown-identifier", pictures(compiled_with("'adem'") + FIT), pictures(COMPILE + FIT),
      lesson=LESSON)  # fmt: skip
def unknown_identifier(facts: Facts) -> Iterator[Finding]:
    """Names of activations, losses, metrics, optimizers and so on are spelt as Keras spells them."""
    write = Writer(facts, "unknown-identifier")
    yield from _number_for_activation(facts, write)
    # A program may give names of its own to Keras.
    if "custom_object" in facts.program.source.code or "register_keras" in facts.program.source.code:
        return
    for layer in facts.program.layers:
        for name, node in layer.nodes.items():
            what = name.rpartition("_")[2]
            if what in {"activation", "initializer", "regularizer"}:
                yield from _misspelt(write, node, what, layer.get(name))
    for event in facts.events:
        for name, what in _COMPILED.items() if event.kind == "compile" else ():
            value = event.arguments.get(name)
            for node in _words(event.nodes.get(name)):
                yield from _misspelt(write, node, what, value)


def _words(node: ast.expr | None) -> Iterator[ast.expr]:
    """Go through a word, a list of words, or words by the names of outputs."""
    inside = {ast.List: "elts", ast.Tuple: "elts", ast.Dict: "values"}.get(type(node))
    if inside is None and node is not None:
        yield node
    for one in getattr(node, inside) if inside else ():
        yield from _words(one)


def _number_for_activation(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find the second size of a layer, which the first Keras took, in the place of the activation."""
    seen: set[int] = set()
    for node, target, call in facts.program.calls:
        kind = target.last if isinstance(target, Name) and target.path.startswith("keras.layers.") else ""
        if (
            kind not in {"Dense", "GRU", "LSTM", "SimpleRNN"}
            or len(node.args) < 2
            or not is_size(call.get(1))
            or id(node) in seen
        ):
            continue
        seen.add(id(node))
        first, second, text = write.span(node.args[0]), write.span(node.args[1]), write.text(node.args[1])
        edit = Edit(Span(first.line, first.column, second.end_line, second.end_column), text)
        yield write(node.args[1], f"{text} stands in the place of the activation.",
                    f"{kind} takes its number of units first and its activation second; what comes in it sees by itself.",
                    Fix(f"Write {kind}({text}).", (edit,)), stops=True)  # fmt: skip


def _misspelt(write: Writer, node: ast.expr, what: str, value: Any) -> Iterator[Finding]:
    word = node.value if isinstance(node, ast.Constant) else value
    if not isinstance(word, str) or not word:
        return
    valid = identifiers(what) | _OF_COMPILE.get(what, set())
    if word in valid or (what == "optimizer" and word.lower() in valid):
        return
    near = _nearest(word, valid)
    if near is None:
        why, fix = "It is none of the names that Keras has.", Fix("Look up how Keras calls it.")
    else:
        why = f"Keras compares letter by letter, large and small; near is '{near}'."
        fix = write.replaced(f"Write '{near}'.", constant_of(write.facts, node, word), f"'{near}'")
    yield write(node, f"Keras knows no {what} called '{word}'.", why, fix, stops=True)


def _nearest(word: str, valid: frozenset[str]) -> str | None:
    """Return the name that was meant, if one is near."""
    small = sorted(name for name in valid if name.islower()) or sorted(valid)
    plain = {name.replace("_", ""): name for name in small}
    letters = word.lower().replace("_", "").replace("-", "").replace(" ", "")
    if (renamed := _RENAMED.get(word.lower())) in valid:
        return renamed
    near = get_close_matches(letters, plain, n=1, cutoff=0.6)
    return plain[near[0]] if near else None

"""Rules about names that Keras has renamed, moved or removed, and about text that is no Python."""

import ast
import re
from collections.abc import Iterator
from difflib import get_close_matches

from dlwidgets.assistant.facts import Facts, end_of
from dlwidgets.assistant.findings import Edit, Finding, Fix, Span
from dlwidgets.assistant.keras_api import names_in
from dlwidgets.assistant.keras_signatures import LAYER_ALIASES
from dlwidgets.assistant.reading.source import Source, is_python
from dlwidgets.assistant.removed_names import KERAS_MODULES, KERAS_NAMES
from dlwidgets.assistant.rules.edits import constant_of
from dlwidgets.assistant.rules.examples import COMPILE, FIT, pictures
from dlwidgets.assistant.rules.generators import renamed_call
from dlwidgets.assistant.rules.moved import moved
from dlwidgets.assistant.rules.removed import excused, removed
from dlwidgets.assistant.rules.removed_calls import removed_methods
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.settings import checkpoint_names
from dlwidgets.assistant.rules.undefined import undefined
from dlwidgets.assistant.values import Method, Model, Name, Own

LESSON = "03_keras_first_network"
_PRINT = re.compile(r"^(\s*(?:.*: )?)print(?: +|(?=[\"']))((?![=(>]).*[^\s;])\s*;?\s*$")
_INNER = "tensorflow.python.keras"


@rule("unreadable-or-undefined", "import keras\nmodel = keras.Sequential([keras.layers.Dense(4) keras.layers.Dense(1)])\n",
      "import keras\nmodel = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1)])\n", lesson=LESSON)  # fmt: skip
def unreadable(facts: Facts) -> Iterator[Finding]:
    """A program is written as Python reads it."""
    source = facts.program.source
    lesson = LESSON
    for broken in source.broken:
        text = source.lines[broken.line - 1] if broken.line <= len(source.lines) else ""
        span = Span(broken.line, len(text) - len(text.lstrip()), broken.line, len(text))
        yield Finding("unreadable-or-undefined", "bug", span, "Python can't read this line.",
                      f"It says: {broken.message.rstrip('.')}{'' if broken.message.endswith('?') else '.'}", _repair(source, broken.line),
                      lesson, stops=True)  # fmt: skip
    yield from undefined(facts)


def _print_of_today(source: Source) -> Fix:
    """Write a fix that puts the brackets of Python 3 around what is printed."""
    found = ((place, _PRINT.match(line)) for place, line in enumerate(source.lines, 1))
    edits = [
        Edit(Span(place, len(match[1]), place, len(match[0])), f"print({match[2].rstrip(', ')})")
        for place, match in found
        if match is not None
    ]
    return Fix("This is Python 2; in Python 3, write print(...).", tuple(edits))


def _repair(source: Source, line: int) -> Fix:
    """Write a fix that adds the one sign that makes Python of the program, if there is one."""
    words = "Look at brackets, commas and quotes here and in the line above."
    if _PRINT.match(source.lines[line - 1] if 0 < line <= len(source.lines) else ""):
        return _print_of_today(source)
    for place in (line, line - 1, line - 2):
        text = source.lines[place - 1].rstrip() if 0 < place <= len(source.lines) else ""
        head, sharp, _ = text.rpartition("#")
        if sharp and not any(head.count(quote) % 2 for quote in "'\""):
            text = head.rstrip()  # a sign behind a comment is a part of it
        spot = Span(place, len(text), place, len(text))
        for sign in (",", ")", "]", "])", ":", "))") if text else ():
            fix = Fix(f"Add {sign} at the end of line {place}.", (Edit(spot, sign),))
            if is_python(fix.apply(source.code)):
                return fix
    gap = re.search(r"\)\s+(?=[\w.]+\()", source.lines[line - 1]) if 0 < line <= len(source.lines) else None
    if gap is not None:
        fix = Fix("Add a comma.", (Edit(Span(line, gap.start() + 1, line, gap.start() + 1), ","),))
        return fix if is_python(fix.apply(source.code)) else Fix(words)
    return Fix(words)


@rule(
    "removed-import",
    "from keras.layers.core import Dense\n",
    "from keras.layers import Dense\n",
    lesson=LESSON,
    is_new=True,
)
def removed_import(facts: Facts) -> Iterator[Finding]:
    """Keras 3 and the libraries beside it have other places for some names."""
    write = Writer(facts, "removed-import")
    found = [one for find in (_inner_copy, _from_old_places, moved, removed) for one in find(facts, write)]
    reached = excused(facts) if found else set()
    yield from (one for one in found if one.line not in reached)


def _from_old_places(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find imports from where Keras had its names before."""
    seen: set[tuple[int, str]] = set()
    for node, path, _ in facts.program.imports:
        module, _, name = path.rpartition(".")
        plain = module.removeprefix("tensorflow.") if module.startswith("tensorflow.keras.layers") else module
        # tensorflow.keras has kept much of what keras has lost, but not its wrappers.
        known = path.removeprefix("tensorflow.") if ".wrappers." in path else path
        new = KERAS_NAMES.get(known) or KERAS_MODULES.get(plain)
        if path.removeprefix("tensorflow.") == "keras.utils.np_utils":
            new = "keras.utils"
        if new is None or (node.lineno, module) in seen or not isinstance(node, ast.ImportFrom):
            continue
        seen.add((node.lineno, module))
        fix = _from_elsewhere(write, node, module, new)
        yield write(node, f"Keras 3 has no {name if new == 'keras.utils' else module} here.",
                    f"What {'np_utils' if new == 'keras.utils' and name == 'np_utils' else module} held is in {new} now; the import fails.", fix, stops=True)  # fmt: skip
    yield from _missing(facts, write, seen)


def _inner_copy(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find imports of TensorFlow's inner copy of Keras, which is not the Keras that everybody else has."""
    used = {one.id for one in facts.nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
    for node in dict.fromkeys(node for node, path, _ in facts.program.imports if f"{path}.".startswith(f"{_INNER}.")):
        text = write.text(node)
        new = text.replace(_INNER, "tensorflow.keras").replace("from tensorflow.python ", "from tensorflow ")
        yield write(node, f"{_INNER} is no Keras to use.",
                    "It is an old copy inside of TensorFlow: it does not train any more, and its layers and optimizers "
                    "do not go together with those of tensorflow.keras.",
                    write.replaced("Import from tensorflow.keras.", node, new),
                    stops=any((one.asname or one.name.split(".")[0]) in used for one in node.names))  # fmt: skip


def _from_elsewhere(write: Writer, node: ast.ImportFrom, module: str, new: str) -> Fix:
    """Write a fix that imports from where things are now."""
    words, text = f"Import it from {new}.", write.text(node)
    if [one.name for one in node.names] == ["np_utils"]:
        # All that np_utils held is in keras.utils, so that is what the old name can stand for.
        root = module.removesuffix(".utils")
        return write.replaced(words, node, f"from {root} import utils as {node.names[0].asname or 'np_utils'}")
    if any(one.name == "np_utils" for one in node.names) or "," in new:
        return Fix(words)
    return write.replaced(words, node, text.replace(f"from {module}", f"from {new}", 1))


def _missing(facts: Facts, write: Writer, seen: set[tuple[int, str]]) -> Iterator[Finding]:
    """Find names that Keras 3 does not have where they are looked for."""
    for node, path, _ in facts.program.imports:
        module, _, name = path.rpartition(".")
        known = names_in(module) if isinstance(node, ast.ImportFrom) else None
        if known is None or name in known or name == "*" or (node.lineno, module) in seen or names_in(path) is not None:
            continue
        alias = next(one for one in node.names if one.name == name)
        near = _near(name, known)
        fix = (
            write.replaced(f"Import {near[0]}.", alias, near[0])
            if near and not alias.asname
            else Fix("Look up what took its place.")
        )
        yield write(alias, f"{module} has no {name}.", f"Keras 3 does not have it there{f'; near is {near[0]}' if near else ''}. "
                    "The import fails.", fix, stops=True)  # fmt: skip
    for called, target, _ in facts.program.calls:
        path = target.path if isinstance(target, Name) else ""
        module, _, name = path.rpartition(".")
        known = names_in(module) if module.count(".") == 1 and isinstance(called.func, ast.Attribute) else None
        if known is None or name in known or name in (names_in(f"tensorflow.{module}") or ()) or name in LAYER_ALIASES:
            continue
        near = _near(name, known)
        if near and module in {"keras.layers", "keras.optimizers", "keras.losses", "keras.models", "keras.callbacks"}:
            text = f"{write.text(called.func).rpartition('.')[0]}.{near[0]}"
            yield write(called.func, f"{module} has no {name}.", f"Near is {near[0]}.", write.replaced(f"Write {text}.", called.func, text),
                        stops=True)  # fmt: skip


def _near(name: str, known: frozenset[str]) -> list[str]:
    """Return the name that was meant: first of all the same in other capitals."""
    same = [one for one in sorted(known) if one.lower() == name.lower()]
    return same[:1] or get_close_matches(name, sorted(known), n=1, cutoff=0.8)


@rule("removed-method", pictures(COMPILE + FIT + "model.predict_classes(x_test)\n"),
      pictures(COMPILE + FIT + "model.predict(x_test).argmax(axis=1)\n"), lesson=LESSON, is_new=True)  # fmt: skip
def removed_method(facts: Facts) -> Iterator[Finding]:
    """Some methods of models are gone."""
    write = Writer(facts, "removed-method")
    yield from removed_methods(facts, write)
    new = {"fit_generator": "fit", "evaluate_generator": "evaluate", "predict_generator": "predict",
           "predict_proba": "predict", "predict_classes": "predict"}  # fmt: skip
    for node, target, _ in facts.program.calls:
        if (
            isinstance(target, Method)
            and isinstance(target.owner, Model)
            and target.name in new
            and not (isinstance(target.owner.own, Own) and target.owner.own.method(target.name))
            and isinstance(node.func, ast.Attribute)
        ):
            name = new[target.name]
            end = end_of(tuple(target.owner.layers)) if target.name == "predict_classes" else None
            single = end is not None and end.units == 1
            after = (
                (" > 0.5).astype('int32')" if single else ".argmax(axis=1)") if target.name == "predict_classes" else ""
            )
            edits = [*renamed_call(write, node, target.name, name), *write.inserted("", node, after, behind=True).edits]
            edits += write.inserted("", node, "(").edits if single else ()
            fix = Fix(
                f"Write {'(' * single}.{name}(...){after}.",
                tuple(one for one in edits if one.text or one.span.column != one.span.end_column),
            )
            yield write(node, f"Models have no {target.name} any more.", f"Keras has removed it; {name} does the same.", fix, stops=True)  # fmt: skip


@rule("save-extension", pictures(COMPILE + FIT + "model.save('digits')\n"),
      pictures(COMPILE + FIT + "model.save('digits.keras')\n"), lesson=LESSON, is_new=True)  # fmt: skip
def save_extension(facts: Facts) -> Iterator[Finding]:
    """A saved model's file name ends in .keras."""
    yield from checkpoint_names(facts)
    write = Writer(facts, "save-extension")
    for node, target, call in facts.program.calls:
        path = call.get(0, "filepath")
        ours = isinstance(target, Method) and isinstance(target.owner, Model)
        saves = isinstance(target, Name) and target.path in {"keras.models.save_model", "keras.saving.save_model"}
        if saves:
            path = call.get(1, "filepath")
        given = next(
            (one.value for one in node.keywords if one.arg == "filepath"),
            node.args[saves] if len(node.args) > saves else None,
        )
        if not (ours or saves) or not isinstance(path, str) or given is None:
            continue
        ends = {"save": (".keras", ".h5", ".hdf5"), "save_weights": (".weights.h5", ".weights.json")}.get(
            "save" if saves else target.name
        )
        if ends and not path.endswith(ends) and "tf" not in call.named.get("save_format", ""):
            new = repr(re.sub(r"\.(h5|hdf5|weights)$", "", path) + ends[0])
            yield write(given, f"Keras 3 does not save to a name like this: {path!r}.",
                        f"The name has to end in {ends[0]}.", write.replaced(f"Write {new}.", constant_of(facts, given, path), new),
                        stops=True)  # fmt: skip

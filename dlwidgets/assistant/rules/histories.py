"""Rules about what fit reports: its history and its callbacks go by the names of the metrics."""

import ast
from collections.abc import Iterator
from typing import Any

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import WARNING, Finding, Fix
from dlwidgets.assistant.rules.examples import COMPILE, FIT, pictures
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.watched import reported, unreported, watched_names
from dlwidgets.assistant.values import Array, Event, Method, Object

LESSON = "03_keras_first_network"
_WATCHING = frozenset({"keras.callbacks.EarlyStopping", "keras.callbacks.ReduceLROnPlateau"})
_HELD = frozenset({"validation_data", "validation_split", "..."})


@rule("metric-key", pictures(COMPILE + "history = " + FIT + "print(history.history['acc'])\n"),
      pictures(COMPILE + "history = " + FIT + "print(history.history['accuracy'])\n"), lesson=LESSON)  # fmt: skip
def metric_key(facts: Facts) -> Iterator[Finding]:
    """A history is asked by the names of the metrics."""
    write = Writer(facts, "metric-key")
    yield from watched_names(facts)
    for node in facts.nodes:
        key = node.slice if isinstance(node, ast.Subscript) else None
        if isinstance(node, ast.Subscript) and isinstance(key, ast.Constant) and _is_history(facts, node.value):
            yield from _asked_for(facts, write, node.value, key)
    yield from _watched_in_vain(facts, write)


def _asked_for(facts: Facts, write: Writer, history: ast.expr, key: ast.Constant) -> Iterator[Finding]:
    """Find a key that a history has not."""
    fit = _fit_of(facts, history)
    fits = [one for one in facts.events if one.kind == "fit"] if fit is None else [fit]
    names = reported(facts, None if fit is None else fits)
    if names is None:
        return
    known = bool(fits) and not any(one.is_open or not one.layers for one in fits)
    if known and str(key.value).startswith("val_") and not any(_HELD & set(one.arguments) for one in fits):
        yield write(key, f"The history has no {key.value!r}.", "fit was given no data for validation.",
                    _validated(write, fits[0]), stops=True)  # fmt: skip
    sure = _is_of_fit(facts, history) or str(key.value).removeprefix("val_") in {"acc", "accuracy"}
    found = unreported(write, key, names) if isinstance(key.value, str) and sure else None
    if found is not None:
        yield found


def _fit_of(facts: Facts, node: ast.expr) -> Event | None:
    """Return the fit whose history is asked, by the name that it was given last before; None if it can't be told."""
    owner = node.value if isinstance(node, ast.Attribute) else None
    fits = {id(one.node): one for one in facts.events if one.kind == "fit"}
    given: list[tuple[int, Any]] = [
        (one.lineno, fits.get(id(one.value)))
        for one in facts.nodes
        if isinstance(one, ast.Assign) and isinstance(owner, ast.Name) and one.lineno <= node.lineno
        and any(isinstance(target, ast.Name) and target.id == owner.id for target in one.targets)
    ]  # fmt: skip
    found: Event | None = max(given, key=lambda pair: pair[0], default=(0, None))[1]
    return found


def _is_history(facts: Facts, node: ast.expr) -> bool:
    """Tell ``history.history``, also under a name of its own."""
    value = facts.program.names.get(node.id) if isinstance(node, ast.Name) else None
    named = isinstance(value, Method) and value.name == "history" and isinstance(value.owner, Object)
    return named or getattr(node, "attr", "") == "history"


def _is_of_fit(facts: Facts, node: ast.expr) -> bool:
    """Tell the history of a training from something else of that name."""
    owner = node.value if isinstance(node, ast.Attribute) else None
    if isinstance(owner, ast.Attribute):
        return owner.attr == "history"
    held = facts.program.names.get(owner.id) if isinstance(owner, ast.Name) else None
    return isinstance(held, Object) and held.path == "keras.callbacks.History"


def _watched_in_vain(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find callbacks that wait for the loss of validation data where there are none."""
    for event in facts.fits:
        callbacks = event.arguments.get("callbacks")
        if _HELD & set(event.arguments) or not isinstance(callbacks, list):
            continue
        for one in callbacks:
            monitor = one.arguments.get("monitor", "val_loss") if isinstance(one, Object) else ""
            watches = isinstance(one, Object) and one.path in _WATCHING
            if watches and isinstance(monitor, str) and monitor.startswith("val_"):
                yield write(one.node, f"There is no {monitor} to watch.", "fit was given no validation data, so this does nothing.",
                            write.argument("Hold some data back.", event.node, "validation_split", "0.2", 9),
                            level=WARNING)  # fmt: skip


def _validated(write: Writer, event: Event) -> Fix:
    """Write a fix that holds a part of the examples back."""
    plain = isinstance(event.arguments.get("x"), Array)
    fix = write.argument("Give fit validation_split=0.2.", event.node, "validation_split", "0.2")
    return fix if plain else Fix(fix.words)

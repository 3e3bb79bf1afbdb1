"""Rules about what fit reports: its history and its callbacks go by the names of the metrics."""

import ast
from collections.abc import Iterator
from typing import Any

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import WARNING, Finding, Fix
from dlwidgets.assistant.reading.arguments import written
from dlwidgets.assistant.rules.examples import COMPILE, FIT, pictures
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.watched import NAMES_OF_METRICS, reported, unreported, watched_names
from dlwidgets.assistant.values import HISTORY, Array, Event, Method, Name, Object, history_in

LESSON = "03_keras_first_network"
_WATCHING = frozenset({"keras.callbacks.EarlyStopping", "keras.callbacks.ReduceLROnPlateau"})
_HELD = frozenset({"validation_data", "validation_split", "..."})


@rule("metric-key", pictures(COMPILE + "history = " + FIT + "print(history.history['acc'])\n"),
      pictures(COMPILE + "history = " + FIT + "print(history.history['accuracy'])\n"), lesson=LESSON)  # fmt: skip
def metric_key(facts: Facts) -> Iterator[Finding]:
    """A history is asked by the names of the metrics."""
    write = Writer(facts, "metric-key")
    yield from watched_names(facts)
    yield from _without_its_numbers(facts, write)
    known = {id(node) for node, _ in facts.program.asked}
    for node in facts.nodes:
        key = node.slice if isinstance(node, ast.Subscript) else None
        if (
            isinstance(node, ast.Subscript)
            and isinstance(key, ast.Constant)
            and isinstance(key.value, str)
            and id(key) not in known
            and _is_history(facts, node.value)
        ):
            fit = _fit_of(facts, node.value)
            sure = _is_of_fit(facts, node.value) or key.value.removeprefix("val_") in {"acc", "accuracy"}
            yield from _asked_for(facts, write, key, key.value, fit, sure=sure)
    for asked, owner in [*facts.program.asked, *_drawn(facts)]:
        history = history_in(owner)
        fit = next((one for one in facts.events if history is not None and one.node is history.node), None)
        for part, name in _keys(asked) if fit is not None else ():
            if not isinstance(owner, Array) or _is_metric(name):
                yield from _asked_for(facts, write, part, name, fit, sure=True)
    yield from _watched_in_vain(facts, write)


def _asked_for(
    facts: Facts, write: Writer, key: ast.expr, name: str, fit: Event | None, *, sure: bool
) -> Iterator[Finding]:
    """Find a key that a history has not."""
    fits = [one for one in facts.events if one.kind == "fit"] if fit is None else [fit]
    names = reported(facts, None if fit is None else fits)
    if names is None:
        return
    known = bool(fits) and not any(one.is_open or not one.layers for one in fits)
    found = unreported(write, key, name, names) if sure else None
    if known and name.startswith("val_") and not any(_HELD & set(one.arguments) for one in fits):
        fix = _validated(write, fits[0])
        if found is not None and found.fix is not None and found.fix.edits and fix.edits:
            # Its name is wrong beside, so one edit alone would not do.
            fix = Fix(f"{fix.words} {found.fix.words}", (*fix.edits, *found.fix.edits))
        yield write(key, f"The history has no {name!r}.", "fit was given no data for validation.", fix, stops=True)  # fmt: skip
    elif found is not None:
        yield found


def _keys(asked: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """Go through the names that stand in brackets or behind a dot; rows come before columns."""
    if isinstance(asked, ast.Constant) and isinstance(asked.value, str):
        yield asked, asked.value
    elif isinstance(asked, ast.Attribute):
        yield asked, asked.attr
    elif isinstance(asked, ast.List):
        for one in asked.elts:
            yield from _keys(one)
    elif isinstance(asked, ast.Tuple) and len(asked.elts) == 2:
        yield from _keys(asked.elts[1])


def _drawn(facts: Facts) -> Iterator[tuple[ast.expr, Any]]:
    """Go through the columns of a history that ``plot`` is told to draw."""
    for node, target, _ in facts.program.calls:
        given = written(node, "y") if isinstance(target, Method) and target.name == "plot" else None
        if given is not None and history_in(target.owner) is not None:
            yield given, target.owner


def _is_metric(name: str) -> bool:
    """Tell what a fit may report from a column that the program has put beside it."""
    return name.startswith("val_") or name in NAMES_OF_METRICS


def _without_its_numbers(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find a History that is taken for the numbers that it holds."""
    asked = {id(key) for key, owner in facts.program.asked if isinstance(owner, Object) and owner.path == HISTORY}
    taken = [one.value for one in facts.nodes if isinstance(one, ast.Subscript) and id(one.slice) in asked]
    for node, target, call in facts.program.calls:
        given, value = written(node, "data", 0), call.get(0, "data")
        framed = isinstance(target, Name) and target.path == "pandas.DataFrame" and given is not None
        taken += [given] if framed and isinstance(value, Object) and value.path == HISTORY and given is not None else []
    for one in taken:
        yield write(one, "fit gives a History, and its numbers are in .history.",
                    "The object itself is no dict of them: Python stops here.",
                    write.inserted("Add .history.", one, ".history", behind=True), stops=True)  # fmt: skip


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
    return history_in(value) is not None or getattr(node, "attr", "") == "history"


def _is_of_fit(facts: Facts, node: ast.expr) -> bool:
    """Tell the history of a training from something else of that name."""
    owner = node.value if isinstance(node, ast.Attribute) else None
    if isinstance(owner, ast.Attribute):
        return owner.attr == "history"
    held = facts.program.names.get(owner.id) if isinstance(owner, ast.Name) else None
    return isinstance(held, Object) and held.path == HISTORY


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

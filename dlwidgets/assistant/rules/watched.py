"""What fit reports at the end of an epoch, and what callbacks and histories ask it for."""

import ast
import re
from collections.abc import Iterator

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import BUG, WARNING, Finding, Fix
from dlwidgets.assistant.reading.arguments import written
from dlwidgets.assistant.rules.edits import constant_of
from dlwidgets.assistant.rules.rule import Writer
from dlwidgets.assistant.values import Event, Name, Object

_ALWAYS = frozenset({"loss", "lr", "learning_rate"})
_WATCHING = frozenset({"EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau"})
_SAME = {"acc": "accuracy", "mean_absolute_error": "mae", "mean_squared_error": "mse"}
_ADDED = re.compile(r"\blogs\[[^\]\n]*\]\s*=(?!=)")
NAMES_OF_METRICS = frozenset({*_SAME, *_SAME.values()})
"""Short and long names of the metrics that most programs have."""


def reported(facts: Facts, fits: list[Event] | None = None) -> set[str] | None:
    """Return the names of the metrics of some fits; None if they are not known for certain.

    Parameters
    ----------
    facts : Facts
        What is known of a program.
    fits : list of Event, optional
        The fits; without them all models count.

    Returns
    -------
    set of str, optional
        As fit reports them for the examples that it learns from.
    """
    names: set[str] = set()
    code = facts.program.source.code
    if _ADDED.search(code) or "add_metric" in code or "logs.update" in code:
        return None  # a callback or a layer may report more
    compiled = [one for one in facts.events if one.kind == "compile"]
    if fits is None:
        known = len({id(one.node) for one in compiled}) == code.count(".compile(")
    else:
        compiled = [one for one in compiled if any(one.compiled is fit.compiled for fit in fits)]
        known = not any(fit.maybe_compiled or fit.compiled is None for fit in fits)
    for event in compiled:
        listed = event.arguments.get("metrics", [])
        certain = isinstance(listed, list) and all(isinstance(one, str) for one in listed)
        if (
            not certain
            or {"...", "weighted_metrics"} & set(event.arguments)
            or event.model.own is not None
            or len(event.model.outputs) > 1
        ):
            return None
        names |= set(listed or ())
    return names if compiled and known else None


def other_name(asked: str, names: set[str]) -> str:
    """Return how a metric is called that was asked for by another of its names; empty if none is meant."""
    pairs = {**_SAME, **{new: old for old, new in _SAME.items()}}
    return next((one for one in (pairs.get(asked, ""), asked.lower()) if one in names and asked not in names), "")


def is_reported(asked: str, names: set[str]) -> bool:
    """Tell whether fit reports a name; class names come in small letters, with a line between the words."""
    small = {"".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in one).lstrip("_") for one in names}
    return asked in _ALWAYS or asked in names or asked in small or asked in {one.lower() for one in names}


def watched_names(facts: Facts) -> Iterator[Finding]:
    """Find callbacks that watch what fit does not report.

    Parameters
    ----------
    facts : Facts
        What is known of a program.

    Yields
    ------
    Finding
        One for each callback.
    """
    write = Writer(facts, "metric-key")
    for node, target, call in facts.program.calls:
        watches = isinstance(target, Name) and target.path.startswith("keras.callbacks.") and target.last in _WATCHING
        place = 1 if watches and target.last == "ModelCheckpoint" else 0
        value = call.get(place, "monitor") if watches else None
        given = written(node, "monitor", place) if watches else None
        names = reported(facts, _called_back(facts, node) or None) if given is not None else None
        saves_all = watches and target.last == "ModelCheckpoint" and call.named.get("save_best_only", False) is not True
        if names is None or given is None or saves_all or not isinstance(value, str):
            continue
        if is_reported(value.removeprefix("val_"), names):
            continue
        yield _watched(write, given, value, names, stops=call.named.get("mode", "auto") == "auto")


def _called_back(facts: Facts, node: ast.Call) -> list[Event]:
    """List the fits that get the callback which a call makes."""
    given = [(one, one.arguments.get("callbacks")) for one in facts.events if one.kind == "fit"]
    return [
        event
        for event, held in given
        if isinstance(held, list) and any(isinstance(one, Object) and one.node is node for one in held)
    ]


def _watched(write: Writer, given: ast.expr, value: str, names: set[str], *, stops: bool) -> Finding:
    plain = value.removeprefix("val_")
    other = other_name(plain, names) or "loss"
    text = repr(value.replace(plain, other))
    told = f"compile was given {'the metrics ' + ', '.join(map(repr, sorted(names))) if names else 'no metrics'}"
    after = (
        "Keras can't tell whether more or less of it is better, and stops."
        if stops
        else "Keras warns and goes on as if the callback were not there."
    )
    return write(given, f"fit reports no {value!r}.", f"{told}; {after}",
                 write.replaced(f"Write {text}.", constant_of(write.facts, given, value), text),
                 level=BUG if stops else WARNING, stops=stops)  # fmt: skip


def unreported(write: Writer, key: ast.expr, asked: str, names: set[str]) -> Finding | None:
    """Tell of a history that is asked for what it has not; None if it has it."""
    plain = asked.removeprefix("val_")
    if is_reported(plain, names):
        return None
    other = other_name(plain, names)
    text = asked.replace(plain, other)
    text = f"{write.text(key.value)}.{text}" if isinstance(key, ast.Attribute) else repr(text)
    told = f"compile was given {'the metrics ' + ', '.join(map(repr, sorted(names))) if names else 'no metrics'}."
    fix = (
        write.replaced(f"Write {text}.", key, text)
        if other
        else Fix(f"Give compile metrics=[{plain!r}], or ask for 'loss'.")
    )
    return write(key, f"The history has no {asked!r}.", told, fix, stops=True)

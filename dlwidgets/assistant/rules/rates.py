"""A rule about learning rates: as an optimizer is made with them, as schedules begin, and as a program sets them later."""

import ast
from collections.abc import Iterator
from typing import Any

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import ADVICE, Finding
from dlwidgets.assistant.reading.arguments import Call, written
from dlwidgets.assistant.rules.examples import FIT, compiled_with, pictures
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.values import Function, Method, Name, Object, is_number

LESSON = "03_keras_first_network"
OPTIMIZERS = "keras.optimizers."
_MOST = {"SGD": 1, "Adadelta": 100, "": 1}
"""The largest rates of some optimizers; without a name, of one that is not known."""
_NAMES = frozenset({"learning_rate", "lr"})


@rule("learning-rate", pictures(compiled_with("keras.optimizers.Adam(learning_rate=10.0)") + FIT),
      pictures(compiled_with("keras.optimizers.Adam(learning_rate=0.001)") + FIT), lesson=LESSON)  # fmt: skip
def learning_rate(facts: Facts) -> Iterator[Finding]:
    """A learning rate is above 0 and well below 1."""
    write = Writer(facts, "learning-rate")
    seen: set[int] = set()
    for node, target, call in facts.program.calls:
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield from _given(facts, write, node, target, call)
        yield from _assigned(write, node, target, call)
        yield from _scheduled(write, node, target, call)
    for part, owner, value, given in facts.program.sets:
        if _is_rate(part, owner):
            yield from _judged(write, given, value, _kind(owner))
    if not facts.is_old:
        yield from _old_names(facts, write)


def _given(facts: Facts, write: Writer, call_node: ast.Call, target: Any, call: Call) -> Iterator[Finding]:
    """Find a rate with which an optimizer is made."""
    if not isinstance(target, Name) or not target.path.startswith(OPTIMIZERS) or target.path.count(".") != 2:
        return
    rate = call.get(0, "learning_rate", call.named.get("lr"))
    node = written(call_node, "learning_rate") or written(call_node, "lr", 0)
    refused = isinstance(rate, int) and not facts.is_old
    found = [*_judged(write, node, rate, target.last, stops=refused)]
    yield from found
    if not found and is_number(rate) and refused and node is not None:
        text = f"{rate}.0" if isinstance(node, ast.Constant) else f"float({write.text(node)})"
        yield write(node, f"A learning rate is written with a point: {rate}.0.",
                    f"{rate} is a whole number for Python, and Keras 3 refuses it.",
                    write.replaced(f"Write {text}.", node, text), stops=True)  # fmt: skip


def _judged(write: Writer, node: ast.expr | None, rate: Any, kind: str, *, stops: bool = False) -> Iterator[Finding]:
    """Tell of a rate with which an optimizer can't learn."""
    if not is_number(rate) or node is None:
        return
    if rate <= 0 or rate > _MOST.get(kind, 0.99):
        usual = "0.01" if kind == "SGD" else "0.001"
        yield write(node, f"A learning rate of {rate:g} can't learn.",
                    "Each step goes up instead of down." if rate < 0 else "No step moves a weight." if rate == 0 else
                    "Each step jumps far beyond the valley that it aims at.",
                    write.replaced(f"Write {usual}.", node, usual), stops=stops)  # fmt: skip
    elif rate < 1e-6 and not isinstance(rate, int):
        yield write(node, f"A learning rate of {rate:g} hardly moves a weight.",
                    "With steps of this size, a fit of usual length ends where it began.",
                    write.replaced("Write 0.001 and look at the curve.", node, "0.001"), level=ADVICE)  # fmt: skip


def _assigned(write: Writer, node: ast.Call, target: Any, call: Call) -> Iterator[Finding]:
    """Find a rate that ``learning_rate.assign`` or ``set_value`` sets."""
    func = node.func
    if isinstance(func, ast.Attribute) and func.attr == "assign" and isinstance(func.value, ast.Attribute):
        variable = target.owner if isinstance(target, Method) else None
        owner = variable.owner if isinstance(variable, Method) else None
        if _is_rate(func.value, owner):
            yield from _judged(write, written(node, "value", 0), call.get(0, "value"), _kind(owner))
    elif isinstance(target, Name) and target.path == "keras.backend.set_value" and len(node.args) == 2:
        variable, place = call.get(0), node.args[0]
        owner = variable.owner if isinstance(variable, Method) else None
        if isinstance(place, ast.Attribute) and _is_rate(place, owner):
            yield from _judged(write, node.args[1], call.get(1), _kind(owner))


def _scheduled(write: Writer, node: ast.Call, target: Any, call: Call) -> Iterator[Finding]:
    """Find a rate with which a schedule begins, and numbers that a schedule of the program's own gives."""
    path = target.path if isinstance(target, Name) else ""
    if path.startswith("keras.optimizers.schedules."):
        yield from _judged(write, written(node, "initial_learning_rate", 0), call.get(0, "initial_learning_rate"), "")
    elif path == "keras.callbacks.LearningRateScheduler" and isinstance(call.get(0, "schedule"), Function):
        own = call.get(0, "schedule").node
        given = [own.body] if isinstance(own, ast.Lambda) else [
            one.value for one in ast.walk(own) if isinstance(one, ast.Return)
        ]  # fmt: skip
        for one in given:
            yield from _judged(write, one, _number(one), "")
    elif path == "keras.callbacks.ReduceLROnPlateau":
        factor, given_at = call.get(1, "factor"), written(node, "factor", 1)
        if is_number(factor) and factor >= 1 and given_at is not None:
            yield write(given_at, f"A factor of {factor:g} does not make the learning rate smaller.",
                        "Keras multiplies the rate by it, and refuses a factor of 1 or more.",
                        write.replaced("Write 0.1.", given_at, "0.1"), stops=True)  # fmt: skip


def _number(node: ast.expr | None) -> Any:
    """Return a number that is written out."""
    minus = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    inner = node.operand if isinstance(node, ast.UnaryOp) else node
    value = inner.value if isinstance(inner, ast.Constant) else None
    return (-value if minus else value) if isinstance(value, int | float) else None


def _is_rate(node: ast.Attribute, owner: Any) -> bool:
    """Tell the rate of an optimizer, also of one that is only written as such."""
    if node.attr not in _NAMES:
        return False
    return _is_optimizer(owner) or (
        not isinstance(owner, Object) and isinstance(node.value, ast.Attribute) and node.value.attr == "optimizer"
    )


def _is_optimizer(owner: Any) -> bool:
    return isinstance(owner, Object) and owner.path.startswith(OPTIMIZERS) and owner.path.count(".") == 2


def _kind(owner: Any) -> str:
    return owner.kind if _is_optimizer(owner) else ""


def _old_names(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find ``optimizer.lr`` and ``set_value``: what they did, ``optimizer.learning_rate`` does."""
    calls = {id(node): node for node, target, _ in facts.program.calls
             if isinstance(target, Name) and target.path == "keras.backend.set_value" and len(node.args) == 2}  # fmt: skip
    inside = {id(node.args[0]) for node in calls.values()}
    for node in calls.values():
        place = node.args[0]
        if isinstance(place, ast.Attribute) and place.attr in _NAMES:
            text = f"{write.text(place.value)}.learning_rate = {write.text(node.args[1])}"
            yield write(node, "set_value sets nothing any more.", "Python stops here: Keras 3 does without it.",
                        write.replaced(f"Write {text}.", node, text), stops=True)  # fmt: skip
    for one in facts.nodes:
        if not isinstance(one, ast.Attribute) or one.attr != "lr" or id(one) in inside:
            continue
        if getattr(one.value, "attr", "") == "optimizer":
            text, is_set = f"{write.text(one.value)}.learning_rate", isinstance(one.ctx, ast.Store)
            why = "It reads learning_rate only: what is set here changes nothing."
            yield write(one, "An optimizer of Keras 3 has no lr.", why if is_set else "Python stops here: its name is learning_rate now.",
                        write.replaced(f"Write {text}.", one, text), stops=not is_set)  # fmt: skip

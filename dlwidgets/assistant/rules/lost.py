"""What a call gives back, and is taken for a model though it is none; the rule of lost returns yields it."""

import ast
from collections.abc import Iterator
from math import inf

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import Edit, Finding, Fix, Span
from dlwidgets.assistant.rules.rule import Writer
from dlwidgets.assistant.values import Function, Method, Model

NOTHING = frozenset({"add", "compile", "summary", "build"})
"""Methods of models that give nothing back."""
_OF_MODELS = frozenset({
    "add", "compile", "evaluate", "fit", "fit_generator", "get_weights", "layers", "load_weights", "predict", "save", "summary",
})  # fmt: skip


def lost(facts: Facts) -> Iterator[Finding]:
    """Find names that are used as models, and hold None or the history of a training.

    Parameters
    ----------
    facts : Facts
        What is known of a program.

    Yields
    ------
    Finding
        One for each assignment.
    """
    write = Writer(facts, "lost-return")
    methods = {id(node): target for node, target, _ in facts.program.calls if isinstance(target, Method)}
    functions = {id(node): target.node for node, target, _ in facts.program.calls if isinstance(target, Function)}
    told: set[int] = set()
    for node, name in _named_calls(facts):
        method = methods.get(id(node.value))
        found = None
        if method is not None and isinstance(method.owner, Model):
            found = _of_method(facts, write, node, name, method.name)
        elif isinstance(function := functions.get(id(node.value)), ast.FunctionDef):
            found = _of_function(facts, write, node, name, function, methods)
        if found is not None and found.line not in told:
            told.add(found.line)
            yield found


def _named_calls(facts: Facts) -> Iterator[tuple[ast.Assign, ast.Name]]:
    """Yield each assignment of what a call gives back to one name, and the name."""
    for node in facts.nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.value, ast.Call):
            (target,) = node.targets
            if isinstance(target, ast.Name):
                yield node, target


def _is_used(facts: Facts, name: ast.Name) -> bool:
    """Tell whether something below an assignment takes its name for a model, before the name gets another value."""
    again = min((line for line in facts.bound.get(name.id, ()) if line > name.lineno), default=inf)
    return any(one.attr in _OF_MODELS and name.lineno < one.lineno <= again for one in facts.dotted.get(name.id, ()))


def _of_method(facts: Facts, write: Writer, node: ast.Assign, name: ast.Name, method: str) -> Finding | None:
    call = node.value
    owner = write.text(call.func.value) if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else ""
    indent = " " * write.span(node).column
    if method in NOTHING - {"summary"} and owner != name.id and _is_used(facts, name):
        text = f"{name.id} = {owner}\n{indent}{name.id}{write.text(call)[len(owner) :]}"
        return write(node, f"{name.id} becomes None here.", f"{method} gives nothing back; the next line finds no model.",
                     write.replaced("Keep the model, and call the method on it.", node, text), stops=True)  # fmt: skip
    if method == "fit" and owner == name.id and _is_used(facts, name):
        return write(node, f"{name.id} becomes the history of the training here.",
                     "fit gives back what it reported, and that is no model any more.",
                     write.replaced("Give the history a name of its own.", name, "history"), stops=True)  # fmt: skip
    return None


def _of_function(
    facts: Facts, write: Writer, node: ast.Assign, name: ast.Name, function: ast.FunctionDef, methods: dict[int, Method]
) -> Finding | None:
    """Find a function whose model does not come out of it."""
    inside = [one for statement in function.body for one in ast.walk(statement)]
    is_generator = any(isinstance(one, ast.Yield | ast.YieldFrom) for one in inside)
    if function.decorator_list or is_generator or not _is_used(facts, name):
        return None
    returns = [one for one in inside if isinstance(one, ast.Return) and one.value is not None]
    if not returns:
        return _without_return(facts, write, node, function)
    last = returns[0].value if len(returns) == 1 else None
    method = methods.get(id(last))
    of_model = method if method is not None and isinstance(method.owner, Model) else None
    if of_model and of_model.name in NOTHING and isinstance(last, ast.Call) and isinstance(last.func, ast.Attribute):
        owner = write.text(last.func.value)
        text = f"{write.text(last)}\n{' ' * write.span(returns[0]).column}return {owner}"
        return write(returns[0], f"{function.name} gives back None.", f"{of_model.name} changes the model and gives nothing back.",
                     write.replaced(f"Give {owner} back.", returns[0], text), stops=True)  # fmt: skip
    return None


def _without_return(facts: Facts, write: Writer, node: ast.Assign, function: ast.FunctionDef) -> Finding | None:
    made = {id(one.node) for one in facts.program.models}
    inner = [
        one.targets[0] for one in ast.walk(function)
        if isinstance(one, ast.Assign) and id(one.value) in made and isinstance(one.targets[0], ast.Name)
    ]  # fmt: skip
    if not inner or not isinstance(inner[-1], ast.Name):
        return None
    last = write.span(function.body[-1])
    indent = " " * write.span(function.body[0]).column
    place = Span(last.end_line, last.end_column, last.end_line, last.end_column)
    fix = Fix(f"Write return {inner[-1].id} at its end.", (Edit(place, f"\n{indent}return {inner[-1].id}"),))
    return write(node, f"{write.text(node.targets[0])} is None: {function.name} gives nothing back.",
                 "The model is made inside of the function, and is lost at its end.", fix, stops=True)  # fmt: skip

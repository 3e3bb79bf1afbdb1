"""Arguments and methods that scikit-learn and pandas have removed; the rules of Keras' own yield them too."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import Finding, Fix
from dlwidgets.assistant.removed_names import ARGUMENTS, METHODS
from dlwidgets.assistant.rules.edits import argument_out
from dlwidgets.assistant.rules.rule import Writer
from dlwidgets.assistant.values import Array, Method, Name


def removed_arguments(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find arguments that scikit-learn and pandas have renamed or removed, and places that want a name today."""
    seen: set[int] = set()
    for node, target, _ in facts.program.calls:
        path = target.path if isinstance(target, Name) else ""
        for keyword in node.keywords if id(node) not in seen else ():
            new = ARGUMENTS.get((path, keyword.arg or ""))
            if new is not None:
                fix = (
                    write.replaced(f"Write {new}=.", keyword, f"{new}={write.text(keyword.value)}")
                    if new
                    else Fix(f"Leave {keyword.arg} out.", argument_out(write, node, keyword))
                )
                why = f"Its name is {new} now." if new else "It was removed."
                yield write(keyword, f"{path.rpartition('.')[2]} has no argument {keyword.arg} any more.",
                            f"{why} Python stops here.", fix, stops=True)  # fmt: skip
        seen.add(id(node))
        if _of_frame(target) == "drop" and len(node.args) == 2:
            yield write(node.args[1], "The axis of drop is written with its name.",
                        "pandas takes one argument by its place here and refuses the second.",
                        write.inserted("Write axis=.", node.args[1], "axis="), stops=True)  # fmt: skip


def removed_methods(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find methods that pandas' tables and scikit-learn's encoders had."""
    told: set[int] = set()
    for node, target, call in facts.program.calls:
        name, func = _of_frame(target), node.func
        if name not in METHODS or id(node) in told or not isinstance(func, ast.Attribute):
            continue
        told.add(id(node))
        new = METHODS[name]
        if new:
            fix = write.replaced(f"Write {new}().", func, f"{write.text(func.value)}.{new}")
        elif name == "append":
            fix = _joined(write, node, func, framed=isinstance(call.get(0), Array))
        else:
            fix = Fix(f"Write {_INSTEAD[name]}.")
        yield write(func, f"Tables and columns have no {name} any more.", f"pandas has removed it: Python stops here. {_INSTEAD.get(name, new)} does the same.",
                    fix, stops=True)  # fmt: skip
    for one in facts.nodes:
        if (
            isinstance(one, ast.Attribute)
            and one.attr == "get_feature_names"
            and "sklearn" in facts.program.source.code
        ):
            text = f"{write.text(one.value)}.get_feature_names_out"
            yield write(one, "There is no get_feature_names any more.", "scikit-learn calls it get_feature_names_out: Python stops here.",
                        write.replaced(f"Write {text}.", one, text), stops=True)  # fmt: skip


_INSTEAD = {
    "append": "pd.concat([one, other])", "get_value": "x.at[row, column]", "ix": "x.loc[...] or x.iloc[...]",
    "lookup": "x.to_numpy() with the places", "mad": "(x - x.mean()).abs().mean()",
}  # fmt: skip


def _of_frame(target: object) -> str:
    """Return the name of a method of a table or a column of pandas; empty for all else."""
    known = isinstance(target, Method) and isinstance(target.owner, Array) and target.owner.frame
    return target.name if known and isinstance(target, Method) else ""


def _joined(write: Writer, node: ast.Call, func: ast.Attribute, *, framed: bool) -> Fix:
    """Write ``pd.concat`` in place of ``append``."""
    name = next((alias or path for _, path, alias in write.facts.program.imports if path == "pandas"), "")
    if not framed or len(node.args) != 1 or not name:
        return Fix("Write pd.concat([one, other]); a single row is a DataFrame of its own.")
    rest = "".join(f", {write.text(one)}" for one in node.keywords)
    text = f"{name}.concat([{write.text(func.value)}, {write.text(node.args[0])}]{rest})"
    return write.replaced(f"Write {text}.", node, text)

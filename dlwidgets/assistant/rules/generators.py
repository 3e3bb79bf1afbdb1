"""Calls of methods that Keras has removed, rewritten for the methods that do the same."""

import ast

from dlwidgets.assistant.findings import Edit, Span
from dlwidgets.assistant.keras_api import arguments_of_method
from dlwidgets.assistant.rules.arguments import OLD_NAMES
from dlwidgets.assistant.rules.edits import Edits, argument_out
from dlwidgets.assistant.rules.rule import Writer

_PLACES = {
    "fit_generator": ("x", "steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps"),
    "evaluate_generator": ("x", "steps", "callbacks"),
    "predict_generator": ("x", "steps", "callbacks"),
}
_NAMES = {
    "generator": "x",
    "val_samples": "steps",
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
}


def renamed_call(write: Writer, node: ast.Call, old: str, new: str) -> Edits:
    """Let a call of an old method be one of a new method, with arguments of the names that it has.

    Parameters
    ----------
    write : Writer
        Of the rule.
    node : ast.Call
        The call of a method.
    old, new : str
        The names of the methods.

    Returns
    -------
    tuple of Edit
        All else of the call stays as it is written.
    """
    func = write.span(node.func)
    edits = [Edit(Span(func.end_line, func.end_column - len(old), func.end_line, func.end_column), new)]
    places, valid = _PLACES.get(old, ()), arguments_of_method(new) or frozenset()
    for name, given in list(zip(places, node.args, strict=False))[1:]:
        edits += write.inserted("", given, f"{name}=").edits
    told = {*places[: len(node.args)]}
    for keyword in node.keywords if places else ():
        name = str(keyword.arg)
        wanted = _NAMES.get(name, OLD_NAMES.get(name, name))
        if keyword.arg is None or wanted == name in valid - told:
            told.add(name)
        elif wanted in valid - told:
            told.add(wanted)
            start = write.span(keyword)
            edits.append(Edit(Span(start.line, start.column, start.line, start.column + len(name)), wanted))
        else:
            edits += argument_out(write, node, keyword)
    return tuple(edits)

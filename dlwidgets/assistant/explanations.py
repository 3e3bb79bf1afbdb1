"""What the messages of Keras mean, for an error that stands under a program."""

import re

from dlwidgets.assistant.findings import BUG, Finding, Fix, Span
from dlwidgets.assistant.reading.paste import Traceback
from dlwidgets.assistant.reading.source import Source

_MEANINGS = (
    (r"must have the same rank|Shapes? .* are incompatible|logits and labels must", "The outputs of the model and the targets do not have the same shape.",
     "Compare model.output_shape with y.shape; class numbers need sparse_categorical_crossentropy."),
    (r"expected (?:min_)?ndim=\d+, found ndim=\d+", "A layer gets an input with another number of axes than it wants.",
     "Print X.shape and model.summary(): recurrent layers want (steps, features), Conv2D (height, width, colours)."),
    (r"cardinality", "X and y do not have the same number of examples.", "Print X.shape and y.shape; look at the order of train_test_split."),
    (r"Unrecognized data type|Invalid dtype", "fit got something that is no array of numbers.", "Make arrays with np.array(...), and numbers of texts."),
    (r"You must call .compile", "The model was not compiled.", "Call model.compile(...) before."),
    (r"KeyError|^'?(?:val_)?acc(?:uracy)?'?$", "The history has no entry of this name.", "Print history.history.keys()."),
    (r"has no attribute", "The object has no such method or attribute in this version.", "Look the name up: Keras may have renamed it."),
    (r"No module named|cannot import name", "The module or the name is not where the import looks for it.", "Import it from where Keras 3 has it."),
    (r"Could not interpret", "Keras does not know a name that it was given.", "Look at its spelling."),
    (r"not recognized|unexpected keyword", "A call has an argument that it does not take in this version.", "Look at the names of its arguments."),
    (r"Received a label value", "A class number is larger than the last unit's place.", "Give the last layer one unit per class, and let class numbers start at 0."),
    (r"is not defined", "A name is used before it was given a value.", "Look at its spelling, or import it."),
)  # fmt: skip


def explained(error: Traceback, source: Source, findings: list[Finding]) -> list[Finding]:
    """Put the explanation of an error in front, unless a finding about its line says more.

    Parameters
    ----------
    error : Traceback
        The error under the program.
    source : Source
        The program.
    findings : list of Finding
        What the rules have found.

    Returns
    -------
    list of Finding
        With the explanation, if it adds something.
    """
    if any(one.stops for one in findings):
        return findings
    text = f"{error.message} {error.kind}".strip()
    meaning = next(((what, fix) for pattern, what, fix in _MEANINGS if re.search(pattern, text, re.IGNORECASE)), None)
    what, fix = meaning or (f"The program stopped with a {error.kind}.", "Read the last line of the message first.")
    line = min(error.line or 1, len(source.lines))
    written = source.lines[line - 1] if source.lines else ""
    span = Span(line, len(written) - len(written.lstrip()), line, len(written))
    said = f"Python says: {error.kind}: {error.message}"[:300]
    return [Finding("traceback", BUG, span, what, said, Fix(fix), stops=True), *findings]

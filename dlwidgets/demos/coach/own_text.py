"""The learner's own text beside the program that was read out of it."""

from dlwidgets.assistant import Report
from dlwidgets.errors import InvalidValueError

_LEFT_OUT = {"", "pass"}
"""What stands in a program that was read in place of a line that only a notebook understands."""


def as_program(value: object) -> str:
    """Return a text that can be a program.

    Parameters
    ----------
    value : object
        What came.

    Returns
    -------
    str
        The same, with the line ends of a page.

    Raises
    ------
    InvalidValueError
        If it is no text.
    """
    if not isinstance(value, str):
        raise InvalidValueError(f"code came as {type(value).__name__}; wanted the text of a program.")
    return value.replace("\r\n", "\n").replace("\r", "\n")


def shown_text(own: str, report: Report) -> str:
    """Return what an editor should show: the learner's own text, unless the program stands at other places in it.

    Parameters
    ----------
    own : str
        What was typed or pasted.
    report : Report
        What was found in it.

    Returns
    -------
    str
        A text in whose lines the findings of the report stand.
    """
    lines, read = own.split("\n"), report.code.split("\n")
    is_in_place = len(lines) == len(read) and all(
        one == other or other.strip() in _LEFT_OUT for one, other in zip(lines, read, strict=True)
    )
    return own if is_in_place or not report.code.strip() else report.code

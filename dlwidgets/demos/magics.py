"""Help where the code is: a magic that checks a cell, and a function that explains the last error of a notebook."""

import linecache
import sys
from dataclasses import replace
from types import TracebackType

from IPython import get_ipython
from IPython.display import display

from dlwidgets.assistant import Report, find_bugs
from dlwidgets.demos.code_assistant import CodeAssistant
from dlwidgets.errors import InvalidValueError, clear_call

OPTIONS = ("", "hints")


def check_keras(line: str, cell: str) -> None:
    """Find the bugs of a cell that begins with ``%%check_keras``; the cell is read and not run.

    Parameters
    ----------
    line : str
        Empty to show all that was found, or ``hints`` for the code assistant with its ladder of hints.
    cell : str
        The rest of the cell.

    Raises
    ------
    InvalidValueError
        If ``line`` is neither.
    """
    if line.strip() not in OPTIONS:
        raise InvalidValueError(f"%%check_keras takes nothing or the word hints, but {line.strip()!r:.60} came.")
    display(CodeAssistant(cell) if line.strip() else find_bugs(cell))


@clear_call
def explain_error() -> Report:
    """Explain the last error of this notebook: where it comes from, what it means, and what mends it.

    The cells that ran before are read with it, so that shapes and losses are known; nothing is run again.

    Returns
    -------
    Report
        What was found, the worst first.

    Raises
    ------
    InvalidValueError
        If there was no error yet, or this is no notebook.

    Examples
    --------
    >>> dlw.explain_error()  # doctest: +SKIP
    """
    shell, error = get_ipython(), _last_error()
    if shell is None:
        raise InvalidValueError(
            "There is no notebook here. Give the program to dlwidgets.find_bugs, the error under it."
        )
    if error is None:
        raise InvalidValueError("There was no error in this notebook yet. Run the cell that has one first.")
    cells = [one.rstrip("\n") for one in shell.user_ns.get("In", ())]
    place, line = _own_place(error.__traceback__, cells)
    # What ran afterwards can't have caused it; of a cell that ran several times the last time counts.
    kept = [i for i, one in enumerate(cells[:place]) if one and one not in cells[i + 1 : place + 1]]
    kept += [place] if place < len(cells) else []
    begins = [1 + sum(cells[one].count("\n") + 1 for one in kept[:count]) for count in range(len(kept))]
    code = "\n".join(cells[one] for one in kept)
    report = find_bugs(f"{code}\n{_written(error, begins[-1] + line - 1 if begins else line)}")
    return replace(report, cells=tuple(zip(kept, begins, strict=True)))


def _last_error() -> BaseException | None:
    error: BaseException | None = getattr(sys, "last_value", None)
    return error


def _own_place(traceback: TracebackType | None, cells: list[str]) -> tuple[int, int]:
    """Return the cell and the line in it that the learner wrote last on the way to the error."""
    found = len(cells) - 1, 1
    texts = {one: place for place, one in enumerate(cells)}
    while traceback is not None:
        lines = linecache.getlines(traceback.tb_frame.f_code.co_filename)
        text = "".join(lines).rstrip("\n")
        if text in texts:
            found = texts[text], traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def _written(error: BaseException, line: int) -> str:
    """Write an error as Python does, in short."""
    return f'Traceback (most recent call last):\n  File "notebook", line {line}\n{type(error).__name__}: {error}\n'

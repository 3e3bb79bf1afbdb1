"""The functions and methods of libraries that are known, each with what it gives."""

from collections.abc import Callable
from typing import Any

from dlwidgets.assistant.reading.arguments import Call

Gives = Callable[[Call], Any]
FUNCTIONS: dict[str, Gives] = {}
"""By the whole name of the function."""


def gives(*paths: str) -> Callable[[Gives], Gives]:
    """Enter a function under the names of what it stands for.

    Parameters
    ----------
    *paths : str
        Whole names, such as ``"numpy.zeros"``.

    Returns
    -------
    callable
        The decorator.
    """

    def entered(function: Gives) -> Gives:
        FUNCTIONS.update(dict.fromkeys(paths, function))
        return function

    return entered

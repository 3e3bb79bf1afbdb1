"""The error of a program in which no network can be read."""

from dlwidgets.errors import InvalidValueError


class CodeError(InvalidValueError):
    """A program that can't be read as a network.

    Parameters
    ----------
    reason : str
        Kind of obstacle, for programs: ``"empty"``, ``"syntax"``, ``"no_network"``, ``"functional"``,
        ``"subclassed"``, ``"unread"`` or ``"long"``.
    line : int
        The line where it stands, from 1 on.
    problem : str
        What is wrong and what to do, as a sentence.
    """

    def __init__(self, reason: str, line: int, problem: str) -> None:
        super().__init__(f"Line {line}: {problem}")
        self.reason = reason
        self.line = line
        self.problem = problem

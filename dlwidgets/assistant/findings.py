"""What the assistant has to say about a program, as values: findings, and the edits that mend them."""

import difflib
from dataclasses import dataclass, field
from typing import Any

BUG, WARNING, ADVICE, QUESTION = "bug", "warning", "advice", "question"
LEVELS = (BUG, WARNING, QUESTION, ADVICE)
"""From what is wrong for certain, over what is most likely wrong, to what only the learner knows."""


@dataclass(frozen=True)
class Span:
    """A piece of a program's text.

    Parameters
    ----------
    line, end_line : int
        First and last line, from 1 on.
    column, end_column : int
        Characters before the piece in its first line, and up to its end in its last.
    """

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Edit:
    """A piece of text that takes the place of another.

    Parameters
    ----------
    span : Span
        What is replaced; nothing, if it starts where it ends.
    text : str
        What stands there afterwards.
    """

    span: Span
    text: str


@dataclass(frozen=True)
class Fix:
    """What mends a finding: the edits, and what they do in words.

    Parameters
    ----------
    words : str
        What to do, as a sentence.
    edits : tuple of Edit
        The change of the text; empty where only the learner can make it.
    """

    words: str
    edits: tuple[Edit, ...] = ()

    def apply(self, code: str) -> str:
        """Return the program with the change made.

        Parameters
        ----------
        code : str
            The program as the report holds it.

        Returns
        -------
        str
            All but the edited pieces is as it was.
        """
        lines = code.split("\n")
        for edit in sorted(self.edits, key=lambda one: (one.span.line, one.span.column), reverse=True):
            span = edit.span
            head = lines[span.line - 1][: span.column]
            tail = lines[span.end_line - 1][span.end_column :]
            lines[span.line - 1 : span.end_line] = (head + edit.text + tail).split("\n")
        return "\n".join(lines)

    def diff(self, code: str) -> str:
        """Return the change as lines with ``-`` and ``+``.

        Parameters
        ----------
        code : str
            The program as the report holds it.

        Returns
        -------
        str
            In the unified format, without file names.
        """
        before, after = code.split("\n"), self.apply(code).split("\n")
        return "\n".join(list(difflib.unified_diff(before, after, lineterm="", n=0))[2:])


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in a program, or may be.

    Parameters
    ----------
    rule : str
        Name of the rule that found it.
    level : {"bug", "warning", "advice", "question"}
        How sure it is, and how bad.
    span : Span
        Where it stands.
    what : str
        What is wrong, as a sentence.
    why : str
        Why that is so, in the numbers of this program.
    fix : Fix, optional
        What mends it.
    lesson : str
        Where the lessons explain it.
    stops : bool
        Whether the program stops there with an error.
    about : Subject, optional
        The model that it is about; None where it is about none.
    """

    rule: str
    level: str
    span: Span
    what: str
    why: str
    fix: Fix | None = None
    lesson: str = ""
    stops: bool = False
    about: Any = field(default=None, repr=False, compare=False)

    @property
    def line(self) -> int:
        """The line that it is about, from 1 on."""
        return self.span.line

    @property
    def order(self) -> tuple[int, int, int]:
        """What sorts findings: first what stops the program, then bugs, then the rest, each by line."""
        return (not self.stops, LEVELS.index(self.level), self.line)

"""The table that the benchmarks print: both sides, their ratio, and the target beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

HEADER = ("what", "unit", "ours", "against", "theirs", "ratio", "target", "")
RIGHT = (False, False, True, False, True, True, True, False)


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes
    ----------
    what : str
        What was measured, such as ``"line, 200 points: set to painted"``.
    unit : str
        Of both numbers.
    ours : float
        Smaller is better.
    against : str
        The other side; empty where there is none.
    theirs : float or None
        None where there is no other side.
    target, limit : float or None
        The largest ratio, or the largest number of ours, that is good enough.
    """

    what: str
    unit: str
    ours: float
    against: str = ""
    theirs: float | None = None
    target: float | None = None
    limit: float | None = None

    @property
    def ratio(self) -> float | None:
        """Our number as a share of theirs; None where theirs is nothing, such as no growth at all."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def verdict(self) -> str:
        """Whether the target is reached; empty without one."""
        if self.target is None and self.limit is None:
            return ""
        measured, enough = (self.ratio, self.target) if self.limit is None else (self.ours, self.limit)
        return "reached" if measured <= enough else "missed"


def table(rows: Iterable[Row]) -> str:
    """Lay the rows out as text in aligned columns.

    Parameters
    ----------
    rows : iterable of Row
        In the order to print.

    Returns
    -------
    str
        A header and one line for each row.
    """
    lines = [HEADER, *(_line(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_align(line, widths) for line in lines)


def _line(row: Row) -> tuple[str, ...]:
    """Turn a row into the text of its cells."""
    target = f"{row.target:g} x" if row.target is not None else ""
    target = f"{row.limit:g} {row.unit}" if row.limit is not None else target
    ours, theirs, ratio = (_number(value) for value in (row.ours, row.theirs, row.ratio))
    return (row.what, row.unit, ours, row.against, theirs, ratio, target, row.verdict)


def _number(value: float | None) -> str:
    """Three digits that mean something, never an exponent."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _align(line: tuple[str, ...], widths: list[int]) -> str:
    """Pad the cells of one line, numbers to the right."""
    cells = [
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(line, widths, RIGHT, strict=True)
    ]
    return "  ".join(cells).rstrip()

"""The table that the benchmarks print: both sides, their ratio, and the target beside it."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

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
        None where there is no other side; the target is then for ``ours`` itself.
    target : float or None
        The largest ratio that is good enough; None where there is no target.
    """

    what: str
    unit: str
    ours: float
    against: str = ""
    theirs: float | None = None
    target: float | None = None

    @property
    def ratio(self) -> float | None:
        """Our number as a share of theirs."""
        return None if self.theirs is None else self.ours / self.theirs

    @property
    def verdict(self) -> str:
        """Whether the target is reached; empty without a target."""
        if self.target is None:
            return ""
        measured = self.ours if self.ratio is None else self.ratio
        return "reached" if measured <= self.target else "missed"


@dataclass(frozen=True)
class _Line:
    what: str
    unit: str
    ours: str
    against: str
    theirs: str
    ratio: str
    target: str
    verdict: str


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
    lines = [HEADER, *(astuple(_line(row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_align(line, widths) for line in lines)


def _line(row: Row) -> _Line:
    """Turn a row's numbers into text."""
    numbers = {"ours": row.ours, "theirs": row.theirs, "ratio": row.ratio, "target": row.target}
    text = {name: _number(value) for name, value in numbers.items()}
    return _Line(what=row.what, unit=row.unit, against=row.against, verdict=row.verdict, **text)


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

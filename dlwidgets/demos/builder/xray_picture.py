"""Where the stations of an X-ray stand, and what is written there: the data sets of ``charts.xray.xray_line``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from textwrap import wrap
from typing import Any

from dlwidgets.charts.xray import RADIUS_PX, WIDTH_PX
from dlwidgets.network import Problem, Station, Xray
from dlwidgets.network.diagnosis.line import SAID

LEAST_PITCH, PER_ROW = 125, 5
"""A station and the line to the next take so many pixels at least; there are so many in a row at most."""
EDGE = 8
"""From the border to the line that comes back to the next row."""
ABOVE, BELOW = 52, 34
"""From the top of a row to its line, and from its line to the names."""
SENTENCE = 34
"""Where sentences begin, behind their signs."""
LINE, SAYS_LINE = 14, 17
"""Height of a line of small text, and of a sentence."""
IN_STATION, SMALL_LETTER, LETTER = 23, 5.9, 6.45
"""Letters under a station at most, the width of one there, and in a sentence."""
GAP, STROKE = 15, 8
MOST_LINES = {"title": 2, "detail": 3, "arithmetic": 3}

Row = tuple[Any, ...]
COLUMNS = {
    "line": ("x", "y", "x2", "y2"),
    "gaps": ("x", "y", "x2", "y2"),
    "stations": ("x", "y", "key", "family", "level", "title", "detail", "shapes", "parameters", "problem"),
    "titles": ("x", "y", "text"),
    "details": ("x", "y", "text"),
    "shapes": ("x", "y", "text", "side"),
    "signs": ("x", "y", "level", "number"),
    "says": ("x", "y", "text"),
    "changes": ("x", "y", "text"),
}


def xray_rows(found: Xray, width: float = WIDTH_PX) -> dict[str, dict[str, list[Any]]]:
    """Return the picture of an X-ray as the rows of all data sets of `xray_line`.

    Parameters
    ----------
    found : Xray
        What was found.
    width : float
        Of the picture, in pixels.

    Returns
    -------
    dict of str to columns
        By name of the data set.
    """
    return _Picture(found, width).rows()


@dataclass
class _Picture:
    """Rows that are collected while going along the line."""

    found: Xray
    width: float
    sets: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def rows(self) -> dict[str, dict[str, list[Any]]]:
        """Go along the line, row by row, and return what was collected."""
        stations = self.found.stations
        top, came_from = 0.0, None
        for start in range(0, len(stations), self._per_row):
            row = stations[start : start + self._per_row]
            y = top + (ABOVE if start else RADIUS_PX + 14)
            self._links(row, y)
            if came_from is not None:
                self._return(stations[start - 1], row[0], came_from, y)
            bottom = max(self._station(station, self._x(i), y) for i, station in enumerate(row))
            came_from, top = y, self._sentences(row, bottom)
        return {name: _columns(self.sets[name], columns) for name, columns in COLUMNS.items()}

    @property
    def _per_row(self) -> int:
        return max(1, min(PER_ROW, int(self.width // LEAST_PITCH)))

    def _x(self, i: int) -> float:
        """Return the middle of a place in a row."""
        return self.width / self._per_row * (i + 0.5)

    def _links(self, row: Sequence[Station], y: float) -> None:
        """Draw the line from station to station, with a gap before one that does not fit."""
        for i, (one, other) in enumerate(pairwise(row)):
            left, right = self._x(i), self._x(i + 1)
            middle = (left + right) / 2
            is_broken = breaks(one, other)
            self._link(left, right, y, is_broken=is_broken)
            self.sets["shapes"].append((middle, y - (20 if is_broken else 12), says_shape(one), "centre"))

    def _link(self, left: float, right: float, y: float, *, is_broken: bool) -> None:
        """Draw one piece of the line, or two with strokes across their ends."""
        if not is_broken:
            self.sets["line"].append((left, y, right, y))
            return
        # Between what is drawn: a station covers the line as far as its rim.
        free = (left + RADIUS_PX if left > EDGE else left, right - RADIUS_PX)
        middle, half = sum(free) / 2, min(GAP, (free[1] - free[0]) / 4)
        self.sets["line"] += [(left, y, middle - half, y), (middle + half, y, right, y)]
        for x in (middle - half + 3, middle + half - 3):
            self.sets["gaps"].append((x - STROKE / 2, y + STROKE, x + STROKE / 2, y - STROKE))

    def _return(self, last: Station, first: Station, y: float, y2: float) -> None:
        """Lead the line from the end of one row around to the start of the next."""
        right, left, middle = self.width - EDGE, EDGE, y2 - ABOVE + 12
        pieces = [(self._x(self._per_row - 1), y, right, y), (right, y, right, middle), (right, middle, left, middle)]
        pieces += [(left, middle, left, y2)]
        self.sets["line"] += pieces
        self._link(left, self._x(0), y2, is_broken=breaks(last, first))
        self.sets["shapes"].append((left + 8, middle + 14, says_shape(last), "left"))

    def _station(self, station: Station, x: float, y: float) -> float:
        """Draw one station with its texts; return where they end."""
        problem = " ".join(f"{SAID[one.level]}: {one.says}" for one in station.problems)
        shapes = f"{_or_open(station.shape_in)} → {_or_open(station.shape_out)}" if station.kind == "layer" else ""
        kind = (station.key, station.family, station.level)
        self.sets["stations"].append((x, y, *kind, station.title, station.detail, shapes, station.arithmetic, problem))
        for i, one in enumerate(station.problems):
            place = (x + RADIUS_PX + 2 + 20 * i, y - RADIUS_PX - 2)
            self.sets["signs"].append((*place, one.level, self._number(one)))
        at, letters = y + BELOW, min(IN_STATION, int(self.width / self._per_row / SMALL_LETTER))
        texts = (("titles", station.title, "title"), ("details", station.detail, "detail"))
        for name, text, kind in (*texts, ("details", station.arithmetic, "arithmetic")):
            for line in _wrapped(text, letters - (3 if kind == "title" else 0), MOST_LINES[kind]):
                self.sets[name].append((x, at, line))
                at += LINE
        return at

    def _sentences(self, row: Sequence[Station], top: float) -> float:
        """Write what does not fit in a row of stations under it; return where that ends."""
        at = top + 6
        for station in row:
            for problem in station.problems:
                at = self._sentence(station, problem, at)
        return at

    def _sentence(self, station: Station, problem: Problem, at: float) -> float:
        self.sets["signs"].append((16, at, problem.level, self._number(problem)))
        where, letters = _cut(station.title, 2 * IN_STATION), int((self.width - SENTENCE) / LETTER)
        for name, text in (
            ("says", f"{where}. {SAID[problem.level]}: {problem.says}"),
            ("changes", f"→ {problem.change.words}" if problem.change else ""),
        ):
            for line in _wrapped(text, letters - letters // 13 if name == "changes" else letters):  # those are bold
                self.sets[name].append((SENTENCE, at, line))
                at += SAYS_LINE
        return at + 8

    def _number(self, problem: Problem) -> str:
        """Return the place of a problem in the order of mending."""
        return str(next(i for i, one in enumerate(self.found.problems, start=1) if one is problem))


def breaks(one: Station, other: Station) -> bool:
    """Tell whether the line has a gap between two stations; what is no more than advice breaks nothing.

    Parameters
    ----------
    one, other : Station
        Neighbours. What goes out of a network has to suit what comes after it; all others what comes before.
    """
    return any(
        station.level not in {"", "advice"} and (station.kind == "output") is (station is one)
        for station in (one, other)
    )


def says_shape(station: Station) -> str:
    """Return what goes from a station to the next, as short as there is room between two.

    Parameters
    ----------
    station : Station
        The one before the link.

    Returns
    -------
    str
        The shape with "?" for what is not known; empty behind the output, where no shape goes on.
    """
    if station.kind not in {"data", "layer"}:
        return ""
    return _cut(_or_open(station.shape_out), 16)


def _cut(text: str, most: int) -> str:
    """Shorten a text that is too long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _or_open(shape: Sequence[int | None] | None) -> str:
    """Write a shape as Python does; "?" if it is not known."""
    return "?" if shape is None else str(tuple(shape))


def _wrapped(text: str, width: int, most: int | None = None) -> Iterator[str]:
    """Break a text into lines, long names behind an underscore, and cut it where there is no more room."""
    for line in wrap(text.replace("_", "_ "), width, max_lines=most, placeholder=" …"):
        yield line.replace("_ ", "_")


def _columns(rows: Sequence[Row], names: Sequence[str]) -> dict[str, list[Any]]:
    """Turn rows into named columns."""
    columns = [*zip(*rows, strict=True)] or [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}

"""What came out of a race, as a value."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from dlwidgets.compare.frames import to_frame
from dlwidgets.compare.job import Outcome
from dlwidgets.errors import unknown_name

HEADER = ("contestant", "accuracy", "on training", "fit", "predict", "parameters", "support vectors", "mult-adds", "kB")


@dataclass(frozen=True, eq=False)
class Standing:
    """How one contestant did, over all seeds.

    Parameters
    ----------
    name : str
        The contestant.
    outcomes : tuple of Outcome
        One per seed.
    """

    name: str
    outcomes: tuple[Outcome, ...]

    @property
    def error(self) -> str:
        """Why it failed, as a sentence; empty if it never did."""
        return next((one.error for one in self.outcomes if one.error), "")

    @property
    def accuracy(self) -> float:
        """Mean share of right answers on the test part, over the seeds that it finished; NaN if it finished none."""
        return self.mean("accuracy")

    @property
    def spread(self) -> float:
        """Standard deviation of the accuracy over the seeds (ddof 1); NaN for less than two."""
        values = self._values("accuracy")
        return float(np.std(values, ddof=1)) if len(values) > 1 else float("nan")

    def mean(self, what: str) -> float:
        """Average a number of the outcomes over the seeds.

        Parameters
        ----------
        what : str
            Such as ``"fit_s"`` or ``"multiply_adds"``.

        Returns
        -------
        float
            NaN where nobody can say.
        """
        values = self._values(what)
        return float(np.mean(values)) if values else float("nan")

    def _values(self, what: str) -> list[float]:
        found = [getattr(one, what) for one in self.outcomes if not one.error]
        return [value for value in found if value is not None]

    def __repr__(self) -> str:
        return f"Standing({self.name!r}, {self.error or _share(self)})"


@dataclass(frozen=True, eq=False)
class RaceResult:
    """What came out of a race: predictions, scores with their spread, times and costs.

    Parameters
    ----------
    data : str
        What the data set is called.
    standings : tuple of Standing
        In the order in which the contestants were given.
    seeds : tuple of int
        What splits and chance were drawn from.
    n_test : int
        Examples of the test part.
    is_complete : bool
        Whether it went on to the end.
    """

    data: str
    standings: tuple[Standing, ...]
    seeds: tuple[int, ...]
    n_test: int
    is_complete: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The contestants."""
        return tuple(standing.name for standing in self.standings)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes, contestant by contestant and seed by seed."""
        return tuple(one for standing in self.standings for one in standing.outcomes)

    def ranking(self) -> tuple[str, ...]:
        """Name the contestants that finished, the most accurate first; equal ones stay in their order.

        Returns
        -------
        tuple of str
            Names. Those closer than their spread are not really apart.
        """
        finished = [standing for standing in self.standings if not np.isnan(standing.accuracy)]
        return tuple(one.name for one in sorted(finished, key=lambda standing: -standing.accuracy))

    def to_frame(self) -> Any:
        """Return one row per contestant and seed.

        Returns
        -------
        pandas.DataFrame or polars.DataFrame
            pandas if it is installed.

        Raises
        ------
        MissingExtraError
            If neither is installed.
        """
        return to_frame({name: [getattr(one, name) for one in self.outcomes] for name in Outcome.columns()})

    def __getitem__(self, name: str) -> Standing:
        for standing in self.standings:
            if standing.name == name:
                return standing
        raise unknown_name("contestant", name, self.names)

    def __iter__(self) -> Iterator[Standing]:
        return iter(self.standings)

    def __len__(self) -> int:
        return len(self.standings)

    @property
    def title(self) -> str:
        """What was raced, as a line."""
        n_train = ", ".join(sorted({str(one.n_train) for one in self.outcomes}))
        seeds = f"seed {self.seeds[0]}" if len(self.seeds) == 1 else f"{len(self.seeds)} seeds, mean ± deviation"
        stopped = "" if self.is_complete else "; stopped before its end"
        return f"{self.data}: learned from {n_train} examples, tested with {self.n_test}; {seeds}{stopped}"

    def __repr__(self) -> str:
        rows = [HEADER, *map(_cells, self.standings)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(HEADER))]
        lines = [_aligned(row, widths) for row in rows]
        errors = [f"{one.name}: {one.error}" for one in self.standings if one.error]
        return "\n".join([self.title, *lines, *errors])

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(title)}</th>' for title in HEADER)
        body = "".join(map(_html_row, self.standings))
        return (
            f"<table><caption>{escape(self.title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _cells(standing: Standing) -> tuple[str, ...]:
    """Write what a row of the table holds."""
    if all(one.error for one in standing.outcomes):
        return (standing.name, "failed", *[""] * (len(HEADER) - 2))
    counts = [_count(standing.mean(what)) for what in ("n_parameters", "n_support_vectors", "multiply_adds")]
    return (
        standing.name,
        _share(standing),
        f"{100 * standing.mean('train_accuracy'):.1f} %",
        _seconds(standing.mean("fit_s")),
        _seconds(standing.mean("predict_s")),
        *counts,
        f"{standing.mean('memory_bytes') / 1000:,.1f}",
    )


def _share(standing: Standing) -> str:
    spread = "" if np.isnan(standing.spread) else f" ± {100 * standing.spread:.1f}"
    return f"{100 * standing.accuracy:.1f}{spread} %"


def _count(value: float) -> str:
    return "" if np.isnan(value) else f"{value:,.0f}"


def _seconds(value: float) -> str:
    return f"{1000 * value:.2g} ms" if value < 0.0995 else f"{value:.2f} s"


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    cells = [cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(zip(row, widths))]  # noqa: B905 (same table)
    return "  ".join(cells).rstrip()


def _html_row(standing: Standing) -> str:
    """Write a row; whatever a reader or an estimator has named stays text."""
    name, *cells = map(escape, _cells(standing))
    if standing.error:
        cells[0] = escape(standing.error) if cells[0] == "failed" else f"{cells[0]} ({escape(standing.error)})"
    if all(one.error for one in standing.outcomes):
        return f'<tr><th scope="row">{name}</th><td colspan="{len(cells)}">{cells[0]}</td></tr>'
    return f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'

"""Tables of the learner's own, from DataFrames, dictionaries and CSV files, read column by column."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlwidgets.data.checks import (
    Column,
    as_column,
    refuse_duplicates,
    refuse_gaps,
    refuse_text,
    text_rows,
)
from dlwidgets.errors import DataError, unknown_name

_GAP_CELLS = {"", "na", "n/a", "nan", "null", "none"}
_MEND = {
    "csv": "Fill in the cells, or hand pd.read_csv(...).dropna() to Dataset.from_frame.",
    "dict": "Leave such rows out of every column, or fill them in.",
    "pandas": "df.dropna() leaves such rows out.",
    "polars": "df.fill_nan(None).drop_nulls() leaves such rows out.",
}
_KEEP = {"dict": "{{name: data[name] for name in {names!r}}}", "pandas": "df[{names!r}]", "polars": "df[{names!r}]"}
_ASK_FOR = "features={names!r}"


@dataclass(frozen=True, eq=False)
class Columns:
    """Named columns of equal length, and how their reader would leave out rows with gaps, and keep some columns only.

    What keeps columns is empty where that is said by ``features=``.
    """

    values: Mapping[str, Column]
    mend: str
    keep: str = ""

    def numbers_and_labels(self, target: object, features: Sequence[object] | None) -> tuple[dict[str, Column], Column]:
        """Part the columns into features, all numbers without gaps, and the target without gaps."""
        answer = self._known(target)
        names = self._feature_names(answer, features)
        chosen = {name: self.values[name] for name in names}
        numeric = [name for name, column in chosen.items() if not text_rows(column)]
        way = self._way_to_keep(numeric, answer, is_asked_for=features is not None)
        refuse_text(chosen, f"Turn text into numbers, or keep the columns of numbers only: {way}.")
        refuse_gaps({**chosen, answer: self.values[answer]}, self.mend)
        return chosen, self.values[answer]

    def _feature_names(self, answer: str, features: Sequence[object] | None) -> list[str]:
        """Find the features among the columns; all but the target if none are given."""
        if features is None:
            names = self._all_but(answer)
        else:
            names = [self._known(name) for name in ([features] if isinstance(features, str) else features)]
        if not names:
            raise DataError(f"There are no features to predict {answer!r} from; give at least one column.")
        if answer in names:
            raise DataError(f"The target {answer!r} gives the answer away: leave it out of features=[...].")
        refuse_duplicates("feature", names)
        return names

    def _known(self, name: object) -> str:
        """Give a column's name back, or raise with the nearest."""
        if str(name) not in self.values:
            raise unknown_name("column", name, self.values)
        return str(name)

    def _all_but(self, answer: str) -> list[str]:
        """Take every column but the target; refuse one without a name."""
        names = [name for name in self.values if name != answer]
        if "" in names:
            named = [name for name in names if name]
            raise DataError(
                "A column has no name; often it holds row numbers written by another program, which "
                f"are nothing to learn from. Keep the others: {self._way_to_keep(named, answer)}."
            )
        return names

    def _way_to_keep(self, names: list[str], answer: str, *, is_asked_for: bool = False) -> str:
        """Write what keeps some features: a demo whose ``features`` mean something else takes the table alone."""
        if is_asked_for or not self.keep:
            return _ASK_FOR.format(names=names)
        return self.keep.format(names=[*names, answer])


def read_frame(frame: Any) -> Columns:
    """Read a pandas or polars DataFrame (any that narwhals reads) or a dictionary of columns.

    Raises
    ------
    DataError
        If it is no table, has no rows, or names a column twice.
    """
    if isinstance(frame, Mapping):
        names: Sequence[object] = list(frame)
        try:
            columns, kind = [as_column(list(values)) for values in frame.values()], "dict"
        except TypeError as error:
            raise DataError("Each column of the dictionary needs a list of values, one per row.") from error
    else:
        names, columns, kind = _read_native(frame)
    mend, keep = _MEND.get(kind, _MEND["dict"]), _KEEP.get(kind, "")
    return _as_columns([str(name) for name in names], columns, mend, keep)


def read_csv(path: str | Path, delimiter: str = ",") -> Columns:
    """Read a CSV file in UTF-8 whose first line names the columns.

    Parameters
    ----------
    path : str or Path
        The file.
    delimiter : str
        What stands between two cells.

    Returns
    -------
    Columns
        Numbers where a whole column can be read so, else text. Empty cells and NA are gaps.

    Raises
    ------
    DataError
        If there is no such file, or it is not a table.
    """
    header, *rows = _csv_lines(Path(path), delimiter)
    names = [name.strip() for name in header]
    for number, row in enumerate(rows):
        if len(row) != len(names):
            raise DataError(
                f"{Path(path).name}: row {number} has {len(row)} cells, but the header names {len(names)} "
                f"columns. Rows are counted from 0 below the header. The row: {row!r}."
            )
    columns = [_parsed(cells) for cells in zip(*rows, strict=True)] if rows else [as_column([])] * len(names)
    return _as_columns(names, columns, _MEND["csv"])


def _read_native(frame: Any) -> tuple[Sequence[object], list[Column], str]:
    """Read a DataFrame of any library through narwhals."""
    import narwhals as nw

    try:
        table = nw.from_native(frame, eager_only=True)
    except nw.exceptions.DuplicateError:
        refuse_duplicates("column", map(str, frame.columns))
        raise
    except TypeError as error:
        is_lazy = hasattr(frame, "collect")
        hint = "call .collect() on it first" if is_lazy else "give a DataFrame or a dict of columns"
        raise DataError(f"{type(frame).__name__} is no table that can be read: {hint}.") from error
    columns = [
        values if (values := series.to_numpy()).dtype.kind in "biuf" else as_column(series.to_list())
        for series in table.iter_columns()
    ]
    return table.columns, columns, str(table.implementation)


def _as_columns(names: list[str], columns: list[Column], mend: str, keep: str = "") -> Columns:
    """Check that columns make a table."""
    refuse_duplicates("column", [name for name in names if name])
    lengths = {name: len(column) for name, column in zip(names, columns, strict=True)}
    if len(set(lengths.values())) > 1:
        raise DataError(f"The columns have different lengths: {lengths}. Each row needs a value in every column.")
    if not any(lengths.values()):
        raise DataError("The table has no rows; there is nothing to learn from.")
    return Columns(dict(zip(names, columns, strict=True)), mend, keep)


def _csv_lines(path: Path, delimiter: str) -> list[list[str]]:
    """Read the lines of a CSV file that are not empty, as cells."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = [line for line in csv.reader(file, delimiter=delimiter) if line]
    except OSError as error:
        raise DataError(
            f"The file {str(path)!r} can't be read: {error.strerror}. Check its name and folder."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name} is no CSV file in UTF-8 ({error}). Save it again as CSV, UTF-8.") from error
    if not lines:
        raise DataError(f"{path.name} is empty; its first line should name the columns.")
    other = next((sign for sign in ";\t|" if sign in lines[0][0]), None)
    if len(lines[0]) == 1 and other:
        raise DataError(f"{path.name} seems to part its cells by {other!r}: give delimiter={other!r}.")
    return lines


def _parsed(cells: Sequence[str]) -> Column:
    """Read a column as numbers if every cell that is no gap is one, else as text."""
    values = [None if cell.strip().lower() in _GAP_CELLS else cell.strip() for cell in cells]
    try:
        return as_column([value if value is None else float(value) for value in values])
    except ValueError:
        return as_column(values)

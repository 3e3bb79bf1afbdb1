"""Checks on data as they come in, with errors that say which column, which rows and what to do."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.errors import DataError, InvalidValueError

Column = npt.NDArray[Any]

_NUMBER_KINDS = "biuf"
_ROWS_SHOWN = 5


def as_array(values: object) -> npt.NDArray[Any]:
    """Give an array of numbers where possible, else of objects, so that text and gaps stay themselves."""
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise DataError("The rows have different lengths; each example needs the same features.") from error
    return array if array.dtype.kind in _NUMBER_KINDS else np.array(values, dtype=object)


def as_column(values: Sequence[object]) -> Column:
    """Give a 1-D array of objects, even where the values are lists themselves."""
    return np.fromiter(values, dtype=object, count=len(values))


def as_names(names: Iterable[object]) -> tuple[str, ...]:
    """Give names as plain text, also those that came in an array; raise DataError if it is no list."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise DataError(f"Names come as a list of texts, such as ['a', 'b']; got {names!r:.60}.")
    return tuple(str(name) for name in names)


def is_missing(value: object) -> bool:
    """Tell whether a cell is a gap: None, NaN, or a missing value of pandas."""
    if isinstance(value, (float, np.floating)):
        return bool(np.isnan(value))
    return value is None or type(value).__name__ in {"NAType", "NaTType"}


def is_number(value: object) -> bool:
    """Tell whether a cell can be computed with; True and False count as 1 and 0."""
    return isinstance(value, (Real, Decimal, np.bool_))


def text_rows(column: Column) -> list[int]:
    """List the rows that hold neither a number nor a gap."""
    if column.dtype.kind in _NUMBER_KINDS:
        return []
    return [row for row, cell in enumerate(column) if not (is_number(cell) or is_missing(cell))]


def gap_rows(column: Column) -> list[int]:
    """List the rows that hold a gap."""
    if column.dtype.kind in _NUMBER_KINDS:
        return [int(row) for row in np.flatnonzero(np.isnan(column))]
    return [row for row, cell in enumerate(column) if is_missing(cell)]


def refuse_gaps(columns: Mapping[str, Column], hint: str) -> None:
    """Raise DataError where a column has gaps; name each with its rows."""
    gaps = {name: gap_rows(column) for name, column in columns.items()}
    found = ", ".join(f"{len(rows)} in {name!r} ({_row_list(rows)})" for name, rows in gaps.items() if rows)
    if found:
        raise DataError(f"There are gaps (missing values): {found}. Rows are counted from 0. {hint}")


def refuse_text(columns: Mapping[str, Column], hint: str) -> None:
    """Raise DataError where a column holds anything but numbers; name each with an example."""
    text = {name: text_rows(column) for name, column in columns.items()}
    found = ", ".join(
        f"{name!r} holds {columns[name][rows[0]]!r} (row {rows[0]})" for name, rows in text.items() if rows
    )
    if found:
        raise DataError(f"Only numbers can be computed with, but {found}. Rows are counted from 0. {hint}")


def as_numbers(columns: Mapping[str, Column]) -> npt.NDArray[np.float64]:
    """Stack columns of numbers as float64 (n, d); raise DataError where one is infinite."""
    table = np.column_stack([column.astype(np.float64) for column in columns.values()])
    infinite = {name: np.flatnonzero(np.isinf(table[:, i])).tolist() for i, name in enumerate(columns)}
    found = ", ".join(f"{name!r} ({_row_list(rows)})" for name, rows in infinite.items() if rows)
    if found:
        raise DataError(
            f"There are infinite values in {found}. Rows are counted from 0. Mend these rows or leave them "
            "out; infinity often comes from a division by zero."
        )
    return table


def refuse_duplicates(kind: str, names: Iterable[str]) -> None:
    """Raise DataError where a name stands twice."""
    listed = list(names)
    twice = ", ".join(repr(name) for name in sorted(set(listed)) if listed.count(name) > 1)
    if twice:
        raise DataError(f"Each {kind} needs a name of its own, but there is more than one of: {twice}.")


def require_shapes(X: npt.NDArray[Any], y: npt.NDArray[Any]) -> None:
    """Raise DataError unless X is (n, d) and y is (n,), with n and d at least 1."""
    if X.size == 0:
        raise DataError(f"X has shape {X.shape}: there is nothing to learn from. Give one row per example.")
    if X.ndim != 2:
        way = "X.reshape(len(X), -1)" if X.ndim > 2 else "X.reshape(-1, 1) for a single feature"
        raise DataError(f"X has shape {X.shape}; give one row per example, one column per feature: {way}.")
    if y.ndim != 1:
        raise DataError(
            f"y has shape {y.shape}; give one label per example: y.ravel() for a single column, "
            "y.argmax(axis=1) for one-hot rows."
        )
    if len(X) != len(y):
        raise DataError(f"X has {len(X)} rows, but y has {len(y)} labels; each row needs its own label.")


def require_names(n_features: int, features: tuple[str, ...], units: tuple[str, ...]) -> None:
    """Raise DataError unless there is a name, and a unit if any, for each feature."""
    for kind, names in (("names", features), ("units", units)):
        if names and len(names) != n_features:
            raise DataError(f"X has {n_features} features, but there are {len(names)} {kind}: {names}.")
    refuse_duplicates("feature", features)


def finite_table(X: npt.NDArray[Any], names: Sequence[str]) -> npt.NDArray[np.float64]:
    """Copy X of shape (n, d) as float64; raise DataError for text, gaps and infinity."""
    columns = dict(zip(names, X.T, strict=True))
    refuse_text(columns, "Turn text into numbers, or leave the column out.")
    refuse_gaps(columns, "Leave these rows out, or fill them in.")
    return as_numbers(columns)


def finite_column(y: npt.NDArray[Any], name: str) -> npt.NDArray[np.float64]:
    """Copy y of shape (n,) as float64; raise DataError for text, gaps and infinity."""
    return finite_table(y[:, None], [name])[:, 0]


def class_indices(y: npt.NDArray[Any], class_names: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Copy y as int64; raise DataError unless each label is the index of a class."""
    refuse_duplicates("class", class_names)
    indices = range(len(class_names))
    for label in y.tolist():
        if not is_number(label) or label not in indices:
            raise DataError(
                f"y holds {label!r}; give whole numbers from 0 to {indices[-1]} for the classes "
                f"{', '.join(class_names)}."
            )
    return y.astype(np.int64)


def whole_number(name: str, value: object, at_least: int) -> int:
    """Give a whole number back as int; raise InvalidValueError for anything else."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value >= at_least:
        return int(value)
    raise InvalidValueError(f"{name} is {value!r}; give a whole number of at least {at_least}.")


def is_real(value: object) -> bool:
    """Tell whether a value is a single real number; True and False are not."""
    return isinstance(value, Real) and not isinstance(value, bool)


def _row_list(rows: Sequence[int]) -> str:
    """Write row numbers as words, the first few of many."""
    shown = ", ".join(str(row) for row in rows[:_ROWS_SHOWN])
    more = f" and {len(rows) - _ROWS_SHOWN} more" if len(rows) > _ROWS_SHOWN else ""
    return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"

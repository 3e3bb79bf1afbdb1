"""Data sets as named columns: what charts accept, and how it travels to the browser and into a picture."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np

from dlwidgets.errors import DataError, a_kind

Columns = dict[str, np.ndarray]

FLOAT32_EXACT_INT = 2**24
FLOAT32_MAX = float(np.finfo(np.float32).max)
FLOAT32_TINY = float(np.finfo(np.float32).tiny)
DECIMALS = 9
"""Digits behind the point up to which a number counts as written down, not computed."""


def named_sets(data: Any) -> Mapping[str, Any]:
    """Return data sets by name, or say that something else came.

    Parameters
    ----------
    data : mapping of str to data set, or None
        None is no data set at all.

    Returns
    -------
    mapping
        The same.

    Raises
    ------
    DataError
        If it is no mapping.
    """
    sets = {} if data is None else data
    if not isinstance(sets, Mapping):
        raise DataError(f'Data sets come as a dict by name, such as {{"curve": {{"x": [1, 2]}}}}; got {a_kind(sets)}.')
    return sets


def as_columns(data: Any) -> Columns:
    """Turn a mapping of columns, or a data frame, into equally long NumPy columns.

    Parameters
    ----------
    data : mapping of str to array-like, or a pandas, polars or pyarrow frame
        Columns of length ``n``. A single number or text is repeated ``n`` times.

    Returns
    -------
    dict of str to array, each of shape (n,)
        Float64, int64, bool or ``datetime64[ms]`` columns; text stays an object array with None for gaps.

    Raises
    ------
    DataError
        If the columns differ in length, have more than one dimension, or hold something no chart can show.

    Examples
    --------
    >>> as_columns({"x": [1, 2], "kind": "train"})["kind"].tolist()
    ['train', 'train']
    """
    if not isinstance(data, Mapping):
        data = _frame_columns(data)
    columns = {str(name): _as_column(str(name), values) for name, values in data.items()}
    lengths = {name: len(values) for name, values in columns.items() if values.ndim == 1}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{name} has {n}" for name, n in lengths.items())
        raise DataError(f"The columns differ in length: {found}. Give each column one value per row.")
    n_rows = next(iter(lengths.values()), 1)
    return {name: np.full(n_rows, v) if v.ndim == 0 else v for name, v in columns.items()}


def concatenate(first: Columns, second: Columns) -> Columns:
    """Join the rows of two data sets that have the same columns."""
    if not first:
        return second
    if first.keys() != second.keys():
        raise DataError(
            f"The rows to append have the columns {', '.join(second)}, but the data set has {', '.join(first)}. "
            "Append rows with the same columns."
        )
    return {name: _joined(name, values, second[name]) for name, values in first.items()}


def pack(columns: Columns) -> dict[str, Any]:
    """Describe columns for the browser: names, kinds and bytes.

    Numbers travel as float32, or as float64 where float32 would change their meaning: integers beyond
    2**24, values beyond its range, dates, and decimals such as 0.1 that a reader would see as 0.10000000149.
    Text travels as codes into a table. Gaps, NaN and infinities become ``null`` in the browser, as in Altair.
    """
    length = len(next(iter(columns.values()), ()))
    return {"length": length, "columns": [{"name": k, **_pack_column(v)} for k, v in columns.items()]}


def as_rows(columns: Columns) -> list[dict[str, Any]]:
    """Rows as plain Python values, for the static picture; the same values as the browser makes."""
    plain = {name: _plain_values(values) for name, values in columns.items()}
    return [dict(zip(plain, row, strict=True)) for row in zip(*plain.values(), strict=True)]


def split_buffers(content: Any, buffers: list[memoryview]) -> Any:
    """Copy ``content`` with each binary part put into ``buffers`` and replaced by its place there."""
    if isinstance(content, memoryview):
        buffers.append(content)
        return len(buffers) - 1
    if isinstance(content, dict):
        return {key: split_buffers(value, buffers) for key, value in content.items()}
    if isinstance(content, list):
        return [split_buffers(value, buffers) for value in content]
    return content


def _frame_columns(frame: Any) -> dict[str, Any]:
    import narwhals as nw

    try:
        native = nw.from_native(frame, eager_only=True)
    except ValueError as error:
        raise DataError(f"This data frame can't be read, as two columns of one name can't. {error}") from None
    except TypeError:
        raise DataError(
            f"A data set came as {type(frame).__name__}; wanted a dict of columns such as "
            '{"x": [1, 2], "y": [3, 4]}, or a data frame.'
        ) from None
    return {name: _series_values(native.get_column(name)) for name in native.columns}


def _series_values(series: Any) -> Any:
    import narwhals as nw

    zoned = series.dtype == nw.Datetime and series.dtype.time_zone
    return series.to_list() if zoned else series.to_numpy()  # NumPy has no time zones


def _joined(name: str, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    try:
        joined = np.concatenate([first, second])
    except TypeError:  # dates and numbers have no common kind
        raise DataError(f"Column {name} holds {first.dtype}; rows of {second.dtype} can't be appended to it.") from None
    if joined.dtype.kind == "O":
        # One earlier value tells the kind of all: appending a row must not cost a look at every row before it.
        known = next((value for value in first if not _is_gap(value)), None)
        _object_column(name, np.array([known, *second], dtype=object))
    return joined


def _as_column(name: str, values: Any) -> np.ndarray:
    values = _as_array(name, values)
    if values.ndim > 1:
        raise DataError(f"Column {name} has {values.ndim} dimensions; wanted one value per row.")
    if values.dtype.kind in "US":
        return values.astype(str).astype(object)
    if values.dtype.kind == "M":
        return values.astype("datetime64[ms]")
    if values.dtype.kind == "O":
        return _object_column(name, values)
    if values.dtype.kind not in "biuf":
        raise DataError(f"Column {name} holds {values.dtype}; charts show numbers, text, dates and true/false.")
    return values


def _as_array(name: str, values: Any) -> np.ndarray:
    """Copy ``values``: the caller may change its array before the browser has asked for it."""
    values = list(values) if isinstance(values, (tuple, range)) else values
    try:
        return np.array(values, dtype=_kept_as(values))
    except ValueError:  # lists of unequal length
        raise DataError(f"Column {name} holds lists; wanted one value per row.") from None


def _kept_as(values: Any) -> type | None:
    """Return what keeps the values of a list as they are: NumPy would turn numbers or gaps among texts into text."""
    kinds = {*map(type, values)} if isinstance(values, list) else set()
    if kinds == {int, float}:
        return float
    return object if len(kinds) > 1 or kinds == {str} else None


def _object_column(name: str, values: np.ndarray) -> np.ndarray:
    if {*map(type, values.flat)} <= {str, type(None)}:
        return values
    present = [v for v in values.ravel() if not _is_gap(v)]
    if all(isinstance(v, str) for v in present):
        return np.array([None if _is_gap(v) else v for v in values.ravel()], dtype=object).reshape(values.shape)
    if all(isinstance(v, (bool, np.bool_)) for v in present):
        return values
    if all(isinstance(v, (int, float, np.number)) for v in present):
        return np.array([np.nan if _is_gap(v) else v for v in values.ravel()], dtype=float).reshape(values.shape)
    if all(isinstance(v, (date, np.datetime64)) for v in present):
        return _dates(values)
    kinds = ", ".join(sorted({type(v).__name__ for v in present}))
    raise DataError(f"Column {name} mixes or holds {kinds}; give it one kind: numbers, text, dates or true/false.")


def _is_gap(value: Any) -> bool:
    is_nan = isinstance(value, (float, np.generic)) and bool(value != value)  # noqa: PLR0124 - only NaN and NaT do
    return is_nan or value is None or type(value).__name__ in {"NAType", "NaTType"}


def _dates(values: np.ndarray) -> np.ndarray:
    zoned = any(isinstance(v, datetime) and v.tzinfo is not None for v in values.flat)
    dtype = object if zoned else "datetime64[ms]"  # the packer sends those with a zone as instants
    return np.array([None if _is_gap(v) else v for v in values.flat], dtype=dtype).reshape(values.shape)


def _pack_column(values: np.ndarray) -> dict[str, Any]:
    if values.dtype.kind == "M":
        return {"kind": "local-date", "data": memoryview(_epoch_ms(values))}
    if values.dtype.kind == "b":
        return {"kind": "flag", "data": memoryview(values.astype(np.uint8))}
    if values.dtype.kind == "O":
        return _pack_objects(values)
    width = np.float64 if _needs_float64(values) else np.float32
    return {"kind": "number", "dtype": np.dtype(width).name, "data": memoryview(values.astype(width))}


def _pack_objects(values: np.ndarray) -> dict[str, Any]:
    kind = next((type(v) for v in values if not _is_gap(v)), str)  # one tells the kind of all
    if issubclass(kind, datetime):
        instants = [np.nan if v is None else v.timestamp() * 1000 for v in values]
        return {"kind": "instant", "data": memoryview(np.array(instants, dtype=np.float64))}
    if issubclass(kind, (bool, np.bool_)):
        codes = [255 if _is_gap(v) else int(v) for v in values]
        return {"kind": "flag", "data": memoryview(np.array(codes, dtype=np.uint8))}
    table = list(dict.fromkeys(v for v in values if v is not None))
    place = {text: code for code, text in enumerate(table, start=1)}
    codes = np.array([place.get(v, 0) for v in values], dtype=np.uint32)  # 0 is a gap
    return {"kind": "text", "table": table, "data": memoryview(codes)}


def _epoch_ms(values: np.ndarray) -> np.ndarray:
    ms = values.astype("datetime64[ms]").astype(np.int64).astype(np.float64)
    ms[np.isnat(values)] = np.nan
    return ms


def _needs_float64(values: np.ndarray) -> bool:
    if values.dtype.kind in "iu":
        return bool(values.size) and max(-int(values.min()), int(values.max())) > FLOAT32_EXACT_INT
    if values.dtype.itemsize <= np.dtype(np.float32).itemsize:
        return False
    size = np.abs(values[np.isfinite(values)])
    whole = (size > FLOAT32_EXACT_INT) & (size == np.floor(size))
    out_of_range = (size > FLOAT32_MAX) | ((size > 0) & (size < FLOAT32_TINY))
    return bool(np.any(whole | out_of_range)) or _are_decimals(size)


def _are_decimals(size: np.ndarray) -> bool:
    """Tell whether somebody wrote these numbers down: few digits each, which float32 would blur."""
    return bool(np.any(size.astype(np.float32) != size)) and bool(np.all(size.round(DECIMALS) == size))


def _plain_values(values: np.ndarray) -> list[Any]:
    if values.dtype.kind == "M":
        return [None if np.isnat(v) else str(v) for v in values]
    if values.dtype.kind == "f":
        return [v if np.isfinite(v) else None for v in values.tolist()]
    return [v.isoformat() if isinstance(v, datetime) else None if _is_gap(v) else v for v in values.tolist()]

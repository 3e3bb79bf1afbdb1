"""A learner's own data in whatever form they come: one door for all demos."""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from dlwidgets.data.dataset import Dataset
from dlwidgets.errors import DataError, a_kind

MOST_NAMED = 12
"""Columns that are told to choose from."""
_FORMS = 'wanted the name of a data set, a Dataset, a pair (X, y), or a data frame or CSV file with target="..."'


def is_file(data: Any) -> bool:
    """Tell whether data are the path of a file, and not the name of a data set."""
    return isinstance(data, PathLike) or (isinstance(data, str) and data.lower().endswith((".csv", ".tsv", ".txt")))


def is_own(data: Any) -> bool:
    """Tell whether data are a learner's own: anything but the name of a data set."""
    return is_file(data) or not isinstance(data, str)


def own_dataset(data: Any, target: str | None = None, *, features: Sequence[str] | None = None) -> Dataset:
    """Return a learner's own data as a data set.

    Parameters
    ----------
    data : Dataset, (X, y), data frame, dict of columns, or path of a CSV file
        The data.
    target : str, optional
        The column of the frame or file that is to be predicted.
    features : sequence of str, optional
        The columns of the frame or file to predict it from; all others if not given.

    Returns
    -------
    Dataset
        Under the file's name, or as ``own data``.

    Raises
    ------
    DataError
        If it is none of these, can't be learned from, or a target is missing or too many.
    UnknownNameError
        If there is no such column.

    Examples
    --------
    >>> own_dataset(([[0, 1], [1, 0]], ["left", "right"]))
    Dataset('own data', 2 x 2, classes: left, right)
    """
    if data is ...:
        raise DataError("data=... stands for your own data: put them in the place of the dots, a frame with target=.")
    if isinstance(data, Dataset):
        refuse_target(target, data.name)
        return data
    if isinstance(data, tuple | list) and len(data) == 2:
        refuse_target(target, "a pair (X, y)")
        return _of_pair(*data)
    if target is None:
        raise DataError(_without_target(data))
    read = Dataset.from_csv if isinstance(data, str | PathLike) else Dataset.from_frame
    return read(data, target, features=features)


def data_or_pair(data: Any, target: str | None = None) -> Any:
    """Return a frame or a file as a data set; a name, a data set, a pair (X, y) of any shapes or None as it is.

    Parameters
    ----------
    data : optional
        As ``own_dataset`` takes them, or the name of a data set.
    target : str, optional
        The column of the frame or file that is to be predicted.

    Returns
    -------
    str, Dataset, (X, y) or None
        The data.

    Raises
    ------
    DataError
        As ``own_dataset``.
    """
    if data is None:
        refuse_target(target, "no data")
        return None
    is_pair = isinstance(data, tuple | list) and len(data) == 2
    if is_own(data) and not is_pair:
        return own_dataset(data, target)
    refuse_target(target, "a pair (X, y)" if is_pair else data)
    return data


def refuse_target(target: str | None, name: str) -> None:
    """Raise DataError if a target was named for data that know their answers."""
    if target is not None:
        raise DataError(
            f"target={target!r} names a column of a data frame or CSV file; {name!r} is none. Leave it out."
        )


def _of_pair(X: Any, y: Any) -> Dataset:
    """Make a data set of examples and answers; the columns of a frame keep their names."""
    return Dataset.from_arrays(X, y, feature_names=column_names(X))


def _without_target(data: Any) -> str:
    """Say what is missing, with the columns of a table where they are at hand."""
    known = [*data] if isinstance(data, Mapping) else column_names(data)
    is_path = isinstance(data, str | PathLike)
    if not (known or is_path or hasattr(data, "collect")):
        return f"data came as {a_kind(data)}; {_FORMS}."
    among = f"one of {', '.join(map(repr, known[:MOST_NAMED]))}" if known else 'such as target="species"'
    came = repr(str(data)) if is_path else a_kind(data)
    return f"data came as {came} without target=. Name the column that is to be predicted, {among}."


def column_names(table: Any) -> list[str]:
    """Return the names of the columns of a data frame; none of anything else, or if it is not computed yet."""
    is_frame = hasattr(type(table), "columns") and not hasattr(table, "collect")
    return [str(name) for name in getattr(table, "column_names", table.columns)] if is_frame else []

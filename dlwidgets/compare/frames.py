"""Columns as a table of the reader's own library."""

from importlib.util import find_spec
from typing import Any

from dlwidgets.errors import MissingExtraError


def to_frame(columns: dict[str, list[Any]]) -> Any:
    """Make a DataFrame of columns.

    Parameters
    ----------
    columns : dict of str to list
        Of equal length.

    Returns
    -------
    pandas.DataFrame or polars.DataFrame
        pandas if it is installed.

    Raises
    ------
    MissingExtraError
        If neither is installed.
    """
    import narwhals as nw

    for backend in ("pandas", "polars"):
        if find_spec(backend) is not None:
            return nw.from_dict(columns, backend=backend).to_native()
    raise MissingExtraError("A DataFrame needs pandas or polars. Run: pip install pandas.")

"""Which rows are learned from, and which are kept to test what was learned."""

import numpy as np
import numpy.typing as npt

from dlwidgets.errors import DataError

Rows = npt.NDArray[np.int64]


def shuffled(n: int, rng: np.random.Generator) -> Rows:
    """Give 0 to n - 1 in random order."""
    # Sorting uniform numbers, because NumPy may change the stream behind Generator.permutation.
    return np.argsort(rng.random(n), kind="stable")


def stratified_rows(strata: Rows, share: float, seed: int) -> tuple[Rows, Rows]:
    """Part rows at random so that each stratum (class) has its share in both parts.

    A stratum of two or more rows is in both parts; a single row goes to the first.

    Parameters
    ----------
    strata : int array of shape (n,)
        The stratum of each row, counted from 0.
    share : float
        The first part's share, above 0 and below 1.
    seed : int
        Equal seeds give equal parts.

    Returns
    -------
    first, second : int arrays
        Row numbers in random order; together each row once.

    Raises
    ------
    DataError
        If nothing is left for the second part.
    """
    counts = np.bincount(strata)
    at_least = np.minimum(counts, 1)
    at_most = np.maximum(counts - 1, at_least)
    # Rounding the running total keeps the whole at its share, however many strata there are.
    wanted = np.diff(np.round(share * np.cumsum(counts)).astype(int), prepend=0)
    taken = np.clip(wanted, at_least, at_most)
    if taken.sum() == len(strata):
        raise DataError(
            f"{len(strata)} example{'s' if len(strata) > 1 else ''}, no two of one class: nothing is left to "
            "test with. Add examples."
        )
    order = shuffled(len(strata), np.random.default_rng(seed))
    is_first = np.zeros(len(strata), dtype=bool)
    for stratum, count in enumerate(taken):
        is_first[order[strata[order] == stratum][:count]] = True
    return order[is_first[order]], order[~is_first[order]]

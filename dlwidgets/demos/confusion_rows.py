"""The rows of a confusion matrix, and examples as pictures, for every demo that shows them."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.training.judged import pictures
from dlwidgets.widgets.png_file import picture_of


def cell_rows(counts: NDArray[Any], names: Sequence[str], chosen: tuple[int, int] | None) -> dict[str, Any]:
    """Return a confusion matrix as rows of its chart.

    Parameters
    ----------
    counts : int array of shape (classes, classes)
        By true class (rows) and said class.
    names : sequence of str
        Of the classes.
    chosen : pair of int or None
        True and said class of the framed cell.

    Returns
    -------
    dict
        Columns by name, as ``charts.confusion.matrix`` takes them.
    """
    true, said = (places.ravel() for places in np.indices(counts.shape))
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return {
        "true": true,
        "said": said,
        "true_name": [names[kind] for kind in true],
        "said_name": [names[kind] for kind in said],
        "count": counts.ravel(),
        "share": share.ravel(),
        "kind": np.where(true == said, "right", "wrong").astype(object),
        "chosen": [chosen == pair for pair in zip(true.tolist(), said.tolist(), strict=True)],
    }


def picture_urls(examples: NDArray[Any]) -> list[str]:
    """Return examples as pictures that a page can show.

    Parameters
    ----------
    examples : array of shape (n, ...)
        Pixels, also as rows.

    Returns
    -------
    list of str
        A ``data:`` address for each.
    """
    return [f"data:image/png;base64,{b64encode(picture_of(one)).decode()}" for one in pictures(examples)]

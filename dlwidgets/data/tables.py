"""Real measurements that travel with the package; ``tables/LICENSES.md`` says where they come from."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from dlwidgets.data.dataset import Dataset

_FOLDER = Path(__file__).with_name("tables")


def iris() -> Dataset:
    """Give 150 iris flowers: four lengths and widths in cm, three species.

    References
    ----------
    R. A. Fisher (1936), https://doi.org/10.24432/C56C76
    """
    return replace(Dataset.from_csv(_FOLDER / "iris.csv", target="species"), units=("cm",) * 4)


def wine() -> Dataset:
    """Give 178 wines: 13 chemical measurements, three cultivars.

    References
    ----------
    S. Aeberhard and M. Forina (1992), https://doi.org/10.24432/C5PC7J
    """
    return Dataset.from_csv(_FOLDER / "wine.csv", target="cultivar")


def breast_cancer() -> Dataset:
    """Give 569 tumours: 30 measurements of cell nuclei in a picture, malignant or benign.

    References
    ----------
    W. H. Wolberg, O. L. Mangasarian and W. N. Street (1993), https://doi.org/10.24432/C5DW2B
    """
    with np.load(_FOLDER / "breast_cancer.npz", allow_pickle=False) as file:
        X, y, features = file["ten_millionths"] / 1e7, file["y"], file["features"]
    return Dataset("breast_cancer", X, y, tuple(features.tolist()), ("malignant", "benign"), target_name="tumour")


def digits() -> Dataset:
    """Give 1797 handwritten digits: 8 x 8 pixels, row by row, from 0 (paper) to 16 (ink).

    References
    ----------
    E. Alpaydin and C. Kaynak (1998), https://doi.org/10.24432/C50P49
    """
    with np.load(_FOLDER / "digits.npz", allow_pickle=False) as file:
        X, y = file["X"], file["y"]
    pixels = tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8))
    return Dataset("digits", X, y, pixels, tuple("0123456789"), target_name="digit")

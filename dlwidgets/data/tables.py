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


def mnist() -> Dataset:
    """Give 3000 handwritten digits of MNIST: 28 x 28 pixels, row by row, from 0 (paper) to 255 (ink), 300 a digit.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio and P. Haffner (1998), https://doi.org/10.1109/5.726791
    """
    with np.load(_FOLDER / "mnist.npz", allow_pickle=False) as file:
        X, y = file["X"], file["y"]
    pixels = tuple(f"pixel_{row}_{column}" for row in range(28) for column in range(28))
    return Dataset("mnist", X, y, pixels, tuple("0123456789"), target_name="digit")


def japanese_vowels() -> Dataset:
    """Give 640 recordings of nine men who say /ae/; each is 7 to 29 steps of 12 numbers, and asks who spoke.

    A row is the steps one after the other; ``X.reshape(-1, 29, 12)`` brings them back. Behind the end of a recording
    all 12 numbers of a step are 0, and nowhere else: Keras' ``Masking()`` leaves these steps out, as long as nothing
    has scaled them. The first 270 rows are what the makers of the data learned from, 30 for each speaker; the others
    come from other recordings.

    References
    ----------
    M. Kudo, J. Toyama and M. Shimbo (1999), https://doi.org/10.24432/C5NS47
    """
    with np.load(_FOLDER / "japanese_vowels.npz", allow_pickle=False) as file:
        steps, lengths, y = file["millionths"] / 1e6, file["lengths"], file["y"]
    is_spoken = np.arange(lengths.max()) < lengths[:, None]
    recordings = np.zeros((*is_spoken.shape, steps.shape[1]))
    recordings[is_spoken] = steps
    names = tuple(f"step_{step + 1}_number_{k + 1}" for step in range(lengths.max()) for k in range(steps.shape[1]))
    speakers = tuple(f"speaker {k + 1}" for k in range(9))
    return Dataset("japanese_vowels", recordings.reshape(len(y), -1), y, names, speakers, target_name="speaker")

"""MNIST-1D: ten short curves, one per digit, that are hidden in noise at random places of a signal.

A neighbour of MNIST for a small computer: here it matters whether a network knows that a shape may stand anywhere.
Equal seeds draw equal signals on every machine; with seed 42 they are those of the paper.

References
----------
S. Greydanus and D. Kobak (2024), Scaling down deep learning with MNIST-1D, https://arxiv.org/abs/2011.14439
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dlwidgets.data.dataset import Dataset
from dlwidgets.errors import InvalidValueError

FloatArray = npt.NDArray[np.float64]

N_DIGITS = 10
LENGTH = 40
"""Numbers in a finished signal."""
LONG = 72
"""Numbers in a signal before it is thinned out: the curve of 12, and 60 of silence."""
LEAST_SILENCE, MOST_SILENCE = 36, 60
MOST_SHIFT = 48
SIZE_RANGE, TILT_RANGE = 0.4, 0.75
HUM, HISS = 0.25, 0.02
"""Deviations: of the smooth noise where there is no curve, before it is smoothed, and of the rough noise everywhere."""
SMOOTHING = 2.0
_ABOVE_SILENCE = 1e-8
_FOLDER = Path(__file__).with_name("tables")


class _Chance(NamedTuple):
    """What is drawn at random for n signals."""

    silence: npt.NDArray[np.int64]
    size: FloatArray
    shift: npt.NDArray[np.int64]
    hum: FloatArray
    hiss: FloatArray
    tilt: FloatArray


def mnist1d(n: int, seed: int) -> Dataset:
    """Give signals of 40 numbers, each with the curve of a digit somewhere in it; mean 0 and deviation 1 as a whole.

    The curve gets silence behind it, is stretched, made larger or smaller, moved to another place, covered with noise
    and tilted. The whole set has mean 0 and deviation 1.

    References
    ----------
    S. Greydanus and D. Kobak (2024), https://arxiv.org/abs/2011.14439
    """
    return _signals("mnist1d", n, seed, is_shuffled=False)


def mnist1d_shuffled(n: int, seed: int) -> Dataset:
    """Give the same signals with their 40 numbers in another order, the same for all: neighbours say nothing any more.

    References
    ----------
    S. Greydanus and D. Kobak (2024), https://arxiv.org/abs/2011.14439
    """
    return _signals("mnist1d_shuffled", n, seed, is_shuffled=True)


def _signals(name: str, n: int, seed: int, *, is_shuffled: bool) -> Dataset:
    if n < N_DIGITS:
        raise InvalidValueError(f"n is {n}; {name!r} has {N_DIGITS} digits. Draw {N_DIGITS} signals or more.")
    # The generator of the paper, which NumPy has frozen: its stream stays the same, and the signals are the paper's.
    rng = np.random.RandomState(seed % 2**32)
    digits = np.sort(np.arange(n) % N_DIGITS)
    signals = _drawn(_curves()[digits], _chance(n, rng))
    order = rng.permutation(n)
    places = rng.permutation(LENGTH) if is_shuffled else np.arange(LENGTH)
    X = signals[order][:, places]
    # To a millionth, as sums differ in their last digit from machine to machine.
    X = np.round((X - X.mean()) / X.std(), 6)
    names = tuple(f"place_{place + 1}" for place in range(LENGTH))
    return Dataset(name, X, digits[order], names, tuple(map(str, range(N_DIGITS))), target_name="digit")


def _curves() -> FloatArray:
    """Read the ten curves, shape (10, 12): mean 0 and deviation 1 each, then moved so that they begin at 0."""
    heights = np.loadtxt(_FOLDER / "mnist1d.csv", delimiter=",", skiprows=1)[:, 1:]
    centred = heights - heights.mean(axis=1, keepdims=True)
    scaled = centred / centred.std(axis=1, keepdims=True)
    return np.asarray((scaled - scaled[:, :1]) / 6, dtype=np.float64)


def _chance(n: int, rng: np.random.RandomState) -> _Chance:
    """Draw all that is random, signal by signal: so the paper's code draws it."""
    drawn = [
        (rng.rand(), rng.rand(), rng.choice(MOST_SHIFT), rng.randn(LONG), rng.randn(LONG), rng.rand()) for _ in range(n)
    ]
    silence, size, shift, hum, hiss, tilt = map(np.array, zip(*drawn, strict=True))
    steps = LEAST_SILENCE + (silence * (MOST_SILENCE - LEAST_SILENCE + 1)).astype(np.int64)
    return _Chance(steps, 1 + SIZE_RANGE * (size - 0.5), shift, HUM * hum, HISS * hiss, TILT_RANGE * (tilt - 0.5))


def _drawn(curves: FloatArray, chance: _Chance) -> FloatArray:
    """Make signals of shape (n, 40) of curves of shape (n, 12)."""
    pairs = zip(curves + _ABOVE_SILENCE, chance.silence, strict=True)
    long = np.stack([_stretched(np.concatenate([curve, np.zeros(silence)]), LONG) for curve, silence in pairs])
    long *= chance.size[:, None]
    columns = (np.arange(LONG) - chance.shift[:, None]) % LONG
    long = np.take_along_axis(long, columns, axis=1)
    noisy = np.where(long != 0, long, chance.hum @ _smoothing()) + chance.hiss
    tilted = noisy - chance.tilt[:, None] * np.linspace(-0.5, 0.5, LONG)
    return np.stack([_stretched(signal, LENGTH) for signal in tilted])


def _stretched(signal: FloatArray, length: int) -> FloatArray:
    """Bring a signal to another length, by straight lines between its numbers."""
    return np.interp(np.linspace(0, 1, length), np.linspace(0, 1, len(signal)), signal)


def _smoothing() -> FloatArray:
    """Return the matrix that smooths noise: bell-shaped weights up to 4 deviations away, mirrored at its ends."""
    reach = int(4 * SMOOTHING)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / SMOOTHING) ** 2)
    mirrored = np.pad(np.eye(LONG), ((0, 0), (reach, reach)), mode="symmetric")
    windows = np.lib.stride_tricks.sliding_window_view(mirrored, len(weights), axis=1)
    return np.asarray(windows @ (weights / weights.sum()), dtype=np.float64)

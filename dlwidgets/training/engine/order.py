"""In which order the examples come: another one in each epoch, and the same one whenever the seed is the same."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int32]

_MOST_EPOCHS = 256
_MOST_ROWS = 65_536


class Order:
    """The order of the examples in each epoch, drawn from a seed, in blocks of epochs.

    The order of an epoch depends on the seed, the number of examples and the epoch alone: not on how many epochs are
    trained at once, nor on what else draws at random.

    Parameters
    ----------
    n : int
        Number of examples.
    seed : int
        Equal seeds give equal orders.
    shuffle : bool, default True
        Whether the order changes; else it is always 0, 1, 2, ...

    Examples
    --------
    >>> sorted(Order(4, seed=1).epoch(7).tolist())
    [0, 1, 2, 3]
    """

    def __init__(self, n: int, seed: int, *, shuffle: bool = True) -> None:
        self.n = n
        self.seed = seed
        self.shuffle = shuffle
        self.block_epochs = block_epochs(n)

    def block(self, epoch: int) -> Rows:
        """Return the orders of the epochs that are drawn together with one.

        Parameters
        ----------
        epoch : int
            From 0 on.

        Returns
        -------
        int32 array of shape (block_epochs, n)
            The first row is the order of the last multiple of ``block_epochs`` up to ``epoch``.
        """
        if not self.shuffle:
            return _unshuffled(self.n)
        return _drawn(self.n, self.seed, epoch // self.block_epochs)

    def epoch(self, epoch: int) -> Rows:
        """Return the order of one epoch.

        Parameters
        ----------
        epoch : int
            From 0 on.

        Returns
        -------
        int32 array of shape (n,)
            Row numbers.
        """
        return self.block(epoch)[epoch % self.block_epochs]


def block_epochs(n: int) -> int:
    """Tell how many epochs are drawn at once: many of few examples, one of many.

    Parameters
    ----------
    n : int
        Number of examples.

    Returns
    -------
    int
        From 1 to 256.
    """
    return max(1, min(_MOST_EPOCHS, _MOST_ROWS // max(n, 1)))


@lru_cache(maxsize=4)
def _drawn(n: int, seed: int, block: int) -> Rows:
    # The same orders come of either kind, and sooner of numbers as wide as an address.
    rows = np.tile(np.arange(n, dtype=np.intp), (block_epochs(n), 1))
    return _fixed(np.random.default_rng((seed, block)).permuted(rows, axis=1).astype(np.int32))


@lru_cache(maxsize=2)
def _unshuffled(n: int) -> Rows:
    return _fixed(np.tile(np.arange(n, dtype=np.int32), (block_epochs(n), 1)))


def _fixed(rows: Rows) -> Rows:
    rows.setflags(write=False)
    return rows

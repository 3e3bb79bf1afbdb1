"""The chance that Keras draws first weights and dropout from, without a trace in the reader's own."""

import random
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seeded(seed: int | None) -> Iterator[None]:
    """Let Keras draw as after ``keras.utils.set_random_seed(seed)``; afterwards the reader's chance goes on as it was.

    Parameters
    ----------
    seed : int or None
        None draws from the reader's own chance.

    Notes
    -----
    Keras takes the seeds of its initializers and of its dropout layers from Python's ``random``.
    """
    if seed is None:
        yield
        return
    state = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(state)

"""Validation examples of which none is ever right: found where data were cut in the order of their classes."""

import numpy as np

from dlwidgets.training.curves.finding import Curves, Finding, Kind
from dlwidgets.training.curves.shape import settled
from dlwidgets.training.words import rounded

NONE_RIGHT = 0.01
"""Up to this share of right answers on held-back data something other than the network is wrong."""
LEARNT = 0.3
"""From this training accuracy on the network has learnt something."""


def unseen_classes(c: Curves) -> Finding | None:
    """Find held-back examples of which next to none is right, while the training examples are learnt.

    Parameters
    ----------
    c : Curves
        With accuracy on what is learnt and on what is held back.

    Returns
    -------
    Finding or None
        None also where one of the two was not recorded.

    References
    ----------
    https://keras.io/api/models/model_training_apis/#fit-method on ``validation_split``, which takes the last rows
    """
    if c.held_out_accuracy is None or c.accuracy is None:
        return None
    since = settled(c.held_out_accuracy <= NONE_RIGHT)
    known = float(np.median(c.accuracy[since:])) if since < c.n else 0.0
    if c.n - since < max(5, c.n // 2) or known < LEARNT:
        return None
    words = f"Validation accuracy is {rounded(c.held_out_accuracy[since:].max())} since epoch {c.epochs[since]}"
    cause = f"while training accuracy is {rounded(known)}: the held-back rows seem to be of classes not learnt from."
    check = "shuffle the rows before the split: validation_split takes the last ones."
    return c.finding(Kind.UNSEEN, since, f"{words}, {cause}", check)

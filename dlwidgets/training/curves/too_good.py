"""Scores that are too good to be true: found in what was recorded on held-back data."""

import math

import numpy as np

from dlwidgets.training.curves.finding import Curves, Finding, Kind
from dlwidgets.training.curves.shape import settled

NEARLY_ALL = 0.99
"""From this share of right answers on a score is nearly perfect."""
SURE = 0.95
"""From here on the probability that is given to the right class is too good."""
AT_ONCE = 8
"""Up to this epoch a perfect score came at once: in the long run whatever can be told apart is learnt."""


def too_good(c: Curves) -> Finding | None:
    """Find a nearly perfect score on held-back data that came at once and stays.

    Parameters
    ----------
    c : Curves
        With accuracy and loss, on what is learnt and on what is held back.

    Returns
    -------
    Finding or None
        None also where one of the four was not recorded.

    References
    ----------
    https://scikit-learn.org/stable/common_pitfalls.html#data-leakage
    """
    scores, known = c.held_out_accuracy, c.accuracy
    if scores is None or known is None or c.validation is None:
        return None
    # A few held-back examples may all be right by luck; the training data are many.
    since = settled(np.minimum(scores, known) >= NEARLY_ALL)
    if since > min(max(3, c.n // 5), AT_ONCE) or c.n - since < 4:
        return None
    if math.exp(-max(np.median(curve[since:]) for curve in (c.loss, c.validation))) < SURE:
        return None
    percent = 100 * float(scores[since:].min())
    share = f"{percent:.4g} %" if percent == 100 else f"at least {percent:.4g} %"
    words = f"Validation accuracy is {share} since epoch {c.epochs[since]}"
    check = "leave out one input after the other, and look for examples that are in both parts."
    why = "either the task is easy, or the inputs give the answer away."
    return c.finding(Kind.TOO_GOOD, since, f"{words}: {why}", check)

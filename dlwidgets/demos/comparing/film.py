"""A network's training as a film: what it says on the way, at a speed that an eye can follow."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from dlwidgets.compare.job import Job, Outcome
from dlwidgets.compare.live import LiveNetwork
from dlwidgets.demos.comparing.examples import Array

FILM_FRAMES, FRAME_S = 60, 1 / 30
"""In so many pictures, so fast: training itself is often over before an eye could see it."""
QUICK_S = 3.0
"""What took no longer is done once more without the film, whose many stops cost time of their own."""


@dataclass(frozen=True)
class Look:
    """What one contestant says about the shown split, just now.

    Parameters
    ----------
    predictions : int array of shape (n_test,)
        About the test examples.
    answers : int array of shape (n_places,) or None
        On the plane.
    epoch : int or None
        Of a network in training; None if it has learned.
    """

    predictions: Array
    answers: Array | None
    epoch: int | None = None


def filmed(live: LiveNetwork, epochs: int, frame_s: float | None) -> Iterator[tuple[Job, Outcome | Look]]:
    """Train a network and show it on the way; without a time for each picture, only its end.

    Parameters
    ----------
    live : LiveNetwork
        New, or one that was stopped.
    epochs : int
        How many in all; 0 shows its first weights.
    frame_s : float or None
        Seconds between two pictures, at least.

    Yields
    ------
    tuple of Job and Look or Outcome
        What it says on the way, and at the end how it did.
    """
    job = live.job
    if frame_s is None:
        for _ in live.train(epochs):
            pass
    else:
        live.prepare()
        yield job, look_at(live)
        shown_at = time.monotonic()
        for epoch in live.train(epochs, max(1, epochs // FILM_FRAMES)):
            if epoch < epochs:
                yield job, look_at(live)
                shown_at = max(shown_at + frame_s, time.monotonic())
                time.sleep(max(0.0, shown_at - time.monotonic()))
    if epochs and live.epoch >= epochs:
        yield job, (live if frame_s is None or live.fit_s > QUICK_S else live.timed()).outcome()


def look_at(live: LiveNetwork) -> Look:
    """Ask a network as it is now."""
    places = live.job.places
    return Look(live.predict(live.job.test.X), None if places is None else live.predict(places), live.epoch)

"""How much to train at once: so that a chunk takes about as long as a frame, or as slowly as a reader wants to look."""

import math
import time

FRAME_S = 0.02
LATE_S = 0.05
"""What is later than that is not made up for."""
MOST_REST_S = 0.1
"""Another speed is heard within this time."""
_FIRST_STEPS = 8
_MOST_GROWTH = 8
_FIRST_SHARE = 5


class Pace:
    """Chooses the number of optimiser steps of the next chunk from the time that the last ones took.

    Parameters
    ----------
    steps_per_epoch : int
        Optimiser steps of an epoch; chunks longer than one are made of whole epochs.
    frame_s : float, default 0.02
        Seconds that a chunk should take.
    """

    def __init__(self, steps_per_epoch: int, frame_s: float = FRAME_S) -> None:
        self._steps_per_epoch = steps_per_epoch
        self._frame_s = frame_s
        self._steps = _FIRST_STEPS

    def begin(self) -> None:
        """Let the next chunk take a fifth of a frame, so that whoever has pressed Play sees something move."""
        self._steps = min(self._steps, max(_FIRST_STEPS, self._steps // _FIRST_SHARE))

    def steps(self, left_in_epoch: int) -> int:
        """Return how many steps the next chunk should have.

        Parameters
        ----------
        left_in_epoch : int
            Steps until the present epoch ends.

        Returns
        -------
        int
            At least 1.
        """
        if self._steps <= left_in_epoch:
            return self._steps
        whole = (self._steps - left_in_epoch) // self._steps_per_epoch
        return left_in_epoch + whole * self._steps_per_epoch

    def took(self, steps: int, seconds: float) -> None:
        """Hear how long a chunk took.

        Parameters
        ----------
        steps : int
            Its optimiser steps.
        seconds : float
            What it took.
        """
        wanted = self._frame_s * steps / max(seconds, 1e-9)
        self._steps = max(1, round(min(wanted, _MOST_GROWTH * max(steps, 1))))

    @property
    def steps_per_s(self) -> float:
        """Optimiser steps a second, as far as is known."""
        return self._steps / self._frame_s


class Tempo:
    """Lets no more steps come than a reader wants to see; they come evenly, also within an epoch."""

    def __init__(self) -> None:
        self.epochs_per_s: float | None = None
        """Epochs a second; None is as fast as it goes."""
        self._due_at = -math.inf

    def steps(self, most: int, steps_per_epoch: int) -> int:
        """Return how many steps are due now, and count them as done.

        Parameters
        ----------
        most : int
            Not more.
        steps_per_epoch : int
            Optimiser steps of an epoch.

        Returns
        -------
        int
            0 before the next one is due.
        """
        if self.epochs_per_s is None:
            return most
        now, per_s = time.monotonic(), self.epochs_per_s * steps_per_epoch
        self._due_at = max(self._due_at, now - LATE_S)
        due = math.floor((now - self._due_at) * per_s) + 1 if now >= self._due_at else 0
        self._due_at += min(most, due) / per_s
        return min(most, due)

    def rest_s(self) -> float:
        """Return for how many seconds to do nothing before asking for steps again."""
        if self.epochs_per_s is None:
            return 0.0
        return min(MOST_REST_S, max(FRAME_S, self._due_at - time.monotonic()))

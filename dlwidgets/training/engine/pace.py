"""How much to train at once: so that a chunk takes about as long as a frame, or as slowly as a reader wants to look."""

import math
import time

FRAME_S = 0.02
LATE_S = 0.05
"""What is later than that is not made up for."""
MOST_REST_S = 0.1
"""Another speed is heard within this time."""
FIRST_EPOCHS_PER_S = 30
"""At which the boundary of a small network is seen to form."""
DOUBLED_S = 1.0
MOST_DOUBLED = 16
_FIRST_STEPS = 8
_MOST_GROWTH = 8
_FIRST_SHARE = 5


class Pace:
    """Chooses the number of optimizer steps of the next chunk from the time that the last ones took.

    Parameters
    ----------
    steps_per_epoch : int
        Optimizer steps of an epoch; chunks longer than one are made of whole epochs.
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
            Its optimizer steps.
        seconds : float
            What it took.
        """
        wanted = self._frame_s * steps / max(seconds, 1e-9)
        self._steps = max(1, round(min(wanted, _MOST_GROWTH * max(steps, 1))))

    @property
    def steps_per_s(self) -> float:
        """Optimizer steps a second, as far as is known."""
        return self._steps / self._frame_s


class Tempo:
    """Lets no more steps come than a reader wants to see; they come evenly, also within an epoch."""

    def __init__(self) -> None:
        self.epochs_per_s: float | None = None
        """Epochs a second; None is as fast as it goes."""
        self.begins_slowly = False
        """Whether what has no limit begins so slowly that an eye can follow, and doubles that until it has none."""
        self._began_at = self._due_at = -math.inf

    def begin(self) -> None:
        """Hear that Play was pressed."""
        self._began_at = time.monotonic()

    def steps(self, most: int, steps_per_epoch: int) -> int:
        """Return how many steps are due now, and count them as done.

        Parameters
        ----------
        most : int
            Not more.
        steps_per_epoch : int
            Optimizer steps of an epoch.

        Returns
        -------
        int
            0 before the next one is due.
        """
        if (epochs_per_s := self._limit()) is None:
            return most
        now, per_s = time.monotonic(), epochs_per_s * steps_per_epoch
        self._due_at = max(self._due_at, now - LATE_S)
        due = math.floor((now - self._due_at) * per_s) + 1 if now >= self._due_at else 0
        self._due_at += min(most, due) / per_s
        return min(most, due)

    def rest_s(self) -> float:
        """Return for how many seconds to do nothing before asking for steps again; 0 for who is a frame behind."""
        ahead = self._due_at - time.monotonic()
        if self._limit() is None or ahead < -FRAME_S:
            return 0.0
        return min(MOST_REST_S, max(FRAME_S, ahead))

    def _limit(self) -> float | None:
        """Return how many epochs a second there may be by now."""
        if self.epochs_per_s is not None or not self.begins_slowly:
            return self.epochs_per_s
        doubled = (time.monotonic() - self._began_at) / DOUBLED_S
        return FIRST_EPOCHS_PER_S * 2**doubled if doubled < MOST_DOUBLED else None

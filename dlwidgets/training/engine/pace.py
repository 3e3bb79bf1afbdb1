"""How much to train at once, so that a chunk takes about as long as a frame."""

FRAME_S = 0.02
_FIRST_STEPS = 8
_MOST_GROWTH = 8


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

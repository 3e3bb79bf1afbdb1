"""What was tried while a model was tuned: by hand, and by gradient descent."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from dlwidgets.nn.descent import Descent

HAND, DESCENT = "you", "gradient descent"
Weights = tuple[float, ...]


@dataclass(frozen=True)
class History:
    """Places that were tried, in their order, the first one being where it began.

    Parameters
    ----------
    places : tuple of tuples of float
        The weights of each.
    losses : tuple of float
        The loss at each.
    hands : tuple of str
        Who went there: ``HAND`` or ``DESCENT``.
    best_loss : float
        The smallest loss so far, also of places that a slider only passed.
    slider : str
        The weight that was moved last; empty where it was not a single one.
    """

    places: tuple[Weights, ...]
    losses: tuple[float, ...]
    hands: tuple[str, ...]
    best_loss: float
    slider: str = ""

    @classmethod
    def begin(cls, weights: Weights, loss: float) -> "History":
        """Start a history."""
        return cls((weights,), (loss,), (HAND,), loss)

    @property
    def n_moves(self) -> int:
        """How many moves were made by hand; a slider that goes on moving makes one."""
        return self.hands[1:].count(HAND)

    @property
    def n_steps(self) -> int:
        """How many steps gradient descent has taken."""
        return self.hands.count(DESCENT)

    def moved(self, weights: Weights, loss: float, slider: str) -> "History":
        """Return the history with a move by hand; one of the slider that moved last goes on with the last move."""
        goes_on = bool(slider) and slider == self.slider
        kept = slice(-1) if goes_on else slice(None)
        return History(
            (*self.places[kept], weights),
            (*self.losses[kept], loss),
            (*self.hands[kept], HAND),
            min(self.best_loss, loss),
            slider,
        )

    def descended(self, descent: Descent) -> "History":
        """Return the history with the steps of gradient descent from where it stands."""
        return replace(
            self,
            places=(*self.places, *(tuple(map(float, weights)) for weights in descent.path[1:])),
            losses=(*self.losses, *map(float, descent.losses[1:])),
            hands=(*self.hands, *[DESCENT] * descent.n_steps),
            best_loss=min(self.best_loss, descent.best_loss),
            slider="",
        )

    def stretches(self) -> Iterator[tuple[str, range]]:
        """Yield who moved, and the indices of the places on that stretch, from the one where it began."""
        for hand, indices in groupby(range(1, len(self.hands)), key=lambda i: self.hands[i]):
            stretch = [*indices]
            yield hand, range(stretch[0] - 1, stretch[-1] + 1)


def rows(history: History) -> dict[str, np.ndarray]:
    """Return the moves as columns: move, loss, by, stretch, and x and y: the first two weights."""
    stretches = [*history.stretches()]
    index = np.array([i for _hand, indices in stretches for i in indices], dtype=int)
    places = np.array(history.places)[index]
    lengths = [len(indices) for _hand, indices in stretches]
    return {
        "move": index,
        "loss": np.array(history.losses)[index],
        "by": np.repeat(np.array([hand for hand, _indices in stretches], dtype=object), lengths),
        "stretch": np.repeat(np.arange(len(stretches)), lengths),
        "x": places[:, 0],
        "y": places[:, 1],
    }


def verdict(history: History, goal: float) -> str:
    """Say who has beaten the target, or how near the best loss has come, and with how many moves and steps."""
    moves, steps = history.n_moves, history.n_steps
    counts = [f"{n} {what}{'' if n == 1 else 's'}" for n, what in ((moves, "move"), (steps, "step")) if n]
    tried = f" after {' and '.join(counts)}" if counts else ""
    if history.best_loss >= goal:
        return f"Target {goal:.3g} not beaten yet: best so far {history.best_loss:.3g}{tried}."
    first = next((i for i, loss in enumerate(history.losses) if loss < goal), None)
    by = HAND if first is None else history.hands[first]
    return f"Target {goal:.3g} beaten by {by}! Best {history.best_loss:.3g}{tried}."

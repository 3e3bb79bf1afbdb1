"""The losses that the playground has seen: one point per frame, thinned as there come more."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dlwidgets.charts.playground import PARTS

MOST_POINTS = 160
"""Each is drawn again with every picture, and the chart is hardly more pixels wide."""


@dataclass
class LossHistory:
    """Losses of both parts by epoch."""

    rows: list[tuple[float, float, float]] = field(default_factory=list)
    """Epoch, training loss and test loss; the test loss is NaN where nothing tests."""
    _stride: int = 1
    _n_seen: int = 0

    def add(self, epoch: float, train: float, test: float) -> None:
        """Take note of an epoch; the same one again takes the place of the last, and what is past is known."""
        if self.rows and self.rows[-1][0] >= epoch:
            self.rows[-1] = (epoch, train, test) if self.rows[-1][0] == epoch else self.rows[-1]
            return
        self._n_seen += 1
        if self.rows and self._n_seen % self._stride:  # the newest is always shown, and may be replaced by the next
            self.rows[-1:] = [*self.rows[-1:], (epoch, train, test)] if len(self.rows) < 2 else [(epoch, train, test)]
        else:
            self.rows.append((epoch, train, test))
        if len(self.rows) > MOST_POINTS:
            self.rows = [*self.rows[:-1:2], self.rows[-1]]
            self._stride *= 2

    def cut(self, epoch: float) -> list[tuple[float, float, float]]:
        """Forget what came after an epoch, and return the points from there on."""
        kept = [row for row in self.rows if row[0] <= epoch]
        gone, self.rows = self.rows[max(0, len(kept) - 1) :], kept
        return gone if len(gone) > 1 else []


def curve_columns(rows: Sequence[tuple[float, float, float]], **same: str) -> dict[str, list[float] | list[str]]:
    """Return points as columns: epoch, loss, part, and what is the same for all of them."""
    shown = [(row[0], row[1 + i], part) for i, part in enumerate(PARTS) for row in rows if row[1 + i] == row[1 + i]]
    epochs, losses, parts = (list(column) for column in zip(*shown, strict=True)) if shown else ([], [], [])
    return {
        "epoch": epochs,
        "loss": losses,
        "part": parts,
        **{name: [text] * len(shown) for name, text in same.items()},
    }

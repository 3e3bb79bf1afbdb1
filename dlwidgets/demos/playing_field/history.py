"""The losses that the playground has seen: one point per frame, thinned as there come more."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dlwidgets.charts.playground import PARTS

MOST_POINTS = 160
"""Each is drawn again with every picture, and the chart is hardly more pixels wide."""
EARLY = 0.1
"""How much a point counts for being early, as most is learned there; 0 would keep points equally far apart."""
LEAST_SHOWN, MOST_AHEAD = 200, 4
"""Earlier runs are drawn up to so many epochs, or to so many times those of the present run."""
Point = tuple[float, float, float]


@dataclass
class LossHistory:
    """Losses of both parts by epoch."""

    rows: list[Point] = field(default_factory=list)
    """Epoch, training loss and test loss; the test loss is NaN where nothing tests."""

    def add(self, epoch: float, train: float, test: float) -> None:
        """Take note of an epoch; the same one again takes the place of the last, and what is past is known."""
        if self.rows and self.rows[-1][0] >= epoch:
            self.rows[-1] = (epoch, train, test) if self.rows[-1][0] == epoch else self.rows[-1]
            return
        self.rows.append((epoch, train, test))
        if len(self.rows) > MOST_POINTS:
            del self.rows[self._least_missed()]

    def _least_missed(self) -> int:
        """Return the point whose neighbours are closest, in epochs and in growth; the ends stay."""
        ends = [row[0] for row in self.rows]
        gaps = [(b - a) * (1 / ends[-1] + EARLY / b) for a, b in zip(ends, ends[2:], strict=False)]
        return 1 + gaps.index(min(gaps))

    def cut(self, epoch: float) -> list[Point]:
        """Forget what came after an epoch, and return the points from there on."""
        kept = [row for row in self.rows if row[0] <= epoch]
        gone, self.rows = self.rows[max(0, len(kept) - 1) :], kept
        return gone if len(gone) > 1 else []


def beside(rows: Sequence[Point], epoch: float) -> Sequence[Point]:
    """Return so much of an earlier run that a present one of some epochs can be seen beside it."""
    end = max(LEAST_SHOWN, MOST_AHEAD * epoch)
    kept = [row for row in rows if row[0] <= end]
    if kept and len(kept) < len(rows):
        before, after = kept[-1], rows[len(kept)]
        share = (end - before[0]) / (after[0] - before[0])
        train, test = (a + share * (b - a) for a, b in zip(before[1:], after[1:], strict=True))
        kept.append((end, train, test))
    return kept


def curve_columns(rows: Sequence[Point], **same: str) -> dict[str, list[float] | list[str]]:
    """Return points as columns: epoch, loss, part, and what is the same for all of them."""
    shown = [(row[0], row[1 + i], part) for i, part in enumerate(PARTS) for row in rows if row[1 + i] == row[1 + i]]
    epochs, losses, parts = (list(column) for column in zip(*shown, strict=True)) if shown else ([], [], [])
    return {
        "epoch": epochs,
        "loss": losses,
        "part": parts,
        **{name: [text] * len(shown) for name, text in same.items()},
    }

"""The losses that the playground has seen: one point per frame, thinned as there come more."""

from dataclasses import dataclass, field

from dlwidgets.charts.playground import PARTS

MOST_POINTS = 400


@dataclass
class LossHistory:
    """Losses of both parts by epoch."""

    rows: list[tuple[float, float, float]] = field(default_factory=list)
    """Epoch, training loss and test loss; the test loss is NaN where nothing tests."""
    _stride: int = 1
    _n_seen: int = 0

    def add(self, epoch: float, train: float, test: float) -> None:
        """Take note of an epoch; the same one again takes the place of the last."""
        if self.rows and self.rows[-1][0] >= epoch:
            self.rows[-1] = (epoch, train, test)
            return
        self._n_seen += 1
        if self.rows and self._n_seen % self._stride:  # the newest is always shown, and may be replaced by the next
            self.rows[-1:] = [*self.rows[-1:], (epoch, train, test)] if len(self.rows) < 2 else [(epoch, train, test)]
        else:
            self.rows.append((epoch, train, test))
        if len(self.rows) > MOST_POINTS:
            self.rows = [*self.rows[:-1:2], self.rows[-1]]
            self._stride *= 2

    def columns(self) -> dict[str, list[float] | list[str]]:
        """Return the points as columns: epoch, loss, part."""
        shown = [
            (row[0], row[1 + i], part) for i, part in enumerate(PARTS) for row in self.rows if row[1 + i] == row[1 + i]
        ]
        epochs, losses, parts = (list(column) for column in zip(*shown, strict=True)) if shown else ([], [], [])
        return {"epoch": epochs, "loss": losses, "part": parts}

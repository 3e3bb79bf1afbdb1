"""What a model takes for what, while it learns: a confusion matrix with its wrong examples."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from dlwidgets.charts.confusion import MATRIX, confusion
from dlwidgets.demos.confusion_rows import cell_rows, picture_urls
from dlwidgets.training.judged import Judged, KeptAside, judge
from dlwidgets.training.words import rounded
from dlwidgets.widgets.controls import choice
from dlwidgets.widgets.lasting_chart import LastingChart
from dlwidgets.widgets.panel_view import PanelView
from dlwidgets.widgets.pointer import PointerEvent
from dlwidgets.widgets.time_share import TimeShare

PICTURES = (6, 4)
"""Columns and rows of example pictures."""
TABLE_ROWS, MOST_FEATURES = 10, 4
LARGEST = "largest"
LEAST_WAIT_S, SHARE = 0.3, 0.05
"""A model is judged a few times a second at most, and for at most this part of the time."""


class ConfusionMatrix(LastingChart, PanelView):
    """What does the model take for what? Counts by true and said class, and the examples of one cell.

    Parameters
    ----------
    model : keras.Model
        A classifier.
    kept : KeptAside
        The examples that it is judged on.
    """

    cell = choice(
        LARGEST,
        lambda demo: demo.cells,
        label="Examples",
        help="Shows those that the model takes for another class; a click into the matrix chooses any cell.",
    )

    def __init__(self, model: Any, kept: KeptAside) -> None:
        self._model, self._kept = model, kept
        self.judged: Judged = judge(model, kept)
        """What the model said last."""
        self._names = kept.names(self.judged.n_classes)
        self._share = TimeShare(SHARE, least_s=LEAST_WAIT_S)
        shown = min(MOST_FEATURES, int(np.prod(kept.X.shape[1:])))
        size = PICTURES if kept.has_pictures else (shown + 2, TABLE_ROWS + 1)
        chart = confusion(self._names, *size, are_pictures=kept.has_pictures)
        super().__init__(chart, hide=(), lock=(), description="Confusion matrix: true classes by what the model says")
        self.on_pointer(self._clicked)
        self.observe(lambda _change: self._draw(), names="cell")
        self._draw()

    @property
    def cells(self) -> dict[str, str]:
        """The cells that may be chosen, with their labels: wrong ones by their number, and the right ones."""
        counts = self.judged.counts
        order = sorted(np.ndindex(*counts.shape), key=lambda at: (at[0] == at[1], -counts[at]))
        labels = {f"{i},{j}": f"{self._names[i]} taken for {self._names[j]} ({counts[i, j]})" for i, j in order}
        return {LARGEST: "most frequent mistake"} | labels

    @property
    def chosen(self) -> tuple[int, int]:
        """The true class and the said class of the framed cell."""
        if self.cell != LARGEST:
            true, said = self.cell.split(",")
            return int(true), int(said)
        wrong = self.judged.counts * (1 - np.eye(self.judged.n_classes, dtype=int))
        true, said = np.unravel_index(int(wrong.argmax()), wrong.shape)
        return int(true), int(said)

    def change(self, **values: str) -> None:
        """Choose a cell.

        Parameters
        ----------
        **values : str
            ``cell``: ``"largest"``, or true and said class such as ``"4,9"``.

        Raises
        ------
        UnknownNameError, InvalidValueError
            If a name or a value is refused.
        """
        self._controls.check_settings(values)
        for name, value in values.items():
            setattr(self, name, value)

    def follow(self, *, is_last: bool = False) -> None:
        """Judge the model anew, if it is time.

        Parameters
        ----------
        is_last : bool
            Whether it is judged in any case.
        """
        if not self._share.is_due and not is_last:
            return
        with self._share.turn():
            self.judged = judge(self._model, self._kept)
            self._draw()

    def _clicked(self, event: PointerEvent) -> None:
        true, said = round(event.y), round(event.x)
        if event.chart == MATRIX and event.action == "click" and f"{true},{said}" in self.cells:
            self.cell = f"{true},{said}"

    def _draw(self) -> None:
        i, j = self.chosen
        cells = cell_rows(self.judged.counts, self._names, (i, j))
        with self._frames.together():
            self.update(cells=cells, examples=self._examples(i, j))
            self.text = self._sentence(i, j)
            self._frames.set_fields(self._controls.fields(self, {}, ()))

    def _sentence(self, true: int, said: int) -> str:
        counts = self.judged.counts
        n, right = len(self._kept.y), int(np.trace(counts))
        words = f"{n - right} of {n} examples are wrong (accuracy {rounded(right / n)})."
        which = "are right" if true == said else f"are taken for {self._names[said]}"
        return f"{words} Framed: of {counts[true].sum()} examples of {self._names[true]}, {counts[true, said]} {which}."

    def _examples(self, true: int, said: int) -> dict[str, list[Any]]:
        """Return the examples of a cell as rows of the chart."""
        rows = self.judged.rows(true, said)
        entries = self._pictures(rows) if self._kept.has_pictures else self._table(rows)
        columns = [*zip(*entries, strict=True)] or [()] * 4
        return dict(zip(("column", "row", "url", "label"), map(list, columns), strict=True))

    def _pictures(self, rows: Any) -> Iterator[tuple[int, int, str, str]]:
        across, down = PICTURES
        rows = rows[: across * down]
        for k, url in enumerate(picture_urls(self._kept.X[rows])):
            yield k % across, k // across, url, f"no. {rows[k]}"

    def _table(self, rows: Any) -> Iterator[tuple[int, int, str, str]]:
        X = self._kept.X.reshape(len(self._kept.X), -1)[:, :MOST_FEATURES]
        names = self._kept.feature_names or [f"x{k + 1}" for k in range(X.shape[1])]
        if not len(rows):
            return
        for column, name in enumerate(["no.", *names[: X.shape[1]], "sure"]):
            yield column, 0, "", name if len(name) < 12 else f"{name[:10]}…"
        for k, row in enumerate(rows[:TABLE_ROWS]):
            for column, text in enumerate([str(row), *map(rounded, X[row]), rounded(self.judged.sure[row])]):
                yield column, k + 1, "", text

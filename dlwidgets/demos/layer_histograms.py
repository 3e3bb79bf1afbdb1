"""What is inside a network while it learns: histograms by layer, epoch by epoch."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from dlwidgets.charts.layer_histograms import layer_histograms
from dlwidgets.training.looks import KINDS, Look
from dlwidgets.training.run import Run
from dlwidgets.training.words import rounded
from dlwidgets.widgets.controls import choice, slider
from dlwidgets.widgets.lasting_chart import LastingChart
from dlwidgets.widgets.panel_view import PanelView

OPEN_END = 10
"""Epochs on the slider while nobody knows how many there will be; doubled whenever they are reached."""
MOST_TOLD = 4
ONLY_WEIGHTS = "To see activations and gradients too, give some examples: LiveCharts(histograms=(X, y))."


class LayerHistograms(LastingChart, PanelView):
    """What sizes do the numbers in a network have? A histogram for each layer, after any epoch.

    Parameters
    ----------
    layers : sequence of str
        Names of the layers, one panel each.
    n_hidden : int
        How many layers there are besides.
    kinds : iterable of str
        Which of ``KINDS`` are known.
    """

    kind = choice(
        "weights",
        lambda demo: {kind: kind for kind in demo.kinds},
        label="Show",
        help="Weights: what is learnt. Activations: what a layer puts out. Gradients: where each weight is pushed.",
        in_picture=True,
    )
    epoch = slider(
        0,
        0,
        lambda demo: demo.last,
        step=1,
        label="Epoch",
        help="Goes back to how it was after an earlier epoch; at its right end the newest is shown.",
        in_picture=True,
    )

    def __init__(self, layers: list[str], n_hidden: int = 0, kinds: Iterable[str] = KINDS) -> None:
        self.layers, self.kinds, self._n_hidden = layers, tuple(kinds), n_hidden
        self._run = Run(0)
        self._drawn: list[Look] = []
        self.last = 0
        """The epoch at which the slider ends."""
        description = f"Histograms of {' and '.join(self.kinds)} of the layers {', '.join(layers)}"
        super().__init__(layer_histograms(len(layers)), hide=(), lock=(), description=description)
        self.observe(self._moved_to, names=["kind", "epoch"])

    @property
    def look(self) -> Look | None:
        """What is shown: the newest look that is not after ``epoch``; None before the first."""
        return next((look for look in reversed(self._drawn) if look.epoch <= self.epoch), None)

    def change(self, **values: Any) -> None:
        """Set what is shown.

        Parameters
        ----------
        **values : str or int
            ``kind`` and ``epoch``.

        Raises
        ------
        UnknownNameError, InvalidValueError
            If a name or a value is refused.
        """
        self._controls.check_settings(values)
        with self._frames.together():
            for name, value in values.items():
                setattr(self, name, value)

    def begin(self, run: Run) -> None:
        """Show a run from its start on.

        Parameters
        ----------
        run : Run
            With the look at its start.
        """
        with self._frames.together():
            self._run, self._drawn, self.last = run, [], 0
            self.follow(run)

    def follow(self, run: Run) -> None:
        """Draw the looks that are new.

        Parameters
        ----------
        run : Run
            The one that was begun with.
        """
        with self._frames.together():
            self._make_room(run)
            looks = [*run.looks]
            n = len(self._drawn)
            if looks[:n] == self._drawn and n:
                if looks[n:]:
                    self.append(looks=_rows(looks[n:]))
            else:
                self.update(looks=_rows(looks))
            self._drawn = looks
            self._tell()

    def _make_room(self, run: Run) -> None:
        """Let the slider reach the end of the run; if it stood at its end, it stays there."""
        is_newest = self.epoch >= self.last or not self._drawn
        end = self.last or run.n_epochs or OPEN_END
        while end < run.last_epoch:
            end *= 2
        self.last = run.last_epoch if run.ending and run.last_epoch else end
        if is_newest or self.epoch > self.last:
            self.epoch = self.last

    def _moved_to(self, change: dict[str, Any]) -> None:
        """Follow a control: the one observer."""
        with self._frames.together():
            self.set_param(change["name"], change["new"])
            self._tell()

    def _tell(self) -> None:
        self.text = self._sentence()
        self._frames.set_fields(self._controls.fields(self, {}, ()))

    def _sentence(self) -> str:
        look = self.look
        if look is None:
            return ""
        when = f"after epoch {look.epoch}" if look.epoch else "before the first epoch"
        ranges = [f"{name} {_range(h)}" for (kind, name), h in look.histograms.items() if kind == self.kind]
        listed = "; ".join(ranges[:MOST_TOLD]) + ("; …" if len(ranges) > MOST_TOLD else "")
        start = "" if self._drawn[0].epoch else " Grey line: before the first epoch."
        parts = [f"{self.kind.capitalize()} {when}: {listed}.{start}", _dead_sentence(look)]
        parts += [f"{self._n_hidden} more layers are not shown."] if self._n_hidden else []
        return " ".join(filter(None, [*parts, "" if len(self.kinds) > 1 else ONLY_WEIGHTS]))


def _range(histogram: Any) -> str:
    lost = f", {histogram.n_lost} no finite numbers" if histogram.n_lost else ""
    return f"from {rounded(histogram.low)} to {rounded(histogram.high)}{lost}"


def _dead_sentence(look: Look) -> str:
    """Say how many ReLUs are dead, in which layers."""
    if not look.dead:
        return ""
    counts = "; ".join(f"{name} {n_dead} of {n}" for name, (n_dead, n) in look.dead.items() if n_dead)
    return f"Dead ReLUs (0 for all examples): {counts or 'none'}."


def _rows(looks: list[Look]) -> dict[str, Any]:
    """Return looks as rows of the chart, one per bar."""
    parts = [_bars(look, kind, name) for look in looks for kind, name in look.histograms]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}


def _bars(look: Look, kind: str, name: str) -> dict[str, Any]:
    histogram = look.histograms[kind, name]
    edges, n = histogram.edges, histogram.counts.size
    n_dead, n_units = look.dead.get(name, (0, 0))
    note = f"{n_dead} of {n_units} dead" if n_dead and kind == "activations" else ""
    words = {"layer": name, "kind": kind, "note": f"epoch {look.epoch}" + (f", {note}" if note else "")}
    columns = {key: np.full(n, word, dtype=object) for key, word in words.items()}
    numbers = {"epoch": np.full(n, float(look.epoch)), "left": edges[:-1], "right": edges[1:]}
    return columns | numbers | {"share": histogram.shares, "density": histogram.shares / (edges[1] - edges[0])}

"""What is seen of a hidden layer at the shown epoch: planes, borders, scores and first weights."""

from typing import Any

import numpy as np

from dlwidgets.charts.hidden_layer import PANELS, PER_ROW, STEP_PX, TILES
from dlwidgets.compare.hidden import linear_svm, svm_accuracy
from dlwidgets.compare.hidden_film import MOST_FOR_SVM, MOST_KEPT, HiddenMoment
from dlwidgets.demos.comparing.features import HAND_MADE
from dlwidgets.demos.hidden.network import KERNEL, read, side_of
from dlwidgets.demos.hidden.picture import axis_labels, border, limits_of, panel_frame, percent
from dlwidgets.demos.hidden.plane import Array, View, Views, scaled_view_of
from dlwidgets.demos.hidden.training import HiddenTraining
from dlwidgets.demos.hidden.weights import dead_units, weight_frame
from dlwidgets.demos.plane_data import Limits
from dlwidgets.widgets.grid import Grid

_NO_VIEW = View(np.zeros(2), np.eye(2))


class HiddenLooking(HiddenTraining):
    """What is seen?

    The part of the demo that looks.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    kept = (
        *HiddenTraining.kept, "_raw_svm", "_raw_view", "_raw_places", "_raw_says", "_raw_limits", "_raw_border",
        "_views", "_fixed",
    )  # fmt: skip

    _raw_svm: Any
    _raw_view: View
    _raw_places: Array
    _raw_says: Array
    _raw_limits: Limits
    _raw_border: Grid
    _fixed: dict[str, float]
    _tiles_across = PER_ROW

    @property
    def _moment(self) -> HiddenMoment | None:
        return self.film.at(self.epoch)

    @property
    def _hidden_view(self) -> View:
        """The plane of the layer: that of the newest moment, for all of them."""
        layer = self.shown_layer
        moments = [one.layers[layer].outputs for one in self.film.moments]
        return self._views.setdefault(layer, Views()).newest(moments) if moments else _NO_VIEW

    def _begin(self) -> None:
        """Take a new network, and forget the planes of the one before."""
        self._views: dict[int, Views] = {}
        super()._begin()

    def _look_at_raw(self) -> None:
        """Find the plane of the features as they are, and the SVM that judges them."""
        train, (X, _) = self._split.train, self.film.kept
        self._raw_svm = linear_svm(train.X[:MOST_FOR_SVM], train.y[:MOST_FOR_SVM])
        self._raw_view = scaled_view_of(train.X)
        self._raw_places = self._raw_view.of(X)
        self._raw_says = self._raw_svm.predict(X)
        self._raw_limits = limits_of([self._raw_places])
        self._raw_border = border(self._raw_svm, self._raw_view, self._raw_limits, train.n_classes)

    def _fixed_scores(self) -> dict[str, float]:
        """Measure what no training changes."""
        train, test = self._split.train, self._split.test
        scores = {"raw": svm_accuracy(self._raw_svm, test.X, test.y)}
        made = HAND_MADE[self.features].make
        if made is None:
            return scores
        svm = linear_svm(train.X[:MOST_FOR_SVM], train.y[:MOST_FOR_SVM], made)
        return {**scores, "hand": svm_accuracy(svm, test.X, test.y)}

    @property
    def _kept(self) -> dict[str, Any]:
        """What both pictures need to know of the examples."""
        test = self._split.test
        n_test = min(MOST_KEPT, test.n_examples)
        return {"y": self.film.kept[1], "names": test.class_names, "n_test": n_test, "example": self.example}

    def _raw_frame(self) -> dict[str, Any]:
        train, view = self._split.train, self._raw_view
        limits = self._raw_limits
        head = f"As they came. Linear SVM: {percent(self._fixed['raw'])}"
        return {
            **panel_frame(
                PANELS[0], self._raw_places, axis_labels(view, train.axis_labels), limits, self._kept, self._raw_says
            ),
            "raw_border": self._raw_border,
            "raw_head": {"text": [head]},
        }

    def _hidden_frame(self, moment: HiddenMoment | None) -> dict[str, Any]:
        view, train, n = self._hidden_view, self._split.train, len(self.film.kept[1])
        seen = [view.of(one.layers[self.shown_layer].outputs) for one in self.film.moments]
        limits = limits_of(seen or [np.zeros((1, 2))])
        shown = moment.layers[self.shown_layer] if moment else None
        places = view.of(shown.outputs) if shown else np.full((n, 2), np.nan)
        says = shown.svm.predict(shown.outputs) if shown and shown.svm else None
        labels = axis_labels(view, ("unit 1", "unit 2")[: max(1, view.basis.shape[0])])
        head = f"Layer {self.shown_layer + 1}, epoch {moment.epoch}. Linear SVM: " if moment else "Not begun yet"
        return {
            **panel_frame(PANELS[1], places, labels, limits, self._kept, says),
            "hidden_border": border(shown.svm if shown else None, view, limits, train.n_classes),
            "hidden_head": {"text": [head + (percent(shown.accuracy) if shown else "")]},
        }

    @property
    def _dead(self) -> list[int]:
        """The units or filters of the first layer that answer 0 to every drawn example, from 0."""
        moment = self._moment
        return dead_units(moment.layers[0].outputs, read(self.layers)[0][1]) if moment else []

    def _weight_frame(self, moment: HiddenMoment | None) -> dict[str, Any]:
        """Return the first weights as pictures, and what a convolution finds in the chosen example."""
        side, (X, y), ((is_conv, n), *_) = side_of(self.source), self.film.kept, read(self.layers)
        kernel, maps = moment.kernel if moment else None, None
        if is_conv and moment:
            smaller = side - (KERNEL - 1)
            maps = moment.layers[0].outputs[self.example].reshape(smaller, smaller, n)
        label = f"it is a {self.source.class_names[y[self.example]]}"
        return weight_frame(kernel, maps, self._dead, X[self.example].reshape(side, side), label, self._tiles_across)

    def _receive_room(self, content: dict[str, Any]) -> None:
        """Hear how wide the pictures of weights are drawn and lay them out so; the last page that says it counts."""
        across = int(content["widths"].get(f"{TILES}_width", PER_ROW * STEP_PX) // STEP_PX)
        with self._frames.lock, self.telling():
            if 1 <= across <= PER_ROW and across != self._tiles_across:
                self._tiles_across = across
                self.refresh()

"""What has the hidden layer learned? The same examples as they came, and as a layer of a network sees them."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dlwidgets.charts.hidden_layer import MOST_TILES, PANELS, hidden_layer
from dlwidgets.compare.hidden_film import MOST_FOR_SVM, MOST_KEPT
from dlwidgets.data import Dataset, is_own, refuse_target
from dlwidgets.demos.comparing.examples import DRAWN, OWN, PICTURES, are_pictures, named, own
from dlwidgets.demos.hidden.looking import HiddenLooking
from dlwidgets.demos.hidden.network import layer_names, read
from dlwidgets.demos.hidden.picture import MOST_SHAPES, NAMES, percent, score_frame
from dlwidgets.demos.hidden.settings import LAST
from dlwidgets.widgets.demo import Note
from dlwidgets.widgets.pointer import PointerEvent


class HiddenLayer(HiddenLooking):
    """What has the hidden layer learned?

    On the left examples as they came, on the right as a hidden layer of a network sees them, epoch by epoch. A linear
    SVM judges both: it can only draw straight borders, so it shows whether the layer has laid the classes apart.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        ``moons``, ``circle``, ``quadrants``, ``gaussians``, ``clouds``, ``spiral``, ``iris``, ``wine``,
        ``breast_cancer``, ``digits``, or your own.
    layers : str or sequence, optional
        Units of each hidden layer, such as ``[16, 2]``; for pictures also ``["conv 8", 16]``.
    target : str, optional
        The column of the frame or file that holds the classes.
    **settings
        First values of settings such as ``epochs``, ``activation``, ``features``; ``hide`` and ``lock``: names
        of settings and buttons, or of the groups ``"examples"`` and ``"network"``.

    Raises
    ------
    UnknownNameError
        If a data set, layer, feature or setting does not exist.
    DataError
        If the data can't be learned from, or are too many.
    InvalidValueError
        If a setting is out of range.

    Notes
    -----
    More than two numbers are seen on a plane: the principal components of what the layer gives for the examples at the
    newest epoch, turned and mirrored so that it carries on the one before (Procrustes). All epochs that one goes back
    to are seen on this same plane.

    References
    ----------
    C. Olah (2014), https://colah.github.io/posts/2014-03-NN-Manifolds-Topology/

    Examples
    --------
    >>> demo = HiddenLayer("circle", layers=[8, 2], epochs=60)
    >>> before = demo.scores["raw"]
    >>> demo.train()["svm"] > before
    True
    """

    def __init__(self, data: Any = "moons", layers: Any = None, *, target: str | None = None, **settings: Any) -> None:
        if is_own(data):
            self.own_data, data = own(data, target), OWN
        else:
            refuse_target(target, data)
        first = self.own_data or (named(data, 0.0) if data in PICTURES else None)
        self.has_pictures = first is not None and are_pictures(first)
        usual = {"layers": "16", "activation": "relu", "epochs": 40} if self.has_pictures else {}
        settings = {**usual, **settings, **({} if layers is None else {"layers": layers})}
        super().__init__(data=data, **settings)
        self.on_pointer(self._clicked)

    @property
    def source(self) -> Dataset:  # type: ignore[override]
        """The chosen data set, both parts."""
        return self.own_data if self.data == OWN and self.own_data else named(self.data, self.noise)

    @property
    def scores(self) -> dict[str, float]:
        """Test accuracy at the shown epoch.

        Of linear SVMs on the features as they are (``raw``), on those that a person has made (``hand``, if any are
        chosen) and on what the layer puts out (``svm``), and of the ``network`` itself. NaN before it has begun.
        """
        moment = self._moment
        learned = (moment.layers[self.shown_layer].accuracy, moment.accuracy) if moment else (float("nan"),) * 2
        return {**self._fixed, "svm": learned[0], "network": learned[1]}

    @property
    def outputs(self) -> np.ndarray:
        """What the layer puts out at the shown epoch, shape (n, units): test examples first; empty before it begins."""
        moment = self._moment
        return moment.layers[self.shown_layer].outputs if moment else np.empty((0, 0))

    def settle(self, changed: set[str]) -> None:
        """Follow changed settings."""
        self.is_settled = True
        if self.layer not in {LAST, *layer_names(self.layers)}:
            self.layer = LAST
        if self.features not in self.ways_to_make_features:
            self.features = "none"
        if self._learning != self._learned:
            self._begin()
            if "epoch" not in changed:
                self.epoch = 0
        if changed & {"data", "noise", "seed"}:
            self._look_at_raw()
        if changed & {"features", "data", "noise", "seed"}:
            self._fixed = self._fixed_scores()
        self.epoch, self.example = min(self.epoch, self.epochs), min(self.example, len(self.film.kept[1]) - 1)

    def disabled(self) -> Iterable[str]:
        """Return the controls that can do nothing just now."""
        return [
            *([] if self.data in DRAWN else ["noise"]),
            *([] if len(read(self.layers)) > 1 else ["layer"]),
            *([] if len(self.ways_to_make_features) > 1 else ["features"]),
        ]

    def chart(self) -> Any:
        """Return both pictures, the accuracies and the first weights."""
        return hidden_layer(tuple(NAMES.values()), are_pictures=self.has_pictures)

    def frame(self) -> Mapping[str, Any]:
        """Return the examples before and behind the layer, and how well they are told apart."""
        moment, test = self._moment, self._split.test
        names = [] if test.n_classes > MOST_SHAPES else [*test.class_names]
        frame: dict[str, Any] = {"key": {"slot": [*range(len(names))], "kind": [*range(len(names))], "class": names}}
        frame |= self._raw_frame() | self._hidden_frame(moment)
        frame |= score_frame(self.film, self.shown_layer, self._fixed, moment)
        return frame | (self._weight_frame(moment) if self.has_pictures else {})

    def sentence(self) -> str:
        """Say how well a linear SVM does with the features as they are, and with those of the layer."""
        scores, test = self.scores, self._split.test
        told = (
            f"{self.source.name}: of {test.n_examples} test examples a linear SVM gets {percent(scores['raw'])} right"
        )
        hand = f", with features made by hand {percent(scores['hand'])}" if "hand" in scores else ""
        moment = self._moment
        if moment is None:
            return f"{told}{hand}. The network has not begun. Press Play."
        which = f"layer {layer_names(self.layers)[str(self.shown_layer + 1)].replace(':', ' with')}"
        when = f"after epoch {moment.epoch}" if moment.epoch else "with the first weights"
        learned = f"with what {which} puts out {when}, {percent(scores['svm'])}"
        return f"{told}{hand}; {learned}. The network itself: {percent(scores['network'])}."

    def notes(self) -> Iterable[Note]:
        """Return how to read the pictures."""
        n_train, n_test = self._split.train.n_examples, self._split.test.n_examples
        lines = ["Large: test examples; small: those that were learned from. Dashed rings: the linear SVM is wrong."]
        if self._raw_view.shares or self._hidden_view.shares:
            lines.append("Many numbers are seen on the plane of their two principal components at the newest epoch.")
            lines.append("It is turned and mirrored to carry on the one before; all epochs are seen on the same plane.")
        if max(n_train, n_test) > MOST_KEPT:
            lines.append(f"Of each part {MOST_KEPT} examples are drawn.")
        if n_train > MOST_FOR_SVM:
            lines.append(f"The SVMs learn from {MOST_FOR_SVM} of {n_train} training examples, and are tested with all.")
        if self.has_pictures:
            lines += self._said_of_weights()
        yield Note("How to read it", tuple(lines))

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name; what is your own stands as dots."""
        arguments = super().code_arguments()
        arguments.pop("epoch", None)  # another one has not trained yet
        return arguments | ({"data": "..."} if self.data == OWN else {})

    def _said_of_weights(self) -> Iterable[str]:
        """Say what the pictures of weights do not show by themselves."""
        ((is_conv, n), *_), dead = read(self.layers), self._dead
        word, most = ("filters", MOST_TILES // 2) if is_conv else ("units", MOST_TILES)
        yield "Pixels that are always empty keep their first weights: nothing ever blames them."
        if n > most:
            yield f"The first {most} of {n} {word} are drawn."
        if dead:
            which = ", ".join(str(i + 1) for i in dead)
            yield f"Dead {word}, which answer 0 to every drawn example, so that nothing blames them: {which}."

    def _clicked(self, event: PointerEvent) -> None:
        """Choose the example under the pointer."""
        if event.action == "click" and event.chart in PANELS and event.datum and "row" in event.datum:
            self.example = int(event.datum["row"])

"""What can a network learn, how, and why? A network that is built and trained on a plane."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dlwidgets.charts.playground import PARTS, playground
from dlwidgets.data import is_own, refuse_target
from dlwidgets.demos.playing_field.editing import PlaygroundEditing
from dlwidgets.demos.playing_field.examples import DATA as NAMED
from dlwidgets.demos.playing_field.examples import OWN, POINTS, own
from dlwidgets.demos.playing_field.features import FEATURES
from dlwidgets.demos.playing_field.picture import field_frame, losses_frame, sheet_frame
from dlwidgets.demos.playing_field.settling import usual_memory
from dlwidgets.demos.playing_field.state_text import read_state, written_state
from dlwidgets.demos.playing_field.words import (
    broken_words,
    confusion_lines,
    cost_lines,
    formula,
    measured_words,
    unit_lines,
)
from dlwidgets.errors import DataError, InvalidValueError, unknown_name
from dlwidgets.network import NetworkSpec
from dlwidgets.widgets.demo import Note

EDITORS = {"n_layers", "neurons", "activation", "frozen", "value", "moment"}
"""Controls for what other settings hold."""
BESIDE = {"layer", "neuron", "link", "step_by", "speed", "new_class", "goal", "points"}
"""Settings that change nothing in how a network learns from the same examples."""


class Playground(PlaygroundEditing):
    """What can a network learn, how, and why?

    A network is built on a plane by clicks and trained by real Keras while every neuron shows what it answers. Play,
    Step and Reset train it; a click on a neuron shows it large, a click on a link chooses a weight to be changed.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        ``circle``, ``quadrants``, ``gaussians``, ``spiral``, ``iris``, ``plane``, ``multi-gaussian``, ``points``, or
        your own.
    target : str, optional
        The column of the frame or file that is to be predicted.
    columns : pair of names, optional
        Which two features of your data to use; the first two by default.
    features : sequence of str, optional
        What the network is given: ``x1``, ``x2``, ``x1_squared``, ``x2_squared``, ``x1_x2``, ``sin_x1``, ``sin_x2``,
        and formulas of your own such as ``"x1*x1 - x2"``.
    state : str, optional
        What ``state_text`` of another playground gave; other settings come on top.
    **settings
        First values of settings such as ``layers`` (neurons of each hidden layer), ``activation`` (of all of them;
        ``activations`` takes one for each), ``learning_rate``, ``noise``, ``seed``, ``goal`` (at which training stops,
        such as ``"test_loss < 0.2"``); ``hide`` and ``lock``: names of settings and buttons, or of the groups
        ``"examples"``, ``"features"``, ``"network"``, ``"training"``, ``"regularizing"``, ``"weights"``, ``"view"``.

    Raises
    ------
    UnknownNameError
        If a data set, feature, activation, loss or setting does not exist.
    DataError
        If the data can't be read, or have gaps, one class or one feature.
    InvalidValueError
        If a setting is out of range.
    MissingExtraError
        At the first step, if Keras or TensorFlow is not installed.

    References
    ----------
    D. Smilkov, S. Carter, D. Sculley, F. B. Viégas and M. Wattenberg (2017), https://arxiv.org/abs/1708.03788

    Examples
    --------
    >>> demo = Playground("spiral", layers=[8, 8], seed=7)
    >>> demo.state_text
    'data=spiral&seed=7&layers=[8,8]'
    """

    # In this order they stand in the page, in front of those that change the examples.
    play, step, reset = PlaygroundEditing.play, PlaygroundEditing.step, PlaygroundEditing.reset

    def __init__(
        self,
        data: Any = None,
        *,
        target: str | None = None,
        columns: Sequence[str] | None = None,
        features: Sequence[str] | None = None,
        state: str | None = None,
        **settings: Any,
    ) -> None:
        settings = {**(read_state(state) if state else {}), **settings}
        if "self" in settings:
            raise unknown_name("setting of Playground", "self", ["seed"])
        told = settings.pop("data", None)
        data = told if data is None else data
        if data is None:
            data = "circle" if settings.get("points") is None else POINTS
        if isinstance(data, str) and data == OWN:
            raise DataError(
                "The playground had own data, which a state does not hold: give the data too, with target=."
            )
        if is_own(data) or (target is not None and data not in NAMED):
            self.own_data, data = own(data, target, columns), OWN
        else:
            refuse_target(target, data)
        if features is not None:
            settings |= _ticked(features)
        super().__init__(data=data, **_listed(settings))

    @property
    def spec(self) -> NetworkSpec:
        """The network as a description, without what does nothing just now."""
        return self._plan.spec(is_written=True)

    @property
    def keras_code(self) -> str:
        """The Keras program that makes and trains this network."""
        return self._plan.written(self.batch_size)

    @property
    def weights(self) -> list[Any]:
        """Kernel and bias of each layer, copies in Keras' order."""
        return [array.copy() for array in self._weights]

    @property
    def losses(self) -> tuple[float, float]:
        """Mean loss on the training and on the test examples, without the price on large weights."""
        return self._measured[0].loss, self._measured[1].loss

    @property
    def scores(self) -> tuple[float, float]:
        """Share of right answers on the training and on the test examples; R2 for values."""
        return self._measured[0].score, self._measured[1].score

    @property
    def state_text(self) -> str:
        """The settings as one short line: ``Playground(state=...)`` takes it back.

        Weights that were set by hand are in it, those that were learned are not: the same settings lead to the same
        numbers, and a network of hundreds of them would make no short line.
        """
        first = {name: setting.plain(setting.default_value) for name, setting in self._controls.settings.items()}
        own_ones = self._own_settings
        return written_state({name: value for name, value in self.state.items() if name in own_ones}, first)

    def chart(self) -> Any:
        """Return the network beside the plane and the loss."""
        return playground()

    def frame(self) -> Mapping[str, Any]:
        """Return the network, what it answers, the examples and the losses."""
        maps, place = self._maps(), self._shown
        sheet = sheet_frame(self._plan, self._weights, maps, self._place, self._may, self._sheet_px)
        field = field_frame(self._plan, self._examples, maps, place, self._looks(), self._measured)
        runs = self.earlier_runs if self.show_runs else []
        return {**sheet, **field, **losses_frame(self._history.rows, runs, self.epoch, self.last_epoch)}

    def sentence(self) -> str:
        """Say how far it is, how good the network is, and what is being done."""
        broken = broken_words(self._weights)
        measured = measured_words(*self._measured, is_classes=bool(self.source.class_names))
        goal = f" Goal: {self.goal}{' is reached' if self.has_reached_goal else ''}." if self.goal else ""
        doing = self._latest.message if self._is_asked else ""
        doing = "" if doing.startswith("Epoch") else doing
        back = f", back from {self.last_epoch:,}" if self.epoch < self.last_epoch else ""
        return " ".join(filter(None, [f"Epoch {self.epoch:,}{back}.", broken or measured, goal.strip(), doing]))

    def notes(self) -> Iterable[Note]:
        """Return the formula of what is shown, what the network costs, and its program."""
        number, index = self._shown or (len(self._plan.sizes) - 1, 0)
        lines = [formula(self._plan, self._weights, number, index), *unit_lines(self._examples)]
        rate = self._latest.steps_per_s / max(1, -(-len(self._examples.train.X) // self.batch_size))
        n_train = len(self._examples.train.X)
        yield Note("Formula of the neuron that is shown", tuple(lines))
        rate = rate if self._is_asked else 0.0
        yield Note("Cost", tuple(cost_lines(self._plan, self.batch_size, n_train, rate, self.device)))
        for name, part, measured in zip(
            PARTS, (self._examples.train, self._examples.test), self._measured, strict=True
        ):
            if table := confusion_lines(part, measured):
                yield Note(f"Confusion matrix, {name}", tuple(table))
        if self.show_runs and self.earlier_runs:
            yield Note("Earlier runs", tuple(run.words(self.state, self._labels) for run in self.earlier_runs))
        yield Note("As Keras program", tuple(self.keras_code.splitlines()))
        yield Note("As short text", (self.state_text or "(nothing differs from the first settings)",))

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name; your own data stand as dots."""
        arguments, ticks = super().code_arguments(), {*FEATURES, "own_features"}
        own_ones = {*self._own_settings, "hide", "lock"}
        arguments = {name: text for name, text in arguments.items() if name in own_ones and name not in ticks}
        if self.features != ("x1", "x2"):
            arguments["features"] = repr([*self.features])
        if self.data == OWN:
            arguments["data"] = "..."
        return arguments

    @property
    def _labels(self) -> dict[str, str]:
        """Labels of what can make a run another one."""
        settings, skipped = self._controls.settings, {*EDITORS, *BESIDE, *self.groups["view"]}
        return {name: setting.label for name, setting in settings.items() if name not in skipped}

    @property
    def _own_settings(self) -> set[str]:
        """Names of settings that are not held by others already."""
        skipped = set(EDITORS)
        if len({*self.activations}) == 1:
            skipped = (skipped | {"activations"}) - {"activation"}
        if self.loss == self._usual_loss:
            skipped.add("loss")
        if self.memory == usual_memory(self.optimizer):
            skipped.add("memory")
        return {*self._controls.settings} - skipped


def _ticked(features: Sequence[str]) -> dict[str, Any]:
    """Return the settings that give the network these features; what is no name is a formula."""
    if isinstance(features, str):
        raise InvalidValueError(f"features takes a list of names; got the text {features!r}. Write [{features!r}].")
    for name in features:
        if not isinstance(name, str) or (name.isidentifier() and name not in FEATURES):
            raise unknown_name("feature", name, FEATURES)
    own_ones = "; ".join(name for name in features if name not in FEATURES)
    return {name: name in features for name in FEATURES} | {"own_features": own_ones}


def _listed(settings: dict[str, Any]) -> dict[str, Any]:
    """Bring what is said for all hidden layers at once into lists."""
    n_layers = settings.pop("n_layers", None)
    if n_layers is not None and "layers" not in settings:
        settings["layers"] = [4, *[2] * 99][: int(n_layers)] if isinstance(n_layers, int) else n_layers
    if "activation" in settings and "activations" not in settings:
        settings["activations"] = [settings["activation"]] * max(1, len([*settings.get("layers", [4, 2])]))
    return settings

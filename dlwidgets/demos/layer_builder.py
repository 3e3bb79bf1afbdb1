"""Which layers, in which order, with which numbers, suit these data?"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dlwidgets.charts.xray import WIDTH_PX, xray_line
from dlwidgets.data import data_or_pair, names
from dlwidgets.demos.builder.editor_text import package_of, read_program, shown_code, style_of, written_program
from dlwidgets.demos.builder.layer_editing import LayerEditing
from dlwidgets.demos.builder.layer_rows import row_specs, shown_row
from dlwidgets.demos.builder.network_demo import as_spec
from dlwidgets.demos.builder.network_words import said_of_network
from dlwidgets.demos.builder.training_editing import TRAINING, TrainingEditing
from dlwidgets.demos.builder.training_fields import shown_training, training_spec
from dlwidgets.demos.builder.xray_picture import xray_rows
from dlwidgets.demos.data_facts import facts_of
from dlwidgets.errors import InvalidValueError, a_kind
from dlwidgets.network import DataFacts, Problem, Summary, Xray, propose, xray
from dlwidgets.training.build import build
from dlwidgets.widgets.assets import script, style
from dlwidgets.widgets.controls import action, button


class LayerBuilder(LayerEditing, TrainingEditing):
    """Which network suits these data?

    Blocks and Keras code are one network: a change of either changes the other. The line above them follows the shape
    of the data through every layer to the loss, marks what doesn't fit, and makes the exact change by one click.

    Parameters
    ----------
    spec : NetworkSpec, dict, keras.Model or str, optional
        The network to begin with: a description, what its ``to_json`` wrote, a Keras model, or a program as for
        ``code``. With data alone, one that suits them; without both, a small one.
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        What is to be learned, such as ``"iris"``.
    target : str, optional
        The column of the frame or file that is to be predicted.
    code : str, optional
        A Keras program to begin with, in place of ``spec``. It is read and never run.
    **settings
        First values of ``style`` and ``package``; ``hide`` and ``lock``: names of buttons and actions such as
        ``"remove"``, or of the parts ``"layers"``, ``"code"``, ``"compile"`` and ``"mends"``: hidden, what does not fit
        is said, and what mends it is left to the learner.

    Raises
    ------
    InvalidValueError
        If the network can't be described; where it is a program, the line is in the text.
    UnknownNameError
        If a data set, layer, argument or setting does not exist; the nearest name is in the text.
    DataError
        If the data can't be learned from.

    References
    ----------
    https://keras.io/guides/sequential_model/

    Examples
    --------
    >>> builder = LayerBuilder(data="iris")
    >>> builder.add("Dropout", index=2, rate=0.2)
    >>> builder.spec.layers[2], builder.summary().total
    (Dropout(0.2), 83)
    >>> builder.undo()
    >>> [layer.kind for layer in builder.spec.layers]
    ['Input', 'Dense', 'Dense']
    """

    _esm = script("builder.js")
    _css = style("dlwidgets.css") + style("builder.css")

    widest_px = WIDTH_PX
    groups: Mapping[str, tuple[str, ...]] = {
        "layers": ("add", "remove", "duplicate", "move", "shift", "enter"),
        "compile": ("enter_setting", "add_metric", "remove_metric"),
        "code": ("write", "style", "package"),
        "mends": ("mend", "mend_next"),
    }
    kept = (*LayerEditing.kept, "_found")

    def __init__(
        self, spec: Any = None, *, data: Any = None, target: str | None = None, code: str | None = None, **settings: Any
    ) -> None:
        self._source = data
        self._data = data_or_pair(data, target)
        self._facts = DataFacts() if data is None else facts_of(self._data)
        self.data_shape = self._facts.shape
        self._found: Xray | None = None
        self._model: tuple[Any, Any] = (None, None)
        super().__init__(**self._first(spec, code, settings))

    @property
    def data(self) -> Any:
        """What is learned from: a name, a ``Dataset`` (a table becomes one) or a pair ``(X, y)``; None without data."""
        return self._data

    @property
    def facts(self) -> DataFacts:
        """What is known of the data."""
        return self._facts

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What doesn't fit, that first which is best mended first: ``says`` what, ``change`` makes it right."""
        return self._found.problems

    @property
    def model(self) -> Any:
        """The Keras model of the network, with new weights; the same one until layers or compile settings change."""
        network = (self.spec.layers, self.spec.compile)
        with self._frames.lock:
            if self._model[0] != network:
                self._model = network, build(self.spec)
            return self._model[1]

    def summary(self) -> Summary:
        """Return layers, shapes and parameters with their arithmetic, and the sums.

        Returns
        -------
        Summary
            Its rows and totals.
        """
        return self.spec.summary(self.data_shape)

    @button("Mend", help="Make the change that the first problem proposes.")
    def mend_next(self) -> None:
        """Make the change of the first problem that proposes one; does nothing if there is none."""
        if (first := self._first_change()) is not None:
            self.mend(first)

    @action
    def mend(self, problem: int | str = 0) -> None:
        """Make the change that a problem proposes.

        Parameters
        ----------
        problem : int or str
            Its place in ``problems``, or the name under which the page knows it.

        Raises
        ------
        InvalidValueError
            If there is no such problem, or it leaves the change to you.
        """
        with self.together():
            names = [_name(one) for one in self.problems]
            place = names.index(problem) if problem in names else problem
            if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(names):
                raise InvalidValueError(f"There is no problem {problem!r}; there are {len(names)}.")
            found = self.problems[place]
            if found.change is None:
                raise InvalidValueError(f"This takes a decision of yours: {found.says}")
            self.change(spec=found.change(self.spec))

    def chart(self) -> Any:
        """Draw the line from the data to the loss."""
        return xray_line()

    def part_specs(self) -> Mapping[str, Any]:
        """Return the kinds of layers with their arguments, and the fields of the compile and fit panel."""
        return {"layers": row_specs(), "compile": training_spec(), "code": {}}

    def settle(self, changed: set[str]) -> None:
        """Follow the shapes through the network as it is."""
        super().settle(changed)
        if self._found is None or self._found.spec is not self.spec:
            self._found = xray(self.spec, self._facts)

    def frame(self) -> Mapping[str, Any]:
        """Return the stations on the way from the data to the loss."""
        return xray_rows(self._pictured(), self._sheet_px)

    def sentence(self) -> str:
        """Say the way of the shape, how many parameters there are, and what does not fit first."""
        return said_of_network(self._found, self.summary().total)

    def button_labels(self) -> Mapping[str, str]:
        """Return what the first problem proposes."""
        first = self._first_change()
        return {"mend_next": "Nothing to mend" if first is None else self.problems[first].change.words}

    def disabled(self) -> Iterable[str]:
        """Return what can do nothing just now."""
        yield from super().disabled()
        if self._first_change() is None:
            yield "mend_next"

    def parts(self) -> Mapping[str, Any]:
        """Return rows, panel and program as they stand."""
        joints = self.spec.joints(self.data_shape)
        by_station = {station.key: [_shown(one) for one in station.problems] for station in self._pictured().stations}
        rows = [
            shown_row(key, joint, self._mistakes_of(key), by_station.pop(f"layer-{joint.index}", []))
            for (key, _), joint in zip(self._stack, joints, strict=True)
        ]
        others = [problem for problems in by_station.values() for problem in problems]
        return {
            "layers": {"rows": rows, "total": self.summary().total},
            "compile": shown_training(self.spec, self._mistakes_of(TRAINING), others),
            "code": shown_code(self.code, self.draft),
        }

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name; your own data stand as dots."""
        arguments = super().code_arguments()
        if self._source is not None:
            data = repr(self._source) if isinstance(self._source, str) else "..."
            arguments = {"data": data, **arguments}
        return arguments

    def _pictured(self) -> Xray:
        """Return what was found, without the answers where the teacher hides them."""
        if "mend" not in self._controls.hidden:
            return self._found
        bare = {id(problem): replace(problem, change=None) for problem in self.problems}
        stations = (
            replace(station, problems=tuple(bare[id(problem)] for problem in station.problems))
            for station in self._found.stations
        )
        return replace(self._found, stations=tuple(stations), problems=tuple(bare.values()))

    def _first_change(self) -> int | None:
        return next((i for i, problem in enumerate(self.problems) if problem.change is not None), None)

    def _first(self, spec: Any, code: str | None, settings: dict[str, Any]) -> dict[str, Any]:
        """Return the settings to begin with, description and program among them."""
        if isinstance(spec, str) and spec in names():
            raise InvalidValueError(f"{spec!r} is a data set and no network. Write LayerBuilder(data={spec!r}).")
        if isinstance(spec, str) and code is None:
            spec, code = None, spec
        if spec is None and code is None:
            spec = propose(DataFacts(shape=(4,), task="classes", n_classes=3) if self._source is None else self._facts)
        if code is not None:
            if not isinstance(code, str):
                raise InvalidValueError(f"code takes the text of a Keras program, but {a_kind(code)} came.")
            settings = {"style": style_of(code), "package": package_of(code), **settings}
        made = read_program(code).spec if spec is None else as_spec(spec)
        usual = written_program(made, "", settings.get("style", "list"), settings.get("package", "keras"))
        return {**settings, "spec": made, "code": usual if code is None else code}


def _name(problem: Problem) -> str:
    return f"{problem.station}:{problem.rule}"


def _shown(problem: Problem) -> dict[str, Any]:
    """Describe a problem for the page."""
    change = None if problem.change is None else problem.change.words
    return {"name": _name(problem), "level": problem.level, "says": problem.says, "change": change}

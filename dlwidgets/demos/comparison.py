"""Does it need deep learning? Networks and other classifiers side by side, on the same examples."""

from collections.abc import Iterable, Mapping
from typing import Any

from dlwidgets.charts.comparison import comparison
from dlwidgets.charts.confusion import MATRIX
from dlwidgets.data import is_own, refuse_target
from dlwidgets.demos.comparing.examples import (
    OWN,
    PICTURES,
    are_pictures,
    named,
    own,
)
from dlwidgets.demos.comparing.lineup import read_lineup, unused_controls
from dlwidgets.demos.comparing.picture import kinds_of_mistakes, meter_frame, panel_frame, plane_frame
from dlwidgets.demos.comparing.settings import ALL_MISTAKES
from dlwidgets.demos.comparing.settling import ComparisonSettling
from dlwidgets.demos.comparing.words import heading, listed, verdict
from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.demo import Note
from dlwidgets.widgets.pointer import PointerEvent

_FOR_PLANES = ("noise", "irrelevant", "features")


class Comparison(ComparisonSettling):
    """Does it need deep learning?

    Networks of Keras and other classifiers learn from the same examples, side by side: boundaries, mistakes, accuracy
    over several seeds, time and size. Networks train live; the others learn beside the notebook as soon as a control is
    moved. Play has all seeds done.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        ``moons``, ``circle``, ``quadrants``, ``gaussians``, ``clouds``, ``spiral``, ``iris``, ``wine``,
        ``breast_cancer``, ``japanese_vowels``, ``mnist1d``, ``digits``, ``mnist``, or your own.
    contestants : optional
        As ``dlw.race`` takes them, six at most. ``keras``, ``svm`` and ``knn`` follow the controls; estimators of your
        own stay as they are.
    target : str, optional
        The column of the frame or file that holds the classes.
    **settings
        First values of settings such as ``noise``, ``n_train``, ``irrelevant``, ``scaling``, ``C``; ``hide`` and
        ``lock``: names of settings and buttons, or of the groups ``"examples"``, ``"plane"``, ``"preparation"``,
        ``"svm"``, ``"network"``, ``"knn"`` and ``"repetition"``.

    Raises
    ------
    UnknownNameError
        If a data set, contestant, feature or setting does not exist.
    DataError
        If the data can't be learned from, or are too many.
    InvalidValueError
        If a setting is out of range.

    References
    ----------
    M. Fernández-Delgado, E. Cernadas, S. Barro and D. Amorim (2014), https://jmlr.org/papers/v15/delgado14a.html

    Examples
    --------
    >>> demo = Comparison("spiral", ["svm", "logistic_regression"], n_seeds=1)
    >>> demo.run().ranking()[0]
    'svm'
    """

    # In this order they stand in the page, in front of the settings.
    play, reset = ComparisonSettling.play, ComparisonSettling.reset

    def __init__(
        self, data: Any = "moons", contestants: Any = ("keras", "svm"), *, target: str | None = None, **settings: Any
    ) -> None:
        self.lineup = read_lineup(contestants)
        if is_own(data):
            self.own_data, data = own(data, target), OWN
        else:
            refuse_target(target, data)
        first = self.own_data or (named(data, 0.0) if data in PICTURES else None)
        self.has_pictures = first is not None and are_pictures(first)
        self._hidden_by_teacher = settings.pop("hide", ())
        hide = [*_names("hide", self._hidden_by_teacher), *unused_controls(self.lineup)]
        hide += ["plane", *_FOR_PLANES] if self.has_pictures else []
        super().__init__(data=data, hide=hide, **{**self._usual(data), **settings})
        self.on_pointer(self._clicked)

    @property
    def cells(self) -> dict[str, str]:  # type: ignore[override]
        """Kinds of mistakes that may be marked, the most frequent first."""
        if not self.is_settled:
            return {ALL_MISTAKES: "all mistakes"}
        names, looks = self._split.test.class_names, [*self._looks.values()]
        found = kinds_of_mistakes(self._split.test, looks)
        chosen = self._cell
        found |= {} if chosen is None or chosen in found else {chosen: 0}
        said = {f"{i},{j}": f"{names[i]} taken for {names[j]} ({n})" for (i, j), n in found.items()}
        return {ALL_MISTAKES: "all mistakes"} | said

    def chart(self) -> Any:
        """Return the contestants side by side."""
        return comparison(tuple(self.lineup), are_pictures=self.has_pictures)

    def frame(self) -> Mapping[str, Any]:
        """Return what each contestant says, and the measured numbers."""
        names = self._split.test.class_names
        frame: dict[str, Any] = {"class_names": [*names], "last_class": len(names) - 0.5}
        if self._plane:
            frame |= plane_frame(self._split, self._plane)
        for place, name in enumerate(self.lineup):
            frame |= self._contestant_frame(place, name)
        return {**frame, **meter_frame(self.result)}

    def sentence(self) -> str:
        """Say how each contestant does, on the shown split and over all seeds, and who still learns."""
        parts = self._split
        told = f"{self.source.name}: {parts.train.n_examples} examples to learn from, {parts.test.n_examples} to test."
        now = [f"{name}: {self._says(name)}." for name in self.lineup if name in self._looks or self._error(name)]
        waiting = [name for name in self.lineup if name not in self._looks and not self._error(name)]
        rest = f"Not yet learned: {listed(waiting)}. Press Play." if waiting else ""
        return " ".join(filter(None, [told, f"Seed {self.seed}:" if now else "", *now, verdict(self.result), rest]))

    def notes(self) -> Iterable[Note]:
        """Return how to read the picture, and all numbers as a table."""
        lines = ["Filled: test examples; small and hollow: those that were learned from. Rings: mistakes."]
        if self._plane and self._split.train.n_features > 2:
            lines.append("The plane shows what is said where all other features are at their mean.")
        seeds = "one seed" if self.n_seeds == 1 else f"up to {self.n_seeds} seeds"
        lines.append(f"Mean and deviation of {seeds}; a network's time is that of its steps alone.")
        yield Note("How to read it", tuple(lines))
        errors = [f"{one.name}: {one.error}" for one in self.result if one.error]
        if errors:
            yield Note("What went wrong", tuple(errors))

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name; what is your own stands as dots."""
        arguments = super().code_arguments()
        arguments.pop("hide", None)
        arguments |= {"hide": repr(sorted(self._hidden_by_teacher))} if self._hidden_by_teacher else {}
        for name, value in {**self._usual(self.data), **self._usual_axes()}.items():
            if getattr(self, name) == value:
                arguments.pop(name, None)
        if self.data == OWN:
            arguments["data"] = "..."
        if [*self.lineup] != ["keras", "svm"] or any(one != name for name, one in self.lineup.items()):
            named_ones = [repr(name) if one == name else f"({name!r}, ...)" for name, one in self.lineup.items()]
            arguments = {"contestants": f"[{', '.join(named_ones)}]", **arguments}
        return {name: arguments[name] for name in sorted(arguments, key=lambda name: name != "data")}

    def _contestant_frame(self, place: int, name: str) -> dict[str, Any]:
        """Return what one contestant says."""
        head = {f"head_{place}": {"name": [name], "says": [self._says(name)]}}
        return {**head, **panel_frame(place, self._split, self._plane, self._looks.get(name), self._cell)}

    def _says(self, name: str) -> str:
        look, test = self._looks.get(name), self._split.test
        if look is None:
            return self._error(name) or "has not learned yet"
        n_right = int((look.predictions == test.y).sum())
        return heading(n_right, test.n_examples, look.epoch, is_fresh=name in self._fresh)

    def _error(self, name: str) -> str:
        """Return why a contestant failed with the shown seed; empty if it did not."""
        one = next(one for one in self._contestants if one.name == name)
        outcome = self._outcome(one, self.seed)
        return outcome.error if outcome else ""

    def _draw_news(self, *, is_film: bool, name: str) -> None:
        """Draw what has changed: in a film one panel, else all."""
        if not is_film:
            self.refresh()
            return
        with self._frames.together():
            self.update(self._contestant_frame([*self.lineup].index(name), name))
            self._frames.set_fields({"text": self.sentence()})

    def _clicked(self, event: PointerEvent) -> None:
        """Mark the examples of a cell of a matrix; once more, and all mistakes are marked again."""
        pair = f"{round(event.y)},{round(event.x)}"
        if event.chart.startswith(MATRIX) and event.action == "click":
            self.cell = ALL_MISTAKES if self.cell == pair or pair not in self.cells else pair

    @property
    def _cell(self) -> tuple[int, int] | None:
        if self.cell == ALL_MISTAKES:
            return None
        true, said = self.cell.split(",")
        return int(true), int(said)


def _names(what: str, given: Any) -> list[str]:
    if isinstance(given, str):
        raise InvalidValueError(f"{what} takes a list of names; got the text {given!r}. Write [{given!r}].")
    return [*given]

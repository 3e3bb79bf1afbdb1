"""Find the bug: right programs with a mistake put in, to be found, named and mended."""

from collections.abc import Iterable, Mapping
from typing import Any

from dlwidgets.assistant import RULES
from dlwidgets.charts.score import FOUND, MENDED, NAMED, score_chart
from dlwidgets.demos.builder.edit_history import EditHistory
from dlwidgets.demos.coach.exercise import LEVELS, Exercise, exercise
from dlwidgets.demos.coach.ladder import STEPS, shown_finding
from dlwidgets.demos.coach.program_demo import ProgramDemo
from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.widgets.assets import script
from dlwidgets.widgets.controls import action, button, choice, hidden, slider

WORTH = {FOUND: 3, NAMED: 3, MENDED: 4}
"""Points for each part of an exercise; a wrong answer and a hint cost one of them."""


def _as_results(value: Any) -> list[dict[str, int]]:
    parts = [*value] if isinstance(value, list | tuple) else [None]
    if not all(isinstance(one, Mapping) and one.keys() <= WORTH.keys() for one in parts):
        raise InvalidValueError(f"results takes a list with the points of each exercise by part: {', '.join(WORTH)}.")
    return [{part: int(points) for part, points in one.items()} for one in parts]


def _as_place(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InvalidValueError(f"number came as {value!r:.60}; wanted which exercise it is, from 1 on.")
    return value


class BugGym(ProgramDemo):
    """Where is the bug, what is it, and how is it mended?

    A right program in which one thing was made wrong. You click the line, choose what it is, and mend it in the
    editor; the rules of the code assistant tell whether it is mended.

    Parameters
    ----------
    level : int
        From 1 (Python stops with a message) to 5 (two mistakes of any kind).
    seed : int
        Which exercises come; a class with the same seed has the same ones.
    **settings
        First values of settings; ``hide`` and ``lock``: names of buttons and actions.

    Raises
    ------
    UnknownNameError
        If there is no such level or setting.
    InvalidValueError
        If a value is out of range.

    References
    ----------
    Humbatova, N. et al. (2021). DeepCrime: Mutation Testing of Deep Learning Systems Based on Real Faults.
    https://doi.org/10.1145/3460319.3464825

    Examples
    --------
    >>> gym = BugGym(level=1, seed=3)
    >>> gym.code == BugGym(level=1, seed=3).code
    True
    >>> gym.check()
    >>> gym.said
    'The mistake is still there.'
    """

    _esm = script("bug_gym.js")

    kept = (*ProgramDemo.kept, "_exercise", "_place")

    level = choice("1", {str(k): f"{k}: {words}" for k, (_, words) in LEVELS.items()}, label="Level",
                   help="What kind of mistake is put in.")  # fmt: skip
    seed = slider(0, 0, 999, step=1, label="Seed", help="Which exercises come: the same number brings the same ones.")
    number = hidden(1, _as_place, label="Exercise", help="Which exercise of this level it is, from 1 on.")
    results = hidden([], _as_results, label="Results", help="The points of the exercises before, by part.")
    tries = hidden({}, lambda value: _as_results([value])[0], label="Tries", help="What was lost so far, by part.")
    done = hidden({}, lambda value: _as_results([value])[0], label="Done", help="What was won so far, by part.")
    told = hidden("", str, label="Hint", help="How much was told of the mistake.")
    said = hidden("", str, label="Answer", help="What was said to the last try.")

    def __init__(self, level: int | str = 1, seed: int = 0, **settings: Any) -> None:
        self._place: tuple[str, int, int] | None = None
        self._exercise: Exercise | None = None
        super().__init__(level=str(level), seed=seed, **settings)

    @property
    def exercise(self) -> Exercise:
        """The program as it was before and after the mistake, and which rules find it."""
        return self._exercise

    @property
    def score(self) -> int:
        """The points of all exercises so far."""
        return sum(sum(one.values()) for one in (*self.results, self.done))

    @action
    def point_at(self, line: int) -> None:
        """Say in which line the mistake is.

        Parameters
        ----------
        line : int
            From 1 on.
        """
        right = line in self.exercise.lines
        self._answer(FOUND, right=right, words="Yes, there it is." if right else f"Not in line {line}.")

    @action
    def call_it(self, rule: str) -> None:
        """Say what the mistake is.

        Parameters
        ----------
        rule : str
            The name of a rule.

        Raises
        ------
        UnknownNameError
            If it is none of those to choose from.
        """
        if rule not in self.exercise.names:
            raise unknown_name("mistake to choose from", rule, self.exercise.names)
        right = rule in self.exercise.rules
        self._answer(NAMED, right=right, words="Yes, that is it." if right else "That is something else.")

    @button("Check", help="Tells whether the program is mended.")
    def check(self) -> None:
        """Tell whether the program is mended."""
        left = self.exercise.left(self.report)
        self._answer(MENDED, right=not left, words=left or "Mended.")

    @button("Hint", help="Tells one thing more about the mistake; it costs a point.")
    def hint(self) -> None:
        """Tell one thing more about the mistake."""
        place = STEPS.index(self.told) + 1 if self.told else 0
        if place < len(STEPS):
            part = (NAMED, FOUND, NAMED, MENDED)[place]
            self.change(told=STEPS[place], tries=self._lost(part), said="")

    @button("Next", help="Goes on to the next exercise; what was not done brings no points.")
    def next_exercise(self) -> None:
        """Go on to the next exercise."""
        self.change(number=self.number + 1, results=[*self.results, self.done])

    def chart(self) -> Any:
        """Draw the points by exercise."""
        return score_chart(WORTH)

    def frame(self) -> Mapping[str, Any]:
        """Return the points of each exercise by part."""
        rows = [
            (place, part, points)
            for place, one in enumerate([*self.results, self.done], start=1)
            for part, points in one.items()
        ]
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        return {"points": dict(zip(("exercise", "part", "points"), map(list, columns), strict=True))}

    def part_specs(self) -> Mapping[str, Any]:
        """Return what never changes of the editor and of the exercise."""
        return {"code": {"placeholder": ""}, "exercise": {}}

    def settle(self, changed: set[str]) -> None:
        """Put the exercise into the editor when it is another one."""
        if self._place is not None and self._place[:2] != (self.level, self.seed) and "number" not in changed:
            self.number, self.results = 1, []
        wanted = (self.level, self.seed, self.number)
        if self._place != wanted:
            is_first, self._place = self._place is None, wanted
            self._exercise = exercise(int(self.level), self.seed, self.number)
            self._history, self._present = EditHistory(), None
            fresh = {"code": self._exercise.broken, "tries": {}, "done": {}, "told": "", "said": ""}
            for name, value in fresh.items():
                # A state that is set as a whole keeps what it says.
                if name not in changed or (is_first and not getattr(self, name)):
                    setattr(self, name, value)
        super().settle(changed)

    def sentence(self) -> str:
        """Say what the program does, and how many points there are."""
        stops = any(one.stops for one in self.exercise.findings(self.exercise.report))
        what = "This program stops with an error." if stops else "This program runs, and what it does is wrong."
        return f"Exercise {self.number}: {what} {self.score} points so far."

    def parts(self) -> Mapping[str, Any]:
        """Return the program and how far the exercise is done."""
        found = self.exercise.findings(self.exercise.report)
        hints = [shown_finding(one.rule, one, self.exercise.broken, self.told, "fix") for one in found if self.told]
        marks = [{"line": one["line"], "kind": one["level"], "says": one["nudge"]} for one in hints if "line" in one]
        is_same = self.code == self.exercise.broken
        shown = {
            "names": [{"rule": one, "title": RULES[one].title} for one in self.exercise.names],
            "done": {part: self.done.get(part) for part in WORTH},
            "worth": [max(0, points - self.tries.get(part, 0)) for part, points in WORTH.items()],
            "hints": [{**one, "next": None} for one in hints],
            "said": self.said,
            "is_right": self.said in {"Yes, there it is.", "Yes, that is it.", "Mended."},
        }
        return {"code": self.shown_code(marks if is_same else []), "exercise": shown}

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name."""
        arguments = super().code_arguments()
        if self.code == self.exercise.broken:
            arguments.pop("code", None)
        return arguments

    def disabled(self) -> Iterable[str]:
        """Return what can do nothing just now."""
        yield from super().disabled()
        if self.told == STEPS[-1]:
            yield "hint"
        yield from (
            name for name, part in (("point_at", FOUND), ("call_it", NAMED), ("check", MENDED)) if part in self.done
        )

    def _answer(self, part: str, *, right: bool, words: str) -> None:
        """Take an answer to a part of the exercise."""
        if part in self.done:
            return
        if right:
            points = max(0, WORTH[part] - self.tries.get(part, 0))
            self.change(done={**self.done, part: points}, said=words)
        else:
            self.change(tries=self._lost(part), said=words)

    def _lost(self, part: str) -> dict[str, int]:
        return {**self.tries, part: self.tries.get(part, 0) + 1}

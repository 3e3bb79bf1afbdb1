"""Paste your code here, I will find bugs for you."""

from collections.abc import Mapping
from typing import Any

from IPython import get_ipython

from dlwidgets.assistant import Finding
from dlwidgets.assistant.values import Array
from dlwidgets.demos.coach.advising import Advising
from dlwidgets.demos.coach.ladder import STEPS, shown_finding
from dlwidgets.demos.coach.notebook import known_variables, said_of
from dlwidgets.demos.coach.program_demo import named
from dlwidgets.demos.coach.proving import ASKED
from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.widgets.controls import action, hidden, toggle

PLACEHOLDER = "Paste your code here, I will find bugs for you.\n\nIt is read and never run."


def _as_steps(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise InvalidValueError('hinted takes the step reached by finding, such as {"labels-vs-loss:1": "where"}.')
    for step in value.values():
        if step not in STEPS:
            raise unknown_name("step of a hint", step, STEPS)
    return dict(value)


class CodeAssistant(Advising):
    """What is wrong in my program?

    An editor for a pasted program, and what was found in it beside: a hint first, then the line, the reason, and the
    change that mends it. The program is read and never run.

    Parameters
    ----------
    code : str, optional
        A program to begin with: a script, the JSON of a notebook, or a paste with prompts and the error that came.
    **settings
        First values of settings; ``hide`` and ``lock``: names of settings, buttons and actions such as ``"mend"``:
        hidden, the hints end with the reason, and the change is left to the learner. With ``endpoint``, ``model`` and
        ``key``, as `second_opinion` takes them, there is a button too that asks that language model for its guess.

    Raises
    ------
    InvalidValueError
        If ``code`` is no text.
    UnknownNameError
        If there is no such setting, or a name in ``hide`` or ``lock`` is none of the demo's.

    References
    ----------
    https://keras.io/guides/training_with_built_in_methods/

    Examples
    --------
    >>> assistant = CodeAssistant("from keras.layers.core import Dense")
    >>> assistant.report[0].rule
    'removed-import'
    >>> assistant.mend()
    >>> assistant.code
    'from keras.layers import Dense'
    """

    groups: Mapping[str, tuple[str, ...]] = {"ladder": ("hint", "hints_first")}

    hinted = hidden({}, _as_steps, label="Hints", help="How much was told of each finding.")
    hints_first = toggle(
        value=True,
        label="Hints first",
        help="Begins with a hint; line, reason and change are told when you ask. Off: all is told at once.",
    )
    read_notebook = toggle(
        value=False,
        label="Read my notebook",
        help="Looks at shape, type, range and number of classes of the variables that the program names; at nothing "
        "else, and nothing leaves this kernel.",
    )

    def __init__(self, code: str = "", **settings: Any) -> None:
        super().__init__(code=code, **settings)

    @action
    def hint(self, finding: int | str = 0) -> None:
        """Tell one thing more of a finding: where, why, and what mends it.

        Parameters
        ----------
        finding : int or str
            Its place in ``report``, or the name under which the page knows it.

        Raises
        ------
        InvalidValueError
            If there is no such finding.
        """
        found = self._finding(finding)
        name = next(name for name, one in named(self.report) if one is found)
        place = STEPS.index(self._step(name))
        self.hinted = {**self.hinted, name: STEPS[min(place + 1, STEPS.index(self._last_step))]}

    def part_specs(self) -> Mapping[str, Any]:
        """Return what never changes of the editor and of the findings."""
        return {"code": {"placeholder": PLACEHOLDER}, "findings": {}}

    def settle(self, changed: set[str]) -> None:
        """Read the program, and forget the hints of findings that are gone."""
        super().settle(changed)
        names = {name for name, _ in named(self.report)}
        if self.hinted.keys() - names:
            self.hinted = {name: step for name, step in self.hinted.items() if name in names}

    def known(self) -> Mapping[str, Array]:
        """Return what the notebook knows of the variables of the program, if it may be read."""
        shell = get_ipython() if self.read_notebook else None
        return {} if shell is None else known_variables(self.code, shell.user_ns)

    def sentence(self) -> str:
        """Say how much was found, and what the worst of it does."""
        found = self.report.findings
        if not found:
            return " ".join((self.report.heading, *self.report.unseen)) if self.code.strip() else self.report.unseen[0]
        stops = sum(one.stops for one in found)
        what = (
            f" {'It stops' if len(found) == 1 else f'{stops} of them stop'} the program with an error." if stops else ""
        )
        return f"{self.report.heading}{what}"

    def parts(self) -> Mapping[str, Any]:
        """Return the program and what was found in it, as far as it was asked for."""
        report = self.report
        first = named(report)[: len(report.first)]
        shown = [self._shown(name, one) for name, one in first]
        marks = [
            {"line": one["line"], "kind": one["level"], "says": one.get("what", one["nudge"])}
            for one in reversed(shown)  # where two stand in one line, the worse one is marked
            if "line" in one
        ]
        findings = {
            "items": shown,
            "rest": report.rest,
            "checked": [*report.checked],
            "unseen": [*report.unseen],
            "read": [said_of(name, array) for name, array in self.read.items()],
            "opinion": self.opinion(),
            "race": self.said_of_race(),
            "has_picture": self.race is not None and bool(self.race.rows),
        }
        return {"code": self.shown_code(marks), "findings": findings}

    @property
    def _last_step(self) -> str:
        return "why" if "mend" in self._controls.hidden else "fix"

    def _shown(self, name: str, finding: Finding) -> dict[str, Any]:
        """Describe a finding for the page, and whether its two networks can be shown."""
        shown = shown_finding(name, finding, self.report.code, self._step(name), self._last_step)
        return {**shown, "proof": ASKED} if "diff" in shown and self.can_be_shown(finding) else shown

    def _step(self, name: str) -> str:
        """Return how much is told of a finding."""
        return self.hinted.get(name, "nudge") if self.hints_first else self._last_step

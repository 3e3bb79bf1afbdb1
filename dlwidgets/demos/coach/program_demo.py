"""A program as the state of a demo: it is read at every change, and every change can be undone."""

from collections.abc import Iterable, Mapping
from typing import Any

from dlwidgets.assistant import Finding, Report, find_bugs
from dlwidgets.demos.builder.edit_history import EditHistory
from dlwidgets.demos.coach.own_text import as_program, shown_text
from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.assets import script, style
from dlwidgets.widgets.controls import action, button, hidden
from dlwidgets.widgets.demo import Demo


class ProgramDemo(Demo):
    """What is wrong in this program?

    The base of demos with an editor; nothing of what stands in it is ever run.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    _esm = script("code_assistant.js")
    _css = style("dlwidgets.css") + style("builder.css") + style("coach.css")

    kept = ("_history", "_present", "_burst", "_goal", "_report", "_read")

    code = hidden("", as_program, label="Code", help="The program, as it stands in the editor.")

    def __init__(self, **settings: Any) -> None:
        self._history = EditHistory()
        self._present: str | None = None
        self._burst = ""
        self._goal: EditHistory | None = None
        self._report = Report("")
        self._read: Any = None
        super().__init__(**settings)

    @property
    def report(self) -> Report:
        """What was found in the program, the worst first."""
        return self._report

    @button("Undo", help="Take the last change of the program back.", key="Ctrl+z")
    def undo(self) -> None:
        """Take the last change back; does nothing if there is none."""
        if self._history.past:
            self._travel(*self._history.back({"code": self.code}))

    @button("Redo", help="Make the change again that was taken back.", key="Ctrl+Shift+z")
    def redo(self) -> None:
        """Make the change again that was taken back last; does nothing if there is none."""
        if self._history.future:
            self._travel(*self._history.forth({"code": self.code}))

    @action
    def write(self, text: str, burst: str = "") -> None:
        """Put a program into the editor, as typing does.

        Parameters
        ----------
        text : str
            The program.
        burst : str
            Names a stretch of typing, whose changes are one step of undo.
        """
        with self.together():
            self._burst = burst
            self.change(code=text)

    @action
    def mend(self, finding: int | str = 0) -> None:
        """Make the change that a finding proposes.

        Parameters
        ----------
        finding : int or str
            Its place in ``report``, or the name under which the page knows it.

        Raises
        ------
        InvalidValueError
            If there is no such finding, or it leaves the change to you.
        """
        found = self._finding(finding)
        if found.fix is None or not found.fix.edits:
            raise InvalidValueError(f"This takes a change of your own: {found.fix.words if found.fix else found.what}")
        self.change(code=found.fix.apply(self.code))

    def settle(self, changed: set[str]) -> None:
        """Read the program as it is, and note what can be undone."""
        super().settle(changed)
        wanted = self.code, {**self.known()}
        if self._read != wanted:
            self._report = find_bugs(self.code, known=wanted[1])
            self.code = shown_text(self.code, self._report)
            self._read = self.code, wanted[1]
        if self._goal is not None:
            self._history, self._goal = self._goal, None
        elif self._present is not None and self._present != self.code:
            self._history = self._history.changed({"code": self._present}, self._burst)
        self._present, self._burst = self.code, ""

    @property
    def read(self) -> Mapping[str, Any]:
        """What was known from elsewhere when the program was read."""
        return self._read[1]

    def known(self) -> Mapping[str, Any]:
        """Return what is known of variables from elsewhere, by name."""
        return {}

    def disabled(self) -> Iterable[str]:
        """Return what can do nothing just now."""
        if not self._history.past:
            yield "undo"
        if not self._history.future:
            yield "redo"

    def shown_code(self, marks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Describe the editor for the page.

        Parameters
        ----------
        marks : iterable of dict
            The lines that are marked: line, kind, says.

        Returns
        -------
        dict
            Plain values.
        """
        return {"text": self.code, "mistake": None, "unread": [], "n_unread": 0, "marks": [*marks]}

    def _travel(self, state: dict[str, Any], history: EditHistory) -> None:
        """Go to a program of the past or of the future."""
        with self.together():
            self._goal = history
            self.change(**state)

    def _finding(self, finding: int | str) -> Finding:
        names = [name for name, _ in named(self.report)]
        place = names.index(finding) if finding in names else finding
        if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(names):
            raise InvalidValueError(f"There is no finding {finding!r:.60}; there are {len(names)}.")
        return self.report[place]


def named(report: Report) -> list[tuple[str, Finding]]:
    """Give the findings of a report names that stay while lines move: the rule, and which of its findings it is.

    Parameters
    ----------
    report : Report
        What was found.

    Returns
    -------
    list of tuple of str and Finding
        In the order of the report.
    """
    found: list[tuple[str, Finding]] = []
    for one in report:
        count = sum(other.rule == one.rule for _, other in found)
        found.append((f"{one.rule}:{count + 1}", one))
    return found

"""The assistant's answer as a value that can be read as text and as HTML."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlwidgets.assistant.findings import BUG, Finding, Fix
from dlwidgets.assistant.report_page import card, page

FIRST = 3
"""More at once are not read."""


@dataclass(frozen=True)
class Report:
    """What was found in a program.

    Parameters
    ----------
    code : str
        The program as it was read: without prompts, magics and tracebacks. Lines and edits count in it.
    findings : tuple of Finding
        What is wrong, the worst first.
    checked : tuple of str
        What was looked at, each as a sentence.
    unseen : tuple of str
        What could not be seen, each as a sentence.
    cells : tuple of (int, int)
        The number of each cell of a notebook and the line of ``code`` in which it begins; empty if it is one program.
    """

    code: str
    findings: tuple[Finding, ...] = ()
    checked: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        return bool(self.findings)

    def __getitem__(self, place: int) -> Finding:
        return self.findings[place]

    @property
    def bugs(self) -> tuple[Finding, ...]:
        """The findings that are wrong for certain."""
        return tuple(one for one in self.findings if one.level == BUG)

    @property
    def first(self) -> tuple[Finding, ...]:
        """The findings to read first, three at most."""
        return self.findings[:FIRST]

    def where(self, finding: Finding) -> str:
        """Say where a finding stands.

        Parameters
        ----------
        finding : Finding
            One of this report.

        Returns
        -------
        str
            Its line, and its cell where the program is a notebook's.
        """
        cell = next((one for one in reversed(self.cells) if one[1] <= finding.line), None)
        return f"Line {finding.line}" if cell is None else f"Cell [{cell[0]}], line {finding.line - cell[1] + 1}"

    def fixed(self, finding: Finding) -> str:
        """Return the program with one finding mended.

        Parameters
        ----------
        finding : Finding
            One of this report.

        Returns
        -------
        str
            The mended program; the same one if the finding has no edit.
        """
        return finding.fix.apply(self.code) if finding.fix else self.code

    def __repr__(self) -> str:
        parts = [self.heading, *(self._text(one) for one in self.first)]
        if self.rest:
            parts.append(self.rest)
        return "\n\n".join([*parts, *("\n".join(part) for part in (self.checked, self.unseen) if part)])

    @property
    def heading(self) -> str:
        """How much was found, as a sentence."""
        if not self.findings:
            return "Nothing wrong was found." if self.checked else "Nothing could be checked."
        return "1 finding." if len(self) == 1 else f"{len(self)} findings."

    @property
    def rest(self) -> str:
        """How much more there is than what is read first; empty if that is all."""
        more = len(self) - FIRST
        return "" if more <= 0 else f"{more} more: mend these first, then look again."

    def _text(self, finding: Finding) -> str:
        lines = [
            f"{self.where(finding)} · {finding.what} ({_named(finding)})",
            f"    {self._line(finding)}",
            f"  Why: {finding.why}",
        ]
        if finding.fix:
            lines.append(f"  Fix: {finding.fix.words}")
        if finding.fix and finding.fix.edits:
            lines += [f"    {line}" for line in self._change(finding.fix).split("\n")]
        return "\n".join([*lines, *([f"  Lesson: {finding.lesson}"] if finding.lesson else [])])

    def _line(self, finding: Finding) -> str:
        lines = self.code.split("\n")
        return lines[finding.line - 1].strip() if finding.line <= len(lines) else ""

    def _repr_html_(self) -> str:
        notes = (self.rest, *self.checked, *self.unseen)
        return page(self.heading, [self._card(one) for one in self.first], notes)

    def _card(self, finding: Finding) -> str:
        said = [("Why", finding.why)]
        if finding.fix:
            said.append(("Fix", finding.fix.words))
        if finding.lesson:
            said.append(("Lesson", finding.lesson))
        change = self._change(finding.fix) if finding.fix and finding.fix.edits else ""
        title = f"{self.where(finding)} · {finding.what}"
        return card(finding.level, title, _named(finding), self._line(finding), said, change)

    def _change(self, fix: Fix) -> str:
        """Return the lines of a change, without their places."""
        return "\n".join(line for line in fix.diff(self.code).split("\n") if not line.startswith("@@"))


def _named(finding: Finding) -> str:
    """Name the rule with its level; an explained error is of no rule."""
    return "error" if finding.rule == "traceback" else f"{finding.level} {finding.rule}"

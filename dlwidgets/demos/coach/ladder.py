"""Hints instead of the answer at once: a nudge, then where, then why, then the change that mends it."""

from typing import Any

from dlwidgets.assistant import RULES, Finding

STEPS = ("nudge", "where", "why", "fix")
"""What is told of a finding, one after the other."""
NEXT = {"nudge": "Where is it?", "where": "Why?", "why": "How is it mended?"}
"""What a learner asks for, by the step reached."""

_LESSONS = {
    "01_what_is_deep_learning": "Lesson 1: What is deep learning?",
    "02_how_a_network_learns": "Lesson 2: How a network learns",
    "03_keras_first_network": "Lesson 3: Your first network in Keras",
    "06_finding_bugs": "Lesson 6: Finding bugs",
}
_NUDGES = {
    "bug": "Something here is wrong",
    "warning": "Something here is most likely wrong",
    "question": "Something here only you know",
    "advice": "Something here could be better",
}


def nudge(finding: Finding) -> str:
    """Say what to think about, and neither where nor what exactly.

    Parameters
    ----------
    finding : Finding
        What was found.

    Returns
    -------
    str
        A sentence or two.
    """
    begin = "Something stops this program with an error" if finding.stops else _NUDGES[finding.level]
    rule = RULES.get(finding.rule)
    return f"{begin}. Think of this: {rule.title}" if rule else f"{begin}. Read the last line of the message first."


def shown_finding(name: str, finding: Finding, code: str, step: str, last: str) -> dict[str, Any]:
    """Describe a finding for the page, as far as its hints were asked for.

    Parameters
    ----------
    name : str
        What the page calls it.
    finding : Finding
        What was found.
    code : str
        The program.
    step : str
        One of ``STEPS``: what is told, with all before it.
    last : str
        The step beyond which nothing is told.

    Returns
    -------
    dict
        Plain values; what is not told yet is not in it.
    """
    reached = STEPS.index(step)
    shown: dict[str, Any] = {"name": name, "level": finding.level, "stops": finding.stops, "nudge": nudge(finding)}
    shown["next"] = NEXT[step] if reached < STEPS.index(last) else None
    if reached >= STEPS.index("where"):
        lines = code.split("\n")
        shown |= {"line": finding.line, "source": lines[finding.line - 1].strip() if finding.line <= len(lines) else ""}
    if reached >= STEPS.index("why"):
        shown |= {"what": finding.what, "why": finding.why, "lesson": _lesson(finding.lesson)}
    if reached >= STEPS.index("fix") and finding.fix:
        shown |= {"fix": finding.fix.words, "diff": difference(finding, code)}
    return shown


def difference(finding: Finding, code: str) -> list[list[str]]:
    """Return the lines that a fix changes.

    Parameters
    ----------
    finding : Finding
        What was found.
    code : str
        The program.

    Returns
    -------
    list of list of str
        Each a sign, ``"-"`` or ``"+"``, and a line; empty where the learner has to make the change.
    """
    if finding.fix is None or not finding.fix.edits:
        return []
    return [[line[0], line[1:]] for line in finding.fix.diff(code).split("\n") if line[:1] in {"-", "+"}]


def _lesson(name: str) -> dict[str, str] | None:
    """Return title and file of the lesson that explains a finding."""
    return {"title": _LESSONS[name], "file": f"{name}.ipynb"} if name in _LESSONS else None

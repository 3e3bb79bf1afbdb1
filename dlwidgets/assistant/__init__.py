"""Source text in, findings out: what is wrong in a Keras program, said without running it."""

from dlwidgets.assistant.finding_bugs import find_bugs
from dlwidgets.assistant.findings import Edit, Finding, Fix, Span
from dlwidgets.assistant.report import Report
from dlwidgets.assistant.rules import RULES, Rule

__all__ = ["RULES", "Edit", "Finding", "Fix", "Report", "Rule", "Span", "find_bugs"]

"""The rules of the assistant: each one finds one mistake, and knows a program that has it and one that has not."""

from dlwidgets.assistant.rules import (
    arguments,
    compiling,
    data,
    endings,
    hidden,
    names,
    outputs,
    shaping,
    targets,
    workflow,
)
from dlwidgets.assistant.rules.rule import RULES, Rule

__all__ = [
    "RULES",
    "Rule",
    "arguments",
    "compiling",
    "data",
    "endings",
    "hidden",
    "names",
    "outputs",
    "shaping",
    "targets",
    "workflow",
]

"""The rules of the assistant: each one finds one mistake, and knows a program that has it and one that has not."""

from dlwidgets.assistant.rules import (
    answers,
    arguments,
    compiling,
    data,
    endings,
    graphs,
    hidden,
    identifiers,
    inputs,
    names,
    numbers,
    outputs,
    scaling,
    shaping,
    style,
    targets,
    workflow,
)
from dlwidgets.assistant.rules.rule import RULES, Rule

__all__ = [
    "RULES",
    "Rule",
    "answers",
    "arguments",
    "compiling",
    "data",
    "endings",
    "graphs",
    "hidden",
    "identifiers",
    "inputs",
    "names",
    "numbers",
    "outputs",
    "scaling",
    "shaping",
    "style",
    "targets",
    "workflow",
]

"""A rule as a value, the list of all of them, and what writes their findings."""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import BUG, Edit, Finding, Fix, Span
from dlwidgets.assistant.reading.arguments import written
from dlwidgets.assistant.subjects import subject
from dlwidgets.assistant.values import Compile, Event, Layer, Placed

Check = Callable[[Facts], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """Something that can be wrong in a program.

    Parameters
    ----------
    name : str
        Its id.
    title : str
        What it is about, as a sentence for the page of the rule.
    check : callable
        Finds it in the facts of a program.
    bad, good : str
        A program that has it, and the same without.
    lesson : str
        Where the lessons explain it.
    hides : tuple of str
        Rules whose findings have the same cause.
    is_new : bool
        Whether only Keras 3 minds.
    is_off : bool
        Whether it is asked on demand only.
    """

    name: str
    title: str
    check: Check
    bad: str
    good: str
    lesson: str = ""
    hides: tuple[str, ...] = ()
    is_new: bool = False
    is_off: bool = False


RULES: dict[str, Rule] = {}
"""All rules by name."""


def rule(
    name: str,
    bad: str,
    good: str,
    *,
    lesson: str = "",
    hides: tuple[str, ...] = (),
    is_new: bool = False,
    is_off: bool = False,
) -> Callable[[Check], Check]:
    """Enter a check as a rule; the first line of its docstring is the title.

    Parameters
    ----------
    name : str
        The rule's id.
    bad, good : str
        A program that has it, and the same without.
    lesson : str
        Where the lessons explain it.
    hides : tuple of str
        Rules whose findings have the same cause.
    is_new : bool
        Whether only Keras 3 minds.
    is_off : bool
        Whether it is asked on demand only.

    Returns
    -------
    callable
        The decorator.
    """

    def entered(check: Check) -> Check:
        RULES[name] = Rule(name, (check.__doc__ or "").split("\n")[0], check, bad, good, lesson, hides, is_new, is_off)
        return check

    return entered


@dataclass(frozen=True)
class Writer:
    """Writes findings of one rule about one program."""

    facts: Facts
    name: str

    def span(self, node: ast.AST) -> Span:
        """Return where something stands."""
        return self.facts.program.source.span(node)

    def text(self, node: ast.AST) -> str:
        """Return something as it is written."""
        return self.facts.program.source.text(node)

    def quoted(self, text: str) -> str:
        """Write new code with the quotes of the program; code that has both kinds stays as it is."""
        quote = self.facts.program.source.quote if "'" in text and '"' not in text else "'"
        return text.replace("'", quote)

    def __call__(
        self,
        node: ast.AST,
        what: str,
        why: str,
        fix: Fix | None = None,
        *,
        level: str = BUG,
        stops: bool = False,
        about: Event | Layer | Sequence[Placed] | None = None,
    ) -> Finding:
        """Write a finding."""
        lesson = RULES[self.name].lesson
        return Finding(self.name, level, self.span(node), what, why, fix, lesson, stops, subject(about))

    def replaced(self, words: str, node: ast.AST | None, text: str) -> Fix:
        """Write a fix that replaces a piece."""
        return Fix(words, (Edit(self.span(node), self.quoted(text)),) if node is not None else ())

    def inserted(self, words: str, node: ast.AST, text: str, *, behind: bool = False) -> Fix:
        """Write a fix that puts something in front of a piece or behind it."""
        span = self.span(node)
        line, column = (span.end_line, span.end_column) if behind else (span.line, span.column)
        return Fix(words, (Edit(Span(line, column, line, column), self.quoted(text)),))

    def argument(self, words: str, call: ast.Call, name: str, text: str, place: int | None = None) -> Fix:
        """Write a fix that gives an argument of a call another value, or adds it."""
        given = written(call, name, place)
        if given is not None:
            return self.replaced(words, given, text)
        span = self.span(call)
        spot = Span(span.end_line, span.end_column - 1, span.end_line, span.end_column - 1)
        comma = ", " if call.args or call.keywords else ""
        return Fix(words, (Edit(spot, self.quoted(f"{comma}{name}={text}")),))

    def loss(self, words: str, compiled: Compile, name: str) -> Fix:
        """Write a fix that gives a model, or one output of it, another loss."""
        given = compiled.nodes.get("loss")
        if given is not None:
            return self.replaced(words, given, f"'{name}'")
        return self.argument(words, compiled.node, "loss", f"'{name}'", 1)

    def activation(self, words: str, layer: Layer, name: str) -> Fix:
        """Write a fix that gives a layer another activation."""
        place = {"Activation": 0, "Dense": 1, "Conv1D": 7, "Conv2D": 7, "LSTM": 1, "GRU": 1, "SimpleRNN": 1}
        if layer.kind in {"Softmax", "ReLU", "LeakyReLU", "ELU"}:
            return self._as_activation(words, layer, name)
        return self.argument(words, layer.node, "activation", f"'{name}'", place.get(layer.kind))

    def _as_activation(self, words: str, layer: Layer, name: str) -> Fix:
        """Write an ``Activation`` in place of a layer that is nothing else, where its name is known."""
        func, program = layer.node.func, self.facts.program
        prefix = f"{self.text(func.value)}." if isinstance(func, ast.Attribute) else ""
        known = prefix or "Activation" in program.names or program.stars
        return self.replaced(words, layer.node, f"{prefix}Activation('{name}')") if known else Fix(words)

    def activations(self, words: str, layers: Sequence[Layer], name: str) -> Fix:
        """Write a fix that gives several layers another activation."""
        # A layer in a loop is written once.
        fixes = {one.node: self.activation("", one, name) for one in layers}
        return Fix(words, tuple(edit for fix in fixes.values() for edit in fix.edits))

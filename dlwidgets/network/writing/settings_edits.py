"""The calls of compile and fit in a program: changed argument by argument, put in and taken out."""

import ast
from collections.abc import Collection, Mapping
from typing import Any

from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.reading.coded_targets import OneHot
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.models import PLACES
from dlwidgets.network.reading.trace import Trace, TracedStatements
from dlwidgets.network.reading.values import Model
from dlwidgets.network.writing.call_edits import CallEdits
from dlwidgets.network.writing.patches import statement_out
from dlwidgets.network.writing.text import Patch


class SettingsEdits:
    """Turns the settings of a program into others.

    Parameters
    ----------
    edits : CallEdits
        Changes the calls.
    statements : TracedStatements
        Has read the program.
    model : Model
        The model that counts.
    data : tuple of str
        Names of the inputs and the targets in a new call of fit.
    gone : set of int
        Ids of the statements that are taken out.
    """

    def __init__(
        self,
        edits: CallEdits,
        statements: TracedStatements,
        model: Model,
        data: tuple[str, str],
        gone: Collection[int],
    ) -> None:
        self._edits = edits
        self._program = edits.program
        self._statements = statements
        self._model = model
        self._trace: Trace = statements.traces[id(model)]
        self._data = data
        self._gone = gone

    def patches(self, compiled: CompileSpec | None, fitted: FitSpec | None) -> list[Patch]:
        """Return what turns the settings of the program into others.

        Parameters
        ----------
        compiled, fitted : CompileSpec, FitSpec or None
            The new ones.

        Raises
        ------
        UnreadableError
            If that takes more than changes of the two calls.
        """
        patches: list[Patch] = []
        for name, old, new in (("compile", self._model.compile, compiled), ("fit", self._model.fit, fitted)):
            written = self._trace.settings.get(name)
            if old == new:
                continue
            if written is None:
                patches += self._new(name, new, is_apart=not patches)
            elif new is None:
                patches.append(self._out(written[1]))
            else:
                patches += self._changed(name, written[0], old, new)
        return patches

    def _changed(self, name: str, call: ast.Call, old: Any, new: Any) -> list[Patch]:
        """Change the arguments of a call."""
        before, after = dict(old.arguments), dict(new.arguments)
        patches = [] if before.pop("one_hot", False) == after.pop("one_hot", False) else self._coded(call, new)
        if self._edits.whole:
            return [*patches, self._rewritten(name, call, new)]
        return [*patches, *self._edits.rearranged(call, PLACES[name], before, after, _defaults(new))]

    def _rewritten(self, name: str, call: ast.Call, new: Any) -> Patch:
        """Write all settings of a call anew; the data, and what is not described here, stay."""
        described = set(_defaults(new))
        given = dict(zip(PLACES[name], call.args, strict=False))
        kept = [self._program.source(one) for argument, one in given.items() if argument not in described]
        kept += [self._program.source(one) for one in call.keywords if one.arg and one.arg not in described]
        after = {argument: value for argument, value in new.arguments.items() if argument != "one_hot"}
        text = ", ".join([*kept, *self._edits.writer.named(after)])
        return Patch(*self._program.span(call), f"{self._program.source(call.func)}({text})")

    def _out(self, path: tuple[ast.stmt, ...]) -> Patch:
        """Take a call out."""
        if not isinstance(path[-1], ast.Expr | ast.Assign):
            raise UnreadableError("the call is a part of something else")
        return statement_out(self._program, path[-1], path)

    def _new(self, name: str, new: CompileSpec | FitSpec | None, *, is_apart: bool) -> list[Patch]:
        """Put a call in behind what it builds on."""
        if new is None:
            return []
        paths = [self._trace.path, *(slot.path for slot in self._trace.slots)]
        paths += [path for _, path in self._trace.settings.values()]
        variable, depth = self._variable()
        anchors = [path[depth] for path in paths if path and id(path[depth]) not in self._gone]
        anchor = max(anchors, key=lambda one: self._program.span(one)[1])
        is_first = name == "compile" and "fit" in self._trace.settings
        if is_first:
            anchor = self._trace.settings["fit"][1][-1]
        prefix = self._program.prefix(anchor)
        if prefix is None:
            raise UnreadableError("a statement shares its line")
        text = self._call(variable, new).replace("\n", f"{self._program.newline}{prefix}")
        if is_first:
            start = self._program.span(anchor)[0] - len(prefix)
            return [Patch(start, start, f"{prefix}{text}{self._program.newline}")]
        if self._program.comment_after(self._program.span(anchor)[1]) is None:
            raise UnreadableError("a statement shares its line")
        end = self._program.line_end(self._program.span(anchor)[1])
        newline = self._program.newline
        blank = newline if is_apart and not prefix and not self._trace.settings else ""
        after = self._program.text[end:].removeprefix(newline)
        is_crowded = blank and after and not after.startswith((newline, " ", "\t"))
        return [Patch(end, end, f"{blank}{newline}{prefix}{text}{newline if is_crowded else ''}")]

    def _call(self, variable: str, new: CompileSpec | FitSpec) -> str:
        """Write a new call."""
        if isinstance(new, CompileSpec):
            return self._edits.writer.compiled(variable, new)
        return self._edits.writer.fitted(variable, new, self._data)

    def _variable(self) -> tuple[str, int]:
        """Return the model's name, and whether it stands at the top of the program (0) or in a function (-1)."""
        names = [name for name, value in self._statements.scopes[0].items() if value is self._model]
        if names:
            return names[-1], 0
        statement = self._trace.path[-1] if self._trace.path else None
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            return statement.targets[0].id, -1
        raise UnreadableError("the model has no name")

    def _coded(self, call: ast.Call, new: FitSpec) -> list[Patch]:
        """Hand the targets over in another coding."""
        given: dict[str | None, ast.expr] = dict(zip(PLACES["fit"], call.args, strict=False))
        given |= {one.arg: one.value for one in call.keywords}
        targets = given.get("y")
        if targets is None:
            raise UnreadableError("there are no targets")
        source = self._program.source(targets)
        if new.one_hot:
            function = self._edits.writer.spelled("utils", "to_categorical")
            return [Patch(*self._program.span(targets), f"{function}({source})")]
        return self._numbers(targets) or [Patch(*self._program.span(targets), f"{source}.argmax(axis=1)")]

    def _numbers(self, targets: ast.expr) -> list[Patch]:
        """Take the call out that makes one-hot rows of class numbers."""
        call = targets if isinstance(targets, ast.Call) else None
        path: tuple[ast.stmt, ...] = ()
        if isinstance(targets, ast.Name):
            value = self._statements.scopes[0].get(targets.id)
            if isinstance(value, OneHot):
                call, path = self._statements.call_of(value)
        if call is None or not call.args or isinstance(call.func, ast.Call):
            return []
        numbers = self._program.source(call.args[0])
        statement = path[-1] if path else None
        is_plain = isinstance(statement, ast.Assign) and statement.value is call
        if isinstance(statement, ast.Assign) and is_plain and numbers == self._program.source(statement.targets[0]):
            return [self._out(path)]
        return [Patch(*self._program.span(call), numbers)]


def _defaults(settings: CompileSpec | FitSpec) -> Mapping[str, Any]:
    return type(settings)().__dict__

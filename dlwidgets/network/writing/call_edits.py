"""Calls in a program, changed argument by argument."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.objects import ObjectSpec
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.keras_calls import places_of
from dlwidgets.network.writing.code import Writer
from dlwidgets.network.writing.names import ProgramNames
from dlwidgets.network.writing.patches import added_after, without
from dlwidgets.network.writing.text import Patch, ProgramText

_OLD_NAMES = {"learning_rate": ("lr",), "epochs": ("nb_epoch",), "negative_slope": ("alpha",)}
_MISSING = object()


class CallEdits:
    """Changes calls of a program.

    Parameters
    ----------
    program : ProgramText
        The program.
    names : ProgramNames
        How it spells Keras' names.
    whole : bool, default False
        Whether to write changed calls anew, in place of changing their arguments.
    """

    def __init__(self, program: ProgramText, names: ProgramNames, *, whole: bool = False) -> None:
        self.program = program
        self.names = names
        self.writer = Writer(names.spelled, names.quote())
        self.whole = whole

    def code(self, value: Any, indent: str = "", **options: Any) -> str:
        """Write a layer or a value; further lines get an indentation."""
        text = (
            self.writer.layer(value, **options) if isinstance(value, LayerSpec) else self.writer.value(value, **options)
        )
        return text.replace("\n", f"{self.program.newline}{indent}")

    def changed(self, call: ast.Call | None, place: ast.AST, old: Any, new: Any) -> list[Patch]:
        """Turn the call of one layer or object into that of another.

        Parameters
        ----------
        call : ast.Call, optional
            The call; None if the value is not written as one.
        place : ast.AST
            What is replaced if it is not changed by its arguments.
        old, new : LayerSpec or ObjectSpec
            What it makes, and what it should make.

        Returns
        -------
        list of Patch
            None at all if both are equal.
        """
        if old == new:
            return []
        is_same = type(old) is type(new) and old.kind == new.kind and call is not None and not self.whole
        if call is not None and is_same and self.names.kind_of(call.func) == new.kind:
            return self.rearranged(call, _order(new), old.arguments, new.arguments, _defaults(new))
        start, end = self.program.span(place)
        return [Patch(start, end, self.code(new, self._indent(place)))]

    def with_arguments(
        self, call: ast.Call, old: LayerSpec, new: LayerSpec, given: Mapping[str, Any], wanted: Mapping[str, Any]
    ) -> list[Patch]:
        """Change a layer and arguments of its call that are none of its own.

        Parameters
        ----------
        call : ast.Call
            The layer's call.
        old, new : LayerSpec
            The layer.
        given, wanted : dict
            The other arguments by name, as they are and as they should be.

        Returns
        -------
        list of Patch
            They do not meet.
        """
        before, after = {**old.arguments, **given}, {**new.arguments, **wanted}
        return self.rearranged(call, _order(new), before, after, _defaults(new))

    def _indent(self, node: ast.AST) -> str:
        start = self.program.span(node)[0]
        line = self.program.text[self.program.line_start(start) : start]
        return line[: len(line) - len(line.lstrip())]

    def rearranged(
        self,
        call: ast.Call,
        order: Sequence[str],
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        defaults: Mapping[str, Any],
        more: Sequence[str] = (),
    ) -> list[Patch]:
        """Change those arguments of a call that differ.

        Parameters
        ----------
        call : ast.Call
            The call.
        order : sequence of str
            Names of the arguments that may stand without a name.
        old, new, defaults : dict
            Arguments by name: as they are, as they should be, and as they are if nothing is said.
        more : sequence of str
            Arguments to add as they are.

        Returns
        -------
        list of Patch
            They do not meet.
        """
        found = _arguments(call, order)
        nodes = sorted([*call.args, *call.keywords], key=lambda one: self.program.span(one)[0])
        patches: list[Patch] = []
        added, gone = [*more], set()
        for name in {**old, **new}:
            before, after = old.get(name, _MISSING), new.get(name, _MISSING)
            written = next((found[one] for one in (name, *_OLD_NAMES.get(name, ())) if one in found), None)
            if before == after:
                continue
            if written is None and after is _MISSING:
                raise UnreadableError(f"{name} is written somewhere else")
            if written is None:
                added += self.writer.named({name: after})
            elif after is _MISSING and isinstance(written, ast.keyword):
                gone.add(nodes.index(written))
            else:
                patches += self._value(written, name, before, defaults[name] if after is _MISSING else after)
        return [*patches, *without(self.program, nodes, gone), *self._appended(call, nodes, added, gone)]

    def _value(self, written: ast.expr | ast.keyword, name: str, before: Any, after: Any) -> list[Patch]:
        """Change the value of one argument."""
        node = written.value if isinstance(written, ast.keyword) else written
        if isinstance(after, LayerSpec | ObjectSpec) and type(before) is type(after):
            return self.changed(node if isinstance(node, ast.Call) else None, node, before, after)
        start, end = self.program.span(node)
        options: dict[str, Any] = {"as_list": True} if name == "metrics" else {}
        return [Patch(start, end, self.code(after, **options))]

    def _appended(self, call: ast.Call, nodes: Sequence[ast.AST], added: Sequence[str], gone: set[int]) -> list[Patch]:
        """Put arguments at the end of a call."""
        if not added:
            return []
        if len(gone) < len(nodes):
            last = max(place for place in range(len(nodes)) if place not in gone)
            return added_after(self.program, nodes[last], [(one, "") for one in added], first=call.lineno)
        end = self.program.span(nodes[-1])[1] if nodes else self.program.span(call)[1] - 1
        return [Patch(end, end, ", ".join(added))]


def _arguments(call: ast.Call, order: Sequence[str]) -> dict[str, ast.expr | ast.keyword]:
    """Return the arguments of a call by their names."""
    if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
        raise UnreadableError("its arguments are spread out")
    found: dict[str, ast.expr | ast.keyword] = dict(zip(order, call.args, strict=False))
    return found | {one.arg: one for one in call.keywords if one.arg is not None}


def _order(value: LayerSpec | ObjectSpec) -> list[str]:
    """Return the arguments that may stand without a name."""
    if isinstance(value, LayerSpec):
        return [one.name for one in fields(value) if not one.kw_only]
    return places_of(type(value), value.kind)


def _defaults(value: LayerSpec | ObjectSpec) -> Mapping[str, Any]:
    return value.defaults() if isinstance(value, LayerSpec) else value.kinds[value.kind]

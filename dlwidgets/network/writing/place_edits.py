"""Single places of a program that bring layers: changed, written out and taken out."""

import ast
from collections.abc import Sequence
from typing import Any

from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.shaping import Input
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.trace import Slot, Trace
from dlwidgets.network.writing.call_edits import CallEdits
from dlwidgets.network.writing.patches import stands_alone, statement_out
from dlwidgets.network.writing.text import Patch

_INPUT_ARGUMENTS = ("input_shape", "batch_input_shape", "batch_shape", "input_dim")


class PlaceEdits:
    """Changes what single places of a program bring.

    Parameters
    ----------
    edits : CallEdits
        Changes the calls.
    trace : Trace
        Where the model is written.
    """

    def __init__(self, edits: CallEdits, trace: Trace) -> None:
        self._edits = edits
        self._program = edits.program
        self._trace = trace

    def _changed(self, slot: Slot, layers: list[LayerSpec]) -> list[Patch]:
        """Change what one place brings."""
        if slot.layers == layers:
            return []
        if slot.style == "lost":
            raise UnreadableError("it is not told where the layer is written")
        if slot.style == "block":
            return self._expanded(slot, layers)
        place = self._place(slot)
        if len(slot.layers) == 2:
            return self._with_input(slot, place, layers)
        if len(layers) != 1:
            raise UnreadableError("one place can't bring several layers")
        return self._edits.changed(slot.call, place, slot.layers[0], layers[0])

    def _place(self, slot: Slot) -> ast.expr:
        """Return the expression that is the layer."""
        if slot.style == "chain" and slot.call is not None:
            return slot.call
        if isinstance(slot.node, ast.Expr) and isinstance(slot.node.value, ast.Call):
            call = slot.node.value
            return [*call.args, *(one.value for one in call.keywords)][0]
        if isinstance(slot.node, ast.expr):
            return slot.node
        raise UnreadableError("it is not told where the layer is written")

    def _with_input(self, slot: Slot, place: ast.expr, layers: list[LayerSpec]) -> list[Patch]:
        """Change a layer that says the input's shape in an argument of its own."""
        [given, old], new = slot.layers, layers[-1]
        wanted = layers[0] if len(layers) == 2 else None
        call = slot.call
        if call is None or not isinstance(given, Input) or (wanted is not None and set(wanted.arguments) != {"shape"}):
            raise UnreadableError("the input has more than a shape")
        written = [one.arg for one in call.keywords if one.arg in _INPUT_ARGUMENTS]
        if isinstance(wanted, Input) and wanted == given and old.kind == new.kind:
            return self._edits.changed(call, place, old, new)
        extra = self._input_arguments(written, wanted)
        if old.kind != new.kind:
            start, end = self._program.span(place)
            texts = self._edits.writer.named(extra)
            return [Patch(start, end, self._edits.code(new, extra=texts))]
        return self._edits.with_arguments(call, old, new, dict.fromkeys(written), extra)

    @staticmethod
    def _input_arguments(written: Sequence[str | None], wanted: LayerSpec | None) -> dict[str, Any]:
        """Write the input's shape as an argument of its first layer, as it was."""
        if not isinstance(wanted, Input):
            return {}
        shape = wanted.shape
        name = written[0] if written else "input_shape"
        if name == "input_dim" and len(shape) == 1:
            return {name: shape[0]}
        return {name: (None, *shape)} if name and name.startswith("batch") else {"input_shape": shape}

    def _expanded(self, slot: Slot, layers: list[LayerSpec]) -> list[Patch]:
        """Write a loop as plain lines."""
        start, end = self._program.span(slot.node)
        prefix = self._program.prefix(slot.node)
        texts = [self._edits.code(layer, prefix or "") for layer in layers]
        if isinstance(slot.node, ast.expr):
            between = f",{self._program.newline}{prefix}" if prefix is not None else ", "
            return [Patch(start, end, between.join(texts))]
        function = self._function(slot)
        if prefix is None or not stands_alone(self._program, slot.node):
            raise UnreadableError("the loop shares its lines")
        lines = [*self._program.comments(start, end), *(f"{function}({text})" for text in texts)]
        return [Patch(start, end, f"{self._program.newline}{prefix}".join(lines))]

    def _function(self, slot: Slot) -> str:
        """Return what adds a layer, such as ``model.add``."""
        if slot.function is None:
            raise UnreadableError("it is not told what adds a layer")
        return self._program.source(slot.function)

    def _statement_out(self, slot: Slot) -> Patch:
        """Take a statement out."""
        program, node = self._program, slot.node
        if slot.style == "lost" or not isinstance(node, ast.stmt) or not stands_alone(program, node):
            raise UnreadableError("a statement shares its line")
        if slot.style == "chain":
            if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value.func is slot.call):
                raise UnreadableError("the chain is written in one line")
            source = program.source(node.value.args[0])
            if source != program.source(node.targets[0]):
                return Patch(*program.span(node.value), source)
        notes = program.comments(*program.span(node)) if slot.style == "block" else []
        return statement_out(program, node, slot.path, notes)

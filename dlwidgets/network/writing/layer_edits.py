"""Layers in a program: changed, put in, taken out and moved, each in the style that is there."""

import ast
from collections.abc import Sequence

from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.shaping import Input
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.trace import Slot, Trace
from dlwidgets.network.writing.call_edits import CallEdits
from dlwidgets.network.writing.layer_plan import Step, plan
from dlwidgets.network.writing.patches import (
    added_after,
    added_before,
    stands_alone,
    trailing_comment,
    without,
)
from dlwidgets.network.writing.place_edits import PlaceEdits
from dlwidgets.network.writing.text import Patch

Written = tuple[str, str]
"""Code of a layer, and the comment beside it."""


class LayerEdits(PlaceEdits):
    """Turns the layers of a program into others.

    Parameters
    ----------
    edits : CallEdits
        Changes the calls.
    trace : Trace
        Where the model is written.
    """

    def __init__(self, edits: CallEdits, trace: Trace) -> None:
        super().__init__(edits, trace)
        self._is_emptied = False
        self.gone: set[int] = set()
        """The statements that are taken out, by their ids."""

    def patches(self, layers: Sequence[LayerSpec]) -> list[Patch]:
        """Return what turns the layers of the program into others.

        Parameters
        ----------
        layers : sequence of LayerSpec
            The new ones.

        Raises
        ------
        UnreadableError
            If that takes more than changes of single places.
        """
        slots = self._trace.slots
        if [layer for slot in slots for layer in slot.layers] == list(layers):
            return []
        if self._trace.pops:
            raise UnreadableError("layers are taken out again")
        steps = plan(slots, layers)
        kept = {id(step.slot) for step in steps}
        gone = [slot for slot in slots if slot.layers and id(slot) not in kept]
        self.gone |= {id(slot.node) for slot in gone}
        patches = [patch for step in steps if step.slot for patch in self._changed(step.slot, step.layers)]
        return [*patches, *self._added(steps, gone), *self._removed(gone)]

    def _added(self, steps: Sequence[Step], gone: Sequence[Slot]) -> list[Patch]:
        """Put new layers in, behind the place before them or in front of the one behind them."""
        patches: list[Patch] = []
        run: list[LayerSpec] = []
        before: Slot | None = None
        for step in [*steps, Step(None)]:
            if step.slot is None and step.layers:
                run += step.layers
                continue
            if run:
                texts = [self._text(layer, gone) for layer in run]
                patches += self._inserted(texts, before, step.slot) if before or step.slot else self._first(texts, gone)
            run, before = [], step.slot
        return patches

    def _text(self, layer: LayerSpec, gone: Sequence[Slot]) -> Written:
        """Write a new layer; one that only moved keeps its text and its comment."""
        for slot in gone:
            if slot.layers == [layer] and slot.style in {"list", "add"} and slot.call is not None:
                source, prefix = self._program.source(self._place(slot)), self._program.prefix(slot.node) or ""
                return source.replace(f"\n{prefix}", "\n"), trailing_comment(self._program, slot.node)
        return self._edits.code(layer), ""

    def _inserted(self, texts: Sequence[Written], before: Slot | None, after: Slot | None) -> list[Patch]:
        """Put layers between two places."""
        anchor = before or after
        if anchor is None:
            return []
        if isinstance(anchor.node, ast.expr):
            first = anchor.container.lineno if anchor.container is not None else 0
            if before is not None:
                return added_after(self._program, anchor.node, self._indented(texts, anchor), first=first)
            return added_before(self._program, anchor.node, self._indented(texts, anchor))
        if anchor.style == "chain":
            return self._chained(texts, before, after)
        if anchor.style == "lost":
            raise UnreadableError("it is not told where the layer is written")
        return self._statements(texts, anchor, self._function(anchor), behind=before is not None)

    def _indented(self, texts: Sequence[Written], anchor: Slot) -> list[Written]:
        prefix = self._program.prefix(anchor.node) or ""
        return [(text.replace("\n", f"\n{prefix}"), comment) for text, comment in texts]

    def _statements(self, texts: Sequence[Written], anchor: Slot, function: str, *, behind: bool) -> list[Patch]:
        """Put layers in as statements."""
        program, prefix = self._program, self._program.prefix(anchor.node)
        if prefix is None or not stands_alone(program, anchor.node):
            raise UnreadableError("a statement shares its line")
        lines = [f"{prefix}{function}({text.replace(chr(10), chr(10) + prefix)}){note}" for text, note in texts]
        if behind:
            end = program.line_end(program.span(anchor.node)[1])
            return [Patch(end, end, "".join(f"{program.newline}{line}" for line in lines))]
        start = program.span(anchor.node)[0] - len(prefix)
        return [Patch(start, start, "".join(f"{line}{program.newline}" for line in lines))]

    def _first(self, texts: Sequence[Written], gone: Sequence[Slot]) -> list[Patch]:
        """Put layers into a model that has none left."""
        program, trace = self._program, self._trace
        statement = trace.path[-1] if trace.path else None
        if trace.elements is not None:
            nodes = [slot.node for slot in gone]
            left = [one for one in trace.elements.elts if one not in nodes]
            if left:
                return added_after(program, left[-1], texts, first=trace.elements.lineno)
            self._is_emptied = True
            indent = (program.prefix(statement) if statement else None) or ""
            lines = [f"{indent}    {text},{comment}" for text, comment in texts]
            return [Patch(*program.span(trace.elements), program.newline.join(["[", *lines, f"{indent}]"]))]
        if not isinstance(statement, ast.Assign) or statement.value is not trace.call:
            raise UnreadableError("the model has no name")
        name = program.source(statement.targets[0])
        return self._statements(texts, Slot("add", statement, []), f"{name}.add", behind=True)

    def _chained(self, texts: Sequence[Written], before: Slot | None, after: Slot | None) -> list[Patch]:
        """Put layers into a chain of tensors."""
        program = self._program
        if before is None or not isinstance(before.node, ast.Assign) or not stands_alone(program, before.node):
            raise UnreadableError("the chain starts with something else")
        source = target = program.source(before.node.targets[0])
        patches = []
        if isinstance(before.layers[-1], Input):
            if after is None or not isinstance(after.node, ast.Assign) or not isinstance(after.node.value, ast.Call):
                raise UnreadableError("the chain goes on in another way")
            target = program.source(after.node.targets[0])
            patches.append(Patch(*program.span(after.node.value.args[0]), target))
        prefix = program.prefix(before.node)
        lines = []
        for text, comment in texts:
            lines.append(f"{program.newline}{prefix}{target} = {text}({source}){comment}")
            source = target
        end = program.line_end(program.span(before.node)[1])
        return [*patches, Patch(end, end, "".join(lines))]

    def _removed(self, gone: Sequence[Slot]) -> list[Patch]:
        """Take layers out."""
        patches = [self._statement_out(slot) for slot in gone if slot.container is None]
        containers = {id(slot.container): slot.container for slot in gone if slot.container is not None}
        for container in containers.values():
            places = {container.elts.index(slot.node) for slot in gone if slot.container is container}  # type: ignore[arg-type]
            if container is not self._trace.elements or not self._is_emptied:
                patches += without(self._program, container.elts, places)
        return patches

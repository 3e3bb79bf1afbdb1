"""A network written into the text of a program: what did not change stays as it was written."""

import ast
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from dlwidgets.errors import DLWidgetsError
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.errors import CodeError
from dlwidgets.network.reading.program import ProgramNetwork, chosen_model, program_network
from dlwidgets.network.reading.trace import Slot, TracedStatements
from dlwidgets.network.reading.values import Model
from dlwidgets.network.writing.call_edits import CallEdits
from dlwidgets.network.writing.code import to_code
from dlwidgets.network.writing.layer_edits import LayerEdits
from dlwidgets.network.writing.names import ProgramNames
from dlwidgets.network.writing.patches import stands_alone, trailing_comment
from dlwidgets.network.writing.settings_edits import SettingsEdits
from dlwidgets.network.writing.text import Patch, ProgramText

if TYPE_CHECKING:
    from dlwidgets.network.spec import NetworkSpec


def written_into(spec: "NetworkSpec", text: str, style: str, package: str, data: tuple[str, str]) -> str:
    """Write a network into a program, with the smallest change that does it.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    text : str
        The program.
    style, package : str
        As in `to_code`, for what is written anew.
    data : tuple of str
        Names of the inputs and the targets in a new call of fit.

    Returns
    -------
    str
        A program in which `read_code` reads the network.

    Raises
    ------
    CodeError
        If the text is no Python, or its model no chain of layers.
    """
    new = to_code(spec, style, package, data)
    if not text.strip("\ufeff \t\r\n\f"):
        return new
    try:
        edit = _Edit(spec, text, data)
    except CodeError as error:
        if error.reason != "no_network":
            raise
        return _first_that_reads(spec, [lambda: f"{text.rstrip()}\n\n{new}", lambda: new])
    if edit.is_there:
        return text
    ways = [
        edit.by_arguments,
        edit.by_calls,
        edit.by_model,
        lambda: _by_lines(edit),
        lambda: edit.anew(new),
        lambda: new,
    ]
    return _first_that_reads(spec, ways)


def _first_that_reads(spec: "NetworkSpec", ways: Sequence[Callable[[], str]]) -> str:
    """Return the first text in which the network is read."""
    for way in ways:
        try:
            text = way()
            if _is_same(program_network(text), spec):
                return text
        except (UnreadableError, DLWidgetsError, LookupError):
            continue
    return ways[-1]()


def _is_same(found: Model | ProgramNetwork, spec: "NetworkSpec") -> bool:
    return (tuple(found.layers), found.compile, found.fit) == (spec.layers, spec.compile, spec.fit)


def _by_lines(edit: "_Edit") -> str:
    """Give each statement a line of its own first."""
    return _Edit(edit.spec, edit.program.in_lines(), edit.data).by_arguments()


class _Edit:
    """One program that is to describe another network."""

    def __init__(self, spec: "NetworkSpec", text: str, data: tuple[str, str]) -> None:
        self.spec = spec
        self.data = data
        self.program = ProgramText(text)
        self._statements = TracedStatements(self.program.lines)
        self._statements.run(self.program.tree.body)
        self._model = chosen_model(self._statements)
        self._trace = self._statements.trace(self._model)

    @property
    def is_there(self) -> bool:
        """Whether the program describes the network already."""
        return _is_same(self._model, self.spec)

    def _calls(self, *, whole: bool) -> CallEdits:
        functions = [slot.call.func for slot in self._trace.slots if slot.call is not None]
        names = ProgramNames(
            self.program, self._statements.scopes[0], self._statements.stars, [*functions, self._trace.call.func]
        )
        return CallEdits(self.program, names, whole=whole)

    def by_arguments(self) -> str:
        """Change arguments where that is enough, and whole layers where it is not."""
        return self._edited(whole=False)

    def by_calls(self) -> str:
        """Write each layer that changed anew."""
        return self._edited(whole=True)

    def _edited(self, *, whole: bool) -> str:
        calls = self._calls(whole=whole)
        layers = LayerEdits(calls, self._trace)
        return self._settled(calls, layers.patches(self.spec.layers), layers.gone)

    def _settled(self, calls: CallEdits, patches: list[Patch], gone: Collection[int]) -> str:
        """Change the settings too, and import what is new."""
        settings = SettingsEdits(calls, self._statements, self._model, self.data, gone)
        patches = [*patches, *settings.patches(self.spec.compile, self.spec.fit)]
        return self.program.patched([*patches, *calls.names.imports()])

    def by_model(self) -> str:
        """Write the model anew as one list; comments stay beside their layers or go before it."""
        program, trace = self.program, self._trace
        calls = self._calls(whole=True)
        statement = trace.path[-1]
        prefix = program.prefix(statement)
        if prefix is None:
            raise UnreadableError("a statement shares its line")
        comments = self._comments()
        rows = calls.writer.rows(self.spec.layers, prefix, comments).replace("\n", program.newline)
        others = [program.source(one) for one in trace.call.keywords if one.arg not in {"layers", "inputs", "outputs"}]
        function = program.source(trace.call.func)
        if not function.endswith("Sequential"):
            function = calls.writer.spelled("", "Sequential")
        patches = [Patch(*program.span(trace.call), f"{function}({', '.join([rows, *others])})")]
        gone = {id(node): node for node in self._statements_of_layers()}
        patches += [Patch(*program.whole_lines(*program.span(node)), "") for node in gone.values()]
        lost = [note for node in [trace.call, *gone.values()] for note in program.comments(*program.span(node))]
        kept = {one.strip() for one in comments.values()}
        start = program.span(statement)[0] - len(prefix)
        notes = "".join(f"{prefix}{note}{program.newline}" for note in lost if note not in kept)
        return self._settled(calls, [*patches, *([Patch(start, start, notes)] if notes else [])], gone)

    def _statements_of_layers(self) -> list[ast.stmt]:
        """List the statements that bring layers, apart from the one that makes the model."""
        around = self._trace.path
        paths = [[*slot.path, slot.node] for slot in self._trace.slots if slot.layers]
        nodes = [next((one for one in path if one not in around), around[-1]) for path in paths]
        nodes += self._trace.pops
        found = [node for node in nodes if isinstance(node, ast.stmt) and node not in self._trace.path]
        if not all(stands_alone(self.program, node) for node in found):
            raise UnreadableError("a statement shares its line")
        return found

    def _comments(self) -> dict[int, str]:
        """Find the comments of the layers that stay, by their new places."""
        notes = [(slot.layers, self._note(slot)) for slot in self._trace.slots if slot.style != "block"]
        found: dict[int, str] = {}
        for place, layer in enumerate(self.spec.layers):
            note = next((one for one in notes if one[0][-1:] == [layer] and one[1]), None)
            if note is not None:
                notes.remove(note)
                found[place] = note[1]
        return found

    def _note(self, slot: Slot) -> str:
        return trailing_comment(self.program, slot.node) if slot.style != "lost" else ""

    def anew(self, new: str) -> str:
        """Write the whole program anew, under the comments that stood in the old one."""
        comments = "".join(f"{comment}\n" for comment in self.program.comments())
        return f"{comments}{new}"

"""What a program says about a network, read from its text and never run; `code_in` makes a description of it."""

from dataclasses import dataclass

from dlwidgets.errors import InvalidValueError, a_kind
from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.reading.errors import CodeError
from dlwidgets.network.reading.statements import Statements
from dlwidgets.network.reading.values import Model, Unread
from dlwidgets.network.writing.text import ProgramText


@dataclass(frozen=True)
class ProgramNetwork:
    """The parts of a network that stand in a program.

    Parameters
    ----------
    layers : tuple of LayerSpec
        In their order.
    compile : CompileSpec, optional
        What `model.compile` is told; None if it is not called.
    fit : FitSpec, optional
        What `model.fit` is told; None if it is not called.
    unread : tuple of Unread
        What could not be read, in the order of the lines.
    """

    layers: tuple[LayerSpec, ...]
    compile: CompileSpec | None
    fit: FitSpec | None
    unread: tuple[Unread, ...]

    @property
    def lost(self) -> tuple[Unread, ...]:
        """What could not be read and would make another network or other settings of `compile`."""
        return tuple(one for one in self.unread if one.matters)


def program_network(text: str) -> ProgramNetwork:
    """Read the network out of a Keras program; see `read_code`."""
    if not isinstance(text, str):
        raise InvalidValueError(f"A program is a text, but {a_kind(text)} came.")
    if not text.strip():
        raise CodeError("empty", 1, "there is no code yet. Write a model, such as keras.Sequential([...]).")
    program = ProgramText(text)
    statements = Statements(program.lines)
    statements.run(program.tree.body)
    model = chosen_model(statements)
    unread = sorted([*statements.unread.values(), *program.magic], key=lambda one: one.line)
    return ProgramNetwork(tuple(model.layers), model.compile, model.fit, tuple(unread))


def chosen_model(statements: Statements) -> Model:
    """Return the model that counts, or refuse a program that has none."""
    model = statements.chosen
    hidden = next((one for one in statements.unread.values() if "Sequential" in one.text), None)
    if model is None and hidden is not None:
        raise CodeError("no_network", hidden.line, f"there is no model that can be read: {_sentence(hidden.why)}")
    if model is None:
        raise CodeError("no_network", 1, "there is no model here. Write one, such as model = keras.Sequential([...]).")
    if model.refusal is not None:
        reason, unread = model.refusal
        raise CodeError(reason, unread.line, unread.why)
    return model


def whole_network(text: str) -> ProgramNetwork:
    """Read the network out of a Keras program, or refuse one of which something would be lost."""
    found = program_network(text)
    if found.lost:
        first = found.lost[0]
        raise CodeError("unread", first.line, f"{first.text.splitlines()[0]!r} can't be read: {_sentence(first.why)}")
    return found


def _sentence(why: str) -> str:
    return why if why.endswith((".", "?")) else f"{why}."

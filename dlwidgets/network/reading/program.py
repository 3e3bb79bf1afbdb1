"""Keras code in: the network that a program describes, read from its text and never run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dlwidgets.errors import InvalidValueError, a_kind
from dlwidgets.network.reading.errors import CodeError
from dlwidgets.network.reading.statements import Statements
from dlwidgets.network.reading.values import Model, Unread
from dlwidgets.network.writing.text import ProgramText

if TYPE_CHECKING:
    from dlwidgets.network.spec import NetworkSpec


@dataclass(frozen=True)
class ReadCode:
    """What a program says about a network.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    unread : tuple of Unread
        What could not be read, in the order of the lines.
    """

    spec: "NetworkSpec"
    unread: tuple[Unread, ...] = ()

    @property
    def lost(self) -> tuple[Unread, ...]:
        """What could not be read and would make another network or other settings of `compile`."""
        return tuple(one for one in self.unread if one.matters)


def read_code(text: str) -> ReadCode:
    """Read the network out of a Keras program, without running anything of it.

    The last model that is compiled or fitted counts, or else the last one.

    Parameters
    ----------
    text : str
        The program, with `Sequential` or a functional model that is a chain.

    Returns
    -------
    ReadCode
        The network, and what could not be read.

    Raises
    ------
    CodeError
        If the text is empty or no Python, has no network, or one that is no chain of layers.

    Examples
    --------
    >>> read_code("model = keras.Sequential([keras.layers.Dense(n), keras.layers.Dense(3)])").unread[0].why
    'n is known only when the program runs'
    """
    from dlwidgets.network.spec import NetworkSpec

    if not isinstance(text, str):
        raise InvalidValueError(f"A program is a text, but {a_kind(text)} came.")
    if not text.strip():
        raise CodeError("empty", 1, "there is no code yet. Write a model, such as keras.Sequential([...]).")
    program = ProgramText(text)
    statements = Statements(program.lines)
    statements.run(program.tree.body)
    model = chosen_model(statements)
    spec = NetworkSpec(tuple(model.layers), model.compile, model.fit)
    return ReadCode(spec, tuple(sorted([*statements.unread.values(), *program.magic], key=lambda one: one.line)))


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


def network_from_code(text: str) -> "NetworkSpec":
    """Read the network out of a Keras program, or refuse one of which something would be lost."""
    read = read_code(text)
    if read.lost:
        first = read.lost[0]
        raise CodeError("unread", first.line, f"{first.text.splitlines()[0]!r} can't be read: {_sentence(first.why)}")
    return read.spec


def _sentence(why: str) -> str:
    return why if why.endswith((".", "?")) else f"{why}."

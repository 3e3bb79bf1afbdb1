"""Keras code in: the network that a program describes, read from its text and never run."""

from dataclasses import dataclass

from dlwidgets.network.reading.program import program_network
from dlwidgets.network.reading.values import Unread
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

    spec: NetworkSpec
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
    found = program_network(text)
    return ReadCode(NetworkSpec(found.layers, found.compile, found.fit), found.unread)

"""What a program describes: its network, and the data that it is fitted to, as far as its text tells."""

from collections.abc import Mapping
from dataclasses import dataclass

from dlwidgets.assistant.facts import Facts, examples, targets
from dlwidgets.assistant.reading.program import Program
from dlwidgets.assistant.reading.source import Source
from dlwidgets.assistant.values import Array
from dlwidgets.network import CodeError, NetworkSpec, read_code


@dataclass(frozen=True)
class Described:
    """A network with what is known of its data.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    x, y : Array, optional
        Inputs and targets of the last fit.
    loaders : frozenset of str
        Functions of libraries that the program calls, such as ``"load_iris"``.
    """

    spec: NetworkSpec
    x: Array | None
    y: Array | None
    loaders: frozenset[str]


def described(code: str, *, known: Mapping[str, Array] | None = None) -> Described:
    """Read what a program describes, without running anything of it.

    Parameters
    ----------
    code : str
        The program.
    known : mapping of str to Array, optional
        What is known from elsewhere of its variables, by name.

    Returns
    -------
    Described
        The network and the data.

    Raises
    ------
    CodeError
        If there is no network that is a chain, or a part of it can't be read.
    """
    read = read_code(code)
    if read.lost:
        first = read.lost[0]
        raise CodeError("unread", first.line, f"{first.text.splitlines()[0]!r} can't be read: {first.why}")
    program = Program(Source(code), known)
    program.run()
    fits = Facts(program).fits
    x, y = (examples(fits[-1]), targets(fits[-1])) if fits else (None, None)
    paths = (path for _, path, _ in program.imports)
    loaders = frozenset(path.rpartition(".")[2] for path in paths if path.startswith("sklearn.datasets."))
    return Described(read.spec, x, y, loaders)

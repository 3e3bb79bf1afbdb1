"""What a name in the text of a Keras program can stand for, apart from plain values."""

import ast
from collections import ChainMap
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.shaping import Input
from dlwidgets.network.objects import ObjectSpec
from dlwidgets.network.reading.constants import DEEPEST, LONGEST, UnreadableError


@dataclass(frozen=True)
class Unread:
    """A part of a program that could not be read.

    Parameters
    ----------
    line : int
        Where it stands, from 1 on.
    text : str
        The lines of the part as they were written, three at most.
    why : str
        What kept it from being read, as a sentence.
    matters : bool
        Whether the network or how it is compiled would be another one with it.
    """

    line: int
    text: str
    why: str
    matters: bool = True


@dataclass(frozen=True)
class Unknown:
    """A value that only running the program would tell."""

    unread: Unread


@dataclass(frozen=True)
class KerasName:
    """A module, class or function of Keras, such as ``keras.layers.Dense``."""

    path: str

    @property
    def parts(self) -> list[str]:
        """The path without the package."""
        return self.path.split(".")[1:]


@dataclass(frozen=True)
class WithInput:
    """A layer that says the input's shape in an argument of its own."""

    input: Input
    layer: LayerSpec


@dataclass(frozen=True)
class Tensor:
    """What comes out of a chain of layers in the functional style."""

    layers: tuple[LayerSpec, ...]


@dataclass(eq=False)
class Model:
    """A model while its program is read; ``refusal`` says why it is no chain of layers."""

    layers: list[LayerSpec] = field(default_factory=list)
    compile: CompileSpec | None = None
    fit: FitSpec | None = None
    refusal: tuple[str, Unread] | None = None


class Scope(ChainMap[str, Any]):
    """The names of a function while it is followed, and behind them those of the functions around it."""

    def __init__(self, *maps: MutableMapping[str, Any]) -> None:
        super().__init__(*maps)
        self.elsewhere: dict[str, MutableMapping[str, Any]] = {}
        """Names that the function gives new values in another scope, as it says by `global` or `nonlocal`."""

    def __setitem__(self, name: str, value: Any) -> None:
        self.elsewhere.get(name, self.maps[0])[name] = value


@dataclass(frozen=True, eq=False)
class Function:
    """A function that the program defines, with the names of the functions around it."""

    node: ast.FunctionDef
    around: tuple[MutableMapping[str, Any], ...] = ()


@dataclass(frozen=True)
class NamedValues:
    """A class of the program's own that only gives values to names."""

    values: dict[str, Any]


@dataclass(frozen=True)
class Subclass:
    """A class of models or layers that the program defines."""

    name: str


@dataclass(frozen=True)
class Method:
    """A method of a model or a list, about to be called."""

    owner: Any
    name: str


def known(value: Any) -> Any:
    """Return a value in which everything is known and of a decent size, or refuse it."""
    waiting, seen = [(value, 0)], 0
    while waiting:
        one, depth = waiting.pop()
        seen += 1
        if isinstance(one, Unknown):
            raise UnreadableError(one.unread.why)
        if seen > LONGEST or depth > DEEPEST:
            raise UnreadableError("it is too large")
        if isinstance(one, list | tuple):
            waiting += [(inner, depth + 1) for inner in one]
        elif not (one is None or isinstance(one, bool | int | float | str | LayerSpec | ObjectSpec | WithInput)):
            raise UnreadableError("it is no setting that can be described here")
    return value

"""What a name of a program can stand for while the assistant reads it; what is not known is `UNKNOWN`, or None."""

import ast
from dataclasses import dataclass, field, replace
from typing import Any

Shape = tuple[int | None, ...]
INTS, ONE_HOT, NUMBERS = "class numbers", "one-hot rows", "numbers to predict"
"""How targets are coded."""


HISTORY = "keras.callbacks.History"
VOCABULARY = "keras.vocabulary"
"""How many words a Tokenizer has seen."""


class Unknown:
    """Something that only running the program would tell."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Name:
    """A module, class or function of a library, such as ``keras.layers.Dense``."""

    path: str

    @property
    def last(self) -> str:
        """The name without what it stands in."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True)
class Array:
    """Numbers of a program, as far as its text tells of them.

    Parameters
    ----------
    shape : tuple of int or None, optional
        With the axis of the examples; None where nothing is known.
    coding : str, optional
        How targets are coded.
    classes : int, optional
        How many classes targets have.
    low, high : float, optional
        The smallest and the largest number.
    root : object, optional
        What the numbers were cut from: the same for all parts.
    part : str
        ``"train"``, ``"test"`` or empty.
    role : str
        ``"x"``, ``"y"`` or empty, where a library says so.
    scaled : tuple
        How the numbers were scaled, in order.
    whole : bool, optional
        Whether they are whole numbers.
    frame : bool
        Whether it is a table of pandas.
    holds : str
        ``"texts"`` or ``"lists"`` where it holds no numbers.
    ordered : bool
        Whether its numbers are class numbers that rise from the first to the last.
    columns : tuple of (str, Array)
        The columns of a table that the program writes out, as far as they are known.
    """

    shape: Shape | None = None
    coding: str | None = None
    classes: int | None = None
    low: float | None = None
    high: float | None = None
    root: Any = None
    part: str = ""
    role: str = ""
    scaled: tuple[Any, ...] = ()
    whole: bool | None = None
    frame: bool = False
    holds: str = ""
    ordered: bool = False
    columns: tuple[tuple[str, "Array"], ...] = ()

    @property
    def rank(self) -> int | None:
        """How many axes there are."""
        return None if self.shape is None else len(self.shape)

    @property
    def example(self) -> Shape | None:
        """The shape of one example."""
        return self.shape[1:] if self.shape else None

    def but(self, **changes: Any) -> "Array":
        """Return the array with something changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class ListOf:
    """What an array gives as a list."""

    array: Array


@dataclass(eq=False)
class Layer:
    """A layer as it is written, right or wrong."""

    kind: str
    arguments: dict[str, Any]
    nodes: dict[str, ast.expr]
    node: ast.Call
    spec: Any = field(default=UNKNOWN, init=False, repr=False)
    """What `shapes` has made of it."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return an argument; the default if it is not given."""
        return self.arguments.get(name, default)


@dataclass(eq=False)
class Tensor:
    """What comes out of a layer in the functional style; the shape is without the batch axis."""

    layer: Any
    sources: tuple[Any, ...] = ()
    shape: Shape | None = None
    node: ast.AST | None = None


@dataclass(eq=False)
class Compile:
    """What a model was compiled with."""

    arguments: dict[str, Any]
    nodes: dict[str, ast.expr]
    node: ast.Call


@dataclass(eq=False)
class Placed:
    """A layer at its place in a model, and where it came there; without sources it stands behind the one before."""

    layer: Any
    node: ast.AST
    sources: tuple["Placed", ...] | None = None

    @property
    def kind(self) -> str:
        """The kind of the layer; empty if it is not known."""
        return self.layer.kind if isinstance(self.layer, Layer) else ""


@dataclass(eq=False)
class Model:
    """A model of the program; ``is_open`` if not all that happens to it is known."""

    node: ast.Call
    layers: list[Placed] = field(default_factory=list)
    is_sequential: bool = True
    is_open: bool = False
    inputs: tuple[Any, ...] = ()
    outputs: tuple[Any, ...] = ()
    compiled: Compile | None = None
    maybe_compiled: bool = False
    fits: int = 0
    depth: int = 0
    own: Any = None
    gives: Shape | None = None
    """What comes out for one example, of a model whose layers are not known."""
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Object:
    """An object of a library, such as an optimizer, a loss or a scaler."""

    path: str
    arguments: dict[str, Any]
    nodes: dict[str, ast.expr]
    node: ast.Call
    state: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The name of its class."""
        return self.path.rpartition(".")[2]


@dataclass(eq=False)
class Function:
    """A function that the program defines."""

    node: ast.FunctionDef | ast.Lambda
    around: tuple[dict[str, Any], ...]


@dataclass(eq=False)
class Own:
    """A class that the program defines, or an object of it; ``base`` is the class of Keras behind it."""

    node: ast.ClassDef
    around: tuple[dict[str, Any], ...] = ()
    base: str = ""
    is_object: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)
    parent: "Own | None" = None

    def method(self, name: str) -> "Function | None":
        """Return a method that the class defines or inherits."""
        for one in self.node.body:
            if isinstance(one, ast.FunctionDef) and one.name == name:
                return Function(one, self.around)
        return self.parent.method(name) if self.parent is not None else None


@dataclass(frozen=True)
class Method:
    """A method of something, about to be called."""

    owner: Any
    name: str


@dataclass(eq=False)
class Event:
    """Something that the program does with a model, with the state of the model at that moment."""

    kind: str
    model: Model
    arguments: dict[str, Any]
    nodes: dict[str, ast.expr]
    node: ast.Call
    layers: tuple[Placed, ...] = ()
    compiled: Compile | None = None
    is_open: bool = False
    first: bool = True
    maybe_compiled: bool = False


def history_in(value: Any) -> Object | None:
    """Return the history of a fit behind its numbers, ``h.history`` or a table of them; None for all else."""
    held = value.root if isinstance(value, Array) and value.frame else None
    if isinstance(value, Method) and value.name == "history":
        held = value.owner
    return held if isinstance(held, Object) and held.path == HISTORY else None


def is_number(value: object) -> bool:
    """Tell a number; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_size(value: object) -> bool:
    """Tell a whole number above 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def as_shape(value: Any) -> Shape | None:
    """Read a shape; lengths that are not known become None."""
    if isinstance(value, int) and not isinstance(value, bool):
        return (value,)
    if not isinstance(value, tuple | list) or len(value) > 10:
        return None
    return tuple(one if isinstance(one, int) and not isinstance(one, bool) else None for one in value)


_NOTHING = vars(Array())


def joined(one: Any, other: Any) -> Any:
    """Return what two branches agree on."""
    if one is other:
        return one
    if isinstance(one, Array) and isinstance(other, Array):
        told = vars(other)
        return Array(**{name: value if value == told[name] else _NOTHING[name] for name, value in vars(one).items()})
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return Tensor(UNKNOWN, (one, other), one.shape if one.shape == other.shape else None, one.node)
    if type(one) is type(other) and isinstance(one, int | float | str | bool | Array | Name | tuple):
        try:
            return one if one == other else UNKNOWN
        except RecursionError:
            return UNKNOWN
    return UNKNOWN

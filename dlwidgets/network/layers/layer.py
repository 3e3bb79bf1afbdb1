"""What every layer has in common: arguments, the shape that goes out, parameters, multiplications."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import KW_ONLY, MISSING, dataclass, field, fields
from typing import Any, ClassVar

from dlwidgets.errors import DLWidgetsError, InvalidValueError
from dlwidgets.network import keras_names
from dlwidgets.network._arguments import Check, Shape, to_json
from dlwidgets.network.layers.argument_checks import check_of
from dlwidgets.network.objects import InitializerSpec, RegularizerSpec

Initializer = str | InitializerSpec | None
Regularizer = str | RegularizerSpec | None


@dataclass(frozen=True)
class Mend:
    """The exact change that makes a joint fit.

    Parameters
    ----------
    words : str
        What to do, as a sentence.
    insert : LayerSpec, optional
        A layer to put in front.
    arguments : dict, optional
        Arguments to change.
    before : int, default 0
        How many places before the broken joint the changed layer stands.
    """

    words: str
    insert: "LayerSpec | None" = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    before: int = 0

    @property
    def is_change(self) -> bool:
        """Whether the change can be made without asking; else the words say what to decide."""
        return self.insert is not None or bool(self.arguments)


class ShapeError(InvalidValueError):
    """A layer can't take the shape that comes in.

    Parameters
    ----------
    reason : str
        Kind of mistake, for programs: ``"rank"``, ``"shrinks"``, ``"size"``, ``"unknown_length"``, ``"channels"``,
        ``"axis"``, ``"input"`` or ``"name"``.
    problem : str
        What is wrong, as a sentence.
    mend : Mend
        What makes it right.
    """

    def __init__(self, reason: str, problem: str, mend: Mend) -> None:
        super().__init__(f"{problem} {mend.words}")
        self.reason = reason
        self.problem = problem
        self.mend = mend


@dataclass(frozen=True)
class Parameters:
    """The numbers that a layer holds.

    Parameters
    ----------
    trainable : int
        How many of them training changes.
    not_trainable : int
        How many are frozen, or measured and not trained.
    arithmetic : str
        How the sum comes about, such as ``"4 inputs × 10 units + 10 biases = 50"``.
    """

    trainable: int = 0
    not_trainable: int = 0
    arithmetic: str = "no parameters"

    @property
    def total(self) -> int:
        """All of them."""
        return self.trainable + self.not_trainable


# The arguments that fill one row of numbers, each with the one that switches the row off.
_ROWS = {
    "bias_initializer": "use_bias",
    "beta_initializer": "center",
    "gamma_initializer": "scale",
    "moving_mean_initializer": "",
    "moving_variance_initializer": "",
}


# Dataclasses put inherited fields first; a reader looks for these at the end.
_LAST = ("name", "trainable")


@dataclass(frozen=True, repr=False)
class LayerSpec(ABC):
    """One layer of a network, with Keras' arguments: a value that can't change.

    Parameters
    ----------
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    Raises
    ------
    InvalidValueError
        If an argument is out of range or of the wrong kind.
    UnknownNameError
        If an argument is a name that Keras does not know.
    """

    _: KW_ONLY
    name: str | None = None
    trainable: bool = True

    checks: ClassVar[Mapping[str, Check]] = {}
    """What an argument may be where the layer is special."""

    def __post_init__(self) -> None:
        """Check the arguments and store what is clean."""
        for argument in self.defaults():
            try:
                value = (self.checks.get(argument) or check_of(argument))(argument, getattr(self, argument))
            except DLWidgetsError as error:
                raise type(error)(f"{self.kind}: {error}") from None
            object.__setattr__(self, argument, value)
        for argument, switch in _ROWS.items():
            start = getattr(self, argument, None)
            kind = getattr(start, "kind", start) or ""
            is_row = getattr(self, switch, True) and not self._is_table(argument)
            if is_row and kind.lower() in keras_names.TABLE_INITIALIZERS:
                raise InvalidValueError(f"{self.kind}: {argument} can't be {kind!r}, which fills tables. Try 'zeros'.")

    def _is_table(self, argument: str) -> bool:
        """Tell whether an argument that fills a row in other layers fills a table here."""
        del argument
        return False

    def __repr__(self) -> str:
        written = [
            f"{value!r}" if name in self.needed() else f"{name}={value!r}" for name, value in self.arguments.items()
        ]
        return f"{self.kind}({', '.join(written)})"

    @property
    def kind(self) -> str:
        """Keras' name of the layer's class."""
        return type(self).__name__

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return the layer's arguments with Keras' defaults, ``NEEDED`` where there is none."""
        taken = sorted((item for item in fields(cls) if item.init), key=lambda item: item.name in _LAST)
        return {item.name: keras_names.NEEDED if item.default is MISSING else item.default for item in taken}

    @classmethod
    def needed(cls) -> tuple[str, ...]:
        """Return the names of the arguments that have no default."""
        return tuple(name for name, default in cls.defaults().items() if default is keras_names.NEEDED)

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments that differ from Keras' defaults."""
        defaults = self.defaults()
        return {name: getattr(self, name) for name in defaults if getattr(self, name) != defaults[name]}

    def to_json(self) -> dict[str, Any]:
        """Return the layer as a plain dict."""
        return {"kind": self.kind, "arguments": {name: to_json(value) for name, value in self.arguments.items()}}

    @abstractmethod
    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape of what goes out for one example.

        Parameters
        ----------
        shape : tuple of int or None
            Shape of what comes in, without the batch axis.

        Returns
        -------
        tuple of int or None
            Without the batch axis.

        Raises
        ------
        ShapeError
            If the layer can't take that shape.
        """

    def parameters(self, shape: Shape) -> Parameters:
        """Count the layer's parameters.

        Parameters
        ----------
        shape : tuple of int or None
            A shape that the layer can take, without the batch axis.

        Returns
        -------
        dlwidgets.network.Parameters
            Their numbers, and how these come about.
        """
        del shape
        return Parameters()

    def multiply_adds(self, shape: Shape) -> int | None:
        """Count the multiplications by a weight for one example.

        Parameters
        ----------
        shape : tuple of int or None
            A shape that the layer can take, without the batch axis.

        Returns
        -------
        int or None
            Their number; None while a length is open.
        """
        del shape
        return 0

    def _counted(self, total: int, words: str, measured: int = 0) -> Parameters:
        """Put a sum in words and share it out by what training changes."""
        trainable = total - measured if self.trainable else 0
        return Parameters(trainable, total - trainable, f"{words} = {total}" if total else "no parameters")


def known(size: int | None, layer: LayerSpec, shape: Shape, what: str) -> int:
    """Return a length that the number of weights depends on.

    Parameters
    ----------
    size : int or None
        The length.
    layer : LayerSpec
        The layer that has the weights.
    shape : tuple of int or None
        What comes in, without the batch axis.
    what : str
        What the length counts, such as ``"features"``.

    Returns
    -------
    int
        The length.

    Raises
    ------
    ShapeError
        If it is open.
    """
    if size is None:
        problem = (
            f"{layer.kind} makes one weight for each of its {what}, but in the shape {shape} their number is open."
        )
        raise ShapeError("unknown_length", problem, Mend(f"Give the number of {what} in the Input layer."))
    return size

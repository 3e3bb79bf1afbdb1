"""The way of the shape through a chain of layers: each joint fits, or says why not and what mends it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dlwidgets.network._arguments import Shape
from dlwidgets.network.layers.dense import Dense
from dlwidgets.network.layers.layer import LayerSpec, Mend, Parameters, ShapeError
from dlwidgets.network.layers.recurrent import Bidirectional, Recurrent
from dlwidgets.network.layers.shaping import Input, Unchanged


@dataclass(frozen=True)
class Joint:
    """One layer at its place in the chain.

    Parameters
    ----------
    index : int
        Its place, from 0 on.
    title : str
        Its number and kind; the input layer is not counted.
    layer : LayerSpec
        The layer.
    input_shape : tuple of int or None, optional
        Shape of what comes in for one example; None if nothing says it.
    output_shape : tuple of int or None, optional
        Shape of what goes out; None if it is not known, or the joint does not fit.
    parameters : Parameters, optional
        The numbers that the layer holds; None like the output shape.
    multiply_adds : int, optional
        Multiplications by a weight for one example; None also while a length is open.
    problem : ShapeError, optional
        Why the layer does not fit here; None if it does.
    """

    index: int
    title: str
    layer: LayerSpec
    input_shape: Shape | None = None
    output_shape: Shape | None = None
    parameters: Parameters | None = None
    multiply_adds: int | None = None
    problem: ShapeError | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing is wrong here."""
        return self.problem is None


@dataclass(frozen=True)
class Summary:
    """What `model.summary()` shows, with the arithmetic.

    Parameters
    ----------
    rows : tuple of Joint
        One per layer.
    """

    rows: tuple[Joint, ...]

    @property
    def trainable(self) -> int | None:
        """Parameters that training changes; None if those of a layer are not known."""
        return self._held("trainable")

    @property
    def not_trainable(self) -> int | None:
        """Parameters that are frozen or measured; None if those of a layer are not known."""
        return self._held("not_trainable")

    @property
    def total(self) -> int | None:
        """All parameters; None if those of a layer are not known."""
        return self._held("total")

    @property
    def multiply_adds(self) -> int | None:
        """Multiplications by a weight for one example; None also while a length is open."""
        return _sum(row.multiply_adds for row in self.rows)

    def _held(self, which: str) -> int | None:
        """Add up one kind of parameters."""
        return _sum(None if row.parameters is None else getattr(row.parameters, which) for row in self.rows)


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Add numbers up; None if one is not known."""
    listed = list(numbers)
    known = [number for number in listed if number is not None]
    return sum(known) if len(known) == len(listed) else None


def joints(layers: Sequence[LayerSpec], data_shape: Shape | None = None) -> tuple[Joint, ...]:
    """Follow the shape of one example through a chain of layers.

    Parameters
    ----------
    layers : sequence of LayerSpec
        The layers from the input on; the first may be `Input`.
    data_shape : tuple of int or None, optional
        Shape of one example of the data, if there are data.

    Returns
    -------
    tuple of Joint
        One per layer. Behind a joint that does not fit, shapes are unknown.

    Examples
    --------
    >>> [joint.output_shape for joint in joints([Input((4,)), Dense(10), Dense(3)])]
    [(4,), (10,), (3,)]
    """
    found: list[Joint] = []
    shape = data_shape
    for layer in layers:
        joint = _joint(found, layer, shape)
        found.append(joint)
        shape = joint.output_shape
    return tuple(found)


def _joint(before: Sequence[Joint], layer: LayerSpec, shape: Shape | None) -> Joint:
    """Put a layer behind those before it."""
    index = len(before)
    starts = isinstance(layer, Input)
    number = index if before and isinstance(before[0].layer, Input) else index + 1
    title = "The Input layer" if starts else f"Layer {number} ({layer.kind})"
    joint = Joint(index, title, layer, shape)
    try:
        _check_place(before, layer)
        if isinstance(layer, Input) and shape is None:
            return replace(joint, output_shape=layer.shape, parameters=Parameters(), multiply_adds=0)
        if shape is None:
            return joint
        output = layer.output_shape(shape)
    except ShapeError as error:
        return replace(joint, problem=_with_memory(before, layer, error))
    return replace(
        joint, output_shape=output, parameters=layer.parameters(shape), multiply_adds=layer.multiply_adds(shape)
    )


def _check_place(before: Sequence[Joint], layer: LayerSpec) -> None:
    """Refuse a second input and a second layer of one name."""
    if before and isinstance(layer, Input):
        raise ShapeError("input", "An Input layer stands at the start, and only there.", Mend("Take it out."))
    if layer.name is not None and any(layer.name == joint.layer.name for joint in before):
        mend = Mend("Give it another name, or none.", arguments={"name": None})
        raise ShapeError("name", f"Another layer is called {layer.name!r} already.", mend)


def _with_memory(before: Sequence[Joint], layer: LayerSpec, error: ShapeError) -> ShapeError:
    """Mend a sequence that an earlier recurrent layer swallowed where that happened."""
    if error.reason != "rank" or not isinstance(layer, Recurrent | Bidirectional):
        return error
    for steps, joint in enumerate(reversed(before), start=1):
        if isinstance(joint.layer, Recurrent | Bidirectional):
            return ShapeError(error.reason, error.problem, _return_sequences(joint, steps))
        if not isinstance(joint.layer, Dense | Unchanged):
            break
    return error


def _return_sequences(joint: Joint, steps: int) -> Mend:
    """Let a recurrent layer send out all its steps."""
    words = f"Write return_sequences=True in l{joint.title[1:]}: it sends out its last step only."
    if isinstance(joint.layer, Bidirectional):
        inner = replace(joint.layer.layer, return_sequences=True)
        return Mend(words, arguments={"layer": inner}, before=steps)
    return Mend(words, arguments={"return_sequences": True}, before=steps)

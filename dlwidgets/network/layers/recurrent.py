"""Layers that read a sequence step by step and remember."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.network import _arguments as check
from dlwidgets.network._arguments import Check, Shape
from dlwidgets.network._counting import many, plus_biases, times
from dlwidgets.network.layers.layer import Initializer, LayerSpec, Parameters, Regularizer, known
from dlwidgets.network.layers.ranks import refuse_rank


@dataclass(frozen=True, repr=False)
class Recurrent(LayerSpec):
    """Units that see one step of a sequence and what they were after the step before.

    Parameters
    ----------
    units : int
        Number of units.
    activation : str, optional
        Name of the activation function, ``"tanh"`` unless said.
    use_bias : bool, default True
        Whether there are biases.
    kernel_initializer, recurrent_initializer, bias_initializer : str or InitializerSpec
        How first weights and biases are drawn.
    kernel_regularizer, recurrent_regularizer, bias_regularizer, activity_regularizer : optional
        A price on large weights, biases or outputs: str or RegularizerSpec.
    dropout, recurrent_dropout : float, default 0.0
        Share of the inputs, or of what is remembered, that is set to 0 while training.
    return_sequences : bool, default False
        Whether each step's output goes out, or the last one only.
    go_backwards : bool, default False
        Whether the sequence is read from its end.
    seed : int, optional
        Makes the chance of dropout repeatable.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/recurrent_layers/
    """

    units: int
    activation: str | None = "tanh"
    _: KW_ONLY
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    return_sequences: bool = False
    go_backwards: bool = False
    seed: int | None = None

    sets: ClassVar[int] = 1
    """How many weights a unit has for each of its inputs."""

    def output_shape(self, shape: Shape) -> Shape:
        """Return the units, for each step or for the last one."""
        refuse_rank(self, shape, 2)
        known(shape[-1], self, shape, "features")
        return (shape[0], self.units) if self.return_sequences else (self.units,)

    def parameters(self, shape: Shape) -> Parameters:
        """Count one weight per unit and feature, one per unit and unit, and the biases."""
        inputs = known(shape[-1], self, shape, "features")
        biases = self._biases() if self.use_bias else 0
        words = f"({many(inputs, 'input')} + {many(self.units, 'unit')}) × {many(self.units, 'unit')}"
        words += plus_biases(biases)
        total = self.sets * ((inputs + self.units) * self.units + biases)
        return self._counted(total, words if self.sets == 1 else f"{self.sets} sets × ({words})")

    def _biases(self) -> int:
        """Count the biases of one set of weights."""
        return self.units

    def multiply_adds(self, shape: Shape) -> int | None:
        """Count one per weight, at each step."""
        inputs = known(shape[-1], self, shape, "features")
        return times(shape[:1], self.sets * (inputs + self.units) * self.units)


class SimpleRNN(Recurrent):
    """Units that remember their last output, and nothing else."""


@dataclass(frozen=True, repr=False)
class LSTM(Recurrent):
    """Units with a long memory, and gates for what goes in, what is forgotten and what comes out.

    Parameters
    ----------
    recurrent_activation : str, optional
        Activation of the gates, ``"sigmoid"`` unless said.
    unit_forget_bias : bool, default True
        Whether the gate of forgetting starts open.
    **others
        As in `Recurrent`.

    References
    ----------
    https://keras.io/api/layers/recurrent_layers/lstm/

    Examples
    --------
    >>> LSTM(16).parameters((None, 8)).arithmetic
    '4 sets × ((8 inputs + 16 units) × 16 units + 16 biases) = 1600'
    """

    _: KW_ONLY
    recurrent_activation: str | None = "sigmoid"
    unit_forget_bias: bool = True

    sets = 4

    def __post_init__(self) -> None:
        """Check that there is something to put the bias of forgetting into."""
        super().__post_init__()
        if self.bias_initializer is None and self.use_bias and self.unit_forget_bias:
            raise InvalidValueError("LSTM: bias_initializer can't be None with unit_forget_bias. Leave it out.")


@dataclass(frozen=True, repr=False)
class GRU(Recurrent):
    """Units with a memory and two gates: a simpler LSTM.

    Parameters
    ----------
    recurrent_activation : str, optional
        Activation of the gates, ``"sigmoid"`` unless said.
    reset_after : bool, default True
        Whether a gate works after the multiplication; each unit then has two biases per set.
    **others
        As in `Recurrent`.

    References
    ----------
    https://keras.io/api/layers/recurrent_layers/gru/
    """

    _: KW_ONLY
    recurrent_activation: str | None = "sigmoid"
    reset_after: bool = True

    sets = 3

    def _is_table(self, argument: str) -> bool:
        return argument == "bias_initializer" and self.reset_after

    def _biases(self) -> int:
        return 2 * self.units if self.reset_after else self.units


def _recurrent(name: str, value: Any) -> Recurrent:
    """Return a recurrent layer that reads forwards, as it is or from its plain dict."""
    if check.is_written(value):
        kinds: dict[str, type[Recurrent]] = {"SimpleRNN": SimpleRNN, "LSTM": LSTM, "GRU": GRU}
        if value["kind"] not in kinds:
            raise unknown_name("recurrent layer", value["kind"], kinds)
        inner = kinds[value["kind"]]
        for argument in value["arguments"]:
            if argument not in inner.defaults():
                raise unknown_name(f"argument of {inner.__name__}", argument, inner.defaults())
        value = inner(**{"units": None, **value["arguments"]})
    if not isinstance(value, Recurrent):
        raise check.refusal(name, "a recurrent layer such as LSTM(16)", value)
    if value.go_backwards:
        raise InvalidValueError("Bidirectional reads backwards by itself. Leave go_backwards out of the layer inside.")
    return value


@dataclass(frozen=True, repr=False)
class Bidirectional(LayerSpec):
    """Two copies of a recurrent layer: one reads forwards, one backwards.

    Parameters
    ----------
    layer : SimpleRNN, LSTM or GRU
        The layer that is copied.
    merge_mode : str, default "concat"
        What becomes of the two outputs: ``"concat"`` puts them side by side, ``"sum"``, ``"mul"`` and ``"ave"`` make
        one of two numbers. None, which sends out two lists, has no place in a chain of layers.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/recurrent_layers/bidirectional/
    """

    layer: Recurrent
    merge_mode: str = "concat"

    checks: ClassVar[Mapping[str, Check]] = {
        "layer": _recurrent,
        "merge_mode": check.one_of("merge_mode", ["concat", "sum", "mul", "ave"]),
    }

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape that the layer inside sends out, twice as long with ``"concat"``."""
        refuse_rank(self, shape, 2)
        *steps, _ = self.layer.output_shape(shape)
        return (*steps, self.layer.units * (2 if self.merge_mode == "concat" else 1))

    def parameters(self, shape: Shape) -> Parameters:
        """Count those of both copies."""
        one = self.layer.parameters(shape)
        words = f"2 directions × ({one.arithmetic.rpartition(' = ')[0]}) = {2 * one.total}"
        trainable = 2 * one.trainable if self.trainable else 0
        return Parameters(trainable, 2 * one.total - trainable, words)

    def multiply_adds(self, shape: Shape) -> int | None:
        """Count those of both copies."""
        one = self.layer.multiply_adds(shape)
        return None if one is None else 2 * one

"""Keras objects that carry arguments, as values: optimizers, losses, metrics, initializers, regularizers, schedules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.network import keras_names
from dlwidgets.network._arguments import Check, is_written, not_negative, number, one_of, plain, to_json


@dataclass(frozen=True, init=False, repr=False)
class ObjectSpec:
    """An object of Keras with the arguments that differ from Keras' own.

    Parameters
    ----------
    kind : str
        Keras' class name.
    **arguments
        Its arguments; those left out keep Keras' defaults.

    Raises
    ------
    UnknownNameError
        If Keras has no such class here, or the class no such argument; the nearest name is in the text.
    InvalidValueError
        If an argument is of the wrong kind, or one that is needed is missing.

    Examples
    --------
    >>> OptimizerSpec("SGD", learning_rate=0.1)
    SGD(learning_rate=0.1)
    """

    kind: str
    items: tuple[tuple[str, Any], ...]

    noun: ClassVar[str] = "object"
    module: ClassVar[str] = ""
    """Where Keras keeps the classes, without its own name: ``"optimizers.schedules"``."""
    kinds: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    names: ClassVar[frozenset[str]] = frozenset()
    checks: ClassVar[Mapping[str, Check]] = {}

    def __init__(self, kind: str, /, **arguments: Any) -> None:
        if kind not in self.kinds:
            raise unknown_name(self.noun, kind, self.kinds)
        defaults = self.kinds[kind]
        for name in arguments:
            if name not in defaults:
                raise unknown_name(f"argument of {kind}", name, defaults)
        checked = {name: self.checks.get(name, plain)(name, value) for name, value in arguments.items()}
        if missing := [
            name for name, default in defaults.items() if default is keras_names.NEEDED and name not in checked
        ]:
            raise InvalidValueError(f"{kind} needs {missing[0]}. Give it a value.")
        given = tuple((name, checked[name]) for name in defaults if name in checked and checked[name] != defaults[name])
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "items", given)

    def __repr__(self) -> str:
        return f"{self.kind}({', '.join(f'{name}={value!r}' for name, value in self.items)})"

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments that differ from Keras' defaults, in Keras' order."""
        return dict(self.items)

    def to_json(self) -> dict[str, Any]:
        """Return the object as a plain dict."""
        return {"kind": self.kind, "arguments": {name: to_json(value) for name, value in self.items}}

    @classmethod
    def checked(cls, _: str, value: Any) -> "str | Self":
        """Return a name that Keras knows, or the object that a value is or describes.

        Parameters
        ----------
        _ : str
            Name of the argument.
        value : str, ObjectSpec or dict
            What came.

        Returns
        -------
        str or ObjectSpec
            What is clean.

        Raises
        ------
        UnknownNameError
            If Keras does not know it; the nearest name is in the text.
        InvalidValueError
            If an argument of the object is of the wrong kind.
        """
        if isinstance(value, cls):
            return value
        if is_written(value):
            return cls(value["kind"], **value["arguments"])
        name: str = one_of(cls.noun, cls.names)(cls.noun, value)
        return name


class InitializerSpec(ObjectSpec):
    """How first weights are drawn, such as ``InitializerSpec("HeNormal", seed=1)``.

    Parameters
    ----------
    kind : str
        Keras' class name.
    **arguments
        Its arguments; those left out keep Keras' defaults.

    References
    ----------
    https://keras.io/api/layers/initializers/
    """

    noun = "initializer"
    module = "initializers"
    kinds = keras_names.INITIALIZERS
    names = keras_names.INITIALIZER_NAMES


class RegularizerSpec(ObjectSpec):
    """A price on large weights, such as ``RegularizerSpec("L2", l2=0.001)``.

    Parameters
    ----------
    kind : str
        Keras' class name.
    **arguments
        Its arguments; those left out keep Keras' defaults.

    References
    ----------
    https://keras.io/api/layers/regularizers/
    """

    noun = "regularizer"
    module = "regularizers"
    kinds = keras_names.REGULARIZERS
    names = keras_names.REGULARIZER_NAMES
    checks: ClassVar[Mapping[str, Check]] = {"l1": not_negative, "l2": not_negative}


class ScheduleSpec(ObjectSpec):
    """A learning rate that changes with the steps, such as ``ScheduleSpec("ExponentialDecay", ...)``.

    Parameters
    ----------
    kind : str
        Keras' class name.
    **arguments
        Its arguments; those left out keep Keras' defaults.

    References
    ----------
    https://keras.io/api/optimizers/learning_rate_schedules/
    """

    noun = "schedule"
    module = "optimizers.schedules"
    kinds = keras_names.SCHEDULES


def _learning_rate(name: str, value: Any) -> Any:
    # Keras refuses a whole number here, and the browser can't tell 1.0 from 1.
    is_schedule = isinstance(value, ScheduleSpec | Mapping)
    return ScheduleSpec.checked(name, value) if is_schedule else float(number(name, value))


class OptimizerSpec(ObjectSpec):
    """The rule by which weights follow the gradient, such as ``OptimizerSpec("Adam", learning_rate=0.01)``.

    Parameters
    ----------
    kind : str
        Keras' class name.
    **arguments
        Its arguments; those left out keep Keras' defaults.

    References
    ----------
    https://keras.io/api/optimizers/
    """

    noun = "optimizer"
    module = "optimizers"
    kinds = keras_names.OPTIMIZERS
    names = keras_names.OPTIMIZER_NAMES
    checks: ClassVar[Mapping[str, Check]] = {"learning_rate": _learning_rate}


class LossSpec(ObjectSpec):
    """What training makes small, such as ``LossSpec("BinaryCrossentropy", from_logits=True)``.

    Parameters
    ----------
    kind : str
        Keras' class name.
    **arguments
        Its arguments; those left out keep Keras' defaults.

    References
    ----------
    https://keras.io/api/losses/
    """

    noun = "loss"
    module = "losses"
    kinds = keras_names.LOSSES
    names = keras_names.LOSS_NAMES


class MetricSpec(ObjectSpec):
    """A number that is reported and not trained on, such as ``MetricSpec("Precision", thresholds=0.7)``.

    Parameters
    ----------
    kind : str
        Keras' class name.
    **arguments
        Its arguments; those left out keep Keras' defaults.

    References
    ----------
    https://keras.io/api/metrics/
    """

    noun = "metric"
    module = "metrics"
    kinds = keras_names.METRICS
    names = keras_names.METRIC_NAMES


FAMILIES = (InitializerSpec, RegularizerSpec, ScheduleSpec, OptimizerSpec, LossSpec, MetricSpec)
"""All kinds of objects."""

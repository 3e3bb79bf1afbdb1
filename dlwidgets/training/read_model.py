"""A description read from a Keras model, by what Keras' own configs say."""

import inspect
import random
import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from dlwidgets.errors import DLWidgetsError, InvalidValueError, clear_call
from dlwidgets.network import (
    LAYERS,
    CompileSpec,
    InitializerSpec,
    LayerSpec,
    LossSpec,
    MetricSpec,
    NetworkSpec,
    OptimizerSpec,
    RegularizerSpec,
    ScheduleSpec,
    layer,
)
from dlwidgets.network.keras_names import ACTIVATION_LAYERS, ACTIVATION_NAMES, NEEDED
from dlwidgets.network.objects import ObjectSpec
from dlwidgets.training.build import keras_module
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.model_chain import chain_of, check_kind

if TYPE_CHECKING:
    import keras

Config = Mapping[str, Any]

# A person writes one number where Keras stores one per axis.
_SIZES = {"kernel_size", "strides", "dilation_rate", "pool_size", "axis"}
# Keras resolves jit_compile="auto" by itself, so that what was asked for can't be told any more.
_READ = {"optimizer", "loss", "metrics", "jit_compile"}


@clear_call
def from_keras(model: "keras.Model") -> NetworkSpec:
    """Read the description of a Keras model: its layers and, if it is compiled, its settings.

    Names that Keras gave by itself are left out, and so are a fixed batch size, weights, and the names of the model,
    the optimizer and the loss. The model and Keras' chance stay as they were.

    Parameters
    ----------
    model : keras.Model
        A `keras.Sequential`, or a model made of inputs and outputs whose layers are one chain.

    Returns
    -------
    NetworkSpec
        With ``compile`` if the model is compiled; ``build`` of it has the same layers.

    Raises
    ------
    InvalidValueError
        If a description can't hold the model: a class of your own, a branch, a layer or an argument that is unknown.
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    https://keras.io/guides/serialization_and_saving/
    """
    import_keras()
    with _unseen():
        layers = [_titled(title, _layer, config, live) for title, config, live in chain_of(model)]
        settings = _titled("compile", _compile, model) if model.compiled else None
    return NetworkSpec(tuple(layers), settings)


@contextmanager
def _unseen() -> Iterator[None]:
    """Leave no trace: layers made to compare with draw seeds, and lambdas make Keras warn."""
    state = random.getstate()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        random.setstate(state)


def _titled(title: str, read: Any, *arguments: Any) -> Any:
    """Read a part of the model; an error says which part."""
    try:
        return read(*arguments)
    except DLWidgetsError as error:
        raise type(error)(f"{title}: {error}") from None


def _cannot(what: str, mend: str) -> InvalidValueError:
    """Make the error for what has no place in a description."""
    return InvalidValueError(f"a network description can't hold {what}. {mend}")


def _layer(serialized: Config, live: Any) -> LayerSpec:
    """Read a layer from what Keras wrote about it; the layer itself tells a function of Keras from one of its name."""
    kind, config = serialized["class_name"], dict(serialized["config"])
    made = named = getattr(import_keras().layers, kind)
    if kind == "InputLayer":
        kind, config["shape"] = "Input", tuple(config.pop("batch_shape")[1:])
    if kind == "Bidirectional":
        _check_directions(config, live)
    _name_activations(config, live)
    if kind in ACTIVATION_LAYERS:
        kind, config = "Activation", _as_activation(serialized, config)
        made = import_keras().layers.Activation
    valid = LAYERS[kind].defaults()
    arguments = _given(made, config, valid, [*LAYERS[kind].needed(), "pool_size"])
    if kind == "Bidirectional":
        arguments["layer"] = _inner(config, live.forward_layer)
    if _is_automatic(config["name"], named.__name__):
        arguments.pop("name")
    return layer(kind, **{name: _value(name, value, valid[name]) for name, value in arguments.items()})


def _given(made: Any, config: Config, known: Collection[str], needed: Collection[str]) -> dict[str, Any]:
    """Keep the arguments that make an object of Keras another one than it would be without them."""
    # Given its name, the object to compare with takes none of the numbers that Keras puts behind names.
    kept = {name: config[name] for name in ("name", *needed) if name in config}
    restore = import_keras().saving.deserialize_keras_object
    plain = made(**{name: restore(value) for name, value in kept.items()}).get_config()
    given = {name: value for name, value in config.items() if name in kept or value != plain.get(name)}
    for name in given:
        if name not in known and name != "name":
            raise _cannot(f"the argument {name} of {made.__name__}", "Leave it out, or go on with the Keras model.")
    return {name: value for name, value in given.items() if name in known}


def _value(name: str, value: Any, default: Any) -> Any:
    """Read one argument of a layer."""
    if isinstance(value, Mapping):
        family = InitializerSpec if name.endswith("initializer") else RegularizerSpec
        return _short(_object(family, value))
    if not isinstance(value, list | tuple):
        return _number(value)
    sizes = tuple(_number(one) for one in value)
    return sizes[0] if name in _SIZES and sizes != default and len(set(sizes)) == 1 else sizes


def _number(value: Any) -> Any:
    """Write 0.1 for the nearest number that TensorFlow has, 0.10000000149."""
    if isinstance(value, float) and float(np.float32(value)) == value:
        return float(str(np.float32(value)))
    return value


def _name_activations(config: dict[str, Any], live: Any) -> None:
    """Write activations by their names; refuse functions that Keras does not have, also those that borrow a name."""
    for name, value in config.items():
        function = getattr(live, name, None)
        if not name.endswith("activation") or value is None or live is None:
            continue
        if isinstance(value, Mapping) and value.get("class_name") in ACTIVATION_LAYERS:
            config[name] = _as_activation(value, value["config"])["activation"]
        elif not (isinstance(value, str) and function is getattr(import_keras().activations, value, None)):
            config[name] = _name_in_tensorflow(function)
        if config[name] is None:
            raise _cannot(f"a function or layer of your own as {name}", 'Use one of Keras by name, such as "relu".')


def _name_in_tensorflow(function: Any) -> str | None:
    """Return the name under which TensorFlow has the same function as Keras, such as ``tf.nn.relu``."""
    import tensorflow as tf

    homes = (tf.nn, tf)
    found = (name for name in ACTIVATION_NAMES if any(getattr(home, name, ...) is function for home in homes))
    return next(found, None)


def _as_activation(serialized: Config, config: Config) -> dict[str, Any]:
    """Write a layer such as ReLU as the activation that it is."""
    kind = serialized["class_name"]
    activation, wanted = ACTIVATION_LAYERS[kind]
    if any(config[name] != value for name, value in wanted.items()):
        same = ", ".join(f"{name}={value}" for name, value in wanted.items())
        raise _cannot(f"this {kind}", f"Only the one with {same} is the activation {activation!r}.")
    others = {name: value for name, value in config.items() if name not in wanted}
    return {**others, "activation": activation}


def _check_directions(config: dict[str, Any], live: Any) -> None:
    """Refuse a layer for the way back that is not the mirror image of the one for the way there."""
    check_kind(live.forward_layer)
    there, back = config["layer"], config.pop("backward_layer")
    inner = there["config"]
    name = inner["name"].replace("forward_", "backward_", 1)
    mirrored = {**inner, "name": name, "go_backwards": not inner["go_backwards"]}
    if back["class_name"] != there["class_name"] or back["config"] != mirrored:
        raise _cannot("a backward_layer of its own", "Leave backward_layer out: Keras then copies the layer.")


def _inner(outer: Config, live: Any) -> LayerSpec:
    """Read the layer inside a `Bidirectional`, as it was before Keras put forward_ before its name."""
    serialized = outer["layer"]
    config = dict(serialized["config"])
    config["name"] = config["name"].removeprefix("forward_")
    # Keras sets this by itself there.
    config.pop("zero_output_for_mask")
    return _layer({**serialized, "config": config}, live)


def _snake(kind: str) -> str:
    """Write a class name as Keras writes it in automatic names."""
    apart = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub("([a-z])([A-Z])", r"\1_\2", apart).lower()


def _is_automatic(name: str, kind: str) -> bool:
    return re.fullmatch(rf"{_snake(kind)}(_\d+)?", name) is not None


def _object(family: type[ObjectSpec], serialized: Config) -> Any:
    """Read an optimizer, loss, metric, initializer, regularizer or schedule."""
    name, module = keras_module(family)
    kind = serialized["class_name"]
    if serialized.get("module") != name or kind not in family.kinds:
        own = serialized["config"] if kind == "function" else kind
        raise _cannot(f"the {family.noun} {own}", f"Known are: {', '.join(sorted(family.kinds))}.")
    valid = family.kinds[kind]
    needed = [argument for argument, default in valid.items() if default is NEEDED]
    made = getattr(module, kind)
    arguments = _given(made, serialized["config"], valid, needed)
    # Keras names some otherwise than after their class: LogCoshError is "logcosh".
    usual = inspect.signature(made).parameters.get("name")
    if "name" in arguments and (
        (usual and arguments["name"] == usual.default) or _is_automatic(arguments["name"], kind)
    ):
        arguments.pop("name")
    return family(kind, **{argument: _part(value) for argument, value in arguments.items()})


def _part(value: Any) -> Any:
    """Read an argument of an object: a schedule, numbers or texts."""
    if isinstance(value, Mapping):
        return _object(ScheduleSpec, value)
    return tuple(_number(one) for one in value) if isinstance(value, list | tuple) else _number(value)


def _short(spec: ObjectSpec) -> Any:
    """Write an object without arguments by its name, as a person would."""
    names = [name for name in (_snake(spec.kind), spec.kind.lower()) if name in spec.names]
    return names[0] if names and not spec.arguments else spec


def _compile(model: "keras.Model") -> CompileSpec:
    """Read what `compile` was told."""
    settings = model.get_compile_config()
    if settings["optimizer"] is None:
        raise _cannot("training without an optimizer", 'Name one, such as "adam".')
    defaults = inspect.signature(model.compile).parameters
    for name, value in settings.items():
        if name not in _READ and value != defaults[name].default:
            raise _cannot(f"the setting {name}", "Leave it out, or go on with the Keras model.")
    metrics = settings["metrics"] or ()
    if isinstance(metrics, list | tuple):
        metrics = tuple(_target(MetricSpec, metric) for metric in metrics)
    optimizer = _short(_object(OptimizerSpec, settings["optimizer"]))
    return CompileSpec(optimizer, _target(LossSpec, settings["loss"], model.loss), metrics)


def _target(family: type[ObjectSpec], value: Any, live: Any = None) -> Any:
    """Read a loss or metric: a name, an object, or a function of Keras."""
    if not isinstance(value, Mapping) or "class_name" not in value:
        return value
    name = value["config"] if value["class_name"] == "function" else None
    is_of_keras = name in family.names and (live is None or live is keras_module(family)[1].get(name))
    return name if is_of_keras else _object(family, value)

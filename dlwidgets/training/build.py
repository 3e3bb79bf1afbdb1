"""A Keras model made from a description; `dlwidgets.training.read_model` goes the other way."""

from types import ModuleType
from typing import TYPE_CHECKING, Any

from dlwidgets.errors import InvalidValueError, a_kind, clear_call
from dlwidgets.network import LayerSpec, NetworkSpec
from dlwidgets.network.objects import ObjectSpec
from dlwidgets.training.keras_door import import_keras

if TYPE_CHECKING:
    import keras


@clear_call
def build(spec: NetworkSpec, *, compiled: bool = True) -> "keras.Sequential":
    """Make the Keras model that a description describes: the one that its code makes.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    compiled : bool, default True
        Whether to compile it too, if the description says how.

    Returns
    -------
    keras.Sequential
        With new weights. Without an `Input` layer it makes them when it first sees data.

    Raises
    ------
    InvalidValueError
        If it is no description, or there is no layer.
    ShapeError
        If two layers do not fit each other: it names the layer and what mends it.
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    https://keras.io/guides/sequential_model/
    """
    if not isinstance(spec, NetworkSpec):
        raise InvalidValueError(
            f"build takes a description, but {a_kind(spec)} came. Give it dlw.NetworkSpec([Input((4,)), Dense(3)])."
        )
    spec.check()
    keras = import_keras()
    model = keras.Sequential([_made(layer) for layer in spec.layers])
    if compiled and spec.compile is not None:
        model.compile(**{name: _made(value) for name, value in spec.compile.arguments.items()})
    return model


def keras_module(family: type[ObjectSpec]) -> tuple[str, ModuleType]:
    """Find where Keras keeps a family of objects.

    Parameters
    ----------
    family : type
        Such as `OptimizerSpec`.

    Returns
    -------
    tuple of str and module
        The name that Keras writes in its configs, and the module.
    """
    module = import_keras()
    for part in family.module.split("."):
        module = getattr(module, part)
    return f"keras.{family.module}", module


def _made(value: Any) -> Any:
    """Make the layer or object of Keras that a part of a description stands for; the rest stays as it is."""
    if isinstance(value, tuple):
        return [_made(one) for one in value] if any(isinstance(one, str | ObjectSpec) for one in value) else value
    if not isinstance(value, LayerSpec | ObjectSpec):
        return value
    arguments = {name: _made(one) for name, one in value.arguments.items()}
    module = import_keras().layers if isinstance(value, LayerSpec) else keras_module(type(value))[1]
    return getattr(module, value.kind)(**arguments)

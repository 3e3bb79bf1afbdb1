"""The layers of a Keras model in their order, if they are one chain."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dlwidgets.errors import InvalidValueError
from dlwidgets.network import LAYERS
from dlwidgets.network.keras_names import ACTIVATION_LAYERS
from dlwidgets.training.keras_door import import_keras

if TYPE_CHECKING:
    import keras

Config = Mapping[str, Any]

_READABLE = {*LAYERS, *ACTIVATION_LAYERS, "InputLayer"}


def chain_of(model: "keras.Model") -> list[tuple[str, Config, Any]]:
    """Return a model's layers in their order.

    Parameters
    ----------
    model : keras.Model
        A `keras.Sequential`, or a model made of inputs and outputs.

    Returns
    -------
    list of tuple
        Each layer's title, such as ``"Layer 'dense_1' (Dense)"``, what Keras writes about it, and the layer itself.

    Raises
    ------
    InvalidValueError
        If the layers are no chain, or one of them is unknown.
    """
    keras = import_keras()
    if not isinstance(model, keras.Model):
        raise InvalidValueError(f"from_keras reads a Keras model, but {type(model).__name__} came. Give it a model.")
    if not type(model).__module__.startswith("keras.") or type(model) is keras.Model:
        raise InvalidValueError(
            f"{type(model).__name__} is a model class of your own: what its call does can't be read from it. "
            "Build the network with keras.Sequential."
        )
    for layer in model.layers:
        check_kind(layer)
    config = model.get_config()
    entries = config["layers"] if isinstance(model, keras.Sequential) else _followed(config)
    live = {layer.name: layer for layer in model.layers}
    return [(_title(entry), entry, live.get(entry["config"]["name"])) for entry in entries]


def _title(entry: Config) -> str:
    kind, name = entry["class_name"], entry["config"].get("name", entry.get("name", ""))
    return f"Layer {name!r} ({kind})"


def check_kind(layer: Any) -> None:
    """Refuse a layer that is not Keras' own, or that a description does not know.

    Parameters
    ----------
    layer : keras.Layer
        The layer.

    Raises
    ------
    InvalidValueError
        With the layer's name and kind.
    """
    kind = type(layer).__name__
    if type(layer) is not getattr(import_keras().layers, kind, None):
        problem = "is a model inside the model" if hasattr(layer, "layers") else "is a layer class of your own"
        raise InvalidValueError(
            f"Layer {layer.name!r} ({kind}) {problem}. Use the layers of Keras one after the other."
        )
    if kind not in _READABLE:
        known = ", ".join(LAYERS)
        raise InvalidValueError(f"Layer {layer.name!r} ({kind}) is none that a description knows. Known are: {known}.")


def _followed(config: Config) -> list[Config]:
    """Follow a model's layers from its output back to its input."""
    ends = {"input": _alone(config["input_layers"]), "output": _alone(config["output_layers"])}
    for word, places in ends.items():
        if not _is_place(places):
            raise InvalidValueError(
                f"The model has {len(places)} {word}s, but only a chain with one can be read. Use keras.Sequential."
            )
    entries = {entry["name"]: entry for entry in config["layers"]}
    chain, name = [], ends["output"][0]
    while name != ends["input"][0]:
        chain.append(entries[name])
        name = _parent(entries[name])
    chain = [entries[name], *reversed(chain)]
    _check_nothing_beside(chain, config["layers"])
    return chain


def _alone(places: Any) -> Any:
    """Return the one place of a list of one; Keras keeps the list if the model was made with one."""
    return places[0] if len(places) == 1 and not isinstance(places[0], str) else places


def _is_place(places: Any) -> bool:
    """Tell the place of one tensor (a layer's name and two numbers) from a list of such places."""
    return len(places) == 3 and isinstance(places[0], str)


def _parent(entry: Config) -> str:
    """Find the one layer whose output goes into a layer."""
    calls = entry["inbound_nodes"]
    if len(calls) != 1:
        raise InvalidValueError(f"{_title(entry)} is used {len(calls)} times, but in a chain each layer is used once.")
    tensors, options = calls[0]["args"], calls[0]["kwargs"]
    if entry["class_name"] not in _READABLE or len(tensors) != 1 or not isinstance(tensors[0], Mapping):
        raise InvalidValueError(f"{_title(entry)} joins or changes tensors: a branch, not a chain of layers.")
    # Keras itself notes training=False and hands on the mask of an Embedding.
    if named := [name for name, value in options.items() if value not in (None, False) and name != "mask"]:
        raise InvalidValueError(f"{_title(entry)} is called with {named[0]}, which a description can't hold.")
    parent: str = tensors[0]["config"]["keras_history"][0]
    return parent


def _check_nothing_beside(chain: list[Config], entries: list[Config]) -> None:
    """Refuse layers that are not in the chain, apart from the mask that Keras takes from an Embedding."""
    masks = any(entry["config"].get("mask_zero") for entry in chain)
    for entry in entries:
        if entry not in chain and not (masks and entry["class_name"] == "NotEqual"):
            raise InvalidValueError(f"{_title(entry)} stands on a branch beside the chain. Use keras.Sequential.")

"""Keras' own names and arguments, as its source has them; ``keras_api.json`` is made from Keras by a test's helper."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

_ROOTS = ("tensorflow.keras", "keras")


@cache
def _api() -> dict[str, Any]:
    text = files("dlwidgets.assistant").joinpath("keras_api.json").read_text("utf-8")
    return dict(json.loads(text))


def names_in(module: str) -> frozenset[str] | None:
    """Return what can be imported from a module of Keras 3.

    Parameters
    ----------
    module : str
        Such as ``"keras.layers"`` or ``"tensorflow.keras.layers"``.

    Returns
    -------
    frozenset of str, optional
        None if the module is not known.
    """
    for root in _ROOTS:
        if module == root or module.startswith(f"{root}."):
            found = _api()[root].get(module.removeprefix(root).removeprefix("."))
            return None if found is None else frozenset(found)
    return None


def arguments_of(path: str) -> frozenset[str] | None:
    """Return the arguments of a class of Keras.

    Parameters
    ----------
    path : str
        Such as ``"keras.layers.Dense"``.

    Returns
    -------
    frozenset of str, optional
        None if the class is not known.
    """
    kind, _, name = path.removeprefix("keras.").partition(".")
    found = _api()["arguments"].get(kind, {}).get(name)
    return None if found is None else frozenset(found)


def arguments_of_method(name: str) -> frozenset[str] | None:
    """Return the arguments of a method of models.

    Parameters
    ----------
    name : str
        Such as ``"fit"``.

    Returns
    -------
    frozenset of str, optional
        None if the method is not known.
    """
    found = _api()["methods"].get(name)
    return None if found is None else frozenset(found)


def identifiers(what: str) -> frozenset[str]:
    """Return the words that stand for an object of Keras.

    Parameters
    ----------
    what : {"activation", "initializer", "loss", "metric", "optimizer", "regularizer"}
        The kind of object.

    Returns
    -------
    frozenset of str
        As Keras spells them.
    """
    return frozenset(_api()["identifiers"][what])

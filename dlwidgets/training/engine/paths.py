"""Which way a model's steps are taken, chosen before the first one and kept for the run."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dlwidgets.errors import unknown_name
from dlwidgets.training.engine.reports import shape_is_shared
from dlwidgets.training.error_words import in_one_line


class Path(StrEnum):
    """How steps are taken."""

    COMPILED = "compiled"
    """Many steps a call, compiled by XLA."""
    LOOP = "loop"
    """Many steps a call, each operation by TensorFlow's own kernels."""
    SINGLE = "single"
    """One call of Keras' own train function a step, as ``fit`` does."""


@dataclass(frozen=True)
class Choice:
    """The way that steps are taken, and why.

    Parameters
    ----------
    path : Path
        The way.
    reason : str
        Why no faster one, as a sentence; empty for the fastest.
    """

    path: Path
    reason: str = ""


def wished(model: Any) -> Choice:
    """Choose the path that suits a model, before it is known whether TensorFlow can trace it.

    Parameters
    ----------
    model : keras.Model
        Compiled.

    Returns
    -------
    Choice
        Convolutions are not compiled on a CPU, where XLA makes them slower. On a GPU all are compiled; that could not
        be measured.

    References
    ----------
    https://github.com/jax-ml/jax/issues/12868
    """
    if model.run_eagerly:
        return Choice(Path.SINGLE, "The model is compiled with run_eagerly=True, which wants each step run by Python.")
    if shape_is_shared(model):
        return Choice(Path.LOOP, "Several devices share each batch; the steps between them are not compiled.")
    layers = list(model._flatten_layers())  # noqa: SLF001 - Keras has no public name for it
    for layer in layers:
        if not getattr(layer, "supports_jit", True):
            return Choice(Path.LOOP, f"The layer {layer.name!r} says that XLA can't compile it.")
    if not has_gpu() and any("Conv" in kind.__name__ for layer in layers for kind in type(layer).__mro__):
        return Choice(Path.LOOP, "On a CPU, XLA makes convolutions slower, so the steps are not compiled.")
    return Choice(Path.COMPILED)


def has_gpu() -> bool:
    """Tell whether TensorFlow calculates on a GPU."""
    import tensorflow as tf

    return bool(tf.config.list_logical_devices("GPU"))


def path_named(name: str) -> Path:
    """Return a path by its name.

    Parameters
    ----------
    name : str
        ``"compiled"``, ``"loop"`` or ``"single"``.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    UnknownNameError
        If there is no such path.
    """
    try:
        return Path(name)
    except ValueError:
        raise unknown_name("path", name, ["auto", *Path]) from None


def refusal(path: Path, error: Exception) -> Choice:
    """Choose the next slower path after TensorFlow refused one.

    Parameters
    ----------
    path : Path
        The one that was refused.
    error : Exception
        How.

    Returns
    -------
    Choice
        The next path, with the reason as a sentence.
    """
    slower = Path.LOOP if path is Path.COMPILED else Path.SINGLE
    return Choice(slower, f"TensorFlow refused the {path} path: {in_one_line(error)}")

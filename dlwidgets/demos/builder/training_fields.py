"""The compile and fit panel of the layer builder: what it shows, and what a field changes in the network."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from dlwidgets.demos.builder.training_words import (
    COMPILE,
    FIT,
    KINDS_OF_OPTIMIZER,
    LOSS,
    LOSSES,
    METRICS,
    OPTIMIZER,
    OTHER_COMPILE,
    OTHER_FIT,
)
from dlwidgets.demos.builder.typed_values import source, typed
from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.network import CompileSpec, FitSpec, LossSpec, NetworkSpec, OptimizerSpec
from dlwidgets.network.keras_names import LOSSES as LOSS_KINDS
from dlwidgets.network.keras_names import OPTIMIZERS

_SHORT = {
    "mse": "meansquarederror",
    "mae": "meanabsoluteerror",
    "mape": "meanabsolutepercentageerror",
    "msle": "meansquaredlogarithmicerror",
    "bce": "binarycrossentropy",
    "kld": "kldivergence",
}
_FIT = {item.name: item.default for item in fields(FitSpec)}


def training_spec() -> dict[str, Any]:
    """Describe what never changes of the panel.

    Returns
    -------
    dict
        The fields with their help texts and Keras' defaults, and the arguments that are only explained.
    """
    defaults = {"optimizer": "rmsprop", "loss": "None", "metrics": "None"}
    return {
        "compile": [{"name": name, "help": said, "default": defaults[name]} for name, said in COMPILE.items()],
        "fit": [_described(name, default, FIT[name]) for name, default in _FIT.items()],
        "others": {"compile": _explained(OTHER_COMPILE), "fit": _explained(OTHER_FIT)},
        "optimizers": [[kind, KINDS_OF_OPTIMIZER[kind]] for kind in KINDS_OF_OPTIMIZER],
        "optimizer_arguments": _arguments(OPTIMIZERS, OPTIMIZER),
        "losses": [[title, list(names)] for title, names in LOSSES.items()],
        "loss_arguments": _arguments(LOSS_KINDS, LOSS),
        "metrics": list(METRICS),
    }


def _explained(words: Mapping[str, tuple[object, str]]) -> list[dict[str, str]]:
    return [{"name": name, "default": str(default), "help": said} for name, (default, said) in words.items()]


def _arguments(kinds: Mapping[str, Mapping[str, Any]], words: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    return {
        kind: [_described(name, default, words[name]) for name, default in arguments.items()]
        for kind, arguments in kinds.items()
    }


def _described(name: str, default: Any, said: str) -> dict[str, Any]:
    """Describe one field."""
    shown = "32" if name == "batch_size" else source(default) or "None"
    described = {"name": name, "help": said, "default": shown, "field": "text"}
    if isinstance(default, bool):
        return described | {"field": "toggle"}
    if name == "verbose":
        return described | {"field": "choice", "options": ["auto", "0", "1", "2"]}
    if isinstance(default, float):
        return described | {"field": "number"}
    return described | ({"field": "whole"} if name in {"epochs", "batch_size"} else {})


def shown_training(spec: NetworkSpec, mistakes: Mapping[str, Any], problems: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Describe the panel as it stands.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    mistakes : mapping of str to dict
        What was typed into its fields and refused, by field.
    problems : list of mapping
        What the X-ray says about coding, loss, metrics and training.

    Returns
    -------
    dict
        Plain values.
    """
    shown: dict[str, Any] = {"compile": None, "fit": None, "mistakes": dict(mistakes), "problems": problems}
    if spec.compile is not None:
        shown["compile"] = _shown_compile(spec.compile)
    if spec.fit is not None:
        shown["fit"] = {name: source(getattr(spec.fit, name)) for name in _FIT}
    return shown


def _shown_compile(settings: CompileSpec) -> dict[str, Any]:
    optimizer, loss = as_optimizer(settings.optimizer), settings.loss
    kind = "" if loss is None else kind_of_loss(loss)
    given = loss.arguments if isinstance(loss, LossSpec) else {}
    return {
        "optimizer": optimizer.kind,
        "optimizer_values": _sources(OPTIMIZERS[optimizer.kind] | optimizer.arguments),
        "loss": _name_of_loss(kind) if kind else "",
        "loss_kind": kind,
        "loss_values": _sources(LOSS_KINDS.get(kind, {}) | given),
        "metrics": [source(metric) for metric in settings.metrics],
    }


def _sources(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: source(value) for name, value in values.items()}


def as_optimizer(value: str | OptimizerSpec) -> OptimizerSpec:
    """Return an optimizer that was given by its name, or as it is, as an object.

    Parameters
    ----------
    value : str or OptimizerSpec
        Keras' name in any capitals, or the object.

    Returns
    -------
    OptimizerSpec
        The object.
    """
    if isinstance(value, OptimizerSpec):
        return value
    kinds = {kind.lower(): kind for kind in OPTIMIZERS}
    if value.lower() not in kinds:
        raise unknown_name("optimizer", value, OPTIMIZERS)
    return OptimizerSpec(kinds[value.lower()])


def kind_of_loss(loss: str | LossSpec) -> str:
    """Return Keras' class of a loss that goes by its name.

    Parameters
    ----------
    loss : str or LossSpec
        Such as ``"mse"``.

    Returns
    -------
    str
        Such as ``"MeanSquaredError"``.
    """
    if isinstance(loss, LossSpec):
        return loss.kind
    plain = loss.lower().replace("_", "")
    plain = _SHORT.get(plain, plain)
    return next(kind for kind in LOSS_KINDS if kind.lower() == plain)


def _name_of_loss(kind: str) -> str:
    """Return the name by which a loss stands in the list."""
    return next(name for names in LOSSES.values() for name in names if kind_of_loss(name) == kind)


def with_setting(spec: NetworkSpec, name: str, text: Any) -> NetworkSpec:
    """Return the network with one field of the panel changed.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    name : str
        ``"compile"`` or ``"fit"``: whether it is called; an argument of them, such as ``"epochs"``; or one of the
        optimizer or loss, such as ``"optimizer.learning_rate"``.
    text : str or bool
        What was typed or chosen.

    Returns
    -------
    NetworkSpec
        A new one.

    Raises
    ------
    UnknownNameError
        If there is no such field, optimizer or loss.
    InvalidValueError
        If the value is out of range or can't be read.
    """
    whole, _, argument = name.partition(".")
    settings, training = spec.compile or CompileSpec(), spec.fit or FitSpec()
    if name in ("compile", "fit"):
        default = CompileSpec() if name == "compile" else FitSpec()
        return replace(spec, **{name: (getattr(spec, name) or default) if typed(name, text) else None})
    if whole == "optimizer":
        optimizer = _with_argument(as_optimizer(settings.optimizer), argument, text) if argument else as_optimizer(text)
        short = optimizer if optimizer.arguments else optimizer.kind.lower()
        return replace(spec, compile=replace(settings, optimizer=short))
    if whole == "loss":
        return replace(spec, compile=replace(settings, loss=_changed_loss(settings.loss, argument, text)))
    if name not in _FIT:
        raise unknown_name("field", name, ["compile", "fit", "optimizer", "loss", *_FIT])
    value = typed(name, text)
    return replace(spec, fit=replace(training, **{name: _FIT[name] if value is None else value}))


def _with_argument(whole: Any, argument: str, text: Any) -> Any:
    """Return an optimizer or loss with another value of an argument; an empty field is Keras' default."""
    value = typed(argument, text)
    others = {name: one for name, one in whole.arguments.items() if name != argument}
    return type(whole)(whole.kind, **others, **({} if value is None else {argument: value}))


def _changed_loss(loss: str | LossSpec | None, argument: str, text: Any) -> str | LossSpec | None:
    if not argument:
        return text or None
    if loss is None:
        raise InvalidValueError("There is no loss yet. Choose one first.")
    changed = _with_argument(LossSpec(kind_of_loss(loss)) if isinstance(loss, str) else loss, argument, text)
    return changed if changed.arguments else _name_of_loss(changed.kind)

"""What can be known of a compiled Keras model before its first step."""

import warnings
from contextlib import suppress
from typing import Any


def expected_metrics(model: Any) -> list[str]:
    """Guess the names that a fit of ``model`` will report; the first finished epoch tells for sure.

    Parameters
    ----------
    model : keras.Model or None
        Compiled.

    Returns
    -------
    list of str
        ``"loss"`` and the names of the metrics, without those of validation. Metrics of single outputs are left out.
    """
    settings: dict[str, Any] = {}
    # A learner's own loss may warn or fail when asked to describe itself. That must not end the fit.
    with warnings.catch_warnings(), suppress(Exception):
        warnings.simplefilter("ignore")
        settings = model.get_compile_config()
    metrics = settings.get("metrics")
    names = [_name(metric) for metric in metrics] if isinstance(metrics, (list, tuple)) else []
    return list(dict.fromkeys(filter(None, ["loss", *names])))


def loss_unit(model: Any) -> str:
    """Name the unit of a model's loss, where it is known.

    Parameters
    ----------
    model : keras.Model or None
        Compiled.

    Returns
    -------
    str
        ``"nats"`` for cross-entropies, which Keras takes with the natural logarithm; else empty.

    References
    ----------
    https://en.wikipedia.org/wiki/Nat_(unit)
    """
    loss = getattr(model, "loss", None)
    name = loss if isinstance(loss, str) else getattr(loss, "name", getattr(loss, "__name__", ""))
    return "nats" if str(name).endswith("crossentropy") else ""


def loss_name(model: Any) -> str:
    """Name a model's loss by Keras' function for it.

    Parameters
    ----------
    model : keras.Model
        Compiled.

    Returns
    -------
    str
        Such as ``"mean_squared_error"``, however the loss was written; empty where it is a reader's own.
    """
    from dlwidgets.training.keras_door import import_keras

    losses = import_keras().losses
    with suppress(Exception):
        loss = losses.get(model.loss)
        function = getattr(loss, "fn", loss)
        name = getattr(function, "__name__", "")
        return name if getattr(losses, name, None) is function else ""
    return ""


def _name(metric: Any) -> str:
    """Read the name that Keras gives a metric in its reports from the metric's description; empty if it has none."""
    if isinstance(metric, str):
        return metric
    config = metric.get("config") if isinstance(metric, dict) else None
    return str(config.get("name", "")) if isinstance(config, dict) else str(config or "")

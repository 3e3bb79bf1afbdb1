"""What can be known of a compiled Keras model before its first step."""

import re
import warnings
from contextlib import suppress
from typing import Any

from dlwidgets.network import NetworkSpec
from dlwidgets.training.engine.material import Material
from dlwidgets.training.engine.reports import shape_is_shared


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


def described_metrics(spec: NetworkSpec) -> list[str]:
    """Guess the names that an epoch of a described network will report.

    Parameters
    ----------
    spec : NetworkSpec
        The network.

    Returns
    -------
    list of str
        ``"loss"`` and the names of the metrics, without those of validation.
    """
    metrics = spec.compile.metrics if spec.compile else ()
    names = [one if isinstance(one, str) else one.arguments.get("name") or _snake(one.kind) for one in metrics]
    return list(dict.fromkeys(["loss", *names]))


def loss_unit(model: Any) -> str:
    """Name the unit of a model's loss, where it is known.

    Parameters
    ----------
    model : keras.Model, CompileSpec or None
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
    return "nats" if str(getattr(loss, "kind", name)).lower().endswith("crossentropy") else ""


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


def evaluated_at_once(model: Any, material: Material, batch_size: int) -> int:
    """Choose the validation batch: large where the mean over batches is the mean over all, else that of training.

    Parameters
    ----------
    model : keras.Model
        Compiled.
    material : Material
        The data.
    batch_size : int
        Examples per step.

    Returns
    -------
    int
        From 1 on.
    """
    loss = model.loss
    adds_up = isinstance(loss, str) or getattr(loss, "reduction", "mean") in {"sum_over_batch_size", "mean"}
    masks = any(getattr(layer, "mask_zero", False) for layer in model.layers)
    at_once = 4096 if adds_up and not masks and not shape_is_shared(model) else batch_size
    return max(1, min(material.n_validation, max(batch_size, at_once)))


def _name(metric: Any) -> str:
    """Read the name that Keras gives a metric in its reports from the metric's description; empty if it has none."""
    if isinstance(metric, str):
        return metric
    config = metric.get("config") if isinstance(metric, dict) else None
    return str(config.get("name", "")) if isinstance(config, dict) else str(config or "")


def _snake(kind: str) -> str:
    """Write the name of a class as Keras names its objects: ``R2Score`` is ``r2_score``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind).lower()

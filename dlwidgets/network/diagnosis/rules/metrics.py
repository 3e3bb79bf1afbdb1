"""Rules about metrics: what is reported is what it is taken for."""

from collections.abc import Iterator
from functools import partial

from dlwidgets.network import keras_names
from dlwidgets.network.diagnosis.changes import with_compile
from dlwidgets.network.diagnosis.losses import BINARY, MARGIN
from dlwidgets.network.diagnosis.problems import ADVICE, ERROR, METRICS, SILENT, Change, Problem
from dlwidgets.network.diagnosis.rules.case import Case, Rule
from dlwidgets.network.objects import MetricSpec

Metric = str | MetricSpec

_KINDS = {kind.lower(): kind for kind in keras_names.METRICS} | {
    "mse": "MeanSquaredError",
    "mae": "MeanAbsoluteError",
    "mape": "MeanAbsolutePercentageError",
    "bce": "BinaryCrossentropy",
}
_AUTOMATIC = frozenset({"accuracy", "acc"})
_COUNT_RIGHT = frozenset({
    "accuracy", "acc", "Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy",
    "TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy",
})  # fmt: skip
_WANT_ROWS = frozenset({"CategoricalAccuracy", "TopKCategoricalAccuracy", "CategoricalCrossentropy"})
_WANT_NUMBERS = frozenset({
    "SparseCategoricalAccuracy", "SparseTopKCategoricalAccuracy", "SparseCategoricalCrossentropy",
})  # fmt: skip
_WANT_TABLES = frozenset({"F1Score"})
_YES_OR_NO = frozenset({
    "BinaryAccuracy", "BinaryCrossentropy", "Precision", "Recall", "AUC", "TruePositives", "TrueNegatives",
    "FalsePositives", "FalseNegatives",
})  # fmt: skip
_DISTANCES = frozenset({"MeanSquaredError", "RootMeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError"})


def kind_of(metric: Metric) -> str:
    """Return the class name of a metric; ``"accuracy"``, which Keras chooses a class for, stays.

    Parameters
    ----------
    metric : str or MetricSpec
        As it stands in the network.

    Returns
    -------
    str
        Such as ``"BinaryAccuracy"``; the name as it is if it stands for no class.
    """
    if isinstance(metric, MetricSpec):
        return metric.kind
    return metric if metric in _AUTOMATIC else _KINDS.get(metric.replace("_", "").lower(), metric)


def _name(metric: Metric) -> str:
    return metric.kind if isinstance(metric, MetricSpec) else metric


def _metrics(case: Case) -> Iterator[tuple[Metric, str]]:
    for metric in case.spec.compile.metrics if case.spec.compile else ():
        yield metric, kind_of(metric)


def _instead(case: Case, old: Metric, new: Metric | None) -> Change:
    """Write another metric in the place of one; once, if it is there already."""
    present = case.spec.compile.metrics if case.spec.compile else ()
    changed = [new if one == old else one for one in present]
    wanted = tuple(dict.fromkeys(one for one in changed if one is not None))
    words = f"Write {new!r} instead of {_name(old)!r} among the metrics." if new else f"Leave {_name(old)!r} out."
    return Change(words, partial(with_compile, metrics=wanted))


def _accuracy_for_numbers(case: Case) -> Iterator[Problem]:
    """Find an accuracy for numbers: it counts exact hits, and a number is hardly ever hit exactly."""
    if not case.facts.is_numbers or case.facts.is_share:
        return
    for metric, kind in _metrics(case):
        if kind in _COUNT_RIGHT:
            says = (
                f"{_name(metric)} counts answers that are exactly right. A predicted number hardly ever is, so it "
                "says 0 however good the network gets."
            )
            yield Problem(SILENT, METRICS, says, _instead(case, metric, "mae"))


def _metric_and_coding(case: Case) -> Iterator[Problem]:
    """Find a metric that wants another coding of the target, or another number of outputs."""
    if not case.suits_classes:
        return
    for metric, kind in _metrics(case):
        found = _mismatch(case, kind)
        if found:
            level, why = found
            new = "accuracy" if kind in _COUNT_RIGHT else None
            yield Problem(level, METRICS, f"{_name(metric)} {why}", _instead(case, metric, new))


def _mismatch(case: Case, kind: str) -> tuple[str, str] | None:
    """Say how a metric misreads targets or outputs."""
    units, one_hot = case.units or 0, case.one_hot
    if kind == "Accuracy":
        return SILENT, "counts outputs that equal the target exactly: 0.97 for class 1 is a miss. It says about 0."
    if units == 1:
        return _mismatch_of_one(kind)
    if kind in _WANT_ROWS and not one_hot:
        return SILENT, "wants one-hot rows, but the target comes as class numbers: it compares with the wrong class."
    if kind in (_WANT_NUMBERS if one_hot else _YES_OR_NO | _DISTANCES | _WANT_TABLES):
        why = "wants class numbers, but the target comes as one-hot rows."
        return ERROR, why if one_hot else f"compares {units} outputs with one class number: their shapes differ."
    if kind == "BinaryAccuracy" and units > 2:
        return SILENT, (
            f"counts each of the {units} outputs as an answer of its own: with all outputs at 0 it says "
            f"{(units - 1) / units:.0%} already."
        )
    return None


def _mismatch_of_one(kind: str) -> tuple[str, str] | None:
    if kind in _WANT_ROWS | _WANT_NUMBERS:
        return SILENT, "looks for the largest of several outputs; of one output that is always the first, class 0."
    if kind in _WANT_TABLES:
        return ERROR, "wants the target as a table with one column per class."
    return None


def _threshold_for_logits(case: Case) -> Iterator[Problem]:
    """Find an accuracy that counts yes above 0.5 where the raw output says yes above 0."""
    is_raw = case.family == MARGIN or (case.family == BINARY and case.loss is not None and case.loss.from_logits)
    if case.units != 1 or not is_raw or not case.facts.is_binary or case.facts.target_low not in {0, None}:
        return
    if case.end.activation not in {"linear", "tanh"} or (case.family == BINARY and case.end.activation == "tanh"):
        return
    for metric, kind in _metrics(case):
        if kind not in {"accuracy", "acc", "BinaryAccuracy"} or (isinstance(metric, MetricSpec) and metric.arguments):
            continue
        better = MetricSpec("BinaryAccuracy", threshold=0.0)
        says = (
            f"The output means yes above 0, but {_name(metric)} counts yes only above 0.5: it says too little "
            "while the network is right."
        )
        change = _instead(case, metric, better)
        yield Problem(ADVICE, METRICS, says, Change(f"Write {better!r} instead of {_name(metric)!r}.", change.make))


RULES = (
    Rule("accuracy-for-numbers", _accuracy_for_numbers),
    Rule("metric-and-coding", _metric_and_coding),
    Rule("threshold-for-logits", _threshold_for_logits),
)

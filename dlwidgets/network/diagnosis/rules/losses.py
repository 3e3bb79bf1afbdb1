"""Rules about the loss and the coding of the target."""

from collections.abc import Iterator
from functools import partial

from dlwidgets.network._counting import many
from dlwidgets.network.diagnosis.changes import with_compile, with_fit
from dlwidgets.network.diagnosis.losses import (
    BINARY,
    CATEGORICAL,
    CATEGORICAL_MARGIN,
    COUNTS,
    DIVERGENCE,
    MARGIN,
    REGRESSION,
    SPARSE,
    loss_string,
)
from dlwidgets.network.diagnosis.problems import ADVICE, CODING, ERROR, LOSS, SILENT, Change, Problem
from dlwidgets.network.diagnosis.proposal import loss_kind, metric, output_units
from dlwidgets.network.diagnosis.rules.case import Case, Rule

MOST_WRITTEN = 4
"""Zeros of a one-hot row that a sentence writes out."""
_FOR_NUMBERS = frozenset({REGRESSION, COUNTS})
_NEEDS_ROWS = frozenset({CATEGORICAL, CATEGORICAL_MARGIN, DIVERGENCE})
_SHARES = frozenset({BINARY, CATEGORICAL, DIVERGENCE})


def _kind(case: Case) -> str:
    """Choose the loss that suits the data, the coding and the outputs that are there."""
    units = case.units if case.suits_classes or case.suits_numbers else None
    return loss_kind(case.facts, units or output_units(case.facts), one_hot=case.one_hot)


def _to_loss(case: Case, kind: str) -> Change:
    written = case.loss.as_kind(kind) if case.loss else loss_string(kind)
    return Change(f"Write loss={written!r}.", partial(with_compile, loss=written))


def _is_known(case: Case) -> bool:
    return case.facts.is_classes or case.facts.is_numbers


def _no_compile(case: Case) -> Iterator[Problem]:
    """Find a network that is not compiled: nothing can be trained."""
    if case.spec.compile is not None:
        return
    says = "The network is not compiled: nothing says what training should make small, nor by which rule."
    if not _is_known(case):
        yield Problem(ERROR, LOSS, says)
        return
    loss, metrics = loss_string(_kind(case)), (metric(case.facts),)
    words = f"Write compile(optimizer='adam', loss={loss!r}, metrics={list(metrics)!r})."
    change = Change(words, partial(with_compile, optimizer="adam", loss=loss, metrics=metrics))
    yield Problem(ERROR, LOSS, says, change)


def _no_loss(case: Case) -> Iterator[Problem]:
    """Find a network without a loss: fit has nothing to make small."""
    if case.spec.compile is None or case.loss is not None:
        return
    says = "compile names no loss, so fit has nothing to make small and stops."
    yield Problem(ERROR, LOSS, says, _to_loss(case, _kind(case)) if _is_known(case) else None)


def _coding_and_output(case: Case) -> Iterator[Problem]:
    """Find one-hot rows where there is not one output for each class."""
    facts, fit = case.facts, case.spec.fit
    if fit is None or not fit.one_hot or not _is_known(case):
        return
    if facts.is_numbers:
        says = f"{facts.target_name} holds numbers; to_categorical takes them for classes."
    elif facts.one_hot:
        says = f"{facts.target_name} holds one-hot rows already; to_categorical would make rows of rows."
    elif facts.is_binary and case.units == 1:
        says = "One-hot rows have 2 numbers, one for each class, but 1 number goes out."
    else:
        return
    change = Change("Hand y to fit as it is, without to_categorical.", partial(with_fit, one_hot=False))
    broadcast = case.family in _FOR_NUMBERS | {MARGIN} and not facts.is_numbers
    yield Problem(SILENT if broadcast else ERROR, CODING, says, change)


def _coding_and_loss(case: Case) -> Iterator[Problem]:
    """Find a loss that wants the target in another coding."""
    if not case.facts.is_classes or case.loss is None or case.units == 1:
        return
    name, family = case.loss_name, case.family
    last = case.n_classes - 1
    row = f"[{', '.join(['0', *(['0'] * (last - 1) if last <= MOST_WRITTEN else ['…']), '1'])}]"
    if case.one_hot and family == SPARSE:
        says = f"{name} wants class numbers such as {last}, but the target comes as one-hot rows such as {row}."
        yield Problem(ERROR, LOSS, says, _to_loss(case, "CategoricalCrossentropy"))
    elif not case.one_hot and family in _NEEDS_ROWS:
        says = (
            f"{name} wants one-hot rows such as {row}, one number for each of {many(case.n_classes, 'class')}, but "
            f"the target comes as class numbers such as {last}."
        )
        can_swap = case.loss.kind == "CategoricalCrossentropy" and "label_smoothing" not in repr(case.loss.written)
        change = _to_loss(case, "SparseCategoricalCrossentropy") if can_swap else _rows()
        yield Problem(ERROR, LOSS if can_swap else CODING, says, change)
    elif not case.one_hot and family in _FOR_NUMBERS and case.suits_classes:
        says = (
            f"{name} compares {many(case.units or 0, 'output')} with one class number, number by number: they have "
            "different shapes."
        )
        yield Problem(ERROR, LOSS, says, _to_loss(case, _kind(case)))


def _rows() -> Change:
    return Change("Hand to_categorical(y) to fit.", partial(with_fit, one_hot=True))


def _categorical_with_one_unit(case: Case) -> Iterator[Problem]:
    """Find a categorical cross-entropy over one unit: it is 0 whatever happens."""
    if case.units != 1 or not case.is_flat or case.family not in {CATEGORICAL, SPARSE}:
        return
    if case.facts.is_numbers or (case.facts.is_classes and not case.facts.is_binary):
        return
    if case.family == CATEGORICAL:
        says = f"{case.loss_name} over one unit is 0 for ever, whatever comes out: nothing is learned."
    else:
        says = f"{case.loss_name} looks for class 1 among the outputs, but there is only output 0."
    level = SILENT if case.family == CATEGORICAL and not case.one_hot else ERROR
    yield Problem(level, LOSS, says, _to_loss(case, "BinaryCrossentropy"))


def _binary_for_many_classes(case: Case) -> Iterator[Problem]:
    """Find a loss for yes or no where one of several classes is right."""
    two = case.facts.is_binary
    if not case.suits_classes or case.units == 1 or case.family not in {BINARY, MARGIN}:
        return
    if two and case.one_hot:
        return
    kind = _kind(case)
    says = (
        f"{case.loss_name} asks each of the {case.units} outputs for yes or no by itself, but exactly one of "
        f"{case.facts.says_classes} is right."
    )
    if not case.one_hot:
        says += " It would need as many answers as outputs, and gets one class number."
    yield Problem(SILENT if case.one_hot else ERROR, LOSS, says, _to_loss(case, kind))


def _loss_for_classes(case: Case) -> Iterator[Problem]:
    """Find a loss for classes where numbers are predicted."""
    if not case.facts.is_numbers or case.loss is None or case.family in _FOR_NUMBERS:
        return
    facts = case.facts
    may_be_shares = facts.is_share or facts.target_low is None
    if case.family in _SHARES and may_be_shares and (case.family == BINARY or facts.n_outputs > 1):
        return
    what = f" from {facts.target_low:g} to {facts.target_high:g}" if facts.target_low is not None else ""
    says = f"{case.loss_name} is a loss for classes, but {facts.target_name} holds numbers{what}."
    level = ERROR if case.family == SPARSE else SILENT
    yield Problem(level, LOSS, says, _to_loss(case, "MeanSquaredError"))


def _loss_for_numbers(case: Case) -> Iterator[Problem]:
    """Find a loss for numbers where classes are told apart: it learns, but slower than cross-entropy."""
    if not case.suits_classes or case.family not in _FOR_NUMBERS or (case.units != 1 and not case.one_hot):
        return
    if case.units == 1 and case.one_hot:
        return
    says = (
        f"{case.loss_name} measures distances between numbers. It can learn {case.facts.says_classes} too, but a sure "
        "and wrong answer costs little: cross-entropy learns faster."
    )
    yield Problem(ADVICE, LOSS, says, _to_loss(case, _kind(case)))


def _label_range(case: Case) -> Iterator[Problem]:
    """Find classes that are not numbered from 0 on, as cross-entropy wants them."""
    facts = case.facts
    if not facts.is_classes or facts.target_low is None or case.one_hot or case.family not in {BINARY, SPARSE}:
        return
    low, k = facts.target_low, case.n_classes
    if low == 0:
        return
    says = (
        f"The classes are numbered from {low:g} on, but {case.loss_name} wants 0 to {k - 1}. In the data, write "
        f"{_renumbered(low, facts.target_name)}."
    )
    yield Problem(SILENT if case.family == BINARY else ERROR, CODING, says)


def _renumbered(low: float, name: str) -> str:
    return f"{name} - {low:g}" if low > 0 else f"({name} > 0).astype(int)" if low == -1 else f"{name} + {-low:g}"


RULES = (
    Rule("no-compile", _no_compile),
    Rule("no-loss", _no_loss),
    Rule("coding-and-output", _coding_and_output),
    Rule("coding-and-loss", _coding_and_loss),
    Rule("categorical-with-one-unit", _categorical_with_one_unit),
    Rule("binary-for-many-classes", _binary_for_many_classes),
    Rule("loss-for-classes", _loss_for_classes),
    Rule("loss-for-numbers", _loss_for_numbers),
    Rule("label-range", _label_range),
)

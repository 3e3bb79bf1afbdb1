"""Rules about the optimizer and the settings of fit."""

from collections.abc import Iterator
from functools import partial
from math import floor

from dlwidgets.network._counting import many
from dlwidgets.network.diagnosis.changes import with_compile, with_fit
from dlwidgets.network.diagnosis.problems import ADVICE, ERROR, SILENT, TRAINING, Change, Problem
from dlwidgets.network.diagnosis.proposal import BATCH, propose_fit
from dlwidgets.network.diagnosis.rules.case import Case, Rule
from dlwidgets.network.objects import OptimizerSpec

SMALLEST_RATE = 1e-6
LARGEST_RATES = {"SGD": 10.0, "Adagrad": 10.0, "Adadelta": 100.0}
LARGEST_RATE = 1.0
"""Of rules that measure a step by its usual size, as Adam does: each weight then moves by about this much."""


def _learning_rate(case: Case) -> Iterator[Problem]:
    """Find a learning rate with which nothing can be learned."""
    optimizer = case.spec.compile.optimizer if case.spec.compile else None
    rate = optimizer.arguments.get("learning_rate") if isinstance(optimizer, OptimizerSpec) else None
    if not isinstance(optimizer, OptimizerSpec) or not isinstance(rate, int | float):
        return
    others = {name: one for name, one in optimizer.arguments.items() if name != "learning_rate"}
    usual = OptimizerSpec(optimizer.kind, **others)
    default = optimizer.kinds[optimizer.kind]["learning_rate"]
    change = Change(
        f"Leave learning_rate out: {optimizer.kind} then takes {default:g}.", partial(with_compile, optimizer=usual)
    )
    if rate <= 0:
        what = "no weight ever moves" if rate == 0 else "each step goes up the slope of the loss instead of down"
        yield Problem(SILENT, TRAINING, f"With the learning rate {rate:g} {what}.", change)
    elif rate >= LARGEST_RATES.get(optimizer.kind, LARGEST_RATE):
        says = f"The learning rate {rate:g} makes steps so large that they jump over every valley of the loss."
        yield Problem(SILENT, TRAINING, says, change)
    elif rate < SMALLEST_RATE:
        says = f"With the learning rate {rate:g} the weights hardly move."
        yield Problem(ADVICE, TRAINING, says, change)


def _no_epochs(case: Case) -> Iterator[Problem]:
    """Find 0 epochs, in which fit looks at no example."""
    if case.spec.fit is None or case.spec.fit.epochs:
        return
    epochs = propose_fit(case.facts).epochs
    says = "With epochs=0, fit looks at no example and learns nothing."
    yield Problem(SILENT, TRAINING, says, Change(f"Write epochs={epochs}.", partial(with_fit, epochs=epochs)))


def _n_trained(case: Case) -> int | None:
    """Count the examples that are trained on, as Keras does."""
    n, fit = case.facts.n_examples, case.spec.fit
    return None if n is None or fit is None else floor(n * (1 - fit.validation_split))


def _no_examples_left(case: Case) -> Iterator[Problem]:
    """Find a share for validation that leaves nothing to train on."""
    n, fit = case.facts.n_examples, case.spec.fit
    if n is None or fit is None or _n_trained(case):
        return
    share = 0.5 if n > 1 else 0.0
    says = f"validation_split={fit.validation_split:g} of {many(n, 'example')} leaves none to train on."
    words = f"Write validation_split={share:g}."
    yield Problem(ERROR, TRAINING, says, Change(words, partial(with_fit, validation_split=share)))


def _large_batch(case: Case) -> Iterator[Problem]:
    """Find a batch larger than the data, with which an epoch makes one step."""
    n, fit = _n_trained(case), case.spec.fit
    if not n or fit is None or fit.batch_size is None or fit.batch_size <= n:
        return
    wanted = min(BATCH, n)
    examples = many(n, "example")
    says = f"batch_size={fit.batch_size} is more than the {examples} to train on: each epoch makes one step only."
    yield Problem(ADVICE, TRAINING, says, Change(f"Write batch_size={wanted}.", partial(with_fit, batch_size=wanted)))


def _sorted_validation(case: Case) -> Iterator[Problem]:
    """Find a validation_split, which takes the last examples, of data that end with one class."""
    fit = case.spec.fit
    if fit is None or not fit.validation_split or not case.facts.is_sorted or not case.facts.is_classes:
        return
    says = (
        f"validation_split takes the last {fit.validation_split:.0%} of the examples, and these are sorted by class: "
        "training sees too few of the last class, and validation sees little else."
    )
    words = "Write validation_split=0, or shuffle the examples before."
    yield Problem(SILENT, TRAINING, says, Change(words, partial(with_fit, validation_split=0.0)))


RULES = (
    Rule("no-examples-left", _no_examples_left),
    Rule("learning-rate", _learning_rate),
    Rule("no-epochs", _no_epochs),
    Rule("sorted-validation", _sorted_validation),
    Rule("large-batch", _large_batch),
)

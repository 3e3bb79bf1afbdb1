"""Rules about the number of outputs: as many as the target needs."""

from collections.abc import Iterator
from functools import partial

from dlwidgets.network._counting import many
from dlwidgets.network.diagnosis.changes import end_of, is_plain_end, with_output
from dlwidgets.network.diagnosis.endings import ONE_BY_ONE, TOGETHER
from dlwidgets.network.diagnosis.losses import BINARY, MARGIN, SPARSE
from dlwidgets.network.diagnosis.problems import ADVICE, ERROR, OUTPUT, SILENT, Change, Problem
from dlwidgets.network.diagnosis.proposal import output_activation, output_units, propose_end
from dlwidgets.network.diagnosis.rules.case import Case, Rule
from dlwidgets.network.spec import NetworkSpec


def _one_unit_softmax(case: Case) -> Iterator[Problem]:
    """Find a softmax over one unit: it is always 1."""
    if case.units != 1 or not case.is_flat or case.end.activation not in TOGETHER:
        return
    says = f"{str(case.end.activation).capitalize()} over one unit is always 1, so nothing can be learned."
    if case.facts.is_classes and not case.facts.is_binary:
        says += f" There are {case.facts.says_classes}."
        yield Problem(SILENT, OUTPUT, says, _to_end(case))
        return
    wanted = None if case.facts.is_numbers else "sigmoid"
    words = f"Write activation={wanted!r}: " + (
        "a number needs no activation." if wanted is None else "one unit then answers yes or no."
    )
    yield Problem(SILENT, OUTPUT, says, Change(_in_place(case, words), partial(_with_activation, name=wanted)))


def _with_activation(spec: NetworkSpec, name: str | None) -> NetworkSpec:
    return with_output(spec, end_of(spec).units or 1, name)


def _in_place(case: Case, words: str) -> str:
    """Say that a layer is added where the last one can't be changed."""
    return words if is_plain_end(case.spec, case.end) else f"At the end, add a Dense layer. {words}"


def _to_end(case: Case) -> Change:
    """Change the whole end of the network to what suits the data."""
    after = propose_end(case.spec, case.facts)
    last = after.layers[-1]
    loss = after.compile.loss if after.compile else None
    how = "Write" if len(after.layers) == len(case.spec.layers) else "Add"
    words = f"{how} {last!r} as the last layer"
    words += f", and loss={loss!r}." if case.spec.compile and case.spec.compile.loss != loss else "."
    return Change(words, partial(propose_end, facts=case.facts))


def _units_and_classes(case: Case) -> Iterator[Problem]:
    """Find too few or too many outputs for classes: each needs its own, but two can share one."""
    units, k = case.units, case.n_classes
    if not k or units is None or not case.is_flat or units == k or (units == 1 and k == 2):
        return
    if units == 1 and case.end.activation in TOGETHER:
        return  # said by one-unit-softmax
    says = f"There are {case.facts.says_classes}, but {many(units, 'number')} {'goes' if units == 1 else 'go'} out. "
    if units == 1:
        yield Problem(_level_of_one(case), OUTPUT, says + _why_not_one(case), _to_end(case))
        return
    wanted = 1 if k == 2 and not case.one_hot and case.family in {BINARY, MARGIN} else k
    spare = units > k and case.family == SPARSE and not case.one_hot
    says += (
        f"The {many(units - k, 'output')} too many stand for no class; the network has to learn never to choose them."
        if spare
        else ("Each class needs an output." if wanted > 1 else "Two classes need one output: yes or no.")
    )
    yield Problem(ADVICE if spare else ERROR, OUTPUT, says, _to_units(case, wanted))


def _level_of_one(case: Case) -> str:
    return ERROR if case.family == SPARSE or case.one_hot else SILENT


def _why_not_one(case: Case) -> str:
    last = case.n_classes - 1
    if case.end.activation in ONE_BY_ONE:
        return f"One {case.end.activation} unit lies between 0 and 1, and never reaches class {last}."
    return "One number would put the classes in an order that they do not have."


def _to_units(case: Case, wanted: int) -> Change:
    """Change the number of units of the last Dense layer, or add one behind another layer."""
    name = case.end.activations[-1][1] if case.end.activations else None
    if is_plain_end(case.spec, case.end):
        words = f"Write {many(wanted, 'unit')} instead of {case.units} in {case.title(case.end.place)}."
        return Change(words, partial(with_output, units=wanted, activation=name))
    name = output_activation(case.facts, wanted)
    written = f"Dense({wanted}, activation={name!r})" if name else f"Dense({wanted})"
    return Change(f"Add {written} as the last layer.", partial(with_output, units=wanted, activation=name))


def _units_and_numbers(case: Case) -> Iterator[Problem]:
    """Find too few or too many outputs for numbers: each needs its own."""
    facts, units = case.facts, case.units
    if not facts.is_numbers or units is None or not case.is_flat or units == facts.n_outputs:
        return
    says = (
        f"For each example {facts.says_target} {'is' if facts.n_outputs == 1 else 'are'} to be predicted, but "
        f"{many(units, 'number')} {'goes' if units == 1 else 'go'} out."
    )
    if units == 1:
        says += " Keras compares the one with all of them, and says nothing."
    yield Problem(SILENT if units == 1 else ERROR, OUTPUT, says, _to_units(case, output_units(facts)))


RULES = (
    Rule("one-unit-softmax", _one_unit_softmax),
    Rule("units-and-classes", _units_and_classes),
    Rule("units-and-numbers", _units_and_numbers),
)

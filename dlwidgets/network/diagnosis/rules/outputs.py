"""Rules about the last activation: its outputs are what the loss and the target take them for."""

from collections.abc import Iterator
from functools import partial
from math import e, inf

from dlwidgets.network.diagnosis.changes import with_activation, with_compile
from dlwidgets.network.diagnosis.endings import NORMALIZING, ONE_BY_ONE, PROBABILITIES, RANDOM, RANGES, TOGETHER
from dlwidgets.network.diagnosis.facts import DataFacts
from dlwidgets.network.diagnosis.losses import BINARY, CATEGORICAL, COUNTS, DIVERGENCE, MARGIN, SPARSE
from dlwidgets.network.diagnosis.problems import LOSS, SILENT, Change, Problem, layer_key
from dlwidgets.network.diagnosis.rules.case import Case, Rule
from dlwidgets.network.layers.recurrent import Bidirectional, Recurrent
from dlwidgets.network.layers.shaping import Activation
from dlwidgets.network.spec import NetworkSpec

_WANT_PROBABILITIES = frozenset({BINARY, CATEGORICAL, SPARSE, DIVERGENCE})
_GOOD_LOGITS = frozenset({"linear", "log_softmax"})


def _write(case: Case, name: str | None) -> Change:
    """Change the last activation."""
    place = case.end.activation_place
    words = f"Write activation={name!r} in {case.title(place)}."
    if name is None and place is not None and isinstance(case.spec.layers[place], Activation):
        words = f"Take {case.title(place)} out."
    elif name is None:
        words = f"Write no activation in {case.title(place)}: it is linear then."
    after = with_activation(case.spec, name)
    if len(after.layers) > len(case.spec.layers):
        words = f"Add {after.layers[-1]!r} at the end."
    return Change(words, partial(with_activation, activation=name))


def _activation_twice(case: Case) -> Iterator[Problem]:
    """Find two activations in a row, which squash what is squashed."""
    acts = case.end.activations
    if len(acts) < 2 or not case.is_flat:
        return
    (first, name), (last, other) = acts[-2:]
    # A recurrent layer brings its own tanh along.
    if any(isinstance(case.spec.layers[i], (*NORMALIZING, Recurrent, Bidirectional)) for i in range(first, last)):
        return
    if name == other and name in {"relu", "relu6"}:
        return  # the second does nothing
    says = (
        f"Two activations follow each other at the end: {name}, then {other}. {_squashed(case, name, other)}".rstrip()
    )
    if name == other:
        words = f"Take {case.title(last)} out."
        change = Change(words, partial(NetworkSpec.without_layer, index=last))
    elif isinstance(case.spec.layers[first], Activation):
        change = Change(f"Take {case.title(first)} out.", partial(NetworkSpec.without_layer, index=first))
    else:
        words = f"Write no activation in {case.title(first)}."
        change = Change(words, partial(_without_activation, place=first))
    yield Problem(SILENT, layer_key(last), says, change)


def _squashed(case: Case, name: str, other: str) -> str:
    if name not in PROBABILITIES or case.units is None:
        return ""
    if other == "sigmoid":
        return "What comes out lies between 0.5 and 0.73, and never says no."
    most = e / (e + case.units - 1)
    return f"The largest probability that can come out is {most:.0%}." if other == "softmax" and case.units > 1 else ""


def _without_activation(spec: NetworkSpec, place: int) -> NetworkSpec:
    return spec.replaced(place, activation=None)


def _layer_after_output(case: Case) -> Iterator[Problem]:
    """Find a layer behind the output that spoils the answers by chance or by normalization."""
    if case.end.place is None or not (case.facts.is_classes or case.facts.is_numbers or case.loss):
        return
    for place in case.end.behind:
        layer = case.spec.layers[place]
        is_last = not any(at > place for at, _ in case.end.activations)
        if isinstance(layer, RANDOM):
            says = f"{layer.kind} behind the output layer changes the answers themselves by chance while training."
        elif is_last and case.family in _WANT_PROBABILITIES and case.end.activations:
            says = f"{layer.kind} behind {case.end.activations[-1][1]} makes of probabilities other numbers."
        else:
            continue
        words = f"Take {case.title(place)} out."
        yield Problem(SILENT, layer_key(place), says, Change(words, partial(NetworkSpec.without_layer, index=place)))


def _sigmoid_for_exclusive_classes(case: Case) -> Iterator[Problem]:
    """Find sigmoids, which answer one by one, for classes that exclude each other."""
    if not case.suits_classes or case.units == 1 or case.end.activation not in ONE_BY_ONE:
        return
    if case.loss and case.family not in _WANT_PROBABILITIES:
        return
    says = (
        f"{case.units} sigmoid units answer yes or no each for itself, but an example is of exactly one of "
        f"{case.facts.says_classes}: their probabilities should sum to 100 %."
    )
    yield Problem(SILENT, case.end_key, says, _write(case, "softmax"))


def _no_probabilities(case: Case) -> Iterator[Problem]:
    """Find outputs that are no probabilities where the loss takes them for such."""
    end, loss = case.end, case.loss
    if loss is None or end.activation is None or case.family not in _WANT_PROBABILITIES or not case.is_flat:
        return
    if end.activation in PROBABILITIES or loss.from_logits or _has_other_problem(case):
        return
    says = (
        f"{loss.name} takes what comes out for probabilities, but with {_name(end.activation)} it can be any "
        f"number{_span(end.activation)}."
    )
    yield Problem(SILENT, case.end_key, says, _write(case, _probability(case)))


def _has_other_problem(case: Case) -> bool:
    """Tell whether the loss does not suit the data anyway, which another rule says."""
    return case.facts.is_numbers and not case.facts.is_share


def _probability(case: Case) -> str:
    return "sigmoid" if case.units == 1 or (case.family == BINARY and not case.facts.is_classes) else "softmax"


def _span(activation: str) -> str:
    """Say between which numbers an activation stays; nothing if it reaches all."""
    low, high = RANGES.get(activation, (-inf, inf))
    if low == -inf:
        return "" if high == inf else f" up to {high:g}"
    return f" from {low:g} on" if high == inf else f" from {low:g} to {high:g}"


def _no_logits(case: Case) -> Iterator[Problem]:
    """Find a loss that expects raw outputs and gets probabilities, or outputs that are cut off."""
    end, loss = case.end, case.loss
    if loss is None or not loss.from_logits or end.activation is None or end.activation in _GOOD_LOGITS:
        return
    if _has_other_problem(case) or (end.activation in TOGETHER and case.units == 1):
        return
    if end.activation in PROBABILITIES:
        says = (
            f"The loss is told from_logits=True and expects raw outputs, but {end.activation} gives probabilities "
            "already."
        )
        change = Change("Leave from_logits=True out of the loss.", _without_flag)
        yield Problem(SILENT, LOSS, says, change)
        return
    says = (
        f"The loss is told from_logits=True and expects raw outputs of any size, but {end.activation} gives only "
        f"numbers{_span(end.activation)}."
    )
    if RANGES.get(end.activation, (-inf, inf)) != (-inf, inf):
        yield Problem(SILENT, case.end_key, says, _write(case, None))


def _without_flag(spec: NetworkSpec) -> NetworkSpec:
    loss = Case(spec, DataFacts()).loss
    return spec if loss is None else with_compile(spec, loss=loss.with_arguments(from_logits=False))


def _bounded_output(case: Case) -> Iterator[Problem]:
    """Find an activation that can't give the numbers that are to be predicted."""
    facts, activation = case.facts, case.end.activation
    if not facts.is_numbers or activation is None or activation not in RANGES or not case.is_flat:
        return
    low, high = RANGES[activation]
    if facts.target_low is None or facts.target_high is None or (case.units == 1 and activation in TOGETHER):
        return
    if low <= facts.target_low and facts.target_high <= high:
        return
    says = (
        f"The numbers to predict go from {facts.target_low:g} to {facts.target_high:g}, but {activation} gives "
        f"only numbers{_span(activation)}."
    )
    yield Problem(SILENT, case.end_key, says, _write(case, None))


def _no_negatives(case: Case) -> Iterator[Problem]:
    """Find outputs that are never below 0 where a hinge loss asks for that."""
    low, _ = RANGES.get(case.end.activation or "", (-inf, inf))
    if case.family != MARGIN or case.units != 1 or low < 0 or (case.facts.is_classes and not case.suits_classes):
        return
    says = (
        f"{case.loss_name} asks for numbers below 0 for one class and above 0 for the other, but {case.end.activation} "
        f"gives only numbers{_span(case.end.activation or '')}."
    )
    if not case.facts.is_numbers and case.end.activation not in TOGETHER:
        yield Problem(SILENT, case.end_key, says, _write(case, "tanh"))


def _no_counts(case: Case) -> Iterator[Problem]:
    """Find outputs or targets that can be below 0 where the loss is one for counts."""
    activation, low = case.end.activation, case.facts.target_low
    if case.family != COUNTS or activation is None or not case.suits_numbers:
        return
    if low is not None and low < 0:
        says = f"{case.loss_name} is a loss for counts, 0 or above, but {case.facts.target_name} goes down to {low:g}."
        yield Problem(SILENT, LOSS, says, Change("Write loss='mse'.", partial(with_compile, loss="mse")))
    elif RANGES.get(activation, (-inf, inf))[0] < 0:
        says = (
            f"{case.loss_name} takes the logarithm of what comes out. With {_name(activation)} that can be below 0, "
            "and then the loss is nan."
        )
        yield Problem(SILENT, case.end_key, says, _write(case, "softplus"))


def _name(activation: str) -> str:
    return "no activation" if activation == "linear" else activation


RULES = (
    Rule("layer-after-output", _layer_after_output),
    Rule("activation-twice", _activation_twice),
    Rule("sigmoid-for-exclusive-classes", _sigmoid_for_exclusive_classes),
    Rule("no-probabilities", _no_probabilities),
    Rule("no-logits", _no_logits),
    Rule("no-negatives", _no_negatives),
    Rule("bounded-output", _bounded_output),
    Rule("no-counts", _no_counts),
)

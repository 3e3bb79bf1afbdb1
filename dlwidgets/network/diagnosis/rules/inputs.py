"""Rules about what comes in: ids of words, measurements, and how large they are."""

from collections.abc import Iterator
from functools import partial

from dlwidgets.network.diagnosis.changes import behind_input, with_arguments
from dlwidgets.network.diagnosis.endings import NORMALIZING, starts_with
from dlwidgets.network.diagnosis.problems import ADVICE, DATA, ERROR, SILENT, Change, Problem, layer_key
from dlwidgets.network.diagnosis.proposal import is_large, largest, scaling_layer
from dlwidgets.network.diagnosis.rules.case import Case, Rule
from dlwidgets.network.layers.dense import Embedding
from dlwidgets.network.layers.shaping import Flatten, Input, Rescaling, Reshape
from dlwidgets.network.spec import NetworkSpec


def _first_embedding(case: Case) -> tuple[int, Embedding] | None:
    """Find the table that the data themselves go into."""
    for place, layer in enumerate(case.spec.layers):
        if isinstance(layer, Embedding):
            return place, layer
        if not isinstance(layer, Input | Flatten | Reshape):
            return None
    return None


def _embedded_measurements(case: Case) -> Iterator[Problem]:
    """Find an Embedding layer that is given measurements: it cuts them off to whole numbers."""
    found = _first_embedding(case)
    if found is None or case.facts.whole_ids is not False:
        return
    place, _ = found
    says = (
        f"{case.joints[place].title} looks numbers up as ids of words, but the inputs are measurements: 5.9 would be "
        "taken for id 5."
    )
    words = f"Take {case.title(place)} out."
    yield Problem(SILENT, layer_key(place), says, Change(words, partial(NetworkSpec.without_layer, index=place)))


def _too_few_ids(case: Case) -> Iterator[Problem]:
    """Find an id that is too large for the table of an Embedding layer."""
    found = _first_embedding(case)
    if found is None or not case.facts.whole_ids or case.facts.high is None:
        return
    place, layer = found
    if case.facts.high < layer.input_dim:
        return
    wanted = int(case.facts.high) + 1
    says = (
        f"The largest id in the data is {case.facts.high:g}, but the table of {case.title(place)} has rows for the ids "
        f"0 to {layer.input_dim - 1} only."
    )
    words = f"Write input_dim={wanted}: one more than the largest id."
    change = Change(words, partial(with_arguments, place=place, input_dim=wanted))
    yield Problem(ERROR, layer_key(place), says, change)


def _large_inputs(case: Case) -> Iterator[Problem]:
    """Find large inputs: they make large outputs and unsteady steps."""
    facts = case.facts
    if not is_large(facts) or facts.low is None or facts.high is None:
        return
    if starts_with(case.spec.layers, (Rescaling, Embedding, *NORMALIZING)):
        return
    says = f"The inputs go from {facts.low:g} to {facts.high:g}. A network learns best from numbers near 0."
    words = f"Put Rescaling(1 / {largest(facts):g}) behind the input."
    yield Problem(ADVICE, DATA, says, Change(words, partial(behind_input, layer=scaling_layer(facts))))


RULES = (
    Rule("too-few-ids", _too_few_ids),
    Rule("embedded-measurements", _embedded_measurements),
    Rule("large-inputs", _large_inputs),
)

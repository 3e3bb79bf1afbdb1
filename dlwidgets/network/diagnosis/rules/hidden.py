"""Rules about the layers between input and output, and about how weights start."""

from collections.abc import Iterator
from functools import partial

from dlwidgets.network.diagnosis.changes import with_arguments
from dlwidgets.network.diagnosis.endings import NORMALIZING, RANDOM, TOGETHER, Weighted, activation_of
from dlwidgets.network.diagnosis.problems import ADVICE, SILENT, Change, Problem, layer_key
from dlwidgets.network.diagnosis.rules.case import Case, Rule
from dlwidgets.network.layers.convolution import Convolution
from dlwidgets.network.layers.dense import Dense
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
)
from dlwidgets.network.layers.shaping import Activation, Dropout, Flatten, Rescaling, Reshape
from dlwidgets.network.objects import InitializerSpec
from dlwidgets.network.spec import NetworkSpec

MOST_DROPPED = 0.8
FEW_SIGMOIDS = 1
"""One sigmoid layer learns; through each further one at most a quarter of the blame comes back."""
_LINEAR = (
    *RANDOM, *NORMALIZING, Flatten, Reshape, Rescaling, AveragePooling1D, AveragePooling2D, GlobalAveragePooling1D,
    GlobalAveragePooling2D,
)  # fmt: skip
_CONSTANT = {"zeros": 0.0, "zero": 0.0, "Zeros": 0.0, "ones": 1.0, "one": 1.0, "Ones": 1.0}


def _hidden_activations(case: Case) -> Iterator[tuple[int, str]]:
    """Give the activations before the last layer that has weights."""
    end = case.end.place or 0
    for place, layer in enumerate(case.spec.layers[:end]):
        name = activation_of(layer)
        if name is not None and isinstance(layer, Dense | Convolution | Activation):
            yield place, name


def _no_nonlinearity(case: Case) -> Iterator[Problem]:
    """Find two layers without an activation between them: they are one."""
    for place, layer in enumerate(case.spec.layers):
        follower = _linear_follower(case.spec.layers, place)
        if not isinstance(layer, Dense | Convolution) or activation_of(layer) is not None or follower is None:
            continue
        if _is_bottleneck(case, place):
            continue
        says = (
            f"Between {case.title(place)} and {case.title(follower)} there is no activation: two linear layers in a "
            "row can do no more than one."
        )
        words = f"Write activation='relu' in {case.title(place)}."
        change = Change(words, partial(with_arguments, place=place, activation="relu"))
        yield Problem(ADVICE, layer_key(place), says, change)


def _is_bottleneck(case: Case, place: int) -> bool:
    """Tell whether a layer presses its inputs into fewer numbers, as networks that compress do on purpose."""
    before, after = case.joints[place].input_shape, case.joints[place].output_shape
    predicts_one = case.facts.is_numbers and case.facts.n_outputs == 1
    if not before or not after or case.facts.is_classes or predicts_one:
        return False
    return (after[-1] or 0) < min(before[-1] or 0, case.units or 0)


def _linear_follower(layers: tuple[LayerSpec, ...], place: int) -> int | None:
    """Find the next layer with weights if everything up to it is linear."""
    for i in range(place + 1, len(layers)):
        if isinstance(layers[i], Dense | Convolution):
            return i
        if not isinstance(layers[i], _LINEAR) and not _does_nothing(layers[i]):
            return None
    return None


def _does_nothing(layer: LayerSpec) -> bool:
    return isinstance(layer, Activation) and activation_of(layer) is None


def _hidden_softmax(case: Case) -> Iterator[Problem]:
    """Find a softmax in the middle, where the units of a layer hold each other down."""
    for place, name in _hidden_activations(case):
        if name not in TOGETHER:
            continue
        shape = case.joints[place].output_shape
        units = f"the {shape[-1]} units" if shape else "the units"
        says = (
            f"{case.joints[place].title} has {name} in the middle of the network: {units} have to share 100 %, so that "
            "little comes through. It belongs at the end."
        )
        yield Problem(ADVICE, layer_key(place), says, _to_relu(case, place))


def _to_relu(case: Case, place: int) -> Change:
    words = f"Write activation='relu' in {case.title(place)}."
    return Change(words, partial(with_arguments, place=place, activation="relu"))


def _hidden_sigmoids(case: Case) -> Iterator[Problem]:
    """Find several sigmoid layers, through which little of the blame comes back to the first."""
    places = [place for place, name in _hidden_activations(case) if name == "sigmoid"]
    if len(places) <= FEW_SIGMOIDS:
        return
    says = (
        f"{len(places)} hidden layers are sigmoid, whose slope is 1/4 at most: through all of them at most "
        f"1/{4 ** len(places)} of the blame gets back to the first, which learns slowly."
    )
    change = Change("Write activation='relu' in the hidden layers.", partial(_all_relu, places=places))
    yield Problem(ADVICE, layer_key(places[0]), says, change)


def _all_relu(spec: NetworkSpec, places: list[int]) -> NetworkSpec:
    for place in places:
        spec = spec.replaced(place, activation="relu")
    return spec


def _dropout_rate(case: Case) -> Iterator[Problem]:
    """Find a Dropout layer that lets too little through."""
    for place, layer in enumerate(case.spec.layers):
        if not isinstance(layer, Dropout) or layer.rate <= MOST_DROPPED or place in case.end.behind:
            continue
        title = case.joints[place].title
        if layer.rate == 1:
            says = f"{title} sets all numbers to 0 while training: nothing comes through to learn from."
        else:
            says = f"{title} sets {layer.rate:.0%} of the numbers to 0: little is left to learn from."
        change = Change("Write 0.5, or less.", partial(with_arguments, place=place, rate=0.5))
        yield Problem(SILENT if layer.rate == 1 else ADVICE, layer_key(place), says, change)


def _equal_start(case: Case) -> Iterator[Problem]:
    """Find units that start with equal weights: they stay equal for ever."""
    end = case.end.place
    for place, layer in enumerate(case.spec.layers):
        if not isinstance(layer, Dense | Convolution) or end is None or end < 1 or not layer.trainable:
            continue
        value = _constant(layer.kernel_initializer)
        # Dropout treats equal units differently, but of zeros it makes zeros.
        is_parted = value != 0 and any(isinstance(one, Dropout) for one in case.spec.layers[place:end])
        if value is None or place == end or is_parted:
            continue
        says = (
            f"All weights of {case.title(place)} start at {value:g}: its units compute the same, get the same blame, "
            "and stay the same."
        )
        words = f"Leave kernel_initializer out in {case.title(place)}."
        change = Change(words, partial(with_arguments, place=place, kernel_initializer="glorot_uniform"))
        yield Problem(SILENT, layer_key(place), says, change)


def _constant(initializer: str | InitializerSpec | None) -> float | None:
    """Return the one value that all weights start with; None if they differ."""
    if initializer is None:
        return None
    if isinstance(initializer, str):
        return _CONSTANT.get(initializer)
    value = initializer.arguments.get("value", 0.0) if initializer.kind == "Constant" else None
    return _CONSTANT.get(initializer.kind) if value is None else float(value)


def _nothing_to_train(case: Case) -> Iterator[Problem]:
    """Find a network of which every layer with weights is frozen."""
    weighted = [i for i, layer in enumerate(case.spec.layers) if isinstance(layer, Weighted)]
    if not weighted or any(case.spec.layers[i].trainable for i in weighted):
        return
    says = "Every layer that has weights is frozen (trainable=False): training changes nothing."
    words = f"Write trainable=True in {case.title(weighted[-1])}."
    change = Change(words, partial(with_arguments, place=weighted[-1], trainable=True))
    yield Problem(SILENT, layer_key(weighted[-1]), says, change)


RULES = (
    Rule("dropout-rate", _dropout_rate),
    Rule("equal-start", _equal_start),
    Rule("nothing-to-train", _nothing_to_train),
    Rule("no-nonlinearity", _no_nonlinearity),
    Rule("hidden-softmax", _hidden_softmax),
    Rule("hidden-sigmoids", _hidden_sigmoids),
)

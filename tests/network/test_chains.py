"""Random chains of layers against Keras: the same shapes, the same counts, the same refusals."""

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from dlwidgets.errors import DLWidgetsError
from dlwidgets.network import (
    GRU,
    LAYERS,
    LSTM,
    Activation,
    AveragePooling1D,
    AveragePooling2D,
    BatchNormalization,
    Bidirectional,
    Conv1D,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    Input,
    LayerNormalization,
    MaxPooling1D,
    MaxPooling2D,
    NetworkSpec,
    Normalization,
    Rescaling,
    Reshape,
    ShapeError,
    SimpleRNN,
)

units = st.integers(1, 5)
truth = st.booleans()
activation = st.sampled_from(["relu", "tanh", "softmax", None])
padding = st.sampled_from(["valid", "same"])
common = {"trainable": truth}


def size(rank, largest):
    return st.one_of(st.integers(1, largest), st.tuples(*[st.integers(1, largest)] * rank))


def convolution(kind, rank):
    fixed = {"filters": st.sampled_from([2, 4]), "kernel_size": size(rank, 4), "padding": padding, "use_bias": truth}
    return st.one_of(
        st.builds(kind, **fixed, strides=size(rank, 3), groups=st.integers(1, 2), **common),
        st.builds(kind, **fixed, dilation_rate=size(rank, 3), activation=activation, **common),
    )


def pooling(kind, rank):
    return st.builds(kind, size(rank, 4), strides=st.none() | size(rank, 3), padding=padding)


def recurrent():
    options = {"return_sequences": truth, "use_bias": truth, **common}
    return st.one_of(
        st.builds(SimpleRNN, units, **options),
        st.builds(LSTM, units, **options),
        st.builds(GRU, units, reset_after=truth, **options),
    )


def normalization(kind):
    return st.builds(kind, axis=st.sampled_from([-1, -1, 1, 2]), center=truth, scale=truth, **common)


layers = st.one_of(
    st.builds(Dense, units, activation, truth, **common),
    st.builds(Activation, activation),
    st.builds(Dropout, st.sampled_from([0.0, 0.5])),
    st.builds(GaussianNoise, st.sampled_from([0.0, 0.5])),
    normalization(BatchNormalization),
    normalization(LayerNormalization),
    st.builds(Normalization, axis=st.sampled_from([-1, 1, None])),
    st.builds(Rescaling, st.just(0.5)),
    st.builds(Flatten),
    st.builds(
        Reshape, st.lists(st.sampled_from([-1, 2, 3, 4]), min_size=1, max_size=3).filter(lambda s: s.count(-1) < 2)
    ),
    convolution(Conv1D, 1),
    convolution(Conv2D, 2),
    *(pooling(kind, 1) for kind in (MaxPooling1D, AveragePooling1D)),
    *(pooling(kind, 2) for kind in (MaxPooling2D, AveragePooling2D)),
    *(
        st.builds(kind, keepdims=truth)
        for kind in (GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalAveragePooling1D, GlobalAveragePooling2D)
    ),
    st.builds(Embedding, units, units, **common),
    recurrent(),
    st.builds(Bidirectional, recurrent(), st.sampled_from(["concat", "sum", "ave"]), **common),
)
lengths = st.one_of(st.integers(1, 9), st.integers(4, 9), st.none())
shapes = st.lists(lengths, max_size=3).map(tuple)


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-3, 30)
    | st.floats()
    | st.sampled_from(["relu", "same", "LSTM", "adam", ""])
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
)
names = st.sampled_from(sorted({name for kind in LAYERS.values() for name in kind.defaults()}))
written_layers = st.fixed_dictionaries(
    {"kind": st.sampled_from([*LAYERS, "SGD"]) | scalars, "arguments": st.dictionaries(names, anything) | scalars}
)
nested = st.fixed_dictionaries({"kind": st.sampled_from(["LSTM", "L2"]), "arguments": st.dictionaries(names, scalars)})
arguments = st.dictionaries(names, anything | nested | written_layers)
settings_dicts = st.dictionaries(
    st.sampled_from(["optimizer", "loss", "metrics", "epochs", "verbose", "x"]), anything | nested
)


def takes(layer, shape):
    try:
        return layer.output_shape(shape)
    except ShapeError:
        return None


@st.composite
def chains(draw):
    """Draw layers of which most fit the one before, so that chains get long and still break."""
    first = draw(shapes)
    chain, shape = [Input(first)], first
    for _ in range(draw(st.integers(1, 6))):
        layer = draw(
            layers.filter(lambda one, shape=shape: takes(one, shape) is not None) if draw(st.integers(0, 4)) else layers
        )
        chain.append(layer)
        shape = takes(layer, shape)
        if shape is None:
            break
    return NetworkSpec(chain)


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(chains())
def test_a_random_chain_has_the_shapes_counts_and_refusals_of_keras(keras, theirs, call, counts, spec):
    tensor = keras.KerasTensor((None, *spec.input_shape))
    for joint in spec.joints()[1:]:
        built = call(lambda joint=joint: theirs(joint.layer.kind, joint.layer.arguments), tensor)
        assert joint.fits is (built is not None), f"{joint} {tensor.shape}"
        if built is None:
            return
        layer, tensor = built
        assert joint.output_shape == tuple(tensor.shape[1:])
        assert (joint.parameters.trainable, joint.parameters.not_trainable) == counts(layer)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(chains())
def test_the_totals_are_those_of_a_sequential_model(keras, theirs, call, spec):
    def make():
        stack = [theirs(layer.kind, layer.arguments) for layer in spec.layers[1:]]
        return keras.Sequential([keras.Input(spec.input_shape), *stack])

    model = call(make, keras.KerasTensor((None, *spec.input_shape)))
    summary = spec.summary()

    assert (model is None) is (summary.total is None)
    if model is not None:
        assert summary.total == model[0].count_params()
        assert spec.output_shape == tuple(model[0].output_shape[1:])


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(chains())
def test_an_offered_mend_removes_its_problem_and_json_keeps_the_network(spec):
    assert NetworkSpec.from_json(spec.to_json()) == spec
    for joint in spec.joints():
        if not joint.fits and joint.problem.mend.is_change:
            place = joint.index + (joint.problem.mend.insert is not None)
            after = spec.mended(joint.index).joints()[place].problem
            assert after is None or after.reason != joint.problem.reason, f"{spec} -> {after}"


@settings(max_examples=300)
@given(st.sampled_from(sorted(LAYERS)) | scalars, arguments, anything | settings_dicts, anything)
def test_whatever_is_read_raises_a_learners_error_or_gives_a_network(kind, given_arguments, settled, other):
    layers = [{"kind": kind, "arguments": given_arguments}]
    for written in ({"layers": layers}, {"layers": other}, {"layers": [other]}, {"compile": settled}, {"fit": settled}):
        try:
            spec = NetworkSpec.from_json({"version": 1, **written})
        except DLWidgetsError:
            continue
        assert NetworkSpec.from_json(spec.to_json()) == spec
        spec.summary((4, 3))

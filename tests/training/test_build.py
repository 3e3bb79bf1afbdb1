"""Description, code and Keras model: each made from the other, and all the same."""

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings

from dlwidgets.errors import InvalidValueError
from dlwidgets.network import (
    GRU,
    LAYERS,
    LSTM,
    Activation,
    BatchNormalization,
    Bidirectional,
    CompileSpec,
    Conv1D,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    InitializerSpec,
    Input,
    LayerNormalization,
    LossSpec,
    MaxPooling2D,
    MetricSpec,
    NetworkSpec,
    Normalization,
    OptimizerSpec,
    RegularizerSpec,
    Rescaling,
    Reshape,
    ScheduleSpec,
    ShapeError,
    keras_names,
    layer,
)
from dlwidgets.training.build import build
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.read_model import from_keras
from tests.network.test_chains import chains
from tests.network.test_layers import BASES

IRIS = NetworkSpec(
    [Input((4,)), Dense(10, "relu", name="hidden"), Dense(3, "softmax")],
    CompileSpec("adam", "sparse_categorical_crossentropy", ["accuracy"]),
)
DIGITS = NetworkSpec(
    [
        Input((28, 28, 1), name="pixels"),
        Rescaling(1 / 255),
        Conv2D(8, 3, padding="same", kernel_initializer=InitializerSpec("HeNormal", seed=1), trainable=False),
        BatchNormalization(momentum=0.9),
        MaxPooling2D(),
        Conv2D(8, (3, 5), strides=2, kernel_initializer="he_normal", bias_initializer=InitializerSpec("Constant")),
        MaxPooling2D(3, strides=1),
        Flatten(),
        Dropout(0.2, seed=4),
        Dense(10, kernel_regularizer=RegularizerSpec("L2", l2=0.001), activity_regularizer="l1"),
    ],
    CompileSpec(
        OptimizerSpec("SGD", learning_rate=ScheduleSpec("CosineDecay", initial_learning_rate=0.1, decay_steps=100)),
        LossSpec("SparseCategoricalCrossentropy", from_logits=True),
        ["accuracy", MetricSpec("SparseTopKCategoricalAccuracy", k=2, name="among_two")],
    ),
)
WORDS = NetworkSpec(
    [
        Input((None,), dtype="int32"),
        Embedding(50, 4),
        Bidirectional(LSTM(3, return_sequences=True, dropout=0.1, name="inner"), merge_mode="sum"),
        Bidirectional(GRU(3, return_sequences=True), trainable=False),
        LayerNormalization(axis=-1, epsilon=0.01),
        Conv1D(4, 2, padding="causal"),
        GRU(2, activation="relu", recurrent_initializer=InitializerSpec("Orthogonal", gain=0.5)),
        Dense(1),
    ],
    CompileSpec(OptimizerSpec("Adam", learning_rate=0.01), LossSpec("MeanSquaredError"), [MetricSpec("AUC")]),
)
LAZY = NetworkSpec([Normalization(mean=(0.1, 2.0), variance=(1.0, 3.0)), Reshape((2, 1)), Flatten(), Dense(1)])
SPECS = pytest.mark.parametrize("spec", [IRIS, DIGITS, WORDS, LAZY], ids=["iris", "digits", "words", "lazy"])

UNHURRIED = {"suppress_health_check": list(HealthCheck)}


@pytest.fixture(scope="module")
def keras():
    return import_keras()


def executed(spec):
    """Run the code of a description; return its model."""
    names = {}
    exec(NetworkSpec(spec.layers, spec.compile).to_code(), names)  # noqa: S102  # our own code out
    return names["model"]


def config_of(keras, make, getter="get_config"):
    """Make a model as the first of a session, so that automatic names agree."""
    keras.backend.clear_session()
    return getattr(make(), getter)()


def one_layer(kind):
    arguments, shape = BASES[kind]
    pool = {"pool_size": 2} if "pool_size" in LAYERS[kind].needed() else {}
    return NetworkSpec([Input(shape), layer(kind, **arguments, **pool)])


def chain(keras, *layers, **options):
    """Make a model of inputs and outputs."""
    inputs = tensor = keras.Input((4,))
    for one in layers:
        tensor = one(tensor)
    return keras.Model(inputs, tensor, **options)


@SPECS
def test_the_model_is_the_one_that_the_code_makes(spec, keras):
    assert config_of(keras, lambda: build(spec)) == config_of(keras, lambda: executed(spec))
    if spec.compile is not None:
        assert config_of(keras, lambda: build(spec), "get_compile_config") == config_of(
            keras, lambda: executed(spec), "get_compile_config"
        )


@pytest.mark.parametrize("kind", BASES)
def test_each_kind_of_layer_makes_the_round_trip(kind, keras):
    spec = one_layer(kind)
    model = build(spec)

    assert config_of(keras, lambda: build(spec)) == config_of(keras, lambda: executed(spec))
    assert model.output_shape[1:] == spec.output_shape
    assert model.count_params() == spec.summary().total
    assert from_keras(model) == spec


@SPECS
def test_a_model_reads_back_as_its_description(spec):
    assert from_keras(build(spec)) == spec


@settings(max_examples=15, **UNHURRIED)
@given(chains())
def test_a_random_chain_is_built_as_its_code_says_or_refused_and_reads_back_to_the_same_model(keras, spec):
    try:
        spec.check()
    except ShapeError:
        with pytest.raises(ShapeError):
            build(spec)
        return
    model = build(spec)
    config = config_of(keras, lambda: build(spec))

    assert config == config_of(keras, lambda: executed(spec))
    assert model.output_shape[1:] == spec.output_shape
    assert model.count_params() == spec.summary().total
    # Two ways to write the same layer, such as 2 and (2, 2), are one in Keras.
    assert config_of(keras, lambda: build(from_keras(model))) == config
    assert from_keras(build(from_keras(model))) == from_keras(model)


@pytest.mark.parametrize("kind", keras_names.OPTIMIZERS)
def test_each_optimizer_makes_the_round_trip(kind):
    for optimizer in (kind.lower(), OptimizerSpec(kind, learning_rate=0.3, clipnorm=1.0, weight_decay=0.1)):
        spec = NetworkSpec(IRIS.layers, CompileSpec(optimizer, "mse"))
        assert from_keras(build(spec)) == spec


@pytest.mark.parametrize(("family", "setting"), [(LossSpec, "loss"), (MetricSpec, "metrics")])
def test_each_loss_and_metric_makes_the_round_trip(family, setting):
    for given_one in [*map(family, family.kinds), *sorted(family.names)]:
        value = [given_one] if setting == "metrics" else given_one
        spec = NetworkSpec(IRIS.layers, CompileSpec(**{setting: value}))
        assert from_keras(build(spec)) == spec


@pytest.mark.parametrize("kind", keras_names.INITIALIZERS)
def test_each_initializer_makes_the_round_trip(kind):
    changed = {"seed": 3} if "seed" in keras_names.INITIALIZERS[kind] else {}
    for one in (InitializerSpec(kind, **changed), InitializerSpec(kind)):
        spec = NetworkSpec([Input((4,)), Dense(4, kernel_initializer=one)])
        read = from_keras(build(spec))
        assert build(read).layers[0].get_config() | {"name": ""} == build(spec).layers[0].get_config() | {"name": ""}
        assert not changed or one.arguments == {} or read.layers[1].kernel_initializer == one


def test_uncompiled_is_left_uncompiled():
    assert build(IRIS, compiled=False).compiled is False
    assert from_keras(build(IRIS, compiled=False)) == NetworkSpec(IRIS.layers)


def test_names_are_kept_where_they_were_given():
    assert [layer.name for layer in build(DIGITS).layers[:1]] != ["hidden"]
    assert build(IRIS).layers[0].name == "hidden"
    assert [layer.name for layer in from_keras(build(IRIS)).layers] == [None, "hidden", None]


def test_a_changed_learning_rate_is_read_as_it_is_now(keras):
    model = build(IRIS)
    model.optimizer.learning_rate = 0.3

    assert from_keras(model).compile.optimizer == OptimizerSpec("Adam", learning_rate=0.3)


def test_functions_of_keras_are_read_by_their_names(keras):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation=keras.activations.relu)])
    model.compile(loss=keras.losses.mean_squared_error, metrics=[keras.metrics.mean_absolute_error])

    compiled = CompileSpec("rmsprop", "mean_squared_error", ["mean_absolute_error"])
    assert from_keras(model) == NetworkSpec([Input((4,)), Dense(3, "relu")], compiled)


def test_layers_and_functions_that_are_an_activation_are_read_by_its_name(keras):
    import tensorflow as tf

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(5, activation=tf.nn.relu),
            layers.Dense(5, activation=layers.LeakyReLU(negative_slope=0.2)),
            layers.ReLU(),
            layers.Softmax(name="shares"),
        ]
    )

    assert from_keras(model).layers[1:] == (
        Dense(5, "relu"),
        Dense(5, "leaky_relu"),
        Activation("relu"),
        Activation("softmax", name="shares"),
    )


def test_reading_leaves_no_trace(keras):
    model = build(DIGITS)
    keras.backend.clear_session()
    random.seed(5)
    state, config = random.getstate(), model.get_config()
    from_keras(model)

    assert random.getstate() == state
    assert model.get_config() == config
    assert keras.layers.Dense(1).name == "dense"


def test_a_batch_size_that_keras_took_from_a_call_is_left_out(keras):
    model = keras.Sequential([keras.layers.Dense(3)])
    model(keras.ops.zeros((8, 4)))

    assert from_keras(model) == NetworkSpec([Input((4,)), Dense(3)])


def test_a_chain_of_inputs_and_outputs_is_read(keras):
    dense, dropout, last = keras.layers.Dense(5, activation="relu"), keras.layers.Dropout(0.5), keras.layers.Dense(1)
    model = chain(keras, dense, dropout, last)
    listed = keras.Model([model.inputs[0]], [model.outputs[0]])
    assert from_keras(listed).layers == from_keras(model).layers
    model.compile("sgd", "mse")

    expected = NetworkSpec([Input((4,)), Dense(5, "relu"), Dropout(0.5), Dense(1)], CompileSpec("sgd", "mse"))
    assert from_keras(model) == expected


def test_the_mask_of_an_embedding_is_no_branch(keras):
    model = chain(keras, keras.layers.Embedding(9, 3, mask_zero=True), keras.layers.LSTM(2))

    assert from_keras(model).layers[1:] == (Embedding(9, 3, mask_zero=True), LSTM(2))


def test_a_network_that_does_not_fit_is_refused_before_keras_sees_it():
    with pytest.raises(ShapeError, match=re.escape("Layer 1 (Conv2D)")):
        build(NetworkSpec([Input((28, 28)), Conv2D(8, 3)]))
    with pytest.raises(InvalidValueError, match="no layer yet"):
        build(NetworkSpec())


def sequential(keras, make):
    return keras.Sequential([make(keras.layers)])


def relu(x):
    return x


OWN_ARGUMENTS = {
    "kernel_constraint": lambda layers: layers.Dense(3, kernel_constraint="non_neg", name="odd"),
    "dtype": lambda layers: layers.Dense(3, dtype="float64", name="odd"),
    "noise_shape": lambda layers: layers.Dropout(0.5, noise_shape=(None, 1), name="odd"),
    "renorm": lambda layers: layers.BatchNormalization(renorm=True, name="odd"),
    "as activation": lambda layers: layers.Dense(3, activation=relu, name="odd"),
    "your own as": lambda layers: layers.Dense(3, activation=lambda x: x, name="odd"),
    "Only the one with negative_slope=0.2": lambda layers: layers.Dense(3, activation=layers.LeakyReLU(), name="odd"),
    "the one with max_value=None": lambda layers: layers.ReLU(6.0, name="odd"),
    "initializer relu": lambda layers: layers.Dense(3, kernel_initializer=relu, name="odd"),
    "regularizer relu": lambda layers: layers.Dense(3, kernel_regularizer=relu, name="odd"),
    "UnitNormalization": lambda layers: layers.UnitNormalization(name="odd"),
}


@pytest.mark.parametrize("words", OWN_ARGUMENTS)
def test_what_a_description_can_not_hold_is_named_with_its_layer(words, keras):
    with pytest.raises(InvalidValueError, match=f"^Layer 'odd' .*{words}"):
        from_keras(sequential(keras, OWN_ARGUMENTS[words]))


def test_a_stateful_layer_and_an_own_way_back_are_named(keras):
    layers = keras.layers
    stateful = keras.Sequential([keras.Input((3, 2), batch_size=4), layers.LSTM(2, stateful=True)])
    back = layers.Bidirectional(layers.LSTM(2), backward_layer=layers.GRU(2, go_backwards=True))
    for model, words in ((stateful, "stateful of LSTM"), (keras.Sequential([back]), "backward_layer")):
        with pytest.raises(InvalidValueError, match=words):
            from_keras(model)


SETTINGS = {
    "the setting loss_weights": {"loss": "mse", "loss_weights": [2.0]},
    "the setting run_eagerly": {"run_eagerly": True},
    "the loss relu": {"loss": relu},
    "the metric relu": {"metrics": [relu]},
}


@pytest.mark.parametrize("words", SETTINGS)
def test_a_setting_that_a_description_can_not_hold_is_named(words, keras):
    model = build(IRIS, compiled=False)
    model.compile(**SETTINGS[words])
    with pytest.raises(InvalidValueError, match=f"^compile: .*{words}"):
        from_keras(model)


def test_an_option_of_an_optimizer_that_a_description_can_not_hold_is_named(keras):
    model = build(IRIS, compiled=False)
    for optimizer, words in (
        (keras.optimizers.Adam(use_ema=True), "the argument use_ema of Adam"),
        (keras.optimizers.SGD(lambda: 0.1), "the schedule"),
        (keras.optimizers.Ftrl(), "the optimizer Ftrl"),
        (None, "without an optimizer"),
    ):
        model.compile(optimizer)
        with pytest.raises(InvalidValueError, match=words):
            from_keras(model)


def test_a_loss_with_a_borrowed_name_is_not_taken_for_that_of_keras(keras):
    def mean_squared_error(y, prediction):
        return keras.ops.mean(y - prediction)

    model = build(IRIS, compiled=False)
    model.compile(loss=mean_squared_error)
    with pytest.raises(InvalidValueError, match="the loss mean_squared_error"):
        from_keras(model)


def test_branches_and_own_classes_are_refused_with_the_layer(keras):
    layers = keras.layers

    class Own(layers.Layer):
        def call(self, x):
            return x

    class Subclassed(keras.Model):
        def call(self, x):
            return x

    inputs, other = keras.Input((4,), name="first"), keras.Input((4,))
    shared = layers.Dense(4, name="shared")
    hidden = layers.Dense(4, name="hidden")(inputs)
    joined = layers.Add(name="joined")([inputs, hidden])
    dropped = layers.Dropout(0.5, name="always")(inputs, training=True)
    refusals = [
        (keras.Model(inputs, joined), "Layer 'joined' (Add)"),
        (keras.Model(inputs, hidden + 1), "joins or changes tensors"),
        (keras.Model(inputs, hidden + inputs), "joins or changes tensors"),
        (keras.Model([inputs, other], layers.Dense(1)(inputs)), "The model has 2 inputs"),
        (keras.Model(inputs, [hidden, layers.Dense(1)(hidden)]), "The model has 2 outputs"),
        (keras.Model(inputs, shared(shared(inputs))), "Layer 'shared' (Dense) is used 2 times"),
        (keras.Model(inputs, dropped), "Layer 'always' (Dropout) is called with training"),
        (sequential(keras, lambda _: Own(name="mine")), "Layer 'mine' (Own) is a layer class of your own"),
        (sequential(keras, lambda _: build(IRIS)), "is a model inside the model"),
        (Subclassed(), "Subclassed is a model class of your own"),
        ("model", "from_keras reads a Keras model, but str came"),
    ]
    for model, words in refusals:
        with pytest.raises(InvalidValueError, match=re.escape(words)):
            from_keras(model)

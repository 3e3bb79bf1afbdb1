"""The compile and fit panel of the layer builder, what it explains, and what the X-ray says beside the data."""

import inspect

import numpy as np
import pytest

import dlwidgets as dlw
from dlwidgets.demos.builder.layer_words import ARGUMENTS, GROUPS, INLINE, KINDS
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.network import LAYERS, CompileSpec, Dense, FitSpec, Input, LossSpec, NetworkSpec, OptimizerSpec


@pytest.fixture
def builder(wires):
    return dlw.LayerBuilder(data="iris")


def panel(builder):
    return builder.page.part("compile")


@pytest.mark.parametrize(
    ("name", "text", "part", "attribute", "value"),
    [
        ("optimizer", "SGD", "compile", "optimizer", "sgd"),
        ("optimizer.learning_rate", "0.1", "compile", "optimizer", OptimizerSpec("Adam", learning_rate=0.1)),
        ("optimizer.learning_rate", "1/8", "compile", "optimizer", OptimizerSpec("Adam", learning_rate=0.125)),
        ("optimizer.learning_rate", "", "compile", "optimizer", "adam"),
        ("optimizer.amsgrad", True, "compile", "optimizer", OptimizerSpec("Adam", amsgrad=True)),
        ("loss", "mse", "compile", "loss", "mse"),
        ("loss", "", "compile", "loss", None),
        (
            "loss.from_logits",
            True,
            "compile",
            "loss",
            LossSpec("SparseCategoricalCrossentropy", from_logits=True),
        ),
        ("loss.from_logits", False, "compile", "loss", "sparse_categorical_crossentropy"),
        ("epochs", "33", "fit", "epochs", 33),
        ("batch_size", "16", "fit", "batch_size", 16),
        ("batch_size", "", "fit", "batch_size", None),
        ("validation_split", "0.25", "fit", "validation_split", 0.25),
        ("shuffle", False, "fit", "shuffle", False),
        ("verbose", "2", "fit", "verbose", 2),
        ("verbose", "auto", "fit", "verbose", "auto"),
        ("one_hot", True, "fit", "one_hot", True),
    ],
)
def test_each_field_of_the_panel_changes_network_and_program(builder, name, text, part, attribute, value):
    builder.page.act("enter_setting", name=name, text=text)
    assert getattr(getattr(builder.spec, part), attribute) == value
    assert dlw.NetworkSpec.from_code(builder.code) == builder.spec
    assert panel(builder)["mistakes"] == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("epochs", "many"),
        ("epochs", "-1"),
        ("batch_size", "0"),
        ("validation_split", "1"),
        ("optimizer.learning_rate", "fast"),
        ("optimizer.learning_rate", "__import__('os').system('true')"),
        ("optimizer", "Adamm"),
        ("loss", "mze"),
    ],
)
def test_a_wrong_setting_is_told_at_its_field_and_stays_there(builder, name, text):
    before = builder.spec
    builder.page.act("enter_setting", name=name, text=text)
    assert builder.spec == before
    mistake = panel(builder)["mistakes"][name]
    assert mistake["typed"] == text
    assert mistake["says"]
    builder.undo()
    assert builder.spec == before


def test_a_schedule_is_typed_as_in_code(builder):
    builder.page.act(
        "enter_setting", name="optimizer.learning_rate", text="ExponentialDecay(0.1, decay_steps=100, decay_rate=0.9)"
    )
    assert builder.spec.compile.optimizer.arguments["learning_rate"].kind == "ExponentialDecay"
    assert "keras.optimizers.schedules.ExponentialDecay(" in builder.code


def test_compile_and_fit_are_called_or_not_and_come_back_with_the_first_setting(builder):
    builder.page.act("enter_setting", name="compile", text=False)
    builder.page.act("enter_setting", name="fit", text=False)
    assert (builder.spec.compile, builder.spec.fit) == (None, None)
    assert "compile" not in builder.code
    assert (panel(builder)["compile"], panel(builder)["fit"]) == (None, None)
    builder.page.act("enter_setting", name="compile", text=True)
    assert builder.spec.compile == CompileSpec()
    builder.fit(epochs=3)
    assert builder.spec.fit == FitSpec(epochs=3)


def test_metrics_are_added_once_and_taken_away_by_place(builder):
    builder.page.act("add_metric", name="mae")
    builder.page.act("add_metric", name="mae")
    assert panel(builder)["compile"]["metrics"] == ["accuracy", "mae"]
    builder.page.act("remove_metric", place=0)
    assert builder.spec.compile.metrics == ("mae",)
    builder.page.act("remove_metric", place=5)
    assert "no metric at place 5" in builder._frames.fields["error"]


def test_what_the_program_says_stands_in_the_panel(builder):
    builder.code = builder.code.replace('"adam"', "keras.optimizers.SGD(0.5, momentum=0.9)")
    shown = panel(builder)["compile"]
    assert shown["optimizer"] == "SGD"
    assert (shown["optimizer_values"]["learning_rate"], shown["optimizer_values"]["momentum"]) == ("0.5", "0.9")


def test_every_argument_of_compile_and_fit_is_explained_with_keras_own_default(builder):
    import keras

    spec = builder._parts["compile"]
    shown = {
        "compile": [*spec["compile"], *spec["others"]["compile"]],
        "fit": [*spec["fit"], *spec["others"]["fit"]],
    }
    for call, described in shown.items():
        parameters = dict(inspect.signature(getattr(keras.Model, call)).parameters)
        parameters.pop("self")
        explained = {one["name"]: one for one in described}
        assert set(explained) - set(parameters) <= {"one_hot"}
        assert set(parameters) <= set(explained)
        for name, parameter in parameters.items():
            usual = "32" if name == "batch_size" else str(parameter.default)
            assert explained[name]["default"] == usual, name
            assert len(explained[name]["help"]) > 20


@pytest.mark.parametrize(("group", "module"), [("optimizer_arguments", "optimizers"), ("loss_arguments", "losses")])
def test_the_arguments_of_each_optimizer_and_loss_have_keras_own_defaults(builder, group, module):
    import keras

    for kind, described in builder._parts["compile"][group].items():
        parameters = inspect.signature(getattr(getattr(keras, module), kind)).parameters
        for one in described:
            default = parameters[one["name"]].default
            shown = "None" if default is None else str(default)
            assert one["default"] == shown, (kind, one)
            assert one["help"].endswith(".")


def test_every_kind_of_layer_and_every_argument_has_its_words():
    arguments = {argument for kind in LAYERS.values() for argument in kind.defaults()}
    assert set(KINDS) == set(LAYERS) == {kind for group in GROUPS.values() for kind in group}
    assert set(ARGUMENTS) == arguments
    for kind, inline in INLINE.items():
        assert set(inline) <= set(LAYERS[kind].defaults())
        assert set(LAYERS[kind].needed()) <= set(inline)


@pytest.mark.parametrize(
    ("data", "units", "activation", "loss"),
    [
        ("iris", 3, "softmax", "sparse_categorical_crossentropy"),
        ("circle", 1, "sigmoid", "binary_crossentropy"),
        ("plane", 1, None, "mean_squared_error"),
        ("digits", 10, "softmax", "sparse_categorical_crossentropy"),
        ((np.arange(20.0).reshape(10, 2), np.linspace(0.1, 3, 10)), 1, None, "mean_squared_error"),
    ],
)
def test_with_data_alone_the_network_suits_them(wires, data, units, activation, loss):
    builder = dlw.LayerBuilder(data=data)
    last = builder.spec.layers[-1]
    assert (last.units, last.activation) == (units, activation)
    assert builder.spec.compile.loss in {loss, {"mean_squared_error": "mse"}.get(loss)}
    assert builder.problems == ()
    assert "Everything fits." in builder.text
    assert builder.spec.input_shape == builder.facts.shape


MISTAKES = [
    [Input((4,)), Dense(1, "softmax")],
    [Input((4,)), Dense(3, "sigmoid")],
    [Input((5,)), Dense(3, "softmax")],
    [Input((4,)), Dense(10, "relu"), Dense(2, "softmax")],
]


@pytest.mark.parametrize("layers", MISTAKES)
def test_a_mismatch_is_said_where_it_is_before_any_training_and_one_click_makes_it_right(wires, layers):
    builder = dlw.LayerBuilder(
        NetworkSpec(layers, CompileSpec("adam", "categorical_crossentropy"), FitSpec()), data="iris"
    )
    assert builder.problems
    assert builder.problems[0].says in builder.text
    shown = [one for row in builder.page.part("layers")["rows"] for one in row["problems"]] + panel(builder)["problems"]
    assert {one["says"] for one in shown} == {one.says for one in builder.problems}
    assert builder.page._fields["control:mend_next"]["label"] == builder.problems[0].change.words
    builder.page.act("mend", problem=next(one["name"] for one in shown if one["says"] == builder.problems[0].says))
    for _ in range(6):
        if builder.problems:
            builder.page.press("mend_next")
    assert builder.problems == ()
    assert builder.page._fields["control:mend_next"]["disabled"]
    while not builder.page._fields["control:undo"]["disabled"]:
        builder.page.press("undo")
    assert list(builder.spec.layers) == layers


def test_by_code_a_problem_is_mended_by_its_place_and_one_that_is_not_there_is_refused(wires):
    settings = CompileSpec("adam", "sparse_categorical_crossentropy")
    builder = dlw.LayerBuilder(NetworkSpec(MISTAKES[0], settings), data="iris")
    builder.mend(0)
    assert builder.spec.layers[-1].units == 3
    with pytest.raises(InvalidValueError, match="There is no problem 99"):
        builder.mend(99)
    with pytest.raises(InvalidValueError, match="There is no problem True"):
        builder.mend(True)


def test_data_that_can_t_be_learned_from_are_refused(wires):
    with pytest.raises(DataError):
        dlw.LayerBuilder(data=5)
    with pytest.raises(dlw.UnknownNameError, match="Did you mean 'iris'"):
        dlw.LayerBuilder(data="iriss")


def test_the_sentence_names_the_first_and_the_last_of_many_layers(wires):
    builder = dlw.LayerBuilder(NetworkSpec([Input((4,)), *[Dense(n) for n in range(11, 29)], Dense(3)]))
    assert "Dense (11,) → Dense (12,) → 15 more → Dense (28,) → Dense (3,)" in builder.text
    builder.spec = NetworkSpec([])
    assert "no layer yet" in builder.text


def test_own_data_stand_as_dots_in_the_code_and_a_name_as_itself(builder, wires):
    own = dlw.LayerBuilder(data=(np.ones((4, 2)), [0, 1, 0, 1]))
    assert own.to_code().startswith("dlw.LayerBuilder(data=..., code=")
    assert builder.to_code().startswith("dlw.LayerBuilder(data='iris', code=")

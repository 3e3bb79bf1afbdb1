"""The backprop stepper: forwards, backwards, by edits, and against Keras."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import dlwidgets as dlw
from dlwidgets import BackpropStepper, DataError, InvalidValueError, UnknownNameError, nn

NICE = {"weights": [[[0.5, -0.5], [1.0, 0.25]], [0.0, 0.5], [[1.0], [-1.0]], [0.25]]}


def shown(demo, wires):
    """Show a demo and return the channel to its page, without what was sent so far."""
    demo._repr_mimebundle_()
    wire = next(wire for wire in reversed(wires) if wire.comm_id == demo.model_id)
    wire.paint()
    wire.messages.clear()
    return wire


def snapshot(stepper):
    """Return all that a stepper shows and knows, in a form that can be compared."""
    rows = {name: {k: list(v) for k, v in columns.items()} for name, columns in stepper.datasets.items()}
    return json.dumps([stepper.state, stepper.text, [note.spec() for note in stepper.notes()]]), rows


def walk_once(stepper):
    """Press Next until the next training step has begun."""
    for _ in range(len(stepper.walk.steps)):
        stepper.page.press("next")


def test_next_goes_through_all_steps_and_then_has_the_new_weights():
    stepper = BackpropStepper(**NICE)
    after, n_steps = stepper.training_step.network_after, len(stepper.walk.steps)
    stages = []
    for _ in range(n_steps):
        stages.append(stepper.step.stage)
        stepper.page.press("next")
    assert list(dict.fromkeys(stages)) == ["guess", "measure", "blame", "update"]
    assert stepper.position == 0
    np.testing.assert_array_equal(stepper.weights[0], after.kernels[0])
    np.testing.assert_array_equal(stepper.weights[3], after.biases[1])
    assert stepper.losses[1] < stepper.losses[0]


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam"])
def test_back_after_next_restores_exactly(optimizer):
    stepper = BackpropStepper(optimizer=optimizer, learning_rate=0.1)
    seen = []
    for _ in range(40):  # into the second training step
        seen.append(snapshot(stepper))
        stepper.next()
    while seen:
        stepper.page.press("back")
        assert snapshot(stepper) == seen.pop()


def test_at_the_very_beginning_back_is_off():
    stepper = BackpropStepper()
    with pytest.raises(InvalidValueError):
        stepper.page.press("back")
    before = snapshot(stepper)
    stepper.back()
    assert snapshot(stepper) == before


def test_an_edited_weight_changes_everything_that_follows_from_it():
    stepper = BackpropStepper(**NICE)
    before = stepper.gradients
    stepper.page.set("part", "w1[2,1]")
    assert stepper.value == 1.0
    stepper.page.set("value", -2)
    expected = nn.training_step(
        nn.dense_network([2, 2, 1], ["tanh", "sigmoid"], [[[0.5, -0.5], [-2, 0.25]], [[1], [-1]]], [[0, 0.5], [0.25]]),
        stepper.X,
        stepper.y,
        "binary_crossentropy",
        nn.SGD(0.5),
    )
    assert stepper.loss_value == expected.loss
    assert stepper.gradients["w2[1,1]"] == expected.gradients.kernels[1][0, 0] != before["w2[1,1]"]
    assert "−2" in stepper.datasets["labels"]["text"]


@pytest.mark.parametrize(("part", "name", "place"), [("x2", "X", (1, 1)), ("y1", "y", (1, 0))])
def test_inputs_and_targets_of_the_example_in_focus_can_be_edited(part, name, place):
    stepper = BackpropStepper()
    stepper.page.press("next_example")
    before = stepper.loss_value
    stepper.page.set("part", part)
    stepper.page.set("value", 0.25)
    assert getattr(stepper, name)[place[0]][place[1]] == 0.25
    assert stepper.loss_value != before
    assert stepper.value == 0.25


def test_the_number_follows_the_example_in_focus():
    stepper = BackpropStepper()
    stepper.page.set("part", "x1")
    values = []
    for _ in range(4):
        values.append(stepper.value)
        stepper.page.press("next_example")
    assert values == [1, 0, 1, 0]
    assert stepper.example == 0


def test_a_click_chooses_the_number_at_that_place():
    stepper = BackpropStepper()
    rows = stepper.datasets["edges"]
    edge = list(rows["part"]).index("w1[2,1]")
    x, y, x2, y2 = (float(rows[name][edge]) for name in ("x", "y", "x2", "y2"))
    stepper.page.point("click", x + 0.2 * (x2 - x), y + 0.2 * (y2 - y), chart="diagram")
    assert stepper.part == "w1[2,1]"
    stepper.page.point("click", 0, float(stepper.datasets["nodes"]["y"][1]), chart="diagram")
    assert stepper.part == "x2"
    stepper.page.point("click", 0.3, 0.99, chart="diagram")  # nothing there
    assert stepper.part == "x2"
    stepper.page.point("click", 0.3, 0.99, chart="diagram", row={"part": "b1[2]"})
    assert stepper.part == "b1[2]"


def test_a_locked_number_is_not_chosen_by_a_click():
    stepper = BackpropStepper(lock=["part"])
    stepper.page.point("click", 0, float(stepper.datasets["nodes"]["y"][1]), chart="diagram")
    assert stepper.part == "w1[1,1]"


def test_stage_step_and_weight_are_ways_to_jump():
    stepper = BackpropStepper()
    stepper.page.set("stage", "blame")
    assert stepper.step.stage == "blame"
    assert stepper.position == stepper.walk.start_of("blame")
    stepper.page.set("position", 0)
    assert stepper.stage == "guess"
    assert stepper.goto("b1[2]").title == "Blame of bias b1[2]"
    assert stepper.goto("update").stage == "update" == stepper.stage


def test_following_a_weight_visits_only_the_way_of_its_blame():
    stepper = BackpropStepper(layers=[2, 3, 2, 1], seed=3)
    stepper.page.set("part", "w1[2,3]")
    stepper.page.set("follow", value=True)
    titles = []
    for _ in stepper.blame_path("w1[2,3]"):
        stepper.page.press("next")
        titles.append(stepper.step.title)
    assert titles == [step.title for step in stepper.blame_path("w1[2,3]")]
    assert titles[-1] == "Blame of weight w1[2,3]"
    assert not any("neuron 1 of hidden layer 1" in title for title in titles)
    assert any("neuron 3 of hidden layer 1" in title for title in titles)
    assert len(stepper.datasets["lit"]["x"]) > 1


@pytest.mark.parametrize(
    ("arguments", "activation", "loss"),
    [
        ({"X": [[1, 2]], "y": [[0.5]]}, "linear", "mean_squared_error"),
        ({"X": [[1, 2]], "y": [[1]]}, "sigmoid", "binary_crossentropy"),
        ({"layers": [2, 3, 3], "X": [[1, 2], [3, 4]], "y": [0, 2]}, "softmax", "categorical_crossentropy"),
        ({"layers": [4, 2]}, "softmax", "categorical_crossentropy"),
        ({"data": "iris"}, "softmax", "categorical_crossentropy"),
    ],
)
def test_output_and_loss_suit_the_targets(arguments, activation, loss):
    stepper = BackpropStepper(**arguments)
    assert stepper.activations[-1] == activation
    assert stepper.loss == loss


def test_iris_is_folded_and_keeps_what_is_in_focus():
    stepper = BackpropStepper(data="iris")
    assert stepper.layers == [4, 10, 3]
    assert "⋮ 3 more" in stepper.datasets["labels"]["text"]
    assert {"petal width", "virginica"} <= set(stepper.datasets["nodes"]["name"])
    stepper.goto("w1[4,10]")
    assert "w1[4,10]" in stepper.datasets["edges"]["part"]


def test_one_example_learns_alone_unless_it_is_the_batch_that_learns():
    stepper = BackpropStepper(**NICE)
    whole = stepper.gradients
    stepper.page.set("batch", value=False)
    alone = []
    for _ in range(4):
        alone.append(stepper.gradients["w1[1,1]"])
        stepper.page.press("next_example")
    assert np.mean(alone) == pytest.approx(whole["w1[1,1]"])
    assert stepper.training_step.n_examples == 1


def test_activation_loss_and_optimizer_can_be_changed_on_the_way():
    stepper = BackpropStepper()
    stepper.page.set("activation", "relu")
    assert stepper.activations == ["relu", "sigmoid"]
    stepper.page.set("layer", "2")
    assert stepper.activation == "sigmoid"
    stepper.page.set("loss", "mean_squared_error")
    stepper.page.set("activation", "linear")
    assert stepper.activations == ["relu", "linear"]
    stepper.train(3)
    stepper.page.set("optimizer", "adam")
    assert stepper.memory is None  # a new optimizer remembers nothing
    assert "β" not in stepper.text
    assert r"\beta_1" in stepper.goto("update").formula


@pytest.mark.parametrize(
    ("loss", "right"),
    [("categorical_crossentropy", "softmax"), ("sparse_categorical_crossentropy", "binary_crossentropy")],
)
def test_a_loss_that_does_not_suit_the_output_is_refused_with_one_that_does(loss, right):
    stepper = BackpropStepper()
    before = stepper.state
    stepper.page.set("loss", loss)
    assert right in stepper._frames.fields["error"]
    assert stepper.state == before
    stepper.page.press("next")
    assert stepper._frames.fields["error"] == ""


def test_a_learning_rate_that_overflows_is_told_and_nothing_is_lost():
    stepper = BackpropStepper(**NICE, loss="mean_squared_error", activations=["linear", "linear"])
    stepper.learning_rate = 1e200
    for _ in range(3):
        before = stepper.weights
        stepper.page.press("next_training_step")
    assert "too large" in stepper._frames.fields["error"]
    assert stepper.weights == before
    stepper.page.press("reset")
    stepper.page.set("learning_rate", 0.1)
    stepper.page.press("next_training_step")
    assert stepper._frames.fields["error"] == ""


def test_reset_gives_back_the_first_weights_and_batch():
    stepper = BackpropStepper(optimizer="adam")
    first = snapshot(stepper)
    stepper.train(5)
    stepper.page.set("value", 3)
    stepper.page.press("reset")
    assert snapshot(stepper) == first


def test_the_state_survives_json_and_makes_the_same_stepper_again():
    stepper = BackpropStepper(layers=[3, 4, 2], optimizer="adam", learning_rate=0.05)
    stepper.train(3)
    stepper.goto("w2[3,1]")
    again = BackpropStepper()
    again.state = json.loads(json.dumps(stepper.state))
    assert again.text == stepper.text
    assert again.gradients == stepper.gradients
    by_code = eval(stepper.to_code(), {"dlw": dlw})  # noqa: S307 - it is the code under test
    assert by_code.text == stepper.text
    assert by_code.train(1) == stepper.train(1)


def test_new_layers_get_weights_and_a_batch_that_fit():
    stepper = BackpropStepper()
    stepper.change(layers=[3, 2, 2])
    assert np.shape(stepper.X)[1] == 3
    assert np.shape(stepper.y)[1] == 2
    assert stepper.part == "w1[1,1]"
    stepper.next()


def test_formulas_are_shown_with_symbols_and_with_numbers():
    stepper = BackpropStepper(layers=[1, 1], X=[[2]], y=[[3]], weights=[[[0.5]], [0]], activations=["linear"])
    step = stepper.goto("w1[1,1]")
    symbols, numbers = (note.latex for note in stepper.notes())
    assert symbols[0] == step.lines[0].symbols
    assert "-4 \\cdot 2 = -8" in numbers[0]
    assert step.sentence in stepper.text


def test_each_gesture_is_answered_by_one_frame(wires):
    stepper = BackpropStepper()
    wire = shown(stepper, wires)
    for gesture in (
        lambda: stepper.page.press("next"),
        lambda: stepper.page.set("value", 0.5),
        lambda: stepper.page.set("stage", "blame"),
        lambda: stepper.page.press("next_training_step"),
    ):
        gesture()
        assert len(wire.messages) == len(wire.frames) == 1
        wire.paint()
        wire.messages.clear()


def test_playing_goes_on_and_pauses():
    stepper = BackpropStepper(speed=20)
    stepper.page.press("play")
    while stepper.position < 3:
        pass
    stepper.page.press("play")
    assert stepper.wait(10)


def test_keras_agrees_on_every_gradient():
    for arguments in ({}, {"data": "iris"}, {"layers": [3, 2, 1], "activations": ["relu", "linear"], "loss": "huber"}):
        stepper = BackpropStepper(**arguments)
        found = stepper.check()
        assert found.is_right
        assert len(found.rows) == len(stepper.gradients)
        assert repr(found) == "\n".join(found.lines)  # what a cell shows that ends with it
        assert next(note for note in stepper.notes() if note.title == "Are the gradients right?").lines == found.lines
        stepper.next_training_step()  # what was checked is no longer shown
        assert len(list(stepper.notes())) == 2


def test_a_wrong_gradient_turns_the_tick_into_a_cross_that_names_the_weight(monkeypatch):
    stepper = BackpropStepper()
    right = stepper.gradients
    monkeypatch.setattr(BackpropStepper, "gradients", property(lambda _: right | {"w1[2,1]": right["w1[2,1]"] + 1e-4}))
    found = stepper.check()
    assert found.wrong == ["w1[2,1]"]
    assert found.sentence.startswith("✗")
    assert "w1[2,1]" in found.sentence
    assert [line[0] for line in found.lines[2:]].count("✗") == 1


def test_nothing_but_the_check_loads_tensorflow():
    code = (
        "import sys, dlwidgets as dlw; s = dlw.BackpropStepper(data='iris'); s.train(2); s.goto('blame'); s.png;"
        "assert not {'tensorflow', 'keras', 'sklearn'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "settings",
    [
        {"layers": [2, 3, 3, 2], "layer": "3", "part": "w3[3,2]"},
        {"part": "w2[2,1]", "value": 2.5},
        {"weights": NICE["weights"], "part": "w1[1,2]", "value": 2.5},
        {"layers": [1, 1], "value": 2.5, "part": "b1[1]"},
        {"layers": [2, 2, 1], "layer": "2", "activation": "linear", "loss": "huber"},
        {"stage": "blame"},
    ],
)
def test_settings_that_come_together_all_count_at_the_start_and_later(settings):
    later = BackpropStepper(layers=[3, 2])
    later.change(**{"layers": [2, 2, 1], **settings})
    for stepper in (BackpropStepper(**settings), later):
        assert {name: stepper.state[name] for name in settings if name != "weights"} == {
            name: value for name, value in settings.items() if name != "weights"
        }
    if settings.get("part") == "w1[1,2]":
        assert later.weights[0] == [[0.5, 2.5], [1.0, 0.25]]  # the other weights stay as they came


def test_a_state_with_a_part_that_only_its_layers_have_survives_json():
    stepper = BackpropStepper(layers=[3, 4, 2], part="w2[4,2]", layer="2", example=1)
    again = BackpropStepper()
    again.state = json.loads(json.dumps(stepper.state))
    for copy in (again, BackpropStepper(**stepper.state), eval(stepper.to_code(), {"dlw": dlw})):  # noqa: S307
        assert copy.state == stepper.state
        assert copy.text == stepper.text


def test_another_seed_draws_new_weights_even_after_training():
    stepper = BackpropStepper()
    stepper.train(3)
    stepper.page.set("seed", 5)
    assert stepper.gradients == BackpropStepper(seed=5).gradients
    assert stepper.losses == [stepper.loss_value]
    stepper.train(2)
    stepper.reset()
    assert stepper.gradients == BackpropStepper(seed=5).gradients
    given = BackpropStepper(**NICE, seed=5)
    assert given.gradients == BackpropStepper(**NICE).gradients


def test_the_loss_curve_goes_on_counting_beyond_what_is_kept():
    stepper = BackpropStepper()
    stepper.train(1002)
    assert stepper.n_updates == 1002
    assert len(stepper.losses) == 1001
    assert list(stepper.datasets["losses"]["update"][[0, -1]]) == [2, 1002]
    stepper.undo_training_step()
    assert stepper.n_updates == 1001


def test_numbers_of_numpy_and_pandas_are_taken():
    frame = pd.DataFrame({"a": [1.0, 0.5], "b": [0.0, 1.0]})
    stepper = BackpropStepper(
        layers=np.array([2, 3, 1]), X=frame, y=pd.Series([0, 1], index=[7, 9]), example=np.int64(1)
    )
    assert (stepper.layers, stepper.example, stepper.y) == ([2, 3, 1], 1, [[0.0], [1.0]])
    stepper.weights = [np.ones(shape, np.float32) for shape in ((2, 3), 3, (3, 1), 1)]
    stepper.X = frame + 1
    json.dumps(stepper.state)
    assert BackpropStepper(X=[1, 2], y=1).y == [[1.0]]


def test_class_numbers_can_also_be_assigned():
    stepper = BackpropStepper(layers=[3, 2, 3])
    stepper.y = [2, 1, 0]
    assert stepper.y == np.eye(3)[[2, 1, 0]].tolist()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("weights", 3, "get_weights"),
        ("activations", 3, "list of names"),
        ("memory", 3, "does not fit"),
        ("memory", [[0, {"m": [[1]]}]] * 4, "does not fit"),
        ("memory", [["a", {}]] * 4, "does not fit"),
        ("memory", [], "does not fit"),
        ("example", 100, "0 to 3"),
        ("example", 1.5, "whole number"),
        ("position", 3.7, "any whole number"),
        ("learning_rate", 10**400, "finite"),
        ("follow", np.array([1, 2]), "True or False"),
        ("X", [[1, 2]] * 3, "set both"),
        ("y", ["a", "b", "a", "b"], "table of numbers"),
    ],
)
def test_a_setting_that_can_not_be_is_refused_and_nothing_is_changed(name, value, said):
    stepper = BackpropStepper()
    before = snapshot(stepper)
    with pytest.raises((InvalidValueError, DataError), match=said):
        setattr(stepper, name, value)
    assert snapshot(stepper) == before
    stepper.next()


@pytest.mark.parametrize("n_steps", [-1, "x", 2.5, None, True, float("inf"), [1]])
def test_only_a_number_of_training_steps_can_be_done(n_steps):
    stepper = BackpropStepper()
    before = snapshot(stepper)
    with pytest.raises(InvalidValueError, match="whole number of 0 or more"):
        stepper.train(n_steps)
    assert snapshot(stepper) == before


def test_a_place_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"stage or weight 'blam'\. Did you mean 'blame'"):
        BackpropStepper().goto("blam")
    with pytest.raises(UnknownNameError) as told:
        BackpropStepper(layers=[32, 32, 32]).goto("w9[1,1]")
    assert len(str(told.value)) < 500


def test_a_blame_that_is_only_rounding_noise_points_no_way():
    stepper = BackpropStepper(layers=[1, 1], X=[[0]], y=[[1e-14]], activations=["linear"], loss="mean_squared_error")
    step = stepper.goto("blame")
    assert step.value != 0
    assert "gets the blame 0: a small change of it would not change the loss" in step.sentence


def test_the_largest_layers_can_be_stepped_through():
    stepper = BackpropStepper(layers=[64, 64, 64])
    assert len(stepper.X) == 32
    stepper.page.set("part", "w2[64,64]")
    stepper.page.set("value", 1.5)
    assert stepper.weights[2][63][63] == 1.5
    assert len(stepper.datasets["edges"]["x"]) == 2 * 7 * 7


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"layers": [2, 0, 1]}, InvalidValueError, "from 1 to 64"),
        ({"layers": [2, -1, 1]}, InvalidValueError, "from 1 to 64"),
        ({"layers": [2, 2.5, 1]}, InvalidValueError, "whole number"),
        ({"layers": [2, 10_000, 1]}, InvalidValueError, "from 1 to 64"),
        ({"layers": [2]}, InvalidValueError, "2 to 17"),
        ({"layers": "2,2,1"}, InvalidValueError, "list of whole numbers"),
        ({"loss": "mean_squared_eror"}, UnknownNameError, "mean_squared_error"),
        ({"activations": ["tahn", "sigmoid"]}, UnknownNameError, "tanh"),
        ({"activations": ["tanh", "softmax"]}, InvalidValueError, "sigmoid"),
        ({"activations": ["softmax", "sigmoid"]}, InvalidValueError, "last layer"),
        ({"activations": ["tanh", "tanh"]}, InvalidValueError, "sigmoid"),
        ({"optimizer": "adm"}, UnknownNameError, "adam"),
        ({"data": "iriss"}, UnknownNameError, "iris"),
        ({"data": "iris", "X": [[1]]}, DataError, "not both"),
        ({"X": [[1, 2, 3]], "y": [[1]], "layers": [2, 2, 1]}, DataError, "3 features"),
        ({"X": [[1, np.nan]], "y": [[1]]}, DataError, "finite"),
        ({"X": [["a", "b"]], "y": [[1]]}, DataError, "numbers"),
        ({"X": [[1, 2]]}, DataError, "X came without y"),
        ({"y": [0, 1], "layers": [2, 2, 1]}, DataError, "y came without X"),
        ({"X": [[1, 2], [3, 4]], "y": [[1]]}, DataError, "one target for each"),
        ({"X": np.zeros((100, 2)), "y": np.zeros((100, 1))}, DataError, "32"),
        ({"X": [[1, 2]], "y": [[7]], "loss": "binary_crossentropy", "activations": ["tanh", "sigmoid"]}, DataError, "0 to 1"),
        ({"weights": [[[np.nan, 1], [1, 1]], [0, 0], [[1], [1]], [0]]}, InvalidValueError, "NaN"),
        ({"weights": [[[1, 1], [1, 1]], [0, 0]]}, InvalidValueError, "4 arrays"),
        ({"learning_rate": 0}, InvalidValueError, "above 0"),
        ({"learning_rate": np.nan}, InvalidValueError, "finite"),
        ({"position": 99}, InvalidValueError, "0 to 30"),
        ({"colour": "red"}, UnknownNameError, "colour"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_in_words(arguments, error, said):
    with pytest.raises(error, match=said):
        BackpropStepper(**arguments)

import itertools
import json
import sys
import threading
import time
from functools import partial

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, r2_score

import dlwidgets as dlw
from dlwidgets.demos.playing_field import desk
from dlwidgets.demos.playing_field.examples import DATA
from dlwidgets.demos.playing_field.features import features_of
from dlwidgets.demos.playing_field.legs import EarlierRun
from dlwidgets.errors import DataError, DLWidgetsError, InvalidValueError, UnknownNameError
from tests.benchmarks.playground import classic_scores


@pytest.fixture
def playground(wires, monkeypatch):
    # Without XLA the same steps are taken, and the first of them comes sooner.
    monkeypatch.setattr(desk, "Trainer", partial(dlw.Trainer, path="loop"))
    demos = []

    def make(*args, **settings):
        demos.append(dlw.Playground(*args, **settings))
        return demos[-1]

    yield make
    for demo in demos:
        demo.close()


def test_the_teachers_one_line_holds_all_it_says(playground):
    demo = playground("spiral", layers=[8, 8], seed=7, hide=["features"], goal="test_loss < 0.2")
    assert (demo.data, demo.layers, demo.seed, demo.goal) == ("spiral", [8, 8], 7, "test_loss < 0.2")
    code = demo.to_code()
    assert code == ("dlw.Playground(data='spiral', seed=7, layers=[8, 8], goal='test_loss < 0.2', hide=['features'])")
    again = eval(code, {"dlw": dlw})  # noqa: S307 - our own line
    assert again.state == demo.state
    assert "x1" not in [control["name"] for control in again._panel]


def test_a_short_text_leads_to_the_same_playground(playground):
    demo = playground(
        "quadrants", noise=0.2, layers=[3, 2], activations=["relu", "tanh"], features=["x1_x2", "sin_x1"],
        learning_rate=0.1, regularization="l2", regularization_rate=0.01, frozen_layers=[2], goal="test_accuracy > 90%",
        speed=5,
    )  # fmt: skip
    again = playground(state=demo.state_text)
    assert again.state == demo.state
    assert again.state_text == demo.state_text
    assert playground().state_text == ""
    assert playground("iris", state="data=spiral&seed=3", seed=4).state_text == "data=iris&seed=4"  # what is said wins


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"data": "circel"}, UnknownNameError, "circle"),
        ({"layers": [0]}, InvalidValueError, "layers"),
        ({"layers": [2] * 30}, InvalidValueError, "hidden layers"),
        ({"layers": "8,8"}, InvalidValueError, "list"),
        ({"activation": "rulu"}, UnknownNameError, "relu"),
        ({"features": []}, InvalidValueError, "feature"),
        ({"features": ["x3"]}, UnknownNameError, "x1"),
        ({"features": "x1"}, InvalidValueError, "list"),
        ({"learning_rate": 0}, InvalidValueError, "learning_rate"),
        ({"learning_rate": -1}, InvalidValueError, "learning_rate"),
        ({"learning_rate": 1e10}, InvalidValueError, "learning_rate"),
        ({"learning_rate": float("nan")}, InvalidValueError, "learning_rate"),
        ({"features": ["x1", "__import__('os').system('true')"]}, UnknownNameError, "__import__"),
        ({"features": ["x1", "(lambda: x1)()"]}, InvalidValueError, "no arithmetic"),
        ({"own_features": "x1.real"}, InvalidValueError, "no arithmetic"),
        ({"own_features": "x1 if x2 else 1"}, InvalidValueError, "no arithmetic"),
        ({"own_features": "[x1 for x1 in (1,)]"}, InvalidValueError, "no arithmetic"),
        ({"own_features": "sin(x1, x2)"}, InvalidValueError, "no arithmetic"),
        ({"own_features": "x3 + x1"}, UnknownNameError, "x1"),
        ({"own_features": "x1 +"}, InvalidValueError, "can't be read"),
        ({"own_features": "(" * 150}, InvalidValueError, "can't be read"),
        ({"own_features": "x1" * 200}, InvalidValueError, "200 letters"),
        ({"own_features": "9**9**9**9"}, InvalidValueError, "same everywhere"),
        ({"own_features": "x1 + 9**9**9**9"}, InvalidValueError, "no number"),
        ({"own_features": "log(x1)"}, InvalidValueError, "no number"),
        ({"own_features": "x1"}, InvalidValueError, "already"),
        ({"own_features": "; ".join(f"x1 * {n}" for n in range(6))}, InvalidValueError, "room"),
        ({"hand_set": [[3, 1, 1, 0.5]], "layers": [2]}, InvalidValueError, "no such weight"),
        ({"hand_set": [[1, 1, 1, float("nan")]]}, InvalidValueError, "hand_set"),
        ({"hand_set": [[float("inf"), 1, 1, 1]]}, InvalidValueError, "hand_set"),
        ({"loss": "sparse_categorical_crossentropy"}, UnknownNameError, "binary_crossentropy"),
        ({"goal": "test_lose < 0.2"}, UnknownNameError, "test_loss"),
        ({"goal": "be good"}, InvalidValueError, "goal"),
        ({"data": "circle", "loss": "mean_squared_error", "goal": "r2 > 0.9"}, UnknownNameError, "train_loss"),
        ({"speed": -1}, InvalidValueError, "speed came as -1"),
        ({"goal": 0.2}, InvalidValueError, "goal came as 0.2"),
        ({"state": "self=1"}, UnknownNameError, "self"),
        ({"frozen_layers": [float("inf")]}, InvalidValueError, "frozen_layers"),
        ({"frozen_layers": [9]}, InvalidValueError, "layer 9; there are layers 1 to"),
        ({"state": "data"}, InvalidValueError, "name=value"),
        ({"state": "colour=red"}, UnknownNameError, "colour"),
        ({"state": "data=own&layers=[3]"}, DataError, "give the data too"),
        ({"points": [(0, 0, 1)]}, DataError, "one class"),
        ({"points": [(0, 0, 1), (1, "a", 0)]}, DataError, "Point 1"),
        ({"data": np.zeros((4, 2))}, DataError, "target"),
        ({"data": (np.zeros((4, 1)), [0, 1, 0, 1])}, DLWidgetsError, "two features"),
        ({"data": (np.array([[0, 1], [np.nan, 2]]), [0, 1])}, DataError, "row"),
        ({"data": (np.eye(2), ["a", "a"])}, DataError, "two classes"),
    ],
)
def test_what_can_not_be_is_refused_with_what_to_do(playground, settings, error, words):
    with pytest.raises(error, match=words):
        playground(**settings)


def test_it_opens_without_tensorflow(playground):
    code = (
        "import sys, dlwidgets as dlw; demo = dlw.Playground('spiral', layers=[8, 8]); demo.state_text; demo.keras_code;"
        "sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"
    )
    import subprocess

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("data", "loss"),
    [
        ("circle", "binary_crossentropy"),
        ("quadrants", "mean_squared_error"),
        ("gaussians", "hinge"),
        ("iris", "sparse_categorical_crossentropy"),
        ("plane", "mean_absolute_error"),
        ("iris", "mean_squared_error"),
        ("multi-gaussian", "huber"),
    ],
)
def test_what_is_shown_is_what_keras_computes(playground, data, loss):
    demo = playground(data, loss=loss, layers=[3], activation="relu", learning_rate=0.01, features=["x2", "x1_x2"])
    run = demo.train(2)
    report = {name: values[-1] for name, values in run.history.items()}
    assert demo.losses[1] == pytest.approx(report[f"val_{demo.ending.report}"], rel=1e-4)
    if "val_r2" in report:
        assert demo.scores[1] == pytest.approx(report["val_r2"], rel=1e-4)
    if "val_accuracy" in report:
        assert demo.scores[1] == pytest.approx(report["val_accuracy"], abs=1e-6)
    part, plan = demo._examples.test, demo._plan
    answers = demo.trainer.model(features_of(part.X, plan.features)).numpy()
    if part.task == "regression":
        assert demo.scores[1] == pytest.approx(r2_score(part.y, answers[:, 0]), rel=1e-4)
    else:
        chosen = answers.argmax(axis=1) if answers.shape[1] > 1 else answers[:, 0] > demo.ending.middle
        assert demo.scores[1] == pytest.approx(accuracy_score(part.y, chosen))
        table = next(note.lines for note in demo.notes() if note.title == "Confusion matrix, test")
        counts = [[int(n) for n in line.split()[-part.n_classes :]] for line in table[1:]]
        assert counts == confusion_matrix(part.y, chosen).tolist()


def test_reset_leads_to_the_same_start_and_the_same_numbers(playground):
    demo = playground("circle", layers=[3], dropout=0.2, seed=3)
    first = demo.weights
    demo.train(5)
    trained = demo.weights
    demo.reset()
    assert demo.epoch == 0
    assert all(map(np.array_equal, demo.weights, first))
    demo.train(5)
    assert demo.epoch == 5
    assert all(map(np.array_equal, demo.weights, trained))
    demo.seed = 4
    assert not np.array_equal(demo.weights[0], first[0])


@pytest.mark.parametrize("loss", ["binary_crossentropy", "mean_squared_error"])  # the classes are 0 and 1; -1 and 1
def test_a_goal_stops_the_training_and_only_then(playground, loss):
    goal = "test_accuracy > 90% and epoch > 6"
    demo = playground("circle", layers=[4], learning_rate=0.1, loss=loss, goal=goal)
    assert not demo.has_reached_goal
    demo.train(5)
    demo.batch_size = 9  # another trainer goes on, and the epochs are counted on
    demo.train(200)
    assert demo.scores[1] > 0.9
    assert demo.has_reached_goal
    assert 6 < demo.epoch < 200
    assert f"{goal} is reached" in demo.text
    demo.goto(demo.epoch - 1)
    assert demo.scores[1] <= 0.9 or demo.epoch == 6
    assert not demo.has_reached_goal


def test_play_pause_and_step_in_the_page(playground):
    demo = playground("circle", layers=[3])
    page = demo.page
    assert demo._frames.fields["control:speed"]["options"][0] == ("0", "faster and faster")
    page.press("step")
    assert demo.wait(60)
    assert (demo.trainer.epochs_per_s, demo.trainer.begins_slowly) == (None, True)
    assert demo.epoch == 1
    page.set("step_by", "batch")
    page.press("step")
    assert demo._latest.batch == 1
    page.set("speed", "25")
    assert demo.trainer.epochs_per_s == 25
    page.press("play")
    assert demo._frames.fields["control:play"]["label"] == "Pause"
    page.set("speed", "0")
    assert demo.trainer.epochs_per_s is None
    page.set("learning_rate", "0.1")
    while demo.epoch < 20:
        assert not demo.wait(0.01)
    page.press("play")
    assert demo.wait(30)
    assert demo._frames.fields["control:play"]["label"] == "Play"
    epoch = demo.epoch
    assert epoch >= 20
    assert demo.trainer.settings["learning_rate"] == pytest.approx(0.1)
    assert not demo._frames.fields["error"]
    page.press("reset")
    assert demo.epoch == 0


def test_a_frozen_layer_stays_and_training_goes_on_from_where_it_was(playground):
    demo = playground("circle", layers=[3, 2])
    demo.train(3)
    before = demo.weights
    demo.page.set("layer", 1)
    demo.page.set("frozen", True)
    assert demo.epoch == 3
    assert demo.frozen_layers == [1]
    assert all(map(np.array_equal, demo.weights, before))
    demo.train(2)
    after = demo.weights
    assert demo.epoch == 5
    assert np.array_equal(after[0], before[0])
    assert np.array_equal(after[1], before[1])
    assert not np.array_equal(after[2], before[2])


def test_a_weight_that_is_set_by_hand_changes_the_loss_at_once_and_is_trained_on(playground):
    demo = playground("circle", layers=[3])
    loss = demo.losses[0]
    demo.page.point("click", 0, 0, chart="sheet", row={"part": "w:1:2:1"})
    assert (demo.layer, demo.neuron, demo.link) == (1, 2, 1)
    assert demo.value == pytest.approx(float(demo.weights[0][0, 1]))
    demo.page.set("value", 2.5)
    assert demo.weights[0][0, 1] == pytest.approx(2.5)
    assert demo.losses[0] != loss
    hidden = np.tanh(demo._examples.train.X @ demo.weights[0] + demo.weights[1])
    shares = 1 / (1 + np.exp(-(hidden @ demo.weights[2] + demo.weights[3])[:, 0]))
    y = demo._examples.train.y
    assert demo.losses[0] == pytest.approx(-np.mean(np.log(np.where(y == 1, shares, 1 - shares))), rel=1e-5)
    demo.train(1)
    assert demo.epoch == 1
    assert demo.weights[0][0, 1] == pytest.approx(2.5, abs=0.5)


def test_layers_and_neurons_are_changed_in_the_picture_and_by_controls(playground):
    demo = playground("circle")
    kept = demo.weights[0][:, :2] / demo.weights[0][0, 0]
    demo.page.point("click", 0, 0, chart="sheet", row={"part": "b:1:1"})
    assert demo.layers == [5, 2]
    assert demo.weights[0][:, :2] / demo.weights[0][0, 0] == pytest.approx(kept, rel=1e-5)
    demo.page.set("n_layers", 4)
    assert (demo.layers, demo.activations) == ([5, 2, 2, 2], ["tanh"] * 4)
    demo.page.set("activation", "relu")
    assert demo.activations == ["relu"] * 4
    demo.page.set("layer", 3)
    demo.page.set("neurons", 6)
    demo.page.set("activation", "sigmoid")
    assert (demo.layers, demo.activations[2]) == ([5, 2, 6, 2], "sigmoid")
    demo.page.point("click", 0, 0, chart="sheet", row={"part": "f:sin_x1"})
    assert demo.features == ("x1", "x2", "sin_x1")
    for name in ("x1", "x2", "sin_x1"):
        demo.page.set(name, False)
    assert demo.features == ("sin_x1",)
    assert "Tick a feature" in demo._frames.fields["error"]
    demo.page.set("n_layers", 0)
    assert [w.shape for w in demo.weights] == [(1, 1), (1,)]


def test_hovering_a_neuron_swaps_it_into_the_plane_and_keys_do_the_same(playground):
    demo = playground("circle", layers=[3])

    def plane():
        return demo.datasets["answers"].levels

    whole = plane()
    demo._handle_msg({"content": {"data": {"method": "custom", "content": _hover("n:1:2")}}, "buffers": []})
    hovered = plane()
    assert not np.array_equal(hovered, whole)
    demo._handle_msg({"content": {"data": {"method": "custom", "content": _hover("")}}, "buffers": []})
    assert np.array_equal(plane(), whole)
    demo.page.key("ArrowRight")
    demo.page.key("ArrowDown")
    assert (demo.layer, demo.neuron) == (1, 2)
    assert np.array_equal(plane(), hovered)
    at = np.linspace(-5.94, 5.94, 100)
    grid = np.stack([axis.ravel() for axis in np.meshgrid(at, at)], axis=1)
    by_hand = np.tanh(grid @ demo.weights[0][:, 1] + demo.weights[1][1]).reshape(100, 100)
    assert hovered == pytest.approx(np.round((by_hand + 1) / 2 * 254), abs=1)


def _hover(part):
    return {"kind": "param", "name": "hovered", "value": {"part": [part]} if part else {}}


def test_own_points_are_drawn_moved_and_taken_back(playground):
    demo = playground("points")
    demo.page.point("click", 1.0, -1.0, chart="field")
    demo.page.set("new_class", "0")
    demo.page.point("click", -1.0, 1.0, chart="field")
    assert demo.points == [[-2, -2, 0], [2, 2, 1], [1, -1, 1], [-1, 1, 0]]
    demo.page.point("drop", 3.0, -3.0, chart="field", row={"kind": 1, "x": 1.0, "y": -1.0})
    assert demo.points[2] == [3, -3, 1]
    demo.page.point("delete", 3.0, -3.0, chart="field")
    assert len(demo.points) == 3
    demo.page.press("undo")
    assert demo.points[2] == [3, -3, 1]
    demo.train(30)
    assert demo.epoch == 30
    locked = playground("points", lock=["points"])
    locked.page.point("click", 0, 0, chart="field")
    assert locked.points is None


def test_own_data_come_as_frame_file_or_arrays_in_their_own_units(playground, tmp_path):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"cm": rng.normal(100, 20, 60), "kg": rng.normal(0.1, 0.01, 60)})
    frame["kind"] = np.where(frame.cm > 100, "long", np.where(frame.kg > 0.1, "heavy", "light"))
    frame.to_csv(tmp_path / "own.csv", index=False)
    for data in (frame, str(tmp_path / "own.csv")):
        demo = playground(data, target="kind", learning_rate=0.3)
        assert demo.source.class_names == ("heavy", "light", "long")
        assert demo.weights[-1].shape == (3,)
        assert demo.params["x_low"] < frame.cm.min() < frame.cm.max() < demo.params["x_high"] + 40
        assert demo.to_code().startswith("dlw.Playground(data=...")
    demo.train(100)
    assert demo.scores[0] > 0.8
    values = playground((frame[["cm", "kg"]].to_numpy(), frame.cm.to_numpy() / 100))
    values.train(50)
    assert values.scores[0] > 0.8
    again = playground(frame, target="kind", state=demo.state_text)
    assert (again.learning_rate, again.source.name) == (0.3, "own data")
    same = playground((frame[["cm", "kg"]].to_numpy(), np.full(60, 1.5)))
    assert "R²" not in same.text  # of values that are all the same there is none
    assert "nan" not in same.text


def test_numbers_that_are_none_are_said_and_mended_by_reset(playground):
    demo = playground("circle", activation="relu", layers=[4], loss="hinge", learning_rate=1000)
    demo.train(30)
    weights = demo.weights
    weights[0][0, 0] = np.nan
    demo._carry_on(weights)
    demo.refresh()
    assert "no numbers any more" in demo.text
    demo.reset()
    assert "no numbers" not in demo.text


def test_whatever_is_changed_in_whatever_order_leaves_it_consistent(playground):
    demo = playground("circle", layers=[2])
    rng = np.random.default_rng(5)
    values = {
        "data": [*DATA], "noise": [0.0, 0.3], "layers": [[], [3], [2, 4, 1]], "sin_x1": [True, False], "x1": [True, False],
        "activation": ["relu", "tanh"], "dropout": [0.0, 0.5], "optimizer": ["adam", "sgd"], "layer": [0, 1, 2],
        "frozen": [True, False], "regularization": ["l1", "none"], "seed": [0, 5], "discretize": [True, False],
        "show_test": [True, False], "show_wrong": [True, False], "neuron": [1, 2], "value": [0.5, -1.0],
    }  # fmt: skip
    for name, _ in zip(itertools.cycle(rng.permutation([*values, *values])), range(120), strict=False):
        picked = values[name][rng.integers(len(values[name]))]
        try:
            demo.change(**{str(name): picked})
        except DLWidgetsError:
            continue
        shapes = [array.shape for array in demo.weights]
        assert shapes[::2] == [*itertools.pairwise(demo.sizes)]
        assert len(demo.activations) == len(demo.layers)
        assert json.loads(json.dumps(demo.state)) == demo.state
        assert playground(state=demo.state_text).features == demo.features


def test_every_control_is_explained(playground):
    controls = [control for control in playground()._panel if control["kind"] != "action"]
    assert all(len(control["help"]) > 15 for control in controls)


def test_the_program_that_is_written_makes_the_same_network(playground):
    demo = playground("iris", layers=[5, 3], activation="relu", regularization="l2", regularization_rate=0.01)
    spec = dlw.NetworkSpec.from_code(
        "\n".join(line for line in demo.keras_code.splitlines() if "column_stack" not in line)
    )
    assert spec.layers == demo.spec.layers
    assert spec.summary().total == sum(array.size for array in demo.weights) == 2 * 5 + 5 + 5 * 3 + 3 + 3 * 3 + 3


def test_the_classic_sets_are_learnt_with_the_first_settings_and_the_spirals_by_a_larger_network():
    found = {data: test for data, _numbers, _train, test in classic_scores()}
    assert {*found} == {"circle", "quadrants", "gaussians", "spiral"}
    assert min(found.values()) > 0.95, found


def test_every_epoch_is_there_again_with_its_weights_settings_and_marks_and_leads_on_to_the_same_numbers(playground):
    demo = playground("circle", layers=[3])
    seen = {0: (demo.weights, demo.losses)}
    for settings in ({"learning_rate": 0.1}, {"batch_size": 25, "optimizer": "adam"}):
        demo.change(**settings)
        demo.train(4)
        seen[demo.epoch] = demo.weights, demo.losses
    assert demo.last_epoch == demo.moment == 8
    for epoch in (4, 8, 0, 8, 4):
        demo.page.set("moment", epoch)
        weights, losses = seen[epoch]
        assert all(map(np.array_equal, demo.weights, weights))
        assert (demo.epoch, demo.losses, demo.last_epoch) == (epoch, losses, 8)
        assert demo.datasets["moment"]["epoch"].tolist() == [epoch] * (epoch < 8)
        assert max(demo.datasets["losses"]["epoch"]) == 8
    demo.goto(6)
    assert (demo.batch_size, demo.optimizer) == (25, "adam")
    assert "Epoch 6, back from 8" in demo.text
    demo.train(2)
    assert all(map(np.array_equal, demo.weights, seen[8][0]))
    demo.goto(2)
    assert (demo.batch_size, demo.optimizer) == (10, "sgd")
    demo.train(2)
    assert all(map(np.array_equal, demo.weights, seen[4][0]))
    assert demo.last_epoch == max(demo.datasets["losses"]["epoch"]) == 4
    assert set(demo.datasets["earlier"]["epoch"]) >= {2, 8}  # the way not taken stays as a pale curve
    with pytest.raises(InvalidValueError, match=r"epochs 0 .* to 4"):
        demo.goto(5)


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [([[1, 1, 1, 2.0]], [], "with weights"), ([], [[1, 1, 1, 2.0]], "without weights"),
     ([[1, 1, 1, 2.0]], [[1, 1, 1, 3.0]], "with other weights"), ([4, 2], [8], "weights [4, 2] instead of [8]")],
)  # fmt: skip
def test_in_what_an_earlier_run_differed_is_told_without_rows_of_numbers(then, now, words):
    run = EarlierRun(1, {"own": then}, [(3.0, 0.5, 0.4)])

    assert run.words({"own": now}, {"own": "Weights"}) == f"run 1, {words}: test loss 0.4 after 3 epochs"


def test_earlier_runs_stay_behind_and_say_what_was_different(playground):
    demo = playground("circle", layers=[3])
    demo.train(3)
    loss = demo.losses[1]
    demo.learning_rate = 0.3
    demo.reset()
    demo.train(2)
    demo.sin_x1 = True
    words = next(note.lines for note in demo.notes() if note.title == "Earlier runs")
    assert words[0] == f"run 1, without sin x₁, learning rate 0.03 instead of 0.3: test loss {loss:.3g} after 3 epochs"
    rows = demo.datasets["earlier"]
    assert {*rows["run"]} == {"run 1", "run 2"}
    at_end = [*zip(*(rows[name] for name in ("run", "part", "epoch", "loss")), strict=True)]
    assert ("run 1", "test", 3, pytest.approx(loss)) in at_end
    demo.show_runs = False
    assert len(demo.datasets["earlier"]["run"]) == 0
    demo.change(data="quadrants", show_runs=True)
    assert len(demo.datasets["earlier"]["run"]) == 0  # losses of other data say nothing here
    demo.data = "circle"
    assert len(demo.earlier_runs) == 2


def test_of_a_million_epochs_the_beginning_and_the_course_are_kept_and_a_new_run_is_seen_beside_them(playground):
    demo = playground("circle", layers=[3])
    demo.train(60)
    assert {1, 2, 3, 4} <= {row[0] for row in demo._history.rows}
    assert demo._history.rows[-1][0] == 60
    demo._history.rows = demo._history.rows[:1]
    loss = {epoch: 1 / (1 + epoch) for epoch in sorted({*range(2, 300), *(int(1.02**k) for k in range(300, 698))})}
    for epoch, one in loss.items():
        demo._history.add(epoch, one, 2 * one)
    rows = np.array(demo._history.rows)
    assert len(rows) <= 160
    assert tuple(rows[-1]) == (last := max(loss), loss[last], 2 * loss[last])
    asked = np.array([*range(5, 200, 20), 1000, 10_000, 100_000])
    assert np.interp(asked, rows[:, 0], rows[:, 1]) == pytest.approx(1 / (1 + asked), rel=0.2)
    assert np.diff(rows[:, 0]).max() < last / 25
    demo.reset()
    shown = demo.datasets["earlier"]
    assert max(shown["epoch"]) == 200  # else the new run would be one pixel wide for thousands of epochs
    at_end = shown["loss"][shown["epoch"] == 200]
    assert at_end == pytest.approx([1 / 201, 2 / 201], rel=0.1)
    demo._farthest = 60
    demo.refresh()
    assert max(demo.datasets["earlier"]["epoch"]) == 240


def test_the_chosen_weight_follows_the_training(playground):
    demo = playground("circle", layers=[3], layer=1, neuron=2, link=1)
    demo.train(3)
    assert demo.page.shows("value") == demo.value == pytest.approx(float(demo.weights[0][0, 1]))


def test_a_formula_of_ones_own_is_a_feature_in_numbers_picture_program_and_state(playground):
    demo = playground("circle", features=["x2", "x1^2 - x2", "max(sin(pi*x1), -x2/3) * (x1 > 0)"], layers=[])
    assert demo.features == ("x2", "x1 ** 2 - x2", "max(sin(pi * x1), -x2 / 3) * (x1 > 0)")
    x1, x2 = demo._examples.train.X.T
    by_hand = np.stack([x2, x1**2 - x2, np.maximum(np.sin(np.pi * x1), -x2 / 3) * (x1 > 0)], axis=1)
    assert features_of(demo._examples.train.X, demo.features) == pytest.approx(by_hand)
    line = next(line for line in demo.keras_code.splitlines() if "column_stack" in line)
    assert eval(line.removeprefix("X = "), {"np": np, "x1": x1, "x2": x2}) == pytest.approx(by_hand)  # noqa: S307 - ours
    assert "(x₁² - x₂)" in demo.notes().__iter__().__next__().lines[0]
    for again in (playground(state=demo.state_text), eval(demo.to_code(), {"dlw": dlw})):  # noqa: S307 - our own line
        assert again.features == demo.features
    demo.page.point("click", 0, 0, chart="sheet", row={"part": f"f:{demo.features[2]}"})
    assert demo.features == ("x2", "x1 ** 2 - x2")
    demo.page.set("own_features", "log(x2)")
    assert "needs a value everywhere" in demo._frames.fields["error"]
    assert demo.features == ("x2", "x1 ** 2 - x2")
    demo.page.set("own_features", "x₁² + x₂² ; ;")
    assert demo.features == ("x2", "x1 ** 2 + x2 ** 2")
    assert [w.shape for w in demo.weights] == [(2, 1), (1,)]


def test_weights_set_by_hand_are_in_the_state_in_the_history_and_in_the_start_until_they_are_taken_back(playground):
    demo = playground("circle", layers=[3], layer=1, neuron=2, link=1)
    first = demo.weights

    def is_at(weights):
        return all(map(np.array_equal, demo.weights, weights))

    demo.page.set("value", 2.5)
    start = demo.weights
    for again in (playground(state=demo.state_text), eval(demo.to_code(), {"dlw": dlw})):  # noqa: S307 - our own line
        assert all(map(np.array_equal, again.weights, start))
    demo.train(4)
    demo.page.set("value", -1)
    by_hand = demo.weights
    demo.goto(2)
    demo.goto(4)
    assert is_at(by_hand)
    demo.goto(0)
    assert is_at(start)
    demo.goto(4)
    demo.train(1)
    trained = demo.weights
    demo.goto(4)
    assert is_at(by_hand)
    demo.goto(5)
    assert is_at(trained)
    demo.reset()
    assert demo.weights[0][0, 1] == -1
    demo.reset()
    assert is_at(first)
    assert demo.hand_set == []


def test_the_numbers_of_the_optimizer_reach_keras_and_the_history(playground):
    demo = playground("circle", layers=[], optimizer="nesterov", momentum=0.5)
    demo.train(1)
    kept = demo.trainer.model.optimizer.get_config()
    assert (kept["name"], kept["momentum"], kept["nesterov"]) == ("sgd", 0.5, True)
    assert {*demo.disabled()} & {"momentum", "memory"} == {"memory"}
    demo.optimizer = "rmsprop"
    assert demo.memory == 0.9
    demo.change(optimizer="adam", momentum=0.8)
    assert demo.memory == 0.999
    demo.train(1)
    kept = demo.trainer.model.optimizer.get_config()
    assert (kept["name"], kept["beta_1"], kept["beta_2"]) == ("adam", 0.8, 0.999)
    assert "Adam(learning_rate=0.03, beta_1=0.8)" in demo.keras_code
    demo.goto(0)
    assert (demo.optimizer, demo.momentum) == ("nesterov", 0.5)
    assert any("device: " in line and "CPU" in line for note in demo.notes() for line in note.lines)


def test_a_goal_of_values_can_name_r2_and_one_that_is_never_reached_ends_with_the_epochs(playground):
    demo = playground("plane", layers=[], learning_rate=0.01, goal="test_r2 > 0.8")
    demo.train(30)
    assert demo.scores[1] > 0.8
    assert demo.epoch < 30
    demo.change(goal="test_r2 > 1")
    demo.train(3)
    assert not demo.has_reached_goal


def test_a_click_can_add_another_class(playground):
    demo = playground("points", layers=[3])
    demo.page.set("new_class", "2")
    demo.page.point("click", 3.0, -3.0, chart="field")
    assert demo.source.n_classes == demo.weights[-1].size == 3
    demo.page.set("new_class", "3")
    demo.page.press("undo")
    assert demo.source.n_classes == 2
    assert demo.new_class in demo.classes_to_add


def test_the_picture_of_a_training_comes_from_a_thread_of_its_own_and_ends_with_it(playground, wires):
    demo = playground("circle", layers=[3])
    names = set()
    look = demo._look
    demo._look = lambda: (names.add(threading.current_thread().name), look())
    demo.open()
    demo.play()
    with demo._frames.lock:  # somebody draws, or a handler works: training goes on all the same
        steps = demo.trainer.standing[0].n_steps
        while demo.trainer.standing[0].n_steps <= steps + 500:
            assert not demo.wait(0.01)
        demo.pause()
        assert demo.trainer.wait(60)
    assert demo.wait(60)
    assert not demo.is_playing
    assert demo.epoch == demo.trainer.epoch
    assert "dlwidgets-trainer" not in names
    same = [w for w in wires if w.frames][-1].frames
    assert "examples" not in {name for frame in same[1:] for name in frame["sets"]}  # they did not change
    demo.play()
    demo.close()
    assert not demo.is_playing
    deadline = time.monotonic() + 60
    while any(thread.name.startswith("dlwidgets-") for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("width", [288, 340, 412, 484])
@pytest.mark.parametrize("layers", [[], [4, 2], [8] * 6, [16] * 7])
def test_on_a_phone_nothing_of_the_network_is_clipped_and_its_tiles_are_squares_that_keep_apart(
    playground, width, layers
):
    demo = playground("iris", layers=layers, own_features="x1*x1 - x2")
    demo._receive_room({"page": "a", "widths": {"sheet_width": width, "field_width": 264}})
    per_unit = width / 484
    areas, texts = demo.datasets["areas"], demo.datasets["texts"]
    assert 0 <= areas["x"].min() < areas["x2"].max() <= 484
    tiles = np.array([str(part)[:2] in {"f:", "n:"} for part in areas["part"]])
    wide = (areas["x2"] - areas["x"])[tiles] * per_unit
    assert wide == pytest.approx((areas["y2"] - areas["y"])[tiles])
    lefts = np.unique(areas["x"][tiles].round(6)) * per_unit
    assert all(gap >= wide[0] + 8 for gap in np.diff(lefts))
    for x, text, size, align in zip(*(texts[name] for name in ("x", "text", "size", "align")), strict=True):
        room = {"right": x, "left": 484 - x, "center": 2 * min(x, 484 - x)}[align] * per_unit
        assert len(text) * size * 0.56 <= room + 1, text
    for image, column in zip((f"image_{n}" for n in range(len(layers) + 2)), lefts, strict=True):
        grid = demo.datasets[image]
        assert (grid.x[1] - grid.x[0]) * per_unit == pytest.approx(grid.levels.shape[1])
        assert grid.x[0] * per_unit == pytest.approx(column)


def test_parts_that_are_not_there_or_locked_mean_nothing(playground):
    demo = playground("circle", layers=[3], lock=["x1_x2", "neurons", "layer"])
    state = demo.state
    hostile = (
        "f:zz",
        "f",
        "b:9:1",
        "b:1:99999",
        "n:99:99",
        "n:a:b",
        "w:1",
        "w:1:1:99",
        "l:-5",
        "x:1",
        "",
        ":",
        "f:__class__",
    )
    for part in (*hostile, "f:x1_x2", "b:1:1", "l:1", "n:1:2", "w:1:1:1"):
        demo.page.point("click", 0, 0, chart="sheet", row={"part": part})
        assert not demo._frames.fields["error"], part
    assert demo.state == state


def test_a_playground_that_is_let_go_starts_no_thread_that_draws(playground, monkeypatch):
    demo = playground("circle", layers=[2])
    demo.train(1)
    trainer, told = demo.trainer, []
    monkeypatch.setattr(demo._follower, "tell", lambda: told.append("news"))

    demo.close()

    assert (trainer.state, told) == ("closed", [])

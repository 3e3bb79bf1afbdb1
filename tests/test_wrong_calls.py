"""A wrong call of the public names is answered in a sentence that says what to write instead."""

import inspect

import altair as alt
import pytest

import dlwidgets as dlw
from dlwidgets.errors import DLWidgetsError, clear_call
from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec
from dlwidgets.training.run import Run

SPEC = NetworkSpec([Input((2,)), Dense(1)], CompileSpec("sgd", "mse"))
CHART = alt.Chart(alt.NamedData("curve")).mark_line().encode(x="x:Q", y="y:Q")
POINTS = [[0, 1], [1, 0]], [0, 1]
TEXTS = {"label": "Rate", "help": "How fast."}


def trainer(**settings):
    return dlw.Trainer(SPEC, *POINTS, **settings)


def demo_of(**members):
    return type("Mine", (dlw.Demo,), {"rate": dlw.slider(0.5, 0, 1, **TEXTS), "chart": lambda _: CHART, **members})()


WRONG = {
    # a name that is not known, with the nearest
    "load_name": (lambda: dlw.load("circle", nois=0.1), r"no argument of load 'nois'. Did you mean 'noise'\?"),
    "race_name": (lambda: dlw.race("circle", ["svm"], tran=0.5), "Did you mean 'train'"),
    "trainer_name": (lambda: trainer(batch_siz=3), "argument of Trainer 'batch_siz'. Did you mean 'batch_size'"),
    "live_name": (lambda: dlw.LiveCharts(dat=3), "Did you mean 'data'"),
    "until_name": (lambda: trainer().until("loss < 1", epoch=3), "Did you mean 'epochs'"),
    "move_name": (lambda: trainer().change(learning_rat=1), "Did you mean 'learning_rate'"),
    "path": (lambda: trainer(path="compile"), "Did you mean 'compiled'"),
    "strategy": (lambda: trainer(strategy="mirored"), "Did you mean 'mirrored'"),
    "precision": (lambda: trainer(precision="float16"), "mixed_float16"),
    "choice": (lambda: dlw.choice("adan", ["sgd", "adam"], **TEXTS), "Did you mean 'adam'"),
    # an argument too many, or one that is missing
    "no_name": (dlw.load, "missing a required argument: 'name'. It takes name, n=..., noise=..., seed=..."),
    "unnamed": (lambda: dlw.Losses(3), "Losses can't be called like that: too many positional.*settings by name"),
    "unnamed_choice": (lambda: dlw.Activations("relu"), "hide=..., lock=..., settings by name"),
    "button": (lambda: dlw.button("Go"), "help"),
    # something of the wrong kind
    "hide": (lambda: dlw.Activations(hide=3), "list of names"),
    "model": (lambda: dlw.Trainer(3, *POINTS), "compiled Keras model or a NetworkSpec, but an int came"),
    "builder": (lambda: dlw.Trainer(dlw.LayerBuilder(data="iris"), *POINTS), r"Give its \.model"),
    "stopping": (lambda: trainer(early_stopping="loss"), "EarlyStopping"),
    "memory": (lambda: trainer(memory_mb="much"), "megabytes"),
    "keep": (lambda: trainer(keep=3), "takes a function"),
    "weights": (lambda: trainer(weights=3), "get_weights"),
    "no_goal": (lambda: trainer().until(None), "val_loss < 0.2"),
    "wait": (lambda: trainer().wait("long"), "seconds"),
    "build": (lambda: dlw.build([2, 1]), "takes a description, but a list came"),
    "layers": (lambda: NetworkSpec(3), "list of layers"),
    "code": (lambda: dlw.LayerBuilder(code=3), "text of a Keras program, but an int came"),
    "contestants": (lambda: dlw.race("circle", 3), "Contestants are a list"),
    "on_outcome": (lambda: dlw.race("circle", ["svm"], on_outcome=3), "function"),
    "stop": (lambda: dlw.race("circle", ["svm"], stop=3), "Event"),
    "no_trainer": (lambda: dlw.TrainerPanel("iris"), r"but a str came. Write TrainerPanel\(dlw.Trainer\(model"),
    "no_layers": (lambda: dlw.BackpropStepper("iris"), "Write data='iris'"),
    "no_network": (lambda: dlw.NetworkDiagram("iris"), "data='iris'"),
    "no_data": (lambda: dlw.Optimizers("ravine"), r"Write Optimizers\(surface='ravine'\)"),
    "goal": (lambda: dlw.HandTune(goal="los < 0.3"), "such as 0.3 or 'loss < 0.3'"),
    "panel": (lambda: dlw.TrainerPanel(trainer(), metrics=3), "list of names"),
    "known": (lambda: dlw.find_bugs("x = 1", known={"X": 3}), "what is known of variables"),
    "surface": (lambda: dlw.surface(3), "name of a data set"),
    "sets": (lambda: dlw.ChartView(CHART, 3), "dict by name"),
    "rows": (lambda: dlw.ChartView(CHART).update(3), "dict by name"),
    "note": (lambda: dlw.Note("Sum", "1 + 1"), "tuple of texts"),
    "formula": (lambda: dlw.Formula("Sum", 3), "tuple of texts"),
    "data_name": (lambda: dlw.Dataset(3, *POINTS), "name of a data set is a text"),
    "class_names": (lambda: dlw.Dataset.from_arrays(*POINTS, class_names=3), "list of texts"),
    "frame": (lambda: demo_of(frame=lambda _: 3), "returns a dict of data sets by name, but an int came"),
    "save": (lambda: dlw.Losses().save(3), "A file has a name"),
    "run_save": (lambda: Run(1).save(3), "name of a file"),
    "run_folder": (lambda: Run(1).save("no such folder/run.npz"), "can't be saved.*No such file"),
    "run_load": (lambda: Run.load(3), "name of a file"),
    # a control that can't be
    "slider_text": (lambda: dlw.slider("half", 0, 1, **TEXTS), "value of the slider came as 'half'"),
    "slider_range": (lambda: dlw.slider(5, 0, 1, **TEXTS), "from 0 to 1"),
    "slider_way": (lambda: dlw.slider(0, 1, 0, **TEXTS), "way up"),
    "slider_step": (lambda: dlw.slider(0.5, 0, 1, step=0, **TEXTS), "steps above 0"),
    "options": (lambda: dlw.choice("a", 3, **TEXTS), "list of texts"),
    "toggle": (lambda: dlw.toggle("yes", **TEXTS), "True or False"),
    "label": (lambda: dlw.toggle(True, label=3, help="y"), "wanted a text"),
    "no_method": (lambda: dlw.button("Go", help="Goes.")(3), "presses a method"),
    # a slip of the pen in an assignment, which would change nothing
    "slip": (lambda: setattr(dlw.Perceptron(), "bais", 1), "setting of Perceptron 'bais'. Did you mean 'bias'"),
    "late": (lambda: setattr(dlw.Perceptron(), "hide", ["bias"]), r"Perceptron\(hide=\[...\]\)"),
    "state": (lambda: setattr(dlw.Perceptron(), "state", 3), "dict of settings"),
}


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_answered_in_a_sentence(call):
    make, words = WRONG[call]
    with pytest.raises(DLWidgetsError, match=words):
        make()


def test_a_misspelt_public_name_is_told_with_the_nearest():
    with pytest.raises(AttributeError, match="Did you mean 'Playground'"):
        _ = dlw.playgroud


def test_own_attributes_of_a_demo_and_errors_inside_a_call_stay_what_they_are():
    demo = dlw.Perceptron()
    demo.winner = "Ada"
    assert demo.winner == "Ada"

    @clear_call
    def draw(n, *, noise=0.0):
        return n + noise

    assert str(inspect.signature(draw)) == "(n, *, noise=0.0)"
    assert draw(1, noise=2) == 3
    with pytest.raises(TypeError, match="unsupported operand") as raised:
        draw(None)
    assert not isinstance(raised.value, DLWidgetsError)


def test_a_run_that_cannot_be_written_leaves_the_file_that_was_there(tmp_path, monkeypatch):
    run, file = Run(1), tmp_path / "run.npz"
    run.record(1, {"loss": 0.5})
    run.save(file)

    def full(*_args, **_arrays):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dlwidgets.training.run_file.np.savez_compressed", full)
    with pytest.raises(DLWidgetsError, match="No space left"):
        Run(2).save(file)
    assert Run.load(file).history["loss"].tolist() == [0.5]
    assert [one.name for one in tmp_path.iterdir()] == ["run.npz"]

"""What is seen inside a model while it is fitted, against NumPy's histograms and TensorFlow's own gradients."""

import numpy as np
import pytest

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.training.curves.diagnosis import diagnose
from dlwidgets.training.curves.finding import Kind
from dlwidgets.training.inspected_fit import InspectedFit
from dlwidgets.training.inspector import MOST_EXAMPLES, MOST_LAYERS, Inspector, Sample
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.looks import BINS, MOST, Histogram, Look, Looks
from dlwidgets.training.recorder import Recorder
from dlwidgets.training.run import Ending, Run

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(60, 6)).astype("float32"), RNG.integers(0, 3, 60)


def network(hidden=("norm", "drop"), optimizer="sgd", bias=0.0, loss="sparse_categorical_crossentropy"):
    keras = import_keras()
    keras.utils.set_random_seed(4)
    layers = {"norm": keras.layers.BatchNormalization, "drop": lambda: keras.layers.Dropout(0.5)}
    first = keras.layers.Dense(8, "relu", bias_initializer=keras.initializers.Constant(bias), name="first")
    inner = [layers[name]() for name in hidden]
    model = keras.Sequential([keras.Input((6,)), first, *inner, keras.layers.Dense(3, "softmax", name="last")])
    model.compile(optimizer, loss)
    return model


def fit(model, *callbacks, epochs=3):
    model.fit(X, Y, batch_size=20, epochs=epochs, verbose=0, callbacks=[*callbacks])


def same(histogram, values):
    counts, edges = np.histogram(np.concatenate([np.asarray(v, dtype=float).ravel() for v in values]), BINS)
    assert histogram.counts.tolist() == counts.tolist()
    assert histogram.edges == pytest.approx(edges, rel=1e-6)
    assert histogram.shares.sum() == pytest.approx(1)


def test_the_histograms_are_those_that_numpy_makes_of_what_keras_and_tensorflow_compute():
    import tensorflow as tf

    keras, model, watched = import_keras(), network(), InspectedFit((X, Y))
    fit(model, watched)
    look = watched.run.looks[-1]

    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(Y, model(X, training=False)))
    gradients = dict(
        zip((v.path for v in model.trainable_variables), tape.gradient(loss, model.trainable_variables), strict=True)
    )
    outputs = keras.Model(model.inputs, [layer.output for layer in model.layers]).predict(X, verbose=0)
    for layer, output in zip(model.layers, outputs, strict=True):
        if not layer.weights:
            continue
        same(look.histograms["weights", layer.name], layer.trainable_weights)
        for kind, values in (
            ("activations", [output]),
            ("gradients", [gradients[v.path] for v in layer.trainable_weights]),
        ):
            ours, (counts, edges) = (
                look.histograms[kind, layer.name],
                np.histogram(np.concatenate([np.ravel(v) for v in values]), BINS),
            )
            # Another order of additions moves a value over the edge of a bar now and then.
            assert np.abs(np.cumsum(ours.counts) - np.cumsum(counts)).max() <= 2
            assert ours.edges == pytest.approx(edges, rel=1e-4, abs=1e-6)
    assert look.dead == {"first": (int((outputs[0] == 0).all(axis=0).sum()), 8)}
    assert [one.epoch for one in watched.run.looks] == [0, 1, 2, 3]


def test_a_fit_that_is_looked_into_learns_the_same_and_nothing_is_traced_again():
    calls = []
    keras = import_keras()

    def loss(truth, said):
        calls.append(1)
        return keras.losses.sparse_categorical_crossentropy(truth, said)

    watched, looked_into, alone = InspectedFit((X, Y)), network(loss=loss), network()
    fit(looked_into, watched, epochs=4)
    fit(looked_into, watched, epochs=2)
    fit(alone, epochs=4)
    fit(alone, epochs=2)

    assert len(calls) == 2  # the step of fit, and the look; each was traced once
    assert [len(run.looks) for run in watched.runs] == [5, 3]
    for ours, theirs in zip(looked_into.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    inspector = watched.inspector
    looked_into.layers[0].trainable = False
    looked_into.compile("sgd", "sparse_categorical_crossentropy")
    fit(looked_into, watched, epochs=1)
    assert watched.inspector is not inspector
    assert ("gradients", "first") not in watched.run.looks[-1].histograms
    same(watched.run.looks[-1].histograms["weights", "first"], looked_into.layers[0].weights)


def test_a_model_that_is_written_as_a_class_is_heard_too_and_of_a_layer_that_is_used_twice_the_last_time():
    keras = import_keras()

    class Twice(keras.Model):
        def __init__(self):
            super().__init__()
            self.words, self.read = keras.layers.Embedding(9, 4), keras.layers.Dense(4)

        def call(self, inputs):
            return keras.ops.mean(self.read(self.read(self.words(inputs))), axis=(1, 2))

    words, targets = RNG.integers(0, 9, (20, 3)), RNG.normal(size=20)
    model = Twice()
    model.compile("sgd", "mse")
    watched = InspectedFit((words, targets))
    model.fit(words, targets, epochs=1, verbose=0, callbacks=[watched])
    (look,) = watched.run.looks  # such a model has no weights before its first step

    assert look.epoch == 1

    assert {kind: {at for of, at in look.histograms if of == kind} for kind in ("activations", "gradients")} == {
        kind: {layer.name for layer in model.layers} for kind in ("activations", "gradients")
    }
    same(look.histograms["activations", model.words.name], [model.words(words)])
    ours, twice = look.histograms["activations", model.read.name], model.read(model.read(model.words(words)))
    assert (ours.low, ours.high) == pytest.approx((float(np.min(twice)), float(np.max(twice))), rel=1e-4)
    assert not any("call" in vars(layer) for layer in model.layers)
    assert look.dead == {}


def test_without_examples_weights_alone_are_seen_and_of_deep_models_some_layers():
    keras = import_keras()
    deep = [keras.layers.Dense(2, name=f"layer_{k}") for k in range(20)]
    model = keras.Sequential([keras.Input((2,)), *deep])

    inspector = Inspector(model)

    assert {kind for kind, _ in inspector.look(0).histograms} == {"weights"}
    assert (len(inspector.layers), inspector.n_hidden) == (MOST_LAYERS, 8)
    assert (inspector.layers[0], inspector.layers[-1]) == ("layer_0", "layer_19")


def test_examples_are_taken_evenly_and_wrong_ones_are_refused():
    many = Sample.of((np.arange(1000.0), np.arange(1000)))
    assert (len(many.X), many.X[0], many.X[-1], many.X.dtype, many.y.dtype) == (MOST_EXAMPLES, 0, 999, "float32", int)
    for wrong in (5, "X", (X,)):
        with pytest.raises(InvalidValueError, match="histograms takes True"):
            InspectedFit(wrong)
    for wrong in ((X, Y[:-1]), (X[:0], Y[:0])):
        with pytest.raises(DataError, match="as many rows of X as of y"):
            InspectedFit(wrong)
    with pytest.raises(DataError, match="in numbers"):
        InspectedFit((X, Y.astype(str)))
    with pytest.raises(InvalidValueError, match="can't take the examples"):
        fit(network(), InspectedFit((X[:, :2], Y)))


def test_numbers_that_are_not_finite_are_counted_apart():
    histogram = Histogram.of(np.array([1.0, np.nan, 3.0, np.inf]))

    assert (histogram.low, histogram.high, histogram.counts.sum(), histogram.n_lost) == (1.0, 3.0, 2, 2)
    nothing = Histogram.of(np.full(3, np.nan))
    assert (nothing.counts.sum(), nothing.shares.sum(), nothing.n_lost) == (0, 0, 3)


@pytest.mark.parametrize(
    ("values", "n_lost"),
    [([1e30, np.nextafter(1e30, 2e30)], 0), ([1e20, 1e20 + 20_000], 0), ([3e38], 0), ([-1e308, 1e308, 1.0], 2)],
)
def test_weights_of_a_fit_that_runs_away_have_a_histogram_too(values, n_lost):
    histogram = Histogram.of(values)

    assert (histogram.counts.sum() + n_lost, histogram.n_lost) == (len(values), n_lost)
    assert (np.diff(histogram.edges) > 0).all()


@pytest.mark.parametrize("n_epochs", [3, 40, 41, 1000, None])
def test_a_run_of_any_length_gets_few_looks_from_its_start_to_its_end(n_epochs):
    looks, last = Looks(), n_epochs or 700

    for epoch in range(last + 1):
        if looks.is_due(epoch, n_epochs):
            looks.add(Look(epoch, {}))

    epochs = [look.epoch for look in looks]
    assert epochs == sorted({*epochs})
    assert epochs[0] == 0
    assert min(last, MOST // 2) <= len(epochs) - 1 <= MOST + 1
    gaps = np.diff(epochs)
    assert last - epochs[-1] < max(gaps)
    assert n_epochs is None or epochs[-1] == n_epochs
    assert len({*gaps[:-1]}) <= 1 if n_epochs else max(gaps) <= 2 * min(gaps[:-1])


def test_looks_are_saved_with_their_run(tmp_path):
    run = Run(1, 2)
    run.record(1, {"loss": 1.0})
    run.looks.add(Look(0, {("weights", "a"): Histogram.of([1.0, 2.0])}))
    run.looks.add(Look(1, {("gradients", "b"): Histogram.of([0.0, np.nan])}, {"b": (1, 4)}))
    run.save(tmp_path / "run")

    first, second = Run.load(tmp_path / "run").looks

    assert (first.epoch, first.dead, second.epoch, second.dead) == (0, {}, 1, {"b": (1, 4)})
    same(first.histograms["weights", "a"], [[1.0, 2.0]])
    assert (second.histograms["gradients", "b"].counts.sum(), second.histograms["gradients", "b"].n_lost) == (1, 1)
    run.rewind(0, 0)
    assert [look.epoch for look in run.looks] == [0]


def test_a_layer_of_dead_relus_is_told_at_once_and_only_to_who_looked():
    watched, blind = InspectedFit((X, Y)), Recorder()
    fit(network(hidden=(), bias=-100.0), watched, blind, epochs=2)
    finding = diagnose(watched.run)

    assert (finding.kind, finding.first, finding.last) == (Kind.DEAD, 1, 2)
    assert finding.sentence == (
        "8 of 8 ReLUs of layer first are 0 for all examples looked at, from the start: dead ReLUs, nothing before it "
        "can learn."
    )
    assert "the first weights and biases" in finding.experiment
    assert diagnose(blind.run) is None


@pytest.mark.parametrize(("counts", "since"), [((0, 0, 3, 4, 4, 5), 3), ((5, 3, 3, 3, 3, 3), None), ((4,) * 6, 1)])
def test_half_of_the_relus_of_a_layer_are_told_where_the_curves_are_well(counts, since):
    run = Run(1, 5)
    for epoch, n in enumerate(counts):
        if epoch:
            run.record(epoch, {"loss": 1 / epoch})
        run.looks.add(Look(epoch, {}, {"a": (0, 8), "b": (n, 8)}))
    run.ending = Ending.DONE

    finding = diagnose(run)

    if since is None:
        assert finding.kind is Kind.HEALTHY
    else:
        assert (finding.kind, finding.first) == (Kind.DEAD, since)
        assert f"{counts[-1]} of 8 ReLUs of layer b" in finding.sentence

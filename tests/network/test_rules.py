"""The X-ray: each fault is found and mended by its own change, right networks are left in peace."""

import json
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.network import (
    RULES,
    Activation,
    CompileSpec,
    DataFacts,
    Dense,
    FitSpec,
    Input,
    LossSpec,
    MetricSpec,
    NetworkSpec,
    OptimizerSpec,
    keras_names,
    propose,
    propose_end,
    xray,
)
from dlwidgets.network.diagnosis.problems import LEVELS
from dlwidgets.network.diagnosis.proposal import propose_fit
from tests.network.faults import FAULTS, FLOWERS, PICTURES, PLACES, PRICES, RIGHT, ROWS, SEQUENCES, SHARES, TWO, WORDS
from tests.network.test_chains import chains

EVERY_DATA = [FLOWERS, TWO, ROWS, PRICES, PLACES, SHARES, PICTURES, SEQUENCES, WORDS]


def mended(spec, facts, most=12):
    """Make the first change that is offered, again and again; give the X-ray at the end."""
    found = xray(spec, facts)
    for _ in range(most):
        if not any(one.change for one in found.problems):
            return found
        found = found.mended()
    pytest.fail(f"not mended after {most} changes: {found.spec} {[one.rule for one in found.problems]}")


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_found_in_words_with_its_numbers_and_its_change_removes_it(fault):
    found = xray(fault.spec, fault.facts)
    [problem] = [one for one in found.problems if one.rule == fault.rule]

    assert problem.level == found.problems[0].level == fault.level, [one.rule for one in found.problems]
    assert fault.part in problem.says
    assert problem in found.by_key[problem.station].problems
    if problem.change is None:
        assert fault.rule == "label-range"
    else:
        after = xray(problem.change(fault.spec), fault.facts)
        assert fault.rule not in [one.rule for one in after.problems]
        assert mended(fault.spec, fault.facts).fits


def test_each_rule_has_a_fault_that_shows_it():
    assert {fault.rule for fault in FAULTS} == {rule.name for rule in RULES}


@pytest.mark.parametrize(("spec", "facts"), RIGHT, ids=lambda one: str(getattr(one, "layers", one.__class__.__name__)))
def test_a_right_network_is_left_in_peace(spec, facts):
    found = xray(spec, facts)
    assert found.fits, [one.says for one in found.problems]
    assert found.sentences()[0] == "Everything fits."
    assert xray(spec).fits  # and when nothing is known of the data


@pytest.mark.parametrize("facts", EVERY_DATA, ids=lambda facts: facts.name)
def test_what_is_proposed_fits(facts):
    spec = propose(facts)
    spec.check(facts.shape)
    assert xray(spec, facts).fits
    assert isinstance(spec.layers[0], Input)
    assert propose_end(spec, facts) == spec


def test_round_numbers_of_epochs_are_proposed_and_no_fewer_updates_than_a_thousand_where_time_allows():
    found = {n: propose_fit(DataFacts(n_examples=n)).epochs for n in (1, 4, 150, 151, 178, 506, 569, 1797, 60_000)}
    assert found == {1: 200, 4: 200, 150: 200, 151: 200, 178: 200, 506: 100, 569: 100, 1797: 20, 60_000: 10}


@pytest.mark.parametrize("facts", EVERY_DATA, ids=lambda facts: facts.name)
def test_the_end_of_any_right_network_can_be_proposed_for_other_data(facts):
    for spec, other in RIGHT:
        if other.shape == facts.shape:
            after = propose_end(spec, facts)
            ends = {problem.station for problem in xray(after, facts).problems} - {"data", "training"}
            assert not ends & {"output", "coding", "loss", "metrics"}, (spec, after)
            assert after.layers[0] == spec.layers[0]


losses = st.sampled_from(sorted(keras_names.LOSS_NAMES)) | st.builds(
    LossSpec, st.sampled_from(sorted(keras_names.LOSSES))
)
logits = st.builds(
    LossSpec,
    st.sampled_from(["BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy"]),
    from_logits=st.booleans(),
)
metric = st.sampled_from(sorted(keras_names.METRIC_NAMES)) | st.builds(
    MetricSpec, st.sampled_from(sorted(keras_names.METRICS))
)
rates = st.sampled_from([-1, 0, 1e-8, 0.01, 1.0, 5.0, 100])
optimizers = st.sampled_from(["adam", "sgd"]) | st.builds(
    OptimizerSpec, st.sampled_from(sorted(keras_names.OPTIMIZERS)), learning_rate=rates
)
compiles = st.none() | st.builds(
    CompileSpec, optimizers, st.none() | losses | logits, st.lists(metric, max_size=3).map(tuple)
)
fits = st.none() | st.builds(
    FitSpec,
    st.integers(0, 3),
    st.none() | st.integers(1, 200),
    st.sampled_from([0.0, 0.2, 0.999]),
    one_hot=st.booleans(),
)
tails = st.lists(
    st.builds(Dense, st.integers(1, 4), st.sampled_from([None, "relu", "sigmoid", "softmax", "tanh"]))
    | st.builds(Activation, st.sampled_from([None, "relu", "sigmoid", "softmax", "log_softmax"])),
    max_size=3,
)


@st.composite
def cases(draw):
    facts = draw(st.sampled_from(EVERY_DATA))
    if facts.is_classes:
        k = draw(st.integers(2, 5))
        facts = replace(facts, n_classes=k, target_high=k - 1, is_sorted=draw(st.booleans()))
    facts = replace(
        facts, n_examples=draw(st.sampled_from([1, 2, 4, 60, None])), high=draw(st.sampled_from([facts.high, 255]))
    )
    layers = [*draw(chains()).layers, *draw(tails)]
    if draw(st.booleans()):
        layers[0] = Input(facts.shape)
    if draw(st.integers(0, 4)) == 0:
        del layers[0]
    return NetworkSpec(tuple(layers), draw(compiles), draw(fits)), facts


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(cases())
def test_any_network_is_mended_by_its_changes_one_after_the_other(case):
    spec, facts = case
    first = xray(spec, facts)
    assert [LEVELS.index(one.level) for one in first.problems] == sorted(
        LEVELS.index(one.level) for one in first.problems
    )
    assert all(one.station in first.by_key for one in first.problems)
    assert len(first.sentences()) == len(spec.layers) + 7
    last = mended(spec, facts, 30)
    assert last.fits, [one.says for one in last.problems]
    last.spec.check(facts.shape)


def test_facts_survive_json_and_refuse_what_can_not_be():
    for facts in EVERY_DATA:
        assert DataFacts.from_json(json.loads(json.dumps(facts.to_json()))) == facts
    assert DataFacts(task="classes", class_names=["a", "b"]).n_classes == 2
    for wrong in ({"n_classes": 1}, {"shape": (0,)}, {"n_examples": 0}, {"low": float("nan")}, {"name": 3}, [1]):
        with pytest.raises(InvalidValueError):
            DataFacts.from_json(wrong)
    with pytest.raises(UnknownNameError, match="n_classes"):
        DataFacts.from_json({"n_class": 3})
    with pytest.raises(UnknownNameError, match="classes"):
        DataFacts(task="class")
    with pytest.raises(InvalidValueError, match="shape"):
        propose(DataFacts(task="numbers"))


def test_nothing_is_said_about_what_is_not_known():
    for spec, _ in RIGHT:
        assert xray(replace(spec, fit=None)).fits
    silent = xray(NetworkSpec((Dense(3),), CompileSpec("adam", "mse", ("accuracy",))))
    assert silent.fits
    assert silent.by_key["coding"].detail == "it is not known what it holds"


def test_the_whole_line_is_said_in_sentences():
    [(spec, facts), *_] = RIGHT
    assert xray(spec, facts).sentences() == [
        "Everything fits.",
        "flowers: 60 examples, each of shape (4,).",
        "Input → (4,).",
        "Layer 1 (Dense): 8 units, relu (4,) → (8,) (4 inputs × 8 units + 8 biases = 40 parameters).",
        "Layer 2 (Dense): 3 units, softmax (8,) → (3,) (8 inputs × 3 units + 3 biases = 27 parameters).",
        "Output: 3 numbers, softmax.",
        "Target: 3 classes as numbers 0 to 2.",
        "Loss: sparse_categorical_crossentropy.",
        "Metrics: accuracy.",
        "Training: adam, 20 epochs.",
    ]
    wrong = xray(spec.replaced(2, units=1), facts)
    said = wrong.sentences()[5]
    assert said.startswith("Output: 1 number, softmax. Wrong without an error: Softmax over one unit is always 1")
    assert said.endswith("Change: Write Dense(3, activation='softmax') as the last layer.")
    assert not wrong.trains
    assert xray(spec.replaced(1, activation="softmax"), facts).trains  # advice stops nobody

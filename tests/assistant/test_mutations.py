"""Right programs broken by operators, each of which makes what one rule finds."""

import ast
from functools import cache
from pathlib import Path
from random import Random

import pytest

from dlwidgets.assistant import RULES, find_bugs
from dlwidgets.assistant.mutations import MUTATIONS, mutation

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "clean").glob("*.py"))}
BY_RULE = {one.rule: one for one in MUTATIONS}
# What the text of a program does not tell: each reason with (rule, program).
HIDDEN = {
    "there are two outputs": {
        ("bad-init", "two_outputs"), ("hidden-activation", "two_outputs"), ("no-nonlinearity", "two_outputs"),
        ("val-is-train", "wide_and_deep"),
    },
    "the model is built in a loop over what is not known": {
        ("bad-init", "grid_of_settings"), ("hidden-activation", "grid_of_settings"), ("no-nonlinearity", "autompg_normalization"),
        ("no-nonlinearity", "sample_weights_and_noise"),
    },
    "the model or the data come through something that is not followed": {
        ("broken-graph", "reviews"), ("broken-graph", "word_tags"), ("epochs-batch", "structured_features"),
        ("labels-vs-loss", "gradient_accumulation_loop"), ("missing-flatten", "image_data_generator"),
        ("not-ready", "structured_features"), ("predict-batch", "imdb_lstm"), ("train-on-test", "convolutional_autoencoder"),
        ("train-on-test", "denoising_autoencoder"), ("train-on-test", "imbalanced_class_weight"),
        ("train-on-test", "overfit_and_underfit"), ("train-on-test", "two_digits"),
        ("train-test-differ", "gradient_accumulation_loop"), ("train-test-differ", "save_and_load_weights"),
        ("units-vs-classes", "gradient_accumulation_loop"), ("unscaled-input", "conditional_gan"),
        ("unscaled-input", "convolutional_autoencoder"), ("unscaled-input", "denoising_autoencoder"),
        ("unscaled-input", "gradient_accumulation_loop"), ("unscaled-input", "inception_block"), ("unscaled-input", "own_loop"),
        ("unscaled-input", "own_loop_with_tape"), ("unscaled-input", "siamese_digits"),
        ("unscaled-input", "tf_keras_datasets_pipeline"), ("unscaled-input", "variational_autoencoder"),
    },
    "which classes or numbers the targets hold is not known": {
        ("label-range", "learning_rate_finder"), ("label-range", "wine_numbers_batchnorm"),
        ("labels-vs-loss", "sample_weights_and_noise"), ("regression-loss-for-classes", "iris_folds"),
        ("regression-loss-for-classes", "iris_label_binarizer"), ("regression-loss-for-classes", "iris_one_hot_encoder"),
        ("softmax-with-bce", "character_writer"), ("softmax-with-bce", "iris_one_hot_encoder"), ("softmax-with-bce", "letters"),
        ("units-vs-classes", "ensemble_votes"), ("units-vs-classes", "iris_label_binarizer"),
        ("unscaled-target", "diabetes_numbers"),
        *((rule, "california_like_wide_numbers") for rule in (
            "accuracy-on-regression", "bounded-output-regression", "class-loss-for-numbers")),
    },
    "Keras adds an axis of its own": {
        ("predict-batch", "letters"), ("predict-batch", "stacked_gru_many_steps"), ("predict-batch", "word_tags"),
    },
}  # fmt: skip
UNSEEN = {pair for pairs in HIDDEN.values() for pair in pairs}
MOST = 3
"""Programs for each operator; ``in_keras.py`` takes them all."""


@pytest.fixture(autouse=True, scope="module")
def each_program_is_read_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mutation, "Text", cache(mutation.Text))
        yield


def chance(seed):
    return Random(seed)  # noqa: S311  # it keeps no secret


def places(operator, most=MOST):
    """Break programs, the shortest first; those whose text hides it are left out."""
    found = {}
    for name in sorted(TEXTS, key=lambda name: len(TEXTS[name])):
        broken = None if (operator.rule, name) in UNSEEN else operator.apply(TEXTS[name], chance(name))
        if broken is not None:
            found[name] = broken
        if len(found) == most:
            break
    return found


@pytest.mark.parametrize("operator", MUTATIONS, ids=BY_RULE)
def test_what_an_operator_breaks_is_found_by_its_rule(operator):
    for name, broken in places(operator).items():
        assert operator.rule in {one.rule for one in find_bugs(broken)}, name
        assert broken != TEXTS[name]
        assert broken == operator.apply(TEXTS[name], chance(name))
        assert operator.rule == "unreadable-or-undefined" or ast.parse(broken)


@pytest.mark.parametrize("operator", MUTATIONS, ids=BY_RULE)
def test_an_operator_breaks_the_page_of_its_rule_so_that_the_rule_sees_it(operator):
    broken = operator.apply(RULES[operator.rule].good, chance(0))
    if broken is not None:
        assert operator.rule in {one.rule for one in find_bugs(broken)}


def test_what_is_hidden_in_a_program_is_hidden_in_one_that_there_is():
    assert {name for _, name in UNSEEN} <= set(TEXTS)
    assert {rule for rule, _ in UNSEEN} <= set(BY_RULE)


def test_nearly_every_rule_that_reads_text_has_an_operator():
    assert set(BY_RULE) <= set(RULES)
    assert len(BY_RULE) == len(MUTATIONS) >= 0.9 * len(RULES)


def test_what_python_can_not_read_is_not_broken_further():
    assert {one.apply("model = keras.Sequential([", chance(0)) for one in MUTATIONS} == {None}

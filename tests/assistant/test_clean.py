"""Right programs, whole and in many styles, in which no bug may be found."""

import ast
from pathlib import Path

import pytest

from dlwidgets.assistant import find_bugs
from dlwidgets.assistant.findings import BUG, WARNING

CLEAN = sorted((Path(__file__).parent / "clean").glob("*.py"))
TEXTS = {path.stem: path.read_text("utf-8") for path in CLEAN}
# What a program is broken by, where it has it: (what stands there, what is put there, the rule that has to see it).
BREAKS = [
    ('"sparse_categorical_crossentropy"', '"sparse_categorical_crosentropy"', "unknown-identifier"),
    ('activation="softmax"', 'activation="sofmax"', "unknown-identifier"),
    ("keras.layers import", "keras.layers.core import", "removed-import"),
    ("model.fit(", "model.fit_generator(", "removed-method"),
    ("epochs=", "nb_epoch=", "unknown-argument"),
    ("return_sequences=True", "return_sequences=False", "return-sequences"),
    ("Dropout(0.5)", "Dropout(50)", "dropout-rate"),
    ("scaler.transform(X_test)", "scaler.fit_transform(X_test)", "scaler-leak"),
    ("model.compile(", "model.summary(", "not-ready"),
]


@pytest.mark.parametrize("name", TEXTS)
def test_a_right_program_has_no_bug(name):
    assert [(one.rule, one.line, one.what) for one in find_bugs(TEXTS[name]) if one.level in {BUG, WARNING}] == []


def test_the_corpus_is_of_whole_programs():
    assert len(TEXTS) >= 24
    assert sum(text.count("\n") for text in TEXTS.values()) / len(TEXTS) > 20
    assert all(ast.parse(text) for text in TEXTS.values())


@pytest.mark.parametrize(("before", "after", "rule"), BREAKS)
def test_what_is_broken_in_a_right_program_is_found(before, after, rule):
    broken = {name: text.replace(before, after, 1) for name, text in TEXTS.items() if before in text}
    found = [name for name, text in broken.items() if rule in {one.rule for one in find_bugs(text)}]
    assert broken
    # In functions and behind data that nobody sees, not all can be told.
    assert len(found) >= max(1, len(broken) // 2), sorted(set(broken) - set(found))


@pytest.mark.parametrize("name", TEXTS)
def test_a_program_that_is_cut_off_anywhere_is_read_without_an_error(name):
    text = TEXTS[name]
    for end in range(50, len(text), max(1, len(text) // 6)):
        assert isinstance(find_bugs(text[:end]).findings, tuple)

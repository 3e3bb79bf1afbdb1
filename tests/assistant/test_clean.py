"""Right programs, whole and in many styles, in which no bug may be found."""

import ast
from pathlib import Path

import pytest

from dlwidgets.assistant import find_bugs
from dlwidgets.assistant.findings import BUG, WARNING

CLEAN = sorted((Path(__file__).parent / "clean").glob("*.py"))
TEXTS = {path.stem: path.read_text("utf-8") for path in CLEAN}


@pytest.mark.parametrize("name", TEXTS)
def test_a_right_program_has_no_bug(name):
    assert [(one.rule, one.line, one.what) for one in find_bugs(TEXTS[name]) if one.level in {BUG, WARNING}] == []


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "lessons").glob("0*.ipynb")), ids=lambda one: one.stem
)
def test_the_code_of_a_lesson_has_no_bug(path):
    assert [(one.rule, one.what) for one in find_bugs(path.read_text("utf-8")) if one.level in {BUG, WARNING}] == []


def test_the_corpus_is_of_whole_programs():
    assert len(TEXTS) >= 120
    assert sum(text.count("\n") for text in TEXTS.values()) / len(TEXTS) > 40
    assert all(ast.parse(text) for text in TEXTS.values())


@pytest.mark.parametrize("name", sorted(TEXTS)[::6])
def test_a_program_that_is_cut_off_anywhere_is_read_without_an_error(name):
    text = TEXTS[name]
    for end in range(50, len(text), max(1, len(text) // 6)):
        assert isinstance(find_bugs(text[:end]).findings, tuple)

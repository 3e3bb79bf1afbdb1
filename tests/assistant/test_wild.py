"""Programs in many hands' styles, which nothing was written for: each mistake is named, and nothing else is.

``wild/bad.txt`` has after each name the rules of which one has to see the program, and where a line says ``# here``, in
that line or the one beside it; in ``wild/clean.txt`` stand right
programs, ``clean-old`` with names that Keras has renamed since. Their data are not here, so Keras can't run them.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from dlwidgets.assistant import RULES, find_bugs
from dlwidgets.assistant.findings import BUG, WARNING

RENAMED = {"keras1-positional-conv", "removed-import", "removed-method", "save-extension", "unknown-argument"}
HEAD = re.compile(r"^#### (\w+) \| (.+)$", re.MULTILINE)
read = cache(find_bugs)


def programs(name):
    """List name, marks and text of each program in a file."""
    text = (Path(__file__).parent / "wild" / f"{name}.txt").read_text("utf-8")
    _, *parts = HEAD.split(text)
    each = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [pytest.param(marks, code.lstrip("\n"), id=name) for name, marks, code in each]


@pytest.mark.parametrize(("marks", "code"), programs("bad"))
def test_the_mistake_is_among_the_first_findings(marks, code):
    assert set(marks.split()) <= set(RULES)
    found = [one for one in read(code).first if one.rule in marks.split()]
    assert found
    here = [place for place, line in enumerate(code.split("\n"), 1) if line.endswith("# here")]
    assert not here or any(abs(one.line - place) <= 1 for one in found for place in here)


@pytest.mark.parametrize(("marks", "code"), programs("clean"))
def test_a_right_program_has_nothing_but_old_names(marks, code):
    found = [(one.rule, one.line, one.what) for one in read(code) if one.level in {BUG, WARNING}]
    assert [one for one in found if marks == "clean" or one[0] not in RENAMED] == []


def test_nearly_every_bug_in_them_comes_with_an_edit():
    bugs = [bug for one in programs("bad") for bug in read(one.values[1]).bugs]
    assert len([one for one in bugs if one.fix and one.fix.edits]) >= 0.9 * len(bugs)

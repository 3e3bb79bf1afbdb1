"""What lessons do when they run: the same as was committed, and no more than they need."""

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from dlwidgets.cli.lessons import difference, renew
from tests.lessons.notebooks import LESSONS, read

LOADS_TENSORFLOW = "loads-tensorflow"
SHORT = {"01", "02", "06"}
"""Lessons that train little. What the others print is compared where nbval runs their cells."""


@pytest.mark.parametrize("path", [path for path in LESSONS if path.stem[:2] in SHORT], ids=lambda path: path.stem)
def test_a_renewed_lesson_equals_the_committed_one_but_for_the_bytes_of_images(path):
    assert difference(read(path), renew(path)) is None


@pytest.mark.parametrize("path", LESSONS[:2], ids=lambda path: path.stem)
def test_the_first_two_lessons_never_load_keras_or_tensorflow_but_for_one_tagged_cell(path):
    lesson = read(path)
    kept = [cell for cell in lesson.cells if LOADS_TENSORFLOW not in cell.metadata.get("tags", [])]
    assert len(lesson.cells) - len(kept) == (0 if path == LESSONS[0] else 1)
    lesson.cells = [*kept, new_code_cell("import sys\nsorted({'keras', 'tensorflow', 'sklearn'} & sys.modules.keys())")]
    NotebookClient(lesson, kernel_name="python3", timeout=120).execute()
    assert lesson.cells[-1].outputs[0].data["text/plain"] == "[]"

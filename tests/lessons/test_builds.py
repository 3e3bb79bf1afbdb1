"""What lessons do when they run: the same as was committed, and no more than they need."""

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from dlwidgets.cli.lessons import difference, renew
from tests.lessons.notebooks import LESSONS, read


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_renewed_lesson_equals_the_committed_one_but_for_the_bytes_of_images(path):
    assert difference(read(path), renew(path)) is None


def test_the_first_lesson_never_loads_keras_or_tensorflow():
    lesson = read(LESSONS[0])
    lesson.cells.append(new_code_cell("import sys\nsorted({'keras', 'tensorflow', 'sklearn'} & sys.modules.keys())"))
    NotebookClient(lesson, kernel_name="python3", timeout=120).execute()
    assert lesson.cells[-1].outputs[0].data["text/plain"] == "[]"

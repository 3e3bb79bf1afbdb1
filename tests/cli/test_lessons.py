import base64
import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dlwidgets.cli import folders, main
from dlwidgets.cli.lessons import LessonError, difference, normalize, renew

PIXEL = base64.b64encode(b"\x89PNG one pixel").decode()


@pytest.fixture
def lesson(tmp_path):
    """Write a lesson from the sources of its code cells."""

    def write(*sources, name="01_lesson.ipynb"):
        cells = [new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(sources)]
        nbformat.write(new_notebook(cells=[new_markdown_cell("# Title", id="title"), *cells]), tmp_path / name)
        return tmp_path / name

    return write


def test_two_builds_are_equal_to_the_byte_and_the_check_agrees(lesson, capsys):
    path = lesson("print('one')", "import ipywidgets\nipywidgets.IntSlider(3)", "2 + 2")

    assert main(["build-lessons", str(path)]) == 0
    first = path.read_bytes()
    assert main(["build-lessons", str(path)]) == 0

    assert path.read_bytes() == first
    assert main(["build-lessons", "--check", str(path)]) == 0
    assert "as committed" in capsys.readouterr().out


def test_a_lesson_runs_beside_its_own_files_and_makes_static_pictures(lesson):
    path = lesson("import os\nprint(os.environ['DLWIDGETS_STATIC'], os.listdir())")

    (output,) = renew(path).cells[1].outputs
    assert output.text == "1 ['01_lesson.ipynb']\n"


def test_a_lesson_runs_in_this_very_environment(lesson):
    import sys

    path = lesson("import sys\nsys.executable")
    source = json.loads(path.read_text())
    source["metadata"]["kernelspec"] = {"name": "julia", "display_name": "Julia", "language": "julia"}
    path.write_text(json.dumps(source))

    renewed = renew(path)
    assert renewed.cells[1].outputs[0].data["text/plain"] == repr(sys.executable)
    assert renewed.metadata.kernelspec.name == "python3"


def test_the_check_tells_a_changed_result_and_leaves_the_file(lesson, capsys):
    path = lesson("1 + 1")
    main(["build-lessons", str(path)])
    stale = path.read_text().replace('"2"', '"3"')
    path.write_text(stale)

    assert main(["build-lessons", "--check", str(path)]) == 1

    assert path.read_text() == stale
    assert "differs in cell 2" in capsys.readouterr().out


def test_a_failing_cell_is_one_sentence_and_the_file_stays(lesson, capsys):
    path = lesson("good = 1", "1 / 0")
    before = path.read_bytes()

    assert main(["build-lessons", str(path)]) == 1

    said = capsys.readouterr().err.splitlines()[-1]
    assert said == "dlwidgets: 01_lesson.ipynb stops in cell 3 (id cell-1) with ZeroDivisionError: division by zero"
    assert path.read_bytes() == before


def test_a_cell_that_is_meant_to_fail_is_no_failure(tmp_path):
    path = tmp_path / "01.ipynb"
    cell = new_code_cell("1 / 0", id="meant", metadata={"tags": ["raises-exception"]})
    nbformat.write(new_notebook(cells=[cell]), path)

    assert renew(path).cells[0].outputs[0].ename == "ZeroDivisionError"


def test_a_kernel_that_dies_is_one_sentence(lesson):
    with pytest.raises(LessonError, match=r"stops in cell 2 .* DeadKernelError"):
        renew(lesson("import os\nos._exit(1)"))


def test_a_cell_that_never_ends_is_one_sentence(lesson, monkeypatch):
    monkeypatch.setattr("dlwidgets.cli.lessons.CELL_LIMIT_S", 1)

    with pytest.raises(LessonError, match=r"stops in cell 3 .* CellTimeoutError"):
        renew(lesson("1", "import time\ntime.sleep(60)"))


def run_lesson():
    """A lesson as a processor leaves it: counts from another session, times, widget state, split prints."""
    outputs = [
        new_output("stream", name="stdout", text="a"),
        new_output("stream", name="stderr", text="a warning"),
        new_output("stream", name="stdout", text="b"),
        new_output("display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "5f3"}}),
        new_output(
            "execute_result",
            {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Demo()", "image/png": PIXEL},
            execution_count=17,
        ),
    ]
    metadata = {"execution": {"iopub.status.busy": "2026"}, "scrolled": True, "tags": ["nbval-ignore-output"]}
    cells = [
        new_markdown_cell("text", id="text"),
        new_code_cell("show()", id="show", execution_count=17, outputs=outputs, metadata=metadata),
        new_code_cell("", id="empty"),
        new_code_cell("1", id="one", execution_count=3),
    ]
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    language = {"name": "python", "version": "3.11.7"}
    return new_notebook(cells=cells, metadata={"widgets": widgets, "language_info": language, "title": "mine"})


def test_a_normal_lesson_keeps_what_a_reader_sees_and_nothing_of_the_run():
    lesson = normalize(run_lesson())

    assert [cell.id for cell in lesson.cells] == ["text", "show", "empty", "one"]
    assert [cell.execution_count for cell in lesson.cells[1:]] == [1, None, 2]
    assert lesson.cells[1].metadata == {"tags": ["nbval-ignore-output"]}
    printed, shown = lesson.cells[1].outputs
    assert (printed.name, printed.text) == ("stdout", "ab")
    assert shown.data == {"text/plain": "Demo()", "image/png": PIXEL}
    assert shown.execution_count == 1
    assert lesson.metadata == {
        "title": "mine",
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.validate(lesson)


def test_normalizing_twice_is_normalizing_once():
    once = normalize(run_lesson())

    assert normalize(copy.deepcopy(once)) == once


def test_prints_around_a_picture_stay_around_it():
    outputs = [
        new_output("stream", name="stdout", text="before"),
        new_output("display_data", {"text/plain": "picture"}),
        new_output("stream", name="stdout", text="after"),
    ]
    lesson = normalize(new_notebook(cells=[new_code_cell("show()", outputs=outputs)]))

    assert [output.get("text", "picture") for output in lesson.cells[0].outputs] == [
        "before",
        "picture",
        "after",
    ]


def test_other_bytes_of_an_image_are_no_difference_but_all_else_is():
    one = normalize(run_lesson())

    image = copy.deepcopy(one)
    image.cells[1].outputs[1].data["image/png"] = "other bytes"
    assert difference(one, image) is None

    no_image = copy.deepcopy(one)
    del no_image.cells[1].outputs[1].data["image/png"]
    assert difference(one, no_image) == "cell 2"

    source = copy.deepcopy(one)
    source.cells[3].source = "2"
    assert difference(one, source) == "cell 4"

    shorter = copy.deepcopy(one)
    del shorter.cells[3]
    assert difference(one, shorter) == "cell 4"

    titled = copy.deepcopy(one)
    titled.metadata.title = "other"
    assert difference(one, titled) == "the notebook's metadata"


def test_an_old_notebook_without_cell_ids_gets_the_same_ones_each_time(tmp_path):
    path = tmp_path / "01_old.ipynb"
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": None}
    path.write_text(json.dumps({"cells": [cell, cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))

    assert [cell.id for cell in renew(path).cells] == ["cell-1", "cell-2"]


def test_without_names_every_lesson_of_the_checkout_is_built_and_no_checkpoint(tmp_path, monkeypatch, capsys):
    lessons = tmp_path / "lessons"
    for folder in (lessons / "teacher", lessons / ".ipynb_checkpoints"):
        folder.mkdir(parents=True)
    for path in ("01.ipynb", "teacher/02.ipynb", ".ipynb_checkpoints/01.ipynb"):
        nbformat.write(new_notebook(), lessons / path)
    monkeypatch.setattr("dlwidgets.cli.lessons.checkout_lessons", lambda: lessons)

    assert main(["build-lessons"]) == 0

    built = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert built == [str(lessons / "01.ipynb"), str(lessons / "teacher" / "02.ipynb")]


def test_without_a_checkout_the_files_must_be_named(home, monkeypatch, capsys):
    monkeypatch.setattr(folders, "PACKAGE", home / "site-packages" / "dlwidgets")

    assert main(["build-lessons"]) == 1
    assert "Name the notebooks" in capsys.readouterr().err


def test_files_that_are_missing_or_no_notebooks_are_one_sentence(tmp_path, capsys):
    (tmp_path / "text.ipynb").write_text("not json")

    assert main(["build-lessons", str(tmp_path / "none.ipynb")]) == 1
    assert main(["build-lessons", str(tmp_path / "text.ipynb")]) == 1

    assert "There is no lesson" in capsys.readouterr().err


def test_without_nbclient_the_command_that_installs_it_is_named(lesson, monkeypatch, capsys):
    monkeypatch.setattr("dlwidgets.cli.requirements.find_spec", lambda name: None if name == "nbclient" else name)
    monkeypatch.setattr("dlwidgets.cli.requirements._versions", lambda _names: iter(()))

    assert main(["build-lessons", str(lesson("1"))]) == 1
    assert '"nbclient>=' in capsys.readouterr().err

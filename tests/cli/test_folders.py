import json

import pytest

from dlwidgets.cli import folders, main
from dlwidgets.cli.folders import FolderError, checkout_lessons, copy_lessons, first_lesson, lesson_folder


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != folders.MANIFEST
    }


def test_a_first_copy_holds_every_lesson(wheel, home):
    report = copy_lessons(home / "mine")

    assert files_of(home / "mine") == files_of(wheel)
    assert report.new == ["01_neuron.ipynb", "02_network.ipynb", "teacher/own_demo.ipynb"]
    assert (report.updated, report.kept) == ([], [])


def test_a_second_copy_changes_nothing(wheel, home):
    copy_lessons(home / "mine")
    times = {path: path.stat().st_mtime_ns for path in (home / "mine").rglob("*.ipynb")}

    report = copy_lessons(home / "mine")

    assert (report.new, report.updated, report.kept) == ([], [], [])
    assert {path: path.stat().st_mtime_ns for path in (home / "mine").rglob("*.ipynb")} == times


def test_a_new_version_updates_what_was_never_touched_and_keeps_what_was_edited(wheel, home, capsys):
    copy_lessons(home / "mine")
    (home / "mine" / "01_neuron.ipynb").write_text("neuron, with my notes")
    for lesson in ("01_neuron.ipynb", "02_network.ipynb"):
        (wheel / lesson).write_text("second version")

    assert main(["copy", "mine"]) == 0

    assert (home / "mine" / "01_neuron.ipynb").read_text() == "neuron, with my notes"
    assert (home / "mine" / "02_network.ipynb").read_text() == "second version"
    said = capsys.readouterr().out
    assert "0 new, 1 updated" in said
    assert "Kept as you changed them: 01_neuron.ipynb" in said


def test_an_edited_lesson_stays_edited_over_many_versions(wheel, home):
    copy_lessons(home / "mine")
    (home / "mine" / "01_neuron.ipynb").write_text("mine")
    for version in range(3):
        (wheel / "01_neuron.ipynb").write_text(f"version {version}")
        assert copy_lessons(home / "mine").kept == ["01_neuron.ipynb"]

    assert (home / "mine" / "01_neuron.ipynb").read_text() == "mine"


def test_a_file_that_was_there_before_any_copy_is_the_learners(wheel, home):
    (home / "mine").mkdir()
    (home / "mine" / "01_neuron.ipynb").write_text("something else of that name")

    assert copy_lessons(home / "mine").kept == ["01_neuron.ipynb"]
    assert (home / "mine" / "01_neuron.ipynb").read_text() == "something else of that name"


def test_a_renamed_lesson_brings_the_original_back(wheel, home):
    copy_lessons(home / "mine")
    (home / "mine" / "01_neuron.ipynb").rename(home / "mine" / "my_neuron.ipynb")

    assert copy_lessons(home / "mine").new == ["01_neuron.ipynb"]


@pytest.mark.parametrize("manifest", ["", "no json", "[1, 2]", "null", '"text"'])
def test_a_broken_manifest_overwrites_nothing(wheel, home, manifest):
    copy_lessons(home / "mine")
    (home / "mine" / folders.MANIFEST).write_text(manifest)
    (home / "mine" / "01_neuron.ipynb").write_text("mine")
    (wheel / "01_neuron.ipynb").write_text("second version")

    assert copy_lessons(home / "mine").kept == ["01_neuron.ipynb"]
    assert json.loads((home / "mine" / folders.MANIFEST).read_text())


def test_hidden_files_are_not_lessons(wheel, home):
    (wheel / ".ipynb_checkpoints").mkdir()
    (wheel / ".ipynb_checkpoints" / "01_neuron-checkpoint.ipynb").write_text("old")

    copy_lessons(home / "mine")

    assert not (home / "mine" / ".ipynb_checkpoints").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(wheel, home, capsys):
    (home / "taken").write_text("a file where the folder should be")

    assert main(["copy", "taken/lessons"]) == 1

    said = capsys.readouterr().err
    assert said.startswith("dlwidgets: The lessons can't be written to taken/lessons (")
    assert said.count("\n") == 1


def test_an_installed_wheel_opens_the_copy_in_the_home_folder(wheel, home):
    assert lesson_folder() == home / "dlwidgets-lessons"
    assert first_lesson(lesson_folder()).name == "01_neuron.ipynb"


def test_a_checkout_opens_its_own_lessons_from_any_folder_below(tmp_path, monkeypatch, wheel):
    checkout = tmp_path / "checkout"
    for folder in ("dlwidgets/cli", "lessons", "tests/deep"):
        (checkout / folder).mkdir(parents=True)
    (checkout / "pyproject.toml").touch()
    monkeypatch.chdir(checkout / "tests" / "deep")

    assert checkout_lessons() == checkout / "lessons"
    assert lesson_folder() == checkout / "lessons"


def test_another_project_with_lessons_is_not_taken_for_the_checkout(tmp_path, monkeypatch, wheel):
    (tmp_path / "other" / "lessons").mkdir(parents=True)
    (tmp_path / "other" / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path / "other")

    assert checkout_lessons() is None


@pytest.mark.parametrize("make", [False, True])
def test_a_missing_or_empty_folder_names_the_command_that_fills_it(tmp_path, make):
    folder = tmp_path / "nothing"
    if make:
        folder.mkdir()

    with pytest.raises(FolderError, match=r"dlwidgets copy .*nothing"):
        first_lesson(folder)


def test_an_install_without_lessons_says_so(wheel, home, monkeypatch):
    monkeypatch.setattr(folders, "PACKAGED", home / "nowhere")

    with pytest.raises(FolderError, match="came without lessons"):
        copy_lessons(home / "mine")

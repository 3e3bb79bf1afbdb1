"""Every lesson in a real JupyterLab without internet: it opens with its pictures, runs to its end, and comes to life."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.lessons.notebooks import FOLDER, LESSONS, read

IS_LOADED = "image => image.complete && image.naturalWidth > 0"


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request, lab):
    """A lesson, opened beside its pictures as a learner has it, and its cells as they were committed."""
    shutil.copytree(FOLDER / "images", lab.server.notebooks / "images", dirs_exist_ok=True)
    return lab.open_file(request.param), read(request.param).cells


def outputs(lesson, word):
    """The outputs in the page of those cells whose committed output holds this kind of data, and that data."""
    notebook, cells = lesson
    for place, cell in enumerate(cells):
        data = [output["data"] for output in cell.get("outputs", []) if word in output.get("data", {})]
        if data:
            notebook.cell(place).scroll_into_view_if_needed()
            yield notebook.output(place), data


def look_at_pictures(lesson):
    """Before anything is run, all pictures are there."""
    notebook, cells = lesson
    for output, data in outputs(lesson, "image/png"):
        assert [image.evaluate(IS_LOADED) for image in output.locator("img").all()] == [True] * len(data)
    for place, cell in enumerate(cells):
        if cell.cell_type == "markdown" and "](images/" in cell.source:
            notebook.cell(place).scroll_into_view_if_needed()
            image = notebook.cell(place).locator("img").element_handle()
            notebook.page.wait_for_function(IS_LOADED, arg=image)


def test_a_lesson_opens_with_its_pictures_then_runs_to_its_end_and_its_demos_come_to_life(lesson):
    notebook, _cells = lesson
    look_at_pictures(lesson)
    notebook.run_all(timeout_s=400)
    for output, data in outputs(lesson, "image/png"):
        photos = sum("image/jpeg" in one for one in data)  # the rest stand in for demos
        charts = output.locator(".dlw-chart:visible")
        if not output.locator(".dlw-code-part").count():  # beside an editor a picture may wait until it is asked for
            expect(charts).to_have_count(len(data) - photos)
        expect(charts.locator("canvas:visible")).to_have_count(charts.count())
        expect(output.locator("img:visible")).to_have_count(photos)
        expect(output.locator(".dlw-text").first).not_to_be_empty()
    assert notebook.page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0


def test_a_learner_solves_the_exercise_of_the_first_lesson_by_hand(lab):
    cells = read(LESSONS[0]).cells
    place = next(place for place, cell in enumerate(cells) if cell.id == "hand-demo")
    notebook = lab.open_file(LESSONS[0])
    notebook.run_cell(next(place for place, cell in enumerate(cells) if cell.cell_type == "code"))
    notebook.run_cell(next(place for place, cell in enumerate(cells) if cell.id == "neuron-demo"))
    notebook.run_cell(place)
    demo = notebook.output(place)
    expect(demo.locator(".dlw-text")).to_contain_text("50 of 100 points misclassified")

    for label, value in (("Weight w2", "1"), ("Bias b", "-3")):
        number = demo.get_by_role("spinbutton", name=label)
        number.fill(value)
        number.press("Enter")

    expect(demo.locator(".dlw-text")).to_contain_text("0 of 100 points misclassified")
    assert notebook.value("by_hand.mistakes") == []

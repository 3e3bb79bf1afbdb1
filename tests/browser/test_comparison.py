"""The demos of lesson 4 in JupyterLab, in one kernel: each learns by keyboard, answers meanwhile, and fits a page."""

import re

from playwright.sync_api import expect

SHOW = "import dlwidgets as dlw\ndemo = dlw.Comparison('moons', n_seeds=2, n_layers=1, neurons=4, epochs=20)\ndemo"
HIDDEN = "hidden = dlw.HiddenLayer('circle', [3, 2], epochs=6, speed=30)\nhidden"
NEEDED = "needed = dlw.ExamplesNeeded('moons', ['knn', 'majority'], sizes=[8, 80], n_seeds=1, cache=None)\nneeded"
REASONS = "why = dlw.Explanations('iris')\nwhy"


def shown(notebook, index):
    """The output of a cell and its picture, once that is there."""
    output = notebook.output(index)
    canvas = output.locator(".dlw-chart canvas")
    expect(canvas).to_be_visible(timeout=60_000)
    return output, canvas


def fits(output, canvas):
    """Whether a picture is no wider than the page."""
    return canvas.bounding_box()["width"] <= output.locator(".dlw-stage").bounding_box()["width"] + 1


def test_they_learn_by_keyboard_follow_controls_meanwhile_and_fit_a_narrow_page(lab):
    notebook = lab.open([SHOW])
    size = notebook.page.viewport_size
    notebook.page.set_viewport_size({"width": 1300, "height": 1500})
    notebook.run_all()
    output, canvas = shown(notebook, 0)
    expect(output.get_by_text(re.compile(r"svm: \d\d\.\d\s% of 200 test examples right"))).to_be_visible(timeout=90_000)
    play = output.get_by_role("button", name="Play", exact=True)
    play.focus()
    notebook.page.keyboard.press("p")
    expect(output.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    output.get_by_label("C", exact=True).select_option("100")
    expect(output.get_by_text(re.compile(r"On average .* of 2 seeds"))).to_be_visible(timeout=120_000)
    expect(play).to_be_visible(timeout=60_000)
    assert notebook.value("[demo.C, demo.is_working, demo.result.is_complete, demo.result['keras'].accuracy > 0.7]") == [
        100, False, True, True,
    ]  # fmt: skip
    canvas.click(position={"x": 266, "y": 466})
    expect(output.get_by_label("Mark", exact=True)).to_have_value("0,1")
    wide = canvas.bounding_box()
    notebook.page.set_viewport_size({"width": 800, "height": 900})
    notebook.add_and_run("again = dlw.Comparison('iris', ['knn', 'majority', 'svm'], n_seeds=1)\nagain")
    output, canvas = shown(notebook, 1)
    assert fits(output, canvas)
    assert canvas.bounding_box()["height"] > wide["height"] + 200
    the_layer_is_filmed_and_goes_back(notebook)
    the_reasons_follow_the_example(notebook)
    the_curves_come_and_say_so(notebook)
    notebook.page.set_viewport_size(size)


def the_layer_is_filmed_and_goes_back(notebook):
    notebook.add_and_run(HIDDEN)
    output, canvas = shown(notebook, 2)
    assert fits(output, canvas)
    expect(output.get_by_text(re.compile(r"with the first weights, \d"))).to_be_visible(timeout=90_000)
    output.get_by_role("button", name="Play", exact=True).focus()
    notebook.page.keyboard.press("p")
    expect(output.get_by_text(re.compile(r"after epoch 6, \d"))).to_be_visible(timeout=90_000)
    expect(output.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=30_000)
    output.get_by_role("slider", name="Epoch", exact=True).focus()
    notebook.page.keyboard.press("Home")
    expect(output.get_by_text(re.compile(r"with the first weights, \d"))).to_be_visible(timeout=30_000)
    assert notebook.value("[hidden.epoch, len(hidden.film.moments)]") == [0, 7]


def the_reasons_follow_the_example(notebook):
    notebook.add_and_run(REASONS)
    output, canvas = shown(notebook, 3)
    assert fits(output, canvas)
    expect(output.get_by_text(re.compile(r"Network: \w+\. SVM: \w+\. Neighbours: \w+\. Forest: \w+\."))).to_be_visible(
        timeout=120_000
    )
    output.get_by_role("slider", name="Example", exact=True).focus()
    notebook.page.keyboard.press("ArrowRight")
    expect(output.get_by_text(re.compile(r"iris, test example 1: "))).to_be_visible(timeout=30_000)
    assert notebook.value("[why.example, *why.learned]") == [1, "network", "svm", "knn", "forest"]


def the_curves_come_and_say_so(notebook):
    notebook.add_and_run(NEEDED)
    output, canvas = shown(notebook, 4)
    assert fits(output, canvas)
    play = output.get_by_role("button", name="Play", exact=True)
    play.focus()
    notebook.page.keyboard.press("p")
    expect(
        output.get_by_text(re.compile(r"knn has \d+\.\d\s% right with 8 examples, \d+\.\d\s% with 80"))
    ).to_be_visible(timeout=90_000)
    expect(play).to_be_visible(timeout=30_000)
    assert notebook.value("needed.work.progress") == [4, 4]

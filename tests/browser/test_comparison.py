"""The comparison in JupyterLab: the quick ones learn at once, the network by Play, and nothing waits for either."""

import re

from playwright.sync_api import expect

SHOW = "import dlwidgets as dlw\ndemo = dlw.Comparison('moons', n_seeds=2, n_layers=1, neurons=4, epochs=30)\ndemo"


def test_it_learns_by_keyboard_follows_controls_meanwhile_and_fits_a_narrow_page(lab):
    notebook = lab.open([SHOW])
    size = notebook.page.viewport_size
    notebook.page.set_viewport_size({"width": 1300, "height": 1500})
    notebook.run_all()
    output = notebook.output(0)
    canvas = output.locator(".dlw-chart canvas")
    expect(canvas).to_be_visible(timeout=60_000)
    expect(output.get_by_text(re.compile(r"svm: \d\d\.\d % of 200 test examples right"))).to_be_visible(timeout=90_000)
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
    notebook.add_and_run("again = dlw.Comparison('iris', ['svm', 'knn', 'majority'], n_seeds=1)\nagain")
    narrow = notebook.output(1).locator(".dlw-chart canvas")
    expect(narrow).to_be_visible(timeout=60_000)
    stage = notebook.output(1).locator(".dlw-stage").bounding_box()
    assert narrow.bounding_box()["width"] <= stage["width"] + 1
    assert narrow.bounding_box()["height"] > wide["height"] + 200
    notebook.page.set_viewport_size(size)

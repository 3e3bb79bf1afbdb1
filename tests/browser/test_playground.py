"""The playground in JupyterLab: it trains, pauses, shows neurons and fits a narrow page."""

import re

from playwright.sync_api import expect

SHOW = "import dlwidgets as dlw\ndemo = dlw.Playground('circle', layers=[3])\ndemo"


def test_it_is_shown_at_once_then_plays_and_pauses_by_keyboard_and_shows_a_neuron_under_the_pointer(lab):
    notebook = lab.open([SHOW])
    size = notebook.page.viewport_size
    notebook.page.set_viewport_size({"width": 1500, "height": 1300})
    notebook.run_all()
    output = notebook.output(0)
    canvas = output.locator(".dlw-chart canvas")
    expect(canvas).to_be_visible()
    expect(output.get_by_text(re.compile(r"^Epoch 0\. Training loss 0\.\d"))).to_be_visible()
    play = output.get_by_role("button", name="Play", exact=True)
    play.focus()
    notebook.page.keyboard.press("p")
    expect(output.get_by_text(re.compile(r"^Epoch \d*[1-9]\d.*"))).to_be_visible(timeout=90_000)
    pause = output.get_by_role("button", name="Pause", exact=True)
    pause.press("Enter")
    expect(play).to_be_visible()
    assert notebook.value("[demo.is_playing, demo.epoch > 9, demo.losses[0] < 0.7]") == [False, True, True]
    canvas.hover(position={"x": 278, "y": 244})
    expect(output.get_by_text(re.compile(r"^a₂ = tanh\("))).to_be_visible()
    play.focus()
    notebook.page.keyboard.press("r")
    expect(output.get_by_text(re.compile(r"^Epoch 0\."))).to_be_visible()
    assert notebook.value("demo.epoch") == 0
    notebook.page.set_viewport_size({"width": 800, "height": 900})
    notebook.add_and_run("again = dlw.Playground('circle')\nagain")
    narrow = notebook.output(1).locator(".dlw-chart canvas")
    expect(narrow).to_be_visible()
    stage = notebook.output(1).locator(".dlw-stage").bounding_box()
    seen = narrow.bounding_box()
    assert seen["width"] <= stage["width"] + 1
    assert seen["height"] > canvas.bounding_box()["height"] + 200
    notebook.page.set_viewport_size(size)

"""The playground in JupyterLab: it trains and answers, outlives a reload, fits a phone, and ends with its cell."""

import re

from playwright.sync_api import expect

# Not at full speed: on a busy machine a page takes longer to load than the most epochs that Play goes on for.
SHOW = "import dlwidgets as dlw\ndemo = dlw.Playground('circle', layers=[3], speed=250)\ndemo"
TRAINS = "[demo.is_playing, demo.trainer.is_working]"
THREADS = """
import threading
ours = lambda: [thread.name for thread in threading.enumerate() if thread.name.startswith("dlwidgets-")]
"""
FITS = """() => {
  const [canvas, stage] = [".dlw-chart canvas", ".dlw-stage"].map((part) => document.querySelector(part)?.getBoundingClientRect());
  const isNarrow = stage?.width < 836;
  return canvas && stage && canvas.width <= stage.width && (canvas.height > 700) === isNarrow;
}"""
NEURON = {"x": 278, "y": 244}
"""Where the second hidden neuron is on a wide page."""


def see(locator):
    expect(locator).to_be_visible(timeout=90_000)


def press(button, following):
    """Press a button by keyboard, and wait for the one that takes its place."""
    button.press("Enter")
    see(following)


def epoch(least):
    """The sentence from an epoch on that has so many digits."""
    return re.compile(rf"^Epoch [\d,]{{{least},}}\. Training loss 0\.\d")


def fit(notebook, width, canvas):
    """Give the page a width, and return the size of the picture once it fits."""
    notebook.page.set_viewport_size({"width": width, "height": 1300})
    notebook.page.wait_for_function(FITS, timeout=60_000)
    return canvas.bounding_box()


def go_away_and_come_back(notebook):
    """Leave the page, as one does who closes the tab, for longer than a page that is loaded again takes."""
    notebook.execute("from dlwidgets.widgets import audience; audience.AWAY_S = audience.UNSEEN_S = 0.5")
    notebook.execute("demo._audience.__init__()")  # the page before the reload counts for 20 s; this one paints again
    notebook.save()
    notebook.page.goto("about:blank")
    notebook.page.wait_for_timeout(1500)
    notebook.page.go_back()
    notebook.wait_until_ready()


def test_it_plays_while_controls_move_comes_back_after_a_reload_fits_a_phone_and_stops_with_its_cell_or_kernel(lab):
    notebook = lab.open([SHOW, THREADS])
    page = notebook.page
    page.set_viewport_size({"width": 1500, "height": 1300})
    notebook.run_all()
    output = notebook.output(0)
    canvas = output.locator(".dlw-chart canvas")
    play, pause = (output.get_by_role("button", name=name, exact=True) for name in ("Play", "Pause"))
    see(output.get_by_text(epoch(1)))

    # By keyboard it plays at once; while it trains, controls move, and a neuron is shown under pointer and focus.
    play.focus()
    page.keyboard.press("p")
    see(pause)
    see(output.get_by_text(epoch(2)))
    output.get_by_label("Learning rate", exact=True).select_option("0.1")
    output.get_by_label("Batch size", exact=True).first.press("ArrowRight")
    see(output.get_by_text(re.compile("^speed=250.0&batch_size=11&")))
    canvas.hover(position=NEURON)
    see(output.get_by_text(re.compile(r"^a₂ = tanh\(")))
    page.mouse.move(5, 5)
    see(output.get_by_text(re.compile(r"^y₁ = sigmoid\(")))
    pause.focus()
    page.keyboard.press("ArrowRight")
    see(output.get_by_text(re.compile(r"^a₁ = tanh\(")))
    assert notebook.value("[demo.learning_rate, demo.batch_size, demo.is_playing, demo.layer]") == [0.1, 11, True, 1]

    # A reload in the middle brings the living picture back; the training goes on meanwhile.
    notebook.reload()
    see(pause)
    before = output.locator(".dlw-text").text_content()
    expect(output.locator(".dlw-text")).not_to_have_text(before, timeout=60_000)
    assert notebook.value(TRAINS) == [True, True]
    press(pause, play)
    assert notebook.value("[demo.is_playing, demo.epoch > 9, demo.losses[0] < 0.7]") == [False, True, True]
    play.press("r")
    see(output.get_by_text(re.compile(r"^Epoch 0\.")))

    # The same picture stands in a narrower page, whole, and in the wide one again.
    narrow, wide = fit(notebook, 800, canvas), fit(notebook, 1500, canvas)
    assert narrow["height"] > wide["height"] + 200
    assert 300 < narrow["width"] < 420

    # A tab that is closed pauses it, and who comes back is told; also a cell that is cleared does, and no thread is left.
    press(play, pause)
    go_away_and_come_back(notebook)
    see(output.get_by_text("It was paused, as no page showed it any more"))
    press(play, pause)
    notebook._javascript("panel.content.activeCellIndex = 0; await app.commands.execute('notebook:clear-cell-output');")
    expect(canvas).to_have_count(0, timeout=60_000)
    page.wait_for_timeout(1000)
    assert notebook.value("[demo.wait(30), demo.is_playing]") == [True, False]
    notebook.execute("demo.close()")
    page.wait_for_timeout(1000)
    assert notebook.value("ours()") == []

    # A kernel that was restarted can answer no more, and the picture says so.
    notebook.run_cell(0)
    see(play)
    notebook.restart_kernel()
    expect(output.locator(".dlw-error").first).to_contain_text("The kernel was restarted", timeout=60_000)

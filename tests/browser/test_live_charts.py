"""A model learns in a real notebook: the curves grow, stay, and are still there when the notebook is opened again."""

import json

from playwright.sync_api import expect

from tests.browser.notebook import VIEWPORT

PREPARE = """
import dlwidgets as dlw, keras, numpy as np
iris = dlw.load("iris")
order = np.random.default_rng(0).permutation(150)
X, y = iris.X[order], iris.y[order]
layers = keras.layers

def model(metrics=("accuracy",)):
    keras.utils.set_random_seed(1)
    network = [keras.Input((4,)), layers.Dense(10, activation="relu"), layers.Dense(3, activation="softmax")]
    network = keras.Sequential(network)
    network.compile("adam", "sparse_categorical_crossentropy", metrics=list(metrics))
    return network

def fit(live, epochs, *after_epoch, **settings):
    callbacks = [live, *(keras.callbacks.LambdaCallback(on_epoch_end=act) for act in after_epoch)]
    return model().fit(X, y, epochs=epochs, verbose=0, callbacks=callbacks, **{"validation_split": 0.2} | settings)
"""
HALTING_FIT = """
import pathlib, time
def wait(epoch, logs):
    while not pathlib.Path(f"beyond {epoch + 1}").exists():
        time.sleep(0.02)
live = dlw.LiveCharts()
fit(live, 6, wait);
"""
FIT = "live = dlw.LiveCharts(); fit(live, 5);"
ENDLESS_FIT = """
live, done = dlw.LiveCharts(), False
fit(live, 100_000)
done = True
"""
BREAK_OFF = """
import signal
live = dlw.LiveCharts()
def interrupt(epoch, logs):
    if epoch == 2:
        signal.raise_signal(signal.SIGINT)  # the first is a wish
        signal.raise_signal(signal.SIGINT)
try:
    fit(live, 9, interrupt, validation_split=0.0)
except KeyboardInterrupt:
    pass
"""
UNEXPECTED = """
live = dlw.LiveCharts()
network = model(metrics=())
network.compile("adam", "sparse_categorical_crossentropy", metrics={network.layers[-1].name: "accuracy"})
network.fit(X, y, epochs=3, verbose=0, callbacks=[live])
network.fit(X, y, epochs=3, verbose=0, callbacks=[live]);
"""
TOO_WIDE = "(canvas) => Math.max(0, canvas.getBoundingClientRect().width - canvas.closest('.dlw').clientWidth)"
# Blue pixels of the panels: the training curves and the bar.
BLUE = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) count += data[i] === 0x2f && data[i + 1] === 0x7f && data[i + 2] === 0xc1;
  return count;
}"""


def chart(notebook, index):
    return notebook.output(index).locator(".dlw canvas")


def until(locator, script, value):
    """Wait until a script says of an element what it should."""
    handle = locator.element_handle()
    locator.page.wait_for_function(f"([el, value]) => ({script})(el) === value", arg=[handle, value], timeout=30_000)


def outputs(lab, notebook, index):
    """Return the cell's outputs as they are saved."""
    notebook.save()
    saved = json.loads((lab.server.notebooks / notebook.name).read_text("utf-8"))
    return saved["cells"][index]["outputs"]


def test_the_curves_grow_while_keras_trains(lab):
    notebook = lab.open_again([PREPARE, HALTING_FIT])
    notebook.run_cell(0)
    notebook.run_cell(1, wait=False)
    blue = []

    for epoch in range(1, 7):
        expect(notebook.output(1)).to_contain_text(f"Epoch {epoch} of 6: training loss", timeout=60_000)
        notebook.page.wait_for_timeout(100)  # the sentence comes a frame before the canvas
        blue.append(chart(notebook, 1).evaluate(BLUE))
        expect(notebook.cell(1)).to_contain_text("[*]:")
        (lab.server.notebooks / f"beyond {epoch}").touch()
    notebook.wait_for_cell(1)

    assert blue == sorted(set(blue))
    expect(notebook.output(1)).to_contain_text("Done after 6 epochs: training loss")
    assert notebook.value("live.view.datasets['history']['value'].size") == 4 * 6
    assert notebook.value("live.view.browser_errors") == []


def test_after_the_fit_the_chart_has_tooltips_follows_theme_and_width_and_comes_back_on_a_reloaded_page(lab):
    notebook = lab.open_again([PREPARE, FIT.replace("5", "40")])
    notebook.run_all()
    canvas = chart(notebook, 1)
    expect(canvas).to_have_count(1)
    expect(notebook.output(1).locator("img")).to_be_hidden()

    light = canvas.evaluate("canvas => [...canvas.getContext('2d').getImageData(1, 1, 1, 1).data]")
    notebook.theme("JupyterLab Dark")
    notebook.page.wait_for_timeout(300)
    dark = canvas.evaluate("canvas => [...canvas.getContext('2d').getImageData(1, 1, 1, 1).data]")
    assert sum(light[:3]) > 600
    assert sum(dark[:3]) < 200

    wide = canvas.bounding_box()
    for room in (1000, 700):  # two panels side by side, then under each other
        notebook.page.set_viewport_size({"width": room, "height": 1000})
        until(canvas, TOO_WIDE, 0)
    assert canvas.bounding_box()["height"] > wide["height"] + 200
    notebook.page.set_viewport_size(VIEWPORT)
    until(canvas, "(canvas) => canvas.clientWidth", wide["width"])

    x, y = first_point(notebook)
    box = canvas.bounding_box()
    notebook.page.mouse.move(box["x"] + x, box["y"] + y)
    expect(notebook.page.locator("#vg-tooltip-element")).to_contain_text("training")

    notebook.reload()
    expect(chart(notebook, 1)).to_have_count(1)
    expect(notebook.output(1)).to_contain_text("Done after 40 epochs")
    expect(notebook.output(1).locator("img")).to_be_hidden()


def test_a_fit_that_runs_again_or_breaks_off_leaves_one_view_and_the_picture_for_who_opens_the_notebook_again(lab):
    notebook = lab.open_again([PREPARE, FIT, BREAK_OFF])
    curves = (
        "len([w for w in __import__('ipywidgets').Widget.widgets.values() if type(w).__name__ == 'LearningCurves'])"
    )
    before = notebook.value(curves)
    notebook.run_all()
    for _ in range(3):
        notebook.run_cell(1)
    expect(notebook.output(2)).to_contain_text("Interrupted after epoch 3 of 9: training loss")
    expect(notebook.page.locator(".dlw canvas")).to_have_count(2)
    assert notebook.value(curves) == before + 2
    ((output,), (broken,)) = (outputs(lab, notebook, index) for index in (1, 2))

    # Another notebook has a kernel of its own, which knows nothing of the widgets.
    copied = (lab.server.notebooks / notebook.name).read_bytes()
    (lab.server.notebooks / "copy.ipynb").write_bytes(copied)
    cold = lab.open_file(lab.server.notebooks / "copy.ipynb")

    assert {*output["data"]} == {*broken["data"]} == {"text/plain", "image/png"}
    assert "Done after 5 epochs: training loss" in "".join(output["data"]["text/plain"])
    picture = cold.output(1).locator("img")
    expect(picture).to_be_visible()
    expect(cold.output(1)).not_to_contain_text("Error")
    size = picture.bounding_box()
    assert size["width"] == output["metadata"]["image/png"]["width"] > 600


def test_two_fits_of_metrics_that_nobody_expected_end_in_one_chart_with_both_runs(lab):
    notebook = lab.open_again([PREPARE, UNEXPECTED])
    notebook.run_all()

    expect(notebook.output(1)).to_contain_text("Done after 3 epochs: training loss")
    expect(chart(notebook, 1)).to_have_count(1)
    assert notebook.value("[live.view.metrics, len(live.runs)]") == [["loss", "accuracy"], 2]
    assert len(outputs(lab, notebook, 1)) == 1


def test_stop_ends_a_fit_that_blocks_the_kernel_and_the_switches_work_meanwhile(lab):
    notebook = lab.open_again([PREPARE, ENDLESS_FIT])
    notebook.run_cell(0)
    notebook.run_cell(1, wait=False)
    output = notebook.output(1)
    expect(output).to_contain_text("Epoch", timeout=60_000)

    output.get_by_label("Log scale").check()
    notebook.page.wait_for_timeout(1500)  # longer than the page waits for the kernel
    expect(output.get_by_label("Log scale")).to_be_checked()
    output.get_by_role("button", name="Stop").click()
    notebook.wait_for_cell(1)

    expect(output).to_contain_text("Interrupted after epoch")
    expect(output).not_to_contain_text("KeyboardInterrupt")
    assert notebook.value("[str(live.run.ending), done, live.view.log_scale]") == ["interrupted", True, True]


def first_point(notebook):
    """Return where the newest training loss is drawn, in pixels of the canvas."""
    return (
        notebook.output(1)
        .locator(".dlw canvas")
        .evaluate(
            """canvas => {
          const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const blue = (x, y) => { const i = 4 * (y * width + x);
            return data[i] === 0x2f && data[i + 1] === 0x7f && data[i + 2] === 0xc1; };
          const scale = width / canvas.clientWidth;
          const solid = (x, y) => [[0, 0], [2, 0], [-2, 0], [0, 2], [0, -2]].every(([a, b]) => blue(x + a, y + b));
          for (let x = Math.floor(width * 0.48); x > 0; x -= 1)
            for (let y = Math.floor(height * 0.25); y < height; y += 1) if (solid(x, y)) return [x / scale, y / scale];
          return null;
        }"""
        )
    )


THREADS = """
import threading
before = {*threading.enumerate()}
def others():  # but for the thread of the kernel's own sockets
    return [one.name for one in {*threading.enumerate()} - before if "zmq" not in type(one).__module__]
"""
LOOKED_INTO = HALTING_FIT.replace("beyond", "past").replace("LiveCharts()", "LiveCharts(histograms=(X, y))")
DRAWN = "(canvas) => canvas.toDataURL()"


def test_a_fit_outlives_reload_cleared_cell_and_closed_tab_and_nothing_outlives_the_fit(lab):
    notebook = lab.open([PREPARE + THREADS, LOOKED_INTO, ENDLESS_FIT])
    notebook.page.set_viewport_size({"width": 800, "height": 1000})
    go_on = lambda *epochs: [(lab.server.notebooks / f"past {epoch}").touch() for epoch in epochs]  # noqa: E731
    notebook.run_cell(0, timeout_s=120)
    notebook.run_cell(1, wait=False)
    go_on(1)
    output = notebook.output(1)
    expect(output).to_contain_text("Epoch 2 of 6", timeout=60_000)

    # Earlier epochs are shown in the page itself, while the kernel hears nothing.
    layers = chart(notebook, 1).nth(1)
    newest = layers.evaluate(DRAWN)
    output.get_by_label("Epoch", exact=True).first.press("Home")
    notebook.page.wait_for_timeout(500)
    assert layers.evaluate(DRAWN) != newest

    notebook.save()
    notebook.page.reload()
    expect(notebook.cell(1)).to_be_visible(timeout=60_000)
    go_on(2, 3, 4, 5, 6)
    notebook.wait_until_ready(120)
    # A kernel that is blocked can't tell a new page of its widgets; JupyterLab's manager may then have looked too early.
    notebook.console_errors[:] = [error for error in notebook.console_errors if "widget model not found" not in error]
    notebook.page.reload()
    notebook.wait_until_ready(120)
    expect(output).to_contain_text("Done after 6 epochs: training loss", timeout=60_000)
    expect(chart(notebook, 1)).to_have_count(2)
    assert [chart(notebook, 1).nth(place).evaluate(TOO_WIDE) for place in (0, 1)] == [0, 0]
    assert notebook.value("[live.run.last_epoch, len(live.run.looks), others()]") == [6, 7, []]

    notebook.run_cell(2, wait=False)
    expect(notebook.output(2)).to_contain_text("Epoch", timeout=60_000)
    notebook._javascript("await app.commands.execute('notebook:clear-cell-output');")
    expect(chart(notebook, 2)).to_have_count(0)
    notebook._javascript("await app.commands.execute('notebook:interrupt-kernel');")
    notebook.wait_for_cell(2, 120)
    assert notebook.value("[str(live.run.ending), done, live.run.last_epoch > 0]") == ["interrupted", True, True]

    for epoch in range(1, 7):
        (lab.server.notebooks / f"past {epoch}").unlink()
    notebook.run_cell(1, wait=False)
    expect(output).to_contain_text("Epoch 1 of 6", timeout=60_000)
    notebook.save()
    notebook.page.close()
    lab.pages.remove(notebook)
    go_on(1, 2, 3, 4, 5, 6)
    notebook = lab._show(notebook.name)
    assert notebook.value("[str(live.run.ending), live.run.last_epoch, others()]") == ["done", 6, []]

    notebook.run_cell(2, wait=False)
    expect(notebook.output(2)).to_contain_text("Epoch", timeout=60_000)
    notebook.restart_kernel()
    assert notebook.value("'live' in globals()") is False
    notebook.execute("import dlwidgets; dlwidgets.Perceptron('and')")

"""The perceptron demo as a learner meets it: in JupyterLab, by mouse and by keyboard."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from dlwidgets.charts.theme import CLASS_COLOURS

SHOW = "import dlwidgets as dlw\ndemo = dlw.Perceptron({}, w1=1, w2=1, bias=-0.5)\ndemo"
# Pixels of the plane, below the legend and left of the other charts, that have exactly the colour of a class.
PIXELS = """(canvas, colour) => {
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const scale = canvas.width / canvas.clientWidth;
  const wanted = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  const found = [];
  for (let y = Math.round(30 * scale); y < height; y += 1) {
    for (let x = 0; x < 360 * scale; x += 1) {
      if (wanted.every((part, i) => data[4 * (y * width + x) + i] === part)) found.push([x / scale, y / scale]);
    }
  }
  return found;
}"""
PLANE_PICTURE = """(canvas) => {
  const part = document.createElement('canvas');
  [part.width, part.height] = [360, canvas.height];
  part.getContext('2d').drawImage(canvas, 0, 0);
  return part.toDataURL();
}"""
# The contrast of each text with what lies behind it, as WCAG 2 defines it.
CONTRASTS = """(root) => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => parse(colour).slice(0, 3)
    .map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (el) => {
    for (let at = el; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((parse(colour)[3] ?? 1) > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = [...root.querySelectorAll('p, label, button, select, input[type=number], summary, pre, .dlw-help')];
  return texts.filter((el) => !el.disabled && el.offsetParent).map((el) => {
    const [low, high] = [luminance(getComputedStyle(el).color), luminance(behind(el))].sort((a, b) => a - b);
    return [el.tagName + ' ' + el.textContent.slice(0, 30), (high + 0.05) / (low + 0.05)];
  });
}"""


@pytest.fixture
def gate(lab):
    """The gate AND: four points whose places are known."""
    return shown(lab.open_again([SHOW.format('"and"')]))


def shown(notebook):
    notebook.run_all()
    expect(canvas(notebook)).to_be_visible()
    eventually(notebook, lambda: centre(notebook, 1))
    return notebook


def canvas(notebook, cell=0):
    return notebook.output(cell).locator(".dlw-chart canvas")


def control(notebook, role, name, cell=0):
    return notebook.output(cell).get_by_role(role, name=name, exact=True)


def eventually(notebook, condition, patience_s=10):
    """Let the browser work until a condition holds, and return what it gave."""
    for _ in range(20 * patience_s):
        if found := condition():
            return found
        notebook.page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


def picture(notebook, cell=0):
    """Return what the plane looks like, left of the other charts, whose room may differ by a pixel."""
    return canvas(notebook, cell).evaluate(PLANE_PICTURE)


def centre(notebook, kind, where=lambda _x, _y: True):
    """Return the middle of the marks of a class, in pixels of the canvas; None if there are none."""
    pixels = canvas(notebook).evaluate(PIXELS, CLASS_COLOURS[kind])
    chosen = [(x, y) for x, y in pixels if where(x, y)]
    return [sum(side) / len(chosen) for side in zip(*chosen, strict=True)] if chosen else None


def ruler(notebook):
    """Measure on the gate AND where a place of the plane lies on the screen; undisturbed by the code under test."""
    x1, y1 = centre(notebook, 1)
    x0, y0 = centre(notebook, 0, lambda x, y: x < x1 - 50 and y > y1 + 50)
    box = canvas(notebook).bounding_box()
    return lambda x, y: (box["x"] + x0 + x * (x1 - x0), box["y"] + y0 + y * (y1 - y0))


def points(notebook):
    return notebook.value("demo.examples.X.tolist()")


def mark_at(notebook, place, kind):
    """Tell whether a mark of a class is drawn at a place of the screen."""
    box = canvas(notebook).bounding_box()
    x, y = place[0] - box["x"], place[1] - box["y"]
    return centre(notebook, kind, lambda px, py: abs(px - x) < 2 and abs(py - y) < 2) is not None


def test_the_boundary_moves_while_a_slider_is_dragged(gate):
    slider = control(gate, "slider", "Bias b")
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    gate.page.mouse.move(box["x"] + box["width"] * 0.475, middle)
    gate.page.mouse.down()
    seen = [(gate.value("demo.bias"), picture(gate))]
    for share in (0.45, 0.42, 0.39):
        gate.page.mouse.move(box["x"] + box["width"] * share, middle)
        eventually(gate, lambda: picture(gate) != seen[-1][1])
        seen.append((gate.value("demo.bias"), picture(gate)))
    gate.page.mouse.up()
    biases = [bias for bias, _picture in seen]
    assert biases == sorted(biases, reverse=True)
    assert len(set(biases)) == 4
    low, high = gate.value("[demo.datasets['boundary']['y'].tolist()[i] for i in (-1, 0)]")
    assert (low, high) == pytest.approx(
        gate.value("[-demo.bias - x for x in demo.datasets['boundary']['x'].tolist()[::-1]]")
    )


def test_a_slider_is_moved_by_keyboard_and_its_number_by_typing(gate):
    before = picture(gate)
    control(gate, "slider", "Weight w1").press("ArrowRight")
    expect(control(gate, "spinbutton", "Weight w1")).to_have_value("1.1")
    eventually(gate, lambda: picture(gate) != before)
    assert gate.value("demo.w1") == 1.1
    number = control(gate, "spinbutton", "Bias b")
    number.select_text()
    gate.page.keyboard.type("-25")
    gate.page.keyboard.press("Enter")
    eventually(gate, lambda: gate.value("demo.bias") == -25)
    expect(control(gate, "slider", "Bias b")).to_have_value("-25")


def test_a_point_is_added_dragged_and_deleted_by_mouse_and_each_is_undone(gate):
    at = ruler(gate)
    gate.page.mouse.click(*at(0.25, 0.75))
    eventually(gate, lambda: len(points(gate)) == 5)
    assert points(gate)[4] == pytest.approx([0.25, 0.75], abs=0.01)
    eventually(gate, lambda: mark_at(gate, at(0.25, 0.75), 1))

    gate.page.mouse.move(*at(0.25, 0.75))
    gate.page.mouse.down()
    gate.page.mouse.move(*at(0.5, 0.5), steps=5)
    eventually(gate, lambda: mark_at(gate, at(0.5, 0.5), 1))  # while the button is still down
    gate.page.mouse.move(*at(1, 0), steps=5)  # over another point, which stays where it is
    gate.page.mouse.move(*at(0.75, 0.25), steps=5)
    gate.page.mouse.up()
    eventually(gate, lambda: points(gate)[4] == pytest.approx([0.75, 0.25], abs=0.01))
    assert points(gate)[:4] == [[0, 0], [0, 1], [1, 0], [1, 1]]

    gate.page.keyboard.down("Alt")
    gate.page.mouse.click(*at(0.75, 0.25))
    gate.page.keyboard.up("Alt")
    eventually(gate, lambda: len(points(gate)) == 4)

    undo = control(gate, "button", "Undo")
    for expected in ([0.75, 0.25], [0.25, 0.75]):
        undo.click()
        eventually(gate, lambda place=expected: points(gate)[4:] == [pytest.approx(place, abs=0.01)])
    undo.click()
    eventually(gate, lambda: len(points(gate)) == 4)
    expect(undo).to_be_disabled()


def test_a_click_beside_the_plane_adds_nothing(gate):
    box = canvas(gate).bounding_box()
    gate.page.mouse.click(box["x"] + box["width"] - 80, box["y"] + box["height"] - 70)
    gate.page.mouse.click(box["x"] + box["width"] - 80, box["y"] + 60)
    gate.page.mouse.click(*ruler(gate)(0.5, 0.5))
    eventually(gate, lambda: len(points(gate)) == 5)


def test_points_are_changed_by_keyboard_alone(gate):
    chart = gate.output(0).locator(".dlw-chart")
    chart.focus()
    keys = gate.page.keyboard
    for _ in range(5):
        keys.press("ArrowRight")
    keys.press("ArrowUp")
    keys.press("Enter")
    eventually(gate, lambda: len(points(gate)) == 5)
    (x_low, x_high), (y_low, y_high) = gate.value("demo.limits")
    right, up = (x_high - x_low) / 40, (y_high - y_low) / 40
    added = [(x_low + x_high) / 2 + 5 * right, (y_low + y_high) / 2 + up]
    assert points(gate)[4] == pytest.approx(added, abs=right / 4)

    for _ in range(6):
        keys.press("ArrowLeft")
    keys.press("Shift+Enter")
    eventually(gate, lambda: points(gate)[4] == pytest.approx([added[0] - 6 * right, added[1]], abs=right / 4))
    keys.press("Delete")
    eventually(gate, lambda: len(points(gate)) == 4)
    keys.press("Delete")
    gate.page.wait_for_timeout(300)
    assert len(points(gate)) == 4


def test_the_buttons_step_back_play_pause_and_reset(gate):
    status = gate.output(0).locator(".dlw-text")
    step, back, reset = (control(gate, "button", name) for name in ("Step", "Back", "Reset"))
    expect(back).to_be_disabled()
    step.press("Enter")
    expect(status).to_contain_text("So far 1 update ")
    step.click()
    expect(status).to_contain_text("So far 2 updates")
    back.click()
    expect(status).to_contain_text("So far 1 update ")
    control(gate, "button", "Play").click()
    expect(status).to_contain_text("So far 3 updates")
    control(gate, "button", "Pause").click()
    expect(control(gate, "button", "Play")).to_be_visible()
    reset.click()
    expect(status).not_to_contain_text("So far")
    assert gate.value("demo.weights") == [1, 1, -0.5]
    gate.execute("demo.speed = 30")
    control(gate, "button", "Play").click()
    expect(status).to_contain_text("Separated after", timeout=20_000)
    expect(control(gate, "button", "Play")).to_be_disabled()
    assert gate.value("demo.mistakes") == []


def test_two_cells_two_tabs_and_a_reloaded_page_show_the_same(lab):
    gate = shown(lab.open([SHOW.format('"and"')]))
    gate.add_and_run("demo")
    expect(canvas(gate, 1)).to_be_visible()
    other = lab.open_tab(gate)
    expect(canvas(other)).to_be_visible()
    control(gate, "slider", "Bias b").press("ArrowLeft")
    gate.page.mouse.click(*ruler(gate)(0.5, 0.25))
    eventually(gate, lambda: len(points(gate)) == 5)
    for notebook, cell in ((gate, 0), (gate, 1), (other, 0), (other, 1)):
        expect(control(notebook, "spinbutton", "Bias b", cell)).to_have_value("-0.6")
        expect(notebook.output(cell).locator(".dlw-text")).to_contain_text("of 5 points")
    eventually(gate, lambda: picture(gate) == picture(gate, 1) == picture(other))
    control(other, "slider", "Weight w2").press("ArrowRight")
    expect(control(gate, "spinbutton", "Weight w2", 1)).to_have_value("1.1")
    gate.reload()
    eventually(gate, lambda: canvas(gate).count() and picture(gate) == picture(other))
    expect(control(gate, "spinbutton", "Weight w2")).to_have_value("1.1")


def test_after_a_restart_of_the_kernel_the_page_says_what_to_do(gate):
    alert = gate.output(0).get_by_role("alert")
    expect(alert).to_have_count(0)
    gate.restart_kernel()
    expect(alert).to_have_text(re.compile("kernel was restarted.*run the cell again"))
    gate.run_cell(0)
    expect(canvas(gate)).to_be_visible()
    expect(alert).to_have_count(0)
    control(gate, "slider", "Bias b").press("ArrowRight")
    eventually(gate, lambda: gate.value("demo.bias") == -0.4)


def test_a_cell_that_is_run_again_leaves_nothing_behind(lab):
    gate = shown(lab.open([SHOW.format('"and"')]))
    gate.execute("import gc; from ipywidgets.widgets.widget import _instances")
    cdp = gate.page.context.new_cdp_session(gate.page)
    cdp.send("Performance.enable")

    def counts():
        gate.page.wait_for_timeout(500)
        cdp.send("HeapProfiler.collectGarbage")
        metrics = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
        return gate.value("(gc.collect(), len(_instances))[1]"), metrics["JSEventListeners"]

    readings = []
    for _ in range(4):
        for _ in range(5):
            gate.run_cell(0)
        expect(canvas(gate)).to_have_count(1)
        expect(gate.output(0).locator(".dlw-demo")).to_have_count(1)
        readings.append(counts())
    widgets, listeners = zip(*readings, strict=True)
    assert len(set(widgets)) == 1
    # A view of ours has more than fifty listeners. JupyterLab adds some hundred once, at a moment of its own.
    assert min(later - earlier for earlier, later in itertools.pairwise(listeners)) < 10


def test_a_cell_run_again_while_it_plays_leaves_no_thread(gate):
    gate.execute("demo.change(data='xor', speed=30)")
    control(gate, "button", "Play").click()
    expect(control(gate, "button", "Pause")).to_be_visible()
    gate.run_cell(0)
    gate.execute("import threading, time; time.sleep(0.5)")
    assert "dlwidgets-player" not in gate.value("[thread.name for thread in threading.enumerate()]")
    expect(control(gate, "button", "Play")).to_be_visible()


def test_a_mistake_is_told_under_the_chart_and_nothing_is_lost(gate):
    control(gate, "button", "Next point").click()
    gate.execute("demo.selected = 3")
    control(gate, "button", "Delete point").click()
    expect(gate.output(0).get_by_role("alert")).to_contain_text("two classes are needed")
    assert len(points(gate)) == 4
    control(gate, "button", "Next point").click()
    expect(gate.output(0).get_by_role("alert")).to_have_count(0)


def test_the_legend_makes_room_for_the_names_of_other_classes(gate):
    labels = """() => {
      const canvas = document.querySelector('.dlw-chart canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, 360, 28);
      const blue = [];
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === 0x2f && data[i + 1] === 0x7f && data[i + 2] === 0xc1) blue.push((i / 4) % 360);
      }
      return Math.min(...blue);
    }"""
    near = gate.page.evaluate(labels)
    control(gate, "combobox", "Data").select_option("iris")
    eventually(gate, lambda: gate.page.evaluate(labels) > near + 20)  # "setosa" is longer than "0"


def test_every_control_has_a_name_and_an_explanation_and_keeps_its_contrast(lab):
    notebook = shown(lab.open_again([SHOW.format('"iris"')]))
    panel = notebook.value("demo._panel")
    roles = {"slider": "slider", "choice": "combobox", "button": "button"}
    for spec in panel:
        found = control(notebook, roles[spec["kind"]], spec["label"])
        expect(found).to_have_accessible_description(re.compile(re.escape(spec["help"])))
    expect(notebook.output(0).locator(".dlw-chart")).to_have_accessible_name(re.compile(r"^Can one neuron"))
    control(notebook, "button", "Explain every control").click()
    notebook.execute("demo.page.set('bias', float('nan'))")
    expect(notebook.output(0).get_by_role("alert")).to_be_visible()
    for theme in ("Light", "Dark"):
        notebook.theme(f"JupyterLab {theme}")
        notebook.page.wait_for_timeout(300)
        contrasts = notebook.output(0).locator(".dlw-demo").evaluate(CONTRASTS)
        assert len(contrasts) > 30
        assert {text: round(ratio, 2) for text, ratio in contrasts if ratio < 4.5} == {}

"""The network diagram as a learner meets it in JupyterLab: through three depths by mouse and by keyboard, and live."""

import re

import pytest
from playwright.sync_api import expect

PADDING_PX = 6
SHOW = """import keras
import dlwidgets as dlw

keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(5, activation="tanh"), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
iris = dlw.load("iris")
d = dlw.NetworkDiagram(model, data="iris", example=7)
d"""


@pytest.fixture
def diagram(lab):
    notebook = lab.open_again([SHOW])
    notebook.run_all()
    expect(picture(notebook).locator("canvas")).to_be_visible()
    return notebook


def picture(notebook):
    return notebook.output(0).locator(".dlw-chart")


def text(notebook):
    return notebook.output(0).get_by_role("status")


def place(notebook, x, y):
    """Return where in the page a place of the sheet is, after bringing it into sight."""
    picture(notebook).evaluate("el => el.scrollIntoView({block: 'center'})")
    box = picture(notebook).locator("canvas").bounding_box()
    return box["x"] + PADDING_PX + x, box["y"] + PADDING_PX + y


def click(notebook, rows, part, beside=0):
    """Click on the mark that has a part, such as a neuron, or some pixels beside its corner."""
    x, y = notebook.value(
        f"(lambda r: [float(r[k][list(r['part']).index('{part}')]) for k in ('x', 'y')])(d.datasets['{rows}'])"
    )
    notebook.page.mouse.click(*place(notebook, x + beside, y + beside))


def test_three_depths_by_mouse_then_by_keyboard_and_a_weight_is_changed(diagram):
    page = diagram.page
    click(diagram, "neurons", "n:2:2")
    expect(diagram.output(0).get_by_role("slider", name="Neuron")).to_have_value("2")
    expect(text(diagram)).to_contain_text("to neuron 2")
    x, y, x2, y2 = diagram.value(
        "(lambda r: [float(r[k][list(r['part']).index('w:2:2:3')]) for k in ('x', 'y', 'x2', 'y2')])(d.datasets['links'])"
    )
    # Beside the thin line, but near enough: its value is told, and a click chooses it.
    page.mouse.move(*place(diagram, 0.8 * x + 0.2 * x2, 0.8 * y + 0.2 * y2 + 3))
    expect(page.locator("#vg-tooltip-element")).to_contain_text(re.compile("weight .*, from a₃ to neuron 2"))
    page.mouse.down()
    page.mouse.up()
    expect(diagram.output(0).get_by_role("slider", name="Link from")).to_have_value("3")
    click(diagram, "neurons", "n:2:2")
    expect(text(diagram)).to_contain_text("softmax compares it with the sums")
    formula = diagram.output(0).locator(".dlw-formula math").last
    expect(formula.locator(".dlw-focus")).to_be_visible()
    before, loss = formula.get_attribute("alttext"), diagram.value("d.loss")
    diagram.output(0).get_by_role("slider", name="Its value").press("ArrowRight")
    expect(formula).not_to_have_attribute("alttext", before)
    assert diagram.value("d.loss") != loss
    assert diagram.value("abs(float(model.get_weights()[2][2, 1]) - d.value)") < 1e-6
    click(diagram, "areas", "d:layer", beside=6)
    expect(text(diagram)).to_contain_text("5 inputs × 3 units + 3 biases = 18")
    # The rest without the mouse.
    page.mouse.move(0, 0)
    picture(diagram).focus()
    page.keyboard.press("Backspace")
    expect(text(diagram)).to_contain_text("43 parameters")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("PageDown")
    expect(text(diagram)).to_contain_text(re.compile(r"Weight from \S+ .*to neuron 3"))
    page.keyboard.press("Enter")
    expect(text(diagram)).to_contain_text("Layer 1 (Dense) makes 5 of 4")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(text(diagram)).to_contain_text("Neuron 4 of layer 1")
    page.keyboard.press("n")
    expect(text(diagram)).to_contain_text("Example 8 of 150")
    page.keyboard.press("Control+z")
    expect(diagram.output(0).get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    assert diagram.value("[d.depth, d.layer, d.neuron, d.edits]") == ["neuron", 1, 4, []]
    assert diagram.value("d.browser_errors") == []


def test_a_real_fit_is_followed_while_it_runs_and_a_frozen_layer_stays(diagram):
    diagram.output(0).get_by_label("Frozen", exact=True).check()
    expect(text(diagram)).to_contain_text("25 of them not trained")
    diagram.execute(
        "before = model.get_weights(); shown = []; d.observe(lambda c: shown.append(c['new']), names='value'); d.layer = 2"
    )
    width = picture(diagram).locator("canvas").bounding_box()["width"]
    loss = text(diagram).inner_text()
    diagram.add_and_run("model.fit(iris.X, iris.y, epochs=25, verbose=0, callbacks=[d.callback()]);")
    expect(text(diagram)).not_to_have_text(loss)
    assert diagram.value("len(shown)") > 5
    assert diagram.value("[bool((a == b).all()) for a, b in zip(before, model.get_weights())]") == [
        True,
        True,
        False,
        False,
    ]
    assert diagram.value("d.loss") == pytest.approx(
        diagram.value("model.evaluate(iris.X, iris.y, verbose=0)"), rel=1e-4
    )
    expect(text(diagram)).to_contain_text(f"{diagram.value('d.loss'):.3g} in the mean")
    for depth in ("layer", "neuron"):
        diagram.execute(f"d.depth = {depth!r}")
        assert picture(diagram).locator("canvas").bounding_box()["width"] == width, "nothing jumps"

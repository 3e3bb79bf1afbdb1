"""The race of optimizers and hand tuning as a learner meets them: in JupyterLab, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

RACE = "from dlwidgets.demos.optimizers import Optimizers\ndemo = Optimizers(surface='bowl', n_steps=5)\ndemo"
TUNE = "from dlwidgets.demos.hand_tune import HandTune\ndemo = HandTune(goal=0.1)\ndemo"


def shown(lab, code):
    notebook = lab.open_again([code])
    notebook.run_all()
    expect(canvas(notebook)).to_be_visible()
    return notebook


def canvas(notebook):
    return notebook.output(0).locator(".dlw-chart canvas")


def control(notebook, role, name):
    return notebook.output(0).get_by_role(role, name=name, exact=True)


def eventually(notebook, condition, patience_s=10):
    """Let the browser work until a condition holds, and return what it gave."""
    for _ in range(20 * patience_s):
        if found := condition():
            return found
        notebook.page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


def picture(notebook):
    return canvas(notebook).evaluate("(canvas) => canvas.toDataURL()")


def test_a_click_sets_the_start_and_all_paths_are_drawn_from_there(lab):
    notebook = shown(lab, RACE)
    text = notebook.output(0).locator(".dlw-text")
    expect(text).to_contain_text("After 5 steps from (-3, 2)")
    before, box = picture(notebook), canvas(notebook).bounding_box()
    notebook.page.mouse.click(box["x"] + 300, box["y"] + 60)
    expect(text).not_to_contain_text("from (-3, 2)")
    eventually(notebook, lambda: picture(notebook) != before)
    x, y = notebook.value("demo.start")
    assert 1 < x < 4
    assert 1 < y < 4
    assert notebook.value("[path[0].tolist() for path in demo.paths.values()]") == [[x, y]] * 4

    # The same by keyboard: the pointer begins in the middle of the surface.
    notebook.output(0).locator(".dlw-chart").focus()
    notebook.page.keyboard.press("ArrowRight")
    notebook.page.keyboard.press("Enter")
    eventually(notebook, lambda: notebook.value("demo.start") != [x, y])
    assert notebook.value("demo.start") == pytest.approx([0.2, 0], abs=0.05)

    steps = control(notebook, "spinbutton", "Steps")
    control(notebook, "button", "Step").click()
    expect(steps).to_have_value("6")
    control(notebook, "button", "Back").press("Enter")
    expect(steps).to_have_value("5")
    control(notebook, "combobox", "Learning rate").select_option("10")
    control(notebook, "button", "Run").click()
    expect(text).to_contain_text("Diverged: SGD at step 2")
    control(notebook, "combobox", "Learning rate").select_option("0.1")
    expect(text).not_to_contain_text("Diverged")


def test_a_slider_changes_the_loss_and_gradient_descent_goes_on_from_there(lab):
    notebook = shown(lab, TUNE)
    text = notebook.output(0).locator(".dlw-text")
    expect(text).to_contain_text("Target 0.1 not beaten yet")
    loss, before = notebook.value("demo.loss"), picture(notebook)
    slider = control(notebook, "slider", "Weight w")
    for _ in range(4):
        slider.press("ArrowRight")
    expect(control(notebook, "spinbutton", "Weight w")).to_have_value("0.2")
    eventually(notebook, lambda: picture(notebook) != before)
    expect(text).to_contain_text("1 move")
    assert notebook.value("demo.loss") < loss
    control(notebook, "button", "Let gradient descent go on from here").click()
    expect(text).to_contain_text("1 move and 50 steps")
    number = control(notebook, "spinbutton", "Steps")
    number.fill("1000")
    number.press("Enter")
    control(notebook, "button", "Let gradient descent go on from here").click()
    expect(text).to_contain_text("Target 0.1 beaten by gradient descent!")
    control(notebook, "button", "Reset").click()
    expect(text).to_contain_text("with w = 0 and b = 0. Target 0.1 not beaten yet")

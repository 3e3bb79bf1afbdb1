"""The backprop stepper as a learner meets it: in JupyterLab, by keyboard and by mouse."""

import re

import pytest
from playwright.sync_api import expect

SHOW = "import dlwidgets as dlw\nstepper = dlw.BackpropStepper({})\nstepper"


@pytest.fixture
def stepper(lab):
    notebook = lab.open_again([SHOW.format("")])
    notebook.run_all()
    expect(picture(notebook)).to_be_visible()
    return notebook


def picture(notebook):
    return notebook.output(0).locator(".dlw-chart")


def text(notebook):
    return notebook.output(0).get_by_role("status")


def test_a_whole_training_step_is_walked_by_keyboard(stepper):
    n_steps = stepper.value("len(stepper.walk.steps)")
    picture(stepper).focus()
    for place in range(1, n_steps):
        stepper.page.keyboard.press("ArrowRight")
        expect(text(stepper)).to_contain_text(f"step {place + 1} of {n_steps}")
    expect(text(stepper)).to_contain_text("4 Update")
    loss = stepper.value("stepper.loss_value")
    stepper.page.keyboard.press("ArrowRight")
    expect(text(stepper)).to_contain_text(f"1 Guess, step 1 of {n_steps}")
    assert stepper.value("stepper.loss_value") < loss
    stepper.page.keyboard.press("ArrowLeft")
    expect(text(stepper)).to_contain_text(f"4 Update, step {n_steps} of {n_steps}")
    assert stepper.value("stepper.loss_value") == loss
    assert stepper.console_errors == []
    assert stepper.requests_outside == []


def test_formulas_follow_and_the_buttons_stay_where_they_are(stepper):
    formulas = stepper.output(0).locator(".dlw-formula math")
    button = stepper.output(0).get_by_role("button", name="Next", exact=True)
    place = button.bounding_box()
    for _ in range(8):
        button.click()
    expect(text(stepper)).to_contain_text("3 Blame")
    expect(formulas.first).to_have_attribute("alttext", re.compile("partial"))
    assert formulas.first.bounding_box()["height"] > 20
    assert button.bounding_box() == place


def test_a_click_on_an_edge_chooses_its_weight_and_its_slider_changes_all(stepper):
    box = picture(stepper).locator("canvas").bounding_box()
    x, y, x2, y2 = stepper.value(
        "(lambda e: [float(e[k][list(e['part']).index('w1[1,1]')]) for k in ('x', 'y', 'x2', 'y2')])(stepper.datasets['edges'])"
    )
    stepper.execute("stepper.part = 'b2[1]'")
    left, top = (0.75 * x + 0.25 * x2 + 0.07) / 1.22, 1 - (0.75 * y + 0.25 * y2 + 0.06) / 1.06
    # The diagram has no axes: it fills the picture's width and the upper part of its height, but for a margin.
    stepper.page.mouse.click(box["x"] + 52 + left * 680, box["y"] + 5 + top * 330)
    expect(stepper.output(0).get_by_label("Number", exact=True)).to_have_value("w1[1,1]")
    before = stepper.value("stepper.loss_value")
    stepper.output(0).get_by_role("slider", name="Its value").press("ArrowRight")
    expect(stepper.output(0).get_by_role("slider", name="Its value")).not_to_have_value("0.3")
    assert stepper.value("stepper.loss_value") != before


def test_the_check_is_made_beside_the_page_and_shows_both_columns(stepper):
    stepper.output(0).get_by_role("button", name="Check the gradients").click()
    note = stepper.output(0).locator("details", has_text="Are the gradients right?")
    expect(note).to_contain_text("TensorFlow takes some seconds to load")
    stepper.output(0).get_by_role("button", name="Next", exact=True).click()
    expect(text(stepper)).to_contain_text("step 2 of")  # while TensorFlow is loading
    expect(note).to_contain_text("✓ Every gradient equals Keras", timeout=120_000)
    expect(note).to_contain_text("differences")

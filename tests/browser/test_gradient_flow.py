"""The gradient flow demo in JupyterLab: the depth is changed by keyboard, and picture and words follow."""

import re

from playwright.sync_api import expect

SHOW = "from dlwidgets.demos.gradient_flow import GradientFlow\ndemo = GradientFlow(depth=98)\ndemo"


def test_the_depth_is_moved_by_keyboard_and_the_gradient_goes_on_vanishing(lab):
    notebook = lab.open_again([SHOW])
    notebook.run_all()
    output = notebook.output(0)
    canvas, depth = output.locator(".dlw-chart canvas"), output.get_by_role("slider", name="Depth", exact=True)
    expect(canvas).to_be_visible()
    before = canvas.evaluate("canvas => canvas.toDataURL()")
    depth.focus()
    for _ in range(2):
        notebook.page.keyboard.press("ArrowRight")
    expect(output.get_by_text(re.compile(r"^Vanishing: .* \(layer 100\)"))).to_be_visible()
    notebook.page.wait_for_function(
        "([canvas, before]) => canvas.toDataURL() !== before", arg=[canvas.element_handle(), before]
    )
    assert notebook.value("[demo.depth, len(demo.gradients)]") == [100, 100]
    mend = output.get_by_role("button", name="Mend", exact=True)
    mend.press("Enter")
    expect(output.get_by_text(re.compile(r"^Steady: "))).to_be_visible()
    assert notebook.value("demo.activation") == "tanh"
    expect(mend).to_be_disabled()

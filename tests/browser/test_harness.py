"""The harness itself: what the other browser tests rely on."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from playwright.sync_api import expect

SLIDER = """
import ipywidgets
slider = ipywidgets.IntSlider(value=3, description="bias")
slider
"""
WIDGET = """
import anywidget
class Probe(anywidget.AnyWidget):
    _esm = "export default {{ render({{ el }}) {{ {body} }} }}"
Probe()
"""


def test_a_slider_moved_by_keyboard_changes_its_value_in_python(lab):
    notebook = lab.open_again([SLIDER])
    notebook.run_all()
    notebook.output(0).get_by_role("slider").press("ArrowRight")
    expect(notebook.output(0).locator(".widget-readout")).to_have_text("4")
    assert notebook.value("slider.value") == 4


def test_a_slider_moved_in_one_tab_moves_in_the_other(lab):
    notebook = lab.open([SLIDER])
    notebook.run_all()
    other = lab.open_tab(notebook)
    notebook.output(0).get_by_role("slider").press("ArrowRight")
    expect(other.output(0).locator(".widget-readout")).to_have_text("4")


def test_an_exception_in_a_cell_is_reported_unless_the_cell_is_tagged_for_it(lab):
    tagged = new_code_cell("int('x')", metadata={"tags": ["raises-exception"]})
    # Between many short cells the kernel is idle often, which must not be taken for the end.
    notebook = lab.open_again([new_markdown_cell("# Title"), tagged, *["print('reached')"] * 30, "1 / 0"])
    with pytest.raises(AssertionError, match="cell 32 raised ZeroDivisionError"):
        notebook.run_all()
    expect(notebook.output(31)).to_contain_text("reached")


def test_cells_are_run_one_by_one_and_the_kernel_is_read_past_them(lab):
    notebook = lab.open_again(["count = 1", "count += 1", "import time; time.sleep(1); count += 10"])
    notebook.run_cell(0)
    notebook.run_cell(1)
    notebook.run_cell(1)
    assert notebook.value("{'count': count}") == {"count": 3}
    notebook.run_cell(2, wait=False)
    expect(notebook.cell(2)).to_contain_text("[*]:")
    notebook.wait_for_cell(2)
    assert notebook.value("count") == 13
    notebook.execute("import asyncio; await asyncio.sleep(0); count = 0")
    assert notebook.add_and_run("count") == 3
    expect(notebook.output(3)).to_contain_text("0")
    with pytest.raises(AssertionError, match="NameError"):
        notebook.value("missing")


def test_a_reload_keeps_the_kernel_and_a_restart_empties_it(lab):
    notebook = lab.open(["count = 7"])
    notebook.run_all()
    notebook.reload()
    assert notebook.value("count") == 7
    notebook.restart_kernel()
    with pytest.raises(AssertionError, match="NameError"):
        notebook.value("count")


def test_a_notebook_that_is_opened_again_has_other_cells_and_the_same_kernel(lab):
    notebook = lab.open_again([SLIDER, "count = 7"])
    notebook.run_all()
    lab.close_all(keep=True)
    again = lab.open_again(["count += 1\ncount"])
    expect(again.cell(1)).to_have_count(0)
    expect(again.output(0)).not_to_contain_text("bias")
    again.run_all()
    expect(again.output(0)).to_contain_text("8")
    again.close()
    fresh = lab.open_again(["'count' in globals()"])
    fresh.run_all()
    expect(fresh.output(0)).to_contain_text("False")


def test_the_theme_changes_and_the_next_notebook_starts_light(lab):
    notebook = lab.open(["1"])
    notebook.theme("JupyterLab Dark")
    dark = notebook.page.evaluate("getComputedStyle(document.body).getPropertyValue('--jp-layout-color0')")
    notebook.close()
    body = lab.open(["1"], name="second.ipynb").page.locator("body")
    expect(body).to_have_attribute("data-jp-theme-name", "JupyterLab Light")
    assert body.evaluate("body => getComputedStyle(body).getPropertyValue('--jp-layout-color0')") != dark


def test_closing_a_notebook_shuts_its_kernel_down(lab):
    lab.close_all()
    lab.open(["1"]).close()
    assert lab.server.api("GET", "api/sessions") == []
    assert lab.server.api("GET", "api/kernels") == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("console.error('first', 3)", "first 3"),
        ("setTimeout(() => { throw new Error('second') })", "second"),
        ("this is no JavaScript", "SyntaxError"),
    ],
)
def test_an_error_in_the_browser_is_noticed(lab, body, message):
    notebook = lab.open([WIDGET.format(body=body)])
    notebook.run_all()
    _wait_for(notebook, lambda: notebook.console_errors)
    assert message in "\n".join(notebook.console_errors)
    notebook.console_errors.clear()


def test_a_request_to_the_network_is_blocked_and_noticed(lab):
    body = "fetch('https://example.org/a').catch(error => { el.textContent = error; });"
    notebook = lab.open([WIDGET.format(body=body)])
    notebook.run_all()
    expect(notebook.output(0)).to_contain_text("Failed to fetch")
    assert notebook.requests_outside == ["https://example.org/a"]
    assert "ERR_NAME_NOT_RESOLVED" in notebook.console_errors[0]
    notebook.requests_outside.clear()
    notebook.console_errors.clear()


def _wait_for(notebook, condition):
    """Let the browser's events arrive until the condition holds."""
    for _ in range(100):
        if condition():
            return
        notebook.page.wait_for_timeout(50)

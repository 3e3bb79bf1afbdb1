"""What demos are made of, in a real page: keys, formulas, settings in the picture, and a chart saved as a file."""

import pytest
from playwright.sync_api import expect

WAVE = r'''
import altair as alt
import dlwidgets as dlw
from dlwidgets.widgets.demo import Demo, Formula

class Wave(Demo):
    """How often does a wave turn?"""

    rate = dlw.slider(1.0, 0, 5, step=0.5, label="Rate", help="How often it turns.", in_picture=True)
    place = dlw.slider(0, 0, 3, step=1, label="Place", help="How many steps were made.")

    def chart(self):
        wave = alt.Chart(alt.sequence(0, 10, 0.1, as_="x"), width=300, height=150)
        wave = wave.transform_calculate(y="sin(rate * datum.x)").mark_line().encode(x="x:Q", y="y:Q")
        return wave.add_params(alt.param(name="rate", value=1))

    def notes(self):
        return [Formula("Wave", ("x", r"\frac{\sin(x)}{x}", " + ".join(rf"x_{{{n}}}" for n in range(200))))]

    def disabled(self):
        return ["back"] * (self.place == 0) + ["next"] * (self.place == 3)

    @dlw.button("Next", help="One step on.", key="ArrowRight")
    def next(self):
        self.place += 1

    @dlw.button("Back", help="One step back.", key="b")
    def back(self):
        self.place -= 1

demo = Wave()
demo
'''
WAIT = "import time\nfrom pathlib import Path\nwhile not Path('go').exists():\n    time.sleep(0.02)"
HOSTILE = """demo._frames.set_fields({"notes": [{"title": "Wave", "mathml": [
  '<math xmlns="http://www.w3.org/1998/Math/MathML" onclick="window.hurt = 1"><mi style="color:red">x</mi>'
  '<script>window.hurt = 1</script><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="window.hurt = 1"/></math>']}]})"""


@pytest.fixture
def wave(lab):
    notebook = lab.open_again([WAVE])
    notebook.run_all()
    expect(canvas(notebook)).to_be_visible()
    return notebook


def canvas(notebook):
    return notebook.output(0).locator(".dlw-chart canvas")


def picture(page_or_canvas):
    return page_or_canvas.evaluate("canvas => canvas.toDataURL()")


def eventually(page, condition, patience_s=10):
    """Let the browser work until a condition holds."""
    for _ in range(20 * patience_s):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


def place_is(notebook, place):
    expect(notebook.output(0).get_by_role("slider", name="Place")).to_have_value(str(place))
    assert notebook.value("demo.place") == place


def test_keys_press_buttons_wherever_in_the_demo_the_focus_is(wave):
    keys = wave.page.keyboard
    canvas(wave).click()
    keys.press("ArrowRight")
    place_is(wave, 1)
    wave.output(0).locator(".dlw-text").click()
    keys.press("ArrowRight")
    place_is(wave, 2)
    wave.output(0).get_by_role("button", name="Next").focus()
    keys.press("ArrowRight")  # the last step: the button goes off under the focus
    place_is(wave, 3)
    keys.press("b")  # JupyterLab would insert a cell
    place_is(wave, 2)
    assert wave.page.locator(".jp-Notebook .jp-Cell").count() == 1
    wave.output(0).get_by_role("slider", name="Rate").press("ArrowRight")
    eventually(wave.page, lambda: wave.value("demo.rate") == 1.5)
    place_is(wave, 2)  # a slider keeps its own keys


def test_a_formula_is_drawn_as_mathematics_stays_in_its_note_and_runs_nothing(wave):
    formulas = wave.output(0).locator(".dlw-formula")
    assert (
        formulas.locator("math").evaluate_all("all => all.map(({ namespaceURI }) => namespaceURI)")
        == ["http://www.w3.org/1998/Math/MathML"] * 3
    )
    letter, fraction = (formulas.nth(n).locator("math").bounding_box() for n in (0, 1))
    assert letter["height"] > 5
    assert fraction["height"] > 1.5 * letter["height"]
    assert fraction["width"] > 3 * letter["width"]
    widths = formulas.nth(2).evaluate("el => [el.scrollWidth, el.clientWidth, el.closest('.dlw').clientWidth]")
    assert widths[0] > 2 * widths[1]
    assert widths[1] <= widths[2]
    wave.execute(HOSTILE)
    formula = wave.output(0).locator(".dlw-formula math")
    expect(formula).to_have_count(1)
    formula.click()
    assert formula.evaluate("el => el.outerHTML") == "<math><mi>x</mi></math>"
    assert wave.page.evaluate("window.hurt === undefined")


def test_a_setting_in_the_picture_moves_it_while_the_kernel_is_busy(lab):
    notebook = lab.open_again([WAVE, WAIT])
    notebook.run_cell(0)
    expect(canvas(notebook)).to_be_visible()
    before = picture(canvas(notebook))
    notebook.run_cell(1, wait=False)
    notebook.output(0).get_by_role("slider", name="Rate").press("ArrowRight")
    eventually(notebook.page, lambda: picture(canvas(notebook)) != before)
    moved = picture(canvas(notebook))
    expect(notebook.output(0).locator(".dlw-text")).to_contain_text("Rate 1.0")  # Python has not heard of it
    (lab.server.notebooks / "go").touch()
    notebook.wait_for_cell(1)
    expect(notebook.output(0).locator(".dlw-text")).to_contain_text("Rate 1.5")
    assert notebook.value("demo.rate") == 1.5
    assert picture(canvas(notebook)) == moved


def test_a_saved_page_lives_without_kernel_and_internet(wave, lab):
    wave.execute("demo.save('wave.html')")
    page = lab.context.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        page.goto((lab.server.notebooks / "wave.html").as_uri())
        expect(page.get_by_role("heading")).to_have_text("How often does a wave turn?")
        expect(page.get_by_text("As saved: Rate 1.0")).to_be_visible()
        drawn = page.locator("canvas")
        expect(drawn).to_be_visible()
        before = picture(drawn)
        page.get_by_label("Rate").press("ArrowRight")
        eventually(page, lambda: picture(drawn) != before)
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert errors == []
    finally:
        page.close()

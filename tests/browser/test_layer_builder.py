"""The layer builder as a learner meets it: in JupyterLab, by mouse, by keyboard, and by code."""

import pytest
from playwright.sync_api import expect

PADDING_PX = 5
TWO_LINES_PX = 40
SHOW = "import dlwidgets as dlw\nbuilder = dlw.LayerBuilder(data='iris')\nbuilder"


@pytest.fixture
def builder(lab):
    notebook = lab.open_again([SHOW])
    notebook.run_all()
    expect(rows(notebook)).to_have_count(3)
    return notebook


def output(notebook):
    return notebook.output(0)


def rows(notebook):
    return output(notebook).locator("li.dlw-layer")


def editor(notebook):
    return output(notebook).get_by_role("textbox", name="Keras code")


def kinds(notebook):
    return notebook.value("[layer.kind for layer in builder.spec.layers]")


def expect_kinds(notebook, *wanted):
    """Rows, program and description say the same."""
    expect(rows(notebook).locator(".dlw-layer-kind")).to_have_text([*wanted])
    assert kinds(notebook) == [*wanted]
    expect(editor(notebook)).to_have_value(notebook.value("builder.code"))


def text(notebook):
    return output(notebook).locator(".dlw-text")


def test_a_network_is_built_by_mouse_and_taken_back(builder):
    page = builder.page
    builder.execute("heard = []; leave = builder.on_spec(heard.append)")
    rows(builder).nth(1).get_by_label("units").click()
    output(builder).get_by_label("Kind of layer").select_option("Dropout")
    output(builder).get_by_role("button", name="Add", exact=True).click()
    expect_kinds(builder, "Input", "Dense", "Dropout", "Dense")
    expect(rows(builder).nth(2)).to_be_focused()
    expect(text(builder)).to_contain_text("Dropout (10,)")

    rows(builder).nth(2).get_by_label("rate").fill("3")
    rows(builder).nth(2).get_by_label("rate").blur()
    expect(rows(builder).nth(2).get_by_role("alert").first).to_contain_text("from 0 to 1")
    expect(rows(builder).nth(2).get_by_label("rate")).to_have_value("3")

    handle = rows(builder).nth(2).locator(".dlw-handle")
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), rows(builder).nth(1).bounding_box()
    page.mouse.move(start["x"] + 6, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 6, start["y"] - 10, steps=3)
    page.mouse.move(start["x"] + 6, end["y"] + 4, steps=3)
    expect(output(builder).locator(".dlw-drop-mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(output(builder).locator(".dlw-drop-mark")).to_be_hidden()
    page.mouse.up()
    assert kinds(builder)[2] == "Dropout"
    page.mouse.move(start["x"] + 6, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 6, end["y"] + 4, steps=5)
    page.mouse.up()
    expect_kinds(builder, "Input", "Dropout", "Dense", "Dense")
    expect(rows(builder).nth(1).get_by_label("rate")).to_have_value("3")  # what was typed moves along

    for key, its_place in (
        ("layer-2", rows(builder).nth(2)),
        ("loss", output(builder).get_by_label("loss", exact=True)),
    ):
        x, y = builder.value(
            f"(lambda s: [float(s[k][list(s['key']).index('{key}')]) for k in 'xy'])(builder.datasets['stations'])"
        )
        output(builder).locator(".dlw-chart canvas").click(position={"x": x + PADDING_PX, "y": y + PADDING_PX})
        expect(its_place).to_be_focused()

    output(builder).get_by_label("loss", exact=True).select_option("mean_squared_error")
    expect(editor(builder)).to_have_value(program_with(builder, "mean_squared_error"))
    output(builder).get_by_role("button", name="Remove: Layer 1 (Dropout)").click()
    expect_kinds(builder, "Input", "Dense", "Dense")
    for _ in range(4):
        output(builder).get_by_role("button", name="Undo").click()
    expect_kinds(builder, "Input", "Dense", "Dense")
    expect(output(builder).get_by_role("button", name="Undo")).to_be_disabled()
    assert builder.value("builder.spec == dlw.LayerBuilder(data='iris').spec")
    assert builder.value("len(heard)") == 8
    assert builder.console_errors == []
    assert builder.requests_outside == []


def program_with(notebook, word):
    """Wait until the program has a word, and return the program."""
    notebook.page.wait_for_function(
        "([word]) => document.querySelector('.dlw-code-input').value.includes(word)", arg=[word]
    )
    return notebook.value("builder.code")


def test_a_network_is_built_by_keyboard_alone(builder):
    keys = builder.page.keyboard
    output(builder).locator(".dlw-chart").focus()
    for _ in range(20):  # Tab leads from the picture to the first row
        keys.press("Tab")
        if builder.page.evaluate("document.activeElement.matches('li.dlw-layer')"):
            break
    expect(rows(builder).first).to_be_focused()
    keys.press("ArrowDown")
    expect(rows(builder).nth(1)).to_be_focused()
    keys.press("Alt+ArrowDown")
    expect(rows(builder).nth(2)).to_be_focused()
    expect(rows(builder).nth(2).get_by_label("units")).to_have_value("10")
    keys.press("Alt+ArrowUp")
    expect(rows(builder).nth(1)).to_be_focused()
    keys.press("Tab")
    expect(rows(builder).nth(1).get_by_label("units")).to_be_focused()
    for _ in range(5):
        keys.press("ArrowUp")
    expect(rows(builder).nth(1)).to_contain_text("15 units")
    keys.press("Tab")
    keys.type("tanh")
    expect(editor(builder)).to_have_value(program_with(builder, '15, activation="tanh"'))
    rows(builder).nth(2).focus()
    keys.press("Delete")
    expect_kinds(builder, "Input", "Dense")
    expect(rows(builder).nth(1)).to_be_focused()
    keys.press("Control+z")
    expect_kinds(builder, "Input", "Dense", "Dense")
    for _ in range(2):
        keys.press("Control+z")
    expect(rows(builder).nth(1).get_by_label("units")).to_have_value("10")  # five steps by arrow were one
    keys.press("Control+Shift+z")
    expect(rows(builder).nth(1).get_by_label("units")).to_have_value("15")
    rows(builder).nth(2).get_by_role("button", name="Move up").focus()
    keys.press("Enter")
    keys.press("Enter")
    expect(rows(builder).first).to_be_focused()  # at the top the button is off
    panel = output(builder).get_by_label("Compile and fit")
    panel.get_by_label("Add a metric").select_option("mae")
    for name in ("accuracy", "mae"):  # what removes a metric goes with it, and hands the focus on
        panel.get_by_role("button", name=f"Remove {name}").focus()
        keys.press("Enter")
        expect(panel.get_by_text(name, exact=True).locator("visible=true")).to_have_count(0)
        assert builder.page.evaluate("document.activeElement.closest('.dlw-metrics') !== null")


def test_the_program_is_edited_and_blocks_and_picture_follow_while_the_caret_stays(builder):
    page, area = builder.page, editor(builder)
    code = builder.value("builder.code")
    at = code.index("10, activation")
    area.evaluate("(el, at) => { el.focus(); el.setSelectionRange(at, at + 2); }", at)
    page.keyboard.type("64")
    expect(rows(builder).nth(1).get_by_label("units")).to_have_value("64")
    expect(text(builder)).to_contain_text("Dense (64,)")
    assert area.evaluate("el => el.selectionStart") == at + 2
    page.keyboard.type("x")
    mistake = output(builder).locator(".dlw-code-part > .dlw-error")
    expect(mistake).to_contain_text("Line 5")
    expect(output(builder).locator(".dlw-line-mistake")).to_contain_text("64x")
    expect(rows(builder).nth(1).get_by_label("units")).to_have_value("64")
    assert area.evaluate("el => el.value").count("64x") == 1
    page.keyboard.press("Backspace")
    expect(mistake).to_be_hidden()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type('keras.layers.Dropout(0.5),  # <b>"new"</b>')
    page.keyboard.press("Control+Enter")
    expect_kinds(builder, "Input", "Dense", "Dropout", "Dense")
    assert '    keras.layers.Dropout(0.5),  # <b>"new"</b>\n' in builder.value("builder.code")

    rows(builder).nth(1).get_by_label("units").fill("7")
    page.keyboard.press("Enter")
    expect(output(builder).locator(".dlw-line-changed")).to_contain_text("Dense(7")
    expect(output(builder).locator(".dlw-number-changed")).to_contain_text("●")
    assert '# <b>"new"</b>' in builder.value("builder.code")

    area.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Tab")
    assert area.evaluate("el => el.value").startswith("    import keras")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(area).not_to_be_focused()

    builder.execute("builder.set(1, kernel_initializer='he_normal', bias_initializer='ones', use_bias=True)")
    expect(rows(builder).nth(1).locator(".dlw-fold")).to_contain_text("kernel_initializer")
    arithmetic = rows(builder).nth(1).locator(".dlw-layer-parameters")
    assert arithmetic.bounding_box()["height"] < TWO_LINES_PX  # and is no column of single words


def test_a_problem_is_mended_by_one_click_where_it_is_and_the_program_copied(builder):
    builder.execute("builder.set(2, units=1)")
    expect(text(builder)).to_contain_text("Softmax over one unit")
    mend = output(builder).locator(".dlw-mend").first
    words = mend.text_content()
    mend.click()
    expect(text(builder)).to_contain_text("Everything fits")
    assert builder.value("builder.spec.layers[2].units") == 3
    assert "3" in words
    expect(output(builder).locator(".dlw-problem")).to_have_count(0)
    # Without https there is no navigator.clipboard: the old way must do.
    builder.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    output(builder).get_by_role("button", name="Copy").click()
    expect(output(builder).locator(".dlw-code-part .dlw-said")).to_have_text("Copied.")
    area = editor(builder)
    area.evaluate("el => { el.focus(); el.select(); }")
    builder.page.keyboard.press("Control+v")
    expect(area).to_have_value(builder.value("builder.code"))


def test_ten_thousand_lines_are_painted_where_they_are_seen_and_a_restart_loses_nothing(builder):
    area = editor(builder)
    before = area.input_value()
    area.evaluate(
        "el => { el.setRangeText('# line\\n'.repeat(10000), 0, 0, 'start'); el.dispatchEvent(new Event('input')); }"
    )
    area.focus()
    builder.page.keyboard.press("Control+Home")
    builder.page.keyboard.type("# a comment")
    typed = "# a comment" + "# line\n" * 10_000 + before
    assert output(builder).locator(".dlw-code .dlw-line").count() < 100
    area.press("Control+Enter")
    expect(rows(builder)).to_have_count(3)
    expect(area).to_have_value(typed)
    builder.restart_kernel()
    expect(output(builder).locator(".dlw-error").first).to_contain_text("The kernel was restarted")
    expect(area).to_have_value(typed)

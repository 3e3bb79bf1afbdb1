"""The bug gym as a learner meets it: in JupyterLab, by keyboard alone."""

from playwright.sync_api import expect

SHOW = "import dlwidgets as dlw\ngym = dlw.BugGym(level=2, seed=1)\ngym"


def test_a_bug_is_found_named_and_mended_by_keyboard_alone(lab):
    notebook = lab.open_again([SHOW])
    notebook.run_all()
    page, output = notebook.page, notebook.output(0)
    editor = output.get_by_role("textbox", name="Keras code")
    line, rule = notebook.value("[min(gym.exercise.lines), gym.exercise.rules[0]]")
    expect(output.get_by_role("radio")).to_have_count(4)

    editor.focus()
    page.keyboard.press("Control+Home")
    for _ in range(line - 1):
        page.keyboard.press("ArrowDown")
    here = output.get_by_role("button", name=f"It is in line {line}")
    here.focus()
    page.keyboard.press("Enter")
    expect(output.locator(".dlw-answer")).to_have_text("✓ Yes, there it is.")
    expect(here).to_be_disabled()
    output.get_by_role("radio").nth(notebook.value("gym.exercise.names").index(rule)).focus()
    page.keyboard.press("Space")
    expect(output.locator(".dlw-answer")).to_have_text("✓ Yes, that is it.")
    output.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(output.locator(".dlw-answer")).to_have_text("✕ The mistake is still there.")
    output.get_by_role("button", name="Hint").focus()
    page.keyboard.press("Enter")
    expect(output.locator("li.dlw-finding")).to_contain_text("Think of this:")
    output.get_by_role("button", name="Hint").focus()
    page.keyboard.press("Enter")
    output.get_by_role("button", name=f"Line {line}", exact=True).focus()
    notebook.execute("gym.hint()")  # the hints are made anew
    expect(output.locator("li.dlw-finding")).to_contain_text("Why ")
    expect(output.get_by_role("button", name=f"Line {line}", exact=True)).to_be_focused()

    editor.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(notebook.value("gym.exercise.right"))
    page.keyboard.press("Control+Enter")
    output.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(output.locator(".dlw-answer")).to_have_text("✓ Mended.")
    expect(output.locator(".dlw-task-done")).to_have_count(3)
    output.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    expect(output.locator(".dlw-findings-part .dlw-text")).to_contain_text("Exercise 2")
    expect(output.locator(".dlw-task-done")).to_have_count(0)
    assert notebook.value("gym.results") == [{"found": 3, "named": 3, "mended": 3}]
    expect(editor).to_have_value(notebook.value("gym.code"))
    assert (notebook.console_errors, notebook.requests_outside) == ([], [])

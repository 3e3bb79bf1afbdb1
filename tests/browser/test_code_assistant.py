"""The code assistant as a learner meets it: in JupyterLab, by keyboard alone."""

import re

from playwright.sync_api import expect

SHOW = """import dlwidgets as dlw
from sklearn.datasets import load_iris
X, y = load_iris(return_X_y=True)
assistant = dlw.CodeAssistant()
assistant"""
PROGRAM = """import keras

X, y = prepared()
model = keras.Sequential([
    keras.layers.Input((4,)),
    keras.layers.Dense(8, activation="Relu"),  # <b>not bold</b>
    keras.layers.Dense(3, activation="softmax"),
])
model.compile("adam", loss="categorical_crossentropy")
model.fit(X, y, nb_epoch=20)
"""


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_bugs_are_found_hinted_mended_and_undone_by_keyboard_alone(lab):
    notebook = lab.open([SHOW])
    notebook.run_all()
    page, output = notebook.page, notebook.output(0)
    editor = output.get_by_role("textbox", name="Keras code")
    cards = output.locator("li.dlw-finding")
    text = output.locator(".dlw-findings-part .dlw-text")
    expect(editor).to_have_attribute("placeholder", re.compile("Paste your code here, I will find bugs for you"))
    expect(text).to_contain_text("no code yet")

    editor.focus()
    page.keyboard.insert_text(PROGRAM)
    press(page, "Control+Enter")
    expect(cards).to_have_count(2)
    expect(text).to_have_text("2 findings. 2 of them stop the program with an error.")
    expect(output.locator(".dlw-mark").filter(has_text="✕")).to_have_count(0)  # where it is, is asked for

    first = cards.first
    press(page, "Escape", "Tab")
    first.get_by_role("button", name="Where is it?").focus()
    press(page, "Enter")
    expect(first.get_by_role("button", name="Line 6")).to_be_focused()
    expect(first).to_contain_text("# <b>not bold</b>")
    expect(output.locator(".dlw-number-bug .dlw-mark")).to_have_text("✕")
    press(page, "Enter")
    expect(editor).to_be_focused()
    assert editor.evaluate("el => el.value.slice(0, el.selectionStart).split('\\n').length") == 6
    for name in ("Why?", "How is it mended?"):
        first.get_by_role("button", name=name).focus()
        press(page, "Enter")
        expect(first.get_by_role("button", name=name)).to_have_count(0)
    expect(first.get_by_role("link")).to_have_attribute("href", re.compile(r"^0\d_\w+\.ipynb$"))
    expect(first.locator(".dlw-gone")).to_contain_text('"Relu"')
    expect(first.locator(".dlw-new")).to_contain_text("relu")
    first.get_by_role("button", name="Apply").focus()
    press(page, "Enter")
    expect(cards).to_have_count(1)
    expect(editor).to_have_value(re.compile(r"activation=.relu.\),  # <b>not bold</b>"))
    assert notebook.value("assistant.code") == editor.input_value()

    notebook.execute("assistant.mend()")
    expect(cards).to_have_count(0)
    expect(text).to_contain_text("Nothing wrong was found.")
    expect(text).to_contain_text("could not see how y was made")
    output.get_by_label("Read my notebook").focus()
    press(page, "Space")
    expect(cards).to_have_count(1)
    expect(output.locator(".dlw-below")).to_contain_text("Your notebook's y: shape (150,)")
    expect(output.locator("b", has_text="not bold")).to_have_count(0)
    editor.focus()
    press(page, "Control+z", "Control+z")
    expect(editor).to_have_value(PROGRAM)
    expect(cards).to_have_count(3)
    assert notebook.value("'tensorflow' in __import__('sys').modules") is False
    assert (notebook.console_errors, notebook.requests_outside) == ([], [])

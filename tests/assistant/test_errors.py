"""Errors that real programs ended with under Keras 3.15 are explained: at the learner's line, in the message's numbers.

``wild/errors.txt`` has after each name the line and what is said of the error. What the cause is, the programs hide:
``hidden``, ``labels`` and ``given`` come from elsewhere, so that no rule sees it. ``in_keras.py`` runs them again.
"""

import pytest

from dlwidgets.assistant import RULES, find_bugs
from dlwidgets.assistant.meanings import MEANINGS
from dlwidgets.assistant.reading.paste import take_apart
from tests.assistant.test_wild import programs

NOTEBOOK = """---------------------------------------------------------------------------
ValueError                                Traceback (most recent call last)
Cell In[7], line 2
      1 # the last cell
----> 2 model.fit(X, y, epochs=2, verbose=0)

File /usr/lib/python3/site-packages/keras/src/utils/traceback_utils.py:122, in filter_traceback.<locals>.error_handler(*args, **kwargs)
    119     filtered_tb = _process_traceback_frames(e.__traceback__)
    121     # `keras.config.disable_traceback_filtering()`
--> 122     raise e.with_traceback(filtered_tb) from None
    123 finally:
    124     del filtered_tb

"""


def stated(marks):
    line, _, what = marks.partition(" | ")
    return int(line), what


@pytest.mark.parametrize(("marks", "code"), programs("errors"))
def test_an_error_of_keras_is_explained_at_its_line_with_a_way_out(marks, code):
    found = find_bugs(code)[0]
    assert (found.line, found.what) == stated(marks)
    assert found.rule == "traceback"
    assert found.fix.words.endswith(".")
    assert "Python says: " in found.why
    assert "{" not in f"{found.what} {found.fix.words}"


@pytest.mark.parametrize(("marks", "code"), programs("errors")[:12])
def test_the_same_error_in_a_notebook_is_explained_at_the_same_line(marks, code):
    program, _, error = code.partition("Traceback (most")
    line, what = stated(marks)
    shown = NOTEBOOK.replace("model.fit(X, y, epochs=2, verbose=0)", program.split("\n")[line - 1].strip())
    _, _, message = error.partition("from None\n")
    found = find_bugs(f"{program}\n{shown}{message}")[0]
    assert (found.line, found.what) == (line, what)


def test_a_finding_that_is_the_cause_comes_before_the_words_of_the_error():
    message = '\nTraceback (most recent call last):\n  File "main.py", line 9, in <module>\nValueError: Arguments `target` and `output` must have the same rank (ndim). Received: target.shape=(32,), output.shape=(32, 3)\n'  # fmt: skip
    assert find_bugs(RULES["labels-vs-loss"].bad + message)[0].rule == "labels-vs-loss"
    # Of two mistakes that end in such an error, the one at the line of the error has just done so.
    batch = RULES["predict-batch"].bad
    late = RULES["input-vs-data"].bad + batch
    line = late.count("\n")
    shape = f'\nTraceback (most recent call last):\n  File "main.py", line {line}, in <module>\nValueError: Expected shape (None, 28, 28), but input has incompatible shape (28, 28)'
    assert [one.rule for one in find_bugs(late + shape)][:2] == ["predict-batch", "input-vs-data"]
    # What stops the program later is not why it has stopped here.
    both = RULES["not-ready"].bad + RULES["save-extension"].bad
    first = find_bugs(
        f'{both}\nTraceback (most recent call last):\n  File "main.py", line 3, in <module>\nOSError: no net'
    )[0]
    assert first.line <= RULES["not-ready"].bad.count("\n")


def test_an_error_that_nobody_knows_is_told_with_its_line_and_its_message():
    code = 'import keras\nmodel = build()\n\nTraceback (most recent call last):\n  File "main.py", line 2, in <module>\n    model = build()\nWeirdError: the moon is full\n'
    found = find_bugs(code)[0]
    assert (found.rule, found.line) == ("traceback", 2)
    assert "WeirdError" in found.what
    assert "the moon is full" in found.why


def test_a_message_without_end_is_read_soon_and_told_in_short():
    # Patterns that look for an end which never comes take hours.
    code = "import keras\nmodel = build()\n\nTraceback (most recent call last):\nValueError: "
    found = find_bugs(code + "Exception encountered when calling target.ndim - 1 " * 2600)[0]
    assert len(found.why) < 400


def test_code_in_a_message_is_no_part_of_the_program():
    code = next(one.values[1] for one in programs("errors") if one.id == "tf_on_symbolic")
    assert "class MyLayer" in code
    assert "class MyLayer" not in take_apart(code).code


def test_the_rules_that_know_a_cause_are_there():
    named = {name for one in MEANINGS for name in one.rules.split()}
    assert named <= set(RULES)

"""What is pasted is taken apart, and nothing of it runs."""

import json
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dlwidgets as dlw
from dlwidgets.errors import InvalidValueError

BUGGY = "import keras\nm = keras.Sequential([keras.layers.Input((4,)), keras.layers.LSTM(8)])\nm.compile(loss='mse')\n"


def rules(report):
    return [finding.rule for finding in report]


def as_session(code):
    return "\n".join(f">>> {line}" for line in code.splitlines())


def as_notebook(code):
    cells = [
        {"cell_type": "markdown", "source": ["# keras"]},
        {"cell_type": "code", "source": code.splitlines(keepends=True)},
    ]
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": {}})


@pytest.mark.parametrize(
    "text",
    [
        BUGGY,
        as_session(BUGGY),
        as_notebook(BUGGY),
        BUGGY.replace("'", "’"),
        BUGGY.replace("\n", "\r\n"),
        "%matplotlib inline\n!pip install keras\n" + BUGGY,
        "```python\n" + BUGGY + "```",
        "In [1]: " + BUGGY.replace("\n", "\n   ...: ").rstrip(" .:"),
        "\n".join("    " + line for line in BUGGY.splitlines()),
        "def broken(:\n    pass\n" + BUGGY,
        BUGGY + "print 'done'\n",
        BUGGY.replace("import keras", "import keras\nprint 'start', 3\nfor i in xrange(3): print i\nif 3 <> 4: pass"),
        "How do I mend this?\n\n```python\n"
        + BUGGY
        + "```\n\nIt says (in red):\n\n~~~\nexpected ndim=3, found ndim=2\n~~~\n",
        "In [3]:\n" + BUGGY + "Out[3]:\n<Sequential name=m, built=True>\n",
        "\n".join(f"{place:3} | {line}" for place, line in enumerate(BUGGY.splitlines(), 7)),
        "\n".join(f"{place}\t{line}" for place, line in enumerate(BUGGY.splitlines(), 1)),
        "\n".join(f"> {line}" for line in BUGGY.splitlines()),
        "--- a/net.py\n+++ b/net.py\n@@ -1,3 +1,3 @@\n import keras\n-m = None\n+"
        + BUGGY.splitlines()[1]
        + "\n m.compile(loss='mse')\n",
        '<p>Look:</p><pre><code class="py">'
        + BUGGY.replace("'", "&#39;").replace("import", "<span class='k'>import</span>")
        + "</code></pre>",
        "\ufeff" + as_notebook(BUGGY),
        json.dumps(json.loads(as_notebook(BUGGY))["cells"]),
        json.dumps({"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": BUGGY}]}]}),
        ("# café\n" + BUGGY).encode("latin-1").decode("utf-8", "surrogateescape"),
        "def f():\n\tx = 1\n        return x\n" + BUGGY,
        "".join(f"def f{i}(a, b={i}):\n    c = a * b + {i}\n    return c\nx{i} = f{i}({i})\n" for i in range(1250))
        + BUGGY,
        "\ufeff" + BUGGY,
    ],
)
def test_every_way_of_pasting_a_program_finds_its_bug(text):
    assert "wrong-rank" in rules(dlw.find_bugs(text))


def test_what_stood_around_the_code_is_no_finding_and_moves_no_line():
    text = "How do I mend this?\n\n```python\n" + BUGGY + "```\n\nIt does not learn.\n"
    assert [(one.rule, one.line) for one in dlw.find_bugs(text)] == [("wrong-rank", 5)]


def test_python_2_is_told_as_such_and_its_print_is_mended():
    report = dlw.find_bugs("import keras\nprint 'start', 3\nif True:\n    print \"on\"\nfor i in [1]: print i\n")
    assert report[0].fix.words.startswith("This is Python 2")
    assert report.fixed(report[0]).split("\n")[1:5] == [
        "print('start', 3)", "if True:", '    print("on")', "for i in [1]: print(i)",
    ]  # fmt: skip
    report = dlw.find_bugs("import keras\nfor i in xrange(3):\n    print(i)\nname = raw_input('?')\n")
    assert [(one.line, one.fix.words) for one in report] == [(2, "Write range."), (4, "Write input.")]
    assert "for i in range(3)" in report.fixed(report[0])


def test_a_notebook_full_of_pictures_is_read_for_its_code():
    notebook = json.loads(as_notebook(BUGGY))
    notebook["cells"][1]["outputs"] = [{"data": {"image/png": "iVBOR" * 200_000}}]
    assert "wrong-rank" in rules(dlw.find_bugs(json.dumps(notebook)))


def test_an_error_under_the_program_is_explained_at_its_line():
    program = "import keras\nmodel = build()\nmodel.fit(a, b)\n"
    error = 'Traceback (most recent call last):\n  File "main.py", line 3, in <module>\n    model.fit(a, b)\n  File "/usr/lib/python3/x.py", line 99, in f\n'
    report = dlw.find_bugs(program + error + "ValueError: Data cardinality is ambiguous. Make sure")
    assert (report[0].rule, report[0].line, report[0].stops) == ("traceback", 3, True)
    assert "number of examples" in report[0].what
    assert report.code.strip() == program.strip()


def test_a_clean_program_says_what_was_checked_and_what_could_not_be_seen():
    code = "import keras\nm = keras.Sequential([keras.layers.Dense(3, activation='softmax')])\nm.compile(loss='sparse_categorical_crossentropy')\nm.fit(x, y, epochs=9)\n"
    report = dlw.find_bugs(code)
    assert not report
    assert "1 model" in report.checked[0]
    assert any("how y was made" in note for note in report.unseen)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no code"),
        ("x = 1", "no Keras model"),
        ("import torch\nmodel = torch.nn.Linear(2, 1)", "This is PyTorch"),
        ("a" * 5_000_000, "characters"),
        ("\0\1\2" * 99, "no text of a program"),
        (as_notebook(BUGGY)[:-20], "not like all of it"),
        ("<!DOCTYPE html><html><body><p>Hello</p></body></html>", "no Keras model"),
        ("\x7fELF\1\2\3" * 99_999, "no text of a program"),
        (
            "import keras\nm = keras.Sequential([keras.layers.Dense(1)])\n" + "m.predict(x)\n" * 999,
            "only its beginning",
        ),
    ],
)
def test_what_is_no_program_with_keras_is_said_plainly(text, said):
    report = dlw.find_bugs(text)
    assert not report.bugs
    assert said in " ".join(report.unseen)


def test_something_else_than_a_text_is_refused():
    with pytest.raises(InvalidValueError, match="a bytes came"):
        dlw.find_bugs(b"import keras")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "-" * 20_000 + "1",
        "x = " + "1+" * 5000 + "1",
        "x = 9 ** 9 ** 9 ** 9",
        "x = 'a' * 10**12",
        "x = list(range(10**12))",
        "while True:\n    import keras\n",
        "for i in range(10**9):\n    pass\n",
        "def f(n):\n    return f(n) + f(n)\nf(1)\n",
        "f = lambda: f()\nf()\n",
        "import numpy as np\nx = np.zeros((10**15, 10**15)).reshape(-1, 7)\n",
        "import keras\nx = keras.layers.Dense(10**400)\n",
        "x = [[]]\nfor i in range(60):\n    x = x + x\n",
        "x = []\nx.append(x)\ny = x == x\nz = [x, x]\nimport numpy as np\nnp.array(x)",
        'import keras\nd = {"a": 1}\n' + 'd = {"x": d, "y": d}\n' * 200 + "m = keras.Model(d, d)\nm.fit(d, d)",
        "import keras\nt = (keras.Input((3,)),)\n"
        + "t = (t, t)\n" * 200
        + "m = keras.Model(t, t)\nm.compile('adam', t)",
        "x = []\ny = [x, x]\nx.append(y)\nimport keras\nkeras.Model(x, y).fit(x, y)",
        "if 1:\n" + "".join(" " * (i + 1) + "if x:\n" for i in range(90)) + " " * 99 + "pass",
        "{" + '"cells": ' * 2000,
        "<pre><code>" * 30_000,
        "<p <p " * 50_000 + "\n```" * 9999,
        "print " * 60_000,
        "import keras\nmodel = keras.Sequential()\n" + "model.add(keras.layers.Dense(3))\n" * 3000,
        "a = " + "[" * 150 + "]" * 150,
        "\n".join(f"def f{i}(x): return f{i + 1}(x), f{i + 1}(x)" for i in range(200)) + "\nf0(1)",
    ],
)
def test_hostile_text_ends_soon_and_never_with_an_error(text):
    # A bomb that goes off takes hours, or all memory.
    assert isinstance(dlw.find_bugs(text).findings, tuple)


def test_nothing_that_is_pasted_is_executed_or_imported(tmp_path):
    canary = tmp_path / "canary"
    code = f"import keras, antigravity\nopen({str(canary)!r}, 'w').write('x')\nexec('1/0')\n__import__('os').mkdir({str(canary)!r})\nclass A(print('x')): pass\n"
    before = set(sys.modules)
    dlw.find_bugs(code + BUGGY)
    assert not canary.exists()
    assert not {"keras", "tensorflow", "antigravity"} & (set(sys.modules) - before)


@pytest.mark.parametrize(
    "code",
    [
        "class keras:\n    pass\nm = keras.Sequential([keras.layers.LSTM(3, input_shape=(4,))])\nm.fit(1, 2)",
        "def Dense(*a, **k):\n    return k\nDense(3, init='x', activation='Relu')",
        "import mykeras as keras\nm = keras.Sequential([keras.layers.Input((4,)), keras.layers.LSTM(8)])\nm.fit(1, 2)",
    ],
)
def test_a_name_that_shadows_keras_is_not_taken_for_it(code):
    assert rules(dlw.find_bugs(code)) == []


STARS = "from keras.models import *\nfrom keras.layers import *\n{}m = Sequential([Input((4,)), LSTM(8)])\n"


@pytest.mark.parametrize(
    "last",
    [
        "from keras.optimizers import *\n",
        "from sklearn.preprocessing import *\n",
        "from keras.callbacks import *\nfrom keras.losses import *\n",
        "from keras.optimizers import *\nimport numpy as np\nnp.argmax([1])\n",
    ],
)
def test_a_name_is_that_of_the_module_that_has_it_however_many_stars_there_are(last):
    assert rules(dlw.find_bugs(STARS.format(last))) == ["wrong-rank"]
    assert rules(dlw.find_bugs(STARS.format(last).replace("LSTM(8)", "Dense(1)"))) == []
    late = "from keras.layers import *\nfrom keras.optimizers import *\nopt = Adam(0.0, lr=3)\n"
    assert set(rules(dlw.find_bugs(late))) == {"learning-rate", "unknown-argument"}


def test_many_rounds_of_loops_in_loops_are_followed_within_bounds_and_the_rest_is_read():
    code = (
        "import keras\nfrom keras import layers\ndef build(a, b):\n    m = keras.Sequential([layers.Input((9,)), "
        "layers.Dense(a, 'relu'), layers.Dense(b, 'relu'), layers.Dense(1)])\n    m.compile('adam', 'mse')\n"
        "    m.fit(X, X)\n    return m\nfor a in range(1, 60):\n    for b in range(1, 60):\n        build(a, b)\n"
        "m = keras.Sequential([layers.Input((4,)), layers.LSTM(8)])\n"
    )
    report = dlw.find_bugs(code)
    assert "wrong-rank" in rules(report)
    assert "only its beginning" not in " ".join(report.unseen)


def test_the_report_escapes_what_came_in_the_program():
    report = dlw.find_bugs(BUGGY.replace("LSTM(8)", "LSTM(8, name='<script>alert(1)</script>')"))
    html = report._repr_html_()
    assert report
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_text_of_a_report_shows_line_reason_and_change():
    text = repr(
        dlw.find_bugs(
            "import keras\nm = keras.Sequential()\nm.add(keras.layers.Dense(1, activation='softmax'))\nm.compile(loss='bce')\n"
        )
    )
    assert "Line 3 · The last layer can only ever answer 1.0. (bug one-unit-softmax)" in text
    assert "+m.add(keras.layers.Dense(1, activation='sigmoid'))" in text


def test_an_edit_keeps_comments_and_letters_of_other_alphabets():
    code = "from keras.layers import Dense  # Ünï\nd = {'é': Dense(3, init='uniform')}  # stays\n"
    report = dlw.find_bugs(code)
    assert report.fixed(report[0]) == code.replace("init=", "kernel_initializer=")


TOKENS = re.findall(
    r"\w+|\s+|[^\w\s]", BUGGY + "X, y = keras.datasets.mnist.load_data()[0]\nm.fit(X[..., None] / 255, y, epochs=3)\n"
)


@settings(max_examples=60, derandomize=True)
@given(
    st.lists(
        st.tuples(st.integers(0, len(TOKENS) - 1), st.sampled_from([*TOKENS, "", "-1", "None", "[", "lambda: 0"])),
        max_size=8,
    )
)
def test_a_program_with_any_words_exchanged_is_read_without_an_error(edits):
    words = list(TOKENS)
    for place, word in edits:
        words[place] = word
    report = dlw.find_bugs("".join(words))
    assert isinstance(repr(report) + report._repr_html_(), str)
    for finding in report:
        assert isinstance(report.fixed(finding), str)


@settings(max_examples=40, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text):
    assert isinstance(repr(dlw.find_bugs(text)), str)

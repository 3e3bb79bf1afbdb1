"""Texts that are broken, huge or malicious: a learner's error at most, and nothing of them ever runs."""

import builtins
import os
import sys
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlwidgets.errors import DLWidgetsError
from dlwidgets.network import CodeError, Dense, NetworkSpec, read_code
from tests.network.programs import PROGRAMS

MODEL = "model = Sequential([Dense(3)])\n"
SPEC = NetworkSpec([Dense(3)])
DEEP = "x = []\nfor i in range(3000):\n    x = [x]\n"

# Read as if the hostile part were not there, or as one that is not known.
READ = {
    "a long line": f"x = '{'a' * 100_000}'\n{MODEL}",
    "a long comment": f"#{'#' * 100_000}\n{MODEL}",
    "a long list": f"x = [{'1,' * 20_000}]\n{MODEL}",
    "a huge number": f"x = 0x{'f' * 100_000}\n{MODEL}",
    "a power of powers": f"x = 9**9**9**9\n{MODEL}",
    "a shift": f"x = 1 << 10**9\n{MODEL}",
    "texts that double": "a = 'x' * 9999\n" + "a = f'{a}{a}'\n" * 30 + MODEL,
    "a padded text": f"x = f'{{1:>99999999999}}'\n{MODEL}",
    "lists that double": "x = [1]\n" + "x += x\n" * 60 + MODEL,
    "a grid of lists": f"x = list(zip(*[range(9999)] * 9999))\n{MODEL}",
    "a list in itself": f"x = []\nx.append(x)\ny = 3 in x\nz = x == x\n{MODEL}",
    "two lists in each other": f"x = []\ny = []\nx.append(y)\ny.append(x)\nz = max(x, y)\n{MODEL}",
    "nested parentheses": f"x = {'(' * 90}1{')' * 90}\n{MODEL}",
    "nested lists": f"x = {'[' * 90}{']' * 90}\n{MODEL}",
    "nested blocks": "".join(f"{'    ' * depth}if 1:\n" for depth in range(50)) + "    " * 50 + MODEL,
    "nested arrays": f"y = {'tf.constant(' * 40}z{')' * 40}\n{MODEL}",
    "thousands of attributes": f"x = a{'.b' * 2000}\n{MODEL}",
    "thousands of signs": f"x = {'-' * 500}1\n{MODEL}",
    "thousands of branches": "if x: pass\n" + "elif x: pass\n" * 500 + MODEL,
    "thousands of statements in a line": f"{'x=1;' * 5000}{MODEL}",
    "a function that calls itself": f"def f(): return f()\nf()\n{MODEL}",
    "functions that call each other": f"def f(n):\n    g(n)\n    g(n)\ndef g(n):\n    f(n)\n    f(n)\nf(1)\n{MODEL}",
    "a deep list as a setting": f"{DEEP}{MODEL}model.fit(X, y, epochs=x)\n",
    "line ends of Windows": MODEL.replace("[", "[\r\n").replace("\n", "\r\n").replace("\r\r", "\r"),
    "line ends of old": "model = Sequential([\r    Dense(3),\r])\r",
    "a mark of the byte order": f"\ufeff{MODEL}",
    "a form feed": f"\x0c{MODEL}",
    "letters of mathematics": "model = Sequential([𝐃ense(3)])",
    "separators that are no line ends": f"s = '\x85\u2028'\n{MODEL}",
    "half a letter in a command": f"%x \ud800\n{MODEL}",
    "an empty prompt": f">>>\n>>> {MODEL}",
}
REFUSED = {
    "a zero byte": f"{MODEL}\x00",
    "half a letter": "model = Sequential([Dense(3, name='\ud800')])",
    "half a letter in a comment": f"x = 1  # \udcff\n{MODEL}",
    "two marks of the byte order": f"\ufeff\ufeff{MODEL}",
    "parentheses without end": "(" * 20_000,
    "too many parentheses": f"x = {'(' * 5000}1{')' * 5000}",
    "a sum without end": f"model = Sequential([Dense({'1+' * 50_000}1)])",
    "a chain without end": f"model = keras{'.b' * 50_000}",
    "tabs and spaces": "if 1:\n\tmodel = Sequential()\n        model.add(Dense(3))\n  x = 1",
    "a huge size": f"model = Sequential([Dense({'9' * 4000})])",
    "loops in loops": f"for i in range(10000):\n  for j in range(10000):\n    pass\n{MODEL}",
    "a model that adds to itself": "def f(m):\n    m.add(Dense(3))\n    f(m)\nmodel = Sequential()\nf(model)",
    "a deep list as a size": f"{DEEP}model = Sequential([Dense(x)])",
    "deep lists as settings": f"{DEEP}{MODEL}model.compile(optimizer=x, loss=x, metrics=x)",
    "a walrus on a list": "[m := Sequential(n)]",
    "a package that is called": "model = keras()",
}


def uses(text):
    """Return everything that is done with the text of a program."""
    return [lambda: read_code(text), lambda: NetworkSpec.from_code(text), lambda: SPEC.to_code(into=text)]


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_what_is_hostile_around_a_model_does_not_hide_it(text):
    assert read_code(text).spec.layers == SPEC.layers
    assert read_code(SPEC.to_code(into=text)).spec == SPEC


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_hostile_text_is_refused_in_a_sentence(text):
    with pytest.raises(CodeError, match=r"Line [0-9]+: .*[.]"):
        NetworkSpec.from_code(text)
    for use in uses(text):
        with suppress(DLWidgetsError):
            use()


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_program_with_parts_missing_doubled_and_mixed_raises_a_learners_error_or_is_read(data):
    texts = st.sampled_from([program.text for program in PROGRAMS.values()])
    text = data.draw(texts)
    for _ in range(data.draw(st.integers(1, 4))):
        start, length = data.draw(st.integers(0, len(text))), data.draw(st.sampled_from([0, 1, 3, 20]))
        other = data.draw(texts)
        cut = data.draw(st.integers(0, len(other)))
        odd = st.text(st.characters() | st.sampled_from("()[]{}:,.=+-*'\"\\\n\t #@%!?\0\ufeff\r\x0c"), max_size=3)
        middle = data.draw(odd | st.sampled_from([other[cut : cut + 60], text[start : start + 40]]))
        text = text[:start] + middle + text[start + length :]
    for use in uses(text):
        with suppress(DLWidgetsError):
            use()


@given(st.text(st.characters()))
def test_any_text_at_all_raises_a_learners_error_or_is_read(text):
    for use in uses(text):
        with suppress(DLWidgetsError):
            use()


PLANTED = [
    "__import__('os').system('x')",
    "os.environ.__setitem__('PLANTED', '1')",
    "setattr(builtins, 'PLANTED', 1)",
    "open('planted', 'w').write('x')",
    "exec('planted()')",
    "eval('planted()')",
    "compile('x', 'x', 'exec')",
    "print('x')",
    "[planted() for _ in range(3)]",
    "{planted(): planted() for _ in '12'}",
    "(lambda: planted())()",
    "f'{planted()!r:>{planted()}}'",
    "(x := planted())",
    "getattr(sys, 'exit')(1)",
    "Dense.__class__.__subclasses__()[0]()",
    "keras.src.utils.sys.exit(1)",
    "keras.models.load_model('planted')",
    "tf.io.gfile.GFile('planted', 'w')",
]
PLACES = [
    "{}\n" + MODEL,
    "model = Sequential([Dense({}), Dense(3)])",
    "model = Sequential([*{}, Dense(3)])",
    MODEL + "model.compile(**{})\nmodel.fit({}, epochs={})",
    "def f(a={}, *, b={}) -> {}:\n    {}\n    return Dense(3)\nmodel = Sequential([f()])",
    "@{}\nclass A({}, metaclass={}):\n    x: {} = {}\n" + MODEL,
    "for x in {}:\n    pass\nwhile {}:\n    pass\nwith {} as y:\n    pass\nif {}:\n    pass\n" + MODEL,
    "try:\n    {}\nexcept {}:\n    pass\n" + MODEL,
    "x[{}] = {}\nx.y = {}\ndel x[{}]\nassert {}\nraise {}\n" + MODEL,
    "async def f():\n    await {}\nlambda a={}: a\n" + MODEL,
]


@pytest.mark.parametrize("planted", PLANTED)
def test_nothing_of_a_program_runs(planted, monkeypatch, tmp_path):
    ran = []
    monkeypatch.chdir(tmp_path)
    texts = ["import os, sys, builtins\n" + place.replace("{}", planted) for place in PLACES]
    variables, modules = dict(os.environ), set(sys.modules)
    with monkeypatch.context() as patched:
        patched.setattr(os, "system", ran.append)
        patched.setattr(builtins, "planted", lambda: ran.append("called"), raising=False)
        for name in ("open", "exec", "eval", "print"):
            patched.setattr(builtins, name, lambda *given, **named: ran.append((given, named)))
        found = [(read_code(text).spec, read_code(SPEC.to_code(into=text)).spec) for text in texts]

    assert [read.layers for read, _ in found] == [(Dense(3),)] * len(texts)
    assert [written for _, written in found] == [SPEC] * len(texts)
    assert ran == []
    assert (list(tmp_path.iterdir()), dict(os.environ), hasattr(builtins, "PLANTED")) == ([], variables, False)
    assert "keras" in modules or "keras" not in sys.modules


def test_names_with_html_in_them_are_names():
    name = "<img src=x onerror=alert(1)>"
    spec = NetworkSpec([Dense(3, name=name)])

    assert read_code(f"model = Sequential([Dense(3, name='{name}')])").spec == spec
    assert NetworkSpec.from_json(spec.to_json()) == spec

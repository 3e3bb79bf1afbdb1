"""Habits of the house that a reader of the source can check."""

import ast
import re

import pytest

from tests.structure.source import package_sources

FILE_LINES, CLASS_LINES, FUNCTION_LINES = 300, 150, 40
# Each runs or reads more than it seems to: text as code, a file as objects.
DANGEROUS = re.compile(
    r"\bpickle\b|joblib\.load|allow_pickle\s*=\s*True|safe_mode\s*=\s*False|(?<![\w.])(?:eval|exec)\s*\("
)
SCRIPT_DANGERS = re.compile(r"\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function")


def nameless_observers(text):
    """List the lines that observe every trait; one change of a drop-down would then run them three times."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", None) == "observe"
        and len(node.args) < 2
        and not any(keyword.arg == "names" for keyword in node.keywords)
    ]


def oversized(text):
    """List what is larger than a reader takes in at once; docstrings count for the file only."""
    found = [f"{text.count(chr(10))} lines"] if text.count("\n") > FILE_LINES else []
    limits = {
        ast.ClassDef: CLASS_LINES,
        ast.FunctionDef: FUNCTION_LINES,
        ast.AsyncFunctionDef: FUNCTION_LINES,
    }
    for node in ast.walk(ast.parse(text)):
        limit = limits.get(type(node))
        if limit is not None and (size := code_lines(node)) > limit:
            found.append(f"{node.name} has {size} lines")
    return found


def code_lines(node):
    """Count the lines of a class or function without the docstrings in it."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    documented = [inner for inner in ast.walk(node) if isinstance(inner, kinds) and ast.get_docstring(inner)]
    return length(node) - sum(length(inner.body[0]) for inner in documented)


def length(node):
    """Count the lines from a node's first to its last."""
    return node.end_lineno - node.lineno + 1


def dangers(text, pattern):
    """List the lines that match a pattern of what must not be there."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if pattern.search(line)]


def everywhere(check, suffix=".py"):
    """Run a check on each file of the package; keep the files where it found something."""
    found = {path: check(text) for path, text in package_sources(suffix).items()}
    return {path: places for path, places in found.items() if places}


def test_every_observer_names_its_trait():
    assert everywhere(nameless_observers) == {}


def test_files_classes_and_functions_are_small():
    assert everywhere(oversized) == {}


def test_scripts_are_small():
    assert everywhere(lambda text: text.count("\n") > FILE_LINES, ".js") == {}


def test_nothing_runs_text_or_reads_objects_from_files():
    assert everywhere(lambda text: dangers(text, DANGEROUS)) == {}


def test_no_script_writes_data_as_html_or_runs_text():
    assert everywhere(lambda text: dangers(text, SCRIPT_DANGERS), ".js") == {}


@pytest.mark.parametrize("call", ["w.observe(f)", "w.observe(handler=f)", "w.observe(f, type='change')"])
def test_an_observer_of_everything_is_found(call):
    assert nameless_observers(call) == [1]


@pytest.mark.parametrize("call", ["w.observe(f, 'value')", "w.observe(f, names='value')", "observe('value')(f)"])
def test_an_observer_of_one_trait_is_fine(call):
    assert nameless_observers(call) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 1\n" * 301, 1),
        ("x = 1\n" * 300, 0),
        ("def f():\n" + "    x = 1\n" * 40, 1),
        ("async def f():\n" + "    x = 1\n" * 39, 0),
        ("class C:\n" + "    x = 1\n" * 150, 1),
        ("class C:\n    def f():\n" + "        x = 1\n" * 40, 1),
        ("def f():\n    '''Say.\n\n    More.\n    '''\n" + "    x = 1\n" * 39, 0),
        ("def f():\n    '''Say.\n\n    More.\n    '''\n" + "    x = 1\n" * 40, 1),
    ],
)
def test_what_is_too_large_is_found(text, found):
    assert len(oversized(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "joblib.load(path)",
        "np.load(path, allow_pickle=True)",
        "load_model(path, safe_mode = False)",
        "eval(text)",
        "    exec (text)",
    ],
)
def test_a_dangerous_call_is_found(text):
    assert dangers(text, DANGEROUS) == [1]


@pytest.mark.parametrize(
    "text", ["model.eval()", "np.load(path, allow_pickle=False)", "executor(f)", "literal_eval(x)"]
)
def test_a_harmless_call_is_none(text):
    assert dangers(text, DANGEROUS) == []


@pytest.mark.parametrize(
    "text", ["el.innerHTML = name", "el.insertAdjacentHTML('a', b)", "eval(text)", "new Function(text)"]
)
def test_a_script_that_writes_html_is_found(text):
    assert dangers(text, SCRIPT_DANGERS) == [1]

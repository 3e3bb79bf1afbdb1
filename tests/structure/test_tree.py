"""The project's tree: what may lie at its top, and what no file of it may name."""

import re
import shutil
import subprocess
from pathlib import Path

import playwright
import pytest

from tests.structure.source import ROOT, project_files

TOP_LEVEL = {"LICENSE", "README.md", "binder", "dlwidgets", "lessons", "pyproject.toml", "tests", "uv.lock"}
TEXTS = {
    ".css",
    ".html",
    ".ipynb",
    ".js",
    ".json",
    ".lock",
    ".md",
    ".py",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    "",
}
# Homes and work folders of one machine, and package indexes other than the public one.
MACHINE = re.compile(
    r"(?<![\w.~-])/(?:home/\w|Users/\w|root/|work/|opt/\w)|[A-Z]:\\Users\\|file:///\w|--(?:extra-)?index-url"
    r'|registry = "(?!https://pypi\.org/simple")|url = "(?!https://files\.pythonhosted\.org/)[a-z]+://'
)
# Playwright brings one along.
NODE = shutil.which("node") or shutil.which("node", path=Path(playwright.__file__).parent / "driver")
SCRIPTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "dlwidgets").rglob("static/*.js"))


def strangers(names):
    """List what lies at the top and is neither on the list nor hidden."""
    return sorted({name.split("/")[0] for name in names if not name.startswith(".")} - TOP_LEVEL)


def machine_names(text):
    """List the lines that only make sense on one machine."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if MACHINE.search(line)]


def syntax_error(script, folder):
    """Say what node has against a module; an empty text if nothing."""
    # As .mjs: node would take a .js file for a script, in which `export` is an error.
    module = folder / "module.mjs"
    module.write_text(script, "utf-8")
    return subprocess.run([NODE, "--check", module], check=False, capture_output=True, text=True).stderr


def test_the_top_level_is_the_fixed_list():
    assert strangers(project_files()) == []
    assert strangers(["README.md", ".ci/run", "docs/index.md", "setup.py"]) == ["docs", "setup.py"]


def test_no_file_names_a_path_or_an_index_of_one_machine():
    found = {}
    for name in project_files():
        path = ROOT / name
        if path.suffix in TEXTS and (lines := machine_names(path.read_text("utf-8", errors="replace"))):
            found[name] = lines
    assert {name for name in found if Path(name) != Path(__file__).relative_to(ROOT)} == set()


@pytest.mark.parametrize(
    "text",
    [
        "open('/home/ada/data.csv')",
        "/Users/ada/lessons",
        r"C:\Users\ada",
        "pip install --index-url somewhere",
        'source = { registry = "https://mirror.example/simple" }',
        'wheels = [{ url = "http://mirror.example/x.whl" }]',
    ],
)
def test_a_path_or_an_index_of_one_machine_is_found(text):
    assert machine_names(text) == [1]


@pytest.mark.parametrize("text", ["https://github.com/home/page", "~/work/notes", "lessons/work/x", "/proc/meminfo"])
def test_a_path_that_every_machine_has_is_fine(text):
    assert machine_names(text) == []


def test_the_vega_bundle_is_never_committed():
    assert "dlwidgets/widgets/static/vega_bundle.js" not in project_files()


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not here; the browser tests import each script")
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_a_module_that_parses(script, tmp_path):
    assert syntax_error((ROOT / script).read_text("utf-8"), tmp_path) == ""


def test_a_script_that_does_not_parse_is_found(tmp_path):
    assert syntax_error("export default {};", tmp_path) == ""
    assert "SyntaxError" in syntax_error("export default { render( };", tmp_path)

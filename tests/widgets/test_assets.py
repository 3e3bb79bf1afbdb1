"""The modules are joined as the browser gets them."""

import base64
import re
import subprocess

import pytest

from dlwidgets.widgets.assets import STATIC, script
from tests.widgets.javascript import NODE

ENTRIES = [path.name for path in STATIC.glob("*.js") if "export default" in path.read_text("utf-8")]
WIDGETS = [name for name in ENTRIES if not name.startswith("vega")]
DECLARED = re.compile(r"^(?:async )?(?:const|let|var|function\*?|class) ([\w$]+)", re.MULTILINE)


def test_there_is_a_widget_for_charts_and_one_for_demos():
    assert {"chart_view.js", "demo.js"} <= set(WIDGETS)


@pytest.mark.parametrize("name", WIDGETS)
def test_a_joined_widget_is_one_module_that_imports_nothing(name, tmp_path):
    text = script(name)
    module = tmp_path / "widget.mjs"
    module.write_text(text, "utf-8")
    checked = subprocess.run([NODE, "--check", module], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert re.findall(r"^import .*|^export (?:default)?", text, re.MULTILINE) == ["export default"]


@pytest.mark.parametrize("name", WIDGETS)
def test_no_two_files_of_a_widget_declare_the_same_name(name):
    names = DECLARED.findall(re.sub(r"^export ", "", script(name), flags=re.MULTILINE))
    assert len(names) > 20
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", WIDGETS)
def test_each_file_is_in_a_widget_once_and_before_it_is_used(name):
    headers = re.findall(r"^// (\w+\.js):", script(name), re.MULTILINE)
    assert headers[-1] == name
    assert len(headers) == len(set(headers))
    for place, header in enumerate(headers):
        used = re.findall(r'from "\./([\w.]+)"', (STATIC / header).read_text("utf-8"))
        assert set(used) <= set(headers[:place])


@pytest.mark.parametrize("name", WIDGETS)
def test_a_joined_widget_starts_as_anywidget_starts_it(javascript, name):
    code = """
    const { default: widget } = await import(`data:text/javascript;base64,${payload}`);
    const { initialize, render } = await widget();
    return [typeof initialize, typeof render];
    """
    encoded = base64.b64encode(script(name).encode()).decode()
    assert javascript(code, encoded) == ["function", "function"]

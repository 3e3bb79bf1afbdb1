"""Charts in files: a picture, or a page that needs neither Python nor the internet."""

import json
import re
from html.parser import HTMLParser

import altair as alt
import numpy as np
import pytest

from dlwidgets.errors import InvalidValueError, MissingExtraError
from dlwidgets.widgets import export, picture, vega_bundle
from dlwidgets.widgets.chart_view import ChartView
from dlwidgets.widgets.controls import slider
from dlwidgets.widgets.grid import Grid
from tests.widgets.waves import Wave


class Reader(HTMLParser):
    """Reads the scripts and the words of a page, as a browser tells them apart."""

    def __init__(self, text):
        super().__init__()
        self.scripts, self.words, self.tags, self._open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if self._open and self._open[-1] == "script":
            self.scripts[-1] += data
        elif self._open and self._open[-1] != "style" and data.strip():
            self.words.append(data)

    @property
    def spec(self):
        return json.loads(self.scripts[0])


@pytest.fixture
def small_vega(monkeypatch):
    """A Vega that is short to read, and hard to put into a page."""
    monkeypatch.setattr(export, "bundle_source", lambda: "globalThis.dlwidgetsVega = '</script><!--<script>';")


def line(**options):
    chart = alt.Chart(alt.NamedData("line"), title="A line").mark_line().encode(x="x:Q", y="y:Q")
    return ChartView(chart, {"line": {"x": [0, 1], "y": [0, np.nan], "kind": "</script>"}}, **options)


def test_a_page_holds_the_chart_with_its_rows(small_vega):
    spec = Reader(line().html()).spec
    assert spec["datasets"] == {
        "line": [{"x": 0, "y": 0, "kind": "</script>"}, {"x": 1, "y": None, "kind": "</script>"}]
    }
    assert spec["data"] == {"name": "line"}
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")


def test_no_text_ends_a_script_or_becomes_html(small_vega):
    page = Reader(line(description="<b>A & B</b>", text="<img src=x onerror=alert(1)>").html())
    assert len(page.scripts) == 3
    assert "dlwidgetsVega = '<\\/script><\\!--<script>'" in page.scripts[1]
    assert {tag for tag, _ in page.tags} & {"b", "img"} == set()
    assert page.words.count("<b>A & B</b>") == 2  # title and heading
    assert "<img src=x onerror=alert(1)>" in page.words
    assert ("meta", {"name": "description", "content": "<img src=x onerror=alert(1)>"}) in page.tags


def test_a_page_asks_for_nothing_from_elsewhere(small_vega):
    page = Reader(line().html())
    assert [attributes for _, attributes in page.tags if attributes.keys() & {"src", "href"}] == []
    assert not re.search(r"https?://", page.scripts[2])


def test_a_surface_becomes_an_image_in_the_file(small_vega):
    chart = alt.Chart(alt.NamedData("heat")).mark_image().encode(x="x:Q", x2="x2", y="y:Q", y2="y2", url="image:N")
    view = ChartView(chart, {"heat": Grid([[0, 1], [1, 0]], x=(0, 1), y=(0, 1))})
    (row,) = Reader(view.html()).spec["datasets"]["heat"]
    assert row["image"].startswith("data:image/png;base64,")


def test_settings_in_the_picture_become_inputs_that_start_where_they_are(wires, small_vega):
    page = Reader(Wave(rate=2.5, shape="cos").html())
    params = {param["name"]: param for param in page.spec["params"] if "bind" in param}
    assert params == {
        "rate": {
            "name": "rate",
            "value": 2.5,
            "bind": {"input": "range", "min": 0, "max": 5, "step": 0.5, "name": "Rate"},
        },
        "shape": {
            "name": "shape",
            "value": "cos",
            "bind": {"input": "select", "options": ["sin", "cos"], "labels": ["Sine", "Cosine"], "name": "Shape"},
        },
        "thick": {"name": "thick", "value": False, "bind": {"input": "checkbox", "name": "Thick"}},
    }


@pytest.mark.parametrize(("value", "ends"), [(-7.5, (-7.5, 5)), (2, (0, 5)), (8, (0, 8))])
def test_an_input_reaches_as_far_as_its_value(wires, small_vega, value, ends):
    class Open(Wave):
        rate = slider(1.0, 0, 5, label="Rate", help="May leave its range.", is_open=True, in_picture=True)

    (bind,) = (param["bind"] for param in Reader(Open(rate=value).html()).spec["params"] if param["name"] == "rate")
    assert (bind["min"], bind["max"]) == ends


def test_the_page_says_what_the_picture_shows_and_what_each_input_does(wires, small_vega):
    page = Reader(Wave().html())
    assert "How often does a wave <turn>?" in page.words
    assert "As saved: It turns 1.0 times & more." in page.words
    assert page.words[page.words.index("Shape") + 1] == "Which wave."
    assert "Not in the picture." not in page.words


def test_a_chart_without_inputs_says_what_it_shows_as_it_is(small_vega):
    assert "It rises." in Reader(line(text="It rises.").html()).words


@pytest.mark.parametrize("options", [{"hide": ["rate"]}, {"lock": ["rate"]}])
def test_what_the_learner_may_not_move_has_no_input(wires, small_vega, options):
    page = Reader(Wave(rate=3, **options).html())
    (rate,) = (param for param in page.spec["params"] if param["name"] == "rate")
    assert rate == {"name": "rate", "value": 3.0}
    assert "Rate" not in page.words


def test_saving_leaves_the_demo_as_it_is(wires, small_vega, tmp_path):
    demo = Wave()
    before = json.dumps(demo._embed)
    demo.save(tmp_path / "wave.html")
    assert json.dumps(demo._embed) == before


def test_the_ending_of_the_name_chooses_the_format(wires, small_vega, tmp_path):
    demo = Wave()
    demo.save(tmp_path / "wave.html")
    demo.save(str(tmp_path / "wave.PNG"))
    assert (tmp_path / "wave.html").read_text("utf-8") == demo.html()
    assert (tmp_path / "wave.PNG").read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize("name", ["wave.pdf", "wave", "wave.html.gz", ".html"])
def test_another_ending_is_refused_with_those_that_work(tmp_path, name):
    with pytest.raises(InvalidValueError, match=r"wanted a name that ends in \.png or \.html"):
        line().save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InvalidValueError, match=r"There is no folder .*nowhere"):
        line().save(tmp_path / "nowhere" / "wave.html")


def test_without_vl_convert_the_error_names_the_command_and_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.setattr(picture, "find_spec", lambda _name: None)
    monkeypatch.setattr(vega_bundle, "find_spec", lambda _name: None)
    monkeypatch.setattr(vega_bundle, "_STATIC", tmp_path)
    for name in ("wave.png", "wave.html"):
        with pytest.raises(MissingExtraError, match="pip install"):
            line().save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_the_script_of_a_saved_page_draws_it_in_the_colours_of_the_reader(javascript):
    code = """
      const dom = await load("dom.mjs");
      const { vega, paint } = dom.page({ state: {} });
      const spec = { textContent: '{"mark": "line"}' };
      document.getElementById = () => spec;
      const embedded = [];
      const { embed } = globalThis.dlwidgetsVega;
      globalThis.dlwidgetsVega.embed = (_place, given) => { embedded.push(given); return embed({ append() {} }); };
      await load("saved_chart.js");
      await paint();
      const light = vega.signals.dlw_ink;
      matchMedia().matches = true;
      matchMedia().fire("change");
      return [embedded, light, vega.signals.dlw_ink];
    """
    embedded, light, dark = javascript(code)
    assert embedded == [{"mark": "line"}]
    assert light != dark

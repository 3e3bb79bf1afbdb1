"""The offline Vega bundle in a real page that reaches no network."""

import pytest

from dlwidgets.widgets.vega_bundle import bundle_source

SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"name": "points"},
    "mark": "point",
    "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
}
IMPORT = """
async (source) => {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  window.module = await import(address);
  return [Object.keys(window.module.default).sort(), Object.keys(globalThis.dlwidgetsVega)];
}
"""
DRAW = """
async (spec) => {
  const options = { actions: false, renderer: "canvas" };
  const { view } = await globalThis.dlwidgetsVega.embed(document.body, spec, options);
  view.data("points", [{ x: 1, y: 2 }, { x: 3, y: 4 }]).run();
  const canvas = document.querySelector("canvas");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return [view.data("points").length, new Set(pixels).size > 2];
}
"""


@pytest.fixture
def page(lab):
    """An empty page beside JupyterLab."""
    page = lab.context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


def test_the_bundle_is_an_anywidget_module_that_parks_vega_embed_and_draws_offline(page):
    assert page.evaluate(IMPORT, bundle_source()) == [["initialize", "render"], ["embed"]]
    assert page.evaluate(DRAW, SPEC) == [2, True]


def test_a_second_import_keeps_what_is_parked(page):
    page.evaluate(IMPORT, bundle_source())
    page.evaluate("() => { window.first = globalThis.dlwidgetsVega; }")
    page.evaluate(IMPORT, bundle_source())

    assert page.evaluate("() => window.first === globalThis.dlwidgetsVega")

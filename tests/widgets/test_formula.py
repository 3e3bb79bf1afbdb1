"""Formulas under a picture: from Python, and in a page."""

import altair as alt
import pytest

from dlwidgets.widgets.controls import slider
from dlwidgets.widgets.demo import Demo, Formula, Note
from dlwidgets.widgets.mathml import mathml
from tests.widgets.pages import FIELDS, LIVE


class Slope(Demo):
    """What is a slope?"""

    slope = slider(1.0, -5, 5, label="Slope", help="How steep it is.")

    def chart(self):
        return alt.Chart(alt.NamedData("line")).mark_line().encode(x="x:Q", y="y:Q")

    def frame(self):
        return {"line": {"x": [0, 1], "y": [0, self.slope]}}

    def notes(self):
        broken = "}" if self.slope == 4 else ""
        return [Note("Numbers", ("one",)), Formula("Line", (rf"y = {self.slope} x{broken}", r"\frac{dy}{dx}"))]


def test_notes_and_formulas_stand_in_their_order(wires):
    demo = Slope()
    demo._repr_mimebundle_()
    state, _buffers = demo.comm.opening
    assert state["_live"]["fields"]["notes"] == [
        {"title": "Numbers", "lines": ("one",)},
        {"title": "Line", "mathml": (mathml("y = 1.0 x"), mathml(r"\frac{dy}{dx}"))},
    ]


def test_a_gesture_that_changes_a_formula_is_one_frame(wires):
    demo = Slope()
    demo._repr_mimebundle_()
    demo.comm.gesture(kind="control", name="slope", value=2)
    (frame,) = demo.comm.frames
    assert "2.0" in frame["fields"]["notes"][1]["mathml"][0]


def test_a_formula_that_can_not_be_read_is_a_bug_and_changes_nothing_in_the_page(wires):
    demo = Slope()
    demo._repr_mimebundle_()
    with pytest.raises(ValueError, match=r"y = 4\.0 x}"):
        demo.slope = 4
    assert demo.comm.frames == []
    assert demo.datasets["line"]["y"].tolist() == [0, 1]


def test_the_text_of_a_saved_notebook_knows_no_mathml(wires):
    assert "math" not in Slope()._repr_mimebundle_()["text/plain"]


def notes(*formulas):
    return {"_live": LIVE | {"fields": FIELDS | {"notes": [{"title": "Line", "mathml": formulas}]}}}


TREE = """
const tree = (node) => (node.tag === "#text" ? node.text : [node.tag, node.attributes, ...node.children.map(tree)]);
const blocks = () => el.all().filter((e) => e.className === "dlw-formula");
"""


def test_a_formula_is_built_of_elements(show):
    seen = show(TREE + "return blocks().map((block) => tree(block.children[0]));", **notes(mathml(r"\frac{1}{x}")))
    assert seen == [
        [
            "math",
            {"display": "block", "alttext": r"\frac{1}{x}"},
            ["mrow", {}, ["mfrac", {}, ["mrow", {}, ["mn", {}, "1"]], ["mrow", {}, ["mi", {}, "x"]]]],
        ]
    ]


def test_each_formula_has_a_line_of_its_own_and_follows(show):
    news = [{"title": "Line", "mathml": [mathml("a"), mathml("b"), mathml("c")]}]
    code = """
      const before = blocks().map((block) => block.textContent);
      tell({ frame: 1, fields: { notes: payload.state.news } });
      return [before, blocks().map((block) => block.textContent)];
    """
    assert show(TREE + code, news=news, **notes(mathml("x"))) == [["x"], ["a", "b", "c"]]


HOSTILE = """<math xmlns="http://www.w3.org/1998/Math/MathML" onclick="alert(1)" style="position:fixed">
<script>alert(1)</script><img src="x" onerror="alert(1)"/><mrow href="javascript:alert(1)" class="jp-Dialog">
<mi onmouseover="alert(1)" xlink:href="javascript:alert(1)" mathcolor="red">x</mi></mrow>
<maction actiontype="statusline"><mi>y</mi></maction><annotation-xml><mi>z</mi></annotation-xml>
<mtext xmlns="http://www.w3.org/1999/xhtml">html</mtext></math>""".replace("\n", "")


def test_nothing_but_known_elements_and_attributes_reaches_the_page(show):
    seen = show(TREE + "return tree(blocks()[0].children[0]);", **notes(HOSTILE))
    assert seen == ["math", {}, ["mrow", {}, ["mi", {"mathcolor": "red"}, "x"]]]


@pytest.mark.parametrize(
    "text", ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "<math>x</math>"]
)
def test_what_is_no_mathml_shows_nothing(show, text):
    assert show(TREE + "return blocks()[0].children.length;", **notes(text)) == 0


def test_only_the_class_that_brings_to_the_fore_is_kept(show):
    formula = mathml(r"\class{dlw-focus}{x} \class{jp-Dialog}{y}")
    seen = show(TREE + "return blocks()[0].all().map((e) => e.attributes.class).filter(Boolean);", **notes(formula))
    assert seen == ["dlw-focus"]


def test_a_group_that_the_reader_has_folded_stays_folded_when_its_formulas_change(show):
    code = """
      const details = find("details");
      details.open = false;
      tell({ frame: 1, fields: { notes: payload.state.news } });
      return [find("details") === details, details.open];
    """
    news = [{"title": "Line", "mathml": [mathml("b")]}]
    assert show(code, news=news, **notes(mathml("a"))) == [True, False]

"""What a compiled specification tells: which words take room, which data sets fill legends; no sentence on any mark."""

import altair as alt
import pytest
import vl_convert

from dlwidgets.charts.playground import playground
from dlwidgets.widgets.spec import live_spec

READ = """
const { legendSets, roomTaker, withoutDescriptions } = await load("compiled.js");
const takes = roomTaker(payload.vega);
const sets = [...legendSets(payload.vega)];
return [payload.names.filter(takes), sets.filter((name) => payload.sets.includes(name)), withoutDescriptions(payload.vega)];
"""


def compiled(chart):
    return vl_convert.vegalite_to_vega(live_spec(chart, "a chart").vega_lite)


def points():
    return alt.Chart(alt.NamedData("points")).mark_point()


CHARTS = {
    "tooltip": (points().encode(x="n:Q", tooltip="word:N"), [], []),
    "text": (points().mark_text().encode(x="n:Q", text="word:N", tooltip="word:N"), ["word"], []),
    "axis": (points().encode(x="word:N"), ["word"], []),
    "colour without a legend": (points().encode(color=alt.Color("word:N", legend=None)), ["word"], []),
    "legend": (points().encode(x="n:Q", color="word:N"), ["word"], ["points"]),
    "legend of what is computed": (
        points().transform_calculate(other="upper(datum.word)").encode(shape="other:N"),
        ["word"],
        ["points"],
    ),
    "legend of two data sets": (
        alt.layer(
            points().encode(color="word:N"), alt.Chart(alt.NamedData("lines")).mark_line().encode(color="word:N")
        ),
        ["word"],
        ["lines", "points"],
    ),
    "facets": (points().encode(x="n:Q", row="word:N"), ["word"], []),
    "facets with a legend": (points().encode(x="n:Q", row="other:N", size="n:Q", fill="word:N"), ["word"], ["points"]),
}


@pytest.mark.parametrize(("chart", "taking", "sets"), CHARTS.values(), ids=CHARTS)
def test_words_take_room_unless_only_tooltips_say_them_and_legends_know_their_rows(javascript, chart, taking, sets):
    payload = {"vega": compiled(chart), "names": ["word"], "sets": ["points", "lines"]}
    seen = javascript(READ, payload)
    assert [seen[0], sorted(seen[1])] == [taking, sets]


def test_a_dash_without_gaps_is_no_dash_wherever_it_is_said_and_others_stay(javascript):
    two = alt.StrokeDash("word:N", scale=alt.Scale(domain=["a", "b"], range=[[1, 0], [5, 4]]), legend=None)
    lines = alt.Chart(alt.NamedData("points")).mark_line(strokeDash=[1, 0]).encode(x="n:Q", y="n:Q", strokeDash=two)
    rules = alt.Chart(alt.NamedData("points")).mark_rule(strokeDash=[1, 0]).encode(x="n:Q")
    broken = alt.Chart(alt.NamedData("points")).mark_rule(strokeDash=[3, 1]).encode(y="n:Q")
    vega = compiled(alt.layer(lines, rules, broken))
    assert all(dash in str(vega) for dash in ("'strokeDash': {'value': [1, 0]}", "[[1, 0], [5, 4]]"))
    seen = str(javascript('return (await load("compiled.js")).withoutVainDashes(payload);', vega))
    assert "[1, 0]" not in seen
    assert all(dash in seen for dash in ("'strokeDash': {'value': []}", "[[], [5, 4]]", "{'value': [3, 1]}"))
    assert vl_convert.vega_to_svg(javascript('return (await load("compiled.js")).withoutVainDashes(payload);', vega))


def test_a_name_that_is_no_plain_word_is_taken_to_need_room(javascript):
    names = ["a b", "tip", 'a"b', "a.b"]
    taking, _, _ = javascript(READ, {"vega": compiled(points().encode(x="n:Q")), "names": names, "sets": []})
    assert taking == ["a b", 'a"b', "a.b"]


def test_the_playground_takes_no_room_for_its_tips_and_writes_no_sentence_on_its_marks(javascript):
    vega = compiled(playground())
    assert '"description":{"signal"' in str(vega).replace("'", '"').replace(" ", "")
    names = ["tip", "text", "part", "class"]
    taking, sets, bare = javascript(READ, {"vega": vega, "names": names, "sets": ["links", "areas", "losses", "texts"]})
    assert "tip" not in taking
    assert {"text", "class"} <= {*taking}
    assert sets == []  # its legend has the same entries whatever the rows
    assert '"description":{"signal"' not in str(bare).replace("'", '"').replace(" ", "")
    assert bare["description"] == vega["description"]
    assert vl_convert.vega_to_svg(bare)

"""Columns keep their meaning on the way to the browser: the oracle is what Altair sends for the same frame."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import altair as alt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dlwidgets.errors import DataError
from dlwidgets.widgets.columns import as_columns, as_rows, concatenate, pack, split_buffers

DECODE = """
const { toRows, withBuffers } = await load("columns.js");
const { buffers, sets } = payload;
return toRows(withBuffers(sets, buffers));
"""
PLAIN = timezone(timedelta(hours=5, minutes=30))


def through_the_browser(javascript, data):
    """Rows as a page has them after bytes went over the wire."""
    buffers = []
    return javascript(DECODE, {"sets": split_buffers(pack(as_columns(data)), buffers), "buffers": buffers})


def column(javascript, values):
    return [row["x"] for row in through_the_browser(javascript, {"x": values})]


def numbers(javascript, values):
    return [None if v is None else float(v) for v in column(javascript, values)]


def sent_by_altair(frame):
    (rows,) = alt.Chart(frame).mark_point().to_dict()["datasets"].values()
    return rows


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([1, 2, -3], [1, 2, -3]),
        ([2**24, 2**24 + 1], [2**24, 2**24 + 1]),
        ([-(2**24) - 1], [-(2**24) - 1]),
        ([2**53 - 1, 0], [2**53 - 1, 0]),
        (np.array([2**24 + 1, 1], dtype=np.uint32), [2**24 + 1, 1]),
        (np.array([2.0**24 + 1]), [2.0**24 + 1]),
        ([0.1, 5.1, -0.3, 1e-7], [0.1, 5.1, -0.3, 1e-7]),
        ([1e300, 1e-300, -1e300], [1e300, 1e-300, -1e300]),
        (np.array([0.1], dtype=np.float32), [float(np.float32(0.1))]),
        ([0.5, float("nan"), float("inf"), -float("inf")], [0.5, None, None, None]),
        (np.array([0.1, np.nan, np.inf], dtype=np.float32), [float(np.float32(0.1)), None, None]),
        ([1, None, 2], [1, None, 2]),
        ([1, 2.5], [1, 2.5]),
        ([True, False], [True, False]),
        ([True, None, False], [True, None, False]),
        (np.array([True, False]), [True, False]),
        (["a", None, "b", "a"], ["a", None, "b", "a"]),
        (["a", float("nan")], ["a", None]),
        (["", "π ≤ 4", "🙂", "<img src=x onerror=alert(1)>"], ["", "π ≤ 4", "🙂", "<img src=x onerror=alert(1)>"]),
        (np.array(["a", "bc"]), ["a", "bc"]),
        (np.array([b"a"]), ["a"]),
        (np.arange(6.0)[::-2], [5, 3, 1]),
        (range(3), [0, 1, 2]),
        ((1, 2), [1, 2]),
        ([None, None], [None, None]),
        ([], []),
        (np.array([], dtype="datetime64[D]"), []),
    ],
    ids=repr,
)
def test_a_column_means_in_the_page_what_it_means_in_python(javascript, values, shown):
    assert column(javascript, values) == shown


@given(arrays.arrays(np.float64, st.integers(0, 30), elements=st.floats(width=32)))
def test_every_float32_arrives_exactly_but_for_nan_and_infinity(javascript, values):
    expected = [float(v) if np.isfinite(v) else None for v in values]
    assert numbers(javascript, values.astype(np.float32)) == expected


@given(arrays.arrays(np.float64, st.integers(1, 30), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_every_finite_float_arrives_to_seven_digits_and_never_as_a_gap(javascript, values):
    np.testing.assert_allclose(numbers(javascript, values), values, rtol=1.2e-7, atol=0)


@given(st.lists(st.integers(-(2**53), 2**53), min_size=1))
def test_every_integer_that_javascript_has_arrives_exactly(javascript, values):
    assert column(javascript, values) == values


@given(st.lists(st.none() | st.text(), min_size=1))
def test_every_text_arrives_exactly(javascript, values):
    assert column(javascript, values) == values


@given(st.lists(st.decimals(-9999, 9999, places=4).map(float), min_size=1))
def test_numbers_that_somebody_wrote_down_arrive_exactly(javascript, values):
    assert column(javascript, values) == values


def test_computed_numbers_travel_in_four_bytes():
    computed = pack(as_columns({"x": np.sin(np.arange(1, 100))}))["columns"][0]
    assert (computed["dtype"], computed["data"].nbytes) == ("float32", 4 * 99)


def test_text_travels_once_and_then_as_codes():
    packed = pack(as_columns({"x": ["train", "test", "train", None]}))["columns"][0]
    assert packed["table"] == ["train", "test"]
    assert packed["data"].tolist() == [1, 2, 1, 0]


@pytest.mark.parametrize(
    "values",
    [
        pd.to_datetime(["2024-07-01 12:30:15.250", None, "1969-12-31 23:59:59", "2024-03-10 02:30"], format="ISO8601"),
        pd.to_datetime(["2024-01-05", "2024-07-05"]),
        pd.to_datetime(["2024-07-01 12:00", None]).tz_localize("Europe/Paris"),
        pd.to_datetime(["2024-07-01 12:00:00.123"]).tz_localize("UTC"),
    ],
    ids=["wall clock", "days", "with a zone", "utc"],
)
@pytest.mark.parametrize("page", ["javascript", "new_york"])
def test_dates_are_the_moments_that_vega_reads_from_altairs_text(request, page, values):
    page = request.getfixturevalue(page)
    frame = pd.DataFrame({"x": values})
    texts = [row["x"] for row in sent_by_altair(frame)]
    # What Vega's parser for dates does with the text of a column.
    expected = page("return payload.map((text) => (text ? Date.parse(text) : null));", texts)
    assert [row["x"] for row in through_the_browser(page, frame)] == expected
    assert any(expected)


def test_dates_of_every_kind_agree(new_york):
    noon = datetime(2024, 7, 1, 12)  # noqa: DTZ001 - a wall clock
    kinds = [[noon], np.array([noon], dtype="datetime64[s]"), [np.datetime64(noon), None], pl.Series([noon])]
    shown = {column(new_york, values)[0] for values in kinds}
    assert shown == {datetime(2024, 7, 1, 16, tzinfo=UTC).timestamp() * 1000}
    assert column(new_york, [date(2024, 7, 1)]) == [datetime(2024, 7, 1, 4, tzinfo=UTC).timestamp() * 1000]


def test_moments_with_a_zone_are_the_same_in_every_page(javascript, new_york):
    moment = datetime(2024, 7, 1, 12, 0, 0, 123000, tzinfo=PLAIN)
    expected = [moment.timestamp() * 1000, None]
    assert column(javascript, [moment, None]) == column(new_york, [moment, None]) == expected


PANDAS = pd.DataFrame(
    {
        "float": [0.5, np.nan],
        "infinite": [np.inf, -np.inf],
        "int": [1, 2**40],
        "nullable": pd.array([1, None], dtype="Int64"),
        "flag": [True, False],
        "nullable flag": pd.array([True, None], dtype="boolean"),
        "text": ["a", None],
        "string": pd.array(["a", None], dtype="string"),
        "category": pd.Categorical(["b", None]),
        "numbers as a category": pd.Categorical([3, 4]),
    },
    index=[7, 3],
)
POLARS = pl.DataFrame(
    {
        "float": [0.5, None],
        "int": [1, None],
        "flag": [True, None],
        "text": ["a", None],
        "category": pl.Series(["b", "a"], dtype=pl.Categorical),
    }
)


@pytest.mark.parametrize("frame", [PANDAS, POLARS, PANDAS.iloc[:0]], ids=["pandas", "polars", "no rows"])
def test_a_frame_gives_the_rows_that_altair_sends(javascript, frame):
    assert through_the_browser(javascript, frame) == sent_by_altair(frame)
    assert as_rows(as_columns(frame)) == sent_by_altair(frame)


def test_a_frame_may_have_numbers_as_names():
    assert as_columns(pd.DataFrame(np.zeros((2, 2)))).keys() == {"0", "1"}


def test_series_inside_a_dict_count_as_columns(javascript):
    series = pd.Series(pd.array([1, None], dtype="Int64"))
    assert through_the_browser(javascript, {"x": series, "y": pl.Series(["a", None])}) == [
        {"x": 1, "y": "a"},
        {"x": None, "y": None},
    ]


@pytest.mark.parametrize("value", [3, 0.5, "train", True, None, np.float64(2), datetime(2024, 1, 1, tzinfo=UTC)])
def test_a_single_value_is_repeated_for_every_row(value):
    columns = as_columns({"x": [1, 2], "y": value})
    assert columns["y"].tolist() == [value, value]


@pytest.mark.parametrize("value", [date(2024, 1, 1), datetime(2024, 1, 1)])  # noqa: DTZ001 - a wall clock
def test_a_single_date_is_repeated_for_every_row(value):
    assert as_columns({"x": [1, 2], "y": value})["y"].tolist() == [datetime(2024, 1, 1)] * 2  # noqa: DTZ001


def test_no_columns_are_no_rows(javascript):
    assert through_the_browser(javascript, {}) == []


def test_the_callers_array_may_change_afterwards():
    mine = np.array([1.0, 2.0])
    held = as_columns({"x": mine})
    mine[0] = 99
    assert held["x"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"x": [1, 2], "y": [1]}, "x has 2, y has 1"),
        ({"x": [[1, 2], [3, 4]]}, "x has 2 dimensions"),
        ({"x": np.zeros((2, 1))}, "x has 2 dimensions"),
        ({"x": [[1], [1, 2]]}, "x holds lists"),
        ({"x": [1, "a"]}, "int, str"),
        ({"x": (1, "a")}, "int, str"),
        ({"x": [True, "a"]}, "bool, str"),
        ({"x": [object()]}, "object"),
        ({"x": {1, 2}}, "set"),
        ({"x": [1, np.array([1, 2])]}, "ndarray"),
        ({"x": [1j]}, "complex"),
        ({"x": np.array([1], dtype="m8[s]")}, "timedelta"),
        ([{"x": 1}], "came as list"),
        (pd.Series([1]), "came as Series"),
        (pl.LazyFrame({"x": [1]}), "came as LazyFrame"),
        (None, "came as NoneType"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns of one name"),
    ],
    ids=lambda value: re.sub(" at 0x[0-9a-fA-F]+", "", repr(value)),  # addresses differ between two processes
)
def test_what_no_chart_can_show_is_refused_with_a_reason(data, words):
    with pytest.raises(DataError, match=words):
        as_columns(data)


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ([1, 2], [3.5], [1, 2, 3.5]),
        (["a"], [None], ["a", None]),
        ([True], [None], [True, None]),
        ([None], [2.0], [None, 2]),
        ([], ["a"], ["a"]),
    ],
)
def test_rows_are_joined_by_kind(javascript, first, second, both):
    joined = concatenate(as_columns({"x": first}), as_columns({"x": second}))
    assert column(javascript, joined["x"]) == both


@pytest.mark.parametrize(("first", "second"), [([1], ["a"]), (["a"], [True]), ([date(2024, 1, 1)], [1.0])])
def test_rows_of_another_kind_are_refused(first, second):
    with pytest.raises(DataError, match="x"):
        concatenate(as_columns({"x": first}), as_columns({"x": second}))


def test_rows_with_other_columns_are_refused():
    with pytest.raises(DataError, match="columns z, but the data set has x"):
        concatenate(as_columns({"x": [1]}), as_columns({"z": [1]}))


def test_a_data_set_or_a_column_may_be_called_data(javascript):
    buffers = []
    sets = split_buffers({"data": pack(as_columns({"data": [1], "x": ["a"]}))}, buffers)
    decode = DECODE.replace("toRows(withBuffers(sets, buffers))", "toRows(withBuffers(sets, buffers).data)")
    assert javascript(decode, {"sets": sets, "buffers": buffers}) == [{"data": 1, "x": "a"}]


def test_buffers_that_are_no_views_are_read_too(javascript):
    code = """
    const { typed } = await load("columns.js");
    return [...typed(new Float32Array([1, 2]).buffer, Float32Array)];
    """
    assert javascript(code) == [1, 2]

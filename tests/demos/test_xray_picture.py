"""Where the X-ray's stations and sentences stand: in order, apart, inside, with a gap where a joint does not fit."""

from dataclasses import replace
from itertools import pairwise

import pytest

from dlwidgets.charts.xray import RADIUS_PX, WIDTH_PX
from dlwidgets.demos.builder.xray_picture import COLUMNS, LETTER, PER_ROW, SENTENCE, xray_rows
from dlwidgets.network import (
    CompileSpec,
    Dense,
    Embedding,
    FitSpec,
    Input,
    NetworkSpec,
    propose,
    xray,
)
from tests.network.faults import FAULTS, FLOWERS, RIGHT

GOOD = propose(FLOWERS)
BAD = NetworkSpec(
    (Input((5,)), Dense(8), Dense(2, "sigmoid")),
    CompileSpec("adam", "categorical_crossentropy"),
    FitSpec(epochs=0),
)
EVIL = replace(FLOWERS, name="<img src=x onerror=alert(1)> " * 9, class_names=("<b>a</b>", "b" * 400, "c"))


def deep(n):
    spec = GOOD
    for _ in range(n - 2):
        spec = spec.with_layer(GOOD.layers[1], 1)
    return spec


SPECS = [
    (GOOD, FLOWERS),
    (BAD, FLOWERS),
    (NetworkSpec(), FLOWERS),
    (BAD, EVIL),
    (deep(6), FLOWERS),
    (deep(20), FLOWERS),
]
SPECS += [(fault.spec, fault.facts) for fault in FAULTS[::7]] + RIGHT[::7]


def places(rows, *names):
    return list(zip(*(rows[name] for name in names), strict=True))


def ends(rows):
    return [((x, y), (x2, y2)) for x, y, x2, y2 in places(rows["line"], "x", "y", "x2", "y2")]


PHONE_PX = 262


@pytest.mark.parametrize(("width", "per_row"), [(WIDTH_PX, PER_ROW), (400, 3), (PHONE_PX, 2), (160, 1)])
@pytest.mark.parametrize(("spec", "facts"), SPECS)
def test_stations_stand_in_reading_order_apart_and_inside(spec, facts, width, per_row):
    found = xray(spec, facts)
    rows = xray_rows(found, width)
    assert {name: tuple(columns) for name, columns in rows.items()} == COLUMNS
    at = places(rows["stations"], "x", "y")
    assert len(at) == len(found.stations)
    assert rows["stations"]["title"] == [station.title for station in found.stations]
    for (x, y), (x2, y2) in pairwise(at):
        assert (x2 - x > 4 * RADIUS_PX and y2 == y) or (x2 <= x and y2 - y > 4 * RADIUS_PX)
    for columns in rows.values():
        assert all(0 <= x <= width for name in ("x", "x2") for x in columns.get(name, ()))
        assert all(y >= 0 for y in columns["y"])
    assert len({y for _, y in at}) == -(-len(at) // per_row)


@pytest.mark.parametrize("width", [WIDTH_PX, PHONE_PX])
@pytest.mark.parametrize(("spec", "facts"), SPECS)
def test_texts_of_a_column_do_not_run_into_each_other_nor_out_of_their_place(spec, facts, width):
    rows = xray_rows(xray(spec, facts), width)
    lines = [*places(rows["titles"], "x", "y", "text"), *places(rows["details"], "x", "y", "text")]
    sentences = [*places(rows["says"], "y", "text"), *places(rows["changes"], "y", "text")]
    assert all(len(text) <= 24 for _, _, text in lines)
    assert all(SENTENCE + LETTER * len(text) <= width for _, text in sentences)
    assert all(abs(y - other) >= 13 for (y, _), (other, _) in pairwise(sorted(sentences)))
    for y, _ in sentences:
        nearest = min((abs(y - at), at) for _, at, _ in lines)
        assert nearest[0] >= 13
        assert all(abs(y - at) > RADIUS_PX + 5 for at in rows["stations"]["y"])


@pytest.mark.parametrize(("spec", "facts"), SPECS)
def test_the_line_is_one_piece_where_all_fits_and_broken_where_it_does_not(spec, facts):
    found = xray(spec, facts)
    rows = xray_rows(found)
    pieces = ends(rows)
    # Pieces that meet end to start; a station joins those at its place.
    gaps = [(one, other) for (_, one), (other, _) in pairwise(sorted_along(pieces)) if one != other]
    broken = {station.key for station in found.stations if station.level in {"error", "silent"}}
    assert len(rows["gaps"]["x"]) % 2 == 0
    assert bool(rows["gaps"]["x"]) == bool(broken)
    assert len(rows["gaps"]["x"]) <= 2 * len(broken)
    assert len(gaps) == len(rows["gaps"]["x"]) // 2


def sorted_along(pieces):
    """Put the pieces in the order of the line: each row from left to right, then the way around."""
    rest, at, chain = list(pieces), pieces[0][0], []
    while rest:
        nearest = min(rest, key=lambda piece: abs(piece[0][0] - at[0]) + abs(piece[0][1] - at[1]))
        rest.remove(nearest)
        chain.append(nearest)
        at = nearest[1]
    return chain


def test_each_problem_has_a_numbered_sign_at_its_station_and_before_its_sentence():
    found = xray(BAD, FLOWERS)
    rows = xray_rows(found)
    numbers = rows["signs"]["number"]
    assert sorted(numbers) == sorted(2 * [str(i) for i in range(1, len(found.problems) + 1)])
    text = " ".join(rows["says"]["text"])
    for i, problem in enumerate(found.problems, start=1):
        assert problem.says in text
        levels = {level for level, number in places(rows["signs"], "level", "number") if number == str(i)}
        assert levels == {problem.level}
    for problem in found.problems:
        assert f"→ {problem.change.words}" in " ".join(rows["changes"]["text"])
    assert "Stops with an error" in text
    assert xray_rows(xray(GOOD, FLOWERS))["signs"]["x"] == []


def test_shapes_stand_between_the_stations_and_a_question_mark_where_none_is_known():
    texts = xray_rows(xray(GOOD, FLOWERS))["shapes"]["text"]
    assert texts[:4] == ["(4,)", "(4,)", "(10,)", "(3,)"]
    assert texts[4:] == [""] * (len(texts) - 4)
    assert xray_rows(xray(BAD, FLOWERS))["shapes"]["text"][:4] == ["(4,)", "?", "?", "?"]


def test_names_are_shown_as_they_are_and_cut_where_there_is_no_room():
    rows = xray_rows(xray(BAD.replaced(1, Embedding(10**9, 10**9)), EVIL))
    assert rows["stations"]["title"][0] == EVIL.name
    assert rows["titles"]["text"][0].startswith("<img")
    assert "…" in "".join(rows["details"]["text"])

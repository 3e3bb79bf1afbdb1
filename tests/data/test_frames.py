import re

import numpy as np
import pandas as pd
import polars as pl
import pytest

from dlwidgets.data import Dataset
from dlwidgets.errors import DataError, UnknownNameError

PENGUINS = {
    "bill_mm": [39.1, 46.5, 50.0, 38.8],
    "mass_g": [3750, 3500, 5700, 3800],
    "island": ["Torgersen", "Dream", "Biscoe", "Dream"],
    "female": [False, True, False, True],
    "species": ["Adelie", "Chinstrap", "Gentoo", "Adelie"],
}
NUMBERS = ["bill_mm", "mass_g", "female"]


def as_csv(columns, folder):
    path = folder / "penguins.csv"
    pd.DataFrame(columns).to_csv(path, index=False)
    return path


READERS = {
    "pandas": lambda columns, **options: Dataset.from_frame(pd.DataFrame(columns), **options),
    "polars": lambda columns, **options: Dataset.from_frame(pl.DataFrame(columns, strict=False), **options),
    "dict": Dataset.from_frame,
}


@pytest.fixture(params=[*READERS, "csv"])
def read(request, tmp_path):
    """Read columns in each of the ways a learner may hand them over."""
    if request.param == "csv":
        return lambda columns, **options: Dataset.from_csv(as_csv(columns, tmp_path), **options)
    return READERS[request.param]


def changed(**columns):
    return {**{name: PENGUINS[name] for name in ("bill_mm", "mass_g", "species")}, **columns}


def test_every_reader_gives_the_same_data_set(read):
    data = read(changed(), target="species")
    assert data.feature_names == ("bill_mm", "mass_g")
    assert data.target_name == "species"
    assert data.class_names == ("Adelie", "Chinstrap", "Gentoo")
    np.testing.assert_array_equal(data.X, np.column_stack([PENGUINS["bill_mm"], PENGUINS["mass_g"]]))
    assert data.y.tolist() == [0, 1, 2, 0]


def test_features_and_task_can_be_chosen(read):
    data = read(PENGUINS, target="mass_g", features=["bill_mm"], task="regression", name="mine")
    assert repr(data) == "Dataset('mine', 4 x 1, predicts mass_g)"
    np.testing.assert_array_equal(data.y, PENGUINS["mass_g"])
    assert read(PENGUINS, target="species", features="bill_mm").X.shape == (4, 1)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_true_and_false_are_one_and_zero(reader):
    data = reader(PENGUINS, target="species", features=["female"])
    assert data.X[:, 0].tolist() == [0, 1, 0, 1]


def test_gaps_are_named_with_column_rows_and_cure(read):
    gaps = changed(mass_g=[3750, None, 5700, None], species=["Adelie", "Gentoo", None, "Adelie"])
    with pytest.raises(DataError, match=r"2 in 'mass_g' \(rows 1, 3\), 1 in 'species' \(row 2\)"):
        read(gaps, target="species")


@pytest.mark.parametrize(
    ("library", "cure"),
    [(pd, "df.dropna()"), (pl, "df.fill_nan(None).drop_nulls()")],
    ids=["pandas", "polars"],
)
def test_the_cure_for_gaps_works_as_printed(library, cure):
    frame = library.DataFrame({"x": [1.0, np.nan, 3.0, 4.0, 5.0], "y": ["a", "b", "b", None, "a"]})
    with pytest.raises(DataError, match=re.escape(cure)):
        Dataset.from_frame(frame, target="y")
    assert Dataset.from_frame(eval(cure, {"df": frame}), target="y").X[:, 0].tolist() == [1, 3, 5]  # noqa: S307


def test_missing_values_of_pandas_are_gaps():
    frame = pd.DataFrame({"x": pd.array([1, None, 3], dtype="Int64"), "y": ["a", "b", "a"]})
    with pytest.raises(DataError, match=r"1 in 'x' \(row 1\).*df.dropna\(\)"):
        Dataset.from_frame(frame, target="y")


def test_gaps_in_columns_not_used_do_no_harm(read):
    data = read(changed(mass_g=[None, 1, None, 2]), target="species", features=["bill_mm"])
    assert data.n_examples == 4


@pytest.mark.parametrize(("reader", "table"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("dict", dict)])
def test_text_columns_are_named_with_what_keeps_the_others_as_printed(reader, table):
    columns = changed(island=PENGUINS["island"])
    with pytest.raises(DataError, match=r"'island' holds 'Torgersen' \(row 0\)") as raised:
        READERS[reader](columns, target="species")

    cure = str(raised.value).partition("only: ")[2].rstrip(".")
    kept = eval(cure, {"df": table(columns), "data": columns})  # noqa: S307
    assert Dataset.from_frame(kept, target="species").feature_names == ("bill_mm", "mass_g")


def test_text_among_features_that_were_asked_for_is_answered_with_those_that_may_be(read, tmp_path):
    columns = changed(island=PENGUINS["island"])
    with pytest.raises(DataError, match=r"only: features=\['mass_g'\]"):
        read(columns, target="species", features=["mass_g", "island"])
    with pytest.raises(DataError, match=r"only: features=\['bill_mm', 'mass_g'\]"):
        Dataset.from_csv(as_csv(columns, tmp_path), target="species")


def test_dates_are_no_numbers():
    frame = pd.DataFrame({"day": pd.to_datetime(["2024-01-01", "2024-01-02"]), "y": ["a", "b"]})
    with pytest.raises(DataError, match="'day' holds Timestamp"):
        Dataset.from_frame(frame, target="y")


def test_infinite_values_are_named(read):
    with pytest.raises(DataError, match=r"infinite.*'bill_mm' \(row 2\)"):
        read(changed(bill_mm=[1.0, 2.0, float("inf"), 3.0]), target="species")


def test_one_class_is_refused(read):
    with pytest.raises(DataError, match="'species' are all 'Adelie'"):
        read(changed(species=["Adelie"] * 4), target="species")


def test_a_missing_column_is_answered_with_the_nearest(read):
    with pytest.raises(UnknownNameError, match=r"column 'specis'.*Did you mean 'species'"):
        read(PENGUINS, target="specis")
    with pytest.raises(UnknownNameError, match=r"column 'bil_mm'.*Did you mean 'bill_mm'"):
        read(PENGUINS, target="species", features=["bil_mm"])


def test_a_table_without_rows_is_refused(read):
    with pytest.raises(DataError, match="no rows"):
        read({name: [] for name in PENGUINS}, target="species")


@pytest.mark.parametrize(
    ("features", "message"),
    [
        ([], "no features to predict 'species' from"),
        (["bill_mm", "species"], "'species' gives the answer away"),
        (["bill_mm", "bill_mm"], "more than one of: 'bill_mm'"),
    ],
)
def test_features_that_teach_nothing_are_refused(read, features, message):
    with pytest.raises(DataError, match=message):
        read(PENGUINS, target="species", features=features)


def test_a_target_alone_is_no_data_set(read):
    with pytest.raises(DataError, match="no features to predict 'species' from"):
        read({"species": PENGUINS["species"]}, target="species")


def test_columns_named_twice_are_refused():
    frame = pd.DataFrame([[1, 2, "a"], [3, 4, "b"]], columns=["x", "x", "y"])
    with pytest.raises(DataError, match="more than one of: 'x'"):
        Dataset.from_frame(frame, target="y")


def test_columns_numbered_by_pandas_become_names():
    data = Dataset.from_frame(pd.DataFrame([[1.5, "a"], [2.5, "b"]]), target=1)
    assert data.feature_names == ("0",)
    assert data.X[:, 0].tolist() == [1.5, 2.5]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.DataFrame({"x": [1]}).lazy(), r"LazyFrame .*\.collect\(\)"),
        ([[1, 2]], "list is no table.*DataFrame"),
        (None, "NoneType is no table"),
        (pd.Series([1]), "Series is no table"),
        ({"x": 1, "y": 2}, "needs a list of values"),
        ({"x": [1], "y": [1, 2]}, r"different lengths: {'x': 1, 'y': 2}"),
    ],
)
def test_what_is_no_table_is_refused(frame, message):
    with pytest.raises(DataError, match=message):
        Dataset.from_frame(frame, target="y")


def from_text(folder, text, **options):
    path = folder / "own.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Dataset.from_csv(path, **{"target": "y", **options})


def test_a_csv_file_may_have_quotes_spaces_blank_lines_and_a_byte_order_mark(tmp_path):
    data = from_text(tmp_path, '\ufeff"x" , y\r\n 1.5,"a, or b"\r\n\r\n2e1,c\r\n')
    assert (data.name, data.feature_names, data.class_names) == ("own", ("x",), ("a, or b", "c"))
    assert data.X[:, 0].tolist() == [1.5, 20]


def test_a_csv_file_may_have_another_delimiter(tmp_path):
    with pytest.raises(DataError, match="give delimiter=';'"):
        from_text(tmp_path, "x;y\n1;a\n2;b\n")
    assert from_text(tmp_path, "x;y\n1;a\n2;b\n", delimiter=";").n_examples == 2


def test_numbers_as_labels_are_classes_in_csv_too(tmp_path):
    assert from_text(tmp_path, "x,y\n1,0\n2,1\n3,1\n").class_names == ("0", "1")


@pytest.mark.parametrize("cell", ["", " ", "NA", "NaN", "null", "N/A", "None"])
def test_the_usual_words_for_a_gap_are_gaps(tmp_path, cell):
    with pytest.raises(DataError, match=r"1 in 'x' \(row 1\).*pd.read_csv\(...\).dropna\(\)"):
        from_text(tmp_path, f"x,y\n1,a\n{cell},b\n")


def test_a_column_of_row_numbers_without_a_name_is_not_learned_from(tmp_path):
    text = ",,x,y\n0,7,1,a\n1,8,2,b\n"
    with pytest.raises(DataError, match=r"no name.*features=\['x'\]"):
        from_text(tmp_path, text)
    assert from_text(tmp_path, text, features=["x"]).feature_names == ("x",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "own.csv is empty"),
        ("x,y\n", "no rows"),
        ("x,y\n1,a\n2\n", "row 1 has 1 cells.*2 columns"),
        ("x,x,y\n1,2,a\n", "more than one of: 'x'"),
        (b"x,y\n1,\xff\xfe\n", "no CSV file in UTF-8"),
    ],
)
def test_a_broken_csv_file_is_refused(tmp_path, text, message):
    with pytest.raises(DataError, match=message):
        from_text(tmp_path, text)


def test_a_missing_file_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(DataError, match="can't be read"):
            Dataset.from_csv(path, target="y")

"""The table that the benchmarks print."""

import pytest

from tests.benchmarks.table import Row, table


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("paint", "ms", 10, "peer", 100, target=0.1), "reached"),
        (Row("paint", "ms", 11, "peer", 100, target=0.1), "missed"),
        (Row("paint", "ms", 11, "peer", 100), ""),
        (Row("import", "ms", 30, limit=30), "reached"),
        (Row("import", "ms", 31, limit=30), "missed"),
        (Row("behind", "frames", 2, "peer", 1, limit=2), "reached"),
        (Row("growth", "MB", 2, "peer", 0.0, limit=5), "reached"),
        (Row("behind", "frames", float("inf"), "peer", 1, limit=2), "missed"),
    ],
)
def test_a_target_is_for_the_ratio_and_a_limit_for_our_own_number(row, verdict):
    assert row.verdict == verdict


def test_the_columns_are_aligned_and_numbers_keep_three_digits():
    rows = [
        Row("line", "ms", 12.345, "JupyterChart", 1234.5, target=0.3),
        Row("import dlwidgets", "ms", 31, limit=30),
        Row("growth", "MB", 2, "JupyterChart", 0.0, limit=5),
    ]
    assert table(rows).splitlines() == [
        "what              unit  ours  against       theirs  ratio  target",
        "line              ms    12.3  JupyterChart   1,234   0.01   0.3 x  reached",
        "import dlwidgets  ms      31                                30 ms  missed",
        "growth            MB       2  JupyterChart       0           5 MB  reached",
    ]

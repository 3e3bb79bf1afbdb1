"""Print the table of ratios: ``python -m tests.benchmarks``, from the project's folder."""

import argparse
import os
import platform
import tempfile
from pathlib import Path

from tests.benchmarks.builder import builder_rows
from tests.benchmarks.comparing import comparing_rows, speed_up
from tests.benchmarks.diagram import diagram_rows
from tests.benchmarks.imports import import_rows
from tests.benchmarks.pictures import drag_rows, painted_rows
from tests.benchmarks.playground import classic_table, playground_rows
from tests.benchmarks.programs import program_rows
from tests.benchmarks.stepper import stepper_rows
from tests.benchmarks.stream import stream_rows
from tests.benchmarks.table import table
from tests.benchmarks.training import (
    live_charts_rows,
    long_run_row,
    message_rows,
    missing_libraries,
    other_library_rows,
    training_rows,
)
from tests.browser.chromium import locate
from tests.browser.lab import run_lab


def main() -> None:
    """Run both sides in turns and print how they compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it runs, not how fast")
    parser.add_argument("--training", action="store_true", help="the trainer alone, without a browser")
    parser.add_argument("--playground", action="store_true", help="the playground alone, and which sets it learns")
    parser.add_argument("--compare", action="store_true", help="races and learning curves alone, without a browser")
    chosen = parser.parse_args()
    quick = chosen.quick
    rounds, seconds = (2, 2) if quick else (9, 10)
    if chosen.playground:
        _print_playground(rounds)
        return
    if chosen.compare:
        _print_comparing(rounds)
        return
    training = [
        *training_rows(rounds),
        *other_library_rows(rounds),
        long_run_row(),
        *live_charts_rows(rounds),
        *message_rows(50 * rounds),
    ]
    if missing := missing_libraries():
        print(f"Not installed, so nothing is measured against them: {', '.join(missing)}.\n")
    if chosen.training:
        print(table(training))
        return
    with tempfile.TemporaryDirectory() as folder, run_lab(Path(folder), locate()) as lab:
        rows = [
            *import_rows(rounds),
            *program_rows(rounds),
            *painted_rows(lab, rounds),
            *drag_rows(lab, rounds),
            *stream_rows(lab, seconds),
            *stepper_rows(lab, rounds),
            *builder_rows(lab, rounds),
            *diagram_rows(lab, rounds),
            *playground_rows(lab, rounds),
            *training,
            *comparing_rows(min(rounds, 3)),
        ]
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, medians of {rounds} rounds.")
    print("Browser: headless Chromium that draws without a graphics card; trust the ratios.\n")
    print(table(rows))


def _print_playground(rounds: int) -> None:
    """Measure the playground alone, and tell which of the classic sets it learns."""
    with tempfile.TemporaryDirectory() as folder, run_lab(Path(folder), locate()) as lab:
        print(table(playground_rows(lab, rounds)))
    print(f"\n{classic_table()}")


def _print_comparing(rounds: int) -> None:
    """Measure races and learning curves alone."""
    rows = [*comparing_rows(min(rounds, 3))]
    print(f"{table(rows)}\n\n{speed_up(rows[-1])}")


if __name__ == "__main__":
    main()

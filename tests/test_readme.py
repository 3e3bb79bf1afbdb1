"""The README tells the truth: what it prints as Python runs as printed."""

import re
from pathlib import Path

import pytest

import dlwidgets as dlw

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def run(*wanted: str) -> dict[str, object]:
    """Run the blocks that hold one of the texts, in order, in one namespace."""
    names: dict[str, object] = {}
    for block in BLOCKS:
        if any(text in block for text in wanted):
            exec(block, names)  # noqa: S102 - our own README
    return names


def test_the_demo_of_your_own_runs_as_printed_in_fifteen_lines() -> None:
    names = run("class Descent")
    demo = names["Descent"](rate=0.25)
    assert demo.datasets["path"]["loss"].tolist()[:3] == [4, 1, 0.25]
    block = next(block for block in BLOCKS if "class Descent" in block)
    body = block[block.index("class Descent") : block.index("\nDescent()")]
    assert len(body.strip().splitlines()) <= 15


def test_the_perceptron_in_a_cell_runs_as_printed() -> None:
    demo = run("demo = dlw.Perceptron")["demo"]
    assert demo.last_update.b_before == 0.5


def test_the_live_chart_runs_as_printed() -> None:
    names = run("class Descent", "view = dlw.ChartView")
    assert names["view"].datasets["curve"]["y"].tolist() == [0, 1, 4, 9]


def test_what_has_answers_as_values_runs_as_printed() -> None:
    trainer = run("demo = dlw.Perceptron", "dlw.Trainer")["trainer"]
    assert trainer.run.history["loss"][-1] < 0.3


def test_the_playground_runs_as_printed() -> None:
    demo = run("demo = dlw.Perceptron", "demo = dlw.Playground")["demo"]
    assert demo.epoch == 40
    assert "layers=[3]" in demo.state_text


@pytest.mark.parametrize("path", re.findall(r"\]\((?!http)([^)]+)\)|`((?:lessons|dlwidgets)/[\w/.]+)`", README))
def test_every_file_that_the_readme_names_exists(path: tuple[str, str]) -> None:
    assert (ROOT / "".join(path)).exists()


def test_every_public_name_in_the_readme_exists() -> None:
    named = set(re.findall(r"\bdlw\.(\w+)", README))
    assert named <= set(dlw.__all__)

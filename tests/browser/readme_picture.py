"""Makes the README's picture from the real demo in a real browser: ``python -m tests.browser.readme_picture``."""

import tempfile
from pathlib import Path

from tests.browser.chromium import locate
from tests.browser.lab import run_lab

PICTURE = Path(__file__).parents[2] / "lessons" / "images" / "perceptron.png"
CELL = """import dlwidgets as dlw

demo = dlw.Perceptron(
    "iris", classes=("versicolor", "virginica"), activation="sigmoid", learning_rate=0.1, w1=0.3, w2=1.1, bias=-3.2,
    hide=["noise", "seed", "new_class", "max_epochs", "next_point", "delete_point", "undo"],
)
for _ in range(9):
    demo.step()
demo"""


def main() -> None:
    """Open the demo, let it draw, and keep what the cell shows."""
    with tempfile.TemporaryDirectory() as folder, run_lab(Path(folder), locate()) as lab:
        notebook = lab.open([CELL])
        notebook.page.set_viewport_size({"width": 1300, "height": 1100})
        notebook.run_all()
        demo = notebook.output(0)
        demo.locator("canvas").wait_for()
        notebook.page.wait_for_timeout(1000)
        PICTURE.parent.mkdir(exist_ok=True)
        demo.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()

"""Makes the README's pictures from the real demos in a real browser: ``python -m tests.browser.readme_pictures``."""

import tempfile
from pathlib import Path

from tests.browser.chromium import locate
from tests.browser.lab import Lab, run_lab

IMAGES = Path(__file__).parents[2] / "lessons" / "images"
CELLS = {
    "stepper": """import dlwidgets as dlw

stepper = dlw.BackpropStepper(
    [2, 2, 1], seed=1, hide=["seed", "speed", "layer", "activation", "batch", "follow"],
)
stepper.goto("w1[1,2]")
stepper""",
    "perceptron": """import dlwidgets as dlw

demo = dlw.Perceptron(
    "iris", classes=("versicolor", "virginica"), activation="sigmoid", learning_rate=0.1, w1=0.3, w2=1.1, bias=-3.2,
    hide=["noise", "seed", "new_class", "max_epochs", "next_point", "delete_point", "undo", "points"],
)
for _ in range(9):
    demo.step()
demo""",
    "builder": """import dlwidgets as dlw

builder = dlw.LayerBuilder(data="iris", hide=["compile"])
builder.add("Dropout", index=2, rate=0.2)
builder.set(3, units=2)
builder""",
    "assistant": """import dlwidgets as dlw

code = '''import keras
from sklearn.datasets import load_iris

X, y = load_iris(return_X_y=True)
model = keras.Sequential([
    keras.layers.Input((4,)),
    keras.layers.Dense(8, activation="relu"),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile("adam", loss="categorical_crossentropy")
model.fit(X, y, nb_epoch=20)
'''
assistant = dlw.CodeAssistant(code, hinted={"labels-vs-loss:1": "fix"})
assistant""",
    "diagram": """import dlwidgets as dlw

dlw.NetworkDiagram([4, 5, 3], data="iris", seed=7, example=60, hide=["seed", "frozen"])""",
    "comparison": """import dlwidgets as dlw

demo = dlw.Comparison("moons", ["keras", "svm", "svm_linear"], n_train=60, n_seeds=5)
demo.run()
demo""",
    "playground": """import dlwidgets as dlw

demo = dlw.Playground("spiral", layers=[8, 4], features=["x1", "x2", "sin_x1", "sin_x2"], optimizer="adam", seed=2)
for rate in (0.001, 0.01):
    demo.learning_rate = rate
    demo.reset()
    demo.train(80)
demo.change(layer=2, neuron=3)
demo""",
}
WHOLE = {"assistant", "builder", "diagram"}
"""Of these all is shown, and not only the picture with its controls."""


def main() -> None:
    """Open each demo, let it draw, and keep what it shows."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, run_lab(Path(folder), locate()) as lab:
        for name, cell in CELLS.items():
            keep(lab, cell, IMAGES / f"{name}.png")


def keep(lab: Lab, cell: str, path: Path) -> None:
    """Run a cell that shows a demo, and save the demo's picture, sentence and controls."""
    notebook = lab.open([cell], f"{path.stem}.ipynb")
    notebook.page.set_viewport_size({"width": 1300, "height": 1400})
    notebook.run_all()
    demo = notebook.output(0).locator(".dlw-demo")
    stage = demo if path.stem in WHOLE else demo.locator(".dlw-stage")
    demo.locator("canvas").first.wait_for(state="attached")
    notebook.page.wait_for_timeout(1000)
    stage.screenshot(path=path)


if __name__ == "__main__":
    main()

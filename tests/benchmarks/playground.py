"""The playground: speed while it draws, first movement, answers while it trains, and which data sets it learns."""

from collections.abc import Iterator
from statistics import median

import dlwidgets as dlw
from tests.benchmarks.table import Row
from tests.browser.lab import Lab
from tests.browser.notebook import NotebookPage

SPIRAL = {"layers": [8, 8], "activation": "relu", "optimizer": "adam", "learning_rate": 0.01}
CLASSICS = {"circle": {}, "quadrants": {}, "gaussians": {}, "spiral": SPIRAL}
"""Settings with which the classic sets are learnt: the first ones, but a larger network for the spirals."""
EPOCHS = 500
DRAWN = 1.18
FIRST_MS, ANSWER_MS, FRAME_MS = 50, 50, 33
TITLE = "playground, spiral 2-8-8-1"
SHOW = f"""
import time
import dlwidgets as dlw

demo = dlw.Playground("spiral", **{SPIRAL!r}, speed=0)
demo
"""
RATES = """
def epochs_a_second(playing, seconds=2):
    before, began = playing.epoch, time.perf_counter()
    time.sleep(seconds)
    return (playing.epoch - before) / (time.perf_counter() - began)

def frame_ms(n=20):
    began = time.perf_counter()
    for _ in range(n):
        demo._seen = None  # as if the weights were others
        demo.frame()
    return 1000 * (time.perf_counter() - began) / n
"""
CLICKED = """([name, then]) => new Promise((done) => {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
  const text = document.querySelector('.dlw-text');
  const is = () => (then ? button.textContent.trim() === then : !text.textContent.startsWith('Epoch 0.'));
  const began = performance.now();
  const watch = new MutationObserver(() => { if (is()) { watch.disconnect(); done(performance.now() - began); } });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  button.click();
})"""


def playground_rows(lab: Lab, rounds: int) -> Iterator[Row]:
    """Measure the playground in a page, with every neuron's map drawn, against its own trainer alone."""
    notebook = lab.open([SHOW, RATES], "playground.ipynb")
    notebook.run_all()
    notebook.execute("demo.step(); demo.reset(); demo.step(); demo.reset()", timeout_s=300)
    first, answers, drawn, alone = zip(*(_round(notebook) for _ in range(rounds)), strict=True)
    frame = notebook.value("frame_ms()")
    notebook.close()
    yield Row(f"{TITLE}: one epoch, drawn", "ms", 1e3 / median(drawn), "not drawn", 1e3 / median(alone), target=DRAWN)
    yield Row(f"{TITLE}: Play to first movement in the page", "ms", median(first), limit=FIRST_MS)
    yield Row(f"{TITLE}: click on Pause to its answer while training", "ms", median(answers), limit=ANSWER_MS)
    yield Row(f"{TITLE}: a frame with the map of every neuron, 100 x 100", "ms", frame, limit=FRAME_MS)


def _round(notebook: NotebookPage) -> tuple[float, float, float, float]:
    """Return milliseconds to the first movement and to the answer, and epochs a second drawn and alone."""
    first = notebook.page.evaluate(CLICKED, ["Play", ""])
    drawn = notebook.value("epochs_a_second(demo)")
    answer = notebook.page.evaluate(CLICKED, ["Pause", "Play"])
    notebook.execute(
        "demo.wait(); alone = demo.trainer.again(on_snapshot=None); alone.step(); alone.play()", timeout_s=300
    )
    rate = notebook.value("epochs_a_second(alone)")
    notebook.execute("alone.close(); demo.reset()")
    return first, answer, drawn, rate


def classic_scores() -> Iterator[tuple[str, int, float, float]]:
    """Train on each of the classic sets; yield its name, weights and biases, and the shares of right answers."""
    for data, settings in CLASSICS.items():
        demo = dlw.Playground(data, **settings)
        demo.train(EPOCHS)
        yield data, demo.spec.summary().total, *demo.scores
        demo.close()  # the next one takes over its engine


def classic_table() -> str:
    """Lay out how well each of the classic sets is learnt."""
    lines = [f"{'data':12}{'numbers':>8}{'training':>10}{'test':>8}   after {EPOCHS} epochs, without noise"]
    lines += [f"{data:12}{n:8}{train:10.1%}{test:8.1%}" for data, n, train, test in classic_scores()]
    return "\n".join(lines)
